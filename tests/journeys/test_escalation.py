"""A report that nobody picks up: who hears at which minute, day and night, until somebody has it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.casework.deadlines import climb
from domain.chronology import Event
from domain.errors import NotAllowed
from playground.alderwick import ANITA, GRACE, HELEN, LEAH, NADIA, TOM
from playground.house import House
from storage.deadlines import Deadline
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished
from tests.engine.concerns import acknowledge, raise_safeguarding
from tests.engine.stage import LATE, open_house, posts, texts
from tests.journeys.days import at, sleep_until, when
from tests.journeys.reports import concern_of, minutes_of, raise_risk, shown_by

pytestmark = pytest.mark.criterion("CPC424-P2")

NOBODY = "Nobody has picked up"
TAKEN = "was picked up at"


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough: the minutes are worked out in the domain; a restart is tried on both."""
    return furnished_sqlite


@pytest.mark.parametrize(
    "begins",
    [
        at("2026-09-12", "02:00"),  # a Saturday night
        at("2026-12-28", "11:00"),  # a bank holiday
        at("2026-12-29", "10:00"),  # a closure day of the council
        at("2026-10-25", "00:40"),  # the night with an hour twice
        datetime.fromisoformat("2026-10-25T01:30:00+01:00"),  # 01:30 comes once more an hour later
        datetime.fromisoformat("2026-10-25T01:30:00+00:00"),
        at("2027-03-28", "00:40"),  # the night that leaves an hour out
    ],
)
async def test_what_is_urgent_climbs_at_its_minutes_on_any_night(house: House, begins: datetime) -> None:
    begins = begins.astimezone(UTC)  # minutes that pass, and not those on the wall
    house.clock.set(begins)
    await raise_safeguarding(house)
    await house.settle()

    await house.move_to(begins + timedelta(minutes=185))

    expected = {
        GRACE: [0, 60, 90, 120, 150, 180],
        NADIA: [0, 60, 90, 120, 150, 180],
        HELEN: [15, 60, 90, 120, 150, 180],
        LEAH: [30, 60, 90, 120, 150, 180],
        ANITA: [120],
    }
    assert {who: minutes_of(house, who, begins) for who in expected} == expected
    assert minutes_of(house, TOM, begins, NOBODY) == [15, 30]
    assert LATE not in "".join(texts(house, GRACE))


async def test_what_is_at_risk_climbs_in_working_hours(house: House) -> None:
    await house.move_to(at("2026-09-08", "11:00"))
    await raise_risk(house)
    await house.settle()
    await house.move_to(at("2026-09-09", "12:30"))

    tuesday, wednesday = "Tue 08 Sep 2026", "Wed 09 Sep 2026"
    again = [f"{tuesday} 17:00", f"{wednesday} 11:00"]
    assert when(house, GRACE, "SG-") == [f"{tuesday} 11:00", f"{tuesday} 12:00", *again]
    assert when(house, HELEN, "SG-") == [f"{tuesday} 13:00", *again]
    assert when(house, LEAH, "SG-") == [f"{tuesday} 15:00", *again]
    assert when(house, TOM, NOBODY) == [f"{tuesday} 13:00", f"{tuesday} 15:00"]
    assert when(house, ANITA, "SG-") == []


async def test_at_risk_on_a_closure_day_is_counted_in_its_hours_all_the_same(house: House) -> None:
    house.clock.set(at("2026-12-29", "10:00"))
    await raise_risk(house)
    await house.settle()
    await house.move_to(at("2026-12-29", "12:05"))

    assert when(house, HELEN, "SG-") == ["Tue 29 Dec 2026 12:00"]


@pytest.mark.parametrize(
    ("begins", "becomes_urgent"),
    [
        ("2026-09-08 14:59", False),
        ("2026-09-08 15:00", True),
        ("2026-09-11 10:00", True),  # a Friday
        ("2026-09-12 10:00", True),
    ],
)
async def test_nobody_says_that_the_person_is_safe_for_a_quarter_of_an_hour_and_it_is_urgent(
    house: House, begins: str, *, becomes_urgent: bool
) -> None:
    day, clock = begins.split()
    house.clock.set(at(day, clock))
    await raise_risk(house)
    await house.settle()
    await house.move_to(at(day, clock) + timedelta(minutes=14))
    assert not (await concern_of(house)).is_urgent

    await house.move_to(at(day, clock) + timedelta(minutes=31))

    assert (await concern_of(house)).is_urgent is becomes_urgent
    assert minutes_of(house, GRACE, at(day, clock)) == ([0, 15] if becomes_urgent else [0])
    assert minutes_of(house, HELEN, at(day, clock)) == ([30] if becomes_urgent else [])
    texts_now = "".join(texts(house, GRACE))
    assert ("Urgent SG-" in texts_now) is becomes_urgent


