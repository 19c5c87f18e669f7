"""Evidence kept beside a record: a pointer, words only when chosen, nothing that names somebody or is restricted."""

import pytest

from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from playground import alderwick
from playground.alderwick import INTERNAL, SHARED
from playground.house import House
from playground.visitor import Visitor
from storage.kept_evidence import KeptEvidence
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import RUTH as RUTH_OWNS
from tests.flows.action_story import agree, press, propose, read_window
from tests.flows.evidence_play import (
    FOR_ALL,
    FOR_OURS,
    FOR_PARTNERS,
    KEEP,
    KEEPING,
    NAMED,
    ONLY_WHERE,
    READERS,
    RECORD,
    SAID,
    SHOWS,
    WORDS,
    WORDS_TOO,
    add,
    choose_record,
    pick_record,
    say_and_keep,
)
from tests.flows.export_story import ask, ask_on_form, everything_in, fetch
from tests.flows.hearing import Hearing
from tests.flows.on_behalf_story import record_for
from tests.flows.reporting import RISK, fill_in, report, send_again
from tests.flows.setting_up import window
from tests.flows.test_conversation import everything_kept


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough: what is kept is asked for by key."""
    return sqlite_house


async def kept(house: House) -> list[KeptEvidence]:
    """What is kept beside the records of the contract, the newest first."""

    def read(work: UnitOfWork) -> list[KeptEvidence]:
        return list(work.kept_evidence.of_contract(alderwick.contract_id(work)))

    return await house.handrail.services.database.read(read)


@pytest.mark.criterion("CPC424-P11")
async def test_where_a_message_stands_is_kept_and_none_of_its_words_until_somebody_chooses_so(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await say_and_keep(tom, joanne)
    assert "wrote it in <#C0SHARED> at 10:15 on Tuesday 8 September 2026" in await window(tom)
    await choose_record(tom, "A-")
    assert "and none of its words. Nothing more to do." in await window(tom)
    await tom.close()

    [pointer] = await kept(house)
    assert (pointer.slack_channel, pointer.written_user) == (SHARED, alderwick.JOANNE.user_id)
    assert (
        pointer.link
        == f"https://westermere.slack.com/archives/{SHARED}/p{pointer.message_ts.replace('.', '')}"
    )
    assert SAID not in await everything_kept(house)
    await joanne.press("Open", "direct")
    seen = await read_window(joanne)
    assert "Second checks are done" in seen
    assert (
        "Kept by Tom Hadley at 10:15 on Tuesday 8 September 2026; everybody of the contract can read it."
        in seen
    )
    assert SAID not in seen
    await joanne.close()

    await tom.message_shortcut(KEEP, SHARED, SAID)
    await choose_record(tom, "A-", **{KEEPING: WORDS_TOO})
    await joanne.press("Open", "direct")
    assert SAID in await read_window(joanne)
    events = await house.handrail.services.database.read(
        lambda work: [
            (entry.event, entry.facts["has_words"])
            for entry in work.chronology.stream(alderwick.contract_id(work))
            if entry.subject_kind is SubjectKind.EVIDENCE
        ]
    )
    assert events == [(Event.EVIDENCE_KEPT, False), (Event.EVIDENCE_KEPT, True)]
    assert await house.handrail.services.database.read(_is_part_of_its_record) == [True, True]


def _is_part_of_its_record(work: UnitOfWork) -> list[bool]:
    """Whether evidence is erased with the contract's record, and found among what is kept of its author."""
    contract_id, author = alderwick.contract_id(work), work.people.in_slack("T0ALDERWICK", "U0JOANNE")
    assert author is not None
    ids = {each.id for each in work.kept_evidence.of_contract(contract_id)}
    whole = work.retention.parts_of(SubjectKind.CONTRACT, contract_id)
    return [ids <= whole, ids <= work.retention.records_of(author.id)]


