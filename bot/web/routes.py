"""Routes: Slack's requests through Bolt's own adapter, is-it-alive, is-it-ready, and counts."""

from datetime import timedelta

import structlog
from prometheus_client import CONTENT_TYPE_LATEST
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.pulse import Pulse
from bot.services import Services
from bot.settings import Transport
from bot.web.calendars import calendar_routes
from bot.web.exports import export_routes
from bot.web.metrics import figures

log = structlog.get_logger()

STUCK_AFTER = timedelta(minutes=2)


def build_web(services: Services, bolt: AsyncApp) -> Starlette:
    """Return the web application."""
    pulse = services.pulse

    async def alive(_request: Request) -> Response:
        """The process answers, and its engine went round lately; the first round is counted from the start."""
        last = pulse.went_round_at
        # Whoever is going down has stopped its engine by itself, and is not to be ended for that.
        stuck = last is not None and not pulse.is_leaving and services.clock.steady() - last > STUCK_AFTER
        return PlainTextResponse("stuck\n" if stuck else "ok\n", 503 if stuck else 200)

    async def ready(_request: Request) -> Response:
        """Slack can hand us what people do, and the database takes it."""
        if wrong := _not_ready(pulse):
            return PlainTextResponse(f"{wrong}\n", 503)
        try:
            await services.database.read(lambda work: work.organisations.own())
        except Exception as error:  # noqa: BLE001  whatever is wrong with it, it does not answer
            return _no_database(error)
        return PlainTextResponse("ok\n")

    async def metrics(_request: Request) -> Response:
        """Counts only: no names, no words."""
        try:
            counted = await figures(services)
        except Exception as error:  # noqa: BLE001  whatever is wrong with it, it does not answer
            return _no_database(error)
        return Response(counted, media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]
    routes += export_routes(services)
    routes += calendar_routes(services)
    if services.settings.handrail_transport is Transport.HTTP:
        by_http = AsyncSlackRequestHandler(bolt, path="/slack/events")
        routes.append(Route("/slack/events", by_http, methods=["POST"]))
    return Starlette(routes=routes)


def _not_ready(pulse: Pulse) -> str:
    """Return why Slack cannot hand us what people do, or nothing."""
    if pulse.is_leaving:
        return "going down"
    if not pulse.is_greeted:
        return "Slack has not said yet who we are"
    return "" if pulse.is_listening else "the connection to Slack is not open"


def _no_database(error: Exception) -> Response:
    log.warning("database does not answer", error=type(error).__name__)
    return PlainTextResponse("the database does not answer\n", 503)
