"""Formal steps under a contract: asked for by the lead, approved by a senior person, served by people, recorded here.

Handrail serves nothing and writes no letter. Before a letter is recorded as served, the provider reads nothing of it.
domain.md 2.6, 4.3 and 4.4 C; practice.md 1.10.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, require_act
from bot.casework.audiences import leads_of
from bot.casework.deadlines import Duty, meet, start
from bot.casework.improvement_access import improvement_to_change, subject_of
from bot.casework.improvements import speakers_of, take_to
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.senior_approval import require_approver, require_approvers
from bot.casework.shared_words import require_words_for_all
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.formal_steps import (
    APPROVE_WITHIN,
    OPEN,
    SERVE_WITHIN,
    FormalState,
    NewFormalStep,
    NoticeType,
    Service,
    move,
    require_formal_while,
    require_known,
    require_none_open,
    require_served_day,
)
from domain.improvements import ImprovementState, require_awake, require_text
from domain.notices import NoticeKind
from domain.people import Act, Party
from domain.rhythm import Speed
from storage.formal_steps import FormalStep
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

FOLLOWED = frozenset({ImprovementState.MONITORING, ImprovementState.FORMAL})
"""While progress on what was agreed is looked at."""

LEADS_THIS = "The contract lead or their senior contact does this. Please ask them."


def about(step: FormalStep) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a formal step point at."""
    return SubjectKind.FORMAL_STEP, step.id


def require_may_set(work: UnitOfWork, person: Person, contract_id: UUID) -> None:
    """Raise NotYours unless somebody may say which letters a contract provides for."""
    require_act(work, person, contract_id, Act.SET_UP_CONTRACT)


def set_notices(
    work: UnitOfWork, person: Person, contract_id: UUID, notices: Collection[NoticeType], now: datetime
) -> None:
    """Keep which kinds of letter a contract provides for, by its own terms."""
    require_may_set(work, person, contract_id)
    if not notices:
        raise NotAllowed("Please tick at least one kind of letter.", "notices")
    work.formal_steps.set_known(contract_id, notices, person.id, now)
    subject = (SubjectKind.CONTRACT, contract_id)
    facts = {"notices": sorted(each.value for each in notices)}
    record(work, Event.CONTRACT_NOTICES_SET, subject, person, now, contract_id, **facts)


def open_step(work: UnitOfWork, improvement_id: UUID) -> FormalStep | None:
    """Return the formal step that waits for somebody, or None."""
    return next((each for each in work.formal_steps.of(improvement_id) if each.state in OPEN), None)


