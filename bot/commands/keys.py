"""`python -m bot keys`: making keys, and sealing what was typed with a new one while the bot goes on serving."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID

import typer

from bot.casework.records import NOBODY, record
from bot.clock import MachineClock
from bot.commands.settings import settings_for_record_or_exit
from bot.settings import Settings
from domain.chronology import Event, SubjectKind
from storage.database import Database, NotRecorded
from storage.resealing import Batch
from storage.sealing import new_key
from storage.unit_of_work import UnitOfWork

app = typer.Typer(no_args_is_help=True, help="The keys with which what people typed is sealed.")

WITHIN = 30.0  # seconds for one batch: nobody waits for it
TRIES = 5
OLD_PAGES = (
    "Somebody has the database open, so its file still holds pages from before. Please stop the bot, and let SQLite's "
    "own program make the file anew: sqlite3 FILE VACUUM"
)


@dataclass
class Resealed:
    """What was done, place by place, and what stays as it is, by the key that it needs."""

    counts: Counter[str] = field(default_factory=Counter)
    unopened: Counter[str] = field(default_factory=Counter)
    is_off_the_disk: bool = False


@app.command()
def make() -> None:
    """Print three lines for .env, each with a fresh key. Needs no settings, and keeps nothing."""
    now = MachineClock().now()
    name = f"k{now:%Y%m%d}"
    typer.echo(f"NARRATIVE_KEYS={name}:{new_key()}\nSPEAK_UP_KEYS={name}:{new_key()}\nCHAIN_KEY={new_key()}")


@app.command()
def rotate() -> None:
    """Seal everything with the first key of NARRATIVE_KEYS and SPEAK_UP_KEYS. It can be broken off and begun again."""
    settings = settings_for_record_or_exit()
    done, used = asyncio.run(_rotate(settings))
    for place, count in done.counts.items():
        typer.echo(f"{place}: {count} sealed with the first key")
    if not done.is_off_the_disk:
        typer.echo("The log beside the database still holds pages from before, until the bot next stops.")
    if done.unopened:
        typer.echo(_left(done.unopened), err=True)
        raise typer.Exit(1)
    for setting, spare in _spare(settings, used).items():
        typer.echo(
            f"{setting}: {', '.join(spare)} may be dropped here, and is still needed for backups taken until now."
        )


def seal_plain(settings: Settings) -> int:
    """Seal what was kept before texts were sealed, and return how many texts that were."""
    return asyncio.run(_seal_plain(settings))


async def _seal_plain(settings: Settings) -> int:
    database = Database(settings.database_url, settings.keys)
    try:
        if not await database.read(lambda work: work.resealing.is_any_plain(), WITHIN):
            return 0
        done = await _reseal(database, rewrite=True)
        if not done.is_off_the_disk:
            typer.echo(OLD_PAGES, err=True)
        return done.counts.total()
    finally:
        database.close()


async def _rotate(settings: Settings) -> tuple[Resealed, dict[str, set[str]]]:
    database = Database(settings.database_url, settings.keys)
    try:
        done = await _reseal(database)
        return done, await database.read(lambda work: work.resealing.keys_in_use(), WITHIN)
    finally:
        database.close()


async def _reseal(database: Database, *, rewrite: bool = False) -> Resealed:
    done = Resealed()
    now = MachineClock().now()
    for place in await database.read(lambda work: work.resealing.places()):
        done.counts[place] = 0
        after: UUID | None = None
        while True:
            batch = await _batch(database, place, after, now)
            done.counts[place] += batch.sealed
            done.unopened += batch.unopened
            after = batch.after
            if after is None:
                break
    await database.write(partial(_note, done=done, now=now), WITHIN)
    done.is_off_the_disk = database.let_go_of_old_pages(rewrite=rewrite)
    return done


async def _batch(database: Database, place: str, after: UUID | None, now: datetime) -> Batch:
    """Seal one batch; the bot, which serves meanwhile, comes first."""
    for _ in range(TRIES - 1):
        try:
            return await database.write(lambda work: work.resealing.reseal(place, after, now), WITHIN)
        except NotRecorded:
            await asyncio.sleep(1)
    return await database.write(lambda work: work.resealing.reseal(place, after, now), WITHIN)


def _note(work: UnitOfWork, done: Resealed, now: datetime) -> None:
    own = work.organisations.own()
    subject = (SubjectKind.ORGANISATION, own.id if own else NOBODY)
    counts = {place: count for place, count in done.counts.items() if count}
    record(work, Event.KEYS_ROTATED, subject, None, now, sealed=counts, left=done.unopened.total())


def _left(unopened: Counter[str]) -> str:
    lines = [
        f"{count} stay as they are: the key named {key_id} is not set."
        if key_id
        else f"{count} stay as they are: somebody altered or moved them. Please run: python -m bot records verify"
        for key_id, count in sorted(unopened.items())
    ]
    return "\n".join(lines)


def _spare(settings: Settings, used: dict[str, set[str]]) -> dict[str, list[str]]:
    rings = {"NARRATIVE_KEYS": settings.keys.narratives, "SPEAK_UP_KEYS": settings.keys.speak_up}
    spare = {
        setting: [name for name in ring.names if name != ring.current and name not in used[setting]]
        for setting, ring in rings.items()
    }
    return {setting: names for setting, names in spare.items() if names}
