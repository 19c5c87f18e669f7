"""A second person agrees to a role that somebody gave themselves, or does not; until then they do not hold it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_own
from bot.casework.audiences import watchers
from bot.casework.notices import owe_people
from bot.casework.records import record
from bot.casework.retention_periods import ask_first_officer
from bot.casework.role_keeping import Changed, settled, tell, word
from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed, NotYours
from domain.people import Role
from domain.role_requests import RequestState, move
from storage.notices import Notice
from storage.people import Person
from storage.role_requests import RoleRequest
from storage.unit_of_work import UnitOfWork


def who_may_agree(work: UnitOfWork, request: RoleRequest) -> Sequence[Person]:
    """Return who may agree: whoever else holds the role, a director or an administrator; never whoever asks."""
    return watchers(work, request.role, work.people.get(request.person_id))


def to_answer(work: UnitOfWork, notice: Notice) -> Sequence[RoleRequest]:
    """Return what somebody waits for and the reader of a message may agree to."""
    waiting = work.role_requests.waiting_of(notice.subject_id)
    return [
        each for each in waiting if any(person.id == notice.person_id for person in who_may_agree(work, each))
    ]


def agree(work: UnitOfWork, person: Person, request_id: UUID, now: datetime) -> RoleRequest:
    """Agree: from now on they hold the role, and whoever else watches over it hears that."""
    request = _answer(work, person, request_id, RequestState.CONFIRMED, now)
    asker = work.people.get(request.person_id)
    if not asker.is_active or not is_own(work, asker):
        raise NotAllowed(f"{asker.name} is not with us any more. The role stays as it is.")
    work.people.give(request.person_id, request.role, None, now)
    if request.role is Role.RECORDS_OFFICER:
        ask_first_officer(work)
    _record(work, Event.ROLE_CONFIRMED, request, person, now)
    told = [each for each in who_may_agree(work, request) if each.id != person.id]
    tell(work, person, request.role, Changed([request.person_id]), told, now)
    return request


def decline(work: UnitOfWork, person: Person, request_id: UUID, now: datetime) -> RoleRequest:
    """Do not agree: nothing changes."""
    request = _answer(work, person, request_id, RequestState.DECLINED, now)
    _record(work, Event.ROLE_DECLINED, request, person, now)
    return request


def _answer(
    work: UnitOfWork, person: Person, request_id: UUID, wanted: RequestState, now: datetime
) -> RoleRequest:
    request = work.role_requests.find_to_change(request_id)
    may = request is not None and person.id in {each.id for each in who_may_agree(work, request)}
    if request is None or not may or not is_own(work, person):
        raise NotYours(NOT_YOURS)
    request.state = move(request.state, wanted)
    request.answered_by, request.answered_at = person.id, now
    settled(work, request, person, now)
    owe_people(work, word(request, "answered"), [work.people.get(request.person_id)], now)
    return request


def _record(work: UnitOfWork, event: Event, request: RoleRequest, person: Person, now: datetime) -> None:
    subject = (SubjectKind.PERSON, request.person_id)
    record(work, event, subject, person, now, role=request.role.value, request=request.id)
