"""The playground put together: one Starlette app on loopback, in the caller's own event loop."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from playground import api_files, web_api
from playground.bot_line import RETRY_AFTER, BotLine
from playground.clock import Clock
from playground.control import Control
from playground.delivery import Delivery
from playground.http_delivery import HttpDelivery
from playground.installed_app import InstalledApp
from playground.live import LiveSlack
from playground.loopback import Loopback
from playground.socket_delivery import SocketDelivery
from playground.workspace import Workspace

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Http:
    """Deliver by signed requests to this address of the bot's; it may be told later, by `deliver_to`."""

    request_url: str = "http://127.0.0.1:9/"


@dataclass(frozen=True)
class SocketMode:
    """Deliver through WebSockets that the bot opens."""


@dataclass(frozen=True)
class Pace:
    """How patient Slack is. All in real seconds.

    `patience` is how long it waits for an acknowledgement. `burst` is how many posts at once a channel takes before
    one a second; None switches that limit off. `retry_after` is the wait before each further try of an event.
    """

    patience: float = 3.0
    burst: int | None = 3
    retry_after: Sequence[float] = RETRY_AFTER


SLACK_PACE = Pace()


def weekday_after(day: date) -> date:
    """The next Monday-to-Friday day: the stand-in for a working calendar where none is given."""
    following = day + timedelta(days=1)
    while following.weekday() > 4:
        following += timedelta(days=1)
    return following


class Playground:
    """A stand-in Slack, served as long as its `async with` lasts.

    `port` 0 takes a free one. `next_working_day` says which day follows a day as one to work on in England. `signed_at`
    is the time by which requests are signed, where a play of many minutes has a clock that rests: a bot refuses what
    was signed five minutes ago.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        app: InstalledApp,
        clock: Clock,
        transport: Http | SocketMode,
        port: int = 0,
        pace: Pace = SLACK_PACE,
        next_working_day: Callable[[date], date] = weekday_after,
        signed_at: Callable[[], datetime] | None = None,
    ) -> None:
        self.slack = LiveSlack(workspace, app, clock, burst=pace.burst)
        self._delivery: Delivery
        if isinstance(transport, Http):
            self._delivery = HttpDelivery(
                transport.request_url, app.signing_secret, signed_at or clock.real, pace.patience
            )
        else:
            self._delivery = self.slack.sockets = SocketDelivery(app.app_id, pace.patience)
        self.slack.line = BotLine(self._delivery, self.slack.inspector, clock.now, pace.retry_after)
        self._control = Control(self.slack, next_working_day)
        # A page of somebody else's, whose name was made to point here, must not act in this workspace.
        known_by = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
        self._loopback = Loopback(Starlette(routes=self._routes(), middleware=[known_by]), port)

    @property
    def workspace(self) -> Workspace:
        return self.slack.workspace

    @property
    def url(self) -> str:
        return self.slack.url

    @property
    def api_url(self) -> str:
        """The base address for Slack clients, with its closing slash."""
        return f"{self.slack.url}/api/"

    @property
    def control_url(self) -> str:
        return f"{self.slack.url}/control"

    def deliver_to(self, request_url: str) -> None:
        """Say where the bot listens, when it was not known before. Raises TypeError in Socket Mode."""
        if not isinstance(self._delivery, HttpDelivery):
            raise TypeError("In Socket Mode the bot comes to Slack.")
        self._delivery.request_url = request_url

    @property
    def sockets(self) -> SocketDelivery:
        """The sockets that bots have opened. Raises TypeError over HTTP."""
        if not isinstance(self._delivery, SocketDelivery):
            raise TypeError("Over HTTP Slack comes to the bot.")
        return self._delivery

    def silence_sockets(self) -> None:
        """Let every open socket go dead while it stays connected: nothing is said and nothing is heard through it."""
        for client in self.sockets.fall_silent():
            self._loopback.hold(client)

    async def settle(self) -> None:
        """Wait until every event that the bot itself caused has been delivered once."""
        await self.slack.line.settle()

    async def __aenter__(self) -> Self:
        await self._loopback.__aenter__()
        self.slack.url = self._loopback.url
        return self

    async def __aexit__(self, *raised: Any) -> None:
        await self.slack.line.close()
        self.slack.revision.close()
        await self._loopback.__aexit__(*raised)

    def _routes(self) -> list[BaseRoute]:
        routes: list[BaseRoute] = [
            Route("/api/{method}", self._web_api, methods=["GET", "POST"]),
            Route("/answers/{key}", self._later_answer, methods=["POST"]),
            Route("/upload/{ticket}", self._upload, methods=["POST"]),
            Route("/files/{file_id}", self._file),
            *self._control.routes(),
        ]
        if isinstance(self._delivery, SocketDelivery):
            routes.append(WebSocketRoute("/socket/{ticket}", self._delivery.connect))
        page = HERE / "templates" / "page.html"
        if page.exists() and (HERE / "static").is_dir():
            routes.append(Route("/", self._page))
            routes.append(Mount("/static", StaticFiles(directory=HERE / "static")))
        return routes

    async def _web_api(self, request: Request) -> Response:
        return await self._unless_cut(request, web_api.answer)

    async def _later_answer(self, request: Request) -> Response:
        return await self._unless_cut(request, web_api.later_answer)

    async def _upload(self, request: Request) -> Response:
        return await api_files.take(self.slack, request)

    async def _file(self, request: Request) -> Response:
        return await api_files.show(self.slack, request)

    async def _unless_cut(
        self, request: Request, answer: Callable[[LiveSlack, Request], Awaitable[Response]]
    ) -> Response:
        try:
            return await answer(self.slack, request)
        except web_api.DroppedConnectionError:
            await self._loopback.cut(request.scope["client"])
            return PlainTextResponse("")

    async def _page(self, _request: Request) -> Response:
        pages = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True)
        return HTMLResponse(pages.get_template("page.html").render(app_name=self.slack.app.name))
