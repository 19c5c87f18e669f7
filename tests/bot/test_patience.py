"""What began in time and ends after its answer: it is not broken off, and how it ended is written down."""

import asyncio
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from bot.patience import Patience
from storage.database import Unsure

END: dict[str, Callable[["asyncio.Future[str]"], object]] = {
    "done": lambda going: going.set_result("kept"),
    "OSError": lambda going: going.set_exception(OSError("no room")),
    "cancelled": lambda going: going.cancel(),
}


@pytest.mark.parametrize("ended", END)
async def test_how_it_ended_is_written_down_by_its_kind_alone(ended: str) -> None:
    going: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    with capture_logs() as said:
        with pytest.raises(Unsure):
            await Patience(within=0).outlast(going)
        assert said == []
        END[ended](going)
        await asyncio.wait({going})
        await asyncio.sleep(0)
    assert [(each["event"], each["outcome"]) for each in said] == [("ended after its answer", ended)]
