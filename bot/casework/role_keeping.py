"""Who holds a role of the whole organisation: nobody gains or loses one unseen, nor gives some to themselves alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.audiences import WATCHES, watchers
from bot.casework.deadlines import Duty, cancel, meet, start
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind
from domain.people import Party, Role
from domain.rhythm import Speed
from domain.role_requests import CONFIRM_WITHIN, RequestState, move, needs_a_second, require_a_second
from storage.people import Person
from storage.role_requests import RoleRequest
from storage.unit_of_work import UnitOfWork

CONFIRM = (DeadlineKind.ROLE_CONFIRM,)
SAID = (NoticeKind.ROLE_REQUESTED, NoticeKind.ROLE_LINE)


@dataclass(frozen=True)
class Changed:
    """Who came to hold a role, and who holds it no more. `waits` is what waits for a second person to agree."""

    joined: Sequence[UUID] = ()
    left: Sequence[UUID] = ()
    waits: RoleRequest | None = None

    def __bool__(self) -> bool:
        return bool(self.joined or self.left)


def keep_holders(
    work: UnitOfWork, by: Person, role: Role, people: Sequence[UUID], field: str, now: datetime
) -> Changed:
    """Let these people and nobody else hold a role of the whole organisation; who else must know of it is told.

    It asks for no permission. Raises NotAllowed beside the field when nobody could agree to what needs a second.
    """
    if by.id not in people and (given_up := work.role_requests.waiting(by.id, role)) is not None:
        _withdraw(work, given_up, by, now)
    watching = watchers(work, role, by)
    held = {each.id for each in work.people.holding((role,), None)}
    left = work.people.keep_organisation_role(role, frozenset(people))
    own = by.id not in held and by.id in people and needs_a_second(role, is_for_oneself=True)
    joined = [
        each for each in people if not (own and each == by.id) and work.people.give(each, role, None, now)
    ]
    for each in joined:
        _settle_what_waits(work, by, each, role, now)
    changed = Changed(joined, left, _ask_for(work, by, role, watching, field, now) if own else None)
    if changed:
        tell(work, by, role, changed, watching, now)
    return changed


def chosen(work: UnitOfWork, by: Person, role: Role) -> Sequence[Person]:
    """Return who holds a role, to be changed; with them whoever changes it, while they wait to hold it themselves.

    So they give their request up only by taking themselves out of the form.
    """
    holding = work.people.holding((role,), None)
    return [*holding, by] if work.role_requests.waiting(by.id, role) is not None else holding


def _ask_for(
    work: UnitOfWork, by: Person, role: Role, watching: Sequence[Person], field: str, now: datetime
) -> RoleRequest:
    """Ask the others to agree; asked once, however often the form is sent."""
    earlier = work.role_requests.waiting(by.id, role)
    if earlier is not None:
        return earlier
    require_a_second(bool(watching), field)
    request = work.role_requests.add(RoleRequest(person_id=by.id, role=role, asked_at=now))
    subject = (SubjectKind.PERSON, by.id)
    record(work, Event.ROLE_REQUESTED, subject, by, now, role=role.value, request=request.id)
    owe_people(work, word(request, "asked"), watching, now)
    _await_answer(work, request, now)
    return request


def await_answers(work: UnitOfWork, now: datetime) -> None:
    """Let whoever may agree be reminded of everything that waits: an earlier version of Handrail reminded nobody."""
    for waiting in work.role_requests.all_waiting():
        request = work.role_requests.find_to_change(waiting.id)  # several processes may start at once
        if request is not None and request.state is RequestState.WAITING:
            _await_answer(work, request, now)


def _await_answer(work: UnitOfWork, request: RoleRequest, now: datetime) -> None:
    """Whoever may agree is reminded for as long as anything of somebody waits: of two roles in one line."""
    if work.deadlines.live(request.person_id, CONFIRM):
        return
    duty = Duty(
        kind=DeadlineKind.ROLE_CONFIRM,
        subject=(SubjectKind.PERSON, request.person_id),
        contract_id=None,
        owner=None,
        party=Party.OWN,
        due_at=calendar_of(work, None).due_after(request.asked_at, CONFIRM_WITHIN),
        basis=f"{CONFIRM_WITHIN} working days from being asked",
    )
    start(work, duty, now)


def settled(work: UnitOfWork, request: RoleRequest, by: Person | None, now: datetime) -> None:
    """Show in every message that a request is answered; with the last one of somebody nobody is reminded any more."""
    work.notices.redraw(request.person_id, SAID)
    if work.role_requests.waiting_of(request.person_id):
        return
    if request.state is RequestState.WITHDRAWN:
        cancel(work, request.person_id, CONFIRM, now)
    else:
        meet(work, request.person_id, CONFIRM, by, now)


def _settle_what_waits(work: UnitOfWork, by: Person, person_id: UUID, role: Role, now: datetime) -> None:
    """Somebody else has given the role by now: nothing waits any more."""
    if (waiting := work.role_requests.waiting(person_id, role)) is not None:
        waiting.state = move(waiting.state, RequestState.CONFIRMED)
        waiting.answered_by, waiting.answered_at = by.id, now
        settled(work, waiting, by, now)


def withdraw_requests(work: UnitOfWork, person: Person, now: datetime) -> None:
    """Take back what somebody asked for themselves, as they leave or may not ask any more: nobody can agree then."""
    for request in work.role_requests.waiting_of(person.id):
        _withdraw(work, request, None, now)


def _withdraw(work: UnitOfWork, waiting: RoleRequest, by: Person | None, now: datetime) -> None:
    request = work.role_requests.find_to_change(waiting.id)
    if request is None or request.state is not RequestState.WAITING:
        return  # answered at this very moment
    request.state, request.answered_at = move(request.state, RequestState.WITHDRAWN), now
    subject = (SubjectKind.PERSON, request.person_id)
    record(work, Event.ROLE_WITHDRAWN, subject, by, now, role=request.role.value, request=request.id)
    settled(work, request, by, now)


def word(request: RoleRequest, event: str) -> Owed:
    """Return the message about a role that waits for a second person."""
    return Owed(
        kind=NoticeKind.ROLE_REQUESTED,
        subject=(SubjectKind.PERSON, request.person_id),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"{request.id.hex}:{event}",
        facts={"request": request.id.hex},
    )


def tell_of_administrators(work: UnitOfWork, changed: Changed, now: datetime) -> None:
    """Tell directors, administrators and whoever is one no more what whoever runs Handrail changed."""
    left = [work.people.get(each) for each in changed.left]
    watching = [*work.people.holding(WATCHES, None), *(each for each in left if each.is_active)]
    told = {each.id: each for each in watching if each.id not in changed.joined}
    tell(work, None, Role.ADMINISTRATOR, changed, list(told.values()), now)


def tell(
    work: UnitOfWork, by: Person | None, role: Role, changed: Changed, people: Sequence[Person], now: datetime
) -> None:
    """Tell whoever watches over a role who holds it from now on and who does not, and by whose hand.

    Without anybody it was whoever runs Handrail, outside Slack.
    """
    own = work.organisations.own()
    if own is None:
        return
    # At a start several people may come or go at one moment, each of them told of.
    whom = f"joined:{changed.joined[0].hex}" if changed.joined else f"left:{changed.left[0].hex}"
    owed = Owed(
        kind=NoticeKind.ROLE_CHANGED,
        subject=(SubjectKind.ORGANISATION, own.id),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"role:{role.value}:{now.isoformat()}:{whom}",
        facts={
            "role": role.value,
            "by": by.id.hex if by else "",
            "joined": [each.hex for each in changed.joined],
            "left": [each.hex for each in changed.left],
        },
    )
    owe_people(work, owed, people, now)
