"""Handing a safeguarding concern over: whoever gives it keeps it until the other has taken it (practice.md 1.6)."""

from datetime import datetime, timedelta
from uuid import UUID

from bot.casework.deadlines import Duty, cancel, climb, hand_to, meet, start
from bot.casework.notices import Owed, owe_people, safeguarding_calendar
from bot.casework.records import keep_texts, record
from bot.casework.safeguarding_access import could_have_it, of_named_taken, subject_of
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Party
from domain.rhythm import Speed
from domain.safeguarding import SafeguardingState
from domain.safeguarding_ladders import AT_RISK_HAND_OVER
from storage.deadlines import Deadline
from storage.people import Person
from storage.safeguarding import SafeguardingConcern, SafeguardingNamed
from storage.unit_of_work import UnitOfWork

TAKEN_URGENT_WITHIN = timedelta(minutes=15)
TAKEN_WITHIN = timedelta(hours=1)  # working hours

OF_THE_LEAD = (
    DeadlineKind.SAFEGUARDING_DECIDE,
    DeadlineKind.SAFEGUARDING_ALLEGATION,
    DeadlineKind.SAFEGUARDING_REPLY,
    DeadlineKind.SAFEGUARDING_TELL_REPORTER,
    DeadlineKind.SAFEGUARDING_TALK,
)
"""The duties that go with a concern to whoever has it."""


def hand_over(
    work: UnitOfWork, person: Person, concern_id: UUID, taker_id: UUID, note: str, now: datetime
) -> SafeguardingConcern:
    """Ask somebody to take a concern. Nothing changes hands until they press *I have this*; waiting climbs."""
    concern = of_named_taken(work, person, concern_id)
    taker = next((each for each in could_have_it(work, concern) if each.id == taker_id), None)
    if taker is None:
        raise NotAllowed("This person cannot be given this one. Please choose somebody else.", "taker")
    if concern.handed_to == taker.id:
        raise NotAllowed(f"{taker.name} has been asked already. Please ring them.", "taker")
    _end(work, concern)
    concern.handed_to = taker.id
    if all(row.person_id != taker.id for row in work.safeguarding.named(concern.id)):
        work.safeguarding.name(SafeguardingNamed(concern_id=concern.id, person_id=taker.id, since=now))
    subject = subject_of(concern)
    keep_texts(work, subject, ContentClass.RESTRICTED, person, now, {"hand_over_note": note})
    deadline = _start_waiting(work, concern, now)
    record(work, Event.SAFEGUARDING_HANDED_OVER, subject, person, now, to=taker.id)
    asked = Owed(
        kind=NoticeKind.SAFEGUARDING_HANDED,
        subject=subject,
        content_class=ContentClass.RESTRICTED,
        speed=Speed.URGENT,
        event=f"handed:{deadline.id.hex}",
        deadline=deadline,
    )
    owe_people(work, asked, [taker], now)
    work.notices.redraw(concern.id)
    return concern


def give_back(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Ask whoever was handing over to say that they keep it: whoever was to take it must not be told of it any more.

    They may have gone home by now, so the second line hears of it when they do not answer.
    """
    _end(work, concern)
    concern.handed_to = None
    if concern.lead_id is None or concern.state is SafeguardingState.CLOSED:
        return
    climb(work, _start_waiting(work, concern, now, due_at=now), now, timedelta(minutes=1))
    work.notices.redraw(concern.id)


def is_given_back(work: UnitOfWork, concern: SafeguardingConcern) -> bool:
    """Say whether its lead has yet to say that they keep what was being handed over."""
    return concern.handed_to is None and bool(
        work.deadlines.live(concern.id, (DeadlineKind.SAFEGUARDING_HAND_OVER,))
    )


def _start_waiting(
    work: UnitOfWork, concern: SafeguardingConcern, now: datetime, due_at: datetime | None = None
) -> Deadline:
    subject = subject_of(concern)
    if due_at is not None:
        basis = "at once, for nobody takes it over"
    elif concern.is_urgent:
        due_at, basis = now + TAKEN_URGENT_WITHIN, "15 minutes from being handed over"
    else:
        due_at = safeguarding_calendar(work, concern.contract_id).add_working_hours(now, TAKEN_WITHIN)
        basis = "1 working hour from being handed over"
    duty = Duty(
        kind=DeadlineKind.SAFEGUARDING_HAND_OVER,
        subject=subject,
        contract_id=None,
        owner=work.people.get(concern.lead_id) if concern.lead_id else None,
        party=Party.OWN,
        due_at=due_at,
        basis=basis,
        ladder=None if concern.is_urgent else AT_RISK_HAND_OVER,
    )
    return start(work, duty, now)


def take_hand_over(work: UnitOfWork, person: Person, concern: SafeguardingConcern, now: datetime) -> None:
    """Take what was handed over: from now on its duties are theirs, each by the time it had before."""
    meet(work, concern.id, (DeadlineKind.SAFEGUARDING_HAND_OVER,), person, now)
    give_to(work, concern, person, now)
    record(work, Event.SAFEGUARDING_ACKNOWLEDGED, subject_of(concern), person, now)
    work.notices.redraw(concern.id)


def give_to(work: UnitOfWork, concern: SafeguardingConcern, person: Person, now: datetime) -> None:
    """Make somebody the one who has a concern from now on, its open duties included."""
    concern.lead_id, concern.acknowledged_at, concern.handed_to = person.id, now, None
    for kind in OF_THE_LEAD:
        hand_to(work, concern.id, kind, person)


def keep_it(work: UnitOfWork, concern: SafeguardingConcern) -> None:
    """Keep what was about to be handed over: whoever has it presses *I have this* again."""
    _end(work, concern)
    concern.handed_to = None
    work.notices.redraw(concern.id)


def _end(work: UnitOfWork, concern: SafeguardingConcern) -> None:
    cancel(work, concern.id, (DeadlineKind.SAFEGUARDING_HAND_OVER,))
