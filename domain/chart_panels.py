"""What a chart of a process shows: a panel for each measure, and one for its actions (CPC424-P13)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from domain.measure_course import Course


@dataclass(frozen=True)
class ActionDay:
    """One action as a chart shows it: the London day it was to be done by, and the one it was handed in on."""

    due_on: date
    done_on: date | None


@dataclass(frozen=True)
class MeasurePanel:
    """One measure against its target, from its start. `title` and `unit` are as people typed them.

    `starts_on` is the day of its start, where one is known.
    """

    title: str
    unit: str
    course: Course
    starts_on: date | None = None

    @property
    def first_on(self) -> date | None:
        """The day at which its start is drawn: before everything that was read, else only its height is."""
        points = self.course.points
        is_before = self.starts_on is not None and bool(points) and self.starts_on < points[0].on
        return self.starts_on if is_before else None


@dataclass(frozen=True)
class Steps:
    """How many there were by each day: only the days on which the number rose."""

    days: tuple[date, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class ActionsPanel:
    """How many actions were to be done by each day, and how many were."""

    due: Steps
    done: Steps


def steps_of(days: Sequence[date]) -> Steps:
    """Return how many days had come by each of them."""
    found = sorted(Counter(days).items())
    return Steps(tuple(day for day, _ in found), tuple(accumulate(count for _, count in found)))


def actions_panel(actions: Sequence[ActionDay], until: date) -> ActionsPanel | None:
    """Return the panel of actions up to a day; None where nothing was to be done by then, nor was done."""
    due = steps_of([each.due_on for each in actions if each.due_on <= until])
    done = steps_of([each.done_on for each in actions if each.done_on is not None and each.done_on <= until])
    return ActionsPanel(due, done) if due.days or done.days else None
