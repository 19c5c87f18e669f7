"""From 20 to 27 October 2026: a second version of the option, and a plan that every party has agreed to on day 28."""

from playground.alderwick import JOANNE, PRIYA, SAM
from playground.beats.together import process
from playground.telling import EDITS, Expected, Teller


async def play(story: Teller) -> None:
    """From a no to a plan."""
    await another_version(story)
    await a_plan(story)
    await agreed(story)


async def another_version(story: Teller) -> None:
    """The option is changed to what Ruth proposed; everybody is asked about the new version, and agrees."""
    story.beat("Tuesday 20 October: a second version, and everybody is asked again")
    await story.move_to("2026-10-20 11:30", expect={"Priya Nair": "a plan is to be agreed by 17"})
    await process(story, PRIYA)
    await story.press(PRIYA, "Read the options", "form")
    await story.press(PRIYA, "Change", "form")
    await story.form(
        PRIYA,
        {"What is the option, in one line?": "One admission a week until nights are covered"},
        expect={
            "Sam Whitlock": "option A, version 1 was changed by Priya Nair, Westermere Council",
            "Priya Nair": "For Ruth Keane",
            **EDITS,
        },
    )
    await story.close(PRIYA)
    await process(story, PRIYA)
    await story.press(PRIYA, "Ask everybody to agree", "form")
    await story.form(
        PRIYA,
        {"Which option is preferred?": "A. One admission a week until nights are covered"},
        expect={
            "Anita Cole": "Please say whether Westermere Council agrees",
            "#alderwick-shared": "every party is asked to agree to option A",
            "Joanne Field": "Please say whether Alderwick Care agrees to option A",
            "Dele Akande": "Please say whether Alderwick Care agrees to option A",
            "Sam Whitlock": "Please say whether Westermere Integrated Care",
            "Priya Nair": "Please ask Ruth Keane too (not in Slack) whether Alderwick Care agrees",
        },
    )
    await story.close(PRIYA)
    await everybody_agrees(story, told_all("all agreed to option A, version 2"))


AGREED = "all agreed to the action plan"
PLEASE = "Please see to your action"
ASKED: Expected = {
    **dict.fromkeys(("Sam Whitlock", "Joanne Field", "Dele Akande", "Anita Cole"), "Please say whether"),
    "Priya Nair": "Please ask Ruth Keane too (not in Slack) whether Alderwick Care agrees",
    "#alderwick-shared": "every party is asked to agree",
}
MEASURES = ["Doses given as prescribed", "Nights with familiar staff", "Families who say they are told"]
FAMILIES = {
    "Which area of concern does it answer?": "Telling families",
    "What is to be done?": "Ring the family on the day a dose is missed",
    "Who will do it?": "Dele Akande, Alderwick Care",
    "By when?": "2026-11-12",
    "What will show that it is done?": "The contact sheet of each month.",
}


LINES = (
    {
        "Which area of concern does it answer?": "Medicines at night",
        "What is to be done?": "Train the night staff in giving medicines",
        "Who will do it?": "Joanne Field, Alderwick Care",
        "By when?": "2026-12-10",
        "What will show that it is done?": "The training record of all nine.",
        "Does one of these apply?": ["The contract or the law requires it"],
        "Which clause or regulation?": "Schedule 2, clause 4",
    },
    {
        "Which area of concern does it answer?": "Medicines at night",
        "What is to be done?": "Reassess the four residents whose needs have changed",
        "Who will do it?": "Leah Brand, Westermere Council",
        "By when?": "2026-12-17",
        "What will show that it is done?": "Four reassessments sent to the home.",
        "Does one of these apply?": ["The contract or the law requires it"],
        "Which clause or regulation?": "Schedule 2, clause 7",
    },
    {
        "Which area of concern does it answer?": "Medicines at night",
        "What is to be done?": "Agree the pharmacy's new packs with the home",
        "Who will do it?": "Sam Whitlock, Westermere Integrated Care Board",
        "By when?": "2026-11-19",
        "What will show that it is done?": "A letter of the pharmacy.",
    },
)
COUNTED = (
    ("Doses given as prescribed", "I get my tablets when I need them", "91", "98", "95", "93"),
    ("Nights with familiar staff", "I know who comes at night", "55", "85", "75", "60"),
    ("Families who say they are told", "My family hears at once", "40", "80", "70", "55"),
)


