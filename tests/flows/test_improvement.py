"""A process is opened by a person, from what shows that it is needed; until it is explained its own side reads it."""

from datetime import date

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.improvements import ImprovementSource
from tests.flows.evaluation_story import confirm, the_evaluation
from tests.flows.improvement_play import a_concern_about
from tests.flows.improvement_story import (
    BECAUSE,
    FULL,
    HOW_MUCH,
    TITLE,
    WHAT,
    WHY_NOW,
    open_improvement,
    open_window,
    the_process,
)
from tests.flows.reporting import SHARED


async def sources(house: House) -> list[ImprovementSource]:
    """What the newest process was opened from."""
    improvement = await the_process(house)
    return await house.handrail.services.database.read(
        lambda work: list(work.improvements.sources(improvement.id))
    )


async def improve(house: House, who: Visitor) -> None:
    """Press the button in the window that is open, and open the process."""
    assert (await who.press("Improve this together")).ok
    await who.fill({WHAT: TITLE, HOW_MUCH: FULL, WHY_NOW: BECAUSE})
    assert (await who.submit()).ok
    await house.settle()


async def test_the_lead_opens_a_process_and_sees_what_comes_next(sqlite_house: House) -> None:
    priya = await open_improvement(sqlite_house)

    await open_window(priya)
    window = await priya.modal()

    assert window is not None
    said = "\n".join(window.texts)
    assert TITLE in said
    assert "2 of 8" in said
    assert "the explanation comes next" in said
    assert "17:00 on Tuesday 6 October 2026" in said  # 28 days from opening
    joanne = sqlite_house.visitor(alderwick.JOANNE)
    assert TITLE not in "\n".join([*await joanne.messages(SHARED), await joanne.sees()])


async def test_a_process_is_opened_from_a_concern_once_and_a_second_one_is_shown_the_first(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya, tom = house.visitor(alderwick.PRIYA), house.visitor(alderwick.TOM)
    await a_concern_about(house, tom, "Records")
    await priya.press("Open", "direct")
    await improve(house, priya)
    window = await priya.modal()
    assert window is not None
    assert "Explain why" in "\n".join(window.texts)  # it is shown at once, with its next step
    await priya.close()

    improvement, [source] = await the_process(house), await sources(house)
    assert source.concern_id is not None
    await tom.command("/concern", "alderwick-internal", "mine")
    await tom.press("Open", "alderwick-internal")
    read = await tom.modal()
    assert read is not None
    assert "Improve this together" not in "\n".join(read.texts)
    assert (await tom.press(f"Open {improvement.reference}")).ok


async def test_a_process_is_opened_from_a_judged_evaluation(sqlite_house: House) -> None:
    house = sqlite_house
    priya = house.visitor(alderwick.PRIYA)
    await confirm(house, priya)
    await improve(house, priya)

    [source] = await sources(house)
    assert source.evaluation_id == (await the_evaluation(house)).id
    assert (await the_process(house)).opened_at.date() == date(2026, 9, 8)
