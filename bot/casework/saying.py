"""Saying one step of a ladder: who hears it as things stand now, and the messages that are then owed to them."""

from datetime import datetime

from bot.casework.asking import Asked, ask_on_route
from bot.casework.audiences import hearers
from bot.casework.notices import Owed, owe_people
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.ladders import Hears, Step
from domain.people import Party
from domain.rhythm import Speed
from domain.routes import ON_THE_ROUTE
from storage.deadlines import Deadline
from storage.unit_of_work import UnitOfWork

CLASS_OF_SUBJECT: dict[SubjectKind, ContentClass] = {
    SubjectKind.SAFEGUARDING: ContentClass.RESTRICTED,
    SubjectKind.SUPPORT: ContentClass.RESTRICTED,
    SubjectKind.SPEAK_UP: ContentClass.RESTRICTED,
    SubjectKind.CONCERN: ContentClass.INTERNAL,
    SubjectKind.PERSON: ContentClass.INTERNAL,
    SubjectKind.CONTRACT: ContentClass.INTERNAL,
    SubjectKind.EVALUATION: ContentClass.INTERNAL,
    SubjectKind.DRILL: ContentClass.INTERNAL,
    SubjectKind.CHANNEL: ContentClass.INTERNAL,
    SubjectKind.DATA_INCIDENT: ContentClass.RESTRICTED,
    SubjectKind.IMPROVEMENT: ContentClass.INTERNAL,
    SubjectKind.FORMAL_STEP: ContentClass.INTERNAL,
    SubjectKind.FEEDBACK: ContentClass.INTERNAL,
    SubjectKind.PATTERN: ContentClass.INTERNAL,
}


def asked_by(work: UnitOfWork, deadline: Deadline, step: Step, now: datetime) -> Asked:
    """Return who hears a step now; nobody while it is held."""
    if _is_held(work, deadline, step):
        return Asked([])
    if step.hears in ON_THE_ROUTE:
        return ask_on_route(work, deadline, step.hears, now)
    return Asked(hearers(work, deadline, step.hears, now))


def say_step(
    work: UnitOfWork,
    deadline: Deadline,
    step: Step,
    asked: Asked,
    now: datetime,
    *,
    is_late: bool = False,
    not_before: datetime | None = None,
) -> None:
    """Owe what one step calls for; nobody is owed the same step twice, unless the ladder was started again."""
    again = f":again_{deadline.restarts}" if deadline.restarts else ""
    owed = Owed(
        kind=step.kind,
        subject=(deadline.subject_kind, deadline.subject_id),
        content_class=_class_of(deadline),
        speed=step.speed,
        event=f"{deadline.id.hex}:{deadline.due_at.date()}:{step.name}" + again,
        contract_id=deadline.contract_id,
        deadline=deadline,
        step=step.name.partition(".")[0],
        is_late=is_late,
        not_before=not_before,
        facts=asked.facts(deadline.restarts) if step.is_ask else {},
    )
    if step.speed is Speed.URGENT:
        work.notices.supersede(deadline.id, step.kind, [person.id for person in asked.people], owed.event)
    owe_people(work, owed, asked.people, now)


def _is_held(work: UnitOfWork, deadline: Deadline, step: Step) -> bool:
    """The contract lead may hold the step to the senior contact, with a reason (practice.md 2.5)."""
    if step.hears is not Hears.OWNER_SENIOR:
        return False
    if deadline.subject_kind is SubjectKind.MONITORING:
        return work.monitoring.get(deadline.subject_id).escalation_held
    return (
        deadline.subject_kind is SubjectKind.ACTION and work.actions.get(deadline.subject_id).escalation_held
    )


def _class_of(deadline: Deadline) -> ContentClass:
    is_theirs = deadline.subject_kind is SubjectKind.IMPROVEMENT and deadline.party is not Party.OWN
    if is_theirs:  # what others are asked in a process they have been told of
        return ContentClass.SHARED
    return CLASS_OF_SUBJECT.get(deadline.subject_kind, ContentClass.SHARED)
