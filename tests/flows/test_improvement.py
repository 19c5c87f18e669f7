"""An improvement process is opened by a person and read by its own side alone until it is explained."""

from playground import alderwick
from playground.house import House
from tests.flows.improvement_story import TITLE, open_improvement, open_window
from tests.flows.reporting import SHARED


async def test_the_lead_opens_a_process_and_sees_what_comes_next(house: House) -> None:
    priya = await open_improvement(house)

    await open_window(priya)
    window = await priya.modal()

    assert window is not None
    assert TITLE in "\n".join(window.texts)
    assert "the explanation comes next" in "\n".join(window.texts)
    assert all(TITLE not in each for each in await house.visitor(alderwick.JOANNE).messages(SHARED))
