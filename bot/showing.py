"""Showing an answer, then acknowledging: what Slack carries in the acknowledgement goes there, the rest before it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import structlog

from bot.answers import (
    Answer,
    CloseAll,
    DrawAgain,
    FieldErrors,
    Note,
    OpenForm,
    ReplyInPrivate,
    ReplyInThread,
    ShowHome,
    ShowInstead,
)
from bot.blocks import paragraphs
from bot.inbound import Command, Happened, Inbound, Press, Submission
from bot.patience import Patience
from bot.refusals import not_shown
from bot.services import Services
from bot.slack import Slack, SlackFault
from bot.templates import render

log = structlog.get_logger()

Ack = Callable[..., Awaitable[Any]]

MOST_WINDOWS = 3
"""Windows that Slack lays on top of each other (slack-platform.md section 4). A fourth takes the place of the third."""


SHOWN_BEFORE = "exchanged_trigger_id"
"""The press works once, and for us alone: it was handed to us before, and what it asked for was shown then."""


async def show(services: Services, inbound: Inbound, answer: Answer, ack: Ack, patience: Patience) -> None:
    """Show the answer and acknowledge, in that order. A call to Slack that fails is told in the acknowledgement."""
    try:
        carried = _carried_by_acknowledgement(inbound, answer)
        if carried is None:
            await patience.wait(_say(services.slack, inbound, answer), "show")
    except SlackFault as fault:
        if fault.code == SHOWN_BEFORE:
            log.info("shown before", method=fault.method)
            await ack()
            return
        log.warning("answer not shown", method=fault.method, error=fault.code)
        services.report(fault.code, fault.method)
        carried = await _say_not_shown(services, inbound, patience)
    await ack(**(carried or {}))


async def _say_not_shown(services: Services, inbound: Inbound, patience: Patience) -> dict[str, Any] | None:
    """Say so by whatever way is left; whoever pressed or typed must not wait for what will not come."""
    told = not_shown(inbound, services.emergency)
    if isinstance(inbound, Press) and inbound.in_form and isinstance(told, OpenForm):
        told = ShowInstead(told.view)  # laid over what could not be laid over, it would not be seen either
    if isinstance(told, Note | ShowInstead) and not isinstance(inbound, Command):
        with suppress(SlackFault):
            await patience.wait(_say(services.slack, inbound, told), "response_url")
    return _carried_by_acknowledgement(inbound, told)


async def _say(slack: Slack, inbound: Inbound, answer: Answer) -> None:
    match answer, inbound:
        case ShowInstead(), Press(in_form=True):
            await _replace(slack, inbound, answer)
        case OpenForm(view), Press(windows=windows) if windows >= MOST_WINDOWS:
            await slack.replace_form(inbound.view_id, view)
        case ((OpenForm(view) | ShowInstead(view)), Inbound(trigger_id=trigger)):
            over_form = isinstance(inbound, Press) and inbound.in_form
            await slack.open_form(trigger, view, over_form=over_form)
        case ShowHome(view), Inbound():
            await slack.show_home(inbound.actor.user_id, view)
        case ReplyInThread(channel, thread, prompt, below), Inbound():
            text = render(prompt, {})
            await slack.reply(channel, thread, text, [*paragraphs(text), *below])
        case ReplyInPrivate(thread, text, blocks), Happened(event={"channel_type": "im"}):
            await slack.reply(inbound.channel, thread, text, blocks)
        case Note(text, blocks), Inbound(response_url=address) if address:
            await slack.note(address, text, blocks)
        case _:
            pass


async def _replace(slack: Slack, pressed: Press, answer: ShowInstead) -> None:
    if not isinstance(answer, DrawAgain):
        await slack.replace_form(pressed.view_id, answer.view)
        return
    try:
        await slack.replace_form(pressed.view_id, answer.view, hash=pressed.drawn)
    except SlackFault as fault:
        if fault.code != "hash_conflict":  # else the form shows something newer, and there is nothing to tell
            raise


def _carried_by_acknowledgement(inbound: Inbound, answer: Answer) -> dict[str, Any] | None:
    """Slack shows what is in an acknowledgement for commands and forms only."""
    match answer, inbound:
        case FieldErrors(errors), Submission():
            return {"response_action": "errors", "errors": dict(errors)}
        case ShowInstead(view), Submission():
            return {"response_action": "update", "view": view}
        case OpenForm(view), Submission(windows=windows):
            return {"response_action": "push" if windows < MOST_WINDOWS else "update", "view": view}
        case CloseAll(), Submission():
            return {"response_action": "clear"}
        case Note(text, blocks), Command():
            return {"text": text, "response_type": "ephemeral"} | ({"blocks": list(blocks)} if blocks else {})
        case _:
            return None
