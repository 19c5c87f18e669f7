"""What a person does in Slack: say, command, press, choose. Each answers as Slack's client would show it."""

import re
from dataclasses import dataclass
from typing import Any

from playground import envelopes, events
from playground.blocks import Placed, find_element, typed
from playground.delivery import Acknowledgement
from playground.forms import KINDS, Answers, UnknownChoiceError, state_of, written
from playground.live import LiveSlack, OpenForm
from playground.refusal import RefusedError
from playground.responses import show_answer
from playground.tickets import AnswerAddress
from playground.workspace import Channel, Json, Message, Person

SHOWN = {
    "operation_timeout": "{what} did not work: the app took too long to answer (operation_timeout). Try again.",
    "dispatch_failed": "{what} did not work: the app could not be reached (dispatch_failed).",
    "http_service_error": "{what} did not work: the app failed (http_service_error).",
    "http_client_error": "{what} did not work: the app refused the request (http_client_error).",
}
TROUBLE = "We had some trouble connecting. Try again?"


class NotPossibleError(Exception):
    """Something that Slack's client would not let this person do; `shown` is what it says to them."""

    def __init__(self, error: str, shown: str) -> None:
        super().__init__(error)
        self.error = error
        self.shown = shown


def done(acknowledgement: Acknowledgement | None = None, **more: Any) -> Json:
    ms = acknowledgement.ms if acknowledgement else 0
    return {"ok": True, "ack_ms": ms, "response_action": None, "errors": {}, **more}


def failed(acknowledgement: Acknowledgement, what: str) -> Json:
    error = acknowledgement.error or "unknown_error"
    shown = SHOWN.get(error, TROUBLE).format(what=what)
    return {"ok": False, "error": error, "shown": shown, "ack_ms": acknowledgement.ms}


def conversation(slack: LiveSlack, actor: Person, named: str) -> Channel:
    """A conversation in which this person is, by its id or its name. Raises NotPossibleError."""
    channel = slack.workspace.channels.get(named)
    if channel is None:
        by_name = (c for c in slack.workspace.channels_of(actor.id) if not c.is_im and c.name == named)
        channel = next(by_name, None)
    if channel is None or actor.id not in channel.members:
        raise NotPossibleError("channel_not_found", "You are not in this conversation.")
    return channel


async def say(slack: LiveSlack, actor: Person, channel_id: str, text: str, thread_ts: str | None) -> Json:
    channel = conversation(slack, actor, channel_id)
    if channel.is_archived or channel.is_frozen:
        raise NotPossibleError("is_archived", "Nobody can write here any more.")
    if not text.strip():
        raise NotPossibleError("no_text", "There is nothing to send.")
    names = {person.name: person.id for person in slack.workspace.people.values()}
    message = slack.post(channel, actor.id, typed(text, names), [], thread_ts=thread_ts)
    await events.said(slack, channel, message)
    return done(ts=message.ts)


async def command(slack: LiveSlack, actor: Person, channel_id: str, name: str, text: str) -> Json:
    channel = conversation(slack, actor, channel_id)
    listed = slack.app.command(name)
    if slack.workspace.is_outsider(actor):
        raise NotPossibleError(
            "not_allowed", f"{name} is not a valid command here: it belongs to another organisation's Slack."
        )
    if listed is None:
        raise NotPossibleError("unknown_command", f"{name} is not a valid command.")
    sent = _escaped(slack, text) if listed.get("should_escape") else text
    parcel = envelopes.command(slack, actor, channel, name, sent)
    acknowledgement = await slack.line.ask(parcel)
    if not acknowledgement.ok:
        return failed(acknowledgement, name)
    if acknowledgement.body:
        address = AnswerAddress(actor.id, channel.id, None, is_ephemeral=False, made_at=slack.clock.real())
        try:
            if acknowledgement.body.get("response_type") == "in_channel":
                slack.post(channel, actor.id, f"{name} {text}".strip(), [])
            show_answer(slack, address, acknowledgement.body)
        except RefusedError as refused:
            return unusable(acknowledgement, refused)
    return done(acknowledgement)


def _escaped(slack: LiveSlack, text: str) -> str:
    """The text of a command whose manifest asks for escaping: people as `<@id|name>`, unlike in messages."""
    people = slack.workspace.people
    stored = typed(text, {person.name: person.id for person in people.values()})

    def named(mention: re.Match[str]) -> str:
        person = people.get(mention[1])
        return f"<@{person.id}|{envelopes.user_name(person)}>" if person else mention[0]

    return re.sub(r"<@([A-Z0-9]+)>", named, stored)


async def shortcut(slack: LiveSlack, actor: Person, callback_id: str) -> Json:
    _need_shortcut(slack, actor, callback_id, "global")
    acknowledgement = await slack.line.ask(envelopes.shortcut(slack, actor, callback_id))
    return done(acknowledgement) if acknowledgement.ok else failed(acknowledgement, "The shortcut")


