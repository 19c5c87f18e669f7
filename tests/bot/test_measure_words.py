"""A measure is said by the way that is better: what is short of its target is above it where lower is better."""

from datetime import date
from decimal import Decimal

import pytest

from bot.casework.measure_amounts import amount_beside
from bot.measure_words import band_words
from bot.templates import render
from domain.evaluations import Judgement
from domain.measures import Direction

IN_ORDER = (
    Judgement.ON_TARGET,
    Judgement.CLOSE,
    Judgement.BELOW,
    Judgement.WELL_BELOW,
    Judgement.CANNOT_TELL,
)


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        (
            Direction.HIGHER,
            ["on target", "close to target", "below target", "well below target", "cannot tell"],
        ),
        (
            Direction.LOWER,
            ["on target", "close to target", "above target", "well above target", "cannot tell"],
        ),
    ],
)
def test_a_band_is_said_by_the_way_that_is_better(direction: Direction, said: list[str]) -> None:
    assert [band_words(each, direction) for each in IN_ORDER] == said


def test_six_rounds_of_one_are_never_said_to_be_below_it() -> None:
    late = {
        "title": "Late rounds",
        "value": "6 rounds",
        "target": amount_beside(Decimal(1), "rounds"),
        "before": amount_beside(Decimal(9), "rounds"),
        "direction": "lower",
        "judgement": "well_below",
        "change": "better",
    }
    told = render(
        "reading_poor",
        {
            "poor": [late],
            "rung_by": "",
            "counts_on": date(2026, 11, 26),
            "reference": "AH-IMP-0001",
            "process": "Medicines at night",
            "contract": "Alderwick House",
            "recorded_by": "Joanne Field",
        },
    )

    assert told.startswith(
        "*Not yet what was agreed: “Late rounds” is 6 rounds (target 1, the lower the better).*"
    )
    assert "before 9: well above target, and better than before." in told
    assert "below" not in told
    assert amount_beside(Decimal(98), "%") == "98 %"
