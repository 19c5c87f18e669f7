"""Every call we make to Slack, each with what its answer means. No automatic retry: we own retries."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from domain.notices import Outcome, outcome_of_error

QUICK = 1  # seconds: calls made while a person waits for the answer to a press
DELIVERY_EVENT = "handrail_delivery"
READ_BY_QUERY = frozenset(
    {"conversations.info", "conversations.members", "conversations.history", "users.info", "dnd.teamInfo"}
)
"""Methods that only read. Slack takes no JSON for the older of them: it answers as if no argument had been sent."""
BY_FORM = frozenset({"files.getUploadURLExternal", "files.completeUploadExternal"})  # nor do these


class SlackFault(Exception):
    """A call that did not end well. `code` is Slack's own error code, or ours for a network fault."""

    def __init__(
        self, outcome: Outcome, code: str, method: str, retry_after: float = 0, needed: str = ""
    ) -> None:
        super().__init__(f"{method}: {code}")
        self.outcome = outcome
        self.code = code
        self.method = method
        self.retry_after = retry_after
        self.needed = needed


@dataclass(frozen=True)
class Posted:
    """Where a message came to stand. Both values are kept; later edits need them."""

    channel: str
    ts: str


@dataclass(frozen=True)
class ChannelAudience:
    """Which workspaces can see a channel, as `conversations.info` tells it, and whether that is changing."""

    team_ids: frozenset[str]
    is_changing: bool
    is_usable: bool
    is_member: bool = True


@dataclass(frozen=True)
class Quiet:
    """The next hours, or those that have begun, in which Slack is silent for somebody."""

    starts_at: datetime
    ends_at: datetime


