"""Several concerns of one theme about one service: the lead is asked whether to look at them together.

A prompt to think: it may also show good reporting, and nothing starts by itself (practice.md 2.7).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, require_act
from bot.casework.deadlines import meet
from bot.casework.lead_duties import ask_leads, start_for_leads
from bot.casework.notices import calendar_of
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.concerns import ConcernState, Route
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.improvements import ImprovementState
from domain.notices import NoticeKind
from domain.patterns import WITHIN, Heard, PatternAnswer, pattern, places_in
from domain.people import Act, Party
from domain.rhythm import Speed
from storage.concerns import Concern
from storage.improvements import Improvement
from storage.patterns import PatternFound
from storage.people import Person
from storage.unit_of_work import UnitOfWork

ANSWER_WITHIN = 5  # working days
NOT_COUNTED = frozenset({Route.DUPLICATE, Route.NOT_OURS})


def subject_of(found: PatternFound) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a pattern point at."""
    return SubjectKind.PATTERN, found.id


def look_for_pattern(work: UnitOfWork, concern: Concern, now: datetime) -> PatternFound | None:
    """Ask the lead when a concern, just decided, makes a pattern with others; return it, or None.

    What somebody was asked about once is not counted again, and nobody is asked while it is being looked at.
    """
    if concern.contract_id is None or concern.theme is None:
        return None
    before = work.patterns.of(concern.contract_id, concern.theme)
    last = before[0] if before else None
    if last is not None and (last.answer is None or _is_looked_at(work, last)):
        return None
    calendar = calendar_of(work, concern.contract_id)
    fresh = [
        each
        for each in _of_theme(work, concern, now)
        if last is None or (each.triaged_at is not None and each.triaged_at > last.found_at)
    ]
    heard = [
        Heard(each.theme, calendar.local(each.logged_at).date(), _is_own_report(work, each)) for each in fresh
    ]
    places = places_in(work.contracts.get(concern.contract_id).service)
    count = pattern(heard, concern.theme, calendar.local(now).date(), places)
    if not count:
        return None
    found = PatternFound(contract_id=concern.contract_id, theme=concern.theme, count=count, found_at=now)
    work.patterns.add(found)
    facts = {"theme": found.theme.value, "count": count}
    record(work, Event.PATTERN_FOUND, subject_of(found), None, now, found.contract_id, **facts)
    _ask(work, found, now)
    return found


def _of_theme(work: UnitOfWork, about: Concern | PatternFound, now: datetime) -> Sequence[Concern]:
    assert about.contract_id is not None
    assert about.theme is not None
    found = work.concerns.of_theme(about.contract_id, about.theme, now - WITHIN)
    return [
        each
        for each in found
        if each.state is not ConcernState.WITHDRAWN
        and each.route not in NOT_COUNTED
        and each.logged_at <= now
    ]


def _is_own_report(work: UnitOfWork, concern: Concern) -> bool:
    """Say whether the provider reported it of itself: honesty is not held against anybody (practice.md 2.7)."""
    reporter = work.people.get(concern.reporter_id)
    assert concern.contract_id is not None
    return work.contracts.party_of(concern.contract_id, reporter.organisation_id) is Party.PROVIDER


def _is_looked_at(work: UnitOfWork, found: PatternFound) -> bool:
    improvement = work.improvements.find(found.improvement_id) if found.improvement_id else None
    return improvement is not None and improvement.state is not ImprovementState.CLOSED


def _ask(work: UnitOfWork, found: PatternFound, now: datetime) -> None:
    kind, subject = DeadlineKind.PATTERN_ANSWER, subject_of(found)
    duty, leads = start_for_leads(work, kind, subject, found.contract_id, ANSWER_WITHIN, "being asked", now)
    ask_leads(work, duty, NoticeKind.PATTERN_ASKED, Speed.PROMPT, "asked", leads, now)


def concerns_in(work: UnitOfWork, found: PatternFound) -> Sequence[Concern]:
    """Return the concerns that make a pattern, the earliest first."""
    counted = [each for each in _of_theme(work, found, found.found_at) if not _is_own_report(work, each)]
    return [each for each in counted if each.triaged_at is not None and each.triaged_at <= found.found_at]


def pattern_for(work: UnitOfWork, person: Person, pattern_id: UUID) -> PatternFound:
    """Return a pattern that waits for an answer, locked, to somebody who may give it. Raises NotYours for others."""
    found = work.patterns.find_to_change(pattern_id)
    if found is None or require_act(work, person, found.contract_id, Act.LEAD_IMPROVEMENT) is not Party.OWN:
        raise NotYours(NOT_YOURS)
    if found.answer is not None:
        raise NotAllowed("This has been answered already, so nothing more is asked of you.")
    return found


def not_now(work: UnitOfWork, person: Person, pattern_id: UUID, because: str, now: datetime) -> PatternFound:
    """Keep that concerns are not looked at together now, and why; the same ones are not asked about again."""
    found = pattern_for(work, person, pattern_id)
    if not because.strip():
        raise NotAllowed("Please say in a line why not now. Only our own organisation reads it.", "reason")
    keep_texts(work, subject_of(found), ContentClass.INTERNAL, person, now, {"because": because})
    _answer(work, found, PatternAnswer.NOT_NOW, person, now)
    return found


def settle_patterns(work: UnitOfWork, improvement: Improvement, person: Person, now: datetime) -> None:
    """Answer what was asked about concerns that a process has now been opened from, by whatever way."""
    sources = work.improvements.sources(improvement.id)
    concerns = [work.concerns.get(each.concern_id) for each in sources if each.concern_id]
    for theme in {each.theme for each in concerns if each.theme is not None}:
        for found in work.patterns.of(improvement.contract_id, theme):
            if found.answer is None:
                found.improvement_id = improvement.id
                _answer(work, found, PatternAnswer.LOOKED_AT, person, now)


def _answer(
    work: UnitOfWork, found: PatternFound, answer: PatternAnswer, person: Person, now: datetime
) -> None:
    found.answer, found.answered_by, found.answered_at = answer, person.id, now
    meet(work, found.id, (DeadlineKind.PATTERN_ANSWER,), person, now)
    facts = {"answer": answer.value, "improvement": found.improvement_id}
    record(work, Event.PATTERN_ANSWERED, subject_of(found), person, now, found.contract_id, **facts)
    work.notices.redraw(found.id)
