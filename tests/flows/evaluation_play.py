"""Plays every step of an evaluation up to its judgement, with given words in the fields that only our side reads."""

from playground import alderwick
from playground.house import House
from tests.flows.evaluation_story import IN_WORDS, PEOPLE_SAY, SUMMARY, VOICE
from tests.flows.reporting import INTERNAL

JUDGEMENT = "How does it stand?"
BECAUSE = "If you chose another than suggested: why? (Everybody on the contract reads this)"
WHY_ASIDE = "Why is it set aside?"


async def play_evaluation(
    house: House, because: str = "Seen at the visit", aside: str = "It was only tried out"
) -> None:
    """Let whoever may be offered every button and every form, and take each step; nothing is shared.

    Where Tom takes part in several contracts he is asked which one.
    """
    tom, priya = house.visitor(alderwick.TOM), house.visitor(alderwick.PRIYA)
    await tom.command("/evaluate", "general")
    await tom.close()
    judged = {JUDGEMENT: "Below target", BECAUSE: because, SUMMARY: IN_WORDS, VOICE: PEOPLE_SAY}
    await priya.command("/evaluate", INTERNAL)
    await priya.submit()
    await priya.close()
    await priya.command("/evaluate", "general", "list")
    await priya.press("Open", "general")
    await priya.press("Confirm or change")
    await priya.fill(judged)
    await priya.submit()
    await priya.press("Set aside")
    await priya.fill({WHY_ASIDE: aside})
    await priya.submit()
    await priya.command("/evaluate", INTERNAL)
    await priya.submit()
    await priya.fill(judged)
    await priya.submit()
    await priya.close()
    await house.settle()
