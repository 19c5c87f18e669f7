"""From 28 September to 15 October 2026: an improvement process is opened, explained, and talked over by all."""

from playground.alderwick import JOANNE, PRIYA, SAM, TOM, YUSUF, Character
from playground.beats.first_week import concern, decided
from playground.telling import EDITS, Expected, Teller


async def play(story: Teller) -> None:
    """From three concerns of one kind to an option that not everybody is for."""
    await opened(story)
    await explained(story)
    await talked_over(story)
    await preferred(story)
    await ruth_disagrees(story)


async def opened(story: Teller) -> None:
    """Priya opens the process; nobody outside the council hears of it yet."""
    story.beat("Monday 28 September: a third concern of one kind")
    await story.move_to("2026-09-28 11:30")
    await concern(story, YUSUF, "A daughter worries about missed tablets.")
    third = {"Priya Nair": "Third concern about medicines in 90 days"}
    await decided(story, YUSUF, "Families worry about missed tablets. Please say how they are told.", third)
    story.beat("Tuesday 29 September: Priya opens an improvement process")
    await story.move_to("2026-09-29 10:00")
    await story.press(PRIYA, "Look at them together", "direct")
    await story.form(
        PRIYA,
        {
            "What is to improve, in one line?": "Medicines at night, and families told in time",
            "How much is needed?": "Full: reasons, options and a plan, agreed by all",
            "Why now? (for your own side alone)": "Third medicines concern in 90 days.",
        },
        expect={**EDITS},
    )
    await story.reads(PRIYA, "The process is opened, and the other sides are not told of it yet.")


async def explained(story: Teller) -> None:
    """Priya explains why, once for everybody; who has received it is on record, by telephone and e-mail too."""
    story.beat("Thursday 1 October: everybody is told why")
    await story.move_to("2026-10-01 11:30")
    await story.command(PRIYA, "alderwick-internal", "/contract improvements")
    await story.press(PRIYA, "Open", "#alderwick-internal")
    await story.press(PRIYA, "Explain why", "form")
    await story.form(
        PRIYA,
        {
            "What is not as it should be?": "Doses at night are missed or not signed for; families hear of it late.",
            "What shows it, and when was that seen?": "Charts of August, seen on 7 September; three concerns since.",
            "What does it mean for the people who live there?": "Pain in the night, and worry for their families.",
            "Which clause of the contract, or which standard, does it fall short of?": "Schedule 2, clause 4.",
            "What do people who use the service, and their families, say?": "A daughter: nobody tells us.",
            "A note for our own organisation": "The fee review is in November.",
        },
        expect={
            "#alderwick-shared": "Alderwick House",
            "Sam Whitlock": "Please read why this must improve",
            "Joanne Field": "Please read why this must improve",
            "Dele Akande": "Please read why this must improve",
            "Yusuf Ali": "Please read why this must improve",
            "Priya Nair": (
                "For Ruth Keane",
                "is explained (Alderwick House).",
            ),
        },
    )
    await story.reads(PRIYA, "The explanation is kept, and every side is sent it.")
    await story.press(JOANNE, "Received", "direct", expect={**EDITS})
    await story.press(SAM, "Received", "direct", expect={**EDITS})
    await story.press(YUSUF, "Received", "direct", expect={**EDITS})


AT_HOME = {
    PRIYA: "Priya Nair, Westermere Council",
    TOM: "Tom Hadley, Westermere Council",
    JOANNE: "Joanne Field, Alderwick Care",
    SAM: "Sam Whitlock, Westermere Integrated Care Board",
    YUSUF: "Yusuf Ali, Westermere Advocacy",
}
OPTIONS = (
    (
        SAM,
        "Do something",
        "No admissions until nights are covered",
        "The people who live there get all the attention.",
        "The home loses fees; nobody else pays.",
        "The home may lose its night staff.",
        "The council finds beds elsewhere.",
    ),
    (
        JOANNE,
        "Do something",
        "A permanent night team, trained in medicines",
        "Familiar faces at night, and tablets on time.",
        "Two posts; the home pays, and the council its training.",
        "Nobody may apply before the new year.",
        "The health partner's medicines coach.",
    ),
    (
        PRIYA,
        "Leave things as they are",
        "Leave things as they are",
        "Doses go on being missed.",
        "Nothing now.",
        "Somebody is harmed.",
        "None.",
    ),
)
MEANS, COSTS, WRONG, NEEDS = (
    "What would it mean for the people who live there?",
    "What would it cost, in money and time, and whom?",
    "What could go wrong with it?",
    "What support would it need, and from whom? (It may be added later, before everybody is asked to agree.)",
)


def recorded_for(who: Character) -> Expected:
    """Whoever said it is sent what was recorded for them, and whoever recorded it is told so."""
    return {**EDITS, who.name: "recorded this for you", "Priya Nair": "Recorded for"}


