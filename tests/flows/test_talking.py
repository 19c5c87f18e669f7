"""Reasons side by side, areas by what stands behind them, and options weighed by everybody (CPC424-P3, P4, P5)."""

import pytest

from playground import alderwick
from playground.house import House
from tests.flows.improvement_story import (
    explain,
    give_reason,
    open_from_messages,
    open_window,
)


@pytest.mark.criterion("CPC424-P3")
async def test_every_party_adds_reasons_and_reads_the_others_but_not_our_note(sqlite_house: House) -> None:
    house = sqlite_house
    priya = await explain(house)
    joanne, sam = house.visitor(alderwick.JOANNE), house.visitor(alderwick.SAM)

    await open_window(priya)
    await give_reason(house, priya, "Our reassessments are late", note="PLANTED: money is short here")
    await open_from_messages(joanne)
    await give_reason(house, joanne, "Nights are on agency staff")
    await open_from_messages(sam)
    await give_reason(house, sam, "The pharmacy changed its packs")

    await open_from_messages(joanne)
    await joanne.press("Read the reasons")
    board = "\n".join((await joanne.modal()).texts)
    assert board.index("Westermere Council") < board.index("Alderwick Care")
    for said in (
        "Our reassessments are late",
        "Nights are on agency staff",
        "The pharmacy changed its packs",
    ):
        assert said in board
    assert "Westermere Advocacy" in board
    assert "PLANTED" not in board
