"""Danger that reaches nobody is said aloud, and a ping is for whoever is a lead when it goes out."""

from datetime import timedelta

import pytest

from bot.casework.organisation import SetUp, set_up_organisation
from domain.chronology import Event
from domain.notices import NoticeKind
from domain.people import Role
from playground.alderwick import ANITA, COUNCIL, GRACE, HELEN
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished
from tests.engine.concerns import raise_safeguarding
from tests.engine.stage import cycles, known, london, notices, slack, texts, wait_out

CRY = "A safeguarding report reaches nobody"


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough: what is asked here is who hears."""
    return furnished_sqlite


def cries(house: House) -> list[str]:
    """What an administrator was told of it."""
    return [text for text in texts(house, ANITA) if CRY in text]


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


async def test_when_the_only_lead_has_left_slack_administrators_hear_at_once_and_then_hourly(
    house: House,
) -> None:
    house.playground.workspace.people[GRACE.user_id].deleted = True
    known_channel = await house.handrail.services.database.read(
        lambda work: known(work, GRACE).direct_channel
    )
    house.playground.workspace.channels.pop(known_channel or "", None)
    await house.move_to(london("2026-09-12 02:05"))  # a Saturday night
    await raise_safeguarding(house)

    await minutes(house, 40)
    assert len(cries(house)) == 1
    assert "SG-" not in cries(house)[0]
    tried = await notices(house, kind=NoticeKind.SAFEGUARDING_RAISED)
    assert len(tried) < 10

    await minutes(house, 60)
    assert len(cries(house)) == 2


async def test_with_no_lead_at_all_administrators_hear_at_once(house: House) -> None:
    await house.handrail.services.database.write(
        lambda work: work.people.take_organisation_role(Role.SAFEGUARDING_LEAD), within=10
    )
    await house.move_to(london("2026-09-12 02:05"))
    await raise_safeguarding(house)

    await minutes(house, 3)

    assert len(cries(house)) == 1


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
    assert [entry.event for entry in kept].count(Event.SEND_REFUSED) == 1


async def test_a_new_lead_hears_at_once_of_what_an_earlier_one_heard_and_nobody_twice(house: House) -> None:
    await raise_safeguarding(house)
    await house.settle()
    await name_helen(house)

    await cycles(house, 10)

    for who in (GRACE, HELEN):
        assert len([text for text in texts(house, who) if "SG-" in text]) == 1
