"""Recording for somebody who is not in Slack: one form, their own items, and everything in them done in their name."""

from datetime import date, timedelta

import pytest

from bot.casework import statement_disputes
from bot.flows.on_behalf import FORM
from domain.chronology import Event
from domain.people import Role
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import RUTH as RUTH_OWNS
from tests.flows.action_story import (
    TITLE,
    agree,
    ask_for_time,
    hand_in,
    press,
    propose,
    read_window,
    the_action,
)
from tests.flows.hearing import Hearing
from tests.flows.on_behalf_story import (
    JOANNE,
    RUTH,
    SAYS,
    WHO_SAID,
    confirm_for_ruth,
    dispute,
    record_for,
    stream_of,
)
from tests.flows.reporting import DANGER, INTERNAL, as_somebody_else, fill_in, send_again

OWN_TITLE = "Weekly ring round to the families"


@pytest.mark.criterion("CPC424-P6")
@pytest.mark.criterion("CPC424-P8")
async def test_ruths_email_is_recorded_as_hers_and_says_who_typed_it(
    house: House, tom: Visitor, priya: Visitor, hearing: Hearing
) -> None:
    await confirm_for_ruth(house, priya, tom)

    action = await the_action(house)
    [agreed] = await stream_of(house, Event.ACTION_AGREED)
    names = await house.handrail.services.database.read(
        lambda work: [work.people.get(each).name for each in (agreed.actor_id, agreed.on_behalf_of) if each]
    )
    assert names == ["Tom Hadley", "Ruth Keane"]
    assert (agreed.facts["said_by"], agreed.facts["said_on"]) == ("email", "2026-09-08")
    assert f"Will do {action.reference}, “{TITLE}”." in (await tom.direct_messages())[-1]
    [passed_on] = [each for each in await priya.direct_messages() if f"{action.reference}*" in each]
    assert "is due on Tuesday 22 September 2026." in passed_on
    assert "To pass it on" not in passed_on
    assert "Record their answer" not in passed_on
    assert "Recorded for Ruth Keane by Tom Hadley, from their e-mail" in await read_window(tom)
    forms = [each.body for each in hearing.heard if each.body.get("type") == "view_submission"]
    first = next(body for body in forms if body["view"]["callback_id"] == FORM)
    assert "Next: please close this and begin again." in str(await send_again(house, first))


