"""A running playground, a real Slack client, and a real Bolt app over loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.installed_app import InstalledApp
from playground.loopback import Loopback
from playground.server import Http, Pace, Playground
from playground.visitor import Visitor
from playground.workspace import Workspace
from tests.playground import alderwick
from tests.playground.hand_clock import HandClock

QUICK = Pace(retry_after=(0.0, 0.0, 0.0))
# For tests in which the bot does not answer.
IMPATIENT = Pace(patience=0.2, retry_after=(0.0, 0.0, 0.0))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def workspace() -> Workspace:
    return alderwick.workspace()


@pytest.fixture
def installed() -> InstalledApp:
    return alderwick.app()


@pytest.fixture
def pace() -> Pace:
    return QUICK


@pytest.fixture
async def playground(
    workspace: Workspace, installed: InstalledApp, clock: HandClock, pace: Pace
) -> AsyncIterator[Playground]:
    """Slack, with a bot still to come."""
    async with Playground(workspace, app=installed, clock=clock, transport=Http(), pace=pace) as running:
        yield running


@pytest.fixture
def client(playground: Playground, installed: InstalledApp) -> AsyncWebClient:
    """The Slack client that the bot uses, without any retries of its own."""
    return AsyncWebClient(
        token=installed.bot_token, base_url=playground.api_url, timeout=2, retry_handlers=[]
    )


@pytest.fixture
async def bot(
    playground: Playground, installed: InstalledApp, client: AsyncWebClient
) -> AsyncIterator[AsyncApp]:
    """A Bolt app that hears of everything; each test teaches it what to do."""
    app = AsyncApp(
        client=client,
        signing_secret=installed.signing_secret,
        process_before_response=True,
        ignoring_self_events_enabled=False,
    )
    async with served(app) as url:
        playground.deliver_to(url)
        yield app


@asynccontextmanager
async def served(app: AsyncApp) -> AsyncIterator[str]:
    """Serve a Bolt app on loopback; gives its request URL."""
    handler = AsyncSlackRequestHandler(app, path="/slack/events")
    async with Loopback(handler) as loopback:
        yield f"{loopback.url}/slack/events"


@pytest.fixture
def tom(playground: Playground) -> Visitor:
    return Visitor(playground.control_url, alderwick.TOM)


@pytest.fixture
def priya(playground: Playground) -> Visitor:
    return Visitor(playground.control_url, alderwick.PRIYA)


@pytest.fixture
def joanne(playground: Playground) -> Visitor:
    """The provider's manager: an outsider."""
    return Visitor(playground.control_url, alderwick.JOANNE)