def led_improvement(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    """Return a process, locked, to somebody of our side who may take formal steps in it. Raises NotYours for others."""
    improvement, party = improvement_to_change(
        work, person, improvement_id, Act.CLOSE_IMPROVEMENT, LEADS_THIS
    )
    if party is not Party.OWN:
        raise NotYours(NOT_YOURS)
    return improvement


def require_may_ask(
    work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime
) -> tuple[Improvement, Sequence[Person]]:
    """Return the process and who would approve. Raises NotAllowed before anything was agreed, and while one waits."""
    improvement = led_improvement(work, person, improvement_id)
    require_formal_while(improvement.state in FOLLOWED)
    require_none_open(open_step(work, improvement_id) is not None)
    return improvement, require_approvers(work, improvement.contract_id, person.id, now)


def ask(
    work: UnitOfWork, person: Person, improvement_id: UUID, new: NewFormalStep, now: datetime
) -> FormalStep:
    """Ask for a formal step: a senior person answers, never whoever asks. Commissioners alone read of it."""
    improvement, approvers = require_may_ask(work, person, improvement_id, now)
    require_known(new.notice_type, work.formal_steps.known(improvement.contract_id))
    step = work.formal_steps.add(
        FormalStep(
            improvement_id=improvement.id, notice_type=new.notice_type, asked_by=person.id, asked_at=now
        )
    )
    texts = {"because": new.because, "support_offered": new.support_offered}
    keep_texts(work, about(step), ContentClass.PARTNERS, person, now, texts)
    _write_down(work, Event.FORMAL_STEP_ASKED, step, improvement, person, now)
    _start(work, improvement, DeadlineKind.FORMAL_APPROVE, approvers[0], APPROVE_WITHIN, "being asked", now)
    owe_people(work, _word(step, improvement, NoticeKind.FORMAL_STEP_ASKED, "asked"), approvers, now)
    return step


def _write_down(
    work: UnitOfWork, event: Event, step: FormalStep, improvement: Improvement, person: Person, now: datetime
) -> None:
    facts = {"notice_type": step.notice_type.value, "state": step.state.value, "served_on": step.served_on}
    record(work, event, about(step), person, now, improvement.contract_id, **facts)
    work.notices.redraw(improvement.id)
    work.notices.redraw(step.id)


def _start(
    work: UnitOfWork,
    improvement: Improvement,
    kind: DeadlineKind,
    owner: Person,
    within: int,
    since: str,
    now: datetime,
) -> None:
    duty = Duty(
        kind=kind,
        subject=subject_of(improvement),
        contract_id=improvement.contract_id,
        owner=owner,
        party=Party.OWN,
        due_at=calendar_of(work, improvement.contract_id).due_after(now, within),
        basis=f"{within} working days from {since}",
    )
    start(work, duty, now)


def _word(
    step: FormalStep,
    improvement: Improvement,
    kind: NoticeKind,
    event: str,
    content_class: ContentClass = ContentClass.INTERNAL,
) -> Owed:
    return Owed(
        kind=kind,
        subject=about(step),
        content_class=content_class,
        speed=Speed.PROMPT,
        event=f"{step.id.hex}:{event}",
        contract_id=improvement.contract_id,
    )


def step_to_answer(
    work: UnitOfWork, person: Person, step_id: UUID, now: datetime
) -> tuple[FormalStep, Improvement]:
    """Return a formal step, locked, to somebody who may approve it; refuse in words whoever asked for it."""
    step, improvement = _to_change(work, step_id)
    require_approver(work, person, improvement.contract_id, step.asked_by, now)
    require_awake(improvement.state)
    return step, improvement


def _to_change(work: UnitOfWork, step_id: UUID) -> tuple[FormalStep, Improvement]:
    found = work.formal_steps.find(step_id)
    improvement = work.improvements.find_to_change(found.improvement_id) if found else None
    step = work.formal_steps.find_to_change(step_id)
    if step is None or improvement is None:
        raise NotYours(NOT_YOURS)
    return step, improvement


def approve(work: UnitOfWork, person: Person, step_id: UUID, now: datetime) -> FormalStep:
    """Approve a formal step; from here on people may serve the letter, and whoever asked is chased to record it."""
    step, improvement = step_to_answer(work, person, step_id, now)
    _answer(work, step, improvement, FormalState.APPROVED, person, now)
    asker = work.people.get(step.asked_by)
    _start(work, improvement, DeadlineKind.FORMAL_SERVE, asker, SERVE_WITHIN, "the approval", now)
    return step


def refuse(work: UnitOfWork, person: Person, step_id: UUID, because: str, now: datetime) -> FormalStep:
    """Not approve a formal step, with a reason; the process goes on as before."""
    step, improvement = step_to_answer(work, person, step_id, now)
    require_text(because, "reason", "Please say why not. It stays on the record.")
    _answer(work, step, improvement, FormalState.REFUSED, person, now)
    keep_texts(work, about(step), ContentClass.INTERNAL, person, now, {"refused_because": because})
    return step


def _answer(
    work: UnitOfWork,
    step: FormalStep,
    improvement: Improvement,
    state: FormalState,
    person: Person,
    now: datetime,
) -> None:
    step.state = move(step.state, state)
    step.answered_by, step.answered_at = person.id, now
    meet(work, improvement.id, (DeadlineKind.FORMAL_APPROVE,), person, now)
    work.notices.cancel_about(step.id, (NoticeKind.FORMAL_STEP_ASKED,))
    _write_down(work, Event.FORMAL_STEP_ANSWERED, step, improvement, person, now)
    told = {
        each.id: each for each in (work.people.get(step.asked_by), *leads_of(work, improvement.contract_id))
    }
    told.pop(person.id, None)
    word = _word(step, improvement, NoticeKind.FORMAL_STEP_ANSWERED, "answered")
    owe_people(work, word, list(told.values()), now)


def step_to_record(work: UnitOfWork, person: Person, step_id: UUID) -> tuple[FormalStep, Improvement]:
    """Return a formal step, locked, to somebody who may record its service, or take it back."""
    step, improvement = _to_change(work, step_id)
    led_improvement(work, person, improvement.id)
    return step, improvement


def record_service(
    work: UnitOfWork, person: Person, step_id: UUID, service: Service, now: datetime
) -> FormalStep:
    """Keep that people served the letter. From here on every party reads that it was, when, and what each does now.

    How and by whom stays with us and our partners. Nothing of it is posted in a channel: it is said to each party.
    """
    step, improvement = step_to_record(work, person, step_id)
    served = move(step.state, FormalState.SERVED)
    local = calendar_of(work, improvement.contract_id).local
    assert step.answered_at is not None
    require_served_day(service.served_on, local(step.answered_at).date(), local(now).date(), service.how)
    require_words_for_all(work, improvement.contract_id, {"duties": service.duties})
    step.state, step.served_on = served, service.served_on
    step.recorded_by, step.recorded_at = person.id, now
    ours = {"how": service.how, "by_whom": service.by_whom}
    keep_texts(work, about(step), ContentClass.PARTNERS, person, now, ours)
    keep_texts(work, about(step), ContentClass.SHARED, person, now, {"duties": service.duties})
    meet(work, improvement.id, (DeadlineKind.FORMAL_SERVE,), person, now)
    _write_down(work, Event.FORMAL_STEP_SERVED, step, improvement, person, now)
    if improvement.state is not ImprovementState.FORMAL:
        take_to(work, improvement, ImprovementState.FORMAL, person, now)
    word = _word(step, improvement, NoticeKind.FORMAL_STEP_SERVED, "served", ContentClass.SHARED)
    owe_people(work, word, _told_of_service(work, improvement, person), now)
    return step


def _told_of_service(work: UnitOfWork, improvement: Improvement, by: Person) -> list[Person]:
    """Whoever speaks for a party; a channel is read by whoever passes by, and nobody is to be shamed there."""
    return [
        person
        for organisation_id in work.contracts.parties(improvement.contract_id)
        for person in speakers_of(work, improvement.contract_id, organisation_id)
        if person.id != by.id
    ]


def withdraw(work: UnitOfWork, person: Person, step_id: UUID, because: str, now: datetime) -> FormalStep:
    """Take a formal step back before it was served, with a reason; it stays on the record."""
    step, improvement = step_to_record(work, person, step_id)
    withdrawn = move(step.state, FormalState.WITHDRAWN)
    require_text(because, "reason", "Please say why it is taken back. It stays on the record.")
    step.state = withdrawn
    kinds = (DeadlineKind.FORMAL_APPROVE, DeadlineKind.FORMAL_SERVE)
    meet(work, improvement.id, kinds, person, now)
    work.notices.cancel_about(step.id, (NoticeKind.FORMAL_STEP_ASKED,))
    keep_texts(work, about(step), ContentClass.INTERNAL, person, now, {"withdrawn_because": because})
    _write_down(work, Event.FORMAL_STEP_ANSWERED, step, improvement, person, now)
    return step
