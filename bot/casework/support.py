"""*I need help now*: one press pings the route, and a named helper rings back (practice.md section 3, CPC305-P27)."""

from datetime import datetime, timedelta
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_own, may_do
from bot.casework.asking import on_duty_now
from bot.casework.deadlines import Duty, climb, meet, start
from bot.casework.meeting import meet as met_now
from bot.casework.notices import Owed, owe_people
from bot.casework.records import record
from bot.casework.route import live_route, on_duty
from bot.inbound import Actor
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Act, Party
from domain.references import Choose, new_reference
from domain.rhythm import Speed
from domain.routes import Level
from domain.support import IN_TOUCH_WITHIN, ONE_CALL, Way
from storage.notices import Notice
from storage.people import Person
from storage.support import SupportRequest
from storage.unit_of_work import UnitOfWork

AT_ONCE = timedelta(minutes=1)
FIRST_ASKED = ("level_1", "on_call")
SAID = (NoticeKind.SUPPORT_ASKED, NoticeKind.SUPPORT_UNANSWERED, NoticeKind.SUPPORT_TAKEN)
"""Everything that stands in Slack about a call, and changes with it."""


def subject_of(request: SupportRequest) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about this call point at."""
    return SubjectKind.SUPPORT, request.id


def may_ask(work: UnitOfWork, met: Person | None, actor: Actor) -> bool:
    """Say whether somebody may ask for support: whoever is known here, and everybody in our own workspace.

    Our own people need not have been added anywhere first: that would be found out at the worst moment.
    """
    if met is not None and met.organisation_id is not None:
        return True
    own = work.organisations.own()
    return own is not None and work.organisations.of_team(actor.team_id) == own.id


def first_asked(work: UnitOfWork, met: Person | None, now: datetime) -> list[Person]:
    """Return who would be asked first, so that they can be named before anybody is; nobody helps themselves."""
    barred = frozenset({met.id} if met else ())
    route = live_route(work)
    found = {
        person.id: person
        for level in (Level.LEVEL_1, Level.ON_CALL)
        for person in on_duty(work, route.get(level, []), level, now, barred)
        if person.id not in barred
    }
    return list(found.values())


def require_may_ask(work: UnitOfWork, met: Person | None, actor: Actor) -> None:
    """Refuse somebody nobody here knows. Raises NotYours: they are shown how to report instead."""
    if not may_ask(work, met, actor):
        raise NotYours("You are not known here yet.")


def ask_support(
    work: UnitOfWork, met: Person | None, actor: Actor, now: datetime, choose: Choose
) -> SupportRequest:
    """Keep that somebody needs support, and owe the route their ping in the same transaction.

    Nothing is asked about why. Pressing again within the hour is the same call; a quarter of an hour after somebody
    took it, it says that they were not in touch. Raises NotYours for somebody nobody here knows: they are shown how
    to report instead.
    """
    require_may_ask(work, met, actor)
    requester = met_now(work, met, actor)
    earlier = work.support.latest_of(requester.id, now - ONE_CALL)
    if earlier is not None:
        if earlier.taken_at is not None and now - earlier.taken_at >= IN_TOUCH_WITHIN:
            return nobody_rang(work, met, earlier.id, now)
        return earlier
    request = work.support.add(
        SupportRequest(
            reference=new_reference("H", work.is_reference_taken, choose),
            requester_id=requester.id,
            asked_at=now,
        )
    )
    _ask_route(work, request, requester, now, due_at=now)
    return request


def _ask_route(
    work: UnitOfWork, request: SupportRequest, requester: Person, now: datetime, *, due_at: datetime
) -> None:
    record(work, Event.SUPPORT_ASKED, subject_of(request), requester, now, reference=request.reference)
    duty = Duty(
        kind=DeadlineKind.SUPPORT_ANSWER,
        subject=subject_of(request),
        contract_id=None,
        owner=None,
        party=Party.OWN,
        due_at=due_at,
        basis="at once, day and night",
    )
    climb(work, start(work, duty, now), now, AT_ONCE)


def nobody_rang(work: UnitOfWork, met: Person | None, request_id: UUID, now: datetime) -> SupportRequest:
    """*Nobody has rung me*: the first line is asked again and the second with it, and whoever took it no longer has it.

    Where nobody has taken it, they are being asked already.
    """
    request = work.support.find_to_change(request_id)
    if request is None or met is None or request.requester_id != met.id:
        raise NotYours(NOT_YOURS)
    if request.helper_id is not None:
        request.helper_id = request.taken_at = None
        _ask_route(work, request, met, now, due_at=now - IN_TOUCH_WITHIN)
        work.notices.redraw(request.id, SAID)
    return request


def is_anybody_left(work: UnitOfWork, request: SupportRequest, now: datetime) -> bool:
    """Say whether there is anybody on duty who has not been asked yet, so that it may be said that they will be."""
    asked = {each.person_id for each in _asks(work, request)}
    return any(
        person.id not in asked
        for deadline in work.deadlines.live(request.id, (DeadlineKind.SUPPORT_ANSWER,))
        for level, people in on_duty_now(work, deadline, now, off_turn=True).items()
        for person in people
        if level is not Level.DIRECTOR
    )


def are_others_asked(work: UnitOfWork, request: SupportRequest) -> bool:
    """Say whether somebody was asked besides those who were asked first."""
    asks = _asks(work, request)
    first = {each.person_id for each in asks if each.step in FIRST_ASKED}
    return any(each.person_id not in first for each in asks)


def _asks(work: UnitOfWork, request: SupportRequest) -> list[Notice]:
    return [each for each in work.notices.about(request.id) if each.kind is NoticeKind.SUPPORT_ASKED]


def asked_of(work: UnitOfWork, request: SupportRequest) -> int:
    """Return how many people have been asked to help, or are just being asked."""
    return len({each.person_id for each in _asks(work, request)})


def prefer(work: UnitOfWork, met: Person | None, request_id: UUID, way: Way) -> SupportRequest:
    """Keep how the person who asked would like to hear; the pings that stand in Slack say so from now on."""
    request = work.support.find_to_change(request_id)
    if request is None or met is None or request.requester_id != met.id:
        raise NotYours(NOT_YOURS)
    if request.way is not way:
        request.way = way
        work.notices.redraw(request.id, SAID)
    return request


def may_help(work: UnitOfWork, person: Person) -> bool:
    """Say whether somebody is on the route, and so may take a call."""
    return may_do(work, person, None, Act.ACKNOWLEDGE_SAFEGUARDING)


def take_support(work: UnitOfWork, person: Person, request_id: UUID, now: datetime) -> SupportRequest:
    """*I will help*: the first has it, the person who asked reads their name, and nobody is pinged any more.

    Raises NotAllowed with the helper's name for whoever comes second.
    """
    request = work.support.find_to_change(request_id)
    if request is None or not may_help(work, person) or not is_own(work, person):
        raise NotYours(NOT_YOURS)
    if request.helper_id == person.id:
        return request
    requester = work.people.get(request.requester_id)
    if request.helper_id is not None:
        helper = work.people.get(request.helper_id)
        raise NotAllowed(f"{helper.name} is already helping {requester.name}, so nothing is asked of you.")
    if requester.id == person.id:
        raise NotAllowed("You asked for this yourself. Somebody else will help you.")
    request.helper_id, request.taken_at = person.id, now
    answered = work.deadlines.live(request.id, (DeadlineKind.SUPPORT_ANSWER,))
    meet(work, request.id, (DeadlineKind.SUPPORT_ANSWER,), person, now)
    record(work, Event.SUPPORT_TAKEN, subject_of(request), person, now)
    work.notices.redraw(request.id, SAID)
    taken = Owed(
        kind=NoticeKind.SUPPORT_TAKEN,
        subject=subject_of(request),
        content_class=ContentClass.RESTRICTED,
        speed=Speed.URGENT,
        event=f"support_taken:{(answered[0] if answered else request).id.hex}",
    )
    owe_people(work, taken, [requester], now)
    return request
