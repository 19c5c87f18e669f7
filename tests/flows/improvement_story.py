"""How an improvement process is lived through, part by part, so that a test tells only its own part."""

from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from storage.improvements import Improvement
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


WHAT_IS_WRONG_ASKED, EVIDENCE_ASKED = (
    "What is not as it should be?",
    "What shows it, and when was that seen?",
)
WHAT_IS_WRONG = "Doses at night are not signed for, and families hear of missed ones late"
EVIDENCE = "The charts of August, seen at the visit of 8 September"
IN_WORDS = {
    WHAT_IS_WRONG_ASKED: WHAT_IS_WRONG,
    EVIDENCE_ASKED: EVIDENCE,
    "What does it mean for the people who live there?": "Pain in the night, and families who are not told",
    "Which clause of the contract, or which standard, does it fall short of?": "Clause 7.2, medicines",
    "A note for our own organisation": "PLANTED: we may have to look at the fee",
}


async def write_explanation(visitor: Visitor, other: dict[str, str] | None = None) -> Answer:
    """Press Explain why in the open window, and say it."""
    assert (await visitor.press("Explain why")).ok
    await visitor.fill(IN_WORDS | (other or {}))
    return await visitor.submit()


async def explain(house: House, route: str = FULL) -> Visitor:
    """Open a process and explain it to everybody; return the contract lead."""
    priya = await open_improvement(house, route)
    await open_window(priya)
    assert (await write_explanation(priya)).ok
    await house.settle()
    return priya


async def the_process(house: House) -> Improvement:
    """The newest process of the record."""
    return await house.handrail.services.database.read(
        lambda work: work.improvements.in_contracts([each.id for each in work.contracts.all()])[0]
    )
