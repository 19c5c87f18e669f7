"""October and November 2026: what is looked at and when, what the home and the council are to do, first readings."""

from playground.alderwick import JOANNE, LEAH, PRIYA
from playground.telling import Teller


async def play(story: Teller) -> None:
    """Autumn, from the dates that are agreed to the first readings."""
    await dates_agreed(story)
    await to_be_done(story)
    await fewer_admissions(story)
    await first_readings(story)


async def dates_agreed(story: Teller) -> None:
    """Priya plans what is looked at each month; the dates are shown before anything is kept."""
    story.beat("October: what is looked at, and when")
    await story.move_to("2026-10-27 10:00")
    await story.command(PRIYA, "alderwick-internal", "/monitor schedule")
    await story.form(
        PRIYA,
        {
            "What is looked at?": "Medicines given, familiar night staff, families told",
            "By what criterion?": "Doses given as prescribed: 98 of 100. Familiar night staff: 85. Families told: 80.",
            "How often?": "Every month",
            "First on which day?": "2026-11-26",
            "Who looks?": "Joanne Field, Alderwick Care",
        },
    )
    await story.reads(PRIYA, "Tuesday 29 December 2026", close=False)
    await story.form(PRIYA, {}, expect={"Joanne Field": "please look every month"})
    await story.close(PRIYA)
    await story.command(PRIYA, "alderwick-internal", "/monitor schedule")
    await story.form(
        PRIYA,
        {
            "What is looked at?": "The families' survey",
            "By what criterion?": "80 of 100 families say that they are told.",
            "How often?": "Every three months",
            "First on which day?": "2026-12-15",
            "Who looks?": "Joanne Field, Alderwick Care",
        },
    )
    await story.form(PRIYA, {}, expect={"Joanne Field": "please look every three months"})
    await story.close(PRIYA)


async def to_be_done(story: Teller) -> None:
    """Joanne plans to train her night staff, and the council owes something too: four reassessments, by Leah."""
    story.beat("November: what the home is to do, and the council itself")
    await story.move_to("2026-11-03 10:00")
    await story.press(JOANNE, "My open items", "#alderwick-shared")
    await story.press(JOANNE, "Agree an action", "form")
    await story.form(
        JOANNE,
        {
            "What is to be done?": "Train the night staff in giving medicines",
            "Who will do it?": "Joanne Field, Alderwick Care",
            "By when?": "2026-12-10",
            "What will show that it is done?": "The training record of all nine.",
        },
        expect={"#alderwick-shared": "Train the night staff"},
    )
    await story.close(JOANNE)
    await story.command(PRIYA, "alderwick-internal", "/action new")
    await story.form(
        PRIYA,
        {
            "What is to be done?": "Reassess the four residents whose needs have changed",
            "Who will do it?": "Leah Brand, Westermere Council",
            "By when?": "2026-12-10",
            "What will show that it is done?": "Four reassessments sent to the home.",
            "Does one of these apply?": ["The contract or the law requires it"],
            "Which clause or regulation?": "Schedule 2, clause 7",
        },
        expect={"Leah Brand": "Please confirm A-"},
    )
    await story.press(LEAH, "Agree with another date", "direct")
    await story.form(
        LEAH,
        {
            "By when will you do it?": "2026-12-17",
            "Why is another date needed?": "The social worker is back on 14 December.",
        },
        expect={"edit: Leah Brand": "next, Priya Nair answers", "Priya Nair": "Please answer by"},
    )
    await story.press(
        PRIYA,
        "Agree to that date",
        "direct",
        expect={
            "edit: Priya Nair": "Next: nothing from you",
            "edit: Leah Brand": "A-",
            "Leah Brand": "show by then that it is done",
            "#alderwick-shared": "Reassess the four residents",
        },
    )


async def fewer_admissions(story: Teller) -> None:
    """Priya limits admissions until the nights are covered, and passes the missed doses on to the health partner."""
    story.beat("Fewer admissions for now, and the pharmacist is asked")
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


async def first_readings(story: Teller) -> None:
    """On the day Joanne is reminded, and records what she found."""
    story.beat("Thursday 26 November: the first readings")
    await story.move_to("2026-11-26 11:30", expect={"Joanne Field": "MN-"})
    await story.press(JOANNE, "Record it", "direct")
    await story.form(
        JOANNE,
        {
            "What was found?": "Doses given 93 of 100, was 91. Familiar night staff 61, was 55.",
            "Does it meet what was agreed?": "No, it does not meet what was agreed",
            "Where does that come from?": "Read in a document",
        },
        expect={"Priya Nair": "does not meet what was agreed", "edit: Joanne Field": "nothing left"},
    )
