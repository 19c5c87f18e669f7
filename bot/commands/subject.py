"""`python -m bot subject`: the signed answer to a request for personal data, as a file."""

from datetime import UTC
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from bot.casework.subject_items import given
from bot.casework.subject_requests import keep_taken_by_operator
from bot.clock import MachineClock
from bot.commands.own_file import write_own_file
from bot.commands.settings import settings_or_exit
from bot.settings import Settings
from bot.subject_archive import subject_archive
from domain.errors import NotAllowed
from storage.database import Database
from storage.unit_of_work import UnitOfWork

WITHIN = 600.0  # seconds: nobody waits in Slack for it


def subject(
    reference: Annotated[str, typer.Argument(help="The request's reference, as /contract subject shows it.")],
    out: Annotated[
        Path, typer.Option(help="The file to write. One that is there already is never replaced.")
    ],
) -> None:
    """Write the signed answer to a request for personal data into a file that only you can read."""
    settings = settings_or_exit()
    write_own_file(settings, out, partial(_made, settings, reference.strip().upper()))
    typer.echo(
        f"{out} is written, and that it was taken stays on the record. Please keep in Handrail when the request was "
        "answered."
    )


async def _made(settings: Settings, reference: str) -> bytes:
    """Return the file, once it is on the record that it was taken. Raises NotAllowed before it is signed off."""
    database, now = Database(settings.database_url, settings.keys), MachineClock().now().astimezone(UTC)

    def take(work: UnitOfWork) -> bytes:
        request = work.subject_requests.referenced(reference)
        if request is None:
            raise NotAllowed(f"There is no request {reference}.")
        content = subject_archive(reference, given(work, request))
        keep_taken_by_operator(work, request, now, sha256(content).hexdigest())
        return content

    try:
        return await database.write(take, WITHIN)
    finally:
        database.close()
