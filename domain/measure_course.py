"""The course of one measure: its readings against its target, day by day; a missing one is a gap (CPC424-P13).

Days are London days. Values are in the measure's own unit.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.evaluations import Judgement
from domain.measures import POOR, Bands, Direction, Trend, has_held, judged, trend

OPEN_ENDED = Judgement.CANNOT_TELL
"""Said of a measure whose last reading is missing, or that has none yet: nobody knows."""


@dataclass(frozen=True)
class Aim:
    """Where a measure starts, where it is to come, and how short of it still counts as what."""

    baseline: Decimal
    target: Decimal
    direction: Direction
    bands: Bands


@dataclass(frozen=True)
class Point:
    """What was read of one day; without a value nobody could read it, or nobody recorded it."""

    on: date
    value: Decimal | None
    judged: Judgement | None = None
    trend: Trend | None = None

    @property
    def is_poor(self) -> bool:
        """Whether it is below or well below what was agreed."""
        return self.judged in POOR


@dataclass(frozen=True)
class Course:
    """Every day on which a measure was due, in order, each with its reading or its gap."""

    aim: Aim
    points: tuple[Point, ...]

    @property
    def last(self) -> Point | None:
        """The last day on which it was due."""
        return self.points[-1] if self.points else None

    @property
    def latest(self) -> Point | None:
        """The last day of which there is a reading; the start has none."""
        return next((each for each in reversed(self.points) if each.value is not None), None)

    @property
    def judged(self) -> Judgement:
        """What the last reading suggests. Where that one is missing nobody can tell, however good the one before."""
        last = self.last
        return last.judged if last and last.judged else OPEN_ENDED

    @property
    def trend(self) -> Trend | None:
        """How the latest reading stands against the one before it, or against the start; None before the first."""
        return self.latest.trend if self.latest else None

    @property
    def gaps(self) -> tuple[date, ...]:
        """The days of which there is no reading."""
        return tuple(each.on for each in self.points if each.value is None)

    @property
    def held(self) -> int:
        """How many readings in a row, up to the last one due, were on target."""
        count = 0
        for each in reversed(self.points):
            if each.judged is not Judgement.ON_TARGET:
                break
            count += 1
        return count

    def has_held(self, at_least: int) -> bool:
        """Whether so many of the last readings were all on target."""
        return has_held([each.judged for each in self.points], at_least)

    def until(self, day: date) -> "Course":
        """Return the course as it stood at the end of a day."""
        return Course(self.aim, tuple(each for each in self.points if each.on <= day))


def course_of(aim: Aim, values: Mapping[date, Decimal | None], due: Collection[date]) -> Course:
    """Return a measure's course from its readings by day and the days on which it was due: what is missing is a gap."""
    points: list[Point] = []
    before = aim.baseline
    for day in sorted({*values, *due}):
        value = values.get(day)
        if value is None:
            points.append(Point(day, None))
            continue
        said = judged(value, aim.target, aim.direction, aim.bands)
        points.append(Point(day, value, said, trend(before, value, aim.direction)))
        before = value
    return Course(aim, tuple(points))


def is_for_everybody(points: Sequence[Point]) -> bool:
    """Whether the readings of one day are put into the shared channel at once.

    What is poor and no better than before the lead talks over first (practice.md 2.5): nothing is said in the channel.
    """
    return not any(each.is_poor and each.trend is not Trend.BETTER for each in points)
