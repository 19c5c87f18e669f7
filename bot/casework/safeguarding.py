"""Danger and risk: kept RESTRICTED and pinged at once, from anyone, known or not (practice.md 1.1 to 1.6)."""

from datetime import datetime, timedelta
from uuid import UUID

from bot.casework.deadlines import Duty, cancel, climb, meet, start
from bot.casework.notices import safeguarding_calendar
from bot.casework.picked_up import tell_reporter_it_is_taken
from bot.casework.records import keep_texts, record
from bot.casework.route import freeze_route, leads_at
from bot.casework.safeguarding_access import of_named, subject_of
from bot.casework.safeguarding_hand_over import give_to, is_given_back, keep_it, take_hand_over
from bot.casework.safeguarding_reporter import start_asking
from bot.casework.unreached import ask_newcomers
from domain.chronology import Event
from domain.concerns import Kind, NewConcern
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.ladders import Ladder
from domain.people import Party
from domain.references import Choose, new_reference
from domain.routes import Level
from domain.safeguarding import SafeguardingState, move
from domain.safeguarding_ladders import AT_RISK_ACKNOWLEDGE, AT_RISK_DECIDE, MADE_URGENT
from storage.deadlines import Deadline
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

AT_ONCE = timedelta(minutes=1)
DECIDE_URGENT_WITHIN = timedelta(hours=4)
DECIDE_WITHIN = 1  # working days

DECIDING = (DeadlineKind.SAFEGUARDING_DECIDE,)


def raise_safeguarding(
    work: UnitOfWork,
    reporter: Person,
    new: NewConcern,
    contract_id: UUID | None,
    now: datetime,
    choose: Choose,
    excluded: frozenset[UUID] = frozenset(),
    *,
    may_write: bool = False,
) -> SafeguardingConcern:
    """Keep it RESTRICTED and owe the level 1 leads their ping in the same transaction.

    It is written into the organisation's own chronology, not the contract's: whoever reads a contract must not
    learn from it that a safeguarding record exists (practice.md 1.7). `may_write`: a reporter from outside allows
    messages that their employer may be able to read (1.8).
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
            may_write=may_write,
        )
    )
    freeze_route(work, concern, excluded, now)
    texts = {"what_happened": new.what_happened, "told_by": new.told_by, "done_already": new.done_already}
    keep_texts(work, subject_of(concern), ContentClass.RESTRICTED, reporter, now, texts)
    record(work, Event.SAFEGUARDING_RAISED, subject_of(concern), reporter, now, reference=concern.reference)
    if excluded:
        kept_from = sorted(each.hex for each in excluded)
        record(work, Event.SAFEGUARDING_EXCLUDED, subject_of(concern), reporter, now, people=kept_from)
    ask_route(work, concern, now)
    start_asking(work, concern, now)
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
        ask_newcomers(work, deadline, now)


def leads_told(work: UnitOfWork) -> int:
    """Return how many level 1 leads there are to ping."""
    return len(leads_at(work, Level.LEVEL_1))


def acknowledge_safeguarding(
    work: UnitOfWork, person: Person, concern_id: UUID, now: datetime
) -> SafeguardingConcern:
    """Take a safeguarding concern: the first lead has it, every pending ping stops, earlier ones are edited.

    Whoever it was handed to takes it over; whoever handed it over and presses again keeps it.
    """
    concern = of_named(work, person, concern_id)
    if concern.lead_id == person.id:
        if concern.handed_to is not None or is_given_back(work, concern):
            keep_it(work, concern)
        answer_urgency(work, person, concern, now)
        return concern
    if concern.lead_id is not None and concern.handed_to == person.id:
        take_hand_over(work, person, concern, now)
        answer_urgency(work, person, concern, now)
        return concern
    if concern.lead_id is not None:
        lead = work.people.get(concern.lead_id)
        raise NotAllowed(f"{lead.name} already has {concern.reference}, so nothing is asked of you.")
    concern.state = move(concern.state, SafeguardingState.ACKNOWLEDGED)
    give_to(work, concern, person, now)
    meet(work, concern.id, (DeadlineKind.SAFEGUARDING_ACKNOWLEDGE,), person, now)
    start_deciding(work, concern, person, now)
    tell_reporter_it_is_taken(work, concern, now)
    record(work, Event.SAFEGUARDING_ACKNOWLEDGED, subject_of(concern), person, now)
    work.notices.redraw(concern.id)
    return concern


def start_deciding(
    work: UnitOfWork,
    concern: SafeguardingConcern,
    lead: Person,
    now: datetime,
    *,
    due_at: datetime | None = None,
    ladder: Ladder | None = None,
) -> Deadline:
    """Start the clock of the decision: 4 hours of real time when urgent, else the end of the next working day.

    `due_at` goes on with a clock that runs already.
    """
    subject = subject_of(concern)
    if concern.is_urgent:
        runs_to, basis = now + DECIDE_URGENT_WITHIN, "4 hours from being taken or becoming urgent"
    else:
        runs_to = safeguarding_calendar(work, concern.contract_id).due_after(now, DECIDE_WITHIN)
        basis = "the end of the next working day"
    duty = Duty(
        kind=DeadlineKind.SAFEGUARDING_DECIDE,
        subject=subject,
        contract_id=None,
        owner=lead,
        party=Party.OWN,
        due_at=due_at or runs_to,
        basis=basis,
        ladder=ladder if ladder or concern.is_urgent else AT_RISK_DECIDE,
    )
    return start(work, duty, now)


def make_lead_hear(work: UnitOfWork, concern: SafeguardingConcern, lead: Person, now: datetime) -> None:
    """Begin the four hours now, and ask whoever has it to say at once that they know: else the next line hears."""
    cancel(work, concern.id, DECIDING)
    climb(work, start_deciding(work, concern, lead, now, ladder=MADE_URGENT), now, AT_ONCE)


def awaits_lead(work: UnitOfWork, concern: SafeguardingConcern) -> Deadline | None:
    """Return the clock of a decision whose lead has yet to say that they know how urgent it has become."""
    first = MADE_URGENT[0].name
    live = work.deadlines.live(concern.id, DECIDING)
    return next((each for each in live if any(row["name"] == first for row in each.ladder)), None)


def answer_urgency(work: UnitOfWork, person: Person, concern: SafeguardingConcern, now: datetime) -> None:
    """Whoever has it knows that it is urgent: the next line is not asked, and the four hours run on."""
    deadline = awaits_lead(work, concern)
    if deadline is None:
        return
    meet(work, concern.id, DECIDING, person, now)
    start_deciding(work, concern, person, now, due_at=deadline.due_at)
    record(work, Event.SAFEGUARDING_ACKNOWLEDGED, subject_of(concern), person, now)
    work.notices.redraw(concern.id)
