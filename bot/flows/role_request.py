"""The story of roles that open what is closed: told to whoever else holds them, and agreed to by a second person."""

from datetime import datetime
from uuid import UUID

from bot.answers import Answer, Nothing
from bot.blocks import Block, button, buttons, paragraphs
from bot.casework import role_requests
from bot.casework.notices import calendar_of
from bot.inbound import Press
from bot.listeners import Listeners
from bot.messages import Message
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.notices import NoticeKind
from domain.role_requests import RequestState
from storage.notices import Notice
from storage.role_requests import RoleRequest
from storage.unit_of_work import UnitOfWork

AGREE, DECLINE = "role_request_agree", "role_request_decline"


def agree(turn: Turn[Press]) -> Answer:
    """*Agree*: they hold the role from now on."""
    role_requests.agree(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return Nothing()


def decline(turn: Turn[Press]) -> Answer:
    """*Do not agree*."""
    role_requests.decline(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return Nothing()


def _say_requested(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    request = work.role_requests.find(UUID(notice.facts["request"]))
    if request is None:
        return None
    is_theirs = notice.person_id == request.person_id
    facts = {
        "name": work.people.get(request.person_id).name,
        "role": getattr(words("roles"), request.role.value),
        "opens": getattr(words("role_opens"), request.role.value),
        "state": request.state.value,
        "is_theirs": is_theirs,
        "asked_at": request.asked_at,
        "answered_by": work.people.get(request.answered_by).name if request.answered_by else "",
    }
    text = render("role_requested", facts)
    waits = request.state is RequestState.WAITING and not is_theirs
    return Message(text, [*paragraphs(text), *(_answers(request) if waits else [])])


def _say_line(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Remind whoever may agree of everything that somebody waits for; a pair of buttons for each role."""
    waiting = role_requests.to_answer(work, notice)
    if not waiting:
        return None
    facts = {
        "name": work.people.get(notice.subject_id).name,
        "roles": [getattr(words("roles"), each.role.value) for each in waiting],
        "asked_on": calendar_of(work, None).local(min(each.asked_at for each in waiting)).date(),
    }
    text = render("role_line", facts)
    rows = [block for each in waiting for block in _answers(each)]
    return Message(text, [*paragraphs(text), *rows])


def _answers(request: RoleRequest) -> list[Block]:
    label = words("role_requests")
    return buttons(
        button(AGREE, label.agree, request.id.hex, style="primary"),
        button(DECLINE, label.decline, request.id.hex),
    )


def _say_changed(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    facts = {
        "role": getattr(words("roles"), notice.facts["role"]),
        "by_whom": _name(work, notice.facts["by"]) if notice.facts["by"] else words("role_requests").operator,
        "by_operator": not notice.facts["by"],
        "joined": " and ".join(_name(work, each) for each in notice.facts["joined"]),
        "left": " and ".join(_name(work, each) for each in notice.facts["left"]),
        "is_theirs": notice.person_id is not None and notice.person_id.hex in notice.facts["left"],
    }
    text = render("role_changed", facts)
    return Message(text, paragraphs(text))


def _name(work: UnitOfWork, person_id: str) -> str:
    return work.people.get(UUID(person_id)).name


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(AGREE, agree)
    listeners.press(DECLINE, decline)
    services.messages.add(NoticeKind.ROLE_REQUESTED, _say_requested)
    services.messages.add(NoticeKind.ROLE_LINE, _say_line)
    services.messages.add(NoticeKind.ROLE_CHANGED, _say_changed)
