"""The story of asking to be added: one button for somebody not known here, and the lead's answer to it."""

from datetime import datetime
from typing import Any

from bot.answers import Answer, OpenForm
from bot.blocks import Block, button, buttons, form, paragraphs, reason_form, typed
from bot.buttons import ADD_WHO_ASKED, ASK_TO_JOIN, report_buttons
from bot.casework import joining
from bot.inbound import Press, Submission
from bot.kept import kept_in_message
from bot.listeners import Listeners
from bot.look_ups import who_acts
from bot.messages import Message
from bot.refusals import say
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.joining import RequestState
from domain.notices import NoticeKind
from storage.joining import JoinRequest
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

DECLINE, WHY = "person_decline", "person_why_declined"
DECLINE_FORM = "person_decline_form"


def ask(turn: Turn[Press]) -> Answer:
    """*Ask to be added*: asked once; pressed again, it says when that was."""
    member = turn.found.members.get(turn.inbound.actor.user_id)
    channel = turn.inbound.value if turn.inbound.value != "none" else ""
    request, is_new = joining.ask_to_join(turn.work, turn.met, turn.inbound.actor, member, channel, turn.now)
    facts = {
        "is_new": is_new,
        "is_declined": request.state is RequestState.DECLINED,
        "asked_at": request.asked_at,
        # Whoever asks is told no name: they take part in nothing yet.
        "is_of_contract": request.contract_id is not None,
    }
    return say(turn.inbound, "joining_asked", report_buttons(), **facts)


def decline_form(turn: Turn[Press]) -> Answer:
    """*Not to be added*: asks why."""
    request = joining.open_request_for(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(
        reason_form(DECLINE_FORM, words("joining_forms"), "declined", {"request": request.id.hex})
    )


def decline(turn: Turn[Submission]) -> Answer:
    """Keep that somebody is not to be added, with the reason."""
    request_id = record_id(turn.inbound.about()["request"])
    joining.decline(turn.work, turn.person, request_id, turn.inbound.form.text("reason"), turn.now)
    return kept_in_message(turn, "join_declined")


def why(turn: Turn[Press]) -> Answer:
    """*Why not*: the reason, for whoever may add people."""
    said = joining.why_declined(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("joining_forms")
    return OpenForm(form("read_only", label.why_title, typed(said)))


def _facts(work: UnitOfWork, request: JoinRequest) -> dict[str, Any]:
    asker = work.people.get(request.person_id)
    organisation = joining.organisation_in_slack(work, asker)
    own = work.organisations.own()
    contract = work.contracts.get(request.contract_id) if request.contract_id else None
    return {
        "name": asker.name,
        "organisation": work.organisations.get(organisation).name if organisation else "",
        "is_own": own is not None and organisation == own.id,
        "is_guest": asker.is_guest,
        "contract": contract.title if contract else "",
        "state": request.state.value,
        "asked_at": request.asked_at,
        "answered_by": work.people.get(request.answered_by).name if request.answered_by else "",
        "answered_at": request.answered_at,
    }


def _below(request: JoinRequest) -> list[Block]:
    label, value = words("joining_forms"), request.id.hex
    match request.state:
        case RequestState.ASKED:
            return buttons(
                button(ADD_WHO_ASKED, label.add, value, style="primary"),
                button(DECLINE, label.decline, value),
            )
        case RequestState.DECLINED:
            return buttons(button(WHY, label.why, value))
        case _:
            return []


def _say_asked(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    return _said(work, notice, "person_asked")


def _say_line(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    request = work.joining.latest_request(notice.subject_id)
    is_open = request is not None and request.state is RequestState.ASKED
    return _said(work, notice, "person_line") if is_open else None


def _said(work: UnitOfWork, notice: Notice, prompt: str) -> Message | None:
    request = work.joining.latest_request(notice.subject_id)
    if request is None:
        return None
    text = render(prompt, _facts(work, request))
    return Message(text, [*paragraphs(text), *_below(request)])


def _say_declined(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    request = work.joining.latest_request(notice.subject_id)
    asked = " or ".join(each.name for each in joining.those_asked(work, request)) if request else ""
    text = render("person_declined", {"asked": asked})
    return Message(text, [*paragraphs(text), *report_buttons()])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(ASK_TO_JOIN, ask, look_up=who_acts)
    listeners.press(DECLINE, decline_form, writes=False)
    listeners.press(WHY, why, writes=False)
    listeners.submission(DECLINE_FORM, decline)
    services.messages.add(NoticeKind.PERSON_ASKED, _say_asked)
    services.messages.add(NoticeKind.PERSON_LINE, _say_line)
    services.messages.add(NoticeKind.PERSON_DECLINED, _say_declined)
