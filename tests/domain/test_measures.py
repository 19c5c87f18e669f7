"""Measures: tied to an outcome, judged by the bands agreed with them, and a missing reading is a gap."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NotAllowed
from domain.evaluations import Judgement
from domain.measures import (
    Bands,
    Direction,
    NewMeasure,
    Reading,
    Trend,
    gaps,
    has_held,
    judged,
    number,
    trend,
)

BANDS = Bands(Decimal(5), Decimal(15))
UP, DOWN = Direction.HIGHER, Direction.LOWER
values = st.decimals(0, 200, places=2)


@pytest.mark.criterion("CPC424-P7")
@pytest.mark.parametrize(
    ("value", "direction", "word"),
    [
        ("95", UP, Judgement.ON_TARGET),
        ("90", UP, Judgement.ON_TARGET),
        ("89.99", UP, Judgement.CLOSE),
        ("85", UP, Judgement.CLOSE),
        ("84", UP, Judgement.BELOW),
        ("75", UP, Judgement.BELOW),
        ("70", UP, Judgement.WELL_BELOW),
        ("90", DOWN, Judgement.ON_TARGET),
        ("95", DOWN, Judgement.CLOSE),
        ("120", DOWN, Judgement.WELL_BELOW),
    ],
)
def test_a_reading_is_judged_by_the_bands_agreed_with_its_measure(
    value: str, direction: Direction, word: Judgement
) -> None:
    assert judged(Decimal(value), Decimal(90), direction, BANDS) is word


@given(values, values, values)
def test_a_better_reading_is_never_judged_worse(target: Decimal, one: Decimal, other: Decimal) -> None:
    order = [Judgement.WELL_BELOW, Judgement.BELOW, Judgement.CLOSE, Judgement.ON_TARGET]
    for direction, (worse, better) in (
        (UP, sorted((one, other))),
        (DOWN, sorted((one, other), reverse=True)),
    ):
        words = [judged(value, target, direction, BANDS) for value in (worse, better)]
        assert order.index(words[0]) <= order.index(words[1])


DOSES = NewMeasure(
    title="Doses given",
    outcome="People have their medicines",
    baseline=Decimal(91),
    target=Decimal(98),
    direction=UP,
    bands=BANDS,
    source="The charts",
)


@pytest.mark.criterion("CPC424-P7")
@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"title": " "}, "title"),
        ({"source": ""}, "source"),
        ({"target": Decimal(80)}, "target"),
    ],
)
def test_a_measure_without_an_outcome_a_source_or_a_better_target_is_refused(
    about: dict[str, object], field: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        replace(DOSES, **about)  # type: ignore[arg-type]
    assert refused.value.field == field


BETTER = {"nearly": "This is better than the target", "poor": "so this must be"}


@pytest.mark.parametrize(
    ("direction", "nearly", "poor", "field"),
    [
        (UP, "91", "80", "nearly"),
        (UP, "85", "86", "poor"),
        (DOWN, "89", "100", "nearly"),
        (DOWN, "95", "94", "poor"),
    ],
)
def test_target_nearly_there_and_poor_stand_in_this_order_or_are_refused_beside_the_field(
    direction: Direction, nearly: str, poor: str, field: str
) -> None:
    with pytest.raises(NotAllowed, match=BETTER[field]) as refused:
        Bands.between(Decimal(90), Decimal(nearly), Decimal(poor), direction)
    assert refused.value.field == field


@given(values, values, values)
def test_the_figures_that_were_said_are_kept_to_the_hundredth_and_judged_by(
    one: Decimal, other: Decimal, third: Decimal
) -> None:
    for direction in Direction:
        worst_first = sorted((one, other, third), reverse=direction is DOWN)
        poor, nearly, target = worst_first
        bands = Bands.between(target, nearly, poor, direction)
        assert bands.figures(target, direction) == (nearly, poor)
        assert judged(nearly, target, direction, bands) in {Judgement.ON_TARGET, Judgement.CLOSE}
        past = poor - Decimal("0.01") if direction is UP else poor + Decimal("0.01")
        assert judged(past, target, direction, bands) is Judgement.WELL_BELOW


@pytest.mark.parametrize(
    ("typed", "value"), [("93", "93"), (" 93 % ", "93"), ("1,250", "1250"), ("0.5", "0.5")]
)
def test_numbers_are_read_as_people_write_them(typed: str, value: str) -> None:
    assert number(typed, "value") == Decimal(value)


@pytest.mark.parametrize("typed", ["", "about 90", "-3", "NaN", "Infinity", "93.125", "10000000"])
def test_what_is_no_number_is_refused_beside_the_field(typed: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        number(typed, "value")
    assert refused.value.field == "value"


def test_trends_follow_the_direction_that_is_better() -> None:
    seen = [trend(before, Decimal(5), DOWN) for before in (None, Decimal(7), Decimal(5), Decimal(3))]
    assert seen == [Trend.FIRST, Trend.BETTER, Trend.SAME, Trend.WORSE]


def test_a_missing_reading_is_a_gap_and_holds_nothing() -> None:
    readings = [Reading(date(2026, 11, 26), Decimal(93)), Reading(date(2026, 12, 29), None)]
    good = Judgement.ON_TARGET

    assert gaps(readings) == [date(2026, 12, 29)]
    assert has_held([Judgement.CLOSE, good, good], 2)
    assert not has_held([good, None], 2)
    assert not has_held([good], 2)
    assert not has_held([], 0)
