"""Quality and contract concerns: logged, taken, decided, told, corrected, withdrawn (domain.md 4.4 A)."""

from datetime import datetime
from uuid import UUID

from bot.casework.audiences import leads_of
from bot.casework.concern_access import concern_to_change, require_decider, subject_of, times_owed, word_about
from bot.casework.concern_closing import wait_for_closing
from bot.casework.deadlines import cancel, hand_to, meet, start_all
from bot.casework.lead_duties import duty_of_leads
from bot.casework.notices import calendar_of, owe_people
from bot.casework.patterns import look_for_pattern
from bot.casework.records import keep_texts, record
from bot.casework.telling import decide_telling, require_provider
from domain.chronology import Event
from domain.concerns import (
    ACKNOWLEDGE_WITHIN,
    TRIAGE_WITHIN,
    ConcernState,
    Kind,
    NewConcern,
    Triage,
    move,
    require_tell_date,
)
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.references import Choose, new_reference
from storage.concerns import Concern
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CLOCKS = {
    DeadlineKind.CONCERN_ACKNOWLEDGE: ACKNOWLEDGE_WITHIN,
    DeadlineKind.CONCERN_TRIAGE: TRIAGE_WITHIN,
}
"""Within how many working days of being logged a concern is taken, and decided on."""


def log_concern(
    work: UnitOfWork,
    reporter: Person,
    new: NewConcern,
    contract_id: UUID | None,
    now: datetime,
    choose: Choose,
) -> Concern:
    """Keep a quality or contract concern, start its clocks, and owe its lead a word. No channel hears of it."""
    concern = work.concerns.add(
        Concern(
            reference=new_reference("C", work.is_reference_taken, choose),
            contract_id=contract_id,
            reporter_id=reporter.id,
            logged_at=now,
        )
    )
    texts = {"what_happened": new.what_happened, "told_by": new.told_by, "done_already": new.done_already}
    keep_texts(work, subject_of(concern), ContentClass.INTERNAL, reporter, now, texts)
    record(
        work,
        Event.CONCERN_LOGGED,
        subject_of(concern),
        reporter,
        now,
        contract_id,
        reference=concern.reference,
    )
    duties = [
        duty_of_leads(work, kind, subject_of(concern), contract_id, within, "logging", now)
        for kind, within in CLOCKS.items()
    ]
    start_all(work, duties, now)
    leads = leads_of(work, contract_id)
    owe_people(work, word_about(concern, NoticeKind.CONCERN_LOGGED, "logged"), leads, now)
    return concern


def take_concern(work: UnitOfWork, person: Person, concern_id: UUID, now: datetime) -> Concern:
    """Take a concern: the first to do so has it, and its reporter is told who that is."""
    concern = concern_to_change(work, concern_id)
    require_decider(work, person, concern)
    if concern.lead_id == person.id:
        return concern
    _refuse_if_taken(work, concern)
    concern.state = move(concern.state, ConcernState.ACKNOWLEDGED)
    concern.lead_id, concern.acknowledged_at = person.id, now
    meet(work, concern.id, (DeadlineKind.CONCERN_ACKNOWLEDGE,), person, now)
    hand_to(work, concern.id, DeadlineKind.CONCERN_TRIAGE, person)
    record(work, Event.CONCERN_ACKNOWLEDGED, subject_of(concern), person, now, concern.contract_id)
    work.notices.cancel_about(concern.id, (NoticeKind.CONCERN_LOGGED,))
    work.notices.redraw(concern.id)
    _tell_reporter(work, concern, person, NoticeKind.CONCERN_TAKEN, "taken", now)
    return concern


def _refuse_if_taken(work: UnitOfWork, concern: Concern) -> None:
    """Whoever comes second is told who was first, so that they need not look."""
    if concern.state is ConcernState.WITHDRAWN:
        raise NotAllowed(f"{concern.reference} was withdrawn, so nothing is asked of you.")
    if concern.lead_id is not None:
        lead = work.people.get(concern.lead_id)
        raise NotAllowed(f"{lead.name} has already taken {concern.reference}, so nothing is asked of you.")


def _tell_reporter(
    work: UnitOfWork, concern: Concern, person: Person, kind: NoticeKind, event: str, now: datetime
) -> None:
    """Tell the person who logged it, unless they did this themselves; their name is on the record, not in the words."""
    if concern.reporter_id != person.id:
        reporter = work.people.get(concern.reporter_id)
        owe_people(work, word_about(concern, kind, event), [reporter], now)


