"""The story of writing to the bot: it answers with its buttons, and keeps nothing of what was written."""

from collections.abc import Mapping
from typing import Any

from bot.answers import Answer, Nothing, ReplyInPrivate, ReplyInThread
from bot.blocks import paragraphs
from bot.buttons import hub_buttons, incident_buttons, join_buttons, report_buttons
from bot.inbound import Happened
from bot.listeners import Listeners
from bot.services import Services
from bot.templates import render
from bot.turn import Turn

A_WORD_OR_TWO = 2
WRITTEN = frozenset({None, "file_share", "me_message", "thread_broadcast"})
"""The subtypes of what a person writes; a picture sent as evidence is one of them."""


def mentioned(turn: Turn[Happened]) -> Answer:
    """Somebody wrote `@handrail` in a channel: the answer goes into the thread and says nothing of any record."""
    event = turn.inbound.event
    if not _is_a_person_writing(turn):
        return Nothing()
    thread = str(event.get("thread_ts") or event["ts"])
    if not _is_a_story(event):
        return ReplyInThread(turn.inbound.channel, thread, "mention", hub_buttons())
    below = [*hub_buttons(), *incident_buttons(str(event["ts"]))]
    return ReplyInThread(turn.inbound.channel, thread, "mention_story", below)


def written_to(turn: Turn[Happened]) -> Answer:
    """Somebody wrote a direct message: kindly, that it is no report, and what to press instead (practice.md 1.9)."""
    event = turn.inbound.event
    if event.get("channel_type") != "im" or not _is_a_person_writing(turn):
        return Nothing()
    is_story = _is_a_story(event)
    text = render("direct", vars(turn.services.emergency) | {"is_story": is_story})
    is_known = turn.met is not None and turn.met.organisation_id is not None and turn.met.is_active
    below = hub_buttons() if is_known else [*report_buttons(), *join_buttons("")]
    if is_known and is_story:
        below = [*below, *incident_buttons(str(event["ts"]))]
    return ReplyInPrivate(str(event.get("thread_ts") or ""), text, [*paragraphs(text), *below])


def _is_a_story(event: Mapping[str, Any]) -> bool:
    """More than a word or two, or a picture: it may be about somebody. It is counted here, and kept nowhere."""
    words_written = [word for word in str(event.get("text") or "").split() if not word.startswith("<@")]
    return len(words_written) > A_WORD_OR_TWO or event.get("subtype") == "file_share"


def _is_a_person_writing(turn: Turn[Happened]) -> bool:
    """Edits, deletions, joins and the words of apps, our own among them, are left unanswered."""
    event = turn.inbound.event
    is_written = event.get("subtype") in WRITTEN and not (event.get("edited") or event.get("hidden"))
    return bool(turn.inbound.actor.user_id) and is_written and not event.get("bot_id")


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.event("app_mention", mentioned)
    listeners.event("message", written_to)
