"""People of the route who cannot be reached: the next line is asked at once, and says why; nobody is forgotten."""

import asyncio
from datetime import timedelta

import pytest

from bot.casework.organisation import make_administrator
from bot.casework.safeguarding import tell_new_leads
from domain.people import Role
from playground.alderwick import ANITA, CARA, COUNCIL, GRACE, HELEN, LEAH, NADIA, PRIYA, TOM
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished
from tests.engine.concerns import raise_safeguarding
from tests.engine.leavers import (
    FIRST_LINE,
    empty_the_route,
    leave_slack,
    lose_conversation,
    switch_off,
)
from tests.engine.stage import known, slack, texts
from tests.journeys.days import at
from tests.journeys.reports import minutes_of

pytestmark = pytest.mark.criterion("CPC424-P2")

BEGINS = at("2026-09-12", "02:00")  # a Saturday night


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough: what is asked here is who hears, and when."""
    return furnished_sqlite


async def report(house: House) -> None:
    """Tom says on the Saturday night that somebody is in danger."""
    house.clock.set(BEGINS)
    await raise_safeguarding(house)
    await house.settle()


async def test_when_the_first_line_has_left_slack_the_second_is_asked_at_once_and_reads_why(
    house: House,
) -> None:
    leave_slack(house, *FIRST_LINE)
    await report(house)

    assert minutes_of(house, HELEN, BEGINS) == [0]
    seen = await house.visitor(HELEN).sees()
    assert "Nobody on the first line could be reached, so you are asked." in seen
    await house.move_to(BEGINS + timedelta(minutes=61))
    assert minutes_of(house, HELEN, BEGINS) == [0, 60]
    assert minutes_of(house, LEAH, BEGINS) == [30, 60]


async def test_one_of_the_first_line_who_is_reached_is_enough(house: House) -> None:
    leave_slack(house, GRACE)
    await report(house)
    await house.move_to(BEGINS + timedelta(minutes=14))

    assert minutes_of(house, NADIA, BEGINS) == [0]
    assert minutes_of(house, HELEN, BEGINS) == []


async def test_a_whole_route_but_the_third_line_has_left_and_the_third_line_is_asked_at_once(
    house: House,
) -> None:
    leave_slack(house, *FIRST_LINE, HELEN)
    await report(house)

    assert minutes_of(house, LEAH, BEGINS) == [0]
    said = (
        "There is nobody on the first line, and nobody on the second line could be reached, so you are asked."
    )
    assert said in await house.visitor(LEAH).sees()
    assert minutes_of(house, ANITA, BEGINS) == []


async def test_who_is_no_longer_active_leaves_an_empty_line_and_that_is_said(house: House) -> None:
    await switch_off(house, *FIRST_LINE)
    await report(house)

    assert minutes_of(house, HELEN, BEGINS) == [0]
    assert "There is nobody on the first line, so you are asked." in await house.visitor(HELEN).sees()
    await house.move_to(BEGINS + timedelta(minutes=16))
    assert minutes_of(house, LEAH, BEGINS) == [15]


async def test_a_conversation_that_is_gone_is_opened_anew_and_meanwhile_the_next_line_is_asked(
    house: House,
) -> None:
    lose_conversation(house, *FIRST_LINE)
    await report(house)
    for _ in range(4):
        await house.clock.rest(30)
        await house.settle()

    assert len(minutes_of(house, GRACE, BEGINS)) == 1
    assert len(minutes_of(house, HELEN, BEGINS)) <= 1


async def test_while_slack_refuses_the_app_itself_nobody_further_up_is_asked_before_their_time(
    house: House,
) -> None:
    app = house.playground.slack.app
    good = app.bot_token
    object.__setattr__(app, "bot_token", "xoxb-another")
    await report(house)
    object.__setattr__(app, "bot_token", good)
    for _ in range(3):
        await house.clock.rest(30)
        await house.settle()

    assert len(minutes_of(house, GRACE, BEGINS)) == 1
    assert minutes_of(house, HELEN, BEGINS) == []


async def test_while_slack_is_down_nobody_is_taken_for_gone(house: House) -> None:
    slack(house, "down")
    await report(house)
    slack(house, "none")
    for _ in range(3):
        await house.clock.rest(30)
        await house.settle()

    assert len(minutes_of(house, GRACE, BEGINS)) == 1
    assert minutes_of(house, HELEN, BEGINS) == []


async def test_a_lead_who_leaves_half_way_makes_nobody_skip_a_line(house: House) -> None:
    await report(house)
    await switch_off(house, *FIRST_LINE)

    await house.move_to(BEGINS + timedelta(minutes=31))

    assert minutes_of(house, HELEN, BEGINS) == [15]
    assert minutes_of(house, LEAH, BEGINS) == [30]


async def test_one_after_the_other_they_leave_and_somebody_is_asked_until_nobody_is_left(
    house: House,
) -> None:
    now = house.clock.now()
    await house.handrail.services.database.write(
        lambda work: make_administrator(work, COUNCIL, CARA.user_id, CARA.name, now), within=10
    )
    await report(house)
    leave_slack(house, *FIRST_LINE)
    await house.move_to(BEGINS + timedelta(minutes=61))
    leave_slack(house, HELEN)
    await house.move_to(BEGINS + timedelta(minutes=91))
    assert minutes_of(house, LEAH, BEGINS) == [30, 60, 90]
    assert [text for text in texts(house, CARA) if "reaches nobody" in text] == []

    leave_slack(house, LEAH, ANITA)
    await house.move_to(BEGINS + timedelta(minutes=125))
    await house.clock.rest(61)
    await house.settle()

    assert len([text for text in texts(house, CARA) if "reaches nobody" in text]) == 1


async def test_the_route_of_a_case_is_the_one_it_began_with_and_who_joins_is_asked_with_their_line(
    house: House,
) -> None:
    await report(house)
    await house.move_to(BEGINS + timedelta(minutes=5))
    now = house.clock.now()

    def change(work: UnitOfWork) -> None:
        work.people.give(known(work, PRIYA).id, Role.SECOND_LINE, None, now)
        work.people.give(known(work, CARA).id, Role.SAFEGUARDING_LEAD, None, now)
        tell_new_leads(work, now)

    await house.handrail.services.database.write(change, within=10)
    await house.settle()
    await house.move_to(BEGINS + timedelta(minutes=16))

    assert minutes_of(house, CARA, BEGINS) == [5]
    assert minutes_of(house, PRIYA, BEGINS) == minutes_of(house, HELEN, BEGINS) == [15]
    assert minutes_of(house, GRACE, BEGINS) == [0]


async def test_nobody_at_all_and_then_somebody_is_named_and_is_asked_at_the_next_look(house: House) -> None:
    await empty_the_route(house)
    await report(house)
    now = house.clock.now()
    await house.handrail.services.database.write(
        lambda work: work.people.give(known(work, LEAH).id, Role.SENIOR_ON_CALL, None, now), within=10
    )
    for _ in range(2):
        await house.clock.rest(61)
        await house.settle()

    assert len(minutes_of(house, LEAH, BEGINS)) == 1
    assert "There is nobody on the first or second line" in await house.visitor(LEAH).sees()


async def test_a_reporter_who_is_on_the_route_is_asked_and_not_only_told(house: House) -> None:
    now = house.clock.now()
    await house.handrail.services.database.write(
        lambda work: work.people.give(known(work, TOM).id, Role.SECOND_LINE, None, now), within=10
    )
    await report(house)
    await house.move_to(BEGINS + timedelta(minutes=16))

    assert minutes_of(house, TOM, BEGINS, ": open") == [15]
    assert (await house.visitor(TOM).press("I have this")).ok


async def test_two_of_different_lines_press_at_once_and_one_has_it(house: House) -> None:
    await report(house)
    await house.move_to(BEGINS + timedelta(minutes=20))
    grace, helen = house.visitor(GRACE), house.visitor(HELEN)

    await asyncio.gather(grace.press("I have this"), helen.press("I have this"))
    await house.settle()

    screens = [await grace.sees(), await helen.sees()]
    assert sum("*You have SG-" in screen for screen in screens) == 1
    assert sum("already has SG-" in screen for screen in screens) == 1