@pytest.mark.criterion("CPC305-P8")
async def test_each_side_reads_what_was_kept_for_it_and_adds_its_own_without_a_command(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    sam = house.visitor(alderwick.SAM)
    await agree(house, tom, joanne)
    for readers, says, who in (
        (FOR_OURS, "For ours", "Only our own organisation"),
        (FOR_PARTNERS, "For partners", "The commissioners, and not the provider,"),
        (FOR_ALL, "For all", "Everybody of the contract"),
    ):
        await tom.command("/action", INTERNAL)
        await press(house, tom, "Open")
        assert (await add(tom, says, **{READERS: readers})).ok
        assert f"Next: nothing. {who} can read it there." in await read_window(tom)
    await joanne.press("Open", "direct")
    assert READERS not in await window(joanne)
    await add(joanne, "Night folder, seen on 14 September")

    await tom.command("/action", INTERNAL)
    await tom.press("Open")
    await joanne.press("Open", "direct")
    await sam.press("Open", SHARED)
    ours, theirs, partners = [await read_window(who) for who in (tom, joanne, sam)]
    words = ("For ours", "For partners", "For all", "Night folder, seen on 14 September")
    assert [each in ours for each in words] == [True, True, True, True]
    assert [each in partners for each in words] == [False, True, True, True]
    assert [each in theirs for each in words] == [False, False, True, True]

    await joanne.close()
    await joanne.press("My open items", SHARED)
    await joanne.press("Copy of the record")
    addresses = [await ask(house, house.visitor(alderwick.PRIYA)), await ask_on_form(house, joanne)]
    own, hers = [everything_in((await fetch(address))[2]) for address in addresses]
    assert [each in own for each in words] == [True, True, True, True]
    assert [each in hers for each in words] == [False, False, True, True]
    assert hers.count("evidence_kept") < own.count("evidence_kept")


async def test_who_may_read_it_is_asked_for_the_record_chosen_and_what_is_sent_twice_or_shown_late_is_kept_once(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    said, hearing = "The charts are in the office", Hearing.of(house)
    await agree(house, tom, joanne)
    await report(tom)
    await tom.close()
    await say_and_keep(tom, house.visitor(alderwick.PRIYA), said, INTERNAL)
    form = await tom.modal()
    assert form is not None
    assert READERS not in form.labels, "each record has readers of its own"
    lines = [each["text"]["text"] for each in form.input(RECORD)["element"]["options"]]
    assert [line for line in lines if line.endswith(": Alderwick House")] == lines[:1]

    await tom.fill({SHOWS: "They can be seen"})
    assert READERS in await pick_record(tom, "A-")
    assert READERS not in await pick_record(tom, "C-")
    assert said in await read_window(tom)
    assert "Only our own organisation can read it there" in await _sent(tom)
    await send_again(house, hearing.last("block_actions"))
    assert "Only our own organisation can read it there" in await window(tom), (
        "what comes late shows nothing old"
    )

    await tom.message_shortcut(KEEP, INTERNAL, said)
    await tom.fill({RECORD: next(line for line in lines if line.startswith("A-")), SHOWS: "They can be seen"})
    await tom.submit()
    again = await send_again(house, hearing.last("view_submission"))
    assert again["response_action"] == "update", "what was not kept is not taken for what was"
    await tom.fill({READERS: FOR_PARTNERS})
    assert (await tom.submit()).ok
    again = await send_again(house, hearing.last("view_submission"))
    assert "counts once" in str(again["view"]["blocks"])

    found = [each.content_class for each in await kept(house)]
    assert sorted(found) == [ContentClass.INTERNAL, ContentClass.PARTNERS]


async def _sent(who: Visitor) -> str:
    assert (await who.submit()).ok
    return await window(who)


async def test_of_a_message_that_names_somebody_nothing_is_kept_and_its_author_is_asked_to_delete_it(
    house: House, tom: Visitor, joanne: Visitor, anita: Visitor
) -> None:
    await agree(house, tom, joanne)
    await say_and_keep(tom, joanne, NAMED)
    offered = await window(tom)
    assert "seems to name somebody, so Handrail keeps nothing of it" in offered
    assert RECORD not in offered
    assert "Joanne Field is asked to delete it" in await _sent(tom)
    await tom.press("Note a data incident")
    await tom.fill({"What kind of detail was it?": ["Somebody's name"]})
    assert (await tom.submit()).ok
    await house.settle()

    asked = (await joanne.direct_messages())[-1]
    assert asked.startswith("*Please delete a message of yours, or write it again without names.*")
    assert "in <#C0SHARED>, written at 10:15 on Tuesday 8 September 2026" in asked
    assert "about a message in <#C0SHARED>, written at" in (await anita.direct_messages())[-1]
    assert await kept(house) == []
    assert "Ferncombe" not in await everything_kept(house)
    for said in ("NHS 943 476 5919 is back", "Priya Nair has seen the charts", "Hers is LS1 4AP"):
        await tom.close()
        await say_and_keep(tom, joanne, said)
        assert "seems to name somebody" in await window(tom)


async def test_what_is_typed_that_looks_like_a_name_or_a_number_is_asked_about_once(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await say_and_keep(tom, joanne)
    first = await choose_record(
        tom, "A-", **{SHOWS: "joanne signed them", KEEPING: WORDS_TOO, WORDS: "Rang 0113 496 0000"}
    )
    assert "somebody's name" in first.errors["shows"]
    assert "a telephone number" in first.errors["words"]
    assert await kept(house) == []
    assert (await tom.submit()).ok
    assert len(await kept(house)) == 1


@pytest.mark.parametrize("named", ["Both charts are whole, says Joanne Field", "Of LS1 4AP they are whole"])
async def test_words_of_a_message_that_name_somebody_of_the_record_are_never_kept(
    house: House, tom: Visitor, joanne: Visitor, named: str
) -> None:
    await agree(house, tom, joanne)
    await say_and_keep(tom, joanne)
    first = await choose_record(tom, "A-", **{KEEPING: WORDS_TOO, WORDS: named})
    again = await tom.submit()

    assert first.errors == again.errors
    assert "name somebody, so they are not kept" in again.errors["words"]
    await tom.fill({KEEPING: ONLY_WHERE})
    assert (await tom.submit()).ok
    assert named not in await everything_kept(house)


@pytest.mark.criterion("CPC305-P8")
async def test_words_of_an_internal_channel_are_kept_for_our_own_side_alone(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    said = "We plan to end this contract in March"
    await agree(house, tom, joanne)
    await say_and_keep(tom, priya, said, INTERNAL)
    for readers in (FOR_ALL, FOR_PARTNERS):
        refused = await choose_record(tom, "A-", **{KEEPING: WORDS_TOO, READERS: readers})
        assert "these words are not kept for them" in refused.errors["words"]
    assert await kept(house) == []
    await tom.fill({READERS: FOR_OURS})
    assert (await tom.submit()).ok
    assert [each.content_class for each in await kept(house)] == [ContentClass.INTERNAL]
    await joanne.press("Open", "direct")
    assert said not in await read_window(joanne)


async def test_nothing_is_kept_of_a_restricted_record_nor_of_our_own_messages(
    house: House, tom: Visitor, joanne: Visitor, grace: Visitor
) -> None:
    await agree(house, tom, joanne)
    await tom.command("/safeguarding", INTERNAL)
    await fill_in(tom, RISK, "Left alone all night")
    await house.settle()
    reference = next(
        word.strip("*:.,") for text in await grace.direct_messages() for word in text.split() if "SG-" in word
    )
    assert (await grace.message_shortcut(KEEP, "direct", reference)).ok
    assert "This message is Handrail's own" in await grace.sees()
    await tom.close()
    await say_and_keep(tom, house.visitor(alderwick.PRIYA), f"Is {reference} about the same night?", INTERNAL)
    assert await tom.modal() is None
    assert "This speaks of a safeguarding record" in "\n".join(await tom.ephemerals(INTERNAL))
    await say_and_keep(tom, joanne)
    await choose_record(tom, "A-", **{SHOWS: f"The same as {reference}"})
    assert await kept(house) == []


async def test_whoever_takes_no_part_is_offered_nothing_and_nothing_is_added_to_what_is_over(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    cara, yusuf = house.visitor(alderwick.CARA), house.visitor(alderwick.YUSUF)
    await agree(house, tom, joanne)
    house.playground.workspace.channels[INTERNAL].members.append(alderwick.CARA.user_id)
    await say_and_keep(cara, tom, "The charts are in the office", INTERNAL)
    assert "You are not known here yet" in await cara.sees()
    assert not (await joanne.message_shortcut(KEEP, SHARED, "Report a concern")).ok
    await yusuf.press("Open", SHARED)
    assert "Add evidence" not in await window(yusuf)
    await joanne.press("Open", "direct")
    await joanne.press("Add evidence")
    await priya.command("/action", INTERNAL)
    await priya.press("Open")
    await priya.press("Withdraw")
    await priya.fill({"Why is it withdrawn?": "It is part of another"})
    await priya.submit()
    await joanne.fill({SHOWS: "Too late", "Where can it be seen?": "Night folder"})
    await joanne.submit()
    assert "is over, so nothing more is kept beside it" in await joanne.sees()
    assert await kept(house) == []


async def test_it_is_added_for_somebody_who_is_not_in_slack(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await propose(house, priya, RUTH_OWNS)
    await record_for(house, tom)
    await tom.press("Open")
    await press(house, tom, "I will do this")
    await tom.press("Open", "direct")
    await tom.press("Record more of it")
    await tom.press("Open")
    assert (await add(tom, "Night folder")).ok
    await house.settle()

    [evidence] = await kept(house)
    names = await house.handrail.services.database.read(lambda work: work.people.get(evidence.kept_by).name)
    assert names == alderwick.RUTH
    assert "Added evidence" in "\n".join(await tom.direct_messages())
