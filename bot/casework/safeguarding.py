"""Danger and risk: kept RESTRICTED and pinged at once, from anyone, known or not (practice.md 1.1 to 1.6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.deadlines import Duty, climb, meet, start
from bot.casework.notices import calendar_about
from bot.casework.records import keep_texts, record
from bot.casework.route import freeze_route, is_named, join_route, leads_at
from domain.chronology import Event, SubjectKind
from domain.concerns import Kind, NewConcern
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.people import Party
from domain.references import Choose, new_reference
from domain.routes import Level
from domain.safeguarding import SafeguardingState, move
from domain.safeguarding_ladders import AT_RISK_ACKNOWLEDGE, AT_RISK_DECIDE
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

AT_ONCE = timedelta(minutes=1)
DECIDE_URGENT_WITHIN = timedelta(hours=4)
DECIDE_WITHIN = 1  # working days


def subject_of(concern: SafeguardingConcern) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about this concern point at."""
    return SubjectKind.SAFEGUARDING, concern.id


def raise_safeguarding(
    work: UnitOfWork,
    reporter: Person,
    new: NewConcern,
    contract_id: UUID | None,
    now: datetime,
    choose: Choose,
    excluded: frozenset[UUID] = frozenset(),
) -> SafeguardingConcern:
    """Keep it RESTRICTED and owe the level 1 leads their ping in the same transaction.

    It is written into the organisation's own chronology, not the contract's: whoever reads a contract must not
    learn from it that a safeguarding record exists (practice.md 1.7).
    """
    concern = work.safeguarding.add(
        SafeguardingConcern(
            reference=new_reference("SG", work.is_reference_taken, choose),
            kind=new.kind,
            contract_id=contract_id,
            reporter_id=reporter.id,
            reporter_is_confirmed=reporter.organisation_id is not None,
            raised_at=now,
            is_urgent=new.kind is Kind.DANGER_NOW,
        )
    )
    freeze_route(work, concern, excluded, now)
    texts = {"what_happened": new.what_happened, "told_by": new.told_by, "done_already": new.done_already}
    keep_texts(work, subject_of(concern), ContentClass.RESTRICTED, reporter, now, texts)
    record(work, Event.SAFEGUARDING_RAISED, subject_of(concern), reporter, now, reference=concern.reference)
    ask_route(work, concern, now)
    return concern


def ask_route(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Start asking the route of a concern that nobody has, from its first line on, beginning now."""
    duty = Duty(
        kind=DeadlineKind.SAFEGUARDING_ACKNOWLEDGE,
        subject=subject_of(concern),
        contract_id=None,
        owner=None,
        party=Party.OWN,
        due_at=now,
        basis="at once, day and night",
        ladder=None if concern.is_urgent else AT_RISK_ACKNOWLEDGE,
    )
    climb(work, start(work, duty, now), now, AT_ONCE)


def tell_new_leads(work: UnitOfWork, now: datetime) -> None:
    """Ping whoever is a lead now for every case that nobody has yet; who was pinged already is not pinged again."""
    for deadline in work.deadlines.urgent_open():
        join_route(work, work.safeguarding.get(deadline.subject_id), now)
        deadline.climbed, deadline.next_step_at = [], now
        climb(work, deadline, now, AT_ONCE)


def leads_told(work: UnitOfWork) -> int:
    """Return how many level 1 leads there are to ping."""
    return len(leads_at(work, Level.LEVEL_1))


def acknowledge_safeguarding(
    work: UnitOfWork, person: Person, concern_id: UUID, now: datetime
) -> SafeguardingConcern:
    """Take a safeguarding concern: the first lead has it, every pending ping stops, earlier ones are edited."""
    concern = _of_lead(work, person, concern_id)
    if concern.lead_id == person.id:
        return concern
    if concern.lead_id is not None:
        lead = work.people.get(concern.lead_id)
        raise NotAllowed(f"{lead.name} already has {concern.reference}, so nothing is asked of you.")
    concern.state = move(concern.state, SafeguardingState.ACKNOWLEDGED)
    concern.lead_id, concern.acknowledged_at = person.id, now
    meet(work, concern.id, (DeadlineKind.SAFEGUARDING_ACKNOWLEDGE,), person, now)
    start_deciding(work, concern, person, now)
    record(work, Event.SAFEGUARDING_ACKNOWLEDGED, subject_of(concern), person, now)
    work.notices.redraw(concern.id)
    return concern


def start_deciding(work: UnitOfWork, concern: SafeguardingConcern, lead: Person, now: datetime) -> None:
    """Start the clock of the decision: 4 hours of real time when urgent, else the end of the next working day."""
    subject = subject_of(concern)
    if concern.is_urgent:
        due_at, basis = now + DECIDE_URGENT_WITHIN, "4 hours from being taken"
    else:
        due_at = calendar_about(work, subject, None).due_after(now, DECIDE_WITHIN)
        basis = "the end of the next working day"
    duty = Duty(
        kind=DeadlineKind.SAFEGUARDING_DECIDE,
        subject=subject,
        contract_id=None,
        owner=lead,
        party=Party.OWN,
        due_at=due_at,
        basis=basis,
        ladder=None if concern.is_urgent else AT_RISK_DECIDE,
    )
    start(work, duty, now)


@dataclass(frozen=True)
class Reading:
    """What a named person reads of a safeguarding concern."""

    concern: SafeguardingConcern
    texts: dict[str, str]
    is_lead: bool
    may_acknowledge: bool


def open_safeguarding(work: UnitOfWork, person: Person, concern_id: UUID, now: datetime) -> Reading:
    """Read a safeguarding concern: the designated leads, and the reporter their own words. Openings are recorded."""
    concern = work.safeguarding.find(concern_id)
    if concern is None:
        raise NotYours(NOT_YOURS)
    is_lead = is_named(work, person, concern)
    if not is_lead and concern.reporter_id != person.id:
        raise NotYours(NOT_YOURS)
    record(work, Event.SAFEGUARDING_OPENED, subject_of(concern), person, now)
    return Reading(
        concern=concern,
        texts=work.narratives.latest(concern.id) if is_lead else _own_texts(work, person, concern.id),
        is_lead=is_lead,
        may_acknowledge=is_lead and concern.state is SafeguardingState.RAISED,
    )


def _own_texts(work: UnitOfWork, person: Person, concern_id: UUID) -> dict[str, str]:
    """The newest words of one author: what the named people added is not for whoever reported it."""
    return {row.field: row.body for row in work.narratives.of(concern_id) if row.author_id == person.id}


def _of_lead(work: UnitOfWork, person: Person, concern_id: UUID) -> SafeguardingConcern:
    concern = work.safeguarding.find_to_change(concern_id)
    if concern is None or not is_named(work, person, concern):
        raise NotYours(NOT_YOURS)
    return concern
