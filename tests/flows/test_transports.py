"""The whole story of a concern and of a danger, over signed HTTP and over Socket Mode, in the same words."""

import pytest

from bot.settings import Transport
from playground import alderwick
from playground.house import House
from tests.flows.conftest import UNHURRIED
from tests.flows.hearing import Hearing
from tests.flows.reporting import (
    DANGER,
    GAPS,
    SHARED,
    decide,
    reference_in,
    report,
    report_by_hub,
)


@pytest.mark.parametrize("transport", list(Transport))
async def test_a_concern_is_logged_taken_decided_shared_and_a_danger_pinged(
    sqlite_url: str, transport: Transport
) -> None:
    async with House(sqlite_url, transport=transport, pace=UNHURRIED) as house:
        hearing = Hearing.of(house)
        await house.set_up()
        tom, priya, grace, joanne = (
            house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.GRACE, alderwick.JOANNE)
        )
        await until_connected(house)

        assert (await report(tom, what=" ")).errors["what_happened"].startswith("Please say in a line")
        await tom.close()
        assert (await report(tom)).ok
        await house.settle()
        reference = reference_in((await priya.direct_messages())[-1])
        await priya.press("I will take this")
        await house.settle()
        await priya.press("Decide what happens")
        await decide(priya, "Now", "Please look at the charts")
        await house.settle()
        assert f"*quality matter {reference} is open" in (await joanne.messages(SHARED))[-1]
        await joanne.press("Open", SHARED)
        window = await joanne.modal()
        assert window is not None
        assert "Please look at the charts" in window.texts
        await joanne.close()

        await report_by_hub(joanne, DANGER, "Bed 2 fell")
        await house.settle()
        saved = await joanne.modal()
        assert saved is not None
        assert "ring 999" in saved.texts[0]
        await grace.press("I have this")
        await house.settle()
        assert (await grace.direct_messages())[-1].startswith("*You have SG-")
        assert (await tom.direct_messages())[-1].startswith(
            f"*{reference}, which you logged, has been decided.*"
        )

        assert hearing.complaints() == []
        assert GAPS not in hearing.outside_forms()


async def until_connected(house: House) -> None:
    """In Socket Mode it is the bot that comes to Slack: wait until it has."""
    connecting = house.handrail.connecting
    if connecting is not None:
        await connecting
