"""Deciding that the provider is told is one thing; that they have been told is another, and only then do they know."""

from datetime import time

import pytest

from bot.casework.telling import change_telling
from domain.chronology import Event
from domain.concerns import Route, TellProvider, Triage
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from playground.workspace import Team
from storage.chronology import ChronologyEntry
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import (
    LEAH,
    SHOWN_BY,
    TITLE,
    WHAT,
    WHO,
    ask_for_time,
    decide_not_to_tell_yet,
    hand_in,
    london,
    press,
    read_window,
    the_action,
)
from tests.flows.reporting import FOR_PROVIDER, INTERNAL, SHARED, TELL, TELL_ON, decide, report

ASKED = "Please look at the charts of the last month"
STRANGERS = "T0STRANGERS"
TELLING = {Event.CONCERN_TELLING_DECIDED, Event.CONCERN_PROVIDER_TOLD}


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough: what is kept is the same on each."""
    return sqlite_house


async def decided(house: House, tom: Visitor, priya: Visitor, tell: str, on: str = "") -> None:
    """Tom's concern, taken and decided on by Priya from her home tab, whatever the time of day."""
    await report(tom)
    await house.settle()
    await priya.open_home()
    await priya.press("Open", "home")
    await priya.press("I will take this")
    await priya.press("Decide what happens")
    answer = await decide(priya, tell, ASKED, on)
    assert answer.errors == {}
    await house.settle()


async def decide_anew(house: House, priya: Visitor, answers: dict[str, str]) -> None:
    """Change when the provider is told."""
    await priya.press("Open", "direct")
    await priya.press("When to tell the provider")
    await priya.fill(answers)
    answer = await priya.submit()
    assert answer.ok
    assert answer.errors == {}
    await house.settle()


async def said_of_telling(house: House) -> list[ChronologyEntry]:
    """What the chronology of the contract says about telling the provider, oldest first."""
    return await house.handrail.services.database.read(
        lambda work: [
            entry for entry in work.chronology.stream(alderwick.contract_id(work)) if entry.event in TELLING
        ]
    )


