"""September 2026, a Saturday night: somebody is hurt, and it is picked up, acted on, and told back."""

from playground.alderwick import CARA, DELE, HELEN
from playground.telling import Teller


async def play(story: Teller) -> None:
    """A night, and what became of it."""
    await somebody_is_hurt(story)
    await picked_up(story)
    await told_back(story)


async def somebody_is_hurt(story: Teller) -> None:
    """Dele presses one button in the shared channel, and writes one line. The channel shows nothing."""
    story.beat("A Saturday night: danger now")
    await story.move_to("2026-09-19 02:10")
    await story.press(DELE, "Someone may be at risk", "#alderwick-shared")
    await story.form(
        DELE,
        {
            "Is somebody in danger now?": "Someone is in danger now",
            "What happened?": "Resident hurt at the hip, found on the floor. Ambulance called.",
            "May we write to you in Slack about this?": [
                "Handrail may write to me in Slack; my employer may be able to read it"
            ],
        },
        expect={"Grace Obi": "Urgent SG-", "Nadia Shah": "Urgent SG-"},
    )
    await story.reads(DELE, "If someone is in danger now, ring 999.")


async def picked_up(story: Teller) -> None:
    """A quarter of an hour later the next line is asked, and Dele is told whom to ring; then Helen has it."""
    story.beat("02:25: nobody has picked it up")
    await story.move_to(
        "2026-09-19 02:25",
        expect={"Helen Marsh": "Urgent SG-", "Dele Akande": "Nobody has picked up"},
    )
    await story.move_to("2026-09-19 02:31")
    await story.press(
        HELEN,
        "I have this",
        "direct",
        expect={
            "edit: Helen Marsh": "You have SG-",
            "edit: Grace Obi": "Helen Marsh has this",
            "edit: Nadia Shah": "Helen Marsh has this",
            "edit: Dele Akande": "was picked up",
            "Dele Akande": "was picked up",
        },
    )
    await story.move_to("2026-09-19 05:40", expect={"Helen Marsh": "Urgent SG-"})
    await story.press(HELEN, "Record the decision", "direct")
    await story.form(
        HELEN,
        {
            "What have you decided?": "Referred to adult safeguarding at the local authority",
            "If referred: on which day?": "2026-09-19",
            "If referred: at what time?": "04:55",
            "If referred: their reference": "WSC-2209-14",
            "Does the person agree?": "They cannot decide this themselves",
            "What does the person want to happen?": "To stay in their own room. The daughter has been told.",
            "Does the person need an advocate?": "Not known yet",
        },
        expect={"edit: Helen Marsh": ("SG-", "SG-")},
    )
    await story.press(HELEN, "Open", "direct")
    await story.reads(HELEN, "Referred to the adult safeguarding team", close=False)
    await story.press(HELEN, "Tell the provider", "form")
    await story.form(
        HELEN,
        {
            "Is the provider told?": "Not yet",
            "Who was told and how, or why not yet?": "The enquiry decides who above Dele is told.",
        },
    )


async def told_back(story: Teller) -> None:
    """Dele hears that it was acted on. Cara, who has no business here, reads nothing and can always report."""
    story.beat("Monday and Wednesday: what became of it is asked for, and told back")
    await story.move_to("2026-09-21 10:00")
    await story.press(HELEN, "Open", "direct")
    await story.press(HELEN, "They replied", "form")
    await story.form(HELEN, {"What did they answer?": "They take it on"})
    await story.close(HELEN)
    await story.move_to("2026-09-23 09:00")
    await story.press(HELEN, "Open", "direct")
    await story.press(HELEN, "Tell the person who raised it", "form")
    await story.form(
        HELEN,
        {
            "How are they told?": "Handrail sends them this message",
            "And in the same message?": ["Ask them how they are"],
        },
        expect={"Dele Akande": "was acted on"},
    )
    await story.close(HELEN)
    await story.press(DELE, "I am all right", "direct", expect={"edit: Dele Akande": "you are all right"})
    await story.command(CARA, "general", "/evaluate Alderwick House")
    await story.told_privately(CARA, "general", "not known here yet")
