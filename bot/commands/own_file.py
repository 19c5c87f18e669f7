"""A file for whoever runs Handrail: nobody else can read it, and it never takes the place of another."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import typer

from bot.settings import Settings
from domain.errors import NotAllowed
from storage.schema import NotMigrated, require_migrated

OURS_ALONE = 0o600


def refused(words: str) -> typer.Exit:
    """Say why not, and return what ends the program with 2."""
    typer.echo(words, err=True)
    return typer.Exit(2)


def write_own_file(settings: Settings, out: Path, make: Callable[[], Awaitable[bytes]]) -> None:
    """Write what is made into a new file; where it cannot be made, there is none. Ends the program with a refusal."""
    try:
        require_migrated(settings.database_url)
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OURS_ALONE)
    except NotMigrated as found:
        raise refused(str(found)) from None
    except FileExistsError:
        raise refused(f"{out} is there already. Please choose another name.") from None
    except OSError as error:
        raise refused(f"{out} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(asyncio.run(_awaited(make)))
    except NotAllowed as why_not:
        out.unlink()
        raise refused(why_not.message) from None
    except BaseException:
        out.unlink(missing_ok=True)
        raise


async def _awaited(make: Callable[[], Awaitable[bytes]]) -> bytes:
    return await make()