async def test_decided_on_friday_evening_the_provider_knows_nothing_until_it_is_posted(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await house.move_to(london(11, at=time(18)))
    await decided(house, tom, priya, "Now")
    assert [entry.event for entry in await said_of_telling(house)] == [Event.CONCERN_TELLING_DECIDED]
    await tom.command("/concern", INTERNAL, "mine")
    await tom.press("Open", INTERNAL)
    window = await read_window(tom)
    assert "The provider is being told." in window
    assert "When to tell the provider" in window

    await house.move_to(london(15))

    assert "is open. Please look." in (await joanne.messages(SHARED))[-1]
    assert [entry.event for entry in await said_of_telling(house)][-1] is Event.CONCERN_PROVIDER_TOLD
    await tom.close()
    await tom.command("/concern", INTERNAL, "mine")
    await tom.press("Open", INTERNAL)
    window = await read_window(tom)
    assert "The provider has been told." in window
    assert "When to tell the provider" not in window


async def test_refused_by_the_gate_nobody_has_been_told_and_deciding_anew_tells_them(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    workspace = house.playground.workspace
    workspace.add(Team(STRANGERS, "Strangers Ltd", "strangers"))
    workspace.channels[alderwick.SHARED].connected_team_ids.append(STRANGERS)
    house.handrail.services.close_gate(alderwick.SHARED)
    await decided(house, tom, priya, "Now")
    assert not [said for said in await joanne.messages(SHARED) if "quality matter" in said]
    assert not [said for said in await priya.direct_messages() if "The provider has been told." in said]

    workspace.channels[alderwick.SHARED].connected_team_ids.remove(STRANGERS)
    house.handrail.services.close_gate(alderwick.SHARED)
    await decide_anew(house, priya, {TELL: "Now", FOR_PROVIDER: ASKED})

    assert "is open. Please look." in (await joanne.messages(SHARED))[-1]
    assert [entry.event for entry in await said_of_telling(house)] == [
        Event.CONCERN_TELLING_DECIDED,
        Event.CONCERN_TELLING_DECIDED,
        Event.CONCERN_PROVIDER_TOLD,
    ]


async def test_every_decision_about_telling_stands_in_the_chronology_and_being_told_only_once_they_are(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await decided(house, tom, priya, "On a date", "2026-09-15")
    await decide_anew(house, priya, {TELL: "Not yet", TELL_ON: "2026-09-15"})
    await house.move_to(london(16))

    assert not [said for said in await joanne.messages(SHARED) if "quality matter" in said]
    assert [entry.facts for entry in await said_of_telling(house)] == [
        {"tell_provider": "on_date", "tell_on": "2026-09-15"},
        {"tell_provider": "not_yet", "tell_on": None},
    ]


async def our_own_action(house: House, tom: Visitor, priya: Visitor) -> Visitor:
    """An action of the council's own, agreed on a concern that the provider has not been told of: its owner."""
    leah = house.visitor(alderwick.LEAH)
    await decide_not_to_tell_yet(house, tom, priya)
    await priya.press("Open", "direct")
    await priya.press("Agree an action")
    await priya.fill({WHAT: TITLE, WHO: LEAH, SHOWN_BY: "Letters of four weeks"})
    assert (await priya.submit()).errors == {}
    await house.settle()
    await press(house, leah, "I will do this")
    return leah


async def tell_now(house: House) -> None:
    """Priya decides anew that the provider is told of the concern, and it is posted."""
    now = house.clock.now()

    def tell(work: UnitOfWork) -> None:
        action = next(
            work.actions.get(entry.subject_id)
            for entry in work.chronology.stream(alderwick.contract_id(work))
            if entry.event is Event.ACTION_PROPOSED
        )
        lead = work.people.in_slack(alderwick.PRIYA.team_id, alderwick.PRIYA.user_id)
        assert lead is not None
        assert action.concern_id is not None
        triage = Triage(Route.SUPPORT, TellProvider.NOW, None, ASKED)
        change_telling(work, lead, action.concern_id, triage, now)

    await house.handrail.services.database.write(tell)
    await house.settle()


async def test_once_told_the_provider_is_asked_to_check_what_we_did_ourselves(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    leah = await our_own_action(house, tom, priya)
    await hand_in(house, leah)
    action = await the_action(house)
    assert action.reference not in await joanne.sees()

    await tell_now(house)

    assert [said for said in await joanne.messages(SHARED) if action.reference in said]
    assert f"Please look at {action.reference} by" in (await joanne.direct_messages())[-1]
    await press(house, joanne, "Open", "direct")
    await press(house, joanne, "It looks done")
    assert (await the_action(house)).verified_at is not None


async def test_once_told_the_provider_answers_our_own_request_for_more_time(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    leah = await our_own_action(house, tom, priya)
    action = await the_action(house)
    await ask_for_time(house, leah, london(30).date())
    assert action.reference not in await joanne.sees()

    await tell_now(house)

    assert action.reference in (await joanne.direct_messages())[-1]


async def test_a_day_on_which_nobody_works_is_refused_with_the_next_good_one(sqlite_house: House) -> None:
    house, priya = sqlite_house, sqlite_house.visitor(alderwick.PRIYA)
    await report(house.visitor(alderwick.TOM))
    await house.settle()
    await priya.press("I will take this", "direct")
    await house.settle()
    await priya.press("Decide what happens", "direct")
    await priya.fill(
        {
            "Where does it go?": "Support: help the provider put it right",
            "Tell the provider?": "On a date",
            "On which date?": "2026-09-12",
            "What may everybody on this contract read?": "Charts of August",
        }
    )
    answer = await priya.submit()
    assert answer.errors == {
        "tell_on": "Saturday 12 September 2026 is not a working day. Monday 14 September 2026 is the next one."
    }