async def talked_over(story: Teller) -> None:
    """One sitting at the home: four views side by side, the council's own part among them, areas, and options."""
    story.beat("Tuesday 13 October: a meeting at the home")
    await story.move_to("2026-10-13 14:00")
    await process(story, PRIYA)
    await story.press(PRIYA, "Record a meeting", "form")
    await story.form(
        PRIYA,
        {
            "On which day was it?": "2026-10-13",
            "Who was there?": [AT_HOME[who] for who in (JOANNE, SAM, YUSUF, TOM)],
            "Does everybody know that you record this?": ["Yes. They asked me to record in their names."],
        },
    )
    for who, kind, view, shown in (
        (JOANNE, "Staff and time", "Nights are on agency staff.", "The rota of September."),
        (SAM, "Something of the health service", "The pharmacy changed its packs.", "Letter of 3 August."),
        (
            PRIYA,
            "Something the commissioners do or leave undone",
            "Our reassessments are late.",
            "Four are waiting since July.",
        ),
        (YUSUF, "What people are told, or know", "Nobody tells us.", "Said by a daughter at the meeting."),
    ):
        await story.press(PRIYA, "Add a reason", "form")
        await story.form(
            PRIYA,
            {
                "Who said it?": AT_HOME[who],
                "What sort of reason is it?": kind,
                "Why do they think it has come to this?": view,
                "What shows it?": shown,
            },
            expect=EDITS if who is PRIYA else recorded_for(who),
        )
    for area in ("Medicines at night", "Telling families"):
        await story.press(PRIYA, "Name an area", "form")
        await story.form(
            PRIYA,
            {"What is the area of concern, in one line?": area},
            expect={"#alderwick-shared": "What do we know about this"},
        )
    for who, what, name, means, costs, wrong, needs in OPTIONS:
        await story.press(PRIYA, "Add an option", "form")
        await story.form(
            PRIYA,
            {
                "Who proposed it?": AT_HOME[who],
                "What sort of option is it?": what,
                "What is the option, in one line?": name,
                MEANS: means,
                COSTS: costs,
                WRONG: wrong,
                NEEDS: needs,
            },
            expect={**EDITS},
        )
    await story.close(PRIYA)


async def process(story: Teller, who: Character) -> None:
    """Open the process from its list."""
    await story.command(who, "alderwick-internal", "/contract improvements")
    await story.press(who, "Open", "#alderwick-internal")


async def preferred(story: Teller) -> None:
    """Every organisation is asked whether it agrees to the option that most preferred."""
    story.beat("The next day: is everybody for it?")
    await story.move_to("2026-10-14 10:00")
    await process(story, PRIYA)
    await story.press(PRIYA, "Ask everybody to agree", "form")
    await story.form(
        PRIYA,
        {"Which option is preferred?": "A. No admissions until nights are covered"},
        expect={
            "#alderwick-shared": "every party is asked to agree to option A",
            "Sam Whitlock": "Please say whether Westermere Integrated Care",
            "Joanne Field": "Please say whether Alderwick Care agrees to option A",
            "Dele Akande": "Please say whether Alderwick Care agrees to option A",
            "Priya Nair": "Please ask Ruth Keane too (not in Slack) whether Alderwick Care agrees",
            "Anita Cole": "Please say whether Westermere Council agrees",
        },
    )
    await story.close(PRIYA)
    await story.press(PRIYA, "Read and answer", "direct")
    await story.press(PRIYA, "Agree", "form", expect={**EDITS})
    await story.close(PRIYA)
    await story.press(SAM, "Read and answer", "direct")
    await story.press(SAM, "Agree", "form", expect={**EDITS})
    await story.close(SAM)


async def ruth_disagrees(story: Teller) -> None:
    """Ruth writes an e-mail: not this. Tom records it for her; what was agreed stays open."""
    story.beat("Thursday 15 October: Ruth disagrees, by e-mail")
    await story.move_to("2026-10-15 11:30")
    await story.command(TOM, "alderwick-internal", "/contract for")
    await story.form(
        TOM,
        {
            "Who said it?": "Ruth Keane, Alderwick Care",
            "How did they say it?": "By e-mail",
            "Where can that be seen?": "E-mail of 15 October in the contract mailbox.",
        },
    )
    await story.reads(TOM, "Ruth", close=False)
    await story.press(TOM, "Read and answer", "form")
    await story.press(TOM, "Disagree", "form")
    await story.form(
        TOM,
        {
            "What do you not agree with, and what would you agree to?": "A full pause would cost the night staff. "
            "One admission a week would do."
        },
        expect={
            "Tom Hadley": "Please see that Ruth Keane is sent what you recorded",
            "Priya Nair": "Alderwick Care does not agree to option A",
            **EDITS,
        },
    )
    await story.reads(TOM, "Kept for Alderwick Care: it does not agree.")
    await story.press(TOM, "The letter is sent", "direct", expect={**EDITS})