async def message_shortcut(
    slack: LiveSlack, actor: Person, callback_id: str, channel_id: str, ts: str
) -> Json:
    _need_shortcut(slack, actor, callback_id, "message")
    channel = conversation(slack, actor, channel_id)
    message = channel.message(ts)
    if message is None:
        raise NotPossibleError("message_not_found", "This message is no longer here.")
    parcel = envelopes.message_shortcut(slack, actor, callback_id, channel, message)
    acknowledgement = await slack.line.ask(parcel)
    return done(acknowledgement) if acknowledgement.ok else failed(acknowledgement, "The shortcut")


def _need_shortcut(slack: LiveSlack, actor: Person, callback_id: str, kind: str) -> None:
    if slack.workspace.is_outsider(actor):
        raise NotPossibleError("not_allowed", "This shortcut belongs to another organisation's Slack.")
    if slack.app.shortcut(callback_id, kind) is None:
        raise NotPossibleError("unknown_shortcut", "There is no such shortcut.")


@dataclass(frozen=True)
class Pressed:
    """Where somebody pressed: the blocks there, what they chose in them before, and what sends it."""

    blocks: list[Json]
    answers: Answers
    channel: Channel | None = None
    message: Message | None = None
    form: OpenForm | None = None


async def press(slack: LiveSlack, actor: Person, container: Json, named: tuple[str, str], value: Any) -> Json:
    """Press a button, or choose in a select; `named` is the block_id and the action_id."""
    place = _place(slack, actor, container)
    placed = find_element(place.blocks, *named)
    if placed is None:
        raise NotPossibleError("no_such_element", "This is no longer here to press.")
    answer = _answer(placed, value)
    if placed.element["type"] in KINDS:
        place.answers.setdefault(placed.block_id, {})[placed.action_id] = value
    if placed.is_input and not placed.block.get("dispatch_action"):
        return done()
    action = envelopes.pressed(placed, slack.clock.now(), answer)
    state = state_of(place.blocks, place.answers)
    if place.message is not None and place.channel is not None:
        parcel = envelopes.press_in_message(slack, actor, place.channel, place.message, action, state)
    else:
        view = place.form.view if place.form else slack.workspace.homes[actor.id]
        parcel = envelopes.press_in_view(slack, actor, view, action, state)
    acknowledgement = await slack.line.ask(parcel)
    return done(acknowledgement) if acknowledgement.ok else failed(acknowledgement, "That")


def _place(slack: LiveSlack, actor: Person, container: Json) -> Pressed:
    if container["type"] == "home":
        home = slack.workspace.homes.get(actor.id)
        if home is None:
            raise NotPossibleError("view_not_found", "There is nothing here yet.")
        return Pressed(home.body["blocks"], slack.chosen.setdefault((actor.id, "home", home.hash), {}))
    if container["type"] == "view":
        form = topmost(slack, actor, container["view_id"])
        return Pressed(form.view.body["blocks"], form.answers, form=form)
    channel = conversation(slack, actor, container["channel"])
    hidden = slack.ephemeral(actor.id, channel.id, container["ts"])
    message = hidden.message if hidden else channel.message(container["ts"])
    if message is None:
        raise NotPossibleError("message_not_found", "This message is no longer here.")
    answers = slack.chosen.setdefault((actor.id, channel.id, message.ts), {})
    return Pressed(message.blocks, answers, channel=channel, message=message)


def topmost(slack: LiveSlack, actor: Person, view_id: str) -> OpenForm:
    """The form on top of this person's screen. Raises NotPossibleError when it is another one."""
    stack = slack.forms.get(actor.id, [])
    if not stack or stack[-1].view.id != view_id:
        raise NotPossibleError("view_not_found", "This form is no longer open.")
    return stack[-1]


def _answer(placed: Placed, value: Any) -> Json:
    """What was chosen, as the `actions` entry carries it; a button carries nothing."""
    element = placed.element
    if element["type"] == "overflow":
        chosen = next((option for option in element["options"] if option.get("value") == value), None)
        if chosen is None:
            raise NotPossibleError("no_such_choice", "This is not one of the choices.")
        return {"selected_option": chosen}
    if element["type"] not in KINDS:
        return {}
    try:
        return written(element, value)
    except (UnknownChoiceError, ValueError) as wrong:
        raise NotPossibleError("no_such_choice", str(wrong)) from wrong


def remember(slack: LiveSlack, actor: Person, view_id: str, values: Answers) -> None:
    """Keep what has been typed into the topmost form so far, so that a press in it carries it along."""
    form = topmost(slack, actor, view_id)
    for block_id, answers in values.items():
        form.answers.setdefault(block_id, {}).update(answers)


def unusable(acknowledgement: Acknowledgement, refused: RefusedError) -> Json:
    """The bot answered in time with something that Slack cannot show: the person sees trouble, the developer why."""
    return {
        "ok": False,
        "error": "unusable_answer",
        "shown": TROUBLE,
        "ack_ms": acknowledgement.ms,
        "details": refused.answer(),
    }
