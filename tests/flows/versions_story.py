"""How people of Alderwick House put a text right and look at what changed, so that a test tells only its own part."""

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.reporting import INTERNAL, report

BETTER = "Gaps in the medicine charts of the last three weeks, on ward 2"


async def correct(house: House, tom: Visitor) -> None:
    """Log a concern and put its text right."""
    await report(tom)
    await house.settle()
    await tom.command("/concern", INTERNAL, "mine")
    await tom.press("Open", INTERNAL)
    await tom.press("Correct the text")
    await tom.fill({"What happened": BETTER})
    assert (await tom.submit()).ok
    await house.settle()


async def play_versions(house: House) -> None:
    """Look at what changed in the concern that was put right before, the oldest of Tom's."""
    tom = house.visitor(alderwick.TOM)
    await tom.command("/concern", INTERNAL, "mine")
    await tom.press("Open", INTERNAL)
    await tom.press("What changed")
    await tom.submit()
    for _ in range(2):
        await tom.close()
