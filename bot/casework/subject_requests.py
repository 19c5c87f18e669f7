"""Somebody's request for their own data: when it must be answered, and who answers it (UK GDPR articles 12 and 15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_own, may_do, require_act
from bot.casework.deadlines import Duty, meet, pause, resume, start
from bot.casework.notices import calendar_of
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.exports import MadeBy
from domain.people import Act, Party, Role
from domain.references import Choose, new_reference
from domain.subject_requests import HowReceived, RequestState, due_on, move
from storage.people import Person
from storage.subject_requests import SubjectRequest
from storage.unit_of_work import UnitOfWork

NO_OFFICER = (
    "Requests for personal data are answered by a records officer. An administrator names one with "
    "/contract retention, under Periods and people."
)
DUTY = DeadlineKind.SUBJECT_REQUEST


@dataclass(frozen=True)
class NewRequest:
    """Whose data, how and when it was asked for. `records` are references, for somebody who is not in our table."""

    how: HowReceived
    received_on: date
    identity_on: date | None = None
    person_id: UUID | None = None
    about: str = ""
    records: tuple[str, ...] = ()


def subject_of(request: SubjectRequest) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a request point at."""
    return SubjectKind.SUBJECT_REQUEST, request.id


def may_answer(work: UnitOfWork, person: Person) -> bool:
    """Say whether somebody answers requests."""
    return is_own(work, person) and may_do(work, person, None, Act.ANSWER_SUBJECT_REQUEST)


def decides_held_back(work: UnitOfWork, person: Person) -> bool:
    """Say whether somebody decides about what is of safeguarding or of a sealed name: level 2 or 3."""
    roles = work.people.roles(person.id, None)
    return is_own(work, person) and bool(roles & {Role.SECOND_LINE, Role.SENIOR_ON_CALL})


def signers(work: UnitOfWork, request: SubjectRequest) -> list[Person]:
    """Return who may sign an answer off: a records officer or a director, never whoever decided any of it."""
    found = work.people.holding((Role.RECORDS_OFFICER, Role.DIRECTOR), None)
    barred = {item.decided_by for item in work.subject_requests.items(request.id)} | {request.person_id}
    return [each for each in found if each.id not in barred]


def open_requests(work: UnitOfWork, person: Person) -> Sequence[SubjectRequest]:
    """Return the requests that are not answered. Raises NotYours for whoever has no part in them."""
    found = work.subject_requests.open()
    has_part = may_answer(work, person) or decides_held_back(work, person)
    if not has_part and not any(person.id in {each.id for each in signers(work, one)} for one in found):
        raise NotYours(NO_OFFICER)
    return found


def request_for(work: UnitOfWork, person: Person, request_id: UUID) -> SubjectRequest:
    """Return a request to whoever answers it, locked. Raises NotYours for others, and for whose request it is."""
    require_act(work, person, None, Act.ANSWER_SUBJECT_REQUEST, NO_OFFICER)
    request = work.subject_requests.find_to_change(request_id)
    if request is None or request.person_id == person.id:
        raise NotYours(NOT_YOURS)
    return request


def record_request(
    work: UnitOfWork, person: Person, new: NewRequest, now: datetime, choose: Choose
) -> SubjectRequest:
    """Keep a request, and start the one clock that the law sets: it counts from receipt, not from today."""
    require_act(work, person, None, Act.ANSWER_SUBJECT_REQUEST, NO_OFFICER)
    calendar = calendar_of(work, None)
    if new.received_on > calendar.local(now).date():
        raise NotAllowed("Please give the day on which it came, today or before.", "received_on")
    if new.person_id is None and not new.about.strip():
        raise NotAllowed("Please choose the person, or say whose data it is.", "about")
    unknown = [each for each in new.records if work.record_referenced(each) is None]
    if unknown:
        raise NotAllowed(f"There is no record {unknown[0]}. Please check it.", "records")
    request = work.subject_requests.add(
        SubjectRequest(
            reference=new_reference("SR", work.is_reference_taken, choose),
            person_id=new.person_id,
            records=list(new.records),
            how=new.how,
            received_on=new.received_on,
            identity_on=new.identity_on,
            due_on=due_on(new.received_on, calendar),
            recorded_by=person.id,
            recorded_at=now,
        )
    )
    texts = {"about": new.about.strip()}
    keep_texts(work, subject_of(request), ContentClass.RESTRICTED, person, now, texts)
    duty = Duty(
        kind=DUTY,
        subject=subject_of(request),
        contract_id=None,
        owner=person,
        party=Party.OWN,
        due_at=calendar.at(request.due_on, calendar.closes),
        basis="one calendar month from receipt (UK GDPR article 12)",
    )
    start(work, duty, now)
    _say(work, Event.SUBJECT_REQUEST_RECORDED, request, person, now, received_on=request.received_on)
    return request


