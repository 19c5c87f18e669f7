"""How people in the tests report with a sealed name, come back with their code, and are answered."""

import re
from typing import Any

from domain.people import Role
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import read_window
from tests.flows.reporting import CONTRACT, INTERNAL, KIND, QUALITY, SHARED, WHAT

SEAL, SEND_CODE, CODE = "Keep my name sealed", "I have a code", "Your code"
KEPT_FROM = "Is one of them the person who may have caused it, or close to them?"
MAY_WRITE = "May we write to you in Slack when there is an answer?"
MAY_WRITE_TICK = "My employer may see messages sent to me"
MORE, NOTHING_DONE = "Do you want to add something?", "Has nothing been done?"
NOTHING_DONE_TICK = "Nothing has been done: ask somebody else to look"
ANSWER, WHICH = "What do they read on their page?", "What is it?"
LOOKING, THE_ANSWER = "We have it and are looking into it", "The answer: what became of it"
HURT = "Bed 7 was pushed and nobody wrote it down"
CONTRACT_OF_DEMO = "Alderwick House (ALD-2024-17)"

Answers = dict[str, Any]


async def seal(who: Visitor, kind: str = QUALITY, more: Answers | None = None) -> str:
    """Open the form by the hub, ask for a sealed name, send it, and return the code that is shown."""
    assert (await who.press("Report a concern", SHARED)).ok
    return await seal_from_form(who, kind, more)


async def seal_from_form(who: Visitor, kind: str = QUALITY, more: Answers | None = None) -> str:
    """Ask for a sealed name in the form at hand, send it, and return the code that is shown."""
    assert (await who.press(SEAL)).ok
    await who.fill({KIND: kind, WHAT: HURT} | (more or {}))
    assert (await who.submit()).response_action == "update"
    found = re.search(r"Your code is ([0-9A-Z-]{19})\.", await read_window(who))
    assert found is not None, await read_window(who)
    return found[1]


async def open_page(who: Visitor, code: str) -> str:
    """Come back with a code by the home tab, and read the page."""
    await who.open_home()
    assert (await who.press(SEND_CODE, "home")).ok
    await who.fill({CODE: code})
    await who.submit()
    return await read_window(who)


async def make_speak_up_lead(house: House, who: alderwick.Character) -> None:
    """Make somebody a speak-up lead."""
    now = house.clock.now()

    def give(work: UnitOfWork) -> None:
        known = work.people.in_slack(who.team_id, who.user_id)
        assert known is not None
        work.people.give(known.id, Role.SPEAK_UP_LEAD, None, now)

    await house.handrail.services.database.write(give)


async def play_speaking_up(house: House) -> None:
    """Somebody of the provider reports with a sealed name and comes back; it is answered, and the name opened."""
    joanne, priya, leah = (house.visitor(who) for who in (alderwick.JOANNE, alderwick.PRIYA, alderwick.LEAH))
    await seal(joanne, more={CONTRACT: CONTRACT_OF_DEMO})
    await joanne.close()
    await joanne.open_home()
    await joanne.press(SEND_CODE, "home")
    await joanne.close()
    await house.settle()
    await priya.press("Open", "direct")
    await answer_it(priya, LOOKING)
    await open_the_name(leah)
    await leah.close()
    await house.settle()


async def answer_it(who: Visitor, which: str, words: str = "We look into it", where: str = "") -> None:
    """Write on the code's page, from the window of the record or from a message."""
    await (who.press("Answer on their page", where) if where else who.press("Answer on their page"))
    await who.fill({ANSWER: words, WHICH: which})
    assert (await who.submit()).ok


async def open_the_name(who: Visitor) -> str:
    """Open the first sealed name of the list, and read it."""
    await who.command("/concern", INTERNAL, "sealed")
    await who.press("Open the name", INTERNAL)
    await who.fill({"Why is the name needed?": "The police ask for a witness"})
    await who.submit()
    return await read_window(who)
