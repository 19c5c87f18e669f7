"""The operator's commands: run, migrate, manifest, doctor, backup, restore, keys, records, export, subject."""

import asyncio
import json
import sys
from typing import Annotated, Any

import typer

from bot.commands import exports, keys, records
from bot.commands.backup import backup, restore
from bot.commands.doctor import doctor
from bot.commands.readable import NotReadable, require_readable
from bot.commands.settings import settings_or_exit
from bot.commands.subject import subject
from bot.logs import set_up_logs, shorten_faults
from bot.manifest import manifest as app_manifest
from bot.serving import serve
from bot.settings import Transport
from storage.alone import ServedAlready, serving_alone
from storage.schema import NotMigrated, require_migrated
from storage.schema import migrate as migrate_database

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


app.add_typer(keys.app, name="keys")
app.add_typer(records.app, name="records")
app.add_typer(exports.app, name="export")
app.command()(subject)
app.command()(doctor)
app.command()(backup)
app.command()(restore)


@app.command()
def run() -> None:
    """Serve Slack until stopped."""
    settings = settings_or_exit()
    set_up_logs(settings.handrail_log_level)
    shorten_faults()
    try:
        require_migrated(settings.database_url)
        asyncio.run(require_readable(settings))
        with serving_alone(settings.database_url):
            was_told = asyncio.run(serve(settings))
    except (NotMigrated, NotReadable, ServedAlready) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(2) from None
    if not was_told:
        raise typer.Exit(1)  # whoever started us starts us again


@app.command()
def migrate() -> None:
    """Bring the database's tables to the version of this code, and seal what was typed; safe beside others who do."""
    settings = settings_or_exit()
    migrate_database(settings.database_url)
    if sealed := keys.seal_plain(settings):
        typer.echo(f"{sealed} texts that were kept before texts were sealed are sealed now.")
    typer.echo("The database is up to date.")


@app.command()
def manifest(
    transport: Annotated[Transport, typer.Option(help="How Slack reaches the bot.")] = Transport.SOCKET,
    url: Annotated[str | None, typer.Option(help="The bot's public address, for HTTP.")] = None,
    app_id: Annotated[str | None, typer.Option(help="The app's id, once it exists.")] = None,
) -> None:
    """Print the app manifest to paste into Slack."""
    if transport is Transport.HTTP and not url:
        typer.echo("Over HTTP Slack needs the bot's public address: add --url https://…", err=True)
        raise typer.Exit(2)
    document: dict[str, Any] = app_manifest(transport, url, app_id)
    json.dump(document, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    app()
