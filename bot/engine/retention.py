"""Once a day: what has been kept for long enough is listed, for people to decide about. Nothing is ever erased here."""

from bot.casework.retention import list_reached
from bot.services import Services


async def list_for_review(services: Services) -> None:
    """List what has reached its date."""
    now = services.clock.now()
    await services.database.write(lambda work: list_reached(work, now))
