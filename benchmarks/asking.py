"""Slack's side of a request: forms, commands and events as Slack signs and sends them, and how long each took."""

import json
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.clock import MachineClock
from playground import alderwick
from playground.house import SIGNING_SECRET

Ask = Callable[[int], Awaitable[float]]

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class NotTaken(Exception):
    """The answer said that nothing was recorded: the bot could not keep it in time."""


def signed(body: str, kind: str = FORM) -> dict[str, str]:
    """Return the headers with which Slack signs a request, now."""
    verifier = SignatureVerifier(SIGNING_SECRET)
    timestamp = str(int(MachineClock().real().timestamp()))
    signature = verifier.generate_signature(timestamp=timestamp, body=body)
    return {
        "content-type": kind,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": str(signature),
    }


def submission(number: int, kind: str = "quality", who: alderwick.Character = alderwick.TOM) -> str:
    """Return the body of a concern form sent, a new one each time."""
    answers = {
        "kind": {"selected_option": {"value": kind}},
        "what_happened": {"value": "Gaps in the medicine charts of the upper floor, twelve in August."},
        "told_by": {"value": "Seen at the visit"},
        "done_already": {"value": None},
        "contract": {"selected_option": {"value": "none"}},
    }
    payload = {
        "type": "view_submission",
        "team": {"id": alderwick.COUNCIL},
        "user": {"id": who.user_id, "team_id": who.team_id, "username": who.name},
        "view": {
            "id": f"V{number:08d}",
            "type": "modal",
            "callback_id": "concern_form",
            "private_metadata": "",
            "state": {"values": {name: {name: answer} for name, answer in answers.items()}},
        },
    }
    return urlencode({"payload": json.dumps(payload)})


def home_opened(number: int, who: alderwick.Character) -> str:
    """Return the body of the event that somebody opened the bot's home tab."""
    return json.dumps(
        {
            "type": "event_callback",
            "team_id": who.team_id,
            "event_id": f"Ev{number:08d}",
            "event_time": int(MachineClock().real().timestamp()),
            "event": {"type": "app_home_opened", "user": who.user_id, "tab": "home", "channel": "D0HOME"},
        }
    )


async def answered(
    session: aiohttp.ClientSession, url: str, body: str, kind: str = FORM
) -> tuple[float, bytes]:
    """Send one request and return how many seconds the answer took, and the answer."""
    headers = signed(body, kind)
    begun = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as answer:
        said = await answer.read()
        taken = time.perf_counter() - begun
    if answer.status != 200:
        raise RuntimeError(f"the request was not taken: {answer.status}")
    return taken, said


def asker(session: aiohttp.ClientSession, url: str) -> Ask:
    """Return something that sends one concern and says how many seconds the acknowledgement took."""

    async def ask(number: int) -> float:
        taken, said = await answered(session, url, submission(number))
        if b"errors" in said:
            raise NotTaken
        return taken

    return ask