def triage_concern(
    work: UnitOfWork, person: Person, concern_id: UUID, triage: Triage, now: datetime
) -> Concern:
    """Decide where a concern goes and whether the provider is told; only this opens the shared channel to it."""
    concern = concern_to_change(work, concern_id)
    require_decider(work, person, concern)
    require_tell_date(triage.tell_on, calendar_of(work, concern.contract_id), now)
    require_provider(concern, triage)
    if concern.state is ConcernState.LOGGED:
        take_concern(work, person, concern_id, now)
    concern.state = move(concern.state, ConcernState.TRIAGED)
    concern.triaged_at, concern.route, concern.theme = now, triage.route, triage.theme
    meet(work, concern.id, (DeadlineKind.CONCERN_TRIAGE,), person, now)
    record(
        work,
        Event.CONCERN_TRIAGED,
        subject_of(concern),
        person,
        now,
        concern.contract_id,
        route=triage.route.value,
    )
    decide_telling(work, person, concern, triage, now)
    wait_for_closing(work, concern, now)
    # Who has it is no news beside what was decided: a word about it that has not gone yet falls away.
    work.notices.cancel_about(concern.id, (NoticeKind.CONCERN_TAKEN,))
    work.notices.redraw(concern.id)
    _tell_reporter(work, concern, person, NoticeKind.CONCERN_OUTCOME, "outcome", now)
    look_for_pattern(work, concern, now)
    return concern


def correct_concern(
    work: UnitOfWork, person: Person, concern_id: UUID, what_happened: str, now: datetime
) -> Concern:
    """Put a wrong text right; what was written first stays on the record and can be read there."""
    concern = find_concern_to_correct(work, person, concern_id)
    if concern.state is ConcernState.WITHDRAWN:  # since the form was opened
        raise NotAllowed("This concern was withdrawn, so it can no longer be changed.", "what_happened")
    NewConcern(Kind.QUALITY, what_happened)
    if what_happened.strip() == work.narratives.latest(concern.id).get("what_happened", "").strip():
        raise NotAllowed("Nothing is changed yet. Please correct the text, or press Cancel.", "what_happened")
    keep_texts(
        work, subject_of(concern), ContentClass.INTERNAL, person, now, {"what_happened": what_happened}
    )
    record(work, Event.CONCERN_CORRECTED, subject_of(concern), person, now, concern.contract_id)
    _tell_lead_of_change(work, concern, person, now)
    return concern


def withdraw_concern(
    work: UnitOfWork, person: Person, concern_id: UUID, reason: str, now: datetime
) -> Concern:
    """Withdraw a concern that was logged by mistake; everything about it stays on the record."""
    concern = find_concern_to_correct(work, person, concern_id)
    if not reason.strip():
        raise NotAllowed("Please say why it is withdrawn. What was logged stays on the record.", "reason")
    concern.state, concern.closed_at = move(concern.state, ConcernState.WITHDRAWN), now
    keep_texts(work, subject_of(concern), ContentClass.INTERNAL, person, now, {"withdrawn_because": reason})
    cancel(work, concern.id, now=now)
    work.notices.cancel_about(concern.id, tuple(NoticeKind))
    work.notices.redraw(concern.id)
    record(work, Event.CONCERN_WITHDRAWN, subject_of(concern), person, now, concern.contract_id)
    _tell_reporter(work, concern, person, NoticeKind.CONCERN_OUTCOME, "withdrawn", now)
    _tell_lead_of_change(work, concern, person, now)
    return concern


def _tell_lead_of_change(work: UnitOfWork, concern: Concern, person: Person, now: datetime) -> None:
    """Tell whoever has it, or the leads while nobody has: they may have read, decided and agreed on something else."""
    lead = work.people.get(concern.lead_id) if concern.lead_id else None
    leads = [lead] if lead and lead.is_active else leads_of(work, concern.contract_id)
    work.notices.cancel_about(concern.id, (NoticeKind.CONCERN_CHANGED,))
    event = f"changed:{times_owed(work, concern, NoticeKind.CONCERN_CHANGED)}"
    word = word_about(concern, NoticeKind.CONCERN_CHANGED, event)
    owe_people(work, word, [each for each in leads if each.id != person.id], now)


def find_concern_to_correct(work: UnitOfWork, person: Person, concern_id: UUID) -> Concern:
    """Return a concern that this person may put right or withdraw: their own, or one that they decide on."""
    concern = concern_to_change(work, concern_id)
    if concern.reporter_id != person.id:
        require_decider(work, person, concern)
    return concern
