"""Charts are drawn the same from the same figures, and without anything global of matplotlib's."""

import sys
from datetime import date
from decimal import Decimal
from io import BytesIO

from bot.chart_drawing import draw
from bot.evaluation_charts import in_words
from domain.chart_panels import ActionDay, MeasurePanel, actions_panel
from domain.measure_course import Aim, course_of
from domain.measures import Bands, Direction

NOVEMBER, DECEMBER = date(2026, 11, 26), date(2026, 12, 29)


def panel(title: str, *values: int | None, starts_on: date | None = None) -> MeasurePanel:
    """A measure with a reading, or a gap, for each of two months, from its start where one has a day."""
    aim = Aim(Decimal(91), Decimal(98), Direction.HIGHER, Bands(Decimal(3), Decimal(7)))
    days = (NOVEMBER, DECEMBER)[: len(values)]
    read = {day: None if each is None else Decimal(each) for day, each in zip(days, values, strict=True)}
    return MeasurePanel(title, "%", course_of(aim, read, days), starts_on)


def test_the_same_figures_give_the_same_picture_and_no_other_ones_do() -> None:
    actions = actions_panel([ActionDay(NOVEMBER, DECEMBER), ActionDay(DECEMBER, None)], DECEMBER)
    assert actions is not None
    first = draw([panel("Doses", 93, None), actions])

    assert first == draw([panel("Doses", 93, None), actions])
    assert first != draw([panel("Doses", 93, 0), actions]), "a gap is no nought"
    assert "matplotlib.pyplot" not in sys.modules


def test_the_start_is_drawn_on_its_day_before_the_first_reading_and_is_none_itself() -> None:
    october, begun = date(2026, 10, 8), panel("Doses", 93, 95, starts_on=date(2026, 10, 8))

    assert begun.first_on == october
    assert draw([begun]) != draw([panel("Doses", 93, 95)])
    assert panel("Doses", 93, starts_on=NOVEMBER).first_on is None, "read on the day it was set"
    assert in_words(begun).startswith("Doses: started at 91 % on Thursday 8 October 2026, target 98 %")


def test_typed_words_are_drawn_as_they_were_typed_whatever_they_hold() -> None:
    """Signs that mean formulas, letters that no font has, an empty course of one day: no warning, no fault."""
    from PIL import Image

    odd = draw([panel("Doses $\\frac{1}$ given 漢\n\u202eto all " + "x" * 300, None), panel("One", 98)])

    assert Image.open(BytesIO(odd)).size[0] > 500


def test_one_action_alone_is_drawn() -> None:
    alone = actions_panel([ActionDay(DECEMBER, None)], DECEMBER)
    assert alone is not None

    assert draw([alone]).startswith(b"\x89PNG")
