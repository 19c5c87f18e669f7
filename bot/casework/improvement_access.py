"""Whose an improvement process is: our own side's until it is explained, then everybody's of the contract."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, reads, require_act
from bot.casework.concern_access import find_concern, provider_knows
from bot.casework.deadlines import pause
from bot.casework.notices import Owed
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotYours
from domain.evaluations import EvaluationState
from domain.improvements import ImprovementState
from domain.notices import NoticeKind
from domain.people import Act, Party
from domain.rhythm import Speed
from storage.agreements import Agreement
from storage.deadlines import Deadline
from storage.feedback import Feedback
from storage.improvements import Improvement, ImprovementSource
from storage.people import Person
from storage.reflections import ReflectionAsked
from storage.unit_of_work import UnitOfWork


def subject_of(improvement: Improvement) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a process point at."""
    return SubjectKind.IMPROVEMENT, improvement.id


def class_of(improvement: Improvement) -> ContentClass:
    """Return who may know of a process: nobody but us before everybody is told why (practice.md 1.2; CPC424-P1)."""
    return ContentClass.SHARED if improvement.explanation_version else ContentClass.INTERNAL


def sees(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody may open a process."""
    return reads(work, person, improvement.contract_id, class_of(improvement))


def is_known_to_all(work: UnitOfWork, source: ImprovementSource, now: datetime) -> bool:
    """Say whether the other sides have been told of a linked record; else they read nothing of it, nor a count."""
    if source.concern_id is not None:
        return provider_knows(find_concern(work, source.concern_id), now)
    if source.evaluation_id is not None:
        evaluation = work.evaluations.find(source.evaluation_id)
        return evaluation is not None and evaluation.state is EvaluationState.SHARED
    return True


def begin_at_rest(work: UnitOfWork, improvement_id: UUID | None, deadline: Deadline, now: datetime) -> None:
    """Let a clock that began while its process rests stand still until it goes on, as the others do."""
    improvement = work.improvements.find(improvement_id) if improvement_id else None
    if improvement is not None and improvement.state is ImprovementState.PAUSED:
        pause(work, deadline.subject_id, deadline.kind, now)


def improvement_for(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    """Return a process to somebody who may open it. Raises NotYours for others."""
    improvement = work.improvements.find(improvement_id)
    if improvement is None or not sees(work, person, improvement):
        raise NotYours(NOT_YOURS)
    return improvement


def improvement_to_change(
    work: UnitOfWork, person: Person, improvement_id: UUID, act: Act, refusal: str = NOT_YOURS
) -> tuple[Improvement, Party]:
    """Return a process, locked, and the side of somebody who may do this in it. Raises NotYours for others."""
    improvement = work.improvements.find_to_change(improvement_id)
    if improvement is None or not sees(work, person, improvement):
        raise NotYours(NOT_YOURS)
    return improvement, require_act(work, person, improvement.contract_id, act, refusal)


def improvement_behind(work: UnitOfWork, kind: SubjectKind, subject_id: UUID) -> Improvement | None:
    """Return the process that a duty belongs to: itself, or what is agreed or said in it."""
    if kind is SubjectKind.IMPROVEMENT:
        return work.improvements.find(subject_id)
    found: Agreement | Feedback | ReflectionAsked | None = None
    match kind:
        case SubjectKind.AGREEMENT:
            found = work.agreements.find(subject_id)
        case SubjectKind.FEEDBACK:
            found = work.feedback.find(subject_id)
        case SubjectKind.REFLECTION:
            found = work.reflections.find_asked(subject_id)
    return work.improvements.find(found.improvement_id) if found and found.improvement_id else None


def word_about(
    improvement: Improvement, kind: NoticeKind, event: str, content_class: ContentClass = ContentClass.SHARED
) -> Owed:
    """Return a message about a process, owed at once within working hours."""
    return Owed(
        kind=kind,
        subject=subject_of(improvement),
        content_class=content_class,
        speed=Speed.PROMPT,
        event=f"{improvement.id.hex}:{event}",
        contract_id=improvement.contract_id,
    )