async def test_whoever_has_what_is_at_risk_hears_that_it_is_urgent_when_nobody_says_that_it_is_safe(
    house: House,
) -> None:
    house.clock.set(at("2026-09-12", "10:00"))
    concern_id = await raise_risk(house)
    await house.settle()
    await acknowledge(house, concern_id)
    await house.move_to(at("2026-09-12", "10:14"))
    assert not (await concern_of(house)).is_urgent
    before = len(texts(house, GRACE))

    await house.move_to(at("2026-09-12", "10:16"))

    assert (await concern_of(house)).is_urgent
    (told,) = texts(house, GRACE)[before:]
    assert "Urgent SG-" in told
    assert texts(house, HELEN) == []


async def test_nobody_acknowledges_for_a_week_and_it_is_never_silent_for_more_than_half_an_hour(
    house: House,
) -> None:
    begins = at("2026-09-12", "02:00").astimezone(UTC)
    house.clock.set(begins)
    await raise_safeguarding(house)

    def climb_for_a_week(work: UnitOfWork) -> list[tuple[str, int]]:
        (deadline,) = work.deadlines.never_silent()
        while deadline.next_step_at is not None and deadline.next_step_at <= begins + timedelta(days=7):
            climb(work, deadline, deadline.next_step_at, timedelta(minutes=15))
        return [
            (work.people.get(owed.person_id).name, round((owed.owed_at - begins).total_seconds() / 60))
            for owed in work.notices.of_deadline(deadline.id)
            if owed.person_id is not None
        ]

    owed = await house.handrail.services.database.write(climb_for_a_week, within=60)

    assert len(owed) == len(set(owed)), "one message for each person at a time"
    week = list(range(60, 7 * 24 * 60 + 1, 30))
    for who, begun in ((GRACE, [0]), (NADIA, [0]), (HELEN, [15]), (LEAH, [30])):
        assert [minute for name, minute in owed if name == who.name] == begun + week
    assert [minute for name, minute in owed if name == ANITA.name] == [120]
    assert [minute for name, minute in owed if name == TOM.name] == [15, 30]


async def test_after_three_days_off_each_person_hears_once_and_late(house: House) -> None:
    begins = at("2026-09-11", "18:00")
    house.clock.set(begins)
    await raise_safeguarding(house)
    await house.settle()

    await sleep_until(house, begins + timedelta(hours=72, minutes=1))
    await house.settle()

    for who in (GRACE, NADIA):
        assert minutes_of(house, who, begins) == [0, 72 * 60 + 1]
    for who in (HELEN, LEAH, ANITA):
        assert minutes_of(house, who, begins) == [72 * 60 + 1]
        assert texts(house, who)[-1].startswith(LATE)
    assert minutes_of(house, TOM, begins, NOBODY) == [72 * 60 + 1]
    await house.move_to(begins + timedelta(hours=72, minutes=31))
    assert minutes_of(house, LEAH, begins)[-1] == 72 * 60 + 30


async def test_a_restart_in_the_middle_forgets_nothing_and_repeats_nothing(furnished: Furnished) -> None:
    begins = at("2026-09-12", "02:00")
    async with open_house(furnished) as before:
        await before.handrail.greeted()
        before.clock.set(begins)
        await raise_safeguarding(before)
        await before.settle()
        await before.move_to(begins + timedelta(minutes=20))
        workspace, clock = before.playground.workspace, before.clock
    async with open_house(furnished, workspace=workspace, clock=clock) as after:
        await after.move_to(begins + timedelta(minutes=62))

        heard = {who: minutes_of(after, who, begins) for who in (GRACE, HELEN, LEAH)}
        assert heard == {GRACE: [0, 60], HELEN: [15, 60], LEAH: [30, 60]}


