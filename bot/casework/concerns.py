"""Quality and contract concerns: logged, taken, decided, told, corrected, withdrawn (domain.md 4.4 A)."""

from dataclasses import replace
from datetime import datetime, time
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.audiences import leads_of
from bot.casework.concern_access import require_decider
from bot.casework.deadlines import Duty, cancel, hand_to, meet, start
from bot.casework.notices import Owed, calendar_of, owe_channels, owe_people
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.concerns import (
    ACKNOWLEDGE_WITHIN,
    TRIAGE_WITHIN,
    ConcernState,
    Kind,
    NewConcern,
    TellProvider,
    Triage,
    move,
    require_tell_date,
)
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Party, Role
from domain.references import Choose, new_reference
from domain.rhythm import Speed
from storage.concerns import Concern
from storage.people import Person
from storage.unit_of_work import UnitOfWork

FOR_PROVIDER = "for_provider"
CLOCKS = (DeadlineKind.CONCERN_ACKNOWLEDGE, DeadlineKind.CONCERN_TRIAGE)


def subject_of(concern: Concern) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about this concern point at."""
    return SubjectKind.CONCERN, concern.id


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
            reference=new_reference("C", work.concerns.is_taken, choose),
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
    leads = leads_of(work, contract_id)
    calendar = calendar_of(work, contract_id)
    for kind, within in zip(CLOCKS, (ACKNOWLEDGE_WITHIN, TRIAGE_WITHIN), strict=True):
        start(
            work,
            Duty(
                kind=kind,
                subject=subject_of(concern),
                contract_id=contract_id,
                owner=leads[0] if leads else None,
                party=Party.OWN,
                due_at=calendar.due_after(now, within),
                basis=f"{within} working days from logging",
            ),
            now,
        )
    owe_people(work, _word(concern, NoticeKind.CONCERN_LOGGED, "logged", ContentClass.INTERNAL), leads, now)
    return concern


def _word(concern: Concern, kind: NoticeKind, event: str, content_class: ContentClass) -> Owed:
    return Owed(
        kind=kind,
        subject=subject_of(concern),
        content_class=content_class,
        speed=Speed.PROMPT,
        event=f"{concern.id.hex}:{event}",
        contract_id=concern.contract_id,
    )


def take_concern(work: UnitOfWork, person: Person, concern_id: UUID, now: datetime) -> Concern:
    """Take a concern: the first to do so has it, and its reporter is told who that is."""
    concern = _find_to_change(work, concern_id)
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
        owe_people(work, _word(concern, kind, event, ContentClass.INTERNAL), [reporter], now)


def triage_concern(
    work: UnitOfWork, person: Person, concern_id: UUID, triage: Triage, now: datetime
) -> Concern:
    """Decide where a concern goes and whether the provider is told; only this opens the shared channel to it."""
    concern = _find_to_change(work, concern_id)
    require_decider(work, person, concern)
    require_tell_date(triage.tell_on, calendar_of(work, concern.contract_id).local(now).date())
    if triage.tell_provider is not TellProvider.NOT_YET and concern.contract_id is None:
        raise NotAllowed(
            "This concern is not about one contract, so there is no provider to tell.", "tell_provider"
        )
    if concern.state is ConcernState.LOGGED:
        take_concern(work, person, concern_id, now)
    concern.state = move(concern.state, ConcernState.TRIAGED)
    concern.triaged_at, concern.route = now, triage.route
    meet(work, concern.id, (DeadlineKind.CONCERN_TRIAGE,), person, now)
    record(
        work,
        Event.CONCERN_TRIAGED,
        subject_of(concern),
        person,
        now,
        concern.contract_id,
        route=triage.route.value,
        tell_provider=triage.tell_provider.value,
    )
    tell_provider(work, person, concern, triage, now)
    work.notices.redraw(concern.id)
    _tell_reporter(work, concern, person, NoticeKind.CONCERN_OUTCOME, "outcome", now)
    return concern


def tell_provider(work: UnitOfWork, person: Person, concern: Concern, triage: Triage, now: datetime) -> None:
    """Carry out the decision whether and when the provider learns of a concern; it may be changed until they do."""
    work.notices.cancel_about(concern.id, (NoticeKind.CONCERN_SHARED,))
    concern.tell_provider, concern.tell_on = triage.tell_provider, triage.tell_on
    if triage.for_provider.strip():
        # Kept with *not yet* too, so that nothing typed is lost; the provider reads it only once they are told.
        text = {FOR_PROVIDER: triage.for_provider}
        keep_texts(work, subject_of(concern), ContentClass.SHARED, person, now, text)
    if triage.tell_provider is TellProvider.NOT_YET or concern.contract_id is None:
        return
    calendar = calendar_of(work, concern.contract_id)
    from_then = calendar.at(triage.tell_on, time(0, 0)) if triage.tell_on else now
    event = f"told:{now.isoformat()}"
    word = _word(concern, NoticeKind.CONCERN_SHARED, event, ContentClass.SHARED)
    owed = replace(word, not_before=from_then)
    if not owe_channels(work, owed, ChannelPurpose.SHARED, now):
        owe_people(work, owed, work.people.holding((Role.PROVIDER_REPRESENTATIVE,), concern.contract_id), now)
    record(
        work,
        Event.CONCERN_PROVIDER_TOLD,
        subject_of(concern),
        person,
        now,
        concern.contract_id,
        from_day=calendar.local(from_then).date(),
    )


def change_telling(
    work: UnitOfWork, person: Person, concern_id: UUID, triage: Triage, now: datetime
) -> Concern:
    """Decide anew about telling the provider, as long as they have not been told."""
    concern = _find_to_change(work, concern_id)
    require_decider(work, person, concern)
    if concern.state is not ConcernState.TRIAGED or provider_knows(work, concern, now):
        raise NotAllowed("The provider has already been told, so this can no longer be changed.")
    require_tell_date(triage.tell_on, calendar_of(work, concern.contract_id).local(now).date())
    tell_provider(work, person, concern, triage, now)
    work.notices.redraw(concern.id)
    return concern


def provider_knows(work: UnitOfWork, concern: Concern, now: datetime) -> bool:
    """Say whether the provider has been told of a concern, or is being told today."""
    if concern.tell_provider is TellProvider.NOW:
        return True
    if concern.tell_provider is not TellProvider.ON_DATE or concern.tell_on is None:
        return False
    return calendar_of(work, concern.contract_id).local(now).date() >= concern.tell_on


def correct_concern(
    work: UnitOfWork, person: Person, concern_id: UUID, what_happened: str, now: datetime
) -> Concern:
    """Put a wrong text right; what was written first stays on the record and can be read there."""
    concern = find_concern_to_correct(work, person, concern_id)
    NewConcern(Kind.QUALITY, what_happened)
    keep_texts(
        work, subject_of(concern), ContentClass.INTERNAL, person, now, {"what_happened": what_happened}
    )
    record(work, Event.CONCERN_CORRECTED, subject_of(concern), person, now, concern.contract_id)
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
    cancel(work, concern.id)
    work.notices.cancel_about(concern.id, tuple(NoticeKind))
    work.notices.redraw(concern.id)
    record(work, Event.CONCERN_WITHDRAWN, subject_of(concern), person, now, concern.contract_id)
    _tell_reporter(work, concern, person, NoticeKind.CONCERN_OUTCOME, "withdrawn", now)
    return concern


def find_concern_to_correct(work: UnitOfWork, person: Person, concern_id: UUID) -> Concern:
    """Return a concern that this person may put right or withdraw: their own, or one that they decide on."""
    concern = _find_to_change(work, concern_id)
    if concern.reporter_id != person.id:
        require_decider(work, person, concern)
    return concern


def find_concern(work: UnitOfWork, concern_id: UUID) -> Concern:
    """Return a concern, or answer as for one that is not the person's own: whether it exists is nobody's business."""
    concern = work.concerns.find(concern_id)
    if concern is None:
        raise NotYours(NOT_YOURS)
    return concern


def _find_to_change(work: UnitOfWork, concern_id: UUID) -> Concern:
    """Two people who press at once come one after the other, and the second finds what the first did."""
    concern = work.concerns.find_to_change(concern_id)
    if concern is None:
        raise NotYours(NOT_YOURS)
    return concern
