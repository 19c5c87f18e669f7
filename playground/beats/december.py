"""December 2026: a test of the safeguarding route, norovirus in the home, and the council's own late duty."""

from playground.alderwick import ANITA, GRACE, HELEN, JOANNE, LEAH, PRIYA
from playground.telling import EDITS, Teller


async def play(story: Teller) -> None:
    """A test of the route, norovirus, and an action of our own that is late."""
    await a_test_of_the_route(story)
    await more_time(story)
    await we_are_late(story)


async def a_test_of_the_route(story: Teller) -> None:
    """Each quarter everybody on the safeguarding route is tested, in working hours, and marked so."""
    story.beat("December: a test of the safeguarding route")
    await story.move_to("2026-12-03 12:00", expect={"Joanne Field": "Train the night staff"})
    await story.move_to(
        "2026-12-08 10:30",
        expect=dict.fromkeys(("Grace Obi", "Nadia Shah", "Helen Marsh", "Leah Brand", "Anita Cole"), "TEST"),
    )
    for who in (GRACE, HELEN, LEAH, ANITA):
        await story.press(who, "I got this test", "direct", expect={f"edit: {who.name}": "TEST"})


async def more_time(story: Teller) -> None:
    """Norovirus: Joanne asks for more time, and nobody chases her until Priya has answered."""
    story.beat("Tuesday 8 December: norovirus")
    await story.press(JOANNE, "Ask for more time", "direct")
    await story.form(
        JOANNE,
        {
            "Until when?": "2027-01-14",
            "Why is more time needed?": "Norovirus on both floors; the trainer cannot come.",
        },
        expect={"edit: Joanne Field": "nothing left", "Priya Nair": "more time"},
    )
    await story.press(
        PRIYA,
        "Agree to more time",
        "direct",
        expect={
            "edit: Priya Nair": "14 January 2027",
            "edit: Joanne Field": "Thursday 14 January 2027",
            "Joanne Field": "Thursday 14 January 2027",
        },
    )
    await story.move_to("2026-12-09 12:00", expect={"Anita Cole": "Nadia Shah"})


async def we_are_late(story: Teller) -> None:
    """The council's own action is late: Leah hears, then Priya, and the shared channel without a name."""
    story.beat("December: Alderwick is waiting for us")
    await story.move_to("2026-12-14 12:00", expect={"Leah Brand": "please show it is done"})
    await story.move_to("2026-12-17 12:00", expect={"Leah Brand": "please show it is done"})
    await story.move_to("2026-12-18 12:00", expect={"Leah Brand": "please show it is done"})
    await story.move_to("2026-12-21 12:00", expect={"Anita Cole": "1 thing waits for Westermere Council"})
    await story.move_to(
        "2026-12-22 12:00",
        expect={
            "Leah Brand": "Alderwick Care is waiting for us",
            "Priya Nair": "Alderwick Care is waiting for us",
            "#alderwick-shared": "waits for Westermere Council",
        },
    )
    await story.press(LEAH, "Show it is done", "direct")
    await story.form(
        LEAH,
        {"Where can it be seen?": "Four reassessments, sent to the home today."},
        expect={
            "Joanne Field": "handed in",
            "Dele Akande": "handed in",
            **EDITS,
        },
    )
    await story.press(
        JOANNE,
        "It looks done",
        "direct",
        expect={
            "edit: Joanne Field": "has looked at it",
            "edit: Dele Akande": "has looked at it",
            "Leah Brand": "is done",
            **EDITS,
        },
    )
