"""Asking once more, and going on without everybody's yes: on what ground, approved by whom (practice.md section 3)."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do
from bot.casework.agreement_access import agreement_to_change, subject_of, word_about
from bot.casework.agreements import ask_party, settled, standing_of
from bot.casework.deadlines import Duty, cancel_these, meet, start
from bot.casework.notices import calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.senior_approval import require_approver, require_approvers
from bot.casework.shared_words import require_words_for_all
from domain.agreements import (
    APPROVE_WITHIN,
    WayForward,
    needs_way_forward,
    require_still_asked,
    require_time_given,
    require_way_asked,
    require_way_forward,
)
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.improvements import require_awake
from domain.notices import NoticeKind
from domain.people import Act, Party
from storage.agreements import Agreement, AgreementParty
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def silent_parties(work: UnitOfWork, agreement: Agreement) -> list[AgreementParty]:
    """Return the organisations that have not answered a version."""
    return [each for each in work.agreements.parties(agreement.id) if each.decision is None]


def time_left(work: UnitOfWork, asked: AgreementParty, now: datetime) -> datetime | None:
    """Return until when an organisation may still answer in good time; None once that is over."""
    duty = work.deadlines.get(asked.deadline_id) if asked.deadline_id else None
    return duty.due_at if duty is not None and duty.due_at > now else None


def may_ask_again(work: UnitOfWork, person: Person, agreement: Agreement, now: datetime) -> bool:
    """Say whether somebody may ask once more whoever has let their time go by without a word."""
    if agreement.settled_at is not None or agreement.voided_at is not None:
        return False
    improvement = work.improvements.get(agreement.improvement_id)
    return may_do(work, person, improvement.contract_id, Act.LEAD_IMPROVEMENT) and any(
        time_left(work, each, now) is None for each in silent_parties(work, agreement)
    )


def ask_again(work: UnitOfWork, person: Person, agreement_id: UUID, now: datetime) -> Agreement:
    """Ask once more every organisation that has not answered in its time, which it then has again."""
    agreement, improvement = _to_lead(work, person, agreement_id)
    silent = silent_parties(work, agreement)
    if not silent:
        raise NotAllowed("Everybody has answered. Open it to read what they said.")
    late = [each for each in silent if time_left(work, each, now) is None]
    if not late:
        require_time_given(min(until for each in silent if (until := time_left(work, each, now))))
    for asked in late:
        old = work.deadlines.live(agreement.id, (DeadlineKind.AGREEMENT_ANSWER,))
        cancel_these(work, [each for each in old if each.id == asked.deadline_id], now)
        asked.times_asked += 1
        ask_party(work, improvement, agreement, asked, now)
        facts = {"organisation": asked.organisation_id, "times": asked.times_asked}
        event, contract_id = Event.AGREEMENT_ASKED_AGAIN, improvement.contract_id
        record(work, event, subject_of(agreement), person, now, contract_id, **facts)
    work.notices.redraw(agreement.id)
    return agreement


def _to_lead(work: UnitOfWork, person: Person, agreement_id: UUID) -> tuple[Agreement, Improvement]:
    """Return an agreement that is still asked about to whoever leads its process, locked."""
    act = Act.LEAD_IMPROVEMENT
    agreement, improvement, party = agreement_to_change(work, person, agreement_id, act)
    if party is not Party.OWN:
        raise NotYours(NOT_YOURS)
    require_awake(improvement.state)
    require_still_asked(
        agreement.version,
        is_settled=agreement.settled_at is not None,
        is_voided=agreement.voided_at is not None,
    )
    return agreement, improvement


def way_to_ask(work: UnitOfWork, person: Person, agreement_id: UUID, now: datetime) -> Agreement:
    """Return an agreement that may go on without everybody's yes, to whoever may ask for that.

    Raises NotAllowed while somebody still has time to answer or was asked only once, while it waits already, and where
    nobody could approve it.
    """
    agreement, improvement = _to_lead(work, person, agreement_id)
    times = {each.organisation_id: each.times_asked for each in work.agreements.parties(agreement.id)}
    require_way_forward(standing_of(work, agreement), times)
    for asked in silent_parties(work, agreement):
        until = time_left(work, asked, now)
        if until is not None:
            require_time_given(until)
    if agreement.way_asked_at is not None:
        raise NotAllowed("A way forward has been asked for already. It waits for the senior contact.")
    require_approvers(work, improvement.contract_id, person.id, now)
    return agreement


def may_ask_way(work: UnitOfWork, agreement: Agreement, now: datetime) -> bool:
    """Say whether a way forward may be asked for now: somebody disagrees, or never answered after two askings."""
    if (
        agreement.settled_at is not None
        or agreement.voided_at is not None
        or agreement.way_asked_at is not None
    ):
        return False
    silent = silent_parties(work, agreement)
    times = {each.organisation_id: each.times_asked for each in silent}
    has_time = any(time_left(work, each, now) is not None for each in silent)
    return not has_time and needs_way_forward(standing_of(work, agreement), times)


def ask_way_forward(
    work: UnitOfWork, person: Person, agreement_id: UUID, way: WayForward, now: datetime
) -> Agreement:
    """Ask the senior contact to let it go on, with the clause and the ground, which every party reads."""
    agreement = way_to_ask(work, person, agreement_id, now)
    contract_id = work.improvements.get(agreement.improvement_id).contract_id
    texts = {"clause": way.clause, "because": way.because}
    require_words_for_all(work, contract_id, texts)
    agreement.way_asked_by, agreement.way_asked_at = person.id, now
    keep_texts(work, subject_of(agreement), ContentClass.SHARED, person, now, texts)
    record(work, Event.WAY_FORWARD_ASKED, subject_of(agreement), person, now, contract_id)
    asked = require_approvers(work, contract_id, person.id, now)
    duty = Duty(
        kind=DeadlineKind.WAY_FORWARD_APPROVE,
        subject=subject_of(agreement),
        contract_id=contract_id,
        owner=asked[0],
        party=Party.OWN,
        due_at=calendar_of(work, contract_id).due_after(now, APPROVE_WITHIN),
        basis=f"{APPROVE_WITHIN} working days from being asked",
    )
    start(work, duty, now)
    event = f"way_asked:{now.isoformat()}"
    owe_people(work, word_about(work, agreement, NoticeKind.WAY_FORWARD_ASKED, event), asked, now)
    work.notices.redraw(agreement.id)
    return agreement


def way_to_answer(work: UnitOfWork, person: Person, agreement_id: UUID, now: datetime) -> Agreement:
    """Return an agreement whose way forward waits, locked, to whoever may approve it; never to whoever asked."""
    act = Act.READ_CONTRACT  # who stands in for a senior contact need not be one
    agreement, improvement, _party = agreement_to_change(work, person, agreement_id, act)
    require_awake(improvement.state)
    require_way_asked(is_asked=is_way_asked(agreement))
    assert agreement.way_asked_by is not None
    require_approver(work, person, improvement.contract_id, agreement.way_asked_by, now)
    return agreement


def is_way_asked(agreement: Agreement) -> bool:
    """Say whether a way forward waits for the senior contact."""
    is_over = agreement.settled_at is not None or agreement.voided_at is not None
    return agreement.way_asked_at is not None and not is_over


def approve_way_forward(work: UnitOfWork, person: Person, agreement_id: UUID, now: datetime) -> Agreement:
    """Let it go on; who disagreed or never answered stays on the record, and every party is told why."""
    agreement = way_to_answer(work, person, agreement_id, now)
    agreement.way_approved_by, agreement.way_approved_at = person.id, now
    meet(work, agreement.id, (DeadlineKind.WAY_FORWARD_APPROVE,), person, now)
    contract_id = work.improvements.get(agreement.improvement_id).contract_id
    facts = {
        "version": agreement.version,
        "asked_by": agreement.way_asked_by,
        "disagreed": [each.hex for each in standing_of(work, agreement).disagreed],
        "silent": [each.hex for each in standing_of(work, agreement).silent],
    }
    record(work, Event.WAY_FORWARD_APPROVED, subject_of(agreement), person, now, contract_id, **facts)
    settled(work, agreement, person, now)
    work.notices.redraw(agreement.id)
    work.notices.redraw(agreement.improvement_id)
    return agreement


def refuse_way_forward(
    work: UnitOfWork, person: Person, agreement_id: UUID, reason: str, now: datetime
) -> Agreement:
    """Not let it go on, with a reason; whoever asked hears it, and the parties go on talking."""
    agreement = way_to_answer(work, person, agreement_id, now)
    if not reason.strip():
        raise NotAllowed("Please say why not. It stays on the record.", "reason")
    contract_id = work.improvements.get(agreement.improvement_id).contract_id
    assert agreement.way_asked_by is not None
    asker = work.people.get(agreement.way_asked_by)
    texts = {"way_refused_because": reason}
    keep_texts(work, subject_of(agreement), ContentClass.INTERNAL, person, now, texts)
    record(work, Event.WAY_FORWARD_REFUSED, subject_of(agreement), person, now, contract_id)
    agreement.way_asked_by, agreement.way_asked_at = None, None
    meet(work, agreement.id, (DeadlineKind.WAY_FORWARD_APPROVE,), person, now)
    work.notices.cancel_about(agreement.id, (NoticeKind.WAY_FORWARD_ASKED,))
    event = f"way_refused:{now.isoformat()}"
    owe_people(work, word_about(work, agreement, NoticeKind.WAY_FORWARD_REFUSED, event), [asker], now)
    work.notices.redraw(agreement.id)
    return agreement
