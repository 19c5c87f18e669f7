"""The register of agreements on the screen."""

from datetime import datetime
from functools import partial

from bot.blocks import Block, divider, form, paragraphs, section, typed
from bot.casework.agreement_register import Answer, Version
from bot.casework.notices import calendar_of
from bot.templates import render, words
from domain.calendar import WorkingCalendar
from domain.chronology import SubjectKind
from storage.improvements import Improvement
from storage.unit_of_work import UnitOfWork

OPEN_REGISTER, FETCH_REPORT = "agreement_register_open", "improvement_report_fetch"
MOST_SHOWN = 12
"""Versions in one window, the latest of them: Slack takes a hundred blocks. The report has all of them."""


def register_window(work: UnitOfWork, improvement: Improvement, versions: list[Version]) -> Block:
    """Return the window: each version that was asked about, and below it what every organisation said."""
    calendar = calendar_of(work, improvement.contract_id)
    facts = {"reference": improvement.reference, "title": improvement.title, "count": len(versions)}
    blocks = paragraphs(render("agreement_register", facts))
    for version in versions[-MOST_SHOWN:]:
        blocks += [divider(), section(version_words(calendar, version))]
        for answer in version.answers:
            blocks += [section(answer_words(calendar, answer)), *typed(answer.comment)]
    return form("read_only", words("agreement_register_words").title, blocks)


def version_words(calendar: WorkingCalendar, version: Version) -> str:
    """Return what became of one version, in words."""
    agreement, label = version.agreement, words("agreement_register_words")
    kinds = {SubjectKind.PLAN: label.plan, SubjectKind.MEETING: label.meeting}
    day = partial(_day, calendar)
    facts = {
        "what": kinds.get(agreement.subject_kind, f"{label.option} {version.title}"),
        "version": agreement.version,
        "outcome": version.outcome,
        "asked_by": version.asked_by,
        "asked_on": day(agreement.asked_at),
        "settled_on": day(agreement.settled_at),
        "approved_on": day(agreement.way_approved_at),
        "clause": version.clause,
        "because": version.because,
        "way_asked_by": version.way_asked_by,
        "way_approved_by": version.way_approved_by,
    }
    return render("agreement_register_version", facts)


def answer_words(calendar: WorkingCalendar, answer: Answer) -> str:
    """Return what one organisation said, who said it for them and who recorded it, in words."""
    facts = {
        "organisation": answer.organisation,
        "decision": answer.decision,
        "times_asked": answer.times_asked,
        "by": answer.by,
        "answered_on": _day(calendar, answer.at),
        "recorded_by": answer.recorded_by,
        "means": _means(answer.said_by),
        "said_on": answer.said_on,
        "evidence": answer.evidence,
        "dispute": answer.dispute,
    }
    return render("agreement_register_answer", facts)


def _means(said_by: str) -> str:
    return str(getattr(words("agreement_register_words"), MEANS.get(said_by, said_by), ""))


MEANS = {"meeting": "at_meeting"}
"""Means whose name stands for something else among the words."""


def _day(calendar: WorkingCalendar, moment: datetime | None) -> object:
    return calendar.local(moment).date() if moment else None
