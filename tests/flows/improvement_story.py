"""How an improvement process is lived through, part by part, so that a test tells only its own part."""

from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from tests.flows.reporting import INTERNAL

WHAT, WHY_NOW, HOW_MUCH = (
    "What is to improve, in one line?",
    "Why now? (for your own side alone)",
    "How much is needed?",
)
TITLE, BECAUSE = "Medicines at night and telling families", "Third medicines concern in 90 days"
LIGHT = "Light: support and up to two actions"
FULL = "Full: reasons, options and a plan, agreed by all"


async def open_improvement(house: House, route: str = FULL) -> Visitor:
    """Open a process as the contract lead, from the internal channel; return her."""
    priya = house.visitor(alderwick.PRIYA)
    answer = await priya.command("/contract", INTERNAL, "improve")
    assert answer.ok
    await priya.fill({WHAT: TITLE, HOW_MUCH: route, WHY_NOW: BECAUSE})
    assert (await priya.submit()).ok
    await house.settle()
    return priya


async def open_window(visitor: Visitor) -> Answer:
    """Open the process from the list."""
    await visitor.command("/contract", INTERNAL, "improvements")
    return await visitor.press("Open")
