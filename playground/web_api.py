"""The front door of the Web API: who calls, with what, and how the answer leaves. Faults strike here."""

import json
from collections.abc import Awaitable, Callable
from email.utils import format_datetime
from time import perf_counter

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from playground import api_chat, api_conversations, api_files, api_people, api_views, faults, responses
from playground.call import Call, Method, need_scope
from playground.faults import Fault
from playground.live import LiveSlack
from playground.noticeboard import Exchange
from playground.refusal import RefusedError
from playground.workspace import Json

METHODS: dict[str, Method] = {
    **api_chat.METHODS,
    **api_conversations.METHODS,
    **api_files.METHODS,
    **api_people.METHODS,
    **api_views.METHODS,
}


class DroppedConnectionError(Exception):
    """The connection is to be cut without an answer."""


async def answer(slack: LiveSlack, request: Request) -> Response:
    """One request to `/api/<method>`. Raises DroppedConnectionError when a fault says so."""
    name = request.path_params["method"]
    try:
        await request.body()  # what is said in full has been heard, though whoever said it may be gone by now
    except ClientDisconnect:
        raise DroppedConnectionError from None
    return await faultily(slack, name, lambda: _called(slack, name, request))


async def later_answer(slack: LiveSlack, request: Request) -> Response:
    """One post to a response_url. Raises DroppedConnectionError when a fault says so."""

    async def show() -> Json:
        return responses.later_answer(slack, request.path_params["key"], await request.body())

    return await faultily(slack, "response_url", show)


async def faultily(slack: LiveSlack, name: str, act: Callable[[], Awaitable[Json]]) -> Response:
    """Do what the bot asked for, as well as the fault of the moment allows, and note how it ended."""
    began = perf_counter()
    fault = slack.faults.strike(name)
    error: str | None = None if fault.mode in (faults.NONE, faults.SLOW) else fault.mode
    try:
        await _before(fault)
        body = await act()
        _after(fault)
        response: Response = JSONResponse({"ok": True, **body}, headers=_headers(slack))
    except RefusedError as refused:
        error = refused.code
        response = _refused(refused, _headers(slack))
    finally:
        ms = round((perf_counter() - began) * 1000)
        at = slack.clock.now().isoformat()
        slack.inspector.note(Exchange(at, "from_bot", name, ms, ok=error is None, error=error))
    return response


def _refused(refused: RefusedError, headers: dict[str, str]) -> Response:
    if refused.status >= 500:
        return PlainTextResponse("upstream failure", refused.status)
    if refused.retry_after is not None:
        headers["Retry-After"] = str(refused.retry_after)
    return JSONResponse(refused.answer(), refused.status, headers)


async def _before(fault: Fault) -> None:
    if fault.mode == faults.DOWN:
        raise DroppedConnectionError
    if fault.mode == faults.RATE_LIMITED:
        raise RefusedError("ratelimited", status=429, retry_after=max(1, round(fault.seconds)))
    if fault.mode == faults.SERVER_ERROR:
        raise RefusedError("internal_error", status=500)
    if fault.mode == faults.SLOW:
        await fault.wait_out()


def _after(fault: Fault) -> None:
    if fault.mode == faults.DROP_AFTER_ACCEPT:
        raise DroppedConnectionError
    if fault.mode == faults.SERVER_ERROR_AFTER_ACCEPT:
        raise RefusedError("internal_error", status=500)


DEAF_TO_JSON = frozenset(
    {
        "conversations.history",
        "conversations.info",
        "conversations.members",
        "conversations.replies",
        "dnd.info",
        "dnd.teamInfo",
        "files.completeUploadExternal",
        "files.getUploadURLExternal",
        "users.info",
        "users.list",
    }
)
"""Methods that read, or take files: what is sent to them as JSON counts as not sent, as Slack's own do."""


async def _called(slack: LiveSlack, name: str, request: Request) -> Json:
    sent = await _sent(request)
    if name in DEAF_TO_JSON and "application/json" in request.headers.get("content-type", ""):
        sent = {}
    arguments = {**dict(request.query_params), **sent}
    method = METHODS.get(name)
    if method is None:
        raise RefusedError("unknown_method", req_method=name)
    slack.inspector.overhear(name, arguments)
    _check_token(slack, method, request, arguments)
    if method.scope is not None:
        need_scope(slack, method.scope)
    said = await method.run(slack, Call(name, arguments))
    slack.inspector.overhear_answer(name, arguments, said)
    return said


async def _sent(request: Request) -> Json:
    """The body's arguments, as JSON or as a form."""
    body = await request.body()
    if not body:
        return {}
    if "application/json" in request.headers.get("content-type", ""):
        try:
            sent = json.loads(body)
        except ValueError as wrong:
            raise RefusedError("invalid_json") from wrong
        if not isinstance(sent, dict):
            raise RefusedError("json_not_object")
        return sent
    return dict(await request.form())


def _check_token(slack: LiveSlack, method: Method, request: Request, arguments: Json) -> None:
    if method.token == "any":  # noqa: S105 - the kind of token, not a token
        return
    header = request.headers.get("authorization", "")
    token = header.removeprefix("Bearer ") or str(arguments.get("token", ""))
    if not token:
        raise RefusedError("not_authed")
    kinds = {slack.app.bot_token: "bot", slack.app.app_token: "app"}
    if token not in kinds:
        raise RefusedError("invalid_auth")
    if kinds[token] != method.token:
        raise RefusedError("not_allowed_token_type")


def _headers(slack: LiveSlack) -> dict[str, str]:
    return {
        "Date": format_datetime(slack.clock.real(), usegmt=True),
        "X-OAuth-Scopes": ",".join(sorted(slack.app.scopes)),
    }
