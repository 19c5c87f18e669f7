"""Whether the route can be relied on, asked of our tables each minute: ways that nobody set up, and drills due."""

from bot.casework.drills import is_due, start_what_is_due
from bot.engine.outside import say_unusable_ways
from bot.services import Services


async def look_at_route(services: Services) -> None:
    """Say what cannot be used, and begin the drill that is due."""
    await say_unusable_ways(services)
    now = services.clock.now()
    if await services.database.read(lambda work: is_due(work, now)):
        await services.database.write(lambda work: start_what_is_due(work, now))
