"""Deciding on a safeguarding concern, and what the bodies it was referred to answer (practice.md 1.6, section 4)."""

from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.deadlines import Duty, cancel, meet, start
from bot.casework.notices import safeguarding_calendar
from bot.casework.records import keep_texts, record
from bot.casework.safeguarding_access import of_named_taken, subject_of
from bot.casework.safeguarding_reopen import reopen
from domain.calendar import words_for_moment
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.nations import allegation_due_at
from domain.people import Party
from domain.safeguarding import Body, DecisionKind, Reply, SafeguardingState, move
from domain.safeguarding_decisions import REPLY_WITHIN, TELL_REPORTER_WITHIN, NewDecision, NewReply, acts
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.safeguarding_decisions import SafeguardingDecision
from storage.unit_of_work import UnitOfWork


def decide(
    work: UnitOfWork, person: Person, concern_id: UUID, new: NewDecision, seen: int, now: datetime
) -> SafeguardingDecision:
    """Keep a decision beside the earlier ones, and start what follows from it.

    `seen` is how many decisions there were when the form was opened: what somebody else decided meanwhile is read
    before another is recorded.
    """
    concern = of_named_taken(work, person, concern_id)
    new.require_not_ahead(now)
    _require_up_to_date(work, concern, seen)
    decision = SafeguardingDecision(
        concern_id=concern.id,
        kind=new.kind,
        body=new.body if new.kind is DecisionKind.REFERRED else None,
        made_at=new.made_at if new.kind is DecisionKind.REFERRED else None,
        decided_by=person.id,
        decided_at=now,
        has_needs=new.has_needs,
        is_at_risk=new.is_at_risk,
        cannot_protect=new.cannot_protect,
    )
    work.safeguarding_decisions.add(decision)
    texts = {"their_reference": new.their_reference, "reasons": new.reasons, "wishes": new.wishes}
    _keep(work, decision, person, now, texts)
    concern.consent, concern.advocate = new.consent, new.advocate
    if concern.state is SafeguardingState.ACKNOWLEDGED:
        concern.state = move(concern.state, SafeguardingState.DECIDED)
        concern.decided_at = now
    subject = subject_of(concern)
    body = decision.body.value if decision.body else ""
    event = Event.SAFEGUARDING_DECIDED
    record(work, event, subject, person, now, decision=decision.id, kind=new.kind.value, body=body)
    _start_what_follows(work, person, concern, decision, new, now)
    work.notices.redraw(concern.id)
    return decision


def _require_up_to_date(work: UnitOfWork, concern: SafeguardingConcern, seen: int) -> None:
    made = work.safeguarding_decisions.of(concern.id)
    if len(made) == seen:
        return
    last = made[-1]
    who = work.people.get(last.decided_by).name
    raise NotAllowed(
        f"{who} recorded a decision at {words_for_moment(last.decided_at)}, while this form was open. "
        "Please read it first: close this, open it again, and record yours if it is still needed.",
        "decided",
    )


def _keep(
    work: UnitOfWork, decision: SafeguardingDecision, person: Person, now: datetime, texts: dict[str, str]
) -> None:
    subject = subject_of(decision)
    keep_texts(work, subject, ContentClass.RESTRICTED, person, now, texts)


def _start_what_follows(
    work: UnitOfWork,
    person: Person,
    concern: SafeguardingConcern,
    decision: SafeguardingDecision,
    new: NewDecision,
    now: datetime,
) -> None:
    meet(work, concern.id, (DeadlineKind.SAFEGUARDING_DECIDE,), person, now)
    if new.is_allegation:
        concern.is_allegation = concern.works_with_children = True
        start_allegation_clock(work, concern, now)
    if decision.body is Body.ALLEGATIONS:
        meet(work, concern.id, (DeadlineKind.SAFEGUARDING_ALLEGATION,), person, now)
    if decision.kind is DecisionKind.REFERRED:
        _start_waiting_for_reply(work, concern, now)
    if concern.reporter_told_at is None and concern.reporter_id not in {person.id, concern.lead_id}:
        days = TELL_REPORTER_WITHIN
        _start_duty(work, concern, DeadlineKind.SAFEGUARDING_TELL_REPORTER, now, days, "the decision", now)


