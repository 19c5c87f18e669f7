"""Fetching a copy of the record: a page with one button, and behind it the file, once (practice.md 1.9).

Only the button fetches: what previews a link, or scans it, asks for the page and uses nothing up. The file is made when
the button is pressed and is never on the disk (decision 0022).
"""

import asyncio
import hashlib
from datetime import datetime
from functools import partial
from html import escape

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.casework.exports import LinkOver, export_of_link, gather, keep_fetched, report_of
from bot.casework.improvement_report import ImprovementReport
from bot.casework.notices import calendar_of
from bot.export_archive import Archive, archive, repacked
from bot.improvement_document import BrokenTemplate, improvement_document
from bot.report_charts import charts_of
from bot.services import Services
from bot.templates import words
from domain.calendar import WorkingCalendar
from domain.exports import ExportKind, RecordCopy
from storage.database import NotRecorded, Unsure
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

PATH = "/exports/{token}"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WITHIN = 120.0  # seconds: ten years of a record are read in a few

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
STYLE = (
    "body{font:1.1rem/1.5 sans-serif;max-width:38rem;margin:3rem auto;padding:0 1rem;color:#111;background:#fff}"
    "button{font:inherit;padding:.6rem 1.2rem;background:#0b3d66;color:#fff;border:2px solid #0b3d66;cursor:pointer}"
    "button:focus{outline:3px solid #b35900;outline-offset:2px}"
)


def export_routes(services: Services) -> list[Route]:
    """Return the two routes: the page, and the file behind its button."""
    one_at_a_time = asyncio.Lock()
    """A whole record is held in memory while it is made: two at once would double that."""

    async def page(request: Request) -> Response:
        token, now = request.path_params["token"], services.clock.now()
        try:
            await services.database.read(lambda work: export_of_link(work, token, now).id)
        except LinkOver:
            return _over()
        except NotRecorded:
            return _unable()
        return _page("heading", ("explained", "careful"), 200, has_button=True)

    async def fetch(request: Request) -> Response:
        token = request.path_params["token"]
        try:
            async with one_at_a_time:
                made = await _made(services, token)
        except LinkOver:
            return _over()
        except (NotRecorded, Unsure):
            return _unable()
        except Exception as error:  # noqa: BLE001  whoever waits is told; the trace might quote the record
            log.error("flow failed", name="export", error=type(error).__name__)  # noqa: TRY400
            return _template_broken() if isinstance(error, BrokenTemplate) else _unable()
        disposition = f'attachment; filename="{made.name}"'
        headers = {**HEADERS, "Content-Disposition": disposition}
        return Response(made.content, media_type=made.media_type, headers=headers)

    return [Route(PATH, page, methods=["GET"]), Route(PATH, fetch, methods=["POST"])]


async def _made(services: Services, token: str) -> Archive:
    """Read the record, write the files, and only then use the link up and write down what leaves."""
    now = services.clock.now()

    def read(work: UnitOfWork) -> RecordCopy | tuple[ImprovementReport, WorkingCalendar]:
        export = export_of_link(work, token, now)
        if export.kind is not ExportKind.PROCESS:
            return gather(work, export, now)
        return report_of(work, export, now), calendar_of(work, export.contract_id)

    found = await services.database.read(read, WITHIN)
    made = await asyncio.to_thread(_written, services, found, now)
    keep = partial(keep_fetched, token=token, now=now, digests=made.digests, counts=made.counts)
    await services.database.write(keep, WITHIN)
    return made


def _written(
    services: Services, found: RecordCopy | tuple[ImprovementReport, WorkingCalendar], now: datetime
) -> Archive:
    """Write the file: a copy as one archive, a report as one Word document."""
    if isinstance(found, RecordCopy):
        return archive(found, now, services.settings.export_template)
    report, calendar = found
    content = repacked(
        improvement_document(report, calendar, services.settings.report_template, charts_of(report))
    )
    name = f"{report.improvement.reference}-{now:%Y%m%d}.docx"
    digests = {name: hashlib.sha256(content).hexdigest()}
    return Archive(name, content, digests, {}, media_type=WORD)


def _over() -> Response:
    return _page("over_heading", ("over",), 410)


def _template_broken() -> Response:
    """Nothing was used up: the template is mended, and the same link fetches the report."""
    return _page("template_heading", ("template", "template_next"), 503)


def _unable() -> Response:
    return _page("unable_heading", ("unable",), 503)


def _page(title: str, parts: tuple[str, ...], status: int, *, has_button: bool = False) -> Response:
    label = words("export_page")
    heading = escape(getattr(label, title))
    said = "".join(f"<p>{escape(getattr(label, part))}</p>" for part in parts)
    button = f'<form method="post"><button>{escape(label.fetch)}</button></form>' if has_button else ""
    body = (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{heading}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main><h1>{heading}</h1>{said}{button}</main></body></html>"
    )
    return HTMLResponse(body, status, headers=HEADERS)
