"""September 2026, first week: gaps in medicine charts are told, taken and decided; an action for tonight."""

from playground.alderwick import PRIYA, TOM
from playground.telling import Teller


async def play(story: Teller) -> None:
    """Beats 1 to 3."""
    await a_concern(story)
    await decided_and_told(story)


async def a_concern(story: Teller) -> None:
    """Tom logs what he saw; the shared channel stays silent."""
    story.beat("1. Tuesday: gaps in the medicine charts")
    await story.move_to("2026-09-08 10:20")
    await story.command(TOM, "alderwick-internal", "/concern")
    await story.form(
        TOM,
        {
            "What kind of concern is it?": "Quality or contract",
            "What happened?": "Gaps in the medicine charts of the upper floor, twelve in August.",
            "Who told us?": "Seen at the visit of 7 September.",
            "What has been done already?": "Pointed out to the deputy on the day.",
        },
        expect={"Priya Nair": "by 17:00 on Wednesday 9 September 2026"},
    )


async def decided_and_told(story: Teller) -> None:
    """Priya takes it, decides, and tells the provider; Tom hears who has it."""
    story.beat("2. Wednesday: Priya takes it, and tells the provider")
    await story.move_to("2026-09-09 09:05")
    await story.press(
        PRIYA,
        "I will take this",
        "direct",
        expect={"edit: Priya Nair": "Priya Nair has", "Tom Hadley": "Priya Nair has"},
    )
    await story.press(PRIYA, "Decide what happens", "direct")
    await story.form(
        PRIYA,
        {
            "Where does it go?": "Support: help the provider put it right",
            "Tell the provider?": "Now",
            "What may the provider read?": "Gaps in medicine charts, upper floor, in August. Please look at nights.",
        },
        expect={
            "edit: Priya Nair": "The provider has been told",
            "Tom Hadley": "has been decided",
            "#alderwick-shared": "@Joanne Field: quality matter",
        },
    )
