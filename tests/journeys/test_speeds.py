"""Three speeds: urgent at once, day and night; prompt in working hours; reminders in one digest a day."""

from datetime import date, datetime

import pytest

from domain.actions import Basis
from domain.calendar import Nation
from domain.rhythm import Speed
from playground.alderwick import GRACE, JOANNE, PRIYA, SHARED, TOM
from playground.house import House
from tests.conftest import Furnished
from tests.engine.concerns import log_concern, raise_safeguarding
from tests.engine.stage import owe, texts
from tests.journeys.days import agree_action, another_contract, at, when

ASKED, DIGEST = "Please take", "Today for you"


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough: days and hours are worked out in the domain; test_catching_up.py runs on both."""
    return furnished_sqlite


@pytest.mark.parametrize(
    ("logged", "until", "heard"),
    [
        (at("2026-09-11", "16:59"), at("2026-09-15"), "Fri 11 Sep 2026 16:59"),
        (at("2026-09-11", "18:00"), at("2026-09-15"), "Mon 14 Sep 2026 09:00"),
        (at("2026-09-12", "11:00"), at("2026-09-15"), "Mon 14 Sep 2026 09:00"),
        # Two closure days, New Year, a weekend.
        (at("2026-12-29", "18:00"), at("2027-01-05"), "Mon 04 Jan 2027 09:00"),
    ],
)
async def test_a_new_concern_is_told_within_working_hours(
    house: House, logged: datetime, until: datetime, heard: str
) -> None:
    await house.move_to(logged)
    await log_concern(house)
    await house.settle()
    await house.move_to(until)

    assert when(house, PRIYA, ASKED) == [heard]


@pytest.mark.parametrize(
    ("nation", "heard"),
    [
        (Nation.ENGLAND, "Mon 30 Nov 2026 10:00"),
        (Nation.SCOTLAND, "Tue 01 Dec 2026 09:00"),  # St Andrew's Day
    ],
)
async def test_a_bank_holiday_is_that_of_the_contracts_own_nation(
    house: House, nation: Nation, heard: str
) -> None:
    contract_id = await another_contract(house, nation)
    await house.move_to(at("2026-11-30", "10:00"))
    await log_concern(house, contract_id)
    await house.settle()
    await house.move_to(at("2026-12-01", "12:00"))

    assert when(house, PRIYA, ASKED) == [heard]


async def test_safeguarding_at_two_on_christmas_morning_is_told_at_once(house: House) -> None:
    await house.move_to(at("2026-12-25", "02:00"))
    before = len(texts(house, GRACE))
    await raise_safeguarding(house)
    await owe(house, "ordinary", to=GRACE, speed=Speed.PROMPT)

    await house.settle()

    (text,) = texts(house, GRACE)[before:]
    assert "SG-" in text


async def test_our_own_reminders_come_at_half_past_nine_and_the_providers_at_eleven_on_their_days(
    house: House,
) -> None:
    await agree_action(house, date(2026, 9, 25), owner=JOANNE)  # a Friday
    await agree_action(house, date(2026, 9, 25), owner=TOM)

    await house.move_to(at("2026-10-02", "18:00"))

    assert when(house, TOM, DIGEST) == [
        "Tue 22 Sep 2026 09:30",
        "Fri 25 Sep 2026 09:30",
        "Mon 28 Sep 2026 09:30",
        "Wed 30 Sep 2026 09:30",
    ]
    assert when(house, JOANNE, DIGEST) == [
        "Tue 22 Sep 2026 11:00",
        "Thu 24 Sep 2026 11:00",  # nobody hears on a Friday what is due that day
        "Tue 29 Sep 2026 11:00",
        "Wed 30 Sep 2026 11:00",
    ]
    assert when(house, SHARED, "need an update") + when(house, SHARED, "needs an update") != []


async def test_a_recommendation_is_mentioned_and_does_not_climb(house: House) -> None:
    await agree_action(house, date(2026, 9, 23), owner=TOM, basis=Basis.RECOMMENDATION)

    await house.move_to(at("2026-10-16", "18:00"))

    assert when(house, TOM, DIGEST) == [
        "Fri 18 Sep 2026 09:30",
        "Wed 23 Sep 2026 09:30",
        "Thu 24 Sep 2026 09:30",
    ]


async def test_one_digest_a_day_over_two_nations_each_line_by_its_own_working_days(house: House) -> None:
    scottish = await another_contract(house, Nation.SCOTLAND)
    await house.move_to(at("2026-11-02", "10:00"))
    await agree_action(house, date(2026, 12, 1), owner=PRIYA)
    await agree_action(house, date(2026, 12, 1), owner=PRIYA, contract_id=scottish)

    await house.move_to(at("2026-12-02", "18:00"))

    digests = [text.splitlines()[0] for text in texts(house, PRIYA) if DIGEST in text]
    assert list(zip(when(house, PRIYA, DIGEST), digests, strict=True)) == [
        (
            "Wed 25 Nov 2026 09:30",
            "*Today for you: 1 thing.*",
        ),  # three working days before, past St Andrew's Day
        ("Thu 26 Nov 2026 09:30", "*Today for you: 1 thing.*"),
        ("Tue 01 Dec 2026 09:30", "*Today for you: 2 things.*"),
        ("Wed 02 Dec 2026 09:30", "*Today for you: 2 things.*"),
    ]


async def test_local_closure_days_hold_back_reminders_and_never_safeguarding(house: House) -> None:
    await house.move_to(at("2026-12-01", "10:00"))
    await agree_action(house, date(2026, 12, 24), owner=TOM)
    await house.move_to(at("2026-12-31", "10:00"))  # the third weekday that it is late, and a closure day

    assert when(house, TOM, DIGEST) == [
        "Mon 21 Dec 2026 09:30",
        "Thu 24 Dec 2026 09:30",
        "Tue 29 Dec 2026 09:30",
    ]
    await raise_safeguarding(house)
    await house.settle()
    assert when(house, GRACE, "SG-") == ["Thu 31 Dec 2026 10:00"]
