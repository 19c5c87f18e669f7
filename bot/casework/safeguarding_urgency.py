"""What was at risk becomes urgent: from then on it is asked day and night, not in working hours."""

from datetime import date, datetime
from uuid import UUID

from bot.casework.deadlines import cancel
from bot.casework.notices import safeguarding_calendar
from bot.casework.picked_up import tell_reporter_it_was_no_answer
from bot.casework.records import record
from bot.casework.safeguarding import answer_urgency, ask_route, make_lead_hear
from bot.casework.safeguarding_access import of_named, subject_of
from domain.chronology import Event
from domain.concerns import Kind
from domain.deadlines import DeadlineKind
from domain.safeguarding import SafeguardingState
from domain.urgency import UNANSWERED_AFTER, WhyUrgent, safe_until
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

UNDECIDED = frozenset({SafeguardingState.RAISED, SafeguardingState.ACKNOWLEDGED})


def make_urgent(
    work: UnitOfWork, concern: SafeguardingConcern, by: Person | None, now: datetime, why: WhyUrgent
) -> bool:
    """Make what is at risk urgent, and say whether that changed anything; `by` is None when nobody answered.

    While nobody has it, its route is asked anew in real time. Once somebody has it, the four hours of the decision
    begin now, and they are asked at once whether they know. What was decided already is urgent from the moment that
    somebody looks at it again; who asks for that is not asked here.
    """
    if concern.is_urgent:
        return False
    concern.is_urgent = True
    record(work, Event.SAFEGUARDING_MADE_URGENT, subject_of(concern), by, now, why=why.value)
    if concern.state is SafeguardingState.RAISED:
        cancel(work, concern.id, (DeadlineKind.SAFEGUARDING_ACKNOWLEDGE,))
        ask_route(work, concern, now)
    elif concern.state is SafeguardingState.ACKNOWLEDGED and concern.lead_id is not None:
        make_lead_hear(work, concern, work.people.get(concern.lead_id), now)
        if by is not None and by.id == concern.lead_id:
            answer_urgency(work, by, concern, now)
    work.notices.redraw(concern.id)
    return True


def make_urgent_by_press(
    work: UnitOfWork, person: Person, concern_id: UUID, now: datetime
) -> SafeguardingConcern:
    """*Make it urgent*, pressed by a named person; the second press finds it done."""
    concern = of_named(work, person, concern_id)
    make_urgent(work, concern, person, now, WhyUrgent.NAMED_PERSON)
    return concern


def asked_until(work: UnitOfWork, concern: SafeguardingConcern) -> date | None:
    """Return the day that *is the person safe until <day>?* names for a concern; None when it is not asked."""
    if concern.is_urgent or concern.safety is not None:
        return None
    return safe_until(concern.raised_at, safeguarding_calendar(work, concern.contract_id))


def unanswered(work: UnitOfWork, now: datetime) -> list[UUID]:
    """Return what is at risk and undecided, asked about, and nobody has answered in a quarter of an hour."""
    return [
        concern.id
        for concern in _undecided(work)
        if concern.raised_at + UNANSWERED_AFTER <= now and asked_until(work, concern) is not None
    ]


def next_unanswered(work: UnitOfWork, after: datetime) -> datetime | None:
    """Return the next moment at which no answer begins to count as *not sure*."""
    moments = [
        concern.raised_at + UNANSWERED_AFTER
        for concern in _undecided(work)
        if concern.raised_at + UNANSWERED_AFTER > after and asked_until(work, concern) is not None
    ]
    return min(moments, default=None)


def count_as_unsure(work: UnitOfWork, concern_id: UUID, now: datetime) -> None:
    """No answer is no safety, whoever has it: make it urgent, unless somebody has answered or decided meanwhile."""
    concern = work.safeguarding.find_to_change(concern_id)
    if concern is None or concern.state not in UNDECIDED:
        return
    if asked_until(work, concern) is not None:
        make_urgent(work, concern, None, now, WhyUrgent.NO_ANSWER)
        tell_reporter_it_was_no_answer(work, concern, now)


def was_asked(work: UnitOfWork, concern: SafeguardingConcern) -> bool:
    """Say whether the reporter was asked about it, answered or not."""
    calendar = safeguarding_calendar(work, concern.contract_id)
    return concern.kind is Kind.AT_RISK and safe_until(concern.raised_at, calendar) is not None


def still_asked_until(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> date | None:
    """Return the day as long as the reporter may answer: until its hours begin, though it be urgent by then."""
    if concern.safety is not None or concern.kind is not Kind.AT_RISK:
        return None
    calendar = safeguarding_calendar(work, concern.contract_id)
    until = safe_until(concern.raised_at, calendar)
    return until if until is not None and now < calendar.at(until, calendar.opens) else None


def _undecided(work: UnitOfWork) -> list[SafeguardingConcern]:
    kinds = {DeadlineKind.SAFEGUARDING_ACKNOWLEDGE, DeadlineKind.SAFEGUARDING_DECIDE}
    waiting = [each for each in work.deadlines.never_silent() if each.kind in kinds]
    found = [work.safeguarding.get(deadline.subject_id) for deadline in waiting]
    return [concern for concern in found if concern.state in UNDECIDED]
