"""Plays every step of sharing an evaluation and of challenging it, with given words in the fields that are typed."""

from playground import alderwick
from playground.house import House
from tests.flows.evaluation_story import (
    ABOUT,
    FACT,
    HOW,
    INSTEAD,
    NIGHT_FIGURE,
    REASONS,
    SEEN,
    WRONG,
    confirm,
)
from tests.flows.reporting import INTERNAL


async def play_sharing(
    house: House,
    said: str = NIGHT_FIGURE,
    reasons: str = "The rota of January shows it",
    how: str = "E-mail of 9 September",
) -> None:
    """Share an evaluation, record a receipt, challenge it, and let the senior contact decide, who logged nothing."""
    priya, anita, joanne = (
        house.visitor(who) for who in (alderwick.PRIYA, alderwick.ANITA, alderwick.JOANNE)
    )
    await confirm(house, priya)
    await priya.press("Share with all parties")
    await priya.submit()
    await house.settle()
    await priya.press("Record that it arrived", "direct")
    await priya.fill({"Which organisation has received it?": "Westermere Advocacy", "How do we know?": how})
    await priya.submit()
    await joanne.press("Received", "direct")
    await house.settle()
    await joanne.press("This is not right", "direct")
    await joanne.fill({ABOUT: FACT, WRONG: said, SEEN: said})
    await joanne.submit()
    await house.settle()
    await joanne.press("Open", "direct")
    await joanne.close()
    await anita.press("Decide", "direct")
    await anita.fill({HOW: "They are right in part", INSTEAD: said, REASONS: reasons})
    await anita.submit()
    await house.settle()
    await priya.command("/evaluate", INTERNAL)
    await priya.close()
