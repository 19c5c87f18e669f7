"""Settings for a command: read, or every fault of them said."""

import typer

from bot.settings import Settings, SettingsRefused, read_settings


def settings_or_exit() -> Settings:
    """Return the settings; otherwise say all that is wrong with them and end with 2."""
    try:
        return read_settings()
    except SettingsRefused as refused:
        typer.echo(f"Handrail cannot start. Please set these right:\n{refused}", err=True)
        raise typer.Exit(2) from None
