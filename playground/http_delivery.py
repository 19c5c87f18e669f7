"""Delivery by HTTP: requests signed as Slack signs them, to the bot's request URL."""

import hashlib
import hmac
import json
from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp

from playground.delivery import COMMAND, EVENT, Acknowledgement, Parcel
from playground.workspace import Json

if TYPE_CHECKING:
    from collections.abc import Callable

FORM = "application/x-www-form-urlencoded"


class HttpDelivery:
    """Posts to one request URL and waits at most `patience` real seconds for each answer."""

    def __init__(
        self, request_url: str, signing_secret: str, real: "Callable[[], datetime]", patience: float = 3.0
    ) -> None:
        self.request_url = request_url
        self._secret = signing_secret.encode()
        self._real = real
        self._timeout = aiohttp.ClientTimeout(total=patience)
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, parcel: Parcel) -> Acknowledgement:
        body, content_type = _written(parcel)
        headers = {"Content-Type": content_type, **self._signed(body), **_retry_headers(parcel)}
        if self._session is None:
            self._session = aiohttp.ClientSession()
        began = perf_counter()
        try:
            async with self._session.post(
                self.request_url, data=body, headers=headers, timeout=self._timeout
            ) as response:
                answered = await response.read()
        except TimeoutError:
            return Acknowledgement(_ms(began), error="operation_timeout", retry_reason="http_timeout")
        except aiohttp.ClientError:
            return Acknowledgement(_ms(began), error="dispatch_failed", retry_reason="connection_failed")
        if not 200 <= response.status < 300:
            error = "http_service_error" if response.status >= 500 else "http_client_error"
            no_retry = response.headers.get("x-slack-no-retry") == "1"
            return Acknowledgement(_ms(began), error=error, retry_reason="http_error", no_retry=no_retry)
        return Acknowledgement(_ms(began), body=_read(answered, response.content_type))

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _signed(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(self._real().timestamp()))
        signed = hmac.new(self._secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={signed.hexdigest()}"}


def _written(parcel: Parcel) -> tuple[bytes, str]:
    if parcel.kind == EVENT:
        return json.dumps(parcel.payload).encode(), "application/json"
    fields = parcel.payload if parcel.kind == COMMAND else {"payload": json.dumps(parcel.payload)}
    return urlencode(fields).encode(), FORM


def _retry_headers(parcel: Parcel) -> dict[str, str]:
    if not parcel.attempt:
        return {}
    return {
        "X-Slack-Retry-Num": str(parcel.attempt),
        "X-Slack-Retry-Reason": parcel.reason or "unknown_error",
    }


def _read(answered: bytes, content_type: str) -> Json | None:
    """The body of an acknowledgement: nothing, a JSON object, or plain words."""
    if not answered.strip():
        return None
    if content_type == "application/json":
        body = json.loads(answered)
        return body if isinstance(body, dict) else {"text": str(body)}
    return {"text": answered.decode()}


def _ms(began: float) -> int:
    return round((perf_counter() - began) * 1000)
