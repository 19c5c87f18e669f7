"""Answering for a record that is older than its seals, or whose seals outside the database are gone."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.casework.restoring import Kept, keep_new_file, keep_restored
from bot.clock import MachineClock
from bot.settings import Settings
from domain.seals import SealMade
from storage.database import Database
from storage.seals_file import SealsFile
from storage.unit_of_work import UnitOfWork

WITHIN = 60.0  # seconds


@dataclass(frozen=True)
class Answer:
    """What was kept, and where an earlier file of seals is now, if one was set aside."""

    kept: Kept
    set_aside: str = ""


def moment_for_names() -> str:
    """Return this moment as it stands in the names of files and databases: in UTC, to the second."""
    return f"{MachineClock().real():%Y%m%d%H%M%S}"


class NotAsSealed(Exception):
    """A database is older than its seals, or was written anew: nothing of ours is to vouch for it."""


def seal_before_leaving(settings: Settings) -> None:
    """Seal what a database holds that is about to be replaced, so that everything that goes is known.

    Raises NotAsSealed.
    """
    file = SealsFile(settings.seals_file)
    database = Database(settings.database_url, settings.keys)
    try:
        made = asyncio.run(_seal(database, file.lines()))
    finally:
        database.close()
    if file.lines():
        file.catch_up(made)


async def _seal(database: Database, lines: list[str]) -> list[SealMade]:
    now = MachineClock().now()
    if await database.read(lambda work: work.seals.older_than(lines), WITHIN) is not None:
        raise NotAsSealed
    await database.write(lambda work: work.seals.make_now(now) is not None, WITHIN)
    return await database.read(lambda work: work.seals.all(), WITHIN)


def answer_restored(settings: Settings, url: str) -> Answer:
    """Keep in a database that it is a restored one, and what it lost by the seals outside it.

    The seal is in the database when this returns, and in the file after `write_seals`.
    """
    file = SealsFile(settings.seals_file)
    lines = file.lines()

    def keep(work: UnitOfWork) -> Kept:
        return keep_restored(work, lines, now, has_new_file=not lines)

    now = MachineClock().now()
    return Answer(_write(settings, url, keep))


def answer_lost_file(settings: Settings) -> Answer:
    """Keep that the file of seals was lost, set aside what is left of it, and begin it anew."""
    file, now = SealsFile(settings.seals_file), MachineClock().now()
    kept = _write(settings, settings.database_url, lambda work: keep_new_file(work, now))
    aside = file.set_aside(moment_for_names())
    write_seals(settings)
    return Answer(kept, str(aside or ""))


def write_seals(settings: Settings) -> None:
    """Write the seals of the database that the file does not have."""
    database = Database(settings.database_url, settings.keys)
    try:
        made = asyncio.run(database.read(lambda work: work.seals.all(), WITHIN))
    finally:
        database.close()
    SealsFile(settings.seals_file).catch_up(made)


def _write(settings: Settings, url: str, keep: Callable[[UnitOfWork], Kept]) -> Kept:
    database = Database(url, settings.keys)
    try:
        return asyncio.run(database.write(keep, WITHIN))
    finally:
        database.close()
