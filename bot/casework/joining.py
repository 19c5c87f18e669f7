"""Somebody not known here asks to be added: once, to whoever leads the contract; they read nothing until they are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, require_act
from bot.casework.audiences import leads_of
from bot.casework.deadlines import Duty, meet, start
from bot.casework.meeting import keep_as_slack_says
from bot.casework.meeting import meet as meet_person
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.inbound import Actor, Member
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.joining import ANSWER_WITHIN, RequestState, answer
from domain.notices import NoticeKind
from domain.people import ROLES_OF_PARTY, Act, Party, Role
from domain.rhythm import Speed
from storage.joining import JoinRequest
from storage.people import Person
from storage.unit_of_work import UnitOfWork

DECLINED_BECAUSE = "declined_because"
ASKS = (NoticeKind.PERSON_ASKED, NoticeKind.PERSON_LINE)


def ask_to_join(
    work: UnitOfWork, met: Person | None, actor: Actor, member: Member | None, channel: str, now: datetime
) -> tuple[JoinRequest, bool]:
    """Ask for somebody to be added, and say whether that is new: who has asked is told when they did.

    In a linked channel whoever leads its contract is asked; elsewhere an administrator (domain.md 4.3, design.md 0).
    Raises NotAllowed for somebody who takes part already.
    """
    person = meet_person(work, met, actor)
    if person.organisation_id is not None and person.is_active:
        raise NotAllowed("You are known here already. Press My open items to see what is yours.")
    keep_as_slack_says(person, member)
    earlier = work.joining.latest_request(person.id)
    if earlier is not None and earlier.state is not RequestState.ADDED:
        return earlier, False
    linked = work.contracts.linked_to(channel)
    request = JoinRequest(person_id=person.id, contract_id=linked[0].id if linked else None, asked_at=now)
    work.joining.add(request)
    record(work, Event.PERSON_ASKED_TO_JOIN, _about(person), person, now, contract=request.contract_id)
    _ask(work, request, person, now)
    return request, True


def _about(person: Person) -> tuple[SubjectKind, UUID]:
    return SubjectKind.PERSON, person.id


def _ask(work: UnitOfWork, request: JoinRequest, person: Person, now: datetime) -> None:
    asked = leads_of(work, request.contract_id)
    duty = Duty(
        kind=DeadlineKind.PERSON_REQUEST,
        subject=_about(person),
        contract_id=request.contract_id,
        owner=asked[0] if asked else None,
        party=Party.OWN,
        due_at=calendar_of(work, request.contract_id).due_after(now, ANSWER_WITHIN),
        basis=f"{ANSWER_WITHIN} working days",
    )
    start(work, duty, now)
    owed = Owed(
        kind=NoticeKind.PERSON_ASKED,
        subject=_about(person),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"{request.id.hex}:asked",
        contract_id=request.contract_id,
    )
    owe_people(work, owed, asked, now)


def request_for(
    work: UnitOfWork, person: Person, request_id: UUID, *, to_change: bool = False
) -> JoinRequest:
    """Return a request to somebody who may answer it. Raises NotYours for others."""
    find = work.joining.request_to_change if to_change else work.joining.find_request
    request = find(request_id)
    if request is None:
        raise NotYours(NOT_YOURS)
    require_act(work, person, request.contract_id, Act.ADD_PERSON)
    return request


def open_request_for(work: UnitOfWork, person: Person, request_id: UUID) -> JoinRequest:
    """Return a request that nobody has answered, to somebody who may. Raises NotYours for others."""
    request = request_for(work, person, request_id)
    if request.state is not RequestState.ASKED:
        raise NotAllowed("Somebody has answered this already.")
    return request


def decline(work: UnitOfWork, person: Person, request_id: UUID, reason: str, now: datetime) -> None:
    """Say that somebody is not to be added. Why is for whoever may add people; the asker hears a neutral sentence."""
    request = request_for(work, person, request_id, to_change=True)
    if not reason.strip():
        raise NotAllowed("Please say why they are not to be added.", "reason")
    request.state = answer(request.state, RequestState.DECLINED)
    request.answered_by, request.answered_at = person.id, now
    asker = work.people.get(request.person_id)
    keep_texts(work, _about(asker), ContentClass.INTERNAL, person, now, {DECLINED_BECAUSE: reason})
    record(work, Event.PERSON_DECLINED, _about(asker), person, now, contract=request.contract_id)
    _answered(work, request, person, now)
    owed = Owed(
        kind=NoticeKind.PERSON_DECLINED,
        subject=_about(asker),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"{request.id.hex}:declined",
        contract_id=request.contract_id,
    )
    owe_people(work, owed, [asker], now)


def keep_added(work: UnitOfWork, added: Person, by: Person, now: datetime) -> None:
    """Answer what somebody asked, now that they have been added; they are told of that by their role's message."""
    request = work.joining.latest_request(added.id)
    if request is None or request.state is RequestState.ADDED:
        return
    request.state = answer(request.state, RequestState.ADDED)
    request.answered_by, request.answered_at = by.id, now
    _answered(work, request, by, now)


def _answered(work: UnitOfWork, request: JoinRequest, by: Person, now: datetime) -> None:
    meet(work, request.person_id, (DeadlineKind.PERSON_REQUEST,), by, now)
    work.notices.cancel_about(request.person_id, ASKS)
    work.notices.redraw(request.person_id, ASKS)


def why_declined(work: UnitOfWork, person: Person, request_id: UUID) -> str:
    """Return why somebody was not added, to whoever may add people. Raises NotYours for others."""
    request = request_for(work, person, request_id)
    return work.narratives.latest(request.person_id).get(DECLINED_BECAUSE, "")


def suggested_role(work: UnitOfWork, asker: Person, contract_id: UUID | None) -> Role:
    """Suggest what somebody may be for a contract, from the workspace they are of; a person decides."""
    own, organisation = work.organisations.own(), organisation_in_slack(work, asker)
    if own is not None and organisation == own.id:
        return Role.COLLEAGUE
    party = work.contracts.party_of(contract_id, organisation) if contract_id else None
    return ROLES_OF_PARTY[party or Party.PROVIDER][0]


def organisation_in_slack(work: UnitOfWork, asker: Person) -> UUID | None:
    """Return whose workspace somebody is of; nobody's for a guest, who may be anybody's (slack-platform.md 1.3)."""
    if asker.team_id is None or asker.is_guest:
        return None
    return work.organisations.of_team(asker.team_id)


def those_asked(work: UnitOfWork, request: JoinRequest) -> Sequence[Person]:
    """Return who can answer: whoever leads the contract, or an administrator."""
    return leads_of(work, request.contract_id)
