"""What the measures of a process suggest of it, and how they are kept with the evidence (CPC424-P13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.evaluation_figures import Figures
from domain.evaluations import Judgement, Reason, Suggestion, suggest
from domain.measure_course import Aim, Course, course_of
from domain.measures import Bands, Direction

WORST_LAST = (Judgement.ON_TARGET, Judgement.CLOSE, Judgement.BELOW, Judgement.WELL_BELOW)
FEWEST_TOLD = 50
"""Per cent of the measures of which something is known; with fewer nobody can tell how the whole stands."""


@dataclass(frozen=True)
class MeasureFound:
    """One measure as an evaluation found it: its course up to the end of the period, by the bands of that time."""

    measure_id: UUID
    course: Course

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data. What is judged is worked out again from the same bands."""
        aim = self.course.aim
        return {
            "measure": self.measure_id.hex,
            "baseline": str(aim.baseline),
            "target": str(aim.target),
            "direction": aim.direction.value,
            "bands": [str(aim.bands.close_within), str(aim.bands.below_within)],
            "readings": [
                [each.on.isoformat(), None if each.value is None else str(each.value)]
                for each in self.course.points
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "MeasureFound":
        """Read it as it was kept."""
        close, below = (Decimal(each) for each in data["bands"])
        aim = Aim(
            Decimal(data["baseline"]),
            Decimal(data["target"]),
            Direction(data["direction"]),
            Bands(close, below),
        )
        values = {
            date.fromisoformat(on): None if value is None else Decimal(value)
            for on, value in data["readings"]
        }
        return cls(UUID(data["measure"]), course_of(aim, values, ()))


def suggest_process(figures: Figures, courses: Sequence[Course]) -> Suggestion:
    """Return what the figures of a process suggest; the same figures always suggest the same.

    Safety comes first, as anywhere. Then what counts is whether people are better off: the whole stands no better than
    its weakest measure. What is missing, or late, keeps it from *on target* and says nothing worse by itself. Without
    measures, as on the light route, its actions and looks are all there is.
    """
    by_date = (Reason.BY_DATE,) if figures.their_due else ()
    if figures.their_safety_late or not courses:
        return suggest(figures)
    told = [each.judged for each in courses if each.judged is not Judgement.CANNOT_TELL]
    missing = (Reason.READINGS_MISSING,) if len(told) < len(courses) else ()
    if not told or len(told) * 100 < len(courses) * FEWEST_TOLD:
        return Suggestion(Judgement.CANNOT_TELL, (*missing, *by_date))
    weakest = max(told, key=WORST_LAST.index)
    if weakest is Judgement.ON_TARGET and (missing or figures.their_late):
        weakest = Judgement.CLOSE
    still_late = (Reason.STILL_LATE,) if figures.their_late else ()
    return Suggestion(weakest, (Reason.WEAKEST_MEASURE, *missing, *by_date, *still_late))
