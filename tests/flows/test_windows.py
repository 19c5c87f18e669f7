"""Window upon window: Slack lays three on top of each other, and what would be a fourth takes the third's place."""

from collections.abc import Sequence

import pytest

from playground import screen
from playground.house import House
from playground.screen import Spot, spots
from playground.visitor import Answer, Visitor
from playground.workspace import Json
from tests.flows.action_story import agree, press, propose
from tests.flows.evaluation_story import IN_WORDS, PEOPLE_SAY, SUMMARY, VOICE, the_evaluation
from tests.flows.monitoring_story import schedule
from tests.flows.reporting import INTERNAL, SHARED, report

MOST = 3
FARTHEST = 5
"""Steps in a row that are walked: two beyond what Slack lays on top of each other."""

SENT = "the form is sent"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is told here does not depend on the database."""
    return sqlite_house


async def test_an_evaluation_is_shared_from_the_end_of_a_chain_of_windows(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await priya.command("/evaluate", INTERNAL)
    await priya.submit()
    await priya.close()
    await priya.command("/evaluate", INTERNAL, "list")
    await priya.press("My open items", SHARED)
    await priya.press("Open")
    await priya.press("Confirm or change")
    await priya.fill({SUMMARY: IN_WORDS, VOICE: PEOPLE_SAY})
    assert (await priya.submit()).ok

    shared = await priya.press("Share with all parties")

    assert shared.ok, shared
    assert (await priya.submit()).ok
    await house.settle()
    reference = (await the_evaluation(house)).reference
    assert reference in (await joanne.direct_messages())[-1]


async def steps_from(who: Visitor) -> list[str]:
    """What can be done in the topmost window: its buttons, each once by what it does, then sending it."""
    view = await who.view()
    if not view["modals"]:
        return []
    top = view["modals"][-1]["view"]
    return [
        *dict.fromkeys(spot.element["action_id"] for spot in _buttons(view)),
        *[SENT for _ in top.get("submit", ())][:1],
    ]


def _buttons(view: Json) -> list[Spot]:
    here = [spot for spot in spots(view, None) if spot.container["type"] == "view"]
    return [spot for spot in here if spot.element["type"] == "button"]


async def take(who: Visitor, step: str) -> Answer | None:
    """Press the first button that does this, or send the form; None where that is not offered any more."""
    view = await who.view()
    if not view["modals"]:
        return None
    if step == SENT:
        top = view["modals"][-1]
        return await who._act("submit", view_id=top["view_id"], values=_filled_in(top["view"]))
    spot = next((spot for spot in _buttons(view) if spot.element["action_id"] == step), None)
    return None if spot is None else await who._use(spot)


def _filled_in(view: Json) -> Json:
    """A form as somebody might send it: a few words in each field to type in, the first choice where none is made."""
    values: Json = {}
    for block in view["blocks"]:
        element = block.get("element", {})
        if element.get("type") == "plain_text_input" and not block.get("optional"):
            values[block["block_id"]] = {element["action_id"]: "Seen on the ward"}
        elif element.get("options") and "initial_option" not in element and not block.get("optional"):
            values[block["block_id"]] = {element["action_id"]: element["options"][0]["value"]}
    return values


async def walk_to(house: House, who: Visitor, path: Sequence[str]) -> bool:
    """Begin anew and go the path; False where it cannot be gone any more, since something was answered on another."""
    while await who.modal() is not None:
        await who.close()
    await who.press("My open items", SHARED)
    for step in path:
        answer = await take(who, step)
        if answer is None:
            return False
        await house.settle()
        assert answer.ok, (path, step, answer)
        assert len((await who.view())["modals"]) <= MOST
    return await who.modal() is not None


async def walk_everywhere(house: House, who: Visitor) -> set[tuple[str, int]]:
    """Take every step of every window, however one comes to it, once for each depth; return what was taken."""
    taken: set[tuple[str, int]] = set()
    paths: list[tuple[str, ...]] = [()]
    for path in paths:
        if not await walk_to(house, who, path):
            continue
        title = screen.topmost_form(await who.view()).title
        for step in await steps_from(who):
            known = (f"{title}: sent" if step == SENT else step, len(path))
            if known not in taken and len(path) < FARTHEST:
                taken.add(known)
                paths.append((*path, step))
    return taken


async def test_every_button_of_every_window_opens_what_it_says_however_deep_it_lies(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await propose(house, tom, "Priya Nair, Westermere Council", title="Look at the rota of nights")
    await schedule(house, tom, owner="Priya Nair, Westermere Council")
    await report(tom)
    await house.settle()
    await press(house, priya, "I will take this", "direct")
    await priya.command("/evaluate", INTERNAL)
    await priya.submit()

    taken = await walk_everywhere(house, priya)

    assert max(depth for _, depth in taken) >= MOST, "no chain is long enough to show anything"
    assert len(taken) > 20
