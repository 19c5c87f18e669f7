"""October and November 2026: what is looked at and when, what the home and the council are to do, first readings."""

from playground.alderwick import JOANNE, LEAH, PRIYA
from playground.telling import Teller


async def play(story: Teller) -> None:
    """The dates of beats 10 and 11."""
    await dates_agreed(story)
    await to_be_done(story)
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
            "By when?": "2026-12-17",
            "What will show that it is done?": "Four reassessments sent to the home.",
            "Does one of these apply?": ["The contract or the law requires it"],
            "Which clause or regulation?": "Schedule 2, clause 7",
        },
        expect={"Leah Brand": "Please confirm A-"},
    )
    await story.press(
        LEAH,
        "I will do this",
        "direct",
        expect={
            "edit: Leah Brand": "A-",
            "#alderwick-shared": "Reassess the four residents",
        },
    )


async def first_readings(story: Teller) -> None:
    """On the day Joanne is reminded, and records what she found."""
    story.beat("11. Thursday 26 November: the first readings")
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
