"""Danger that reaches nobody is said aloud, and a ping is for whoever is a lead when it goes out."""

from datetime import timedelta

import pytest

from bot.casework.organisation import SetUp, make_administrator, set_up_organisation
from domain.chronology import Event
from domain.notices import NoticeKind
from playground.alderwick import ANITA, CARA, COUNCIL, GRACE, HELEN, LEAH, NADIA, TOM, Character
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished
from tests.engine.concerns import raise_safeguarding
from tests.engine.leavers import FIRST_LINE, ROUTE, empty_the_route, leave_slack
from tests.engine.stage import cycles, known, london, notices, slack, texts, wait_out

CRY = "The safeguarding route reaches nobody"


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough: what is asked here is who hears."""
    return furnished_sqlite


def cries(house: House, who: Character = ANITA) -> list[str]:
    """What an administrator was told of it."""
    return [text for text in texts(house, who) if CRY in text]


def told_to_ring(house: House) -> list[str]:
    """What whoever reported it was told."""
    return [text for text in texts(house, TOM) if "Nobody has picked up SG-" in text]


async def minutes(house: House, count: int) -> None:
    """Let minutes pass for the story and the world alike."""
    for _ in range(count):
        await house.clock.rest(60)
        house.clock.set(house.clock.now() + timedelta(minutes=1))
        await house.handrail.engine.cycle()
    await house.settle()


async def name_helen(house: House) -> None:
    """Anita sets the organisation up again: Helen is the designated lead instead of Grace."""
    now = house.clock.now()

    def replace(work: UnitOfWork) -> None:
        kept = work.organisations.settings()
        own = work.organisations.own()
        assert kept is not None
        assert own is not None
        closed = work.organisations.closure_days()
        helen = known(work, HELEN)
        said = SetUp(
            own.name,
            kept.nation,
            kept.opens,
            kept.closes,
            kept.emergency_number,
            kept.duty_number,
            closed,
            (helen.id,),
        )
        set_up_organisation(work, known(work, ANITA), COUNCIL, said, now)

    await house.handrail.services.database.write(replace, within=10)


@pytest.mark.criterion("CPC424-P2")
async def test_when_everybody_on_the_route_has_left_slack_administrators_hear_at_once_and_then_hourly(
    house: House,
) -> None:
    now = house.clock.now()
    await house.handrail.services.database.write(
        lambda work: make_administrator(work, COUNCIL, CARA.user_id, CARA.name, now), within=10
    )
    leave_slack(house, *ROUTE)
    await house.move_to(london("2026-09-12 02:05"))  # a Saturday night
    await raise_safeguarding(house)

    await minutes(house, 40)
    assert len(cries(house, CARA)) == 1
    assert "SG-" not in cries(house, CARA)[0]
    assert "01632 960 404" in cries(house, CARA)[0]
    tried = await notices(house, kind=NoticeKind.SAFEGUARDING_RAISED)
    assert len(tried) < 10 * len(ROUTE)

    await minutes(house, 20)  # it is past three now
    assert len(cries(house, CARA)) == 2


async def test_with_nobody_on_the_route_at_all_administrators_hear_at_once(house: House) -> None:
    await empty_the_route(house)
    await house.move_to(london("2026-09-12 02:05"))
    await raise_safeguarding(house)

    await minutes(house, 3)

    assert len(cries(house)) == 1


async def test_when_those_who_heard_have_left_since_administrators_hear(house: House) -> None:
    await raise_safeguarding(house)
    await house.settle()
    await empty_the_route(house)

    await minutes(house, 2)

    assert len(cries(house)) == 1


async def test_an_administrator_who_must_not_be_told_hears_nothing_and_the_others_do(house: House) -> None:
    now = house.clock.now()
    await house.handrail.services.database.write(
        lambda work: make_administrator(work, COUNCIL, CARA.user_id, CARA.name, now), within=10
    )
    leave_slack(house, GRACE, NADIA, HELEN, LEAH)
    await raise_safeguarding(house, excluded=(ANITA,))

    await minutes(house, 2)

    assert cries(house, ANITA) == []
    assert len(cries(house, CARA)) == 1
    assert "report" not in cries(house, CARA)[0]
    assert told_to_ring(house) == []


async def test_with_nobody_who_may_be_told_whoever_reported_it_hears_at_once_whom_to_ring(
    house: House,
) -> None:
    leave_slack(house, GRACE, NADIA, HELEN, LEAH)
    await raise_safeguarding(house, excluded=(ANITA,))

    await minutes(house, 2)

    assert cries(house, ANITA) == []
    (told,) = told_to_ring(house)
    assert "Ring the emergency duty team on 01632 960 404 now." in told


async def test_nobody_cries_out_while_a_lead_hears(house: House) -> None:
    await raise_safeguarding(house)

    await minutes(house, 5)

    assert cries(house) == []


async def test_a_lead_replaced_while_slack_was_down_hears_nothing_and_the_new_lead_hears(
    house: House,
) -> None:
    slack(house, "down")
    concern_id = await raise_safeguarding(house)
    await house.handrail.engine.cycle()
    await name_helen(house)
    slack(house, "none")

    await wait_out(house)

    assert not [text for text in texts(house, GRACE) if "SG-" in text]
    assert len([text for text in texts(house, HELEN) if "SG-" in text]) == 1
    kept = await house.handrail.services.database.read(lambda work: work.chronology.of(concern_id))
    assert [entry.event for entry in kept].count(Event.SEND_REFUSED) == len(FIRST_LINE)


async def test_a_new_lead_hears_at_once_of_what_an_earlier_one_heard_and_nobody_twice(house: House) -> None:
    await raise_safeguarding(house)
    await house.settle()
    await name_helen(house)

    await cycles(house, 10)

    for who in (GRACE, HELEN):
        assert len([text for text in texts(house, who) if "SG-" in text]) == 1
