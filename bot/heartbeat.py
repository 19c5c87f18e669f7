"""The heartbeat: an address outside that is called while all is well. It stays silent when anything is not.

Whoever watches that address tells people when it falls silent: also when this machine is gone, and we could not.
"""

import asyncio

import aiohttp
import structlog

from bot.settings import Settings

log = structlog.get_logger()

WITHIN = 5.0  # seconds for one call


class Heartbeat:
    """Calls HEARTBEAT_URL. The address may hold a key, so it is never written to a log, nor is its answer."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.heartbeat_url
        self._session: aiohttp.ClientSession | None = None

    @property
    def is_set(self) -> bool:
        """Whether the operator has named an address."""
        return bool(self._url)

    async def beat(self) -> bool:
        """Call it, and say whether it took that; a heartbeat that cannot be told is a fault of nobody here."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with (
                asyncio.timeout(WITHIN),
                # Whoever answers with another address is not whom the operator has named.
                self._session.get(self._url, allow_redirects=False) as answer,
            ):
                status = answer.status
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            log.warning("heartbeat not taken", error=type(error).__name__)
            return False
        if status >= 300:
            log.warning("heartbeat not taken", error=f"http_{status}")
        return status < 300

    async def close(self) -> None:
        """Close the HTTP session."""
        if self._session is not None:
            await self._session.close()
