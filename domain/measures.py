"""Measures: what shows whether people are better off, from where it starts, to where it is to come (CPC424-P7, P13)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.errors import NotAllowed
from domain.evaluations import Judgement
from domain.improvements import require_length, require_line, require_text

LONGEST_UNIT = 30
LARGEST = Decimal(1_000_000)
_AS_WRITTEN = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
PLACES = Decimal("0.01")  # no reading of people's lives is more exact than that


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


class Trend(StrEnum):
    """How a reading stands against the one before it."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    FIRST = "first"


@dataclass(frozen=True)
class Bands:
    """How far short of its target a reading may fall and still be called close, or below; further is well below.

    Both are in the measure's own unit, chosen when it is agreed: five of a hundred doses are not five of nine staff.
    People say them as figures on the same scale as the target: see `between` and `figures`.
    """

    close_within: Decimal
    below_within: Decimal

    def __post_init__(self) -> None:
        if not Decimal(0) <= self.close_within <= self.below_within:
            raise NotAllowed("Below reaches at least as far as close. Please check the two numbers.", "poor")

    @classmethod
    def between(cls, target: Decimal, nearly: Decimal, poor: Decimal, direction: Direction) -> "Bands":
        """Return the bands of a measure that is close from `nearly` on, and poor past `poor`.

        Raises NotAllowed beside its field where the order is wrong: the target is best, then nearly there, then poor.
        """
        is_higher = direction is Direction.HIGHER
        if (nearly > target) if is_higher else (nearly < target):
            raise NotAllowed(
                "This is better than the target, so it is on target already. Please write the target itself, or "
                f"a figure {'below' if is_higher else 'above'} it.",
                "nearly",
            )
        if (poor > nearly) if is_higher else (poor < nearly):
            raise NotAllowed(
                f"It is nearly there at {nearly.normalize():f}, so this must be {nearly.normalize():f} or "
                f"{'lower' if is_higher else 'higher'}.",
                "poor",
            )
        return cls(abs(target - nearly), abs(target - poor))

    def figures(self, target: Decimal, direction: Direction) -> tuple[Decimal, Decimal]:
        """Return from which figure on it is close, and past which it is poor. No figure is less than 0."""
        sign = -1 if direction is Direction.HIGHER else 1
        nearly, poor = target + sign * self.close_within, target + sign * self.below_within
        return max(nearly, Decimal(0)), max(poor, Decimal(0))


@dataclass(frozen=True)
class NewMeasure:
    """One measure. `outcome` is what people are to have from it; without one a number serves nobody."""

    title: str
    outcome: str
    baseline: Decimal
    target: Decimal
    direction: Direction
    bands: Bands
    source: str
    unit: str = ""

    def __post_init__(self) -> None:
        require_line(self.title, "title", "Please name what is counted, in one line.")
        require_text(
            self.outcome,
            "outcome",
            "Please say what people are to have from it: which outcome it stands for.",
        )
        require_text(self.source, "source", "Please say where the figure comes from, and who can look it up.")
        require_length(self.unit, "unit")
        require_better(self.baseline, self.target, self.direction)


def require_better(baseline: Decimal, target: Decimal, direction: Direction) -> None:
    """Raise NotAllowed for a target that is worse than where it starts."""
    if (target < baseline) if direction is Direction.HIGHER else (target > baseline):
        raise NotAllowed(
            "The target is worse than where it starts. Please check both numbers, and which way is better.",
            "target",
        )


def number(typed: str, field: str, unit: str = "") -> Decimal:
    """Read a number as people write it, such as 93, 93 %, 1,250 or 0.5, with its unit or without; to two places.

    Raises NotAllowed for anything else. A comma only parts thousands: 0,5 is asked about, not taken for 5.
    """
    plain = typed.strip().removesuffix(unit).strip().removesuffix("%").strip()
    if not _AS_WRITTEN.fullmatch(plain):
        raise NotAllowed("Please write a number, such as 93 or 0.5.", field)
    value = Decimal(plain.replace(",", ""))
    if not 0 <= value <= LARGEST:
        raise NotAllowed(f"Please write a number from 0 to {LARGEST:,}.", field)
    if value != value.quantize(PLACES):
        raise NotAllowed("Please write at the most two places behind the point.", field)
    return value


def judged(value: Decimal, target: Decimal, direction: Direction, bands: Bands) -> Judgement:
    """Return what a reading suggests, by the bands agreed with the measure. A person confirms it."""
    short = target - value if direction is Direction.HIGHER else value - target
    if short <= 0:
        return Judgement.ON_TARGET
    if short <= bands.close_within:
        return Judgement.CLOSE
    return Judgement.BELOW if short <= bands.below_within else Judgement.WELL_BELOW


POOR = frozenset({Judgement.BELOW, Judgement.WELL_BELOW})
"""The lead is told and asked whether to ring before they write; nothing starts by itself (CPC424-P12)."""


def trend(before: Decimal | None, value: Decimal, direction: Direction) -> Trend:
    """Return how a reading stands against the one before."""
    if before is None:
        return Trend.FIRST
    if before == value:
        return Trend.SAME
    return Trend.BETTER if (value > before) is (direction is Direction.HIGHER) else Trend.WORSE


@dataclass(frozen=True)
class Reading:
    """One reading that was due on a day; `value` is None where it is missing, which is a gap and not a zero."""

    due_on: date
    value: Decimal | None


def gaps(readings: Sequence[Reading]) -> list[date]:
    """Return the days whose reading is missing."""
    return [reading.due_on for reading in readings if reading.value is None]


def has_held(judgements: Sequence[Judgement | None], at_least: int) -> bool:
    """Whether the last so many readings were all on target. A missing one holds nothing: nobody knows."""
    last = judgements[-at_least:]
    return len(last) == at_least > 0 and all(each is Judgement.ON_TARGET for each in last)
