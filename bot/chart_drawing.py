"""Charts as pictures: each measure against its target, and actions over time, to be read without colour.

matplotlib is imported when a chart is drawn and not before: it takes longer than the rest of the bot. What was
measured is told apart by marker, kind of line and words at the line; colour repeats it and says nothing of its own.
The same panels give the same bytes: nothing of the hour or of the machine is in a picture.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from bot.casework.measure_amounts import amount, amount_beside
from bot.measure_words import band_words
from domain.chart_panels import ActionsPanel, MeasurePanel, Steps
from domain.evaluations import Judgement
from domain.measure_course import Point

Panel = MeasurePanel | ActionsPanel

WIDTH, HEIGHT, DOTS = 7.2, 2.5, 110  # inches, inches for each panel, dots for an inch
LONGEST_TITLE, MOST_MARKED, MOST_DAYS = 80, 60, 6
LEAST_ROOM = 0.09  # of the width: two days that are nearer would be written over each other
ABOVE = (
    20  # points between a title and its chart: what the marks mean stands between, where it covers nothing
)
INK, QUIET = "#1a1a1a", "#5a5a5a"
MARKERS = {
    Judgement.ON_TARGET: "o",
    Judgement.CLOSE: "s",
    Judgement.BELOW: "v",
    Judgement.WELL_BELOW: "X",
}


def draw(panels: Sequence[Panel]) -> bytes:
    """Return the panels, one below the other, as a PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, HEIGHT * len(panels)), dpi=DOTS, layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    for axes, panel in zip(figure.subplots(len(panels), squeeze=False)[:, 0], panels, strict=True):
        if isinstance(panel, MeasurePanel):
            _draw_measure(axes, panel)
            _finish(axes, [each.on for each in panel.course.points], panel.first_on)
        else:
            _draw_actions(axes, panel)
            _finish(axes, [], None)
    held = BytesIO()
    figure.savefig(held, format="png", metadata={"Software": None})
    return held.getvalue()


def _draw_measure(axes: Any, panel: MeasurePanel) -> None:
    aim, points = panel.course.aim, panel.course.points
    read = [each for each in points if each.value is not None]
    target, baseline = float(aim.target), float(aim.baseline)
    axes.axhline(target, color=INK, linestyle="--", linewidth=1.2)
    axes.axhline(baseline, color=QUIET, linestyle=":", linewidth=1.2)
    first = [(panel.first_on, baseline)] if panel.first_on else []
    drawn = [
        *first,
        *((each.on, float("nan") if each.value is None else float(each.value)) for each in points),
    ]
    axes.plot(*zip(*drawn, strict=True), color="#1d4f63", linewidth=1.6)  # a gap stays one
    for day, height in first:
        axes.plot(
            [day],
            [height],
            "D",
            color="white",
            markersize=7,
            markeredgecolor=INK,
            label=f"start, {_day(day)}",
        )
    if len(read) <= MOST_MARKED:
        for judged, marker in MARKERS.items():
            _mark(
                axes,
                [each for each in read if each.judged is judged],
                marker,
                band_words(judged, aim.direction),
            )
    missing = [each.on for each in points if each.value is None]
    if missing:
        at_the_foot = axes.get_xaxis_transform()  # by the day, at no height that could be read as a figure
        axes.plot(
            missing,
            [0.05] * len(missing),
            "x",
            color=INK,
            markersize=9,
            label="missing",
            transform=at_the_foot,
        )
    _say(axes, target, f"target {amount_beside(aim.target, panel.unit)}")
    _say(axes, baseline, f"start {amount_beside(aim.baseline, panel.unit)}")
    if read and read[-1].value is not None:
        axes.annotate(
            _plain(amount(read[-1].value, panel.unit)),
            (_number(read[-1].on), float(read[-1].value)),
            xytext=(7, 7),
            textcoords="offset points",
            color=INK,
            fontsize=9,
            fontweight="bold",
            parse_math=False,
        )
    axes.set_title(_plain(panel.title), loc="left", fontsize=10, color=INK, parse_math=False, pad=ABOVE)


def _mark(axes: Any, points: Sequence[Point], marker: str, meaning: str) -> None:
    if points:
        days, values = [each.on for each in points], [float(each.value or 0) for each in points]
        axes.plot(days, values, marker, color="#1d4f63", markersize=7, markeredgecolor=INK, label=meaning)


def _say(axes: Any, height: float, words: str) -> None:
    """Write at the right end of a line what it is."""
    axes.annotate(
        _plain(words),
        (1, height),
        xycoords=("axes fraction", "data"),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontsize=8,
        color=INK,
        parse_math=False,
        annotation_clip=False,
    )


def _draw_actions(axes: Any, panel: ActionsPanel) -> None:
    ends = max([*panel.due.days, *panel.done.days])
    _draw_steps(axes, panel.due, ends, ("--", "s", "to be done by then"))
    _draw_steps(axes, panel.done, ends, ("-", "o", "done"))
    axes.set_ylim(bottom=0)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_title("Actions over time", loc="left", fontsize=10, color=INK, pad=ABOVE)


def _draw_steps(axes: Any, steps: Steps, ends: date, how: tuple[str, str, str]) -> None:
    if not steps.days:
        return
    line, marker, words = how
    is_marked = len(steps.days) <= MOST_MARKED
    axes.step(
        [*steps.days, ends],
        [*steps.counts, steps.counts[-1]],
        where="post",
        linestyle=line,
        marker=marker if is_marked else None,
        markersize=5,
        color=INK if line == "--" else "#1d4f63",
        label=f"{words}: {steps.counts[-1]}",
    )


def _finish(axes: Any, read_on: Sequence[date], first_on: date | None) -> None:
    """Name the few days on which something was read; of more, what fits. One day alone would span years.

    The start is named beside its mark already: below it only where that leaves room.
    """
    from matplotlib import dates

    if 0 < len(read_on) <= MOST_DAYS:
        has_room = first_on is not None and read_on[0] - first_on > (read_on[-1] - first_on) * LEAST_ROOM
        named = [first_on, *read_on] if first_on is not None and has_room else read_on
        axes.set_xticks([_number(day) for day in named], [_day(day, "\n") for day in named])
    else:
        days: Any = dates.AutoDateLocator(minticks=2, maxticks=7)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(days)
        axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(days))  # type: ignore[no-untyped-call]
    axes.margins(x=0.04, y=0.18)
    axes.grid(visible=True, axis="y", color="#dddddd", linewidth=0.6)
    axes.tick_params(labelsize=8, colors=INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if axes.get_legend_handles_labels()[1]:
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), fontsize=7, ncols=6, frameon=False)


def _day(day: date, between: str = " ") -> str:
    return f"{day.day} {day:%b}{between}{day.year}"


def _number(day: date) -> float:
    from matplotlib import dates

    return float(dates.date2num(day))  # type: ignore[no-untyped-call]


def _plain(text: str) -> str:
    """Return typed words that the font can draw, on one line; what it cannot is a box rather than a warning."""
    from matplotlib.font_manager import findfont, get_font

    font = get_font(findfont("DejaVu Sans"))
    line = " ".join(text.split())
    line = line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 2]} …"
    return "".join(each if font.get_char_index(ord(each)) else "□" for each in line)
