"""Every cell of the matrix of roles and acts, tried in Slack: whoever may does it, and nobody else gets anywhere."""

import pytest

from bot.settings import Transport
from domain.people import MATRIX, Act
from playground.house import House
from tests.conftest import Furnished
from tests.flows.conftest import UNHURRIED
from tests.flows.matrix_ways import WAYS
from tests.flows.test_transports import until_connected
from tests.flows.trying import Trial, drawn_tenth, everybody


def test_every_act_of_the_matrix_has_a_way() -> None:
    assert set(Act) - {way.act for way in WAYS} == set()
    assert set().union(*MATRIX.values()) == set(Act), "an act that no role allows is nobody's"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("transport", [Transport.HTTP, Transport.SOCKET])
async def test_whoever_may_does_it_and_nobody_else_gets_anywhere(
    furnished_sqlite: Furnished, transport: Transport
) -> None:
    cells = everybody() if transport is Transport.HTTP else drawn_tenth()
    async with House(
        furnished_sqlite.url, workspace=furnished_sqlite.workspace, transport=transport, pace=UNHURRIED
    ) as house:
        trial = Trial(house)
        await house.set_up()
        await until_connected(house)
        await trial.begin()
        for way in WAYS:
            if way.name in cells:
                await trial.hold(way, cells[way.name])

    assert trial.tried == sum(map(len, cells.values()))
    assert trial.faults == [], "\n".join(trial.faults)
    assert trial.hearing.complaints() == []