async def test_once_somebody_has_it_every_ping_stops_and_says_who_and_the_reporter_hears(
    house: House,
) -> None:
    begins = at("2026-09-12", "02:10")
    house.clock.set(begins)
    concern_id = await raise_safeguarding(house)
    await house.settle()
    await house.move_to(begins + timedelta(minutes=21))
    await acknowledge(house, concern_id, HELEN)
    await house.settle()

    for who in (GRACE, NADIA):
        (ping,) = [text for text in texts(house, who) if "SG-" in text]
        assert "Helen Marsh has this since 02:31 on Saturday 12 September 2026.*" in ping
    first, then = [text for text in texts(house, TOM) if TAKEN in text]
    assert not [text for text in texts(house, TOM) if NOBODY in text]
    assert "Helen" not in first + then

    await house.move_to(begins + timedelta(hours=3))
    assert minutes_of(house, LEAH, begins) == minutes_of(house, ANITA, begins) == []
    assert minutes_of(house, GRACE, begins) == [0]


async def test_taken_within_a_quarter_of_an_hour_the_reporter_hears_so_and_nothing_else(house: House) -> None:
    concern_id = await raise_safeguarding(house)
    await house.settle()
    await acknowledge(house, concern_id)
    await house.settle()
    await house.move_to(house.clock.now() + timedelta(hours=2))

    (heard,) = [text for text in texts(house, TOM) if "SG-" in text]
    assert "was picked up at" in heard


async def test_undecided_it_is_asked_at_three_hours_and_at_four_and_then_of_the_next_lines(
    house: House,
) -> None:
    begins = at("2026-09-12", "02:00")
    house.clock.set(begins)
    concern_id = await raise_safeguarding(house)
    await house.settle()
    await acknowledge(house, concern_id)
    await house.settle()

    await house.move_to(begins + timedelta(hours=9))

    asked = "no decision is recorded yet"
    assert minutes_of(house, GRACE, begins, asked) == [180, 240, 480]
    assert minutes_of(house, HELEN, begins, asked) == [240, 480]
    assert minutes_of(house, LEAH, begins, asked) == [300]
    assert "Please ring Grace Obi" in shown_by(posts(house, HELEN)[-1])
    assert minutes_of(house, NADIA, begins, asked) == []


async def test_made_urgent_by_a_named_person_it_is_asked_from_the_first_line_on(house: House) -> None:
    house.clock.set(at("2026-09-08", "11:00"))
    await raise_risk(house)
    await house.settle()
    helen = house.visitor(GRACE)
    assert (await helen.press("Make it urgent")).ok
    await house.settle()
    begins = house.clock.now()
    await house.move_to(begins + timedelta(minutes=16))

    assert minutes_of(house, HELEN, begins) == [15]
    assert "Make it urgent" not in await helen.sees()
    assert await happened(house, Event.SAFEGUARDING_MADE_URGENT) == 1
    assert (await helen.press("I have this")).ok


async def happened(house: House, event: Event) -> int:
    """How often something is in the chronology of the one safeguarding concern."""
    concern = await concern_of(house)
    entries = await house.handrail.services.database.read(lambda work: work.chronology.of(concern.id))
    return [entry.event for entry in entries].count(event)


async def test_fifty_presses_of_i_have_this_are_one(house: House) -> None:
    concern_id = await raise_safeguarding(house)
    await house.settle()
    for _ in range(25):
        await acknowledge(house, concern_id, GRACE)
        with pytest.raises(NotAllowed, match="Grace Obi already has"):
            await acknowledge(house, concern_id, NADIA)
    await house.settle()

    assert await happened(house, Event.SAFEGUARDING_ACKNOWLEDGED) == 1


async def test_in_the_chronology_of_the_contract_there_is_nothing_of_it(house: House) -> None:
    begins = at("2026-09-12", "02:00")
    house.clock.set(begins)
    await raise_safeguarding(house)
    await house.settle()
    await house.move_to(begins + timedelta(hours=3))
    concern = await concern_of(house)

    def about_contract(work: UnitOfWork) -> list[object]:
        assert concern.contract_id is not None
        entries = work.chronology.stream(concern.contract_id)
        return [each for each in entries if each.subject_id == concern.id]

    def clocks(work: UnitOfWork) -> list[Deadline]:
        return list(work.deadlines.never_silent())

    database = house.handrail.services.database
    assert await database.read(about_contract) == []
    assert [each.contract_id for each in await database.read(clocks)] == [None]
    assert concern.reference not in "".join(
        message.text
        for channel in house.playground.workspace.channels.values()
        if not channel.is_im
        for message in channel.messages
    )
