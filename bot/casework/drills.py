"""The test of the whole route, each quarter and on demand: who can be reached is known before it matters."""

from datetime import datetime, timedelta
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.administrators import SET_UP_FIRST, may_set_up
from bot.casework.deadlines import Duty, cancel, meet, start
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import record
from bot.casework.route import administrators, live_route
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.drills import answer_by, following_quarter, may_start, next_start, planned_for, quarter_of
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Party
from domain.rhythm import Speed
from domain.routes import Level
from storage.people import Person
from storage.routes import Drill, DrillAnswer
from storage.unit_of_work import UnitOfWork

LOOK_AGAIN = timedelta(minutes=30)
"""How long a test waits before it looks again whether somebody is needed for something real."""


def subject_of(drill: Drill) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about this drill point at."""
    return SubjectKind.DRILL, drill.id


def to_be_asked(work: UnitOfWork) -> dict[UUID, tuple[Person, Level]]:
    """Return everybody on the route, each once and at the first of their levels."""
    found: dict[UUID, tuple[Person, Level]] = {}
    for level, people in live_route(work).items():
        for person in people:
            found.setdefault(person.id, (person, level))
    return found


def ask_for_drill(work: UnitOfWork, person: Person, now: datetime) -> Drill:
    """Keep that an administrator asks for a test; it begins at once when that disturbs nobody, else when it may.

    Asked for twice before it begins, it is one. Raises NotYours for whoever is no administrator.
    """
    may_set_up(work, person)
    if work.organisations.settings() is None:
        raise NotAllowed(SET_UP_FIRST)
    if not to_be_asked(work):
        raise NotAllowed("Nobody is on the safeguarding route yet. Please name them with /contract route.")
    work.routes.hold_drills()
    drill = work.routes.drill_to_start() or work.routes.add_drill(Drill(asked_at=now, asked_by=person.id))
    start_what_is_due(work, now)
    return drill


def planned_at(work: UnitOfWork, now: datetime) -> datetime | None:
    """Return when the next drill is planned, one that is overdue included; None before the set-up."""
    settings, calendar = work.organisations.settings(), calendar_of(work, None)
    if settings is None:
        return None
    if (asked := work.routes.drill_to_start()) is not None:
        return next_start(asked.asked_at, calendar)
    anchor, today = calendar.local(settings.set_up_at).date(), calendar.local(now).date()
    quarter, last = quarter_of(anchor, today), work.routes.last_drill()
    held_on = calendar.local(last.started_at).date() if last and last.started_at else anchor
    if quarter is not None and held_on < quarter:
        return planned_for(quarter, calendar)
    return planned_for(following_quarter(anchor, today), calendar)


def is_due(work: UnitOfWork, now: datetime) -> bool:
    """Say whether a drill is to begin now: it is planned, people are at work, and nothing real waits for them."""
    planned = planned_at(work, now)
    if planned is None or planned > now or not may_start(now, calendar_of(work, None)):
        return False
    return not is_needed_elsewhere(work) and bool(to_be_asked(work))


def is_needed_elsewhere(work: UnitOfWork) -> bool:
    """Say whether somebody on the route is being asked for something real, which a test never mingles with."""
    return bool(work.deadlines.urgent_open())


def drill_waits_until(work: UnitOfWork, now: datetime) -> datetime | None:
    """Return until when a test that is owed waits; None when it may go now."""
    calendar = calendar_of(work, None)
    if is_needed_elsewhere(work):
        return next_start(now + LOOK_AGAIN, calendar)
    return None if may_start(now, calendar) else next_start(now, calendar)


def next_drill(work: UnitOfWork, after: datetime) -> datetime | None:
    """Return the next moment at which a drill begins if nothing changes; a moved clock stops there."""
    planned = planned_at(work, after)
    if planned is None or is_needed_elsewhere(work) or not to_be_asked(work):
        return None
    moment = next_start(max(planned, after), calendar_of(work, None))
    return moment if moment > after else None


def start_what_is_due(work: UnitOfWork, now: datetime) -> Drill | None:
    """Begin the drill that is due, if one is: everybody on the route is owed a message marked TEST."""
    work.routes.hold_drills()
    if not is_due(work, now):
        return None
    last = work.routes.last_drill()
    if last is not None:
        cancel(work, last.id, (DeadlineKind.DRILL_ANSWER,))
    drill = work.routes.drill_to_start() or work.routes.add_drill(Drill(asked_at=now))
    drill.started_at = now
    people = to_be_asked(work)
    for person, level in people.values():
        work.routes.ask_in_drill(DrillAnswer(drill_id=drill.id, person_id=person.id, level=level))
    record(work, Event.DRILL_STARTED, subject_of(drill), None, now, people=len(people))
    deadline = start(
        work,
        Duty(
            kind=DeadlineKind.DRILL_ANSWER,
            subject=subject_of(drill),
            contract_id=None,
            owner=None,
            party=Party.OWN,
            due_at=answer_by(now, calendar_of(work, None)),
            basis="the same time on the next working day",
        ),
        now,
    )
    owed = Owed(
        kind=NoticeKind.DRILL,
        subject=subject_of(drill),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"drill:{drill.id.hex}",
        deadline=deadline,
    )
    owe_people(work, owed, [person for person, _ in people.values()], now)
    return drill


def answer_drill(work: UnitOfWork, person: Person, drill_id: UUID, now: datetime) -> None:
    """*I got this test*: kept with its time. Once everybody has answered, the administrators hear at once."""
    work.routes.hold_drills()  # of two who answer last, one must see that nobody is left
    drill, answers = work.routes.drill(drill_id), work.routes.drill_answers(drill_id)
    mine = next((answer for answer in answers if answer.person_id == person.id), None)
    if drill is None or mine is None:
        raise NotYours(NOT_YOURS)
    if mine.answered_at is not None:
        return
    mine.answered_at = now
    record(work, Event.DRILL_ANSWERED, subject_of(drill), person, now)
    for notice in work.notices.about(drill.id):
        if notice.kind is NoticeKind.DRILL and notice.person_id == person.id and notice.posted_ts:
            work.notices.owe_edit(notice)
    work.notices.redraw(drill.id, (NoticeKind.DRILL_RESULT,))
    if any(answer.answered_at is None for answer in answers):
        return
    if work.deadlines.live(drill.id, (DeadlineKind.DRILL_ANSWER,)) and not _is_told(work, drill):
        _tell(work, drill, now)
    meet(work, drill.id, (DeadlineKind.DRILL_ANSWER,), None, now)


def _is_told(work: UnitOfWork, drill: Drill) -> bool:
    return any(notice.kind is NoticeKind.DRILL_RESULT for notice in work.notices.about(drill.id))


def _tell(work: UnitOfWork, drill: Drill, now: datetime) -> None:
    owed = Owed(
        kind=NoticeKind.DRILL_RESULT,
        subject=subject_of(drill),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"drill_result:{drill.id.hex}",
    )
    owe_people(work, owed, administrators(work), now)
