"""The two short-lived rights that Slack gives an app with an interaction: to open a form, and to answer later."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from playground.refusal import RefusedError

TRIGGER_LIVES = timedelta(seconds=3)
ANSWER_ADDRESS_LIVES = timedelta(minutes=30)
ANSWER_ADDRESS_USES = 5


@dataclass
class Trigger:
    """The right to show one form to one person, for three seconds of real time."""

    person: str
    made_at: datetime
    used: bool = False


class Triggers:
    """Trigger ids given out, and the three ways in which one is no longer good."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        self._given: dict[str, Trigger] = {}

    def give(self, person: str) -> str:
        self._forget_the_old()
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**11)}.{secrets.token_hex(16)}"
        self._given[trigger_id] = Trigger(person, self._real())
        return trigger_id

    def take(self, trigger_id: str) -> str:
        """Use a trigger up and say whose it was.

        Raises RefusedError with invalid_trigger_id, exchanged_trigger_id or expired_trigger_id.
        """
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise RefusedError("invalid_trigger_id")
        if trigger.used:
            raise RefusedError("exchanged_trigger_id")
        if self._real() - trigger.made_at > TRIGGER_LIVES:
            raise RefusedError("expired_trigger_id")
        trigger.used = True
        return trigger.person

    def _forget_the_old(self) -> None:
        # An hour, so that a late use still hears "expired" rather than "never existed".
        oldest = self._real() - timedelta(hours=1)
        self._given = {key: trigger for key, trigger in self._given.items() if trigger.made_at > oldest}


@dataclass
class AnswerAddress:
    """What a response_url stands for. `message_ts` is the message that was pressed, when there was one."""

    person: str
    channel: str
    message_ts: str | None
    is_ephemeral: bool
    made_at: datetime
    uses: int = 0


class AnswerAddresses:
    """The response_urls given out: unguessable, five uses, thirty minutes of real time."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        self._given: dict[str, AnswerAddress] = {}

    def give(
        self, person: str, channel: str, message_ts: str | None = None, *, is_ephemeral: bool = False
    ) -> str:
        key = secrets.token_urlsafe(24)
        self._given[key] = AnswerAddress(person, channel, message_ts, is_ephemeral, self._real())
        return key

    def take(self, key: str) -> AnswerAddress:
        """Count one use. Raises RefusedError with invalid_url, expired_url or used_url."""
        address = self._given.get(key)
        if address is None:
            raise RefusedError("invalid_url", status=404)
        if self._real() - address.made_at > ANSWER_ADDRESS_LIVES:
            raise RefusedError("expired_url", status=404)
        if address.uses >= ANSWER_ADDRESS_USES:
            raise RefusedError("used_url", status=404)
        address.uses += 1
        return address
