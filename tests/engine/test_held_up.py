"""Slack tells us to wait ten minutes: nothing urgent waits behind a reminder, and the next line is asked."""

from datetime import timedelta

import pytest

from domain.notices import HELD_UP_FROM, NoticeKind
from domain.routes import Means
from playground.alderwick import GRACE, HELEN, NADIA, Character
from playground.house import House
from tests.conftest import on_both_databases
from tests.engine.concerns import raise_safeguarding
from tests.engine.leavers import FIRST_LINE
from tests.engine.stage import POST, arrived, cycles, heard, notices, owe, slack, texts

TEN_MINUTES = 600.0  # seconds
PING = "Urgent SG-"


def is_asked(house: House, *people: Character) -> list[bool]:
    """Whether each of them has the ping."""
    return [any(PING in text for text in texts(house, who)) for who in people]


@pytest.mark.criterion("CPC424-P2")
@on_both_databases
async def test_a_reminder_told_to_wait_holds_up_no_urgent_ping_and_waits_itself(house: House) -> None:
    await house.settle()
    slack(house, "rate_limited", POST, count=1, seconds=TEN_MINUTES)
    await owe(house, "reminder", to=GRACE)
    await cycles(house, 1)

    await raise_safeguarding(house)
    await cycles(house, 2)
    assert is_asked(house, GRACE, NADIA) == [True, True]

    await cycles(house, TEN_MINUTES - 10, every=59)
    assert heard(house, GRACE) == []
    await cycles(house, 20, every=5)
    assert heard(house, GRACE) == ["reminder"]


async def test_a_ping_told_to_wait_itself_does_not_go_on_asking_slack(house: House) -> None:
    await house.settle()
    slack(house, "rate_limited", POST, count=1, seconds=TEN_MINUTES)
    await owe(house, "reminder", to=GRACE)
    await cycles(house, 1)
    slack(house, "rate_limited", POST, seconds=TEN_MINUTES)
    await raise_safeguarding(house)

    await cycles(house, 60, every=5)

    asked = await notices(house, kind=NoticeKind.SAFEGUARDING_RAISED, means=Means.SLACK)
    until = house.clock.real() + timedelta(seconds=TEN_MINUTES - 61)
    assert len(asked) > len(FIRST_LINE)  # each line in its turn was asked, and each was told to wait
    assert all(each.next_attempt_at > until for each in asked)


@pytest.mark.criterion("CPC424-P2")
async def test_when_the_whole_first_line_is_held_up_the_next_is_asked_at_once(house: House) -> None:
    await house.settle()
    slack(house, "rate_limited", POST, count=len(FIRST_LINE), seconds=TEN_MINUTES)
    await raise_safeguarding(house)

    await cycles(house, 5)
    assert is_asked(house, GRACE, NADIA, HELEN) == [False, False, True]

    await cycles(house, TEN_MINUTES + 20, every=60)
    assert is_asked(house, GRACE, NADIA) == [True, True]


async def test_of_two_one_who_may_still_be_reached_soon_is_enough(house: House) -> None:
    await house.settle()
    slack(house, "rate_limited", POST, count=len(FIRST_LINE), seconds=HELD_UP_FROM.total_seconds())
    await raise_safeguarding(house)

    await cycles(house, 5)
    await arrived(house)
    assert is_asked(house, GRACE, NADIA, HELEN) == [False, False, False]
