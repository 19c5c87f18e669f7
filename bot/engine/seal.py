"""Once a day the heads of all chains are sealed, in the database and in a file outside it.

At the start it is seen whether the database is older than its seals: then somebody put an older one in its place.
"""

import asyncio
from datetime import date
from functools import partial

import structlog

from bot.services import Services
from domain.calendar import LONDON
from storage.seals_file import SealsFile
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()


class Sealer:
    """Seals each local day once; where another process has done so, only its own file is brought up to date."""

    def __init__(self) -> None:
        self._has_looked_back = False
        self._sealed_on: date | None = None

    async def seal(self, services: Services) -> None:
        """Seal today, if that has not been done. A file that cannot be written is said and tried again."""
        file = SealsFile(services.settings.seals_file)
        if not self._has_looked_back:
            await look_for_older_database(services, file)
            self._has_looked_back = True
        now = services.clock.now()
        today = now.astimezone(LONDON).date()
        if today == self._sealed_on:
            return
        if await services.database.read(lambda work: work.seals.is_due(today)):
            await services.database.write(lambda work: work.seals.make(today, now) is not None)
        try:
            if await write_seals(services, file):
                self._sealed_on = today
        except OSError as error:
            log.error("seals not written", error=type(error).__name__)  # noqa: TRY400
            services.report("seals_not_written", type(error).__name__)


async def look_for_older_database(services: Services, file: SealsFile) -> None:
    """Say to whoever runs Handrail, and to the administrators, that an older database was put in this one's place."""
    lines = await asyncio.to_thread(file.lines)
    since = await services.database.read(partial(_older_since, lines=lines))
    if since is not None:
        log.error("older database", since=since)
        services.report("older_database", since)


def _older_since(work: UnitOfWork, lines: list[str]) -> str | None:
    """Return the day of the last seal that the database knows; empty when it knows none, None when it is not older."""
    found = work.seals.older_than(lines)
    return found.since if found else None


async def write_seals(services: Services, file: SealsFile) -> bool:
    """Write the seals that the file has not, and say whether there is any; another process may have made them."""
    made = await services.database.read(lambda work: work.seals.all())
    if made and not file.exists() and len(made) > 1:
        log.error("seals file missing", seals=len(made))
    if made:
        log.info("record sealed", seals=await asyncio.to_thread(file.catch_up, made))
    return bool(made)
