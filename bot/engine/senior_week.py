"""Once a week, each senior contact of ours hears what waits for our own side (practice.md section 3)."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from bot.casework.senior_week import not_told_yet, owe_week, readers, slot_of
from bot.services import Services
from storage.unit_of_work import UnitOfWork

ONE_WEEK = timedelta(days=7)


async def say_senior_week(services: Services) -> None:
    """Owe this week's list to each senior contact who has something to hear of; a missed week is in the next."""
    now = services.clock.now()
    late_after = timedelta(minutes=services.settings.late_after_minutes)
    for person_id in await services.database.read(partial(_due, now=now)):
        await services.database.write(partial(owe_week, person_id=person_id, now=now, late_after=late_after))


def _due(work: UnitOfWork, now: datetime) -> list[UUID]:
    return [person.id for person in not_told_yet(work, now)]


def next_senior_week(work: UnitOfWork, after: datetime) -> datetime | None:
    """Return the next moment at which such a list goes out; a moved clock stops there."""
    if not readers(work):
        return None
    slots = (slot_of(work, after), slot_of(work, after + ONE_WEEK))
    return next((slot for slot in slots if slot > after), None)
