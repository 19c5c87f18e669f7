"""More time for an action: asked for, answered by the other side, and the date agreed first never lost."""

from datetime import date, time

import pytest

from playground.house import House
from playground.visitor import Visitor
from tests.conftest import Furnished
from tests.flows.action_story import (
    REQUIRED,
    SAFE_NOW,
    agree,
    ask_for_time,
    digests,
    hand_in,
    london,
    press,
    read_window,
    sent_twice,
    the_action,
)
from tests.flows.reporting import SHARED


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough for words and days; that both keep and lock alike is proven with the evidence."""
    return furnished_sqlite


async def test_the_date_agreed_first_stays_over_two_extensions(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    for until in (date(2026, 9, 29), date(2026, 10, 13)):
        await ask_for_time(house, joanne, until)
        await press(house, priya, "Agree to more time")

    action = await the_action(house)
    assert (action.original_due_on, action.due_on) == (date(2026, 9, 22), date(2026, 10, 13))
    shared = "\n".join(await joanne.messages(SHARED))
    assert f"{action.reference} is agreed, to be done by Tuesday 13 October 2026." in shared
    assert "The date agreed first was Tuesday 22 September 2026." in shared
    await priya.press("Open", SHARED)
    seen = await read_window(priya)
    assert "Agreed first: Tuesday 22 September 2026." in seen
    assert "until Tuesday 29 September 2026: agreed." in seen
    assert "Now: Tuesday 13 October 2026." in seen


async def test_the_lead_is_asked_and_reads_why_only_in_the_window(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)

    await ask_for_time(house, joanne, date(2026, 9, 29))

    asked = (await priya.direct_messages())[-1]
    assert "Please answer by 17:00 on Thursday 10 September 2026: more time for" in asked
    assert "night staff" not in asked
    await priya.press("Open", "direct")
    assert "Two of the night staff are ill" in await read_window(priya)


async def test_who_waits_for_us_is_not_reminded_and_our_own_delay_is(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor, anita: Visitor
) -> None:
    await agree(house, tom, joanne)
    await ask_for_time(house, joanne, date(2026, 9, 29))

    await house.move_to(london(25))

    assert await digests(joanne) == []
    lines = await digests(priya)
    assert "please answer about more time" in lines[0]
    assert "Alderwick Care is waiting for Westermere Council." in lines[0]
    assert "Alderwick Care is waiting for Westermere Council" in "\n".join(await digests(anita))


async def test_an_answer_that_comes_after_the_wanted_day_leaves_as_much_time_as_was_asked_for(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    """Asked on Tuesday 22 September for five working days more, and answered on Thursday 8 October."""
    await agree(house, tom, joanne)
    await house.move_to(london(22, at=time(9, 30)))
    await ask_for_time(house, joanne, date(2026, 9, 29))
    await house.move_to(london(8, 10))

    await press(house, priya, "Agree to more time", "direct")

    action = await the_action(house)
    assert (action.original_due_on, action.due_on) == (date(2026, 9, 22), date(2026, 10, 15))
    said = (await joanne.direct_messages())[-1]
    assert "is now due on Thursday 15 October 2026: more time is agreed." in said
    assert "You asked for Tuesday 29 September 2026." in said
    await priya.press("Open", "direct")
    dates = await read_window(priya)
    assert "Tuesday 29 September 2026: agreed, late, and so until Thursday 15 October 2026." in dates
    await priya.close()
    await house.move_to(london(14, 10))
    assert await digests(joanne) == []
    assert "needs an update" not in "\n".join(await joanne.messages(SHARED))


async def test_an_answer_in_time_gives_the_day_that_was_asked_for(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await ask_for_time(house, joanne, date(2026, 9, 29))
    await house.move_to(london(10))

    await press(house, priya, "Agree to more time", "direct")

    assert (await the_action(house)).due_on == date(2026, 9, 29)


async def test_no_is_told_with_the_days_of_waiting_given_back(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await house.move_to(london(21))
    await ask_for_time(house, joanne, date(2026, 9, 29))
    await house.move_to(london(23))

    await press(house, priya, "Do not agree")

    said = (await joanne.direct_messages())[-1]
    assert "is due on Thursday 24 September 2026: more time is not agreed." in said
    assert "Working days on which you waited for the answer do not count." in said


async def test_evidence_overtakes_a_request_that_nobody_has_answered(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await ask_for_time(house, joanne, date(2026, 9, 29))

    await hand_in(house, joanne)

    said = "\n".join(await priya.direct_messages())
    assert "was handed in before anybody answered about more time." in said
    assert "Agree to more time" not in said
    assert (await the_action(house)).due_on == date(2026, 9, 22)


async def test_an_earlier_day_and_a_past_day_are_sent_back_beside_the_field(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await ask_for_time(house, joanne, date(2026, 9, 21))
    form = await joanne.modal()
    assert form is not None
    assert form.faults == {"Until when?": "Please choose a day after the date that stands now."}
    await joanne.close()

    await house.move_to(london(1, 10))
    await ask_for_time(house, joanne, date(2026, 9, 24))

    form = await joanne.modal()
    assert form is not None
    assert form.faults == {"Until when?": "Please choose today or a later day."}


async def test_the_same_request_sent_twice_is_one(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)

    async with sent_twice(house):
        await ask_for_time(house, joanne, date(2026, 9, 29))

    assert len([said for said in await priya.direct_messages() if "Please answer by" in said]) == 1


async def test_a_request_does_not_silence_what_keeps_people_safe(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne, applies=(SAFE_NOW, REQUIRED))
    await ask_for_time(house, joanne, date(2026, 9, 29))

    await house.move_to(london(22, at=time(11, 30)))

    [digest] = await digests(joanne)
    assert "It keeps people safe and is due on Tuesday 22 September 2026." in digest


async def test_what_keeps_people_safe_is_put_off_no_further_than_today_when_the_answer_comes_late(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne, applies=(SAFE_NOW,))
    await ask_for_time(house, joanne, date(2026, 9, 29))
    await house.move_to(london(8, 10))

    await press(house, priya, "Agree to more time", "direct")

    assert (await the_action(house)).due_on == date(2026, 10, 8)
