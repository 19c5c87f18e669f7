"""The self-audit: an urgent case that nobody heard of is started again, and only then."""

from bot.casework.organisation import make_administrator
from domain.notices import NoticeKind, NoticeState
from domain.people import Role
from playground.alderwick import ANITA, COUNCIL, GRACE, HELEN
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.conftest import on_both_databases
from tests.engine.concerns import acknowledge, raise_safeguarding
from tests.engine.leavers import FIRST_LINE
from tests.engine.stage import cycles, known, london, notices, texts

pytestmark = on_both_databases


def pings(house: House) -> list[str]:
    """What Grace was told of safeguarding."""
    return [text for text in texts(house, GRACE) if "SG-" in text]


async def change(house: House, task: object) -> None:
    """Do something by hand in the database."""
    assert callable(task)
    await house.handrail.services.database.write(task, within=10)


def lose_every_ping(work: UnitOfWork) -> None:
    """Cancel what is owed of it, as a fault of ours might."""
    for deadline in work.deadlines.urgent_open():
        work.notices.cancel([deadline.id])


async def test_a_case_that_came_to_a_stop_is_started_again_within_a_minute(house: House) -> None:
    await house.settle()  # the audit has just run
    await raise_safeguarding(house)
    await change(house, lose_every_ping)
    await house.settle()
    assert pings(house) == []

    await cycles(house, 90, every=30)

    assert len(pings(house)) == 1
    (told,) = [text for text in texts(house, ANITA) if "something urgent had come to a stop" in text]
    assert "SG-" not in told


async def test_it_is_started_again_as_often_as_it_stops(house: House) -> None:
    await raise_safeguarding(house)
    for _ in range(3):
        await change(house, lose_every_ping)
        await house.clock.rest(61)
        await house.handrail.engine.cycle()
    await house.settle()

    assert len(pings(house)) == 1
    states = [each.state for each in await notices(house, kind=NoticeKind.SAFEGUARDING_RAISED)]
    assert states.count(NoticeState.SENT) == len(FIRST_LINE)


async def test_what_was_heard_or_answered_is_left_alone(house: House) -> None:
    await raise_safeguarding(house)
    answered = await raise_safeguarding(house)
    await house.settle()
    await acknowledge(house, answered)

    await cycles(house, 600, every=60)

    assert len(pings(house)) == 2
    assert not [text for text in texts(house, ANITA) if "come to a stop" in text]


async def test_a_lead_named_after_the_case_was_raised_hears_of_it(house: House) -> None:
    await change(house, lambda work: work.people.take_organisation_role(Role.SAFEGUARDING_LEAD))
    await raise_safeguarding(house)
    await house.settle()
    assert pings(house) == []

    now = house.clock.now()
    await change(
        house,
        lambda work: work.people.give(known(work, HELEN).id, Role.SAFEGUARDING_LEAD, None, now),
    )
    await cycles(house, 90, every=30)

    assert [text for text in texts(house, HELEN) if "SG-" in text] != []


async def test_the_same_fault_is_told_once_a_day_and_to_every_administrator(house: House) -> None:
    now = house.clock.now()
    await change(house, lambda work: make_administrator(work, COUNCIL, HELEN.user_id, HELEN.name, now))
    for _ in range(3):
        house.handrail.services.report("pins:write", "pins.add")
        await house.settle()
    await house.move_to(london("2026-09-09 12:00"))
    house.handrail.services.report("pins:write", "pins.add")
    await house.settle()

    for who in (ANITA, HELEN):
        assert len([text for text in texts(house, who) if "permission pins:write" in text]) == 2
