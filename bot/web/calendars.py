"""Somebody's calendar, for the program that fetches it by their secret address; the address itself is in no log."""

import hashlib

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.calendar_document import calendar_file
from bot.casework.calendar_feeds import entries_of, owner_of
from bot.services import Services
from domain.calendar_feeds import FETCHES, WITHIN, WRONG_SECRETS, Entry, Turnstile
from domain.exports import digest_of_token
from storage.database import NotRecorded
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

PATH = "/calendar/{secret}.ics"
HEADERS = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
WRONG = "wrong"


def calendar_routes(services: Services) -> list[Route]:
    """Return the one route. Wrong, taken away and of somebody without a role look the same."""
    by_address, wrong = Turnstile(FETCHES), Turnstile(WRONG_SECRETS)

    async def fetch(request: Request) -> Response:
        secret, now, real = request.path_params["secret"], services.clock.now(), services.clock.real()

        def read(work: UnitOfWork) -> list[Entry] | None:
            person = owner_of(work, secret)
            return entries_of(work, person, now) if person is not None else None

        if not by_address.lets_through(digest_of_token(secret), real):
            return _too_often()
        try:
            entries = await services.database.read(read)
        except NotRecorded:
            return PlainTextResponse("Please try again later.\n", 503, headers=HEADERS)
        if entries is None:
            return _nothing() if wrong.lets_through(WRONG, real) else _too_often()
        content = calendar_file(entries)
        headers = {**HEADERS, "ETag": f'"{hashlib.sha256(content).hexdigest()}"'}
        if headers["ETag"] in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=headers)
        return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)

    return [Route(PATH, fetch, methods=["GET"])]


def _nothing() -> Response:
    return PlainTextResponse("There is nothing here.\n", 404, headers=HEADERS)


def _too_often() -> Response:
    headers = {**HEADERS, "Retry-After": str(int(WITHIN.total_seconds()))}
    return PlainTextResponse("That is too often. Please try again later.\n", 429, headers=headers)
