"""`python -m bot export`: a copy of a contract's record for whoever runs Handrail, and whether a copy is whole."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.casework.exports import Asked, gather, keep_made_by_operator, start_for_operator
from bot.clock import MachineClock
from bot.commands.own_file import refused, write_own_file
from bot.commands.settings import settings_or_exit
from bot.export_archive import archive, faults_of
from bot.settings import Settings
from domain.errors import NotAllowed
from domain.exports import ExportKind, RecordCopy
from storage.database import Database
from storage.exports import Export
from storage.unit_of_work import UnitOfWork

app = typer.Typer(no_args_is_help=True, help="Copies of the record, to be taken away.")

WITHIN = 600.0  # seconds: nobody waits in Slack for it


@app.command()
def contract(
    reference: Annotated[str, typer.Argument(help="The contract's reference, as /contract shows it.")],
    reason: Annotated[str, typer.Option("--for", help="What the copy is for. It stays on the record.")],
    out: Annotated[
        Path, typer.Option(help="The file to write. One that is there already is never replaced.")
    ],
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="The last day.")
    ] = None,
) -> None:
    """Write a contract's record into a file that only you can read. Nothing of safeguarding is in it."""
    settings = settings_or_exit()
    days = (first.date() if first else None, last.date() if last else None)
    write_own_file(settings, out, partial(_made, settings, reference, reason, days))
    typer.echo(f"{out} is written, and that it was made stays on the record.")


@app.command()
def verify(file: Annotated[Path, typer.Argument(help="The copy: a file that ends with .zip.")]) -> None:
    """Say whether a copy is as it was made. Ends with 1 and says what differs when it is not. Needs no settings."""
    try:
        faults = faults_of(file.read_bytes())
    except OSError as error:
        raise refused(f"{file} cannot be read: {error.strerror}.") from None
    if not faults:
        typer.echo("The copy is whole: no file in it was altered since it was made.")
        return
    typer.echo("The copy is NOT whole:", err=True)
    for fault in faults:
        typer.echo(f"- {fault}", err=True)
    raise typer.Exit(1)


async def _made(
    settings: Settings, reference: str, reason: str, days: tuple[date | None, date | None]
) -> bytes:
    """Return the copy, once it is on the record that it was made. Raises NotAllowed where there is no such contract."""
    database, now = Database(settings.database_url, settings.keys), MachineClock().now().astimezone(UTC)

    def start(work: UnitOfWork) -> Export:
        found = work.contracts.referenced(reference)
        if found is None:
            raise NotAllowed(f"There is no contract {reference}.")
        asked = Asked(found.id, ExportKind.CONTRACT, reason, *days)
        return start_for_operator(work, asked, now)

    def read(work: UnitOfWork) -> RecordCopy:
        return gather(work, export, now)

    try:
        export = await database.write(start, WITHIN)
        copy = await database.read(read, WITHIN)
        made = archive(copy, now, settings.export_template)
        await database.write(
            lambda work: keep_made_by_operator(work, export, now, made.digests, made.counts), WITHIN
        )
        return made.content
    finally:
        database.close()
