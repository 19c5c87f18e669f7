"""What the report of an improvement process says, section by section: headings, lines and what people typed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.agreement_register_blocks import answer_words, version_words
from bot.casework.improvement_figures import MeasureFigures
from bot.casework.improvement_report import EXPLANATION, ImprovementReport, PlannedLine
from bot.casework.measure_amounts import amount, amount_beside
from bot.escaping import as_plain
from bot.measure_words import band_words
from bot.templates import words
from domain.calendar import WorkingCalendar, words_for_day
from domain.options import letter

Item = dict[str, Any]
Section = tuple[str, list[Item]]


def agreed_so_far(report: ImprovementReport, calendar: WorkingCalendar) -> Iterable[Section]:
    """Return why it must improve, how it came to it, what could be done, and who agreed to what."""
    label, why = words("improvement_report_words"), words("explanation_words")
    told = report.explanation
    texts = [
        (getattr(why, f"heading_{name}"), told[name]) for name in (*EXPLANATION, "note") if told.get(name)
    ]
    if texts and not told.get("voice"):
        texts.append((why.heading_voice, why.no_voice))
    yield label.why, [_item("", texts=texts)] if texts else []
    yield label.received, [_item("", lines=[_received(name, on) for name, on in report.received])]
    yield (
        label.areas,
        [_item("", lines=[f"{rank}. {area}" for rank, area in enumerate(report.areas, start=1)])],
    )
    kinds = words("reason_words")
    yield (
        label.reasons,
        [
            _item(f"{name}: {getattr(kinds, reason.kind)}", texts=_fields(said))
            for reason, name, said in report.reasons
        ],
    )
    headings = words("option_words")
    yield (
        label.options,
        [
            _item(
                f"{letter(option.number)}: {option.title}",
                lines=[label.taken_back]
                if option.withdrawn_at
                else [label.preferred]
                if option.preferred_at
                else [],
                texts=[
                    (getattr(headings, f"heading_{name}"), said[name])
                    for name in ("effect", "cost", "risk", "support")
                    if said.get(name)
                ],
            )
            for option, said in report.options
        ],
    )
    yield label.register, _register(report, calendar) or [_item("", lines=[label.nobody_asked])]


def carried_out(report: ImprovementReport, calendar: WorkingCalendar) -> Iterable[Section]:
    """Return what is measured and done, how it stood when it was shared, and what everybody makes of it."""
    label = words("improvement_report_words")
    yield label.measures, [_measure(each) for each in report.measures]
    plan = report.plan
    yield (
        f"{label.plan}, {label.version} {plan.version}" if plan else label.plan,
        [
            *(_item("", texts=[(label.enough, report.exit_criteria)]) for _ in [0] if report.exit_criteria),
            *(_line(each) for each in report.lines),
        ]
        or [_item("", lines=[label.no_plan])],
    )
    yield label.others, [_line(each) for each in report.other_actions]
    yield (
        label.meetings,
        [
            _item(words_for_day(on), lines=[f"{label.present}: {', '.join(names)}"])
            for on, names in report.meetings
        ],
    )
    yield (
        label.pauses,
        [
            _item(
                f"{getattr(label, each.reason)}, {words_for_day(calendar.local(each.paused_at).date())}",
                lines=[f"{label.rested_until} {words_for_day(each.review_on)}"],
            )
            for each in report.pauses
        ],
    )
    yield from _looked_at(report)


def _looked_at(report: ImprovementReport) -> Iterable[Section]:
    """Return how it stood when it was shared, what became formal, and what everybody makes of it."""
    label = words("improvement_report_words")
    yield (
        label.evaluations,
        [
            _item(
                f"{each.reference}: {getattr(label, each.judgement) if each.judgement else label.cannot_tell}, "
                f"{words_for_day(each.period_from)} to {words_for_day(each.period_to)}",
                texts=_fields(said),
            )
            for each, said in report.evaluations
        ],
    )
    yield (
        label.formal,
        [
            _item(
                getattr(words("formal_words"), f"notice_{each.notice_type}"),
                lines=[
                    f"{label.served_on} {words_for_day(each.served_on)}"
                    if each.served_on
                    else label.not_served
                ],
            )
            for each in report.formal_steps
        ],
    )
    yield (
        label.reflections,
        [
            _item(name or label.without_name, texts=_fields(said))
            for _reflection, name, said in report.reflections
        ],
    )


def _register(report: ImprovementReport, calendar: WorkingCalendar) -> list[Item]:
    items = []
    for version in report.register:
        heading, *more = _plain(version_words(calendar, version)).split("\n")
        lines = [*more]
        for answer in version.answers:
            lines += [_plain(answer_words(calendar, answer)), *([answer.comment] if answer.comment else [])]
        items.append(_item(heading, lines=lines))
    return items


def _measure(figures: MeasureFigures) -> Item:
    label, measure = words("improvement_report_words"), figures.measure
    read = [
        f"{words_for_day(point.on)}: {amount(point.value, measure.unit)}"
        + (f", {band_words(point.judged, measure.direction)}" if point.judged else "")
        if point.value is not None
        else f"{words_for_day(point.on)}: {label.gap}"
        for point in figures.readings
    ]
    starts, ends = amount(measure.baseline, measure.unit), amount_beside(measure.target, measure.unit)
    lines = [f"{label.baseline} {starts}, {label.target} {ends}", *(read or [label.no_reading])]
    return _item(measure.title, lines=[measure.outcome, *lines])


def _line(line: PlannedLine) -> Item:
    label = words("improvement_report_words")
    stands = f", {getattr(label, line.action.state)}" if line.action else ""
    due_on = line.action.due_on if line.action else line.due_on
    lines = [f"{line.owner}, {label.due} {words_for_day(due_on)}{stands}"]
    lines += [f"{label.shown_by}: {line.shown_by}"] if line.shown_by else []
    lines += [f"{label.clause} {line.clause}"] if line.clause else []
    return _item(
        " ".join(part for part in (line.action.reference if line.action else "", line.title) if part), lines
    )


def _received(name: str, on: date | None) -> str:
    label = words("improvement_report_words")
    return f"{name}: {label.has_received} {words_for_day(on)}" if on else f"{name}: {label.not_received}"


def _fields(said: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return texts under what their fields are called; one that has no words for it yet stands under its own name."""
    label = words("improvement_report_words")
    return [
        (getattr(label, f"field_{name}", name.replace("_", " ").capitalize()), body)
        for name, body in said.items()
    ]


def _item(heading: str, lines: Iterable[str] = (), texts: Iterable[tuple[str, str]] = ()) -> Item:
    return {
        "heading": heading,
        "lines": [line for line in lines if line],
        "texts": [{"label": label, "body": body} for label, body in texts],
    }


def _plain(said: str) -> str:
    return as_plain(said).replace("*", "")
