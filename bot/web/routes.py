"""Routes: Slack's requests through Bolt's own adapter, is-it-alive, is-it-ready, and counts."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.services import Services
from bot.settings import Transport
from bot.web.exports import export_routes
from domain.notices import NoticeState

log = structlog.get_logger()

STUCK_AFTER = timedelta(minutes=2)


def build_web(services: Services, last_cycle_at: Callable[[], datetime | None], bolt: AsyncApp) -> Starlette:
    """Return the web application."""

    started_at = services.clock.real()

    async def alive(_request: Request) -> Response:
        """The process answers, and its engine went round lately; the first round is counted from the start."""
        stuck = services.clock.real() - (last_cycle_at() or started_at) > STUCK_AFTER
        return PlainTextResponse("stuck\n" if stuck else "ok\n", 503 if stuck else 200)

    async def ready(_request: Request) -> Response:
        """The database answers too."""
        try:
            await services.database.read(lambda work: work.organisations.own())
        except Exception as error:  # noqa: BLE001  whatever is wrong with it, it does not answer
            log.warning("database does not answer", error=type(error).__name__)
            return PlainTextResponse("the database does not answer\n", 503)
        return PlainTextResponse("ok\n")

    async def metrics(_request: Request) -> Response:
        """Counts only: no names, no words."""
        registry = CollectorRegistry()
        gauge = Gauge("handrail_notices", "Messages by state", ["state"], registry=registry)
        try:
            counts = await services.database.read(lambda work: work.notices.counts())
        except Exception as error:  # noqa: BLE001  whatever is wrong with it, it does not answer
            log.warning("database does not answer", error=type(error).__name__)
            return PlainTextResponse("the database does not answer\n", 503)
        for state in NoticeState:  # labels are words of ours alone
            gauge.labels(state.value).set(counts.get(state.value, 0))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]
    routes += export_routes(services)
    if services.settings.handrail_transport is Transport.HTTP:
        by_http = AsyncSlackRequestHandler(bolt, path="/slack/events")
        routes.append(Route("/slack/events", by_http, methods=["POST"]))
    return Starlette(routes=routes)
