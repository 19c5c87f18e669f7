"""Plays safeguarding with marked words in every field of every form, for a reader of what is written out.

Run as a program it writes only what the bot itself writes to its logs, at their most talkative.
"""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playground import alderwick
from playground.house import House
from playground.server import Pace
from playground.visitor import Visitor
from tests.flows.deciding import close_all, in_window, press
from tests.flows.planted import talk_as_much_as_can_be
from tests.flows.reporting import DANGER

WORDS = tuple(f"planted-{number:02d}" for number in range(1, 51))


class Planter:
    """Fills every text field of whatever form is open with the next marked words, and remembers how many it used."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._words: Iterator[str] = iter(WORDS)
        self.planted: list[str] = []

    async def fill_in(self, who: Visitor, **chosen: Any) -> None:
        """Fill the topmost form in, its choices with what is given or the first on offer, and send it."""
        form = await who.modal()
        assert form is not None
        blocks = [block for block in form.view["blocks"] if block["type"] == "input"]
        answers: dict[str, Any] = {}
        for block in blocks:
            label, element = block["label"]["text"], block["element"]
            if element["type"] == "plain_text_input":
                self.planted.append(next(self._words, WORDS[-1]))
                answers[label] = f"{self.planted[-1]} <!channel> & more"
            elif block["block_id"] in chosen:
                answers[label] = chosen[block["block_id"]]
            elif element["type"] in {"static_select", "radio_buttons"} and not block.get("optional"):
                answers[label] = element["options"][0]["text"]["text"]
        await who.fill(answers)
        answer = await who.submit()
        assert answer.ok, answer
        assert not answer.errors, answer.errors
        await self.house.settle()


async def plant(house: House) -> list[str]:
    """Let people raise, add, take, decide, hand over, tell, answer, disagree and close, all of it marked."""
    planter = Planter(house)
    tom, dele, grace, nadia, helen = (
        house.visitor(who)
        for who in (alderwick.TOM, alderwick.DELE, alderwick.GRACE, alderwick.NADIA, alderwick.HELEN)
    )
    await tom.command("/safeguarding", alderwick.INTERNAL)
    await planter.fill_in(tom, kind=DANGER)
    await tom.press("Add what you know")
    await planter.fill_in(tom)
    await close_all(tom)
    await press(house, grace, "I have this", "direct")
    for _ in range(3):
        await in_window(grace, "Add what you know")
        await planter.fill_in(grace)
        await close_all(grace)
    await in_window(grace, "Record the decision")
    await planter.fill_in(grace)
    await close_all(grace)
    for label in ("They replied", "Tell the provider", "Tell the contract lead", "I do not agree"):
        await in_window(grace, label)
        await planter.fill_in(grace)
        await close_all(grace)
    await press(house, helen, "I am looking at this", "direct")
    await in_window(helen, "Record another decision")
    await planter.fill_in(helen)
    await close_all(helen)
    await in_window(helen, "Hand over")
    await planter.fill_in(helen)
    await close_all(helen)
    await dele.press("Someone may be at risk", alderwick.SHARED)
    await planter.fill_in(dele, kind=DANGER)
    await close_all(dele)
    await press(house, nadia, "I have this", "direct")
    while len(planter.planted) < len(WORDS):
        await in_window(nadia, "Add what you know")
        await planter.fill_in(nadia)
        await close_all(nadia)
    return planter.planted


async def _main(path: Path) -> None:
    async with House(f"sqlite:///{path}", pace=Pace(patience=3.0, burst=None)) as house:
        await house.set_up()
        await plant(house)


if __name__ == "__main__":
    talk_as_much_as_can_be()
    asyncio.run(_main(Path(sys.argv[1])))
