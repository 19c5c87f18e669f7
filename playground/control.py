"""The control interface of docs/playground.md: what the page, the story and the tests act and look through."""

import json
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground import acts, channel_changes, clock_moves, events, form_acts, sight
from playground.acts import NotPossibleError
from playground.live import LiveSlack
from playground.workspace import Json, Person

Act = Callable[[LiveSlack, Person, Json], Awaitable[Json]]


async def _say(slack: LiveSlack, actor: Person, body: Json) -> Json:
    return await acts.say(slack, actor, body["channel"], body["text"], body.get("thread_ts"))


async def _command(slack: LiveSlack, actor: Person, body: Json) -> Json:
    return await acts.command(slack, actor, body["channel"], body["command"], body.get("text", ""))


async def _shortcut(slack: LiveSlack, actor: Person, body: Json) -> Json:
    return await acts.shortcut(slack, actor, body["callback_id"])


async def _message_shortcut(slack: LiveSlack, actor: Person, body: Json) -> Json:
    return await acts.message_shortcut(slack, actor, body["callback_id"], body["channel"], body["ts"])


async def _press(slack: LiveSlack, actor: Person, body: Json) -> Json:
    container = body["container"]
    if container["type"] == "view" and body.get("values"):
        acts.remember(slack, actor, container["view_id"], body["values"])
    return await acts.press(slack, actor, container, (body["block_id"], body["action_id"]), body.get("value"))


async def _submit(slack: LiveSlack, actor: Person, body: Json) -> Json:
    return await form_acts.submit(slack, actor, body["view_id"], body.get("values", {}))


async def _close(slack: LiveSlack, actor: Person, body: Json) -> Json:
    return await form_acts.close(slack, actor, body["view_id"])


def _need_acquaintance(slack: LiveSlack, actor: Person) -> None:
    if slack.is_stranger(actor):
        raise NotPossibleError("not_allowed", "You share no channel with this app.")


async def _home(slack: LiveSlack, actor: Person, _body: Json) -> Json:
    _need_acquaintance(slack, actor)
    await events.home_opened(slack, actor, "home")
    return acts.done()


async def _messages_tab(slack: LiveSlack, actor: Person, _body: Json) -> Json:
    _need_acquaintance(slack, actor)
    channel = slack.direct_messages(actor)
    await events.home_opened(slack, actor, "messages")
    return acts.done(channel=channel.id)


async def _read(slack: LiveSlack, actor: Person, body: Json) -> Json:
    channel = acts.conversation(slack, actor, body["channel"])
    if channel.read_up_to.get(actor.id) != channel.last_ts:
        channel.read_up_to[actor.id] = channel.last_ts
        slack.revision.rise()
    return acts.done()


ACTS: dict[str, Act] = {
    "say": _say,
    "command": _command,
    "shortcut": _shortcut,
    "message_shortcut": _message_shortcut,
    "press": _press,
    "submit": _submit,
    "close": _close,
    "home": _home,
    "messages_tab": _messages_tab,
    "read": _read,
    **channel_changes.ACTS,
}


class Control:
    """The routes under `/control`. `next_working_day` says which day follows a day as one to work on."""

    def __init__(self, slack: LiveSlack, next_working_day: Callable[[date], date]) -> None:
        self._slack = slack
        self._next_working_day = next_working_day

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/control/people", self.people),
            Route("/control/view", self.view),
            Route("/control/inspector", self.inspector),
            Route("/control/clock", self.clock, methods=["POST"]),
            Route("/control/faults", self.faults, methods=["POST"]),
            WebSocketRoute("/control/feed", self.feed),
            Route("/control/{act}", self.act, methods=["POST"]),
        ]

    async def act(self, request: Request) -> Response:
        act = ACTS.get(request.path_params["act"])
        if act is None:
            return _refused("unknown_act", "There is nothing of that name to do.", status=404)
        body = await _read_body(request)
        actor = self._slack.workspace.people.get(str(body.get("as")))
        if actor is None:
            return _refused("user_not_found", "Nobody here has that id.")
        try:
            return JSONResponse(await act(self._slack, actor, body))
        except NotPossibleError as refused:
            return _refused(refused.error, refused.shown)
        except KeyError as missing:
            return _refused("missing_field", f"The request lacks {missing}.", status=400)

    async def people(self, _request: Request) -> Response:
        return JSONResponse(sight.people(self._slack))

    async def view(self, request: Request) -> Response:
        person = self._slack.workspace.people.get(request.query_params.get("as", ""))
        if person is None:
            return _refused("user_not_found", "Nobody here has that id.")
        return JSONResponse(sight.view_of(self._slack, person))

    async def inspector(self, _request: Request) -> Response:
        return JSONResponse(self._slack.inspector.newest_first())

    async def clock(self, request: Request) -> Response:
        body = await _read_body(request)
        now = self._slack.clock.now()
        try:
            moment = clock_moves.destination(now, body, self._next_working_day)
        except ValueError as wrong:
            return _refused("invalid_time", str(wrong))
        await self._slack.clock.move_to(moment)
        self._slack.revision.rise()
        return JSONResponse({"ok": True, "now": self._slack.clock.now().isoformat()})

    async def faults(self, request: Request) -> Response:
        body = await _read_body(request)
        methods, count = body.get("methods") or (), body.get("count")
        try:
            self._slack.faults.switch(body["mode"], methods, count, body.get("seconds", 1.0))
        except ValueError as wrong:
            return _refused("unknown_mode", str(wrong))
        self._slack.revision.rise()
        return JSONResponse({"ok": True})

    async def feed(self, socket: WebSocket) -> None:
        await socket.accept()
        seen = -1
        try:
            while not self._slack.revision.closed:
                seen = await self._slack.revision.after(seen)
                await socket.send_json({"revision": seen})
            await socket.close()
        except WebSocketDisconnect:
            return


def _from_elsewhere(request: Request) -> bool:
    # Browsers name the address of the page that asks; everything else names none.
    origin = request.headers.get("origin")
    return origin is not None and origin != f"http://{request.headers['host']}"


async def _read_body(request: Request) -> Json:
    """What is asked. Raises HTTPException 403 when a web page of somebody else's asks."""
    if _from_elsewhere(request):
        raise HTTPException(403, "Only this page acts here.")
    body: Any = json.loads(await request.body() or b"{}")
    return body if isinstance(body, dict) else {}


def _refused(error: str, shown: str, status: int = 200) -> Response:
    return JSONResponse({"ok": False, "error": error, "shown": shown}, status)
