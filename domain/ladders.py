"""Ladders: who hears what, how long before or after a deadline, as data frozen onto the record when it starts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.calendar import WorkingCalendar
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind
from domain.rhythm import Rhythm, Speed, digest_slot_for


class Unit(StrEnum):
    """In what time a step is counted: reminders in working time, safeguarding in real time."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    MINUTES = "minutes"


class Hears(StrEnum):
    """Who hears a step, as a place on the record; resolved to people when the step is reached."""

    OWNER = "owner"
    CONTRACT_LEAD = "contract_lead"
    OWN_SENIOR = "own_senior"
    OWNER_SENIOR = "owner_senior"
    LEVEL_1 = "level_1"


@dataclass(frozen=True)
class Step:
    """One rung. `offset` is counted from the due moment in `unit`; negative is before it."""

    name: str
    offset: int
    hears: Hears
    kind: NoticeKind
    unit: Unit = Unit.WORKING_DAYS
    speed: Speed = Speed.DIGEST
    only_requirements: bool = False
    only_longer_than: int = 0  # working days between the start and the due day
    every: int = 0  # working days until it is said again, for as long as nobody answers; 0: said once


Ladder = tuple[Step, ...]


def _each_week(first: int, hearing: tuple[Hears, ...], kind: NoticeKind) -> Ladder:
    """What stays unanswered is not forgotten: once a week from `first` working days after it was due."""
    return tuple(Step(f"late_weekly_{hears}", first, hears, kind, every=5) for hears in hearing)


def _ours(kind: NoticeKind) -> Ladder:
    """The commissioning side's own late duties climb too, to the lead's own senior contact."""
    return (
        Step("due", 0, Hears.OWNER, kind),
        Step("late_1", 1, Hears.OWNER, kind),
        Step("late_1_lead", 1, Hears.CONTRACT_LEAD, kind),
        Step("late_3_senior", 3, Hears.OWN_SENIOR, kind),
        *_each_week(8, (Hears.OWNER, Hears.OWN_SENIOR), kind),
    )


_ACTION: Ladder = (
    Step("before_3", -3, Hears.OWNER, NoticeKind.ACTION_LINE, only_longer_than=10),
    Step("due", 0, Hears.OWNER, NoticeKind.ACTION_LINE),
    Step("late_1", 1, Hears.OWNER, NoticeKind.ACTION_LINE),
    Step("late_3_lead", 3, Hears.CONTRACT_LEAD, NoticeKind.ACTION_LINE),
    Step("late_3_owner", 3, Hears.OWNER, NoticeKind.ACTION_LINE, only_requirements=True),
    Step("late_5_senior", 5, Hears.OWNER_SENIOR, NoticeKind.ACTION_LINE, only_requirements=True),
    Step("late_10_review", 10, Hears.CONTRACT_LEAD, NoticeKind.ACTION_LINE, only_requirements=True, every=5),
)

SAFETY_ACTION: Ladder = (
    Step("due", 0, Hears.OWNER, NoticeKind.ACTION_LINE),
    Step("due_lead", 0, Hears.CONTRACT_LEAD, NoticeKind.ACTION_LINE),
    Step("late_1_senior", 1, Hears.OWNER_SENIOR, NoticeKind.ACTION_LINE),
    Step("late_1_visit", 1, Hears.CONTRACT_LEAD, NoticeKind.ACTION_LINE, every=1),
    Step("late_2", 2, Hears.OWNER, NoticeKind.ACTION_LINE, every=1),
)

SAFETY_CONFIRM: Ladder = (
    Step(
        "unconfirmed_lead",
        0,
        Hears.CONTRACT_LEAD,
        NoticeKind.ACTION_LINE,
        unit=Unit.WORKING_HOURS,
        speed=Speed.PROMPT,
    ),
    Step("late_1", 1, Hears.OWNER, NoticeKind.ACTION_LINE),
)
"""What keeps people safe now waits for no digest: once its working hours have passed unconfirmed, the lead hears."""

THEIR_CHECK: Ladder = (
    Step("due", 0, Hears.OWNER, NoticeKind.ACTION_CHECK_LINE),
    Step("late_1", 1, Hears.OWNER, NoticeKind.ACTION_CHECK_LINE),
    Step("late_3_lead", 3, Hears.CONTRACT_LEAD, NoticeKind.ACTION_CHECK_LINE, every=5),
)
"""When the provider looks at one of our own actions: their lateness is nothing for our senior contact."""