async def a_plan(story: Teller) -> None:
    """Measures, actions of every side, dates; what is missing is said by name, mended, and all agree."""
    story.beat("Thursday 22 October: the plan, and what it lacks")
    await story.move_to("2026-10-22 11:30")
    await process(story, PRIYA)
    await story.press(PRIYA, "Draft the plan", "form")
    for answers in LINES:
        await story.press(PRIYA, "Add an action", "form")
        await story.form(PRIYA, answers, expect=EDITS)
    for what, outcome, baseline, target, nearly, poor in COUNTED:
        await story.press(PRIYA, "Set a measure", "form")
        await story.form(
            PRIYA,
            {
                "What is counted?": what,
                "What are people to have from it?": outcome,
                "In what is it counted?": "%",
                "Where does it start?": baseline,
                "Where is it to come?": target,
                "Which way is better?": "Higher is better",
                "From which figure on is it nearly there?": nearly,
                "Past which figure is it far from the target?": poor,
                "Where does the figure come from?": "Counted by the home each month.",
                "Who takes the figure?": "Joanne Field, Alderwick Care",
                "How often?": "Every month",
            },
        )
    await story.press(PRIYA, "How progress is looked at", "form")
    await story.form(
        PRIYA,
        {
            "How often?": "Every month",
            "First on which day?": "2026-11-26",
            "What has to be reached, so that this can end?": "All three on target for two months.",
            "Which measures have to be on target for it?": MEASURES,
            "For how many readings in a row?": "2",
        },
    )
    await story.reads(PRIYA, "Tuesday 29 December 2026", close=False)
    await story.press(PRIYA, "Ask everybody to agree", "form")
    await story.reads(PRIYA, "Telling families")
    await process(story, PRIYA)
    await story.press(PRIYA, "Open the plan", "form")
    await story.press(PRIYA, "Add an action", "form")
    await story.form(PRIYA, FAMILIES)
    await story.press(PRIYA, "Ask everybody to agree", "form", expect=ASKED)
    await story.close(PRIYA)


async def agreed(story: Teller) -> None:
    """On day 28 every party has agreed to version 1."""
    story.beat("Tuesday 27 October, day 28: everybody has agreed to the plan")
    await story.move_to("2026-10-27 11:30", expect={"Priya Nair": "a plan is to be agreed by 17"})
    theirs = dict.fromkeys(("Joanne Field", "Dele Akande", "Sam Whitlock"), (AGREED, PLEASE))
    await everybody_agrees(story, told_all(AGREED, {**theirs, "Leah Brand": PLEASE}))


async def everybody_agrees(story: Teller, agreed: Expected) -> None:
    """One of each organisation that is asked agrees, and so it is agreed: everybody is told."""
    for who in (PRIYA, SAM, JOANNE):
        await story.press(who, "Read and answer", "direct")
        await story.press(who, "Agree", "form", expect={**EDITS, **(agreed if who is JOANNE else {})})
        await story.close(who)


def told_all(words: str, more: Expected | None = None) -> Expected:
    """Everybody who takes part, each once in person, and the shared channel; Ruth through Priya."""
    people = ("#alderwick-shared", "Anita Cole", "Joanne Field", "Dele Akande", "Sam Whitlock", "Yusuf Ali")
    return {
        **dict.fromkeys(people, words),
        "Priya Nair": "Please tell Ruth Keane of this too",
        **(more or {}),
    }
