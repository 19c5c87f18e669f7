"""Is all well? Asked once a minute, after the self-audit has mended what it can; only then is the heartbeat called."""

import asyncio
from datetime import timedelta
from functools import partial

import structlog

from bot.casework.wellbeing import look_at_urgent
from bot.heartbeat import Heartbeat
from bot.services import Services
from bot.slack import SlackFault

log = structlog.get_logger()

LATELY = timedelta(minutes=1)
"""How old Slack's last answer may be before it is asked for one."""

WITHIN = 5.0  # seconds


class Wellbeing:
    """Asks beside the cycle, which never waits for Slack or for the address outside."""

    def __init__(self, services: Services, heartbeat: Heartbeat) -> None:
        self._services = services
        self._heartbeat = heartbeat
        self._asking: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Ask now, and call the address if all is well; nothing where none is set or the last question goes on."""
        if self._heartbeat.is_set and (self._asking is None or self._asking.done()):
            self._asking = asyncio.create_task(self._tell())

    async def finish(self) -> None:
        """Wait until what was asked is answered."""
        if self._asking is not None:
            await self._asking

    async def close(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _tell(self) -> None:
        pulse = self._services.pulse
        try:
            wrong = await what_is_wrong(self._services)
        except Exception as error:  # noqa: BLE001  whatever keeps us from knowing, all is not well
            wrong = [type(error).__name__]
        if wrong:
            for code in wrong:
                log.error("no heartbeat", error=code.replace(" ", "_"))
        elif await self._heartbeat.beat():
            pulse.beaten_at = self._services.clock.steady()


async def what_is_wrong(services: Services) -> list[str]:
    """Return what is wrong with this process and with what is urgent; that it is asked at all shows the engine going.

    Raises NotRecorded when the database does not answer.
    """
    pulse = services.pulse
    # Taken and cleared at once: a part that fails while Slack is asked counts for the next minute.
    has_failed_part, pulse.has_failed_part = pulse.has_failed_part, False
    found = {
        "part failed": has_failed_part,
        "not greeted": not pulse.is_greeted,
        "socket": not pulse.is_listening,
        "slack": not await _answers(services),
    }
    urgent = await services.database.read(partial(look_at_urgent, now=services.clock.now()))
    found |= {
        "urgent overdue": bool(urgent.overdue),
        "urgent overdue outside Slack": bool(urgent.overdue_outside),
        "urgent stopped": bool(urgent.stopped),
    }
    return [what for what, is_so in found.items() if is_so]


async def _answers(services: Services) -> bool:
    """Say whether Slack has answered lately, or does now."""
    if _is_late(services.pulse.slack_answered_at, services.clock.steady()):
        try:
            await services.slack.call("auth.test", WITHIN)
        except SlackFault as fault:
            log.warning("slack does not answer", error=fault.code)
            return False
    return True


def _is_late(answered_at: timedelta | None, steady: timedelta) -> bool:
    return answered_at is None or steady - answered_at > LATELY
