"""The person who raised a safeguarding concern: told what became of it, and asked how they are (CPC424-K16)."""

from datetime import datetime, timedelta
from uuid import UUID

from bot.casework.deadlines import Duty, cancel, meet, start
from bot.casework.employers import may_be_written_to
from bot.casework.notices import Owed, owe_people, safeguarding_calendar
from bot.casework.records import keep_texts, record
from bot.casework.safeguarding_access import of_named, of_named_taken, of_reporter, subject_of
from bot.casework.safeguarding_arrival import (
    OUTCOME,
    is_outcome_on_its_way,
    keep_told_reporter,
    start_telling,
    who_has_it,
)
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Party
from domain.rhythm import Speed
from domain.safeguarding import ReporterAnswer, SafeguardingState
from domain.safeguarding_decisions import ASK_REPORTER_AFTER
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

NOT_ALLOWED_TO = (
    "They have not allowed messages: their employer could read them. Please ring them, and say how."
)
ASKING = (DeadlineKind.SAFEGUARDING_ASK_REPORTER,)
TALKING = (DeadlineKind.SAFEGUARDING_TALK,)
RUNG_WITHIN = timedelta(hours=4)  # working hours


def start_asking(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Plan to ask the reporter once, after 5 working days, how they are; whatever has been decided by then."""
    subject = subject_of(concern)
    due_at = safeguarding_calendar(work, concern.contract_id).due_after(now, ASK_REPORTER_AFTER)
    reporter = work.people.get(concern.reporter_id)
    basis = f"{ASK_REPORTER_AFTER} working days from the report"
    kind = DeadlineKind.SAFEGUARDING_ASK_REPORTER
    start(work, Duty(kind, subject, None, reporter, Party.OWN, due_at, basis), now)


def may_ask(work: UnitOfWork, concern: SafeguardingConcern) -> bool:
    """Say whether the reporter may still be asked how they are: once, and not when they would rather not be."""
    return any(not deadline.climbed for deadline in work.deadlines.live(concern.id, ASKING))


def tell_reporter(
    work: UnitOfWork,
    person: Person,
    concern_id: UUID,
    now: datetime,
    *,
    by_handrail: bool,
    asks: bool,
    said: str,
) -> SafeguardingConcern:
    """Send the reporter word that it was acted on, and no more; or keep how a person has told them themselves.

    `asks`: the same message asks how they are, so that they are not asked again later.
    """
    concern = of_named_taken(work, person, concern_id)
    if concern.state is not SafeguardingState.DECIDED:
        raise NotAllowed("Please record what was decided first; then the person who raised it can be told.")
    if concern.reporter_told_at is not None:
        raise NotAllowed("The person who raised it has been told already.")
    if by_handrail and not may_be_written_to(work, work.people.get(concern.reporter_id), concern):
        raise NotAllowed(NOT_ALLOWED_TO, "how")
    if not by_handrail and not said.strip():
        raise NotAllowed("Please say how they were told.", "said")
    if by_handrail and is_outcome_on_its_way(work, concern):
        raise NotAllowed(
            "The message to them is on its way. You can still record that you told them yourself."
        )
    subject = subject_of(concern)
    work.notices.cancel_about(concern.id, OUTCOME)
    keep_texts(work, subject, ContentClass.RESTRICTED, person, now, {"reporter_told_how": said})
    if by_handrail:
        _send_outcome(work, person, concern, now, asks=asks and may_ask(work, concern))
    else:
        keep_told_reporter(work, concern, person, now, by_handrail=False)
    work.notices.redraw(concern.id)
    return concern


def _send_outcome(
    work: UnitOfWork, person: Person, concern: SafeguardingConcern, now: datetime, *, asks: bool
) -> None:
    """Send them the word; they count as told once it has arrived."""
    reporter = work.people.get(concern.reporter_id)
    if not reporter.is_active or not reporter.user_id:
        raise NotAllowed(
            "Handrail has no way to write to them. Please tell them yourself, and say how.", "how"
        )
    subject = subject_of(concern)
    if asks:
        cancel(work, concern.id, ASKING)
        record(work, Event.SAFEGUARDING_REPORTER_ASKED, subject, person, now)
    times = sum(notice.kind in OUTCOME for notice in work.notices.about(concern.id))
    word = Owed(
        kind=NoticeKind.SAFEGUARDING_OUTCOME,
        subject=subject,
        content_class=ContentClass.RESTRICTED,
        speed=Speed.PROMPT,
        event=f"outcome:{concern.id.hex}:{times}",
        facts={"asks": asks, "by": person.id.hex},
    )
    owe_people(work, word, [reporter], now)
    start_telling(work, concern, now)


def answer_how_they_are(
    work: UnitOfWork, person: Person, concern_id: UUID, answer: ReporterAnswer, now: datetime
) -> SafeguardingConcern:
    """Keep what the reporter answered; whoever would like to talk is rung by whoever has the concern."""
    concern = of_reporter(work, person, concern_id)
    wants_to_talk = answer is ReporterAnswer.WANTS_TO_TALK
    if concern.reporter_answer is answer and not (wants_to_talk and is_rung(work, concern)):
        return concern
    if concern.reporter_answer is ReporterAnswer.WANTS_TO_TALK and not wants_to_talk:
        return concern
    concern.reporter_answer = answer
    subject = subject_of(concern)
    cancel(work, concern.id, ASKING)
    record(work, Event.SAFEGUARDING_REPORTER_ASKED, subject, person, now, answer=answer.value)
    if wants_to_talk:
        _ask_to_ring(work, concern, now)
    work.notices.redraw(concern.id, (NoticeKind.SAFEGUARDING_ASK, NoticeKind.SAFEGUARDING_OUTCOME))
    return concern


def _ask_to_ring(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Ask whoever has it to ring within 4 working hours; the second line hears when they have not."""
    subject = subject_of(concern)
    ring = who_has_it(work, concern)
    due_at = safeguarding_calendar(work, concern.contract_id).add_working_hours(now, RUNG_WITHIN)
    owner = ring[0] if len(ring) == 1 else None
    basis = "4 working hours from being asked"
    deadline = start(work, Duty(TALKING[0], subject, None, owner, Party.OWN, due_at, basis), now)
    word = Owed(
        kind=NoticeKind.SAFEGUARDING_TALK,
        subject=subject,
        content_class=ContentClass.RESTRICTED,
        speed=Speed.PROMPT,
        event=f"talk:{deadline.id.hex}",
        deadline=deadline,
    )
    owe_people(work, word, ring, now)


def is_rung(work: UnitOfWork, concern: SafeguardingConcern) -> bool:
    """Say whether whoever wanted to talk has been rung, as far as we have recorded it."""
    is_asked = concern.reporter_answer is ReporterAnswer.WANTS_TO_TALK
    return is_asked and not work.deadlines.live(concern.id, TALKING)


def keep_rung(work: UnitOfWork, person: Person, concern_id: UUID, now: datetime) -> SafeguardingConcern:
    """*I have rung them*: nobody is asked to ring any more; the reporter reads it, and may ask once more."""
    concern = of_named(work, person, concern_id)
    if not work.deadlines.live(concern.id, TALKING):
        return concern
    meet(work, concern.id, TALKING, person, now)
    subject = subject_of(concern)
    record(work, Event.SAFEGUARDING_REPORTER_ASKED, subject, person, now, answer="rung")
    work.notices.redraw(concern.id)
    return concern


def do_not_ask(work: UnitOfWork, person: Person, concern_id: UUID, now: datetime) -> SafeguardingConcern:
    """Respect that the reporter would rather not be asked how they are."""
    concern = of_reporter(work, person, concern_id)
    if work.deadlines.live(concern.id, ASKING):
        cancel(work, concern.id, ASKING)
        subject = subject_of(concern)
        record(work, Event.SAFEGUARDING_REPORTER_ASKED, subject, person, now, answer="do_not_ask")
    return concern
