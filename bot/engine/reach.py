"""Once a day: can we still reach every linked channel, and everybody who is relied on? Nobody is written to.

What people hear of has a remedy: the lead of the contract hears of its channel, the administrators of all.
"""

from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.casework.reachable import Reach, keep_channel_lost, to_reach
from bot.services import Services
from bot.slack import SlackFault
from domain.channels import LOSS_OF_CODE, loss
from domain.notices import NOT_ABOUT_THE_PERSON, Outcome
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

EVERY = timedelta(hours=20)
"""Less than a day, so that nothing is passed over on the next working day."""

PORTION = 20
WITHIN = 2  # seconds, for each answer
FOUND_BY_THE_LOOK_FOR_LEAVERS = frozenset({"user_disabled", "user_not_found", "user_not_visible"})


async def look_at_reach(services: Services) -> None:
    """Ask Slack about the next few. Where it gives no answer, the rest waits for the next minute."""
    now = services.clock.now()
    looked_at: list[str] = []
    for reach in await services.database.read(partial(_next_few, now=now)):
        try:
            await (_ask_channel(services, reach, now) if reach.channel else _ask_person(services, reach))
        except SlackFault as fault:
            if fault.outcome is not Outcome.REFUSED:
                break
            log.info("reach not known", error=fault.code)
        looked_at.append(reach.look)
    if looked_at:
        await services.database.write(partial(_keep, looked_at=looked_at, now=now))


def _next_few(work: UnitOfWork, now: datetime) -> list[Reach]:
    looks = work.processes.looks()
    due = [each for each in to_reach(work, now) if each.look not in looks or looks[each.look] <= now - EVERY]
    return due[:PORTION]


def _keep(work: UnitOfWork, looked_at: list[str], now: datetime) -> None:
    for look in looked_at:
        work.processes.takes_turn(look, now)


async def _ask_channel(services: Services, reach: Reach, now: datetime) -> None:
    try:
        found = await services.slack.audience(reach.channel)
    except SlackFault as fault:
        if fault.code not in LOSS_OF_CODE:
            raise
        code = fault.code
    else:
        if found.is_usable:
            return
        code = loss(is_member=found.is_member)
    lost = LOSS_OF_CODE[code]
    log.warning("channel out of reach", error=code)
    await services.database.write(partial(keep_channel_lost, channel=reach.channel, loss=lost, now=now))
    services.report(f"reach_{lost.value}", reach.channel)


async def _ask_person(services: Services, reach: Reach) -> None:
    if reach.user_id is None:
        if not reach.has_other_way:
            services.report("reach_no_way", reach.look)
        return
    try:
        await services.slack.open_direct(reach.user_id)
    except SlackFault as fault:
        is_about_them = fault.outcome is Outcome.REFUSED and fault.code not in NOT_ABOUT_THE_PERSON
        if not is_about_them or fault.code in FOUND_BY_THE_LOOK_FOR_LEAVERS:
            raise
        services.report("reach_person", reach.look)
