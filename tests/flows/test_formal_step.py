"""Formal steps: after help was offered, with a senior person's yes, served by people, and recorded here."""

from datetime import date, time

import pytest

from bot.casework.leave import NewLeave, add_leave
from domain.formal_steps import FormalState
from domain.improvements import ImprovementState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import london, press
from tests.flows.ending_story import (
    BECAUSE_FORMAL,
    CLERK,
    DEFAULT,
    DUTIES,
    POSTED,
    SERVED_ON,
    SUPPORT,
    SUPPORT_OFFERED,
    THEIR_DUTIES,
    ask_formally,
    bring_to,
    follow,
    process_of,
    record_service,
    set_letters,
    shut,
)
from tests.flows.hearing import Hearing
from tests.flows.improvement_story import explain, open_window, press_more
from tests.flows.placement_story import read


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is told here does not depend on the database."""
    return sqlite_house


async def states(house: House) -> list[FormalState]:
    """How far every formal step has come, the oldest first."""
    found = await process_of(house)
    return await house.handrail.services.database.read(
        lambda work: [each.state for each in work.formal_steps.of(found.id)]
    )


async def test_a_letter_is_approved_served_by_people_and_recorded_and_then_the_provider_reads_that_it_was(
    house: House, hearing: Hearing, joanne: Visitor, sam: Visitor
) -> None:
    priya, anita = await follow(house), house.visitor(alderwick.ANITA)
    assert (await set_letters(priya)).ok
    before = await joanne.sees()
    assert (await ask_formally(house, priya)).ok

    asked = (await anita.direct_messages())[-1]
    assert asked.startswith("*Priya Nair asks you to approve a default notice for IP-")
    assert BECAUSE_FORMAL not in asked
    await press(house, anita, "Open the formal step", "direct")
    assert SUPPORT_OFFERED in await read(anita)
    assert (await process_of(house)).state is ImprovementState.MONITORING
    await press(house, anita, "Approve")

    told = (await priya.direct_messages())[-1]
    assert told.startswith("*Anita Cole approved a default notice for IP-")
    assert "Handrail serves nothing" in told
    assert await joanne.sees() == before, "the provider learns of it from the letter"
    assert (await record_service(house, priya, date(2026, 9, 8))).ok

    assert (await process_of(house)).state is ImprovementState.FORMAL
    theirs = (await joanne.direct_messages())[-1]
    assert theirs.startswith(
        "*Westermere Council has served a default notice: the record has it for Tuesday 8 September 2026"
    )
    await joanne.press("Copy as a letter", "direct")
    letter = await read(joanne)
    assert THEIR_DUTIES in letter
    assert POSTED not in letter
    await joanne.close()
    await press(house, joanne, "Open the formal step", "direct")
    window = await read(joanne)
    assert THEIR_DUTIES in window
    for kept in (BECAUSE_FORMAL, SUPPORT_OFFERED, POSTED, CLERK):
        assert kept not in window
    await press(house, sam, "Open the formal step", "direct")
    assert BECAUSE_FORMAL in await read(sam), "commissioning partners read why"
    for channel in (alderwick.SHARED, alderwick.INTERNAL):
        assert "default notice" not in hearing.in_channel(channel)


async def test_nothing_becomes_formal_without_help_offered_before_or_a_letter_the_contract_knows(
    house: House,
) -> None:
    priya = await explain(house)
    await open_window(priya)
    await priya.press("More")
    assert "Ask for a formal step" not in await read(priya), "nothing was agreed yet"
    await shut(priya)
    await bring_to(house, ImprovementState.MONITORING)
    await open_window(priya)
    await press_more(priya, "Ask for a formal step")
    assert "Please say first which letters Alderwick House provides for." in await read(priya)
    await priya.fill({"Which letters does the contract provide for?": [DEFAULT]})
    assert (await priya.submit()).ok

    await ask_formally(house, priya, **{SUPPORT: " "})
    form = await priya.modal()
    assert form is not None
    assert form.faults == {
        SUPPORT: "Please say which support was offered before this, when, and how it was answered."
    }
    assert form.choices("Which letter?") == [DEFAULT]
    assert await states(house) == []


async def take_leave(house: House, who: alderwick.Character, cover: alderwick.Character) -> None:
    """Somebody is away for the next days, and somebody else covers for them."""

    def write(work: UnitOfWork) -> None:
        found = [work.people.in_slack(each.team_id, each.user_id) for each in (who, cover)]
        away, stands_in = (each.id for each in found if each is not None)
        new = NewLeave(away, date(2026, 9, 8), date(2026, 9, 18), stands_in)
        assert found[0] is not None
        add_leave(work, found[0], new, house.clock.now())

    await house.handrail.services.database.write(write, within=10)


async def test_whoever_asks_does_not_approve_and_a_senior_contact_on_leave_is_covered(house: House) -> None:
    priya, anita, helen = await follow(house), house.visitor(alderwick.ANITA), house.visitor(alderwick.HELEN)
    await set_letters(priya)
    await open_window(anita)
    await press_more(anita, "Ask for a formal step")
    assert "This needs the yes of a senior contact other than you, and the contract has none." in await read(
        anita
    )
    await anita.close()
    await anita.close()

    await take_leave(house, alderwick.ANITA, alderwick.HELEN)
    await ask_formally(house, priya)
    assert "asks you to approve" in (await helen.direct_messages())[-1]
    await house.move_to(london(11, at=time(9, 31)))
    await house.settle()
    assert "please answer whether a default notice is approved" in (await helen.direct_messages())[-1], (
        "chased with whoever is here"
    )

    await press(house, helen, "Do not approve", "direct")
    await helen.fill({"Why is it not approved?": " "})
    await helen.submit()
    assert (await helen.modal()).faults  # type: ignore[union-attr]
    await helen.fill({"Why is it not approved?": "The coach was offered only once"})
    assert (await helen.submit()).ok
    await house.settle()
    assert await states(house) == [FormalState.REFUSED]
    assert "did not approve a default notice" in (await priya.direct_messages())[-1]
    assert (await process_of(house)).state is ImprovementState.MONITORING


async def test_nothing_is_served_before_its_approval_nor_named_in_it_and_what_waits_can_be_taken_back(
    house: House, joanne: Visitor
) -> None:
    priya, anita = await follow(house), house.visitor(alderwick.ANITA)
    await set_letters(priya)
    await ask_formally(house, priya)
    await open_window(priya)
    await priya.press("Open the formal step")
    assert "It was served" not in (await read(priya)).replace("Then press It was served", "")
    await press(house, priya, "Take it back")
    await priya.fill({"Why is it taken back?": "The coach has begun after all"})
    assert (await priya.submit()).ok
    await house.settle()
    assert "no longer asks" in (await anita.direct_messages())[-1]

    await ask_formally(house, priya)
    await press(house, anita, "Approve", "direct")
    await record_service(house, priya, date(2026, 9, 7), **{DUTIES: "Joanne Field writes a plan"})
    form = await priya.modal()
    assert form is not None
    assert "Please choose the day it was served: from its approval to today." in str(form.faults)
    await priya.fill({SERVED_ON: date(2026, 9, 8)})
    await priya.submit()
    assert DUTIES in (await priya.modal()).faults  # type: ignore[union-attr]
    await priya.fill({DUTIES: THEIR_DUTIES})
    assert (await priya.submit()).ok
    await house.settle()

    assert await states(house) == [FormalState.WITHDRAWN, FormalState.SERVED]
    assert "It was served" not in await priya.sees()
    await joanne.press("Open", "direct")
    assert "was asked for and taken back" not in await read(joanne)
