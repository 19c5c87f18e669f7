"""Bolt, wired to our listeners: one catch-all for each kind of arrival; it acks what nobody listens to as well."""

import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.inbound import Inbound, read_command, read_event, read_press, read_shortcut, read_submission
from bot.listeners import Arrival, Listeners
from bot.services import Services

EVERYTHING = re.compile(".*")
LISTENED_TO = frozenset({"block_actions", "view_submission", "shortcut", "message_action", "event_callback"})

Ack = Callable[..., Awaitable[Any]]
RECEIPT = "message_metadata_posted"


class Identity:
    """Who the bot is in Slack, learnt once; requests are served before it is known, and with Slack down."""

    def __init__(self) -> None:
        self.bot_id: str | None = None
        self.bot_user_id: str | None = None
        self.team_id: str | None = None


def build_bolt(services: Services, listeners: Listeners, identity: Identity) -> AsyncApp:
    """Return the Bolt app. It answers only when the listener is done, since we save before we acknowledge."""
    settings = services.settings
    secret = settings.slack_signing_secret

    async def authorize() -> AuthorizeResult:
        # Bolt's own way asks Slack's auth.test inside a request; ours never leaves the process.
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team_id,
            bot_token=settings.slack_bot_token.get_secret_value(),
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user_id,
        )

    app = AsyncApp(
        name="handrail",  # left to itself Bolt reads every source file on the stack to find one
        # Without a secret nobody can sign: in Socket Mode nothing is to come by HTTP.
        signing_secret=secret.get_secret_value() if secret else secrets.token_hex(32),
        authorize=authorize,
        client=services.slack.client,
        process_before_response=True,
        ignoring_self_events_enabled=False,  # receipts of our own messages are our own events
    )

    for listen, arrival, read, name in _ARRIVALS:
        getattr(app, listen)(EVERYTHING)(_listener(listeners, arrival, read, name))
    app.event(EVERYTHING)(_event_listener(listeners, identity))

    @app.middleware
    async def acknowledge_the_rest(body: dict[str, Any], next_: Callable[[], Awaitable[Any]]) -> Any:
        """What has no listener of ours, such as a form closed, is answered all the same: silence looks like a fault."""
        if "command" in body or body.get("type") in LISTENED_TO:
            await next_()
            return None
        return BoltResponse(status=200, body="")

    return app


_ARRIVALS: tuple[tuple[str, Arrival, Callable[[dict[str, Any]], Inbound], Callable[[Any], str]], ...] = (
    ("command", Arrival.COMMAND, read_command, lambda inbound: inbound.name),
    ("action", Arrival.PRESS, read_press, lambda inbound: inbound.action_id),
    ("view", Arrival.SUBMISSION, read_submission, lambda inbound: inbound.callback_id),
    ("shortcut", Arrival.SHORTCUT, read_shortcut, lambda inbound: inbound.callback_id),
)


def _listener(
    listeners: Listeners,
    arrival: Arrival,
    read: Callable[[dict[str, Any]], Inbound],
    name: Callable[[Any], str],
) -> Callable[..., Awaitable[None]]:
    async def listen(body: dict[str, Any], ack: Ack) -> None:
        inbound = read(body)
        await listeners.respond(arrival, name(inbound), inbound, ack)

    return listen


def _event_listener(listeners: Listeners, identity: Identity) -> Callable[..., Awaitable[None]]:
    async def listen(body: dict[str, Any], ack: Ack) -> None:
        inbound = read_event(body)
        if inbound.actor.user_id == identity.bot_user_id and inbound.kind != RECEIPT:
            await ack()  # our own messages are no news to us, but receipts of them are
            return
        await listeners.respond(Arrival.EVENT, inbound.kind, inbound, ack)

    return listen
