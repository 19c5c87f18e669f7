"""The person who raised a safeguarding concern: told what became of it, and asked how they are (CPC424-K16)."""

from datetime import datetime
from uuid import UUID

from bot.casework.deadlines import Duty, cancel, meet, start
from bot.casework.employers import may_be_written_to
from bot.casework.notices import Owed, calendar_about, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.route import route_of
from bot.casework.safeguarding_access import of_named_taken, of_reporter
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Party
from domain.rhythm import Speed
from domain.routes import CLIMBED
from domain.safeguarding import ReporterAnswer, SafeguardingState
from domain.safeguarding_decisions import ASK_REPORTER_AFTER
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

NOT_ALLOWED_TO = (
    "They have not allowed messages: their employer could read them. Please ring them, and say how."
)
ASKING = (DeadlineKind.SAFEGUARDING_ASK_REPORTER,)
TELLING = (DeadlineKind.SAFEGUARDING_TELL_REPORTER,)


def start_asking(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Plan to ask the reporter once, after 5 working days, how they are; whatever has been decided by then."""
    subject = (SubjectKind.SAFEGUARDING, concern.id)
    due_at = calendar_about(work, subject, None).due_after(now, ASK_REPORTER_AFTER)
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
    """Tell the reporter that it was acted on, and no more; or keep how a person has told them themselves.

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
    subject = (SubjectKind.SAFEGUARDING, concern.id)
    concern.reporter_told_at = now
    meet(work, concern.id, TELLING, person, now)
    keep_texts(work, subject, ContentClass.RESTRICTED, person, now, {"reporter_told_how": said})
    record(work, Event.SAFEGUARDING_REPORTER_TOLD, subject, person, now, by_handrail=by_handrail)
    if by_handrail:
        asks = asks and may_ask(work, concern)
        if asks:
            cancel(work, concern.id, ASKING)
            record(work, Event.SAFEGUARDING_REPORTER_ASKED, subject, person, now)
        kind = NoticeKind.SAFEGUARDING_OUTCOME
        times = sum(notice.kind is kind for notice in work.notices.about(concern.id))
        word = Owed(
            kind=kind,
            subject=subject,
            content_class=ContentClass.RESTRICTED,
            speed=Speed.PROMPT,
            event=f"outcome:{concern.id.hex}:{times}",
            facts={"asks": asks},
        )
        owe_people(work, word, [work.people.get(concern.reporter_id)], now)
    work.notices.redraw(concern.id)
    return concern


def answer_how_they_are(
    work: UnitOfWork, person: Person, concern_id: UUID, answer: ReporterAnswer, now: datetime
) -> SafeguardingConcern:
    """Keep what the reporter answered; whoever would like to talk is rung by whoever has the concern."""
    concern = of_reporter(work, person, concern_id)
    if concern.reporter_answer in {answer, ReporterAnswer.WANTS_TO_TALK}:
        return concern
    concern.reporter_answer = answer
    subject = (SubjectKind.SAFEGUARDING, concern.id)
    cancel(work, concern.id, ASKING)
    record(work, Event.SAFEGUARDING_REPORTER_ASKED, subject, person, now, answer=answer.value)
    if answer is ReporterAnswer.WANTS_TO_TALK:
        word = Owed(
            kind=NoticeKind.SAFEGUARDING_TALK,
            subject=subject,
            content_class=ContentClass.RESTRICTED,
            speed=Speed.PROMPT,
            event=f"talk:{concern.id.hex}",
        )
        owe_people(work, word, _who_rings(work, concern), now)
    work.notices.redraw(concern.id, (NoticeKind.SAFEGUARDING_ASK, NoticeKind.SAFEGUARDING_OUTCOME))
    return concern


def _who_rings(work: UnitOfWork, concern: SafeguardingConcern) -> list[Person]:
    """Whoever has it; should they have left or nobody have it, the first line of its route that has anybody."""
    lead = work.people.get(concern.lead_id) if concern.lead_id else None
    if lead is not None and lead.is_active:
        return [lead]
    route = route_of(work, concern)
    return next((route[level] for level in CLIMBED if route[level]), [])


def do_not_ask(work: UnitOfWork, person: Person, concern_id: UUID, now: datetime) -> SafeguardingConcern:
    """Respect that the reporter would rather not be asked how they are."""
    concern = of_reporter(work, person, concern_id)
    if work.deadlines.live(concern.id, ASKING):
        cancel(work, concern.id, ASKING)
        subject = (SubjectKind.SAFEGUARDING, concern.id)
        record(work, Event.SAFEGUARDING_REPORTER_ASKED, subject, person, now, answer="do_not_ask")
    return concern
