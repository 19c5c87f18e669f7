"""What the bot answers outside the Web API: in an acknowledgement, and later at a response_url."""

import json
from typing import Any

from playground import limits
from playground.blocks import with_names
from playground.live import LiveSlack
from playground.refusal import RefusedError, refuse_payload
from playground.tickets import AnswerAddress
from playground.workspace import Json


def later_answer(slack: LiveSlack, key: str, body: bytes) -> Json:
    """Carry out one post to a response_url. Raises RefusedError when the address is spent or the content bad."""
    address = slack.answer_addresses.take(key)
    try:
        said = json.loads(body)
    except ValueError as wrong:
        raise RefusedError("invalid_payload", status=400) from wrong
    if not isinstance(said, dict):
        raise RefusedError("invalid_payload", status=400)
    slack.inspector.overhear("response_url", said)
    show_answer(slack, address, said)
    return {}


def show_answer(slack: LiveSlack, address: AnswerAddress, said: Json) -> None:
    """Show a message of the bot's to whom it is meant: replacing, deleting, or as a new one, hidden by default."""
    if said.get("delete_original"):
        _delete(slack, address)
        return
    text, blocks = _content(said)
    if said.get("replace_original") and address.message_ts:
        _replace(slack, address, text, blocks)
        return
    channel = slack.workspace.channels[address.channel]
    thread_ts = said.get("thread_ts")
    # An ephemeral answer cannot be turned into one that everybody sees.
    if said.get("response_type") == "in_channel" and not address.is_ephemeral:
        slack.post(channel, slack.bot.id, text, blocks, thread_ts=thread_ts, bot_id=slack.app.bot_id)
    else:
        slack.show_only_to(address.person, channel, text, blocks, thread_ts)


def _content(said: Json) -> tuple[str, list[Json]]:
    text = str(said.get("text") or "")
    blocks: Any = said.get("blocks") or []
    faults = limits.faults_in_message(blocks)
    if faults:
        raise refuse_payload("invalid_blocks", faults)
    if not text.strip() and not blocks:
        raise RefusedError("no_text")
    return text, blocks


def _replace(slack: LiveSlack, address: AnswerAddress, text: str, blocks: list[Json]) -> None:
    ts = address.message_ts or ""
    hidden = slack.ephemeral(address.person, address.channel, ts)
    message = hidden.message if hidden else slack.workspace.channels[address.channel].message(ts)
    if message is None:
        raise RefusedError("message_not_found")
    message.text, message.blocks = text, with_names(blocks, prefix=ts[-4:])
    slack.revision.rise()


def _delete(slack: LiveSlack, address: AnswerAddress) -> None:
    ts = address.message_ts or ""
    channel = slack.workspace.channels[address.channel]
    slack.only_you = [
        o for o in slack.only_you if (o.person, o.channel, o.message.ts) != (address.person, channel.id, ts)
    ]
    if not address.is_ephemeral:
        channel.messages = [message for message in channel.messages if message.ts != ts]
    slack.revision.rise()
