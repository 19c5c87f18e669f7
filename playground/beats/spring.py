"""February to June 2027: a reading that falls, help, that it lasts, looking back, and the end."""

from playground.alderwick import ANITA, DELE, JOANNE, PRIYA, SAM, TOM, YUSUF
from playground.beats.autumn import TWICE, done
from playground.beats.together import process
from playground.beats.winter import REMINDED, read_on, reading
from playground.telling import EDITS, Expected, Teller

ROUTE = ("Grace Obi", "Nadia Shah", "Helen Marsh", "Leah Brand")
TESTED: Expected = {
    **dict.fromkeys(ROUTE, "TEST"),
    "Anita Cole": ("TEST", "The test of the safeguarding route"),
}
"""Each quarter the safeguarding route is tested; in March nobody presses the button, and Anita hears that."""

LASTED: Expected = {**REMINDED, "Priya Nair": "please say whether it lasted"}

LOOK_BACK = ("What went well?", "What should be done another time, by any of us?")


async def play(story: Teller) -> None:
    """From the reading that fell to the day it is closed."""
    await doses_fall(story)
    await reached(story)
    await lasted(story)
    await looked_back(story)
    await closed(story)


async def doses_fall(story: Teller) -> None:
    """A reading falls below the agreed level; Priya rings before she writes."""
    story.beat("Friday 26 February: doses fall")
    await done(
        story,
        DELE,
        "2027-02-25 12:00",
        "The name stands on the board of each floor.",
        {"Dele Akande": TWICE, **REMINDED},
    )
    await reading(
        story, "2027-02-26 12:00", ("92", "83", "75"), {"Priya Nair": "Not yet what was agreed"}, way=EDITS
    )
    await story.press(PRIYA, "I have rung", "direct", expect={**EDITS})
    await done(story, SAM, "2027-03-04 12:00", "The coach has begun on 2 March.", {"Sam Whitlock": TWICE})


async def reached(story: Teller) -> None:
    """March and April: all three on target, twice in a row. Priya says until when it is watched."""
    story.beat("March and April: reached")
    await reading(
        story,
        "2027-03-30 12:00",
        ("98", "86", "81"),
        read_on("Tuesday 30 March 2027"),
        way={**REMINDED, **TESTED},
    )
    await reading(
        story,
        "2027-04-26 12:00",
        ("98", "87", "82"),
        read_on("Monday 26 April 2027", "what was agreed has been reached"),
    )
    await process(story, PRIYA)
    await story.press(PRIYA, "See that it lasts", "form")
    await story.form(
        PRIYA,
        {"Until when is it watched?": "2027-05-26"},
        expect={
            "Tom Hadley": "what was agreed has been reached",
            "Leah Brand": "what was agreed has been reached",
            "Sam Whitlock": "what was agreed has been reached",
            "Dele Akande": "what was agreed has been reached",
            "Yusuf Ali": "what was agreed has been reached",
            "Anita Cole": "what was agreed has been reached",
            "#alderwick-shared": "what was agreed has been reached",
            "Joanne Field": "what was agreed has been reached",
            "Priya Nair": "For Ruth Keane",
            **EDITS,
        },
    )
    await story.close(PRIYA)


async def lasted(story: Teller) -> None:
    """A month later it has lasted; everybody is asked to look back."""
    story.beat("Wednesday 26 May: it lasted")
    await reading(story, "2027-05-26 12:00", ("98", "88", "83"), read_on("Wednesday 26 May 2027"), way=LASTED)
    await process(story, PRIYA)
    await story.press(
        PRIYA,
        "It lasted: look back",
        "form",
        expect={
            "Tom Hadley": "Please look back with us on Medicines at night",
            "Leah Brand": "Please look back with us on Medicines at night",
            "Sam Whitlock": "Please look back with us on Medicines at night",
            "Dele Akande": "Please look back with us on Medicines at night",
            "Yusuf Ali": "Please look back with us on Medicines at night",
            "Anita Cole": "Please look back with us on Medicines at night",
            "Joanne Field": "Please look back with us on Medicines at night",
            "Priya Nair": (
                "Please look back with us on Medicines at night",
                "For Ruth Keane",
            ),
            **EDITS,
        },
    )
    await story.close(PRIYA)


