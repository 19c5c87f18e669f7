"""December 2026 to February 2027: readings, how it stands, a figure that is wrong, and the plan made anew."""

from playground.alderwick import JOANNE, PRIYA, SAM, TOM, YUSUF
from playground.beats.autumn import READINGS
from playground.beats.plan_agreed import AGREED, ASKED, everybody_agrees, told_all
from playground.beats.together import process
from playground.telling import EDITS, Expected, Teller

REMINDED: Expected = {"Joanne Field": "please record"}
HOW_IT_STANDS = "In two or three sentences: how does it stand, and what comes next?"


async def play(story: Teller) -> None:
    """Two readings, how it stands, a figure that is wrong, and version 2 of the plan."""
    await two_readings(story)
    await how_it_stands(story)
    await not_right(story)
    await answered(story)
    await anew(story)


async def reading(
    story: Teller,
    moment: str,
    values: tuple[str, ...],
    said: Expected,
    *,
    missing: str = "",
    way: Expected = REMINDED,
) -> None:
    """Joanne is reminded on the day and records what she has; what she has not is said, and is no nought.

    `way` is what else is said until then, `said` what is said of the readings.
    """
    await story.move_to(moment, expect={**EDITS, **way})
    await story.press(JOANNE, "Record it", "direct")
    found = dict(zip(READINGS, values, strict=False))
    why = {"What could not be read: why?": missing} if missing else {}
    await story.form(JOANNE, found | why, expect={**EDITS, **said})


def read_on(day: str, *more: str) -> Expected:
    """Good readings are for everybody: in the channel and, with what else she is asked, to Priya."""
    words = f"readings for {day} are in"
    return {"#alderwick-shared": words, "Priya Nair": (words, *more)}


async def two_readings(story: Teller) -> None:
    """The monthly readings at the end of December and of January; the training in between."""
    story.beat("December and January: two more readings")
    await reading(
        story,
        "2026-12-29 12:00",
        ("95", "72"),
        {
            "#alderwick-shared": "readings for Tuesday 29 December 2026 are in",
            "Priya Nair": "Not yet what was agreed",
        },
        missing="The survey did not go out: norovirus.",
    )
    await story.move_to(
        "2027-01-14 12:00",
        expect={
            "Joanne Field": (
                "please show it is done",
                "please show it is done",
            )
        },
    )
    await story.press(JOANNE, "Show it is done", "direct")
    await story.form(
        JOANNE,
        {"Where can it be seen?": "In the training record, seen with Tom on 13 January."},
        expect={"Priya Nair": "Please look at", **EDITS},
    )
    await story.press(
        PRIYA,
        "It looks done",
        "direct",
        expect={"Joanne Field": "is done. Thank you", **EDITS},
    )
    await reading(story, "2027-01-26 12:00", ("97", "80", "71"), read_on("Tuesday 26 January 2027"))


async def how_it_stands(story: Teller) -> None:
    """Priya asks how it stands; the judgement is hers, and only what she confirms is shared."""
    story.beat("Thursday 28 January: how it stands")
    await story.move_to("2027-01-28 10:00")
    await process(story, PRIYA)
    await story.press(PRIYA, "How it stands", "form")
    await story.reads(PRIYA, "a gap and not a nought", close=False)
    await story.form(PRIYA, {})
    await story.form(
        PRIYA,
        {
            HOW_IT_STANDS: "Medicines are nearly there. Familiar night staff: 80, and 85 was agreed.",
            "What do people who use the service, and their families, say?": "Families say that they are rung now.",
        },
    )
    await story.press(PRIYA, "Share with all parties", "form")
    await story.reads(PRIYA, "Medicines are nearly there", close=False)
    await story.form(
        PRIYA,
        {},
        expect={
            "#alderwick-shared": "“Medicines at night",
            "Sam Whitlock": "Please read",
            "Joanne Field": "Please read",
            "Dele Akande": "Please read",
            "Yusuf Ali": "Please read",
            "Priya Nair": (
                "For Ruth Keane",
                "is shared (IP-QJ3R, “Medicines a",
            ),
        },
    )
    await story.close(PRIYA)
    story.beat("Admissions are open again")
    await story.command(PRIYA, "alderwick-internal", "/contract placement")
    await story.press(PRIYA, "Decide", "form")
    await story.form(
        PRIYA,
        {
            "What is the position?": "Open",
            "Why?": "Familiar night staff came from 55 to 80 of 100.",
            "What is the provider told?": "Please admit as usual. Thank you for what the nights have become.",
        },
        expect={
            "Tom Hadley": "Admissions to Alderwick House are open",
            "Anita Cole": "Admissions to Alderwick House are open",
            "Sam Whitlock": "Admissions to Alderwick House are open",
            "Joanne Field": "Admissions to Alderwick House are open",
            "Dele Akande": "Admissions to Alderwick House are open",
            "Priya Nair": "For Ruth Keane",
            **EDITS,
        },
    )
    await story.close(PRIYA)


