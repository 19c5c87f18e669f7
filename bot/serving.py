"""Serving until told to stop, or until this process cannot hear Slack any more: a supervisor then starts another."""

import asyncio
import signal
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial

import structlog
import uvicorn

from bot.app import Handrail
from bot.engine.seal import seal_at_end
from bot.settings import Settings, Transport

log = structlog.get_logger()

LAST_ANSWERS = 3  # seconds that stopping waits for requests at hand; an answer takes at most 2.5


class _Server(uvicorn.Server):
    """A web server that leaves signals to us: going down begins before its door is closed."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


async def serve(settings: Settings) -> bool:
    """Serve, and say whether it ended because it was told to; False when the connection to Slack is lost for good."""
    handrail = Handrail(settings)
    server = _Server(
        uvicorn.Config(
            handrail.build(),
            host=settings.handrail_host,
            port=settings.handrail_port,
            log_config=None,
            lifespan="off",
            timeout_graceful_shutdown=LAST_ANSWERS,
        )
    )
    await handrail.start()
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    serving = asyncio.create_task(server.serve())
    ends = [serving, asyncio.create_task(told.wait()), asyncio.create_task(handrail.lost.wait())]
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if not serving.done():
            await go_down(handrail, settings, partial(setattr, server, "should_exit", True))
        await serving
    finally:
        for end in ends[1:]:
            end.cancel()
        await seal_at_end(handrail.services)
        await handrail.stop()
        log.info("stopped")
    return not handrail.lost.is_set()


async def go_down(handrail: Handrail, settings: Settings, close_door: partial[None]) -> None:
    """Say that we are not ready, post nothing more, and only then close the door: in under ten seconds all together.

    Whoever shares requests out among processes looks at /readyz. Until it has, what it still sends here is answered.
    """
    handrail.services.pulse.is_leaving = True
    log.info("going down")
    stopping = asyncio.create_task(handrail.engine.stop())
    if settings.handrail_transport is Transport.HTTP:
        await asyncio.sleep(settings.drain_seconds)
    close_door()
    await stopping