def start_allegation_clock(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Start the clock for telling the body that looks at allegations against people who work with children.

    England 1 working day, Wales 24 hours, elsewhere no clock is known (domain.md 2.2). Nothing starts twice, nor
    after that body was told.
    """
    subject = subject_of(concern)
    if not (concern.is_allegation and concern.works_with_children):
        return
    if any(each.body is Body.ALLEGATIONS for each in work.safeguarding_decisions.of(concern.id)):
        return
    due_at = allegation_due_at(now, safeguarding_calendar(work, concern.contract_id))
    if due_at is None or work.deadlines.live(concern.id, (DeadlineKind.SAFEGUARDING_ALLEGATION,)):
        return
    lead = work.people.get(concern.lead_id) if concern.lead_id else None
    basis = "an allegation against somebody who works with children"
    kind = DeadlineKind.SAFEGUARDING_ALLEGATION
    start(work, Duty(kind, subject, None, lead, Party.OWN, due_at, basis), now)


def _start_duty(
    work: UnitOfWork,
    concern: SafeguardingConcern,
    kind: DeadlineKind,
    counted_from: datetime,
    working_days: int,
    what: str,
    now: datetime,
) -> None:
    if work.deadlines.live(concern.id, (kind,)):
        return
    subject = subject_of(concern)
    due_at = safeguarding_calendar(work, concern.contract_id).due_after(counted_from, working_days)
    lead = work.people.get(concern.lead_id) if concern.lead_id else None
    basis = f"{working_days} working day{'' if working_days == 1 else 's'} from {what}"
    start(work, Duty(kind, subject, None, lead, Party.OWN, due_at, basis), now)


def _start_waiting_for_reply(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """One duty waits for all replies: for the referral that has waited longest."""
    waiting = work.safeguarding_decisions.awaiting_reply(concern.id)
    if not waiting:
        return
    since = min(each.made_at or each.decided_at for each in waiting)
    _start_duty(work, concern, DeadlineKind.SAFEGUARDING_REPLY, since, REPLY_WITHIN, "the referral", now)


def keep_reply(
    work: UnitOfWork, person: Person, decision_id: UUID, new: NewReply, now: datetime
) -> SafeguardingConcern:
    """Record what the body answered. The chase goes on for the other referrals that nobody has answered.

    What is not taken on is to be decided anew, in the time of a first decision (domain.md 4.4 B).
    """
    decision = work.safeguarding_decisions.find(decision_id)
    if decision is None:
        raise NotYours(NOT_YOURS)
    concern = of_named_taken(work, person, decision.concern_id)
    if decision not in work.safeguarding_decisions.answerable(concern.id):
        raise NotAllowed("What they answered is recorded already.")
    decision.reply, decision.replied_at, decision.reply_kept_by = new.reply, now, person.id
    _keep(work, decision, person, now, {"reply_note": new.note})
    subject = subject_of(concern)
    record(
        work, Event.SAFEGUARDING_REPLY_KEPT, subject, person, now, decision=decision.id, reply=new.reply.value
    )
    if work.safeguarding_decisions.awaiting_reply(concern.id):
        cancel(work, concern.id, (DeadlineKind.SAFEGUARDING_REPLY,))
        _start_waiting_for_reply(work, concern, now)
    else:
        meet(work, concern.id, (DeadlineKind.SAFEGUARDING_REPLY,), person, now)
    if new.reply is Reply.NOT_TAKEN_ON and concern.state is SafeguardingState.DECIDED:
        assert concern.lead_id is not None
        reopen(work, concern, work.people.get(concern.lead_id), now)
    work.notices.redraw(concern.id)
    return concern


def is_acted_on(work: UnitOfWork, concern: SafeguardingConcern) -> bool:
    """Say whether something came of a concern: a quality matter, or a referral that was not refused."""
    return any(acts(decision.kind, decision.reply) for decision in work.safeguarding_decisions.of(concern.id))