class Slack:
    """The Web API, as far as we use it. One HTTP session for all calls."""

    def __init__(self, token: str, base_url: str, post_timeout: float) -> None:
        self._token = token
        self._base_url = base_url
        self._timeout = post_timeout
        self.on_answer: Callable[[str], None] = lambda _code: None
        """Told of every answer of Slack's own, with its error code or nothing."""
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None

    @property
    def client(self) -> AsyncWebClient:
        """Return the client; slack_sdk's default retry posted twice when a connection dropped, so it has none."""
        if self._client is None:
            self._session = aiohttp.ClientSession()
            self._client = AsyncWebClient(
                token=self._token,
                base_url=self._base_url,
                session=self._session,
                timeout=int(self._timeout) or 1,
                retry_handlers=[],
                user_agent_prefix="handrail",
            )
            self._client.retry_handlers = []
        return self._client

    async def close(self) -> None:
        """Close the HTTP session."""
        if self._session is not None:
            await self._session.close()

    async def call(
        self, method: str, within: float | None = None, arguments: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Call one method; raise SlackFault for anything but an `ok`. `within` is in seconds."""
        return (await self._answered(method, within, arguments))[0]

    async def _answered(
        self, method: str, within: float | None, arguments: Mapping[str, Any] | None
    ) -> tuple[dict[str, Any], Mapping[str, str]]:
        try:
            async with asyncio.timeout(within or self._timeout):
                answer = await self._ask(method, dict(arguments or {}))
        except SlackApiError as error:
            fault = _fault_of_answer(method, error)
            if fault.outcome is not Outcome.AMBIGUOUS:
                self.on_answer(fault.code)
            raise fault from None
        except aiohttp.ClientConnectorError:
            raise SlackFault(Outcome.NOT_REACHED, "not_reached", method) from None
        except (TimeoutError, aiohttp.ClientError, json.JSONDecodeError, ConnectionError):
            raise SlackFault(Outcome.AMBIGUOUS, "no_answer", method) from None
        data = answer.data
        if not isinstance(data, dict):
            raise SlackFault(Outcome.AMBIGUOUS, "no_answer", method)
        self.on_answer("")
        return data, {name.lower(): value for name, value in answer.headers.items()}

    async def _ask(self, method: str, arguments: dict[str, Any]) -> AsyncSlackResponse:
        if method in READ_BY_QUERY:
            return await self.client.api_call(method, http_verb="GET", params=arguments)
        sent = {"data" if method in BY_FORM else "json": arguments}
        return await self.client.api_call(method, **sent)  # type: ignore[arg-type]

    async def post(
        self, channel: str, text: str, blocks: Sequence[dict[str, Any]], delivery_id: str
    ) -> Posted:
        """Post a message; nothing in it is unfurled or turned into a mention."""
        answer = await self.call(
            "chat.postMessage",
            arguments={
                "channel": channel,
                "text": text,
                "blocks": list(blocks),
                "unfurl_links": False,
                "unfurl_media": False,
                "metadata": {"event_type": DELIVERY_EVENT, "event_payload": {"id": delivery_id}},
            },
        )
        return Posted(answer["channel"], answer["ts"])

    async def edit(self, where: Posted, text: str, blocks: Sequence[dict[str, Any]]) -> None:
        """Edit a message of ours."""
        await self.call(
            "chat.update",
            arguments={
                "channel": where.channel,
                "ts": where.ts,
                "text": text,
                "blocks": list(blocks),
                "parse": "none",
            },
        )

    async def reply(self, channel: str, thread_ts: str, text: str, blocks: Sequence[dict[str, Any]]) -> None:
        """Answer somebody at once: in the thread given, or plainly where there is none."""
        said = {
            "channel": channel,
            "text": text,
            "blocks": list(blocks),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        await self.call("chat.postMessage", QUICK, said | ({"thread_ts": thread_ts} if thread_ts else {}))

    async def open_direct(self, user_id: str) -> str:
        """Return the channel of our direct messages with somebody."""
        answer = await self.call("conversations.open", arguments={"users": user_id})
        return str(answer["channel"]["id"])

    async def open_form(self, trigger_id: str, view: Mapping[str, Any], *, over_form: bool) -> None:
        """Open a form, or lay it over the one at hand; a trigger lives three seconds and works once."""
        method = "views.push" if over_form else "views.open"
        await self.call(method, QUICK, {"trigger_id": trigger_id, "view": dict(view)})

    async def replace_form(self, view_id: str, view: Mapping[str, Any], **only_if: str) -> None:
        """Put another view in place of an open form; with a `hash`, only while it shows what that was the mark of."""
        await self.call("views.update", QUICK, {"view_id": view_id, "view": dict(view), **only_if})

    async def show_home(self, user_id: str, view: Mapping[str, Any]) -> None:
        """Draw somebody's home tab."""
        await self.call("views.publish", QUICK, {"user_id": user_id, "view": dict(view)})

    async def note(self, response_url: str, text: str, blocks: Sequence[dict[str, Any]]) -> None:
        """Say something that only the person who pressed sees. The address is a secret and is never logged."""
        body: dict[str, Any] = {"text": text, "response_type": "ephemeral", "replace_original": False}
        if blocks:
            body["blocks"] = list(blocks)
        session = self.client.session
        assert session is not None
        try:
            async with asyncio.timeout(QUICK), session.post(response_url, json=body) as answer:
                if answer.status >= 400:
                    raise SlackFault(Outcome.REFUSED, f"http_{answer.status}", "response_url")
        except (TimeoutError, aiohttp.ClientError, ConnectionError):
            raise SlackFault(Outcome.AMBIGUOUS, "no_answer", "response_url") from None

    async def pin(self, where: Posted) -> None:
        """Pin a message of ours."""
        await self.call("pins.add", arguments={"channel": where.channel, "timestamp": where.ts})

    async def audience(self, channel: str) -> ChannelAudience:
        """Return which workspaces can see a channel now, pending ones among them."""
        answer = await self.call("conversations.info", arguments={"channel": channel})
        info = answer["channel"]
        teams = set(info.get("shared_team_ids") or []) | set(info.get("connected_team_ids") or [])
        teams |= set(info.get("internal_team_ids") or [])
        pending = set(info.get("pending_connected_team_ids") or []) | set(info.get("pending_shared") or [])
        if info.get("context_team_id"):
            teams.add(info["context_team_id"])
        return ChannelAudience(
            team_ids=frozenset(teams | pending),
            is_changing=bool(pending or info.get("is_pending_ext_shared")),
            is_usable=not (info.get("is_archived") or info.get("is_frozen"))
            and bool(info.get("is_member", True)),
            is_member=bool(info.get("is_member", True)),
        )

    async def members(self, channel: str) -> frozenset[str]:
        """Return the user ids of a channel's members."""
        found: set[str] = set()
        cursor = ""
        while True:
            arguments = {"channel": channel, "limit": 200} | ({"cursor": cursor} if cursor else {})
            answer = await self.call("conversations.members", arguments=arguments)
            found |= set(answer["members"])
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return frozenset(found)

    async def person(self, user_id: str, within: float | None = None) -> dict[str, Any]:
        """Return what Slack says of somebody: team, guest or not, deactivated or not. `within` is in seconds."""
        answer = await self.call("users.info", within, {"user": user_id})
        return dict(answer["user"])

    async def do_not_disturb(self, user_ids: Sequence[str]) -> dict[str, Quiet]:
        """Return which of some people have do-not-disturb set, a schedule of every night as well (`dnd:read`)."""
        answer = await self.call("dnd.teamInfo", arguments={"users": ",".join(user_ids)})
        return {
            user: Quiet(
                datetime.fromtimestamp(said["next_dnd_start_ts"], UTC),
                datetime.fromtimestamp(said["next_dnd_end_ts"], UTC),
            )
            for user, said in answer["users"].items()
            if said.get("dnd_enabled")
        }

    async def find_delivery(self, channel: str, delivery_id: str, since: datetime) -> Posted | None:
        """Look in our own direct messages whether a message with this delivery id arrived (`im:history`)."""
        arguments = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "include_all_metadata": True,
            "limit": 100,
        }
        while True:
            answer = await self.call("conversations.history", arguments=arguments)
            for message in answer["messages"]:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("id") == delivery_id:
                    return Posted(channel, message["ts"])
            arguments["cursor"] = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not arguments["cursor"]:
                return None

    async def who_am_i(self) -> dict[str, Any]:
        """Return the bot's own workspace and user."""
        return await self.call("auth.test")

    async def introduction(self) -> tuple[dict[str, Any], Mapping[str, str]]:
        """Return the same with the answer's headers: what the token may do, and what time it is at Slack's."""
        return await self._answered("auth.test", None, None)


def _fault_of_answer(method: str, error: SlackApiError) -> SlackFault:
    """Tell what an answer means. Without a code of Slack's own, as from something between us, it proves nothing."""
    response = error.response
    # An answer that is no JSON reaches us as aiohttp's own response, which calls it `status`.
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
    found = getattr(response, "data", None)
    data = found if isinstance(found, dict) else {}
    code = str(data.get("error") or f"http_{status}")
    if status == 429:
        return SlackFault(Outcome.WAIT, "ratelimited", method, _retry_after(response))
    if status >= 500 or (status < 400 and not data.get("error")):
        return SlackFault(Outcome.AMBIGUOUS, code, method)
    return SlackFault(outcome_of_error(code), code, method, 1.0, str(data.get("needed") or ""))


def _retry_after(response: Any) -> float:
    headers = getattr(response, "headers", None) or {}
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(said) if str(said).isdigit() else 1.0