def check_identity(work: UnitOfWork, person: Person, request_id: UUID, now: datetime) -> None:
    """Keep that it was checked who asks."""
    request = request_for(work, person, request_id)
    request.identity_on = calendar_of(work, None).local(now).date()
    _say(work, Event.SUBJECT_REQUEST_REVIEWED, request, person, now, identity_on=request.identity_on)


def extend(work: UnitOfWork, person: Person, request_id: UUID, reason: str, now: datetime) -> SubjectRequest:
    """Take two further months, because a request is complex; whoever asked is told why within the first month."""
    request = request_for(work, person, request_id)
    calendar = calendar_of(work, None)
    if request.is_extended or request.state is RequestState.ANSWERED:
        raise NotAllowed("This request cannot be extended once more.")
    if calendar.local(now).date() > request.due_on:
        raise NotAllowed("The first month is over, so more time can no longer be taken. Please answer now.")
    if not reason.strip():
        raise NotAllowed("Please write what you tell whoever asked.", "reason")
    request.is_extended = True
    keep_texts(
        work, subject_of(request), ContentClass.RESTRICTED, person, now, {"extended_because": reason.strip()}
    )
    _move_due(work, request, now)
    _say(work, Event.SUBJECT_REQUEST_EXTENDED, request, person, now)
    return request


def await_clarification(work: UnitOfWork, person: Person, request_id: UUID, now: datetime) -> None:
    """Stop the clock while whoever asked is asked what they mean. The controller has to have switched it on."""
    request = request_for(work, person, request_id)
    if request.paused_on is not None or request.state is RequestState.ANSWERED:
        raise NotAllowed("The clock of this request does not run. There is nothing to stop.")
    request.paused_on = calendar_of(work, None).local(now).date()
    pause(work, request.id, DUTY, now)
    _say(work, Event.SUBJECT_REQUEST_PAUSED, request, person, now, paused_on=request.paused_on)


def clarified(work: UnitOfWork, person: Person, request_id: UUID, now: datetime) -> None:
    """Let the clock run on; the days of waiting are added."""
    request = request_for(work, person, request_id)
    if request.paused_on is None:
        raise NotAllowed("The clock of this request runs already.")
    today = calendar_of(work, None).local(now).date()
    request.paused_days, request.paused_on = request.paused_days + (today - request.paused_on).days, None
    _move_due(work, request, now)
    _say(work, Event.SUBJECT_REQUEST_PAUSED, request, person, now, paused_days=request.paused_days)


def _move_due(work: UnitOfWork, request: SubjectRequest, now: datetime) -> None:
    calendar = calendar_of(work, None)
    request.due_on = due_on(
        request.received_on, calendar, is_extended=request.is_extended, paused=request.paused_days
    )
    resume(work, request.id, DUTY, now, calendar.at(request.due_on, calendar.closes))


def keep_answered(
    work: UnitOfWork, person: Person, request_id: UUID, answered_on: date, now: datetime
) -> SubjectRequest:
    """Keep that it was answered, once somebody else has signed it off."""
    request = request_for(work, person, request_id)
    request.state = move(request.state, RequestState.ANSWERED)
    if not request.received_on <= answered_on <= calendar_of(work, None).local(now).date():
        raise NotAllowed("Please give the day on which it was answered, today or before.", "answered_on")
    request.answered_by, request.answered_on = person.id, answered_on
    meet(work, request.id, (DUTY,), person, now)
    _say(work, Event.SUBJECT_REQUEST_ANSWERED, request, person, now, answered_on=answered_on)
    work.notices.redraw(request.id)
    return request


def keep_taken_by_operator(work: UnitOfWork, request: SubjectRequest, now: datetime, digest: str) -> None:
    """Write down that whoever runs Handrail took the signed answer away, and what its file was (SHA-256, hex)."""
    _say(work, Event.EXPORT_MADE, request, None, now, by=MadeBy.OPERATOR.value, digest=digest)


def _say(
    work: UnitOfWork,
    event: Event,
    request: SubjectRequest,
    person: Person | None,
    now: datetime,
    **facts: object,
) -> None:
    record(work, event, subject_of(request), person, now, None, due_on=request.due_on, **facts)
