"""September 2026, first week: gaps in medicine charts are told, taken and decided; an action for tonight."""

from playground.alderwick import JOANNE, PRIYA, SAM, TOM, Character
from playground.telling import EDITS, Expected, Teller


async def play(story: Teller) -> None:
    """A concern, from its first word to its end."""
    await a_concern(story)
    await decided_and_told(story)
    await safe_tonight(story)
    await looked_at(story)
    await closed(story)


async def a_concern(story: Teller) -> None:
    """Tom logs what he saw; the shared channel stays silent."""
    story.beat("Tuesday: gaps in the medicine charts")
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
    story.beat("Wednesday: Priya takes it, and tells the provider")
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
            "What is it about?": "Medicines",
            "Tell the provider?": "Now",
            "What may everybody on this contract read?": "Gaps in medicine charts, upper floor, in August. "
            "Please look at nights.",
        },
        expect={
            "edit: Priya Nair": "The provider has been told",
            "Tom Hadley": "has been decided",
            "#alderwick-shared": "@Joanne Field: quality matter",
            "Joanne Field": "Quality matter",
            "Dele Akande": "Quality matter",
        },
    )


async def safe_tonight(story: Teller) -> None:
    """Joanne agrees an action that keeps people safe from tonight; she needs no command for it."""
    story.beat("Thursday: Joanne keeps people safe from tonight")
    await story.move_to("2026-09-10 11:30")
    await story.press(JOANNE, "My open items", "#alderwick-shared")
    await story.press(JOANNE, "Agree an action", "form")
    await story.form(
        JOANNE,
        {
            "What is to be done?": "A second check of the medicine charts each night",
            "Who will do it?": "Joanne Field, Alderwick Care",
            "By when?": "2026-09-16",
            "What will show that it is done?": "Seven nights of charts with two initials.",
            "Does one of these apply?": ["It keeps people safe now"],
        },
        expect={"#alderwick-shared": "A second check of the medicine charts each night"},
    )
    await story.close(JOANNE)


async def looked_at(story: Teller) -> None:
    """On the day it is due Joanne is reminded; she shows that it is done, and Tom looks at it."""
    story.beat("The week after: what was agreed is looked at")
    await story.move_to(
        "2026-09-16 11:30",
        expect={"Joanne Field": "please show it is done", "Priya Nair": "please see that it is done"},
    )
    await story.press(JOANNE, "Show it is done", "direct")
    await story.form(
        JOANNE,
        {"Where can it be seen?": "In the night folder of the upper floor, seen with Dele on Tuesday."},
        expect={
            "edit: #alderwick-shared": "has been handed in, to be looked at",
            "edit: Joanne Field": "nothing left",
            "edit: Priya Nair": "nothing left",
            "Priya Nair": "handed in",
        },
    )
    await another_concern(story)
    await story.move_to("2026-09-17 10:00")
    await story.press(TOM, "My open items", "#alderwick-internal")
    await story.press(TOM, "Open", "form")
    await story.reads(TOM, "night folder", close=False)
    await story.press(
        TOM,
        "It looks done",
        "form",
        expect={
            "edit: #alderwick-shared": "is done",
            "edit: Priya Nair": "Tom Hadley has looked at it",
            "Joanne Field": "is done",
        },
    )
    await story.close(TOM)


async def closed(story: Teller) -> None:
    """Priya closes the concern, with the line that everybody who knows of it reads; Tom, who logged it, hears."""
    story.beat("Priya closes the concern")
    await story.command(PRIYA, "alderwick-internal", "/concern list")
    await story.press(PRIYA, "Open", "#alderwick-internal")
    await story.press(PRIYA, "Close this concern", "form")
    await story.form(
        PRIYA,
        {
            "What came of it?": "A second check of the charts is done each night, and was seen on 17 September."
        },
        expect={
            "edit: #alderwick-shared": "is closed",
            "edit: Joanne Field": "is closed",
            "edit: Dele Akande": "is closed",
            "edit: Priya Nair": "is closed",
            "edit: Tom Hadley": "is closed",
            "Tom Hadley": "is closed",
        },
    )


async def another_concern(story: Teller) -> None:
    """Sam of the health partner saw something of the same kind, and Priya decides on it."""
    story.beat("Wednesday 16 September: Sam saw something of the same kind")
    await concern(story, SAM, "A discharge letter named two doses that were not given.")
    await decided(
        story, SAM, "Discharge letters name doses not given. Please compare them with the charts.", {}
    )


async def concern(story: Teller, who: Character, what: str) -> None:
    """Somebody of another organisation reports it with the button in the channel, without a command."""
    await story.press(who, "Report a concern", "#alderwick-shared")
    await story.form(
        who,
        {"What kind of concern is it?": "Quality or contract", "What happened?": what},
        expect={"Priya Nair": "Please take C-"},
    )
    await story.close(who)
    await story.press(PRIYA, "I will take this", "direct", expect={who.name: "Priya Nair has", **EDITS})


async def decided(story: Teller, who: Character, line: str, more: Expected) -> None:
    """Priya decides, and everybody on the contract may read a line of it; `more` is what else comes of it."""
    await story.press(PRIYA, "Decide what happens", "direct")
    await story.form(
        PRIYA,
        {
            "Where does it go?": "Improvement: part of contract performance",
            "What is it about?": "Medicines",
            "Tell the provider?": "Now",
            "What may everybody on this contract read?": line,
        },
        expect={
            "#alderwick-shared": "@Joanne Field: quality matter",
            "Joanne Field": "Quality matter",
            "Dele Akande": "Quality matter",
            who.name: "has been decided",
            **EDITS,
            **more,
        },
    )
