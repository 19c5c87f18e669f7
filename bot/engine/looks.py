"""What is looked at from time to time and not in every cycle: by one process of however many there are."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from bot.engine.drill import look_at_route
from bot.engine.due import say_week
from bot.engine.leavers import look_for_leavers
from bot.engine.reach import look_at_reach
from bot.engine.retention import list_for_review
from bot.engine.seal import Sealer
from bot.engine.senior_week import say_senior_week
from bot.services import Services
from storage.unit_of_work import UnitOfWork


class Looks:
    """Looks once a minute of domain time. Each is a question put to our tables, so a minute left out loses nothing."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._looked_at: dict[str, datetime] = {}
        self._sealer = Sealer()

    async def week(self, _services: Services) -> None:
        """The week's words, which are asked of every contract."""
        await self._once("week", say_week)
        await self._once("senior_week", say_senior_week)

    async def route(self, _services: Services) -> None:
        """Whether the route can be relied on: ways that nobody has set up, drills."""
        await self._once("route", look_at_route)

    async def leavers(self, _services: Services) -> None:
        """The next few people, of whom Slack is asked: who has left is found within a day."""
        await self._once("leavers", look_for_leavers)

    async def reach(self, _services: Services) -> None:
        """The next few channels, leads and covers: whether we can still reach them."""
        await self._once("reach", look_at_reach)

    async def retention(self, _services: Services) -> None:
        """What has been kept for long enough; listed once a day."""
        await self._once("retention", list_for_review)

    async def seal(self, services: Services) -> None:
        """Whether a seal of the record is due. Each process looks, since each keeps a file of seals of its own."""
        if self._is_new_minute("seal"):
            await self._sealer.seal(services)

    async def _once(self, name: str, look: Callable[[Services], Awaitable[object]]) -> None:
        """Look unless this minute has been looked at, here or by another process; an SQLite file has no other."""
        if not self._is_new_minute(name):
            return
        database, minute = self._services.database, self._looked_at[name]
        if database.is_sqlite or await database.write(partial(_takes_turn, name=name, minute=minute)):
            await look(self._services)

    def _is_new_minute(self, name: str) -> bool:
        minute = self._services.clock.now().replace(second=0, microsecond=0)
        is_new = self._looked_at.get(name) != minute
        self._looked_at[name] = minute
        return is_new


def _takes_turn(work: UnitOfWork, name: str, minute: datetime) -> bool:
    return work.processes.takes_turn(name, minute)
