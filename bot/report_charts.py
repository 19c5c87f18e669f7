"""The charts of the report of an improvement process: each measure that was ever due, against its target."""

from bot.casework.improvement_report import ImprovementReport
from bot.evaluation_charts import in_words
from bot.improvement_document import Chart
from bot.templates import words
from domain.chart_panels import MeasurePanel

PANELS_OF_ONE = 3
"""Panels of one picture: three fit on a page of paper with the words below them."""


def charts_of(report: ImprovementReport) -> list[Chart]:
    """Draw them, and say the same in words; none while nothing has been due."""
    panels = [
        MeasurePanel(each.measure.title, each.measure.unit, each.course, each.starts_on)
        for each in report.measures
        if each.course.points
    ]
    if not panels:
        return []
    from bot.chart_drawing import draw  # what draws takes longer to import than the rest of the bot

    shown = [panels[start : start + PANELS_OF_ONE] for start in range(0, len(panels), PANELS_OF_ONE)]
    heading = words("improvement_report_words").charts
    return [
        Chart(heading if number == 0 else "", draw(part), " ".join(in_words(each) for each in part))
        for number, part in enumerate(shown)
    ]
