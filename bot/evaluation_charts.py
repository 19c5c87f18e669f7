"""The charts of an evaluated process: what is drawn, what it says in words, and where Slack keeps it (CPC424-P13)."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from bot.blocks import paragraphs
from bot.casework.evaluation_measures import measures_in
from bot.casework.evaluation_reading import facts_of
from bot.casework.evaluation_subject import about
from bot.casework.evaluations import find_evaluation
from bot.casework.improvement_figures import starts_of
from bot.casework.measure_amounts import amount, amount_beside
from bot.messages import Message, Picture
from bot.templates import render
from domain.calendar import words_for_day
from domain.chart_panels import ActionsPanel, MeasurePanel, actions_panel
from domain.evaluation_evidence import Evidence
from storage.evaluations import Evaluation
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

PANELS_OF_ONE = 4
"""Panels of one picture: on a telephone a longer one cannot be read."""
MOST_SAID = 12
"""Readings of one measure that a description names; the message beside it says how it stands."""

Panel = MeasurePanel | ActionsPanel


def pictures_of(work: UnitOfWork, evaluation: Evaluation) -> list[Picture]:
    """Return the charts of a process as it was evaluated; none of a whole contract, nor where there is nothing to show.

    They show what every party may know: the measures, and the actions that all of them know of.
    """
    evidence = Evidence.from_data(evaluation.evidence)
    panels = panels_of(work, evidence)
    title, kept = about(work, evaluation), evaluation.charts or {}
    found = []
    for number, start in enumerate(range(0, len(panels), PANELS_OF_ONE), start=1):
        shown = panels[start : start + PANELS_OF_ONE]
        found.append(
            Picture(
                name=f"{evaluation.id.hex}:{number}",
                title=f"{evaluation.reference}: {title}",
                alt=" ".join(in_words(each) for each in shown),
                draw=partial(_draw, tuple(shown)),
                keep=partial(_keep, evaluation.id, str(number)),
                file=kept.get(str(number), ""),
            )
        )
    return found


def panels_of(work: UnitOfWork, evidence: Evidence) -> list[Panel]:
    """Return what is drawn: a panel for each measure that was ever due, and one for the actions."""
    if evidence.improvement_id is None:
        return []
    starts = starts_of(work, work.improvements.get(evidence.improvement_id))
    panels: list[Panel] = [
        MeasurePanel(measure.title, measure.unit, found.course, starts.get(measure.number))
        for measure, found in measures_in(work, evidence)
        if found.course.points
    ]
    actions = actions_panel(evidence.action_days, evidence.last)
    return [*panels, *([actions] if actions else [])]


def _draw(panels: Sequence[Panel]) -> bytes:
    from bot.chart_drawing import draw

    return draw(panels)


def _keep(evaluation_id: UUID, name: str, work: UnitOfWork, file: str) -> None:
    evaluation = work.evaluations.find_to_change(evaluation_id)
    if evaluation is not None:
        evaluation.charts = {**(evaluation.charts or {}), name: file}


def in_words(panel: Panel) -> str:
    """Return what a panel shows, for whoever does not see it."""
    if isinstance(panel, ActionsPanel):
        due = panel.due.counts[-1] if panel.due.counts else 0
        done = panel.done.counts[-1] if panel.done.counts else 0
        return f"Actions: {due} were to be done by then, {done} were done."
    aim = panel.course.aim
    read = [
        f"{words_for_day(each.on)} "
        + (amount(each.value, panel.unit) if each.value is not None else "missing")
        for each in panel.course.points[-MOST_SAID:]
    ]
    start, target = amount(aim.baseline, panel.unit), amount_beside(aim.target, panel.unit)
    since = f" on {words_for_day(panel.starts_on)}" if panel.starts_on else ""
    better = f"the {aim.direction.value} the better"
    return f"{panel.title}: started at {start}{since}, target {target}, {better}; {', '.join(read)}."


def charts_message(work: UnitOfWork, notice: Notice, _now: object) -> Message:
    """Return the charts that somebody asked for, and the same in words."""
    evaluation = find_evaluation(work, notice.subject_id)
    text = render("evaluation_charts", {**facts_of(work, evaluation), "reference": evaluation.reference})
    return Message(text, paragraphs(text), pictures_of(work, evaluation))
