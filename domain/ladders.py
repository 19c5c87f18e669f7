"""Ladders: who hears what, how long before or after a deadline, as data frozen onto the record when it starts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from domain.calendar import WorkingCalendar
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
    REPORTER = "reporter"
    LEVEL_1 = "level_1"
    ON_CALL = "on_call"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    DIRECTOR = "director"
    ON_DUTY = "on_duty"
    ADMINISTRATORS = "administrators"
    SECOND_PERSON = "second_person"


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
    every: int = 0  # in `unit`, until it is said again, for as long as nobody answers; 0: said once
    until: int = 0  # the last offset at which it is said again; 0: for as long as nobody answers

    @property
    def is_ask(self) -> bool:
        """Whether an urgent step asks somebody to act; the reporter is only told that nobody has answered yet."""
        return self.speed is Speed.URGENT and self.hears is not Hears.REPORTER

    @property
    def is_over(self) -> bool:
        """Whether this saying lies beyond the last one."""
        return bool(self.until) and self.offset > self.until


Ladder = tuple[Step, ...]


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

    A repetition is a step of its own name, `late_10_review.2`, and of its own moment. Those that were passed over
    while nothing could be said count as said: the last one stands for them all.
    """
    said: dict[str, int] = {}
    for name in climbed:
        step_name, _, repetition = name.partition(".")
        said[step_name] = max(said.get(step_name, 0), int(repetition or 0) + 1)
    open_steps = (step for step in ladder if step.every or step.name not in said)
    repeated = (_repeated(step, said.get(step.name, 0)) for step in open_steps)
    return tuple(step for step in repeated if not step.is_over)


def _repeated(step: Step, times: int) -> Step:
    if times == 0:
        return step
    return replace(step, name=f"{step.name}.{times}", offset=step.offset + times * step.every)


def following(step: Step) -> Step:
    """Return the repetition that comes after this saying of a step that repeats."""
    name, _, repetition = step.name.partition(".")
    return replace(step, name=f"{name}.{int(repetition or 0) + 1}", offset=step.offset + step.every)


@lru_cache(maxsize=4096)
def moment_of(step: Step, due_at: datetime, calendar: WorkingCalendar, rhythm: Rhythm) -> datetime:
    """Return when the step is reached (aware UTC).

    Steps of a digest are reached at midnight of the day whose digest carries them, so that a day's lines are
    complete before its digest goes; the rhythm is that of the person who hears the step.
    """
    if step.unit is Unit.MINUTES:
        return due_at.astimezone(UTC) + timedelta(minutes=step.offset)
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
            "until": step.until,
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
            until=int(str(row.get("until", 0))),
        )
        for row in data
    )
