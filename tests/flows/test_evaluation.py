"""An evaluation on demand: looked at privately, kept, judged by a named person; nothing of risk in any of it."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

import pytest

from bot.casework.contracts import create_contract
from domain.calendar import Nation
from domain.chronology import Event
from domain.contracts import NewContract
from domain.evaluations import EvaluationState, Judgement
from playground import alderwick
from playground.delivery import INTERACTION
from playground.house import House
from playground.visitor import Visitor
from storage.evaluations import Evaluation
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import agree, decide_not_to_tell_yet, digests, london, read_window
from tests.flows.evaluation_story import IN_WORDS, PEOPLE_SAY, SUMMARY, VOICE, confirm
from tests.flows.reporting import DANGER, INTERNAL, SHARED, report, report_by_hub, send_again

JUDGEMENT = "How does it stand?"
BECAUSE = "If you chose another than suggested: why? (Everybody on the contract reads this)"


async def kept(house: House) -> Sequence[Evaluation]:
    """Every evaluation of the contract, oldest first."""
    return await house.handrail.services.database.read(
        lambda work: work.evaluations.of_contract(alderwick.contract_id(work))
    )


async def look(visitor: Visitor, words: str = "", channel: str = INTERNAL) -> str:
    """Type the command, and read the window that opens."""
    assert (await visitor.command("/evaluate", channel, words)).ok
    return await read_window(visitor)


async def test_looking_keeps_nothing_and_tells_nobody(house: House, priya: Visitor) -> None:
    before = await priya.messages(INTERNAL), await priya.messages(SHARED)
    window = await look(priya)
    await house.settle()

    assert "the figures suggest “cannot tell”. A named person decides." in window
    assert "Tuesday 9 June 2026 to Tuesday 8 September 2026." in window
    assert "Nothing is kept or sent before you press Keep." in window
    assert await kept(house) == []
    assert (await priya.messages(INTERNAL), await priya.messages(SHARED)) == before


@pytest.mark.criterion("CPC424-P13")
async def test_what_is_missing_is_said_as_missing(sqlite_house: House) -> None:
    window = await look(sqlite_house.visitor(alderwick.PRIYA))

    assert "No checks are planned for this contract, so nothing is seen at set times." in window
    assert "What people who use the service, and their families, say: nothing is recorded here yet." in window
    assert "there is nothing to compare it with" in window


@pytest.mark.criterion("CPC424-P13")
async def test_the_figures_say_what_came_of_the_record_and_what_the_council_owes(sqlite_house: House) -> None:
    house = sqlite_house
    tom, priya, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE))
    await report(tom)
    await agree(house, tom, joanne, by=date(2026, 9, 22))
    await house.move_to(london(24))

    window = await look(priya)

    assert "1 came in, 1 is open." in window
    assert "Of those open: 1 not taken yet." in window
    assert "1 fell due.\n- Alderwick Care: 1 still late." in window
    assert "Answers it owes that are still late: 2." in window, "it was neither taken nor decided in time"
    assert "What waits for Westermere Council does not count against Alderwick Care" in window


async def test_the_lead_confirms_what_is_suggested_in_her_own_name_and_may_then_share_it(
    house: House, priya: Visitor
) -> None:
    await confirm(house, priya)

    [evaluation] = await kept(house)
    window = await read_window(priya)
    assert evaluation.state is EvaluationState.CONFIRMED
    assert evaluation.judgement is evaluation.suggested is Judgement.CANNOT_TELL
    assert (
        f"{evaluation.reference}: please share it with all parties by 17:00 on Tuesday 15 September" in window
    )
    assert "Priya Nair confirmed “cannot tell” for Alderwick House" in window
    assert IN_WORDS in window
    assert PEOPLE_SAY in window
    assert "Share with all parties" in window
    assert "nothing is recorded here" not in window, "what people say is no gap any more"


async def test_another_judgement_needs_a_reason_beside_it(sqlite_house: House) -> None:
    house, priya = sqlite_house, sqlite_house.visitor(alderwick.PRIYA)
    await look(priya)
    await priya.submit()
    await priya.fill({JUDGEMENT: "Close to target", SUMMARY: IN_WORDS})
    answer = await priya.submit()
    assert list(answer.errors) == ["because"]
    assert [each.state for each in await kept(house)] == [EvaluationState.COMPILED]

    await priya.fill({BECAUSE: "I was there on Monday"})
    await priya.submit()

    [evaluation] = await kept(house)
    assert evaluation.judgement is Judgement.CLOSE
    assert evaluation.suggested is Judgement.CANNOT_TELL
    assert "I was there on Monday" in await read_window(priya)


async def test_words_for_every_party_name_nobody_of_the_contract(sqlite_house: House) -> None:
    house, priya = sqlite_house, sqlite_house.visitor(alderwick.PRIYA)
    await look(priya)
    await priya.submit()
    await priya.fill({SUMMARY: "It goes well since joanne field came back"})
    answer = await priya.submit()

    assert "“joanne field” reads as a name here" in answer.errors["summary"]
    assert [each.state for each in await kept(house)] == [EvaluationState.COMPILED]


async def test_whoever_kept_one_by_mistake_sets_it_aside_and_nobody_is_asked_to_confirm_it(
    sqlite_house: House,
) -> None:
    house, tom = sqlite_house, sqlite_house.visitor(alderwick.TOM)
    await look(tom)
    await tom.submit()
    await tom.press("Set aside")
    await tom.fill({"Why is it set aside?": "The wrong days"})
    await tom.submit()
    await house.settle()

    assert [each.state for each in await kept(house)] == [EvaluationState.DISCARDED]
    await house.move_to(london(30))
    assert await digests(house.visitor(alderwick.PRIYA)) == []


async def test_the_quality_officer_keeps_one_and_the_lead_is_asked_in_her_next_digest(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await look(tom)
    await tom.submit()
    [evaluation] = await kept(house)
    window = await read_window(tom)
    assert f"{evaluation.reference} is kept: Priya Nair is asked to confirm it" in window
    assert "Confirm or change" not in window
    assert "Share with all parties" not in window

    await house.move_to(london(9, at=time(9, 31)))

    [asked] = await digests(priya)
    assert f"*{evaluation.reference}*: please confirm the judgement, or change it (Alderwick House)." in asked
    await priya.press("Confirm or change", "direct")
    await priya.fill({SUMMARY: IN_WORDS})
    await priya.submit()
    await house.settle()
    assert (await kept(house))[0].state is EvaluationState.CONFIRMED
    assert "please confirm the judgement" not in "\n".join(await priya.direct_messages())


async def test_what_nobody_confirms_climbs_to_the_lead_and_then_to_her_senior_contact(
    sqlite_house: House,
) -> None:
    """Due on Tuesday 15 September; three working days later is Friday 18."""
    house = sqlite_house
    priya, anita = house.visitor(alderwick.PRIYA), house.visitor(alderwick.ANITA)
    await look(priya)
    await priya.submit()
    await house.move_to(london(15, at=time(9, 29)))
    assert await digests(priya) == []

    await house.move_to(london(15, at=time(9, 31)))
    assert "It is to be confirmed by 17:00 on Tuesday 15 September 2026." in (await digests(priya))[-1]
    await house.move_to(london(17, at=time(17)))
    assert await digests(anita) == []

    await house.move_to(london(18, at=time(9, 31)))

    [senior] = await digests(anita)
    assert "nobody has confirmed the judgement yet (Alderwick House)" in senior


async def test_the_same_form_sent_twice_keeps_one(house: House, priya: Visitor) -> None:
    slack, forms = house.playground.slack, list[Any]()
    overheard = slack.inspector.overhear

    def hear(what: str, body: Any) -> None:
        overheard(what, body)
        if what == f"to_bot {INTERACTION}" and body["type"] == "view_submission":
            forms.append(body)

    slack.inspector.overhear = hear
    await look(priya)
    await priya.submit()

    again = await send_again(house, forms[0])

    assert again["response_action"] == "update"
    assert len(await kept(house)) == 1


async def test_when_the_record_moves_on_between_looking_and_keeping_it_is_said(sqlite_house: House) -> None:
    house = sqlite_house
    priya, tom = house.visitor(alderwick.PRIYA), house.visitor(alderwick.TOM)
    assert "1 came in" not in await look(priya)
    await report(tom)

    await priya.submit()

    window = await read_window(priya)
    assert "The record has changed since you looked at it: these are the figures that were kept." in window
    assert "1 came in, 1 is open." in window


async def test_risk_leaves_no_trace_in_any_evaluation_not_even_a_gap(sqlite_house: House) -> None:
    house = sqlite_house
    priya, dele = house.visitor(alderwick.PRIYA), house.visitor(alderwick.DELE)
    before = await look(priya)
    await priya.close()
    await report_by_hub(dele, DANGER, "A resident fell")
    await house.settle()

    assert await look(priya) == before


async def test_a_concern_the_provider_was_not_told_of_is_counted_for_us_and_for_nobody_else(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya, tom = house.visitor(alderwick.PRIYA), house.visitor(alderwick.TOM)
    await decide_not_to_tell_yet(house, tom, priya)
    await confirm(house, priya)

    [evaluation] = await kept(house)
    assert evaluation.evidence["own"]["concerns_open"] == 1
    assert evaluation.evidence["shared"]["concerns_open"] == 0


async def test_it_is_set_aside_with_a_reason_and_stays_on_the_list(sqlite_house: House) -> None:
    house, priya = sqlite_house, sqlite_house.visitor(alderwick.PRIYA)
    await confirm(house, priya)
    await priya.press("Set aside")
    await priya.fill({"Why is it set aside?": "The survey came in after all"})
    await priya.submit()
    await house.settle()

    [evaluation] = await kept(house)
    assert evaluation.state is EvaluationState.DISCARDED
    await priya.command("/evaluate", INTERNAL, "list")
    assert f"*{evaluation.reference}* (Alderwick House" in "\n".join(await priya.ephemerals(INTERNAL))
    await priya.press("Open", INTERNAL)
    window = await read_window(priya)
    assert f"{evaluation.reference} was set aside and is not shared." in window
    assert "The survey came in after all" in window
    assert "Share with all parties" not in window
    await house.move_to(london(30))
    assert await digests(priya) == [], "nobody is reminded of what was set aside"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("alderwick since 1 September", "Tuesday 1 September 2026 to Tuesday 8 September 2026."),
        ("ALD-2024-17 2 weeks", "Wednesday 26 August 2026 to Tuesday 8 September 2026."),
        ("2026-05-01 to 2026-06-30", "Friday 1 May 2026 to Tuesday 30 June 2026."),
    ],
)
async def test_a_contract_and_a_period_are_named_in_a_few_words(
    sqlite_house: House, typed: str, days: str
) -> None:
    assert days in await look(sqlite_house.visitor(alderwick.TOM), typed)


async def test_what_cannot_be_read_is_answered_with_how_it_is_written(sqlite_house: House) -> None:
    tom = sqlite_house.visitor(alderwick.TOM)
    for typed in ("help", "since tuesday", "Thornfield"):
        await tom.command("/evaluate", INTERNAL, typed)
        assert "*/evaluate list*" in (await tom.ephemerals(INTERNAL))[-1]
        assert await tom.modal() is None
    await tom.command("/evaluate", INTERNAL, "since 1 March 2027")
    assert "begins after today" in (await tom.ephemerals(INTERNAL))[-1]


def _second_contract(work: UnitOfWork) -> None:
    priya = work.people.in_slack(alderwick.COUNCIL, alderwick.PRIYA.user_id)
    anita = work.people.in_slack(alderwick.COUNCIL, alderwick.ANITA.user_id)
    assert priya is not None
    assert anita is not None
    new = NewContract(
        reference="ALD-2025-02",
        title="Alderwick Court",
        provider="Alderwick Care",
        service="Supported living",
        nation=Nation.SCOTLAND,
        starts_on=date(2025, 4, 1),
        ends_on=date(2028, 3, 31),
    )
    create_contract(work, anita, new, priya.id, (), alderwick.BEGINS)


async def test_where_the_channel_does_not_say_which_contract_it_is_asked(sqlite_house: House) -> None:
    house, priya = sqlite_house, sqlite_house.visitor(alderwick.PRIYA)
    await house.handrail.services.database.write(_second_contract)
    assert "Alderwick House" in await look(priya), "the channel says which"
    await priya.close()

    await look(priya, "alderwick since 1 September", "general")
    form = await priya.modal()
    assert form is not None
    assert form.labels == ["Which contract is it about?"]
    await priya.fill({"Which contract is it about?": "Alderwick Court (ALD-2025-02)"})
    await priya.submit()

    window = await read_window(priya)
    assert "Alderwick Court: the figures suggest" in window
    assert "Tuesday 1 September 2026 to Tuesday 8 September 2026." in window


@pytest.mark.parametrize("who", [alderwick.GRACE, alderwick.LEAH])
async def test_whoever_does_not_evaluate_this_contract_is_told_so_and_how_to_report(
    sqlite_house: House, who: alderwick.Character
) -> None:
    visitor = sqlite_house.visitor(who)
    for typed in ("", "alderwick", "list"):
        await visitor.command("/evaluate", "general" if who is alderwick.GRACE else INTERNAL, typed)
        assert await visitor.modal() is None
    seen = await visitor.sees()
    assert "This contract is not yours to evaluate. If someone is at risk, you can always report it" in seen
    assert "the figures suggest" not in seen

    await visitor.press("Someone may be at risk")

    assert await visitor.modal() is not None


async def test_every_step_is_on_the_contracts_record_without_a_typed_word(
    house: House, priya: Visitor
) -> None:
    await confirm(house, priya)

    def steps(work: UnitOfWork) -> tuple[list[Event], str]:
        [evaluation] = work.evaluations.of_contract(alderwick.contract_id(work))
        entries = work.chronology.of(evaluation.id)
        return [entry.event for entry in entries], str([entry.facts for entry in entries]) + str(
            evaluation.evidence
        )

    events, facts = await house.handrail.services.database.read(steps)
    assert events == [Event.EVALUATION_COMPILED, Event.EVALUATION_OPENED, Event.EVALUATION_CONFIRMED]
    assert IN_WORDS not in facts
    assert PEOPLE_SAY not in facts


async def test_the_hundred_blocks_of_a_window_hold_the_longest_evaluation(sqlite_house: House) -> None:
    priya = sqlite_house.visitor(alderwick.PRIYA)
    await look(priya)
    await priya.submit()
    await priya.fill({SUMMARY: "x" * 1500, VOICE: "y" * 1500, JUDGEMENT: "Below target", BECAUSE: "z" * 1500})
    await priya.submit()

    window = await read_window(priya)
    assert all(letter * 1500 in window for letter in "xyz")