# practice.md section 4. The +3 step tells the owner that the senior contact comes next, before that happens (2.5).
LADDERS: dict[DeadlineKind, Ladder] = {
    DeadlineKind.CONCERN_ACKNOWLEDGE: (
        Step("due", 0, Hears.OWNER, NoticeKind.CONCERN_LATE_LINE),
        Step("late_1", 1, Hears.OWNER, NoticeKind.CONCERN_LATE_LINE),
        Step("late_1_senior", 1, Hears.OWN_SENIOR, NoticeKind.CONCERN_LATE_LINE),
        *_each_week(6, (Hears.OWNER, Hears.OWN_SENIOR), NoticeKind.CONCERN_LATE_LINE),
    ),
    DeadlineKind.CONCERN_TRIAGE: (
        Step("due", 0, Hears.OWNER, NoticeKind.CONCERN_LATE_LINE),
        Step("late_1", 1, Hears.OWNER, NoticeKind.CONCERN_LATE_LINE),
        Step("late_1_senior", 1, Hears.OWN_SENIOR, NoticeKind.CONCERN_LATE_LINE),
        *_each_week(6, (Hears.OWNER, Hears.OWN_SENIOR), NoticeKind.CONCERN_LATE_LINE),
    ),
    DeadlineKind.ACTION_CONFIRM: (
        Step("due", 0, Hears.OWNER, NoticeKind.ACTION_LINE),
        Step("late_1", 1, Hears.OWNER, NoticeKind.ACTION_LINE),
        Step("late_3_lead", 3, Hears.CONTRACT_LEAD, NoticeKind.ACTION_LINE, every=5),
    ),
    DeadlineKind.ACTION_DUE: _ACTION,
    DeadlineKind.ACTION_VERIFY: _ours(NoticeKind.ACTION_CHECK_LINE),
    DeadlineKind.ACTION_EXTENSION: _ours(NoticeKind.ACTION_CHECK_LINE),
    DeadlineKind.SAFEGUARDING_ACKNOWLEDGE: (
        Step(
            "level_1",
            0,
            Hears.LEVEL_1,
            NoticeKind.SAFEGUARDING_RAISED,
            unit=Unit.MINUTES,
            speed=Speed.URGENT,
        ),
    ),
}


def applicable(ladder: Ladder, *, is_requirement: bool, working_days: int) -> Ladder:
    """Return the steps that apply to this record: only requirements climb past +3, short ones have no early word."""
    return tuple(
        step
        for step in ladder
        if (is_requirement or not step.only_requirements)
        and (not step.only_longer_than or working_days > step.only_longer_than)
    )


def to_come(ladder: Ladder, climbed: Iterable[str]) -> Ladder:
    """Return the steps still to be climbed: those not said yet, and the next saying of those that repeat.

    A repetition is a step of its own name, `late_10_review.2`, and of its own day.
    """
    said = list(climbed)
    coming = []
    for step in ladder:
        times = sum(name.partition(".")[0] == step.name for name in said)
        if times == 0:
            coming.append(step)
        elif step.every:
            offset = step.offset + times * step.every
            coming.append(replace(step, name=f"{step.name}.{times}", offset=offset))
    return tuple(coming)


def moment_of(step: Step, due_at: datetime, calendar: WorkingCalendar, rhythm: Rhythm) -> datetime:
    """Return when the step is reached (aware UTC).

    Steps of a digest are reached at midnight of the day whose digest carries them, so that a day's lines are
    complete before its digest goes; the rhythm is that of the person who hears the step.
    """
    if step.unit is Unit.MINUTES:
        return due_at + timedelta(minutes=step.offset)
    if step.unit is Unit.WORKING_HOURS:
        return calendar.add_working_hours(due_at, timedelta(hours=step.offset))
    day = calendar.add_working_days(calendar.local(due_at).date(), step.offset)
    slot = digest_slot_for(day, calendar, rhythm, before=step.offset <= 0)
    return calendar.at(calendar.local(slot).date(), time(0, 0))


def steps_to_data(ladder: Iterable[Step]) -> list[dict[str, object]]:
    """Return the ladder as plain data, to be frozen onto a record."""
    return [
        {
            "name": step.name,
            "offset": step.offset,
            "hears": step.hears.value,
            "kind": step.kind.value,
            "unit": step.unit.value,
            "speed": step.speed.value,
            "only_requirements": step.only_requirements,
            "only_longer_than": step.only_longer_than,
            "every": step.every,
        }
        for step in ladder
    ]


def steps_from_data(data: Iterable[dict[str, object]]) -> Ladder:
    """Read a frozen ladder back, as it was when it was started."""
    return tuple(
        Step(
            name=str(row["name"]),
            offset=int(str(row["offset"])),
            hears=Hears(str(row["hears"])),
            kind=NoticeKind(str(row["kind"])),
            unit=Unit(str(row["unit"])),
            speed=Speed(str(row["speed"])),
            only_requirements=bool(row["only_requirements"]),
            only_longer_than=int(str(row["only_longer_than"])),
            every=int(str(row["every"])),
        )
        for row in data
    )
