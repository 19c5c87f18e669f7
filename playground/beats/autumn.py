"""October and November 2026: fewer admissions for now, what is due first, and the first readings."""

from playground.alderwick import DELE, JOANNE, PRIYA, SAM, Character
from playground.telling import EDITS, Expected, Teller

TWICE = ("please show it is done", "please show it is done")
"""Three working days before, and on the day."""

READINGS = (
    "Doses given as prescribed (%)",
    "Nights with familiar staff (%)",
    "Families who say they are told (%)",
)


async def play(story: Teller) -> None:
    """Autumn, from the plan to the first readings."""
    await fewer_admissions(story)
    await due_first(story)
    await first_readings(story)


async def fewer_admissions(story: Teller) -> None:
    """Priya limits admissions until the nights are covered, and passes the missed doses on to the health partner."""
    story.beat("Tuesday 3 November: fewer admissions for now, and the pharmacist is asked")
    await story.move_to("2026-11-03 10:00")
    await story.command(PRIYA, "alderwick-internal", "/contract placement")
    await story.press(PRIYA, "Decide", "form")
    await story.form(
        PRIYA,
        {
            "What is the position?": "Limited",
            "If limited: how far?": "one admission a week",
            "When is it looked at again?": "2027-02-16",
            "Why?": "Familiar night staff were 55 of 100 in October.",
            "What is the provider told?": "Please take one new resident a week at most until the nights are covered.",
        },
        expect={
            "Joanne Field": "Admissions to Alderwick House are limited: one admission a week",
            "Dele Akande": "Please take one new resident a week",
            "Priya Nair": "Ruth Keane",
            "Tom Hadley": "The provider has its own letter",
            "Anita Cole": "The provider has its own letter",
            "Sam Whitlock": "Admissions",
        },
    )
    await story.close(PRIYA)
    await story.command(PRIYA, "alderwick-internal", "/contract handoffs")
    await story.press(PRIYA, "Pass on to …", "form")
    await story.form(
        PRIYA,
        {
            "To whom?": "Health partner",
            "Which body, and which team?": "Medicines team of the integrated care board",
            "Why?": "The charts show missed doses.",
            "What was passed on, and where can it be seen?": "Letter of 3 November.",
        },
    )
    await story.close(PRIYA)
    await story.command(PRIYA, "alderwick-internal", "/contract handoffs")
    await story.press(PRIYA, "Open", "form")
    await story.press(PRIYA, "They have answered", "form")
    await story.form(PRIYA, {"What did they say?": "A pharmacist visits on Thursday."})
    await story.close(PRIYA)


async def due_first(story: Teller) -> None:
    """The first two actions of the plan are shown to be done, one of the home and one of the health partner."""
    story.beat("November: what is due first")
    await done(
        story,
        DELE,
        "2026-11-12 11:30",
        "The contact sheet of November, seen with the deputy.",
        {"Dele Akande": TWICE},
    )
    await done(
        story, SAM, "2026-11-19 11:30", "Letter of the pharmacy, 17 November.", {"Sam Whitlock": TWICE}
    )


async def done(story: Teller, who: Character, moment: str, where: str, on_the_way: Expected) -> None:
    """On the day its owner is reminded and shows it; Priya looks at it."""
    await story.move_to(moment, expect=on_the_way)
    await story.press(who, "Show it is done", "direct")
    await story.form(
        who, {"Where can it be seen?": where}, expect={"Priya Nair": "has handed in what shows it", **EDITS}
    )
    await story.press(PRIYA, "It looks done", "direct", expect={who.name: "is done. Thank you", **EDITS})


async def first_readings(story: Teller) -> None:
    """On the day Joanne is reminded and records three numbers; Priya hears what is below the agreed level."""
    story.beat("Thursday 26 November: the first readings")
    await story.move_to("2026-11-26 11:30", expect={"Joanne Field": "“Doses given as prescribed”, “Nights"})
    await story.press(JOANNE, "Record it", "direct")
    await story.reads(JOANNE, "Target 98 %", close=False)
    await story.form(
        JOANNE,
        dict(zip(READINGS, ("93 %", "61", "52"), strict=True)),
        expect={
            "#alderwick-shared": "readings for Thursday 26 November 2026 are in",
            "Priya Nair": "Not yet what was agreed",
            **EDITS,
        },
    )
    await story.press(PRIYA, "I have rung", "direct", expect={**EDITS})