async def looked_back(story: Teller) -> None:
    """What went well and what each would do another time; a lesson for the council becomes Priya's action."""
    story.beat("Thursday 3 June: looking back")
    await story.move_to(
        "2027-06-03 11:30",
        expect={
            "Tom Hadley": "would you look back on this with us",
            "Leah Brand": "would you look back on this with us",
            "Sam Whitlock": "would you look back on this with us",
            "Priya Nair": "would you look back on this with us",
            "Anita Cole": "would you look back on this with us",
            "Joanne Field": "would you look back on this with us",
            "Dele Akande": "would you look back on this with us",
            "Yusuf Ali": "would you look back on this with us",
        },
    )
    for who, well, other in (
        (JOANNE, "One meeting instead of ten letters.", "Answer evidence within five working days."),
        (SAM, "The pharmacy was asked at last.", "Ask the health partner sooner."),
        (YUSUF, "They ring me now, a daughter says.", "Ask families at the beginning."),
        (TOM, "The home told us of bad months itself.", "Look at our own late duties first."),
    ):
        await story.press(who, "Look back", "direct")
        await story.form(who, dict(zip(LOOK_BACK, (well, other), strict=True)), expect={**EDITS})
        await story.reads(who, "What you wrote is kept with your name")
    await process(story, PRIYA)
    await story.press(PRIYA, "More", "form")
    await story.press(PRIYA, "Recommend an action", "form")
    await story.form(
        PRIYA,
        {
            "What is to be done?": "Answer evidence within five working days",
            "Who will do it?": "Priya Nair, Westermere Council",
            "By when?": "2027-06-24",
            "What will show that it is done?": "The figures of June.",
        },
        expect={"#alderwick-shared": "A-DQW7 is planned, to be done by Thursda"},
    )
    await story.close(PRIYA)


async def closed(story: Teller) -> None:
    """Nobody is waited for for ever: whoever did not answer is asked once more; then it is closed."""
    story.beat("Tuesday 8 June: closed")
    await story.move_to(
        "2027-06-08 10:00",
        expect={
            "Leah Brand": "TEST: please press I got this test",
            "Grace Obi": "TEST: please press I got this test",
            "Nadia Shah": "TEST: please press I got this test",
            "Helen Marsh": "TEST: please press I got this test",
            "Anita Cole": "TEST: please press I got this test",
        },
    )
    await process(story, PRIYA)
    await story.press(PRIYA, "More", "form")
    await story.press(
        PRIYA,
        "Ask once more",
        "form",
        expect={
            "Dele Akande": "Once more: please look back with us on Medici",
            "Priya Nair": (
                "Once more: please look back with us on Medici",
                "For Ruth Keane",
            ),
            "Leah Brand": "Once more: please look back with us on Medici",
            "Anita Cole": "Once more: please look back with us on Medici",
        },
    )
    await story.close(PRIYA)
    await process(story, PRIYA)
    await story.press(PRIYA, "Close this", "form")
    await story.form(
        PRIYA,
        {"What was learned that is worth keeping?": "Ring first. Meet once. Look at our own part."},
        expect={
            "Tom Hadley": "is closed: Medicines at night, a",
            "#alderwick-shared": "is closed: Medicines at night, a",
            "Sam Whitlock": "is closed: Medicines at night, a",
            "Joanne Field": (
                "has ended: nothing more is plann",
                "is closed: Medicines at night, a",
            ),
            "Yusuf Ali": "is closed: Medicines at night, a",
            "Leah Brand": "is closed: Medicines at night, a",
            "Dele Akande": "is closed: Medicines at night, a",
            "Anita Cole": "is closed: Medicines at night, a",
            "Priya Nair": "For Ruth Keane",
            **EDITS,
        },
    )
    await story.close(PRIYA)
    await story.command(ANITA, "alderwick-internal", "/evaluate Alderwick House")
    await story.close(ANITA)
