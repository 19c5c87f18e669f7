"""Settings for a command: read, or every fault of them said; and whether the database is ready for it."""

import typer

from bot.settings import Settings, SettingsRefused, read_settings
from storage.schema import NotMigrated, require_migrated


def settings_or_exit() -> Settings:
    """Return the settings; otherwise say all that is wrong with them and end with 2."""
    try:
        return read_settings()
    except SettingsRefused as refused:
        typer.echo(f"Handrail cannot start. Please set these right:\n{refused}", err=True)
        raise typer.Exit(2) from None


def settings_for_record_or_exit() -> Settings:
    """Return the settings, where the database answers and has the tables of this version; otherwise end with 2."""
    settings = settings_or_exit()
    try:
        require_migrated(settings.database_url)
    except NotMigrated as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(2) from None
    return settings
