"""A data incident: noted without a word of it, decided within seventy-two hours by whoever looks after the records."""

from datetime import timedelta

import pytest

from bot.casework import data_incidents
from bot.casework.data_incidents import NewIncident
from domain.chronology import Event, SubjectKind
from domain.data_incidents import Detail, IncidentDecision
from domain.people import Role
from playground import alderwick
from playground.alderwick import SHARED
from playground.house import House
from playground.visitor import Visitor
from storage.people import RoleAssignment
from storage.unit_of_work import UnitOfWork
from tests.flows.setting_up import window
from tests.flows.test_conversation import everything_kept

SAID = "Mrs Ferncombe in room 4 has not had her tablets"
KIND = "What kind of detail was it?"
DECISION, WHY = "What have you decided?", "Why?"
REASONS = "Only the manager of the home could read it, and it is deleted"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough."""
    return sqlite_house


async def noted(house: House, who: Visitor) -> None:
    """Somebody writes a story to the bot, and notes what happened."""
    await who.say_to_the_bot(SAID)
    await who.press("Note a data incident", "direct")
    await who.fill({KIND: ["Somebody's name", "Health or care"]})
    assert (await who.submit()).ok
    await house.settle()


async def what_happened(house: House) -> list[Event]:
    """What the organisation's chronology says of data incidents."""

    def read(work: UnitOfWork) -> list[Event]:
        stream = work.chronology.stream(None)
        return [entry.event for entry in stream if entry.subject_kind is SubjectKind.DATA_INCIDENT]

    return await house.handrail.services.database.read(read)


async def test_it_is_noted_without_a_word_of_it_and_decided_by_an_administrator(
    house: House, joanne: Visitor, anita: Visitor, priya: Visitor
) -> None:
    await noted(house, joanne)

    assert "is noted, and Anita Cole will decide about it." in await window(joanne)
    asked = (await anita.direct_messages())[-1]
    assert "Kind of detail: Health or care, Somebody's name." in asked
    assert "please decide about a data incident by 10:15 on Friday 11 September 2026." in asked
    assert "data incident" not in "\n".join(await priya.direct_messages())
    assert "Ferncombe" not in await everything_kept(house)

    await anita.press("Decide about it")
    await anita.fill({DECISION: "No breach of personal data", WHY: REASONS})
    assert (await anita.submit()).ok
    await house.settle()
    assert "decided by Anita Cole" in (await anita.direct_messages())[-1]
    assert await what_happened(house) == [Event.DATA_INCIDENT_NOTED, Event.DATA_INCIDENT_CLOSED]


async def test_the_records_officer_decides_where_there_is_one_and_is_reminded_a_day_before(
    house: House, tom: Visitor, anita: Visitor
) -> None:
    helen = house.visitor(alderwick.HELEN)

    def give(work: UnitOfWork) -> None:
        officer = work.people.in_slack(alderwick.COUNCIL, alderwick.HELEN.user_id)
        assert officer is not None
        role = RoleAssignment(person_id=officer.id, role=Role.RECORDS_OFFICER, given_at=house.clock.now())
        work.people._session.add(role)

    await house.handrail.services.database.write(give)
    await tom.command("/contract", SHARED, "incident")
    await tom.fill(
        {KIND: ["Somebody's name"], "Who has been told so far?": ["Whoever wrote it, to delete it"]}
    )
    assert (await tom.submit()).ok
    await house.settle()

    assert "please decide about a data incident" in (await helen.direct_messages())[-1]
    assert "data incident" not in "\n".join(await anita.direct_messages())
    before = len(await helen.direct_messages())
    await house.move_to(house.clock.now() + timedelta(hours=49))
    assert len(await helen.direct_messages()) == before + 1
    assert "data incident" in (await anita.direct_messages())[-1]
    with pytest.raises(LookupError):
        await anita.press("Decide about it", "direct")


async def test_the_list_says_what_waits_and_why_others_were_decided_to_whoever_decides_and_to_nobody_else(
    house: House, joanne: Visitor, anita: Visitor, tom: Visitor
) -> None:
    await noted(house, joanne)
    await house.move_to(house.clock.now() + timedelta(hours=73))
    await noted(house, tom)
    await anita.command("/contract", SHARED, "incidents")
    listed = await window(anita)
    assert "Please decide: 2 data incidents wait for you." in listed
    assert "late: to be decided by 10:15 on Friday 11 September 2026." in listed
    assert "to be decided by 11:15 on Monday 14 September 2026." in listed

    await anita.press("Decide about it")
    await anita.fill({DECISION: "A breach, reported to the ICO"})
    assert not (await anita.submit()).ok
    await anita.fill({WHY: REASONS})
    assert (await anita.submit()).ok
    await anita.command("/contract", SHARED, "incidents")
    decided = await window(anita)
    assert "decided by Anita Cole at 11:15 on Friday 11 September 2026" in decided
    assert REASONS in decided
    assert "1 data incident waits" in decided
    await tom.close()
    await tom.command("/contract", SHARED, "incidents")
    his = await window(tom)
    assert "One data incident that you noted." in his
    assert "Joanne" not in his
    assert REASONS not in await tom.sees() + await joanne.sees()


async def test_the_oldest_that_nobody_has_decided_stays_on_top_however_many_came_after_it(
    house: House, joanne: Visitor, anita: Visitor
) -> None:
    await noted(house, joanne)
    most, new = data_incidents.MOST_LISTED, NewIncident("", "", frozenset({Detail.NAME}), frozenset())

    def decide_many(work: UnitOfWork) -> None:
        officer = work.people.in_slack(alderwick.COUNCIL, alderwick.ANITA.user_id)
        assert officer is not None
        for later in range(most):
            now = house.clock.now() + timedelta(minutes=later)
            one = data_incidents.note_incident(work, officer, new, now, house.handrail.services.choose)
            no_breach = IncidentDecision.NO_BREACH
            data_incidents.decide_incident(work, officer, one.id, no_breach, f"{REASONS} {later}", now)

    await house.handrail.services.database.write(decide_many)
    await anita.command("/contract", SHARED, "incidents")

    listed = await window(anita)
    assert "1 data incident waits for you.* The one to decide first is on top." in listed
    assert "1 more does not fit here: what waits comes first, then the latest decided." in listed
    assert listed.index(alderwick.JOANNE.user_id) < listed.index(f"{REASONS} {most - 1}")
    assert f"{REASONS} 0" not in listed
