"""The course of a measure: judged day by day, a missing reading is a gap and holds nothing."""

from datetime import date
from decimal import Decimal

import pytest

from domain.evaluations import Judgement
from domain.measure_course import Aim, Course, course_of, is_for_everybody
from domain.measures import Bands, Direction, Trend

NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 26), date(2026, 12, 29), date(2027, 1, 26)
DOSES = Aim(Decimal(91), Decimal(98), Direction.HIGHER, Bands(Decimal(3), Decimal(5)))
FALLS = Aim(Decimal(12), Decimal(4), Direction.LOWER, Bands(Decimal(2), Decimal(4)))


def course(aim: Aim, *values: str | None) -> Course:
    """A course of up to three months; None where nobody recorded anything."""
    days = (NOVEMBER, DECEMBER, JANUARY)[: len(values)]
    found = {day: Decimal(value) for day, value in zip(days, values, strict=True) if value is not None}
    return course_of(aim, found, days)


@pytest.mark.criterion("CPC424-P13")
def test_a_missing_reading_is_a_gap_and_nobody_can_tell_however_good_the_one_before() -> None:
    found = course(DOSES, "93", "98", None)

    assert [point.value for point in found.points] == [93, 98, None], "never nought"
    assert found.gaps == (JANUARY,)
    assert found.judged is Judgement.CANNOT_TELL
    assert found.latest is not None
    assert (found.latest.on, found.trend) == (DECEMBER, Trend.BETTER)
    assert found.held == 0


def test_each_reading_is_judged_by_the_bands_and_against_the_one_before_or_the_start() -> None:
    found = course(DOSES, "93", "92", "98")

    assert [point.judged for point in found.points] == [
        Judgement.BELOW,
        Judgement.WELL_BELOW,
        Judgement.ON_TARGET,
    ]
    assert [point.trend for point in found.points] == [Trend.BETTER, Trend.WORSE, Trend.BETTER]
    assert [point.trend for point in course(FALLS, "9", "9", "10").points] == [
        Trend.BETTER,
        Trend.SAME,
        Trend.WORSE,
    ], "where fewer is better"


def test_what_has_held_is_counted_back_from_the_last_day_due() -> None:
    assert course(DOSES, "98", "97", "99").held == 1
    assert course(DOSES, "97", "98", "99").held == 2
    assert course(DOSES, "97", "98", "99").has_held(2)
    assert not course(DOSES, "98", None, "99").has_held(2)
    assert course(DOSES).judged is Judgement.CANNOT_TELL


def test_what_became_known_later_is_not_in_a_course_as_it_stood() -> None:
    assert course(DOSES, "98", "92").until(NOVEMBER).judged is Judgement.ON_TARGET


@pytest.mark.parametrize(
    ("values", "is_told"),
    [(("97", "98"), True), (("92", "93"), True), (("98", "92"), False), (("92", "92"), False)],
)
def test_the_channel_hears_no_reading_that_is_poor_and_no_better_than_before(
    values: tuple[str, str], *, is_told: bool
) -> None:
    assert is_for_everybody([course(DOSES, *values).points[-1]]) is is_told
