"""Once a day: what has been kept for long enough is listed, for people to decide about. Nothing is ever erased here."""

from bot.casework.retention import list_reached
from bot.services import Services
from storage.unit_of_work import UnitOfWork

LISTED = "retention_listed"


async def list_for_review(services: Services) -> None:
    """List what has reached its date, unless that has been done today."""
    now = services.clock.now()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)

    def look(work: UnitOfWork) -> None:
        if work.processes.takes_turn(
            LISTED, today
        ):  # kept with the list, so that neither is there without the other
            list_reached(work, now)

    if await services.database.read(lambda work: work.processes.look(LISTED)) != today:
        await services.database.write(look)
