"""Requests as Slack signs them, by Slack's own library."""

import json
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.clock import MachineClock
from playground.house import SIGNING_SECRET

PATH = "/slack/events"


def signature(body: str, secret: str = SIGNING_SECRET, seconds_ago: int = 0) -> dict[str, str]:
    """The headers with which Slack proves that it was Slack, so many seconds ago."""
    sent_at = str(int(MachineClock().real().timestamp()) - seconds_ago)
    signed = SignatureVerifier(secret).generate_signature(timestamp=sent_at, body=body)
    assert signed is not None
    return {"X-Slack-Request-Timestamp": sent_at, "X-Slack-Signature": signed}


async def interaction(web: aiohttp.ClientSession, payload: dict[str, Any], **how: Any) -> tuple[int, str]:
    """Send an interaction; return the status and the body of the answer."""
    return await _send(web, urlencode({"payload": json.dumps(payload)}), FORM, **how)


async def command(web: aiohttp.ClientSession, fields: dict[str, str], **how: Any) -> tuple[int, str]:
    """Send a command."""
    return await _send(web, urlencode(fields), FORM, **how)


async def event(web: aiohttp.ClientSession, payload: dict[str, Any], **how: Any) -> tuple[int, str]:
    """Send an event."""
    return await _send(web, json.dumps(payload), "application/json", **how)


FORM = "application/x-www-form-urlencoded"


async def _send(web: aiohttp.ClientSession, body: str, kind: str, **how: Any) -> tuple[int, str]:
    headers = {"Content-Type": kind, **signature(body, **how)}
    async with web.post(PATH, data=body, headers=headers) as answer:
        return answer.status, await answer.text()