async def not_right(story: Teller) -> None:
    """Joanne receives it, and says that the night figure is wrong; Tom, who had no part in it, decides."""
    story.beat("The night figure is wrong")
    await story.press(JOANNE, "Received", "direct", expect={**EDITS})
    await story.press(SAM, "Received", "direct", expect={**EDITS})
    await story.press(YUSUF, "Received", "direct", expect={**EDITS})
    await story.press(JOANNE, "This is not right", "direct")
    await story.form(
        JOANNE,
        {
            "What is it about?": "A fact or a figure is wrong",
            "What is not right, and what would be?": "Familiar night staff were 84, not 80.",
            "Where can it be seen?": "Night rota of January, seen with Tom.",
        },
        expect={
            "Tom Hadley": "Please decide",
            "Priya Nair": "Alderwick Care says that something in",
            **EDITS,
        },
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
            "Joanne Field": "is decided: you are right about",
            "Dele Akande": "is decided: you are right about",
            "Priya Nair": "For Ruth Keane",
            **EDITS,
        },
    )


async def answered(story: Teller) -> None:
    """What was said to the evaluation is answered; the plan can be made anew only after that."""
    story.beat("February: version 2 of the plan, and why")
    await story.press(YUSUF, "Say something to this", "direct")
    await story.form(
        YUSUF,
        {"What would you like to say?": "Families ask for one person to ring."},
        expect={"Priya Nair": "Please answer what Yusuf Ali"},
    )
    await story.reads(YUSUF, "What you said is kept")
    await story.press(PRIYA, "Answer it", "direct")
    await story.form(
        PRIYA,
        {
            "Is it taken up?": "Yes, it is taken up",
            "What is done about it, or why not?": "One named person rings: it becomes an action.",
        },
        expect={"Yusuf Ali": "It is taken up", **EDITS},
    )


async def anew(story: Teller) -> None:
    """The plan becomes version 2, agreed by all three."""
    await story.move_to("2027-02-09 11:30")
    await process(story, PRIYA)
    await story.press(PRIYA, "Open the plan", "form")
    await story.press(PRIYA, "Change the plan", "form")
    await story.form(
        PRIYA, {"Why does the plan change?": "Nights are nearly there; families want one person."}
    )
    for what, area, owner, due in (
        (
            "Name one person who rings families",
            "Telling families",
            "Dele Akande, Alderwick Care",
            "2027-02-25",
        ),
        (
            "Coach the night team in medicines",
            "Medicines at night",
            "Sam Whitlock, Westermere Integrated Care Board",
            "2027-03-04",
        ),
    ):
        await story.press(PRIYA, "Add an action", "form")
        await story.form(
            PRIYA,
            {
                "Which area of concern does it answer?": area,
                "What is to be done?": what,
                "Who will do it?": owner,
                "By when?": due,
                "What will show that it is done?": "Seen at the visit of March.",
            },
        )
    await story.press(PRIYA, "Ask everybody to agree", "form", expect=ASKED)
    await story.close(PRIYA)
    theirs = dict.fromkeys(("Dele Akande", "Sam Whitlock"), (AGREED, "Please see to your"))
    await everybody_agrees(story, told_all(AGREED, theirs))
