"""*My open items*: what is mine, what waits for me, what I reported, and what waits for others."""

from datetime import date, timedelta

from bot.item_blocks import SHOWN
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.action_story import (
    TITLE,
    agree,
    all_actions,
    ask_for_time,
    hand_in,
    london,
    propose,
)
from tests.flows.reporting import GAPS, RISK, decide, reference_in, report
from tests.flows.setting_up import INTERNAL, SHARED, window

LEAH = "Leah Brand, Westermere Council"


async def items(who: Visitor, where: str = SHARED) -> list[str]:
    """What stands in the window, line by line."""
    answer = await who.press("My open items", where)
    assert answer.ok, answer
    lines = (await window(who)).splitlines()
    await who.close()
    return lines


def under(heading: str, lines: list[str]) -> str:
    """The first line under a heading."""
    return lines[lines.index(heading) + 1]


async def test_with_nothing_open_it_says_so_and_offers_to_agree_an_action(joanne: Visitor) -> None:
    lines = await items(joanne)

    assert lines[1].startswith("*Nothing waits for you now.*")
    first = lines.index("Your contracts")
    assert lines[first : first + 3] == [
        "Your contracts",
        "*Alderwick House* (ALD-2024-17): Residential dementia care, 42 beds. Led by Priya Nair.",
        "Agree an action",
    ]


async def test_an_outsider_agrees_an_action_from_there(joanne: Visitor) -> None:
    await joanne.press("My open items", SHARED)
    await joanne.press("Agree an action")

    assert "What is to be done?" in await window(joanne)


async def test_the_owner_reads_what_to_confirm_then_what_is_due_then_that_it_waits_for_the_other_side(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await propose(house, tom, by=date(2026, 9, 24))
    lines = await items(joanne)
    assert lines[1].startswith("*1 thing waits for you.*")
    assert TITLE in under("Yours to do", lines)
    assert "Please confirm it" in "\n".join(lines)

    await joanne.press("I will do this")
    await house.settle()
    assert "Due on Thursday 24 September 2026." in "\n".join(await items(joanne))

    await hand_in(house, joanne)
    lines = await items(joanne)
    assert lines[1].startswith("*Nothing waits for you now.*")
    assert "Waiting for Westermere Council to check it." in "\n".join(lines)
    assert "Yours, waiting for somebody else" in lines


async def test_whoever_checks_reads_what_is_said_to_be_done_and_who_asks_for_time(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne, by=date(2026, 9, 24))
    await ask_for_time(house, joanne, date(2026, 10, 8))
    assert "Alderwick Care asks for more time: please answer." in "\n".join(await items(priya, INTERNAL))

    await hand_in(house, joanne)
    lines = await items(priya, INTERNAL)

    assert "Waiting for you to check or answer" in lines
    assert "Alderwick Care says that it is done: please check." in "\n".join(lines)


async def test_what_is_late_is_said_to_its_owner_and_by_organisation_to_the_others(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    leah = house.visitor(alderwick.LEAH)
    await agree(house, tom, leah, owner=LEAH, by=date(2026, 9, 17))
    await house.move_to(london(22))

    theirs = "\n".join(await items(joanne))
    assert "Late, and waiting for others" in theirs
    assert "It was due on Thursday 17 September 2026 and waits for Westermere Council." in theirs
    assert "Leah" not in theirs
    hers = "\n".join(await items(leah, INTERNAL))
    assert "It was due on Thursday 17 September 2026. Please show that it is done" in hers


async def test_an_action_that_answers_an_untold_concern_is_not_on_the_providers_list(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await report(tom)
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await priya.press("Decide what happens")
    await decide(priya, "Not yet")
    await house.settle()
    await priya.press("Open", "direct")
    await priya.press("Agree an action")
    await priya.fill(
        {
            "What is to be done?": TITLE,
            "Who will do it?": LEAH,
            "By when?": date(2026, 9, 17),
            "What will show that it is done?": "Seen",
        }
    )
    assert (await priya.submit()).errors == {}
    await house.settle()
    await house.move_to(london(22))

    assert TITLE in "\n".join(await items(house.visitor(alderwick.LEAH), INTERNAL))
    assert TITLE not in "\n".join(await items(joanne))


async def test_the_lead_reads_concerns_to_take_and_the_reporter_what_became_of_theirs(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await report(tom)
    await house.settle()
    reference = reference_in((await priya.direct_messages())[-1])

    lines = await items(priya, INTERNAL)
    assert reference in under("Concerns to take or decide", lines)
    assert "waiting to be taken" in "\n".join(lines)
    lines = await items(tom, INTERNAL)
    assert reference in under("What you reported", lines)
    assert GAPS not in "\n".join(lines)


async def test_a_risk_is_on_the_list_of_its_reporter_and_of_the_safeguarding_lead_and_of_nobody_else(
    house: House, tom: Visitor, priya: Visitor, grace: Visitor, joanne: Visitor
) -> None:
    await report(tom, kind=RISK)
    await tom.close()
    await house.settle()
    reference = reference_in((await grace.direct_messages())[-1], "SG")

    assert f"*{reference}*, raised at 10:15" in "\n".join(await items(tom, INTERNAL))
    await grace.open_home()
    lines = await items(grace, "home")
    assert reference in under("Safeguarding, for you as lead", lines)
    assert "nobody has it yet" in "\n".join(lines)
    for visitor, where in ((priya, INTERNAL), (joanne, SHARED)):
        assert "SG-" not in "\n".join(await items(visitor, where))


async def test_a_long_list_is_counted_and_not_cut_in_silence(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    for number in range(11):
        await propose(house, tom, by=date(2026, 9, 24) + timedelta(weeks=number), title=f"Step {number}")

    lines = await items(joanne)

    assert len(await all_actions(house)) == 11
    assert lines[1].startswith("*11 things wait for you.*")
    assert f"And {11 - SHOWN} more. They move up as these are answered." in lines


async def test_somebody_of_our_own_with_no_part_in_it_sees_nothing_of_it(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne, by=date(2026, 9, 10))
    await report(tom)
    await house.move_to(london(15))
    helen = house.visitor(alderwick.HELEN)
    await helen.open_home()

    lines = await items(helen, "home")

    assert lines == [
        "My open items",
        "*Nothing waits for you now.* What you report, and what others are to do, is shown here too.",
    ]
    assert "Alderwick" not in await helen.sees()


async def test_words_nobody_has_agreed_are_not_left_standing_on_the_home_tab(sqlite_house: House) -> None:
    tom, leah = sqlite_house.visitor(alderwick.TOM), sqlite_house.visitor(alderwick.LEAH)
    await propose(sqlite_house, tom, owner=LEAH)
    assert TITLE not in await leah.home()
    assert "Please confirm it" in await leah.home()

    await leah.press("I will do this", "direct")

    assert TITLE in await leah.home()


async def test_cara_is_refused_from_her_home_tab_with_the_way_to_report(cara: Visitor) -> None:
    await cara._act("join", channel=alderwick.SHARED)
    await cara.open_home()
    await cara.press("My open items", "home")

    said = await window(cara)
    assert "You are not known here yet" in said
    assert "Someone may be at risk" in said
