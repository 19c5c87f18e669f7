"""What is looked at regularly: each next occurrence is put on the list when its turn has come."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog

from bot.casework.monitoring import plan_next
from bot.services import Services
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

BATCH = 50
AT_ONCE = 20  # occurrences of one schedule in one transaction: more are left for the next round
PARKED_FOR = timedelta(hours=1)


async def plan_monitoring(services: Services) -> bool:
    """Put on the list what is to come next, each schedule in its own short transaction; say whether more is left.

    After downtime each day that was passed over is put there once. A schedule that cannot be planned is parked for a
    while and reported; it never stops the others.
    """
    now = services.clock.now()
    ids = await services.database.read(partial(_to_plan, now=now))
    for schedule_id in ids:
        await _plan_one(services, schedule_id, now)
    return bool(ids) and bool(await services.database.read(partial(_to_plan, now=now)))


def _to_plan(work: UnitOfWork, now: datetime) -> list[UUID]:
    return [schedule.id for schedule in work.monitoring.to_plan(now, BATCH)]


async def _plan_one(services: Services, schedule_id: UUID, now: datetime) -> None:
    try:
        await services.database.write(partial(_catch_up, schedule_id=schedule_id, now=now))
    except Exception as error:  # noqa: BLE001  one bad row must not silence the rest
        log.error("schedule parked", schedule=schedule_id.hex, error=type(error).__name__)  # noqa: TRY400
        services.report("schedule_parked", type(error).__name__)
        await services.database.write(partial(_park, schedule_id=schedule_id, now=now))


def _catch_up(work: UnitOfWork, schedule_id: UUID, now: datetime) -> None:
    """Plan under a lock, so that two replicas never put the same occurrence on the list."""
    schedule = work.monitoring.find_schedule_to_change(schedule_id)
    if schedule is None:
        return
    for _ in range(AT_ONCE):
        if plan_next(work, schedule, now) is None:
            return


def _park(work: UnitOfWork, schedule_id: UUID, now: datetime) -> None:
    schedule = work.monitoring.find_schedule(schedule_id)
    if schedule is not None:
        schedule.parked_until = now + PARKED_FOR
