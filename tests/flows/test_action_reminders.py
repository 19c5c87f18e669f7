"""Being reminded: who hears what and when, one message a day, and nothing for those who have answered."""

from datetime import date, time

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.action_story import (
    agree,
    ask_for_time,
    digests,
    hand_in,
    london,
    press,
    the_action,
)
from tests.flows.reporting import INTERNAL, SHARED


async def test_a_requirement_climbs_from_its_owner_to_the_lead_and_past_the_senior_contact(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    """Due Tuesday 22 September: the provider hears on Tuesdays to Thursdays, the lead on any working day."""
    await agree(house, tom, joanne)
    reference = (await the_action(house)).reference

    await house.move_to(london(22, at=time(11, 30)))
    [due] = await digests(joanne)
    assert f"*{reference}*: please show it is done, or ask for more time. It is due on Tuesday 22" in due

    await house.move_to(london(28))
    assert "It was due on Tuesday 22 September 2026." in (await digests(joanne))[1]
    [lead] = await digests(priya)
    assert "please talk with Joanne Field" in lead
    assert "Their senior contact hears of it next, unless you hold that." in lead

    await house.move_to(london(29, at=time(11, 30)))
    assert "Your senior contact hears of it next." in (await digests(joanne))[2]
    assert len(await digests(priya)) == 1, "the senior contact never hears on the day the manager is told"

    await house.move_to(london(30, at=time(10)))
    passed_on = (await digests(priya))[1]
    assert "For Ruth Keane, who is not in Slack, please pass on:" in passed_on
    assert "please help Joanne Field with it" in passed_on

    await house.move_to(london(6, 10))
    assert "please review it together with Alderwick Care" in (await digests(priya))[2]


async def test_three_things_due_on_one_day_come_in_one_message(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    for title in ("Second check each night", "Train the night staff", "Ring families weekly"):
        await agree(house, tom, joanne, title=title)

    await house.move_to(london(22, at=time(11, 30)))

    [digest] = await digests(joanne)
    assert digest.startswith("*Today for you: 3 things.*")
    for title in ("Second check each night", "Train the night staff", "Ring families weekly"):
        assert f"“{title}”" in digest


async def test_an_answer_before_the_digest_leaves_nothing_to_say(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await house.move_to(london(22, at=time(10, 30)))

    await hand_in(house, joanne)
    await house.move_to(london(22, at=time(11, 30)))

    assert await digests(joanne) == []


async def test_a_reminder_that_an_answer_overtook_is_given_after_the_other_side_has_answered(
    sqlite_house: House,
) -> None:
    """The line for the digest at 11:00 fell away with the request; the answer comes before the digest as well."""
    tom, priya, joanne = (
        sqlite_house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE)
    )
    await agree(sqlite_house, tom, joanne)
    await sqlite_house.move_to(london(22, at=time(10)))
    await ask_for_time(sqlite_house, joanne, date(2026, 9, 29))
    await sqlite_house.move_to(london(22, at=time(10, 30)))

    await press(sqlite_house, priya, "Do not agree", "direct")
    await sqlite_house.move_to(london(22, at=time(11, 30)))

    [digest] = await digests(joanne)
    assert "It is due on Tuesday 22 September 2026." in digest


async def test_the_week_in_the_channel_is_a_number_and_names_nobody(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne, title="Second check each night")
    await agree(house, tom, joanne, title="Train the night staff")

    await house.move_to(london(29, at=time(11, 30)))

    await tom.command("/action", INTERNAL)
    listed = (await tom.ephemerals(INTERNAL))[-1]
    assert "Late, and waiting for others" in listed
    assert listed.count("It was due on Tuesday 22 September 2026 and waits for Alderwick Care.") == 2
    week = (await joanne.messages(SHARED))[-1]
    assert week.startswith("*2 actions need an update.*")
    for name in ("Joanne", "Alderwick", "A-", "night"):
        assert name not in week


async def test_the_week_in_the_channel_says_how_much_waits_for_us_as_plainly(sqlite_house: House) -> None:
    """The council's own late action, and a late answer of its own, are no update that the provider owes."""
    house = sqlite_house
    tom, leah, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.LEAH, alderwick.JOANNE))
    await agree(house, tom, leah, owner="Leah Brand, Westermere Council", title="Reassess four residents")
    await agree(house, tom, joanne, title="Train the night staff")
    await hand_in(house, joanne)

    await house.move_to(london(29, at=time(11, 30)))

    week = (await joanne.messages(SHARED))[-1]
    assert week.startswith(
        "*2 actions wait for Westermere Council.* Nothing is needed from anybody else now."
    )
    for name in ("Leah", "Joanne", "Priya", "A-", "night"):
        assert name not in week
