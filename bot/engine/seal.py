"""The heads of all chains are sealed hourly where anything moved, in the database and in a file outside it.

At the start it is seen whether the database is older than its seals: then somebody put an older one in its place; while
we serve, whether a chain ends before where we saw it end. A file of seals that is gone is said and not written anew:
with it went the proof, and a person has to answer for that (docs/decisions/0019).
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.services import Services
from domain.calendar import LONDON
from domain.seals import gone_back
from storage.database import NotRecorded, Unsure
from storage.seals import SoFar
from storage.seals_file import SealsFile
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

WITHIN = 1.0  # seconds: whoever stops the bot waits for ten at most


@dataclass(frozen=True)
class _Seen:
    """How the record stands at one look."""

    is_due: bool
    has_gone_back: bool
    heads: dict[str, list[Any]]


class Sealer:
    """Seals what has moved; where another process has done so, only its own file is brought up to date."""

    def __init__(self) -> None:
        self._has_looked_back = False
        self._so_far = SoFar()
        self._heads: dict[str, list[Any]] = {}
        self._written = 0

    async def seal(self, services: Services) -> None:
        """Seal, if that is due. A file that cannot be written is said and tried again."""
        file = SealsFile(services.settings.seals_file)
        if not self._has_looked_back:
            await look_for_older_database(services, file)
            self._has_looked_back = True
        now = services.clock.now()
        seen = await services.database.read(partial(_look, so_far=self._so_far, before=self._heads, now=now))
        if seen.has_gone_back:
            log.error("record went back")
            services.report("older_database", f"{now.astimezone(LONDON):%Y-%m-%d %H:%M}")
        self._heads = seen.heads
        try:
            await self._seal(services, file, now, is_due=seen.is_due)
        except OSError as error:
            log.error("seals not written", error=type(error).__name__)  # noqa: TRY400
            services.report("seals_not_written", type(error).__name__)

    async def _seal(self, services: Services, file: SealsFile, now: datetime, *, is_due: bool) -> None:
        if is_due:
            if self._so_far.number == 0:
                await asyncio.to_thread(file.begin)
            await services.database.write(lambda work: work.seals.make(now, self._so_far) is not None)
            await services.database.read(lambda work: work.seals.catch_up(self._so_far))
        if self._so_far.number == 0:
            return
        if is_lost(file, self._so_far.number):
            log.error("seals file missing", seals=self._so_far.number)
            services.report("seals_file_missing", "SEALS_FILE")
        elif self._so_far.number > self._written:
            # From the last one that we wrote: the file says itself whether it has it.
            made = await services.database.read(lambda work: work.seals.since(max(self._written - 1, 0)))
            if added := await asyncio.to_thread(file.catch_up, made):
                log.info("record sealed", seals=added)
            self._written = self._so_far.number


def is_lost(file: SealsFile, number: int) -> bool:
    """Say whether a file that must hold seals by now is not there, or was emptied; one seal may be on its way."""
    return not file.exists() or (number > 1 and file.is_empty())


def _look(work: UnitOfWork, so_far: SoFar, before: Mapping[str, list[Any]], now: datetime) -> _Seen:
    work.seals.catch_up(so_far)
    heads = work.seals.heads()
    return _Seen(work.seals.is_due(so_far, now), gone_back(before, heads), heads)


async def seal_at_end(services: Services) -> None:
    """Seal what has moved before the bot stops, so that a copy put back meanwhile shows; nothing waits for it."""
    file, now = SealsFile(services.settings.seals_file), services.clock.now()
    with suppress(NotRecorded, Unsure, OSError):
        made = await services.database.write(lambda work: work.seals.make_now(now), WITHIN)
        if made is not None and (made.number == 1 or not is_lost(file, made.number)):
            since = max(made.number - 2, 0)
            missing = await services.database.read(lambda work: work.seals.since(since), WITHIN)
            await asyncio.to_thread(file.catch_up, missing)


async def look_for_older_database(services: Services, file: SealsFile) -> None:
    """Say to whoever runs Handrail, and to the administrators, that an older database was put in this one's place."""
    lines = await asyncio.to_thread(file.lines)
    since = await services.database.read(partial(_older_since, lines=lines))
    if since is not None:
        log.error("older database", since=since.replace(" ", "T"))
        services.report("older_database", since)


def _older_since(work: UnitOfWork, lines: list[str]) -> str | None:
    """Return when the last seal that the database knows was made; empty when it knows none, None when not older."""
    found = work.seals.older_than(lines)
    return found.since if found else None
