"""Agreeing an action: the form, the owner's confirmation, the word to the channel, and who sees none of it."""

from datetime import date, datetime

from bot.casework.contracts import create_contract
from domain.calendar import Nation
from domain.contracts import NewContract
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from playground.workspace import Person
from storage.unit_of_work import UnitOfWork
from tests.conftest import on_both_databases
from tests.flows.action_story import (
    APPLIES,
    CLAUSE,
    JOANNE,
    LEAH,
    REQUIRED,
    RUTH,
    SAFE_NOW,
    SHOWN_BY,
    TITLE,
    WHAT,
    WHEN,
    WHO,
    agree,
    all_actions,
    decide_not_to_tell_yet,
    press,
    propose,
    read_window,
    sent_twice,
    the_action,
)
from tests.flows.reporting import INTERNAL, SHARED


async def test_an_action_is_proposed_confirmed_and_then_known_to_everybody_on_the_contract(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await propose(house, tom)

    action = await the_action(house)
    [asked] = [said for said in await joanne.direct_messages() if "Please confirm" in said]
    assert f"Please confirm {action.reference} by 17:00 on Tuesday 15 September 2026." in asked
    assert TITLE not in asked
    assert action.reference not in "\n".join(await joanne.messages(SHARED))

    await press(house, joanne, "I will do this")

    shared = (await joanne.messages(SHARED))[-1]
    assert f"*{action.reference} is agreed, to be done by Tuesday 22 September 2026.*" in shared
    assert f"Alderwick Care will do it: “{TITLE}”." in shared
    assert "Joanne" not in shared
    assert "Please confirm" not in "\n".join(await joanne.direct_messages())


async def test_the_form_asks_six_things_and_offers_a_kind_date_and_people_of_the_contract_only(
    tom: Visitor,
) -> None:
    await tom.command("/action", INTERNAL, "new")

    form = await tom.modal()
    assert form is not None
    assert form.labels == [WHAT, WHO, WHEN, SHOWN_BY, APPLIES, CLAUSE]
    assert form.input(WHEN)["element"]["initial_date"] == "2026-09-22"
    assert JOANNE in form.choices(WHO)
    assert not [person for person in form.choices(WHO) if "Cara" in person or "Grace" in person]


async def test_a_requirement_without_a_clause_is_sent_back_beside_its_field(tom: Visitor) -> None:
    await tom.command("/action", INTERNAL, "new")
    await tom.fill({WHAT: TITLE, WHO: JOANNE, SHOWN_BY: "Charts", APPLIES: [REQUIRED]})
    await tom.submit()

    form = await tom.modal()
    assert form is not None
    assert form.faults == {CLAUSE: "A requirement needs the clause or regulation it rests on."}


async def test_a_weekend_is_sent_back_with_a_better_day_unless_people_are_kept_safe(
    house: House, tom: Visitor
) -> None:
    saturday = date(2026, 9, 19)
    await propose(house, tom, by=saturday)
    form = await tom.modal()
    assert form is not None
    assert form.faults == {
        WHEN: "Saturday 19 September 2026 is not a working day for this contract. "
        "Tuesday 22 September 2026 would be a good day."
    }

    await tom.fill({APPLIES: [SAFE_NOW, REQUIRED]})
    await tom.submit()

    assert (await the_action(house)).due_on == saturday


async def test_the_manager_promises_an_interim_safety_action_without_a_command_and_it_stands_at_once(
    house: House, joanne: Visitor
) -> None:
    await press(house, joanne, "My open items", SHARED)
    await joanne.press("Agree an action")
    form = await joanne.modal()
    assert form is not None
    assert form.labels == [WHAT, WHO, WHEN, SHOWN_BY, APPLIES]
    await joanne.fill({WHAT: TITLE, WHEN: date(2026, 9, 10), SHOWN_BY: "The charts", APPLIES: [SAFE_NOW]})
    await joanne.submit()
    await house.settle()

    assert f"Alderwick Care will do it: “{TITLE}”." in (await joanne.messages(SHARED))[-1]
    kept = await joanne.modal()
    assert kept is not None
    assert "*The action is kept and agreed: its owner has proposed it.*" in kept.texts[0]


async def test_an_action_comes_from_a_concern_and_the_provider_owns_it_only_once_told(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await decide_not_to_tell_yet(house, tom, priya)
    await priya.press("Open")
    await priya.press("Agree an action")
    await priya.fill({WHAT: TITLE, WHO: JOANNE, SHOWN_BY: "The charts"})
    await priya.submit()
    form = await priya.modal()
    assert form is not None
    assert "has not been told of this concern yet" in form.faults[WHO]

    await priya.fill({WHO: LEAH})
    await priya.submit()
    await house.settle()
    leah = house.visitor(alderwick.LEAH)
    await press(house, leah, "I will do this")

    action = await the_action(house)
    assert action.reference in "\n".join(await tom.messages(INTERNAL))
    assert TITLE not in "\n".join(await tom.messages(INTERNAL))
    assert action.reference not in await house.visitor(alderwick.JOANNE).sees()


@on_both_databases
async def test_the_same_form_sent_twice_makes_one_action(house: House, tom: Visitor) -> None:
    async with sent_twice(house):
        await propose(house, tom)

    assert len(await all_actions(house)) == 1
    kept = await tom.modal()
    assert kept is not None
    assert "*The action is proposed, and its owner is asked to agree to it.*" in kept.texts[0]


async def test_the_list_shows_what_is_mine_and_what_waits_for_me_to_look_at(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await propose(house, tom, owner="Priya Nair, Westermere Council", title="Ask the pharmacy for new packs")
    await joanne.press("Show it is done")
    await joanne.fill({"Where can it be seen?": "Night folder"})
    await joanne.submit()
    await house.settle()

    await priya.command("/action", INTERNAL)

    listed = (await priya.ephemerals(INTERNAL))[-1]
    assert "Yours to do" in listed
    assert "Please confirm it, or say what would work." in listed
    assert "Waiting for you to check or answer" in listed
    assert TITLE in listed
    assert "Ask the pharmacy" not in listed


async def test_the_contract_of_the_channel_is_taken_and_elsewhere_somebody_with_two_is_asked(
    house: House, priya: Visitor
) -> None:
    await house.handrail.services.database.write(lambda work: add_a_contract(work, house.clock.now()))

    await priya.command("/action", INTERNAL, "new")
    assert "*Alderwick House*" in await read_window(priya)
    await priya.close()

    await priya.command("/action", "general", "new")
    await priya.fill({"Which contract is it about?": "Birch Lane (BIR-2025-3)"})
    await priya.submit()

    form = await priya.modal()
    assert form is not None
    assert "*Birch Lane*" in "\n".join(form.texts)
    assert form.choices(WHO) == ["Priya Nair, Westermere Council"]


def add_a_contract(work: UnitOfWork, now: datetime) -> None:
    """A second contract, led by Priya, with no channel of its own."""
    anita, priya = (
        work.people.in_slack(alderwick.COUNCIL, who.user_id) for who in (alderwick.ANITA, alderwick.PRIYA)
    )
    assert anita is not None
    assert priya is not None
    new = NewContract(
        reference="BIR-2025-3",
        title="Birch Lane",
        provider="Birch Lane Homes",
        service="Supported living",
        nation=Nation.ENGLAND,
        starts_on=date(2025, 4, 1),
        ends_on=date(2028, 3, 31),
    )
    create_contract(work, anita, new, priya.id, (), now)


async def test_help_and_anything_unknown_say_how_the_command_is_used(tom: Visitor) -> None:
    for text in ("help", "please"):
        await tom.command("/action", INTERNAL, text)

        assert "*/action new* opens a form" in (await tom.ephemerals(INTERNAL))[-1]


async def test_somebody_of_our_own_without_a_part_in_the_contract_sees_nothing_of_an_action(
    house: House, tom: Visitor, joanne: Visitor, grace: Visitor
) -> None:
    await agree(house, tom, joanne)
    await grace.command("/action", "safeguarding-leads")
    await grace.command("/action", "safeguarding-leads", "new")
    nothing, refused = await grace.ephemerals("safeguarding-leads")
    assert "Nothing waits for you" in nothing
    assert "You take part in no contract yet." in refused

    await grace._act("join", channel=alderwick.SHARED)
    await grace.press("Open", SHARED)

    assert "This record is not yours to open." in "\n".join(await grace.ephemerals(SHARED))
    assert await grace.modal() is None


async def test_cara_from_highways_sees_nothing_of_an_action(
    house: House, tom: Visitor, joanne: Visitor, cara: Visitor
) -> None:
    await agree(house, tom, joanne)

    await cara.command("/action", "general")
    await cara.command("/action", "general", "new")

    assert all("You are not known here yet" in said for said in await cara.ephemerals("general"))
    assert await cara.modal() is None
    assert (await the_action(house)).reference not in await cara.sees()


async def test_somebody_unknown_in_the_channel_reads_nothing_and_can_report_all_the_same(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    stranger = Person("U0STRANGER", alderwick.PROVIDER, "Agency nurse")
    house.playground.workspace.add(stranger)
    await agree(house, tom, joanne)
    visitor = Visitor(house.playground.control_url, stranger.id)
    await visitor._act("join", channel=alderwick.SHARED)

    await visitor.press("Open", SHARED)

    [said] = await visitor.ephemerals(SHARED)
    assert "You are not known here yet" in said
    assert "Someone may be at risk" in said


async def test_only_the_owner_confirms_and_confirming_twice_is_told_kindly(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await propose(house, tom)
    await joanne.press("Open", "direct")
    await press(house, joanne, "I will do this")

    assert "due on Tuesday 22 September 2026." in await read_window(joanne)
    shared = await priya.messages(SHARED)
    await priya.press("Open", SHARED)
    assert "I will do this" not in await read_window(priya)
    assert len([said for said in shared if "is agreed" in said]) == 1


async def test_what_an_owner_without_slack_is_asked_goes_to_the_lead_to_pass_on(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await propose(house, tom, owner=RUTH)

    said = (await priya.direct_messages())[-1]
    assert "For Ruth Keane, who is not in Slack: please pass it on." in said
    assert "Please confirm" in said
    assert "I will do this" not in said


async def test_the_lead_withdraws_an_agreed_action_and_its_owner_hears_that_nothing_more_is_asked(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await tom.press("Open", SHARED)
    assert "Withdraw" not in await read_window(tom)

    await priya.press("Open", SHARED)
    await priya.press("Withdraw")
    await priya.fill({"Why is it withdrawn?": "The pharmacy does it now"})
    async with sent_twice(house):
        await priya.submit()

    action = await the_action(house)
    said = (await joanne.direct_messages())[-1]
    assert f"*{action.reference} is withdrawn. Nothing more is needed for it.*" in said
    assert f"*{action.reference} is withdrawn.*" in "\n".join(await joanne.messages(SHARED))
    assert "The pharmacy does it now" not in await joanne.sees()
    await joanne.press("Open", "direct")
    assert "The pharmacy does it now" in await read_window(joanne)
