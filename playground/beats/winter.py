"""December 2026 to February 2027: readings, an evaluation that a person confirms and shares, and a challenge to it."""

from playground.alderwick import JOANNE, PRIYA, TOM, YUSUF
from playground.telling import Expected, Teller

HOW_IT_STANDS = "In two or three sentences: how does it stand, and what comes next?"
NOT_MET, IN_PART = "No, it does not meet what was agreed", "In part"


async def play(story: Teller) -> None:
    """Two readings, how it stands, and a figure that is wrong."""
    await two_readings(story)
    await how_it_stands(story)
    await not_right(story)


async def two_readings(story: Teller) -> None:
    """The monthly looks at the end of December and of January."""
    story.beat("December and January: two more readings")
    await reading(story, "2026-12-29 12:00", "Doses given 95 of 100. Familiar night staff 72.", NOT_MET)
    await trained(story)
    await reading(story, "2027-01-26 12:00", "Doses given 97 of 100. Familiar night staff 80.", IN_PART)


async def trained(story: Teller) -> None:
    """The night staff are trained by the date agreed anew, and Tom looks at it."""
    await story.move_to("2027-01-07 12:00", expect={"Joanne Field": "Train the night staff"})
    await story.move_to("2027-01-14 12:00", expect={"Joanne Field": "Train the night staff"})
    await story.press(JOANNE, "Show it is done", "direct")
    await story.form(
        JOANNE,
        {"Where can it be seen?": "In the training record, seen with Tom on 13 January."},
        expect={
            "edit: #alderwick-shared": "has been handed in",
            "edit: Joanne Field": ("nothing left", "nothing left", "nothing left", "By now it is handed in"),
            "edit: Priya Nair": "More time for A-",
            "Priya Nair": "handed in",
        },
    )
    await story.press(
        PRIYA,
        "It looks done",
        "direct",
        expect={
            "edit: #alderwick-shared": "is done",
            "edit: Priya Nair": ("A-", "A-"),
            "edit: Joanne Field": "By now it is done",
            "Joanne Field": "is done",
        },
    )


async def reading(story: Teller, moment: str, found: str, meets: str) -> None:
    """Joanne is reminded on the day and records what she found."""
    await story.move_to(moment, expect={"Joanne Field": "familiar night staff"})
    await story.press(JOANNE, "Record it", "direct")
    await story.form(
        JOANNE,
        {
            "What was found?": found,
            "Does it meet what was agreed?": meets,
            "Where does that come from?": "Read in a document",
        },
        expect={"edit: Joanne Field": "nothing left", "Priya Nair": "what was agreed"},
    )


async def how_it_stands(story: Teller) -> None:
    """Priya asks how it stands; the judgement is hers, and only what she confirms is shared."""
    story.beat("Thursday 28 January: how it stands")
    await story.move_to("2027-01-28 10:00")
    await story.command(PRIYA, "alderwick-internal", "/evaluate")
    await story.reads(PRIYA, "families' survey", close=False)
    await story.form(PRIYA, {})
    await what_people_say(story)
    await story.form(
        PRIYA,
        {
            HOW_IT_STANDS: "Medicines are nearly there. Familiar night staff: 80, and 85 was agreed.",
            "What do people who use the service, and their families, say?": "Families say that they are rung now.",
        },
    )
    await story.press(PRIYA, "Share with all parties", "form")
    await story.reads(PRIYA, "Medicines are nearly there", close=False)
    everybody = ("#alderwick-shared", "Joanne Field", "Dele Akande", "Sam Whitlock", "Yusuf Ali")
    await story.form(
        PRIYA,
        {},
        expect={**dict.fromkeys(everybody, "EV-"), "Priya Nair": ("EV-", "EV-")},
    )
    await story.close(PRIYA)


async def what_people_say(story: Teller) -> None:
    """Before she judges, Priya asks the advocate; what he says stands in the form, for the council alone."""
    await story.press(PRIYA, "Ask for a view", "form")
    question = {
        "Who is asked?": ["Yusuf Ali"],
        "What do you ask them?": "Are people rung back, and are nights calmer?",
    }
    await story.form(PRIYA, question, expect={"Yusuf Ali": "asks what you think of how things are"})
    await story.close(PRIYA)
    await story.press(YUSUF, "Say what you think", "direct")
    said = {"What do you think?": "Families are rung now. Nights are calmer, with faces people know."}
    answered = {"edit: Yusuf Ali": "Thank you", "Priya Nair": "said what they think"}
    await story.form(YUSUF, said, expect=answered)
    await story.press(PRIYA, "Open", "direct")
    await story.press(PRIYA, "Confirm or change", "form")
    await story.reads(PRIYA, "Nights are calmer, with faces people know.", close=False)


async def not_right(story: Teller) -> None:
    """Joanne receives it, and says that the night figure is wrong; Tom, who had no part in it, decides."""
    story.beat("The night figure is wrong")
    await story.press(
        JOANNE,
        "Received",
        "direct",
        expect={
            f"edit: {place}": "EV-"
            for place in ("Joanne Field", "Dele Akande", "Priya Nair", "#alderwick-shared")
        },
    )
    readers = ("#alderwick-shared", "Joanne Field", "Dele Akande", "Sam Whitlock", "Yusuf Ali", "Priya Nair")
    edited: Expected = {f"edit: {reader}": "EV-" for reader in readers} | {"edit: Priya Nair": ("EV-", "EV-")}
    await story.press(JOANNE, "This is not right", "direct")
    await story.form(
        JOANNE,
        {
            "What is it about?": "A fact or a figure is wrong",
            "What is not right, and what would be?": "Familiar night staff were 84, not 80.",
            "Where can it be seen?": "Night rota of January, seen with Tom.",
        },
        expect={**edited, "Priya Nair": "CH-", "Tom Hadley": "CH-"},
    )
    await story.move_to("2027-02-01 10:00")
    await story.press(TOM, "Decide", "direct")
    await story.reads(TOM, "Familiar night staff were 84, not 80.", close=False)
    await story.form(
        TOM,
        {
            "How is it decided?": "They are right",
            "What should it have said?": "Familiar night staff 84.",
            "Reasons": "The rota of January shows it.",
        },
        expect={
            **edited,
            "edit: Priya Nair": ("EV-", "EV-", "CH-"),
            "edit: Tom Hadley": "CH-",
            "Joanne Field": "CH-",
            "Dele Akande": "CH-",
            "Priya Nair": "For Ruth Keane",
        },
    )