@pytest.mark.criterion("CPC424-P1")
async def test_the_whole_of_ruths_part_is_recorded_from_one_email(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await confirm_for_ruth(house, priya, tom)
    await tom.press("Say how it is going")
    await tom.fill({"How is it going?": "Two of four weeks are checked"})
    await tom.submit()
    for part in ("more time", "evidence", "a proposal", "a concern"):
        await house.settle()
        await press(house, tom, "Open", "direct")
        await tom.press("Record more of it")
        match part:
            case "more time":
                await tom.press("Open")
                await ask_for_time(house, tom, date(2026, 9, 29))
            case "evidence":
                await tom.press("Open")
                await hand_in(house, tom)
            case "a proposal":
                await tom.press("Agree an action")
                await tom.fill(
                    {"What is to be done?": OWN_TITLE, "What will show that it is done?": "A list"}
                )
                await tom.submit()
            case _:
                await tom.press("Log a concern they told you")
                await fill_in(tom, what="The pharmacy is late")
    await house.settle()

    said = (await tom.direct_messages())[-1]
    for line in (
        "Will do A-",
        "Said how A-",
        "Asked for more time for A-",
        "Handed in A-",
        "Proposed A-",
        "Logged concern C-",
    ):
        assert line in said, said
    entries = await stream_of(house, Event.ACTION_SUBMITTED, Event.CONCERN_LOGGED, Event.EXTENSION_ASKED)
    assert len({entry.facts["statement"] for entry in entries}) == 1
    assert {entry.on_behalf_of is not None for entry in entries} == {True}


async def test_whoever_typed_what_was_handed_in_does_not_check_it(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await confirm_for_ruth(house, priya, tom)
    await hand_in(house, tom)
    await tom.command("/action", INTERNAL)
    await tom.press("Open", INTERNAL)
    await tom.press("It looks done")

    assert "You recorded this for the other side, so somebody else looks at it." in await tom.sees()
    await press(house, priya, "It looks done", "direct")
    assert len(await stream_of(house, Event.ACTION_VERIFIED)) == 1


async def test_nobody_is_spoken_for_who_can_do_it_themselves_or_leads_here(
    house: House, tom: Visitor
) -> None:
    await record_for(house, tom, JOANNE)
    form = await tom.modal()
    assert form is not None
    assert form.faults == {
        WHO_SAID: "Joanne Field is in Slack and can do this themselves. "
        "If they asked you to, please tick that they did."
    }
    assert form.choices(WHO_SAID)[0] == RUTH
    assert not [
        name for name in form.choices(WHO_SAID) if name.split()[0] in {"Tom", "Priya", "Anita", "Leah"}
    ]

    await record_for(house, tom, JOANNE, has_asked=True)
    assert "Nothing waits for Joanne Field in Alderwick House now." in await read_window(tom)


async def test_danger_told_by_ruth_is_toms_own_report_and_stands_nowhere_in_her_name(
    house: House, tom: Visitor, grace: Visitor
) -> None:
    await record_for(house, tom)
    await tom.press("Log a concern they told you")
    await fill_in(tom, DANGER, "A resident is hurt")
    await house.settle()

    assert "ring 999" in await read_window(tom)
    await grace.press("Open", "direct")
    read = await read_window(grace)
    assert "Ruth Keane" in read
    assert "Tom Hadley" in read
    assert {entry.event for entry in await stream_of(house, *Event)}.isdisjoint(
        {Event.SAFEGUARDING_RAISED, Event.CONCERN_LOGGED}
    )
    assert "Recorded for Ruth" not in "\n".join(await tom.direct_messages())


async def test_danger_is_taken_also_once_nothing_more_is_recorded_in_her_name(
    house: House, tom: Visitor, grace: Visitor
) -> None:
    await record_for(house, tom)
    await tom.press("Log a concern they told you")
    [begun] = await stream_of(house, Event.STATEMENT_RECORDED)

    def say_no(work: UnitOfWork) -> None:
        [priya] = work.people.in_slack_by_users([alderwick.PRIYA.user_id])
        statement_disputes.dispute(work, priya, begun.subject_id, SAYS, house.handrail.services.clock.now())

    await house.handrail.services.database.write(say_no)
    await fill_in(tom, DANGER, "A resident is hurt")
    await house.settle()

    assert "ring 999" in await read_window(tom)
    await grace.press("Open", "direct")
    assert "A resident is hurt" in await read_window(grace)
    assert "Ruth Keane" not in await read_window(grace)


async def test_a_window_for_ruth_does_nothing_in_anybody_elses_hands(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor
) -> None:
    await propose(house, priya, RUTH_OWNS)
    await record_for(house, tom)
    await tom.press("Open")
    await tom.press("I cannot do this")
    pressed = next(h.body for h in reversed(hearing.heard) if h.body.get("type") == "block_actions")

    await send_again(house, as_somebody_else(house, pressed, alderwick.PRIYA.user_id, alderwick.COUNCIL))

    refused = await house.handrail.services.database.read(
        lambda work: [
            work.people.get(entry.actor_id).name
            for entry in work.chronology.stream(None)
            if entry.event is Event.REFUSED and entry.actor_id
        ]
    )
    assert refused == ["Priya Nair"]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("Slack", "Ruth Keane is in Slack and can do this themselves."),
        ("the lead", "Ruth Keane may record for others here, and does this themselves."),
        ("safeguarding", "Ruth Keane holds a safeguarding role, so nothing is recorded in their name."),
    ],
)
async def test_a_window_opened_before_ruth_could_do_it_herself_records_nothing_more(
    house: House, tom: Visitor, priya: Visitor, change: str, refusal: str
) -> None:
    await propose(house, priya, RUTH_OWNS)
    await record_for(house, tom)
    await tom.press("Open")

    def come(work: UnitOfWork) -> None:
        [ruth] = [each for each in work.people.of_contract(alderwick.contract_id(work)) if each.email]
        match change:
            case "Slack":
                ruth.team_id, ruth.user_id = alderwick.PROVIDER, "U0RUTH"
            case "the lead":
                contract_id = alderwick.contract_id(work)
                work.people.give(ruth.id, Role.CONTRACT_LEAD, contract_id, house.clock.now())
            case _:
                work.people.give(ruth.id, Role.SECOND_LINE, None, house.clock.now())

    await house.handrail.services.database.write(come)
    await press(house, tom, "I will do this")

    assert await stream_of(house, Event.ACTION_AGREED) == []
    assert refusal in await tom.sees()


async def test_an_owner_says_no_with_a_reason_or_how_it_goes_and_both_are_read(
    house: House, tom: Visitor, joanne: Visitor, priya: Visitor
) -> None:
    await propose(house, tom)
    await joanne.press("I cannot do this", "direct")
    await joanne.fill({"Why not, and what would be possible instead?": "Only with a second nurse"})
    await joanne.submit()
    await house.settle()

    action = await the_action(house)
    assert (
        f"{action.reference} is not agreed: please talk with Joanne Field"
        in (await tom.direct_messages())[-1]
    )
    await tom.press("Open", "direct")
    assert "Only with a second nurse" in await read_window(tom)

    await agree(house, priya, joanne)
    await joanne.press("Open", "direct")
    await joanne.press("Say how it is going")
    await joanne.fill({"How is it going?": "Half of it is done"})
    await joanne.submit()
    await house.settle()
    assert "Joanne Field says how it is going" in (await priya.direct_messages())[-1]


async def test_a_call_of_some_days_ago_is_over_and_says_what_to_do(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await confirm_for_ruth(house, priya, tom)
    await tom.press("Show it is done")
    await tom.fill({"Where can it be seen?": "Night folder"})
    await house.move_to(house.clock.now() + timedelta(days=3))
    await tom.submit()
    over = "What Ruth Keane said on Tuesday 8 September 2026 is recorded and over"
    assert over in await tom.sees()
    assert await stream_of(house, Event.ACTION_SUBMITTED) == []

    await tom.close()
    await tom.command("/contract", INTERNAL, "recorded")
    await tom.press("Open", INTERNAL)
    await tom.press("Record more of it")
    assert "type /contract for and begin anew" in await tom.sees()
    await tom.press("Open", INTERNAL)
    await dispute(house, tom)
    assert len(await stream_of(house, Event.STATEMENT_DISPUTED)) == 1
