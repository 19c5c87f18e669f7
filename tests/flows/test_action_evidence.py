"""Showing that an action is done: the owner hands in, the other side looks, and never the owner's own side."""

import asyncio
from datetime import date, time

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.conftest import on_both_databases
from tests.flows.action_story import (
    LEAH,
    TITLE,
    agree,
    ask_for_time,
    decide_not_to_tell_yet,
    hand_in,
    london,
    press,
    read_window,
    send_back,
    sent_twice,
    the_action,
    what_happened,
)
from tests.flows.hearing import Hearing
from tests.flows.reporting import SHARED

EVIDENCE = "Night folder, seen on 14 September"


async def test_what_is_handed_in_is_looked_at_by_the_lead_and_everybody_sees_that_it_is_done(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)

    await hand_in(house, joanne, EVIDENCE)

    reference = (await the_action(house)).reference
    asked = (await priya.direct_messages())[-1]
    assert f"Please look at {reference} by 17:00 on Tuesday 15 September 2026: is it done?" in asked
    assert EVIDENCE not in asked
    await priya.press("Open", "direct")
    assert EVIDENCE in await read_window(priya)
    await priya.close()

    await press(house, priya, "It looks done")

    assert f"*{reference} is done. Thank you.*" in (await joanne.direct_messages())[-1]
    assert f"*{reference} is done.* Alderwick Care has shown it" in "\n".join(await joanne.messages(SHARED))
    assert "It looks done" not in "\n".join(await priya.direct_messages())


async def test_what_is_sent_back_twice_keeps_every_version_and_can_be_handed_in_a_third_time(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    for count in ("first", "second"):
        await hand_in(house, joanne, f"The {count} folder")
        await send_back(house, priya, f"Missing the {count} time")
    await hand_in(house, joanne, "The third folder")

    await joanne.press("Open", "direct")
    seen = await read_window(joanne)
    for written in ("The first folder", "The second folder", "The third folder", "Missing the first time"):
        assert written in seen
    said = "\n".join([*await joanne.direct_messages(), *await priya.direct_messages()])
    assert "folder" not in said
    assert "Missing" not in said


@on_both_databases
async def test_two_people_who_say_at_once_that_it_looks_done_close_it_once(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await hand_in(house, joanne)
    for checker in (tom, priya):
        await checker.press("Open", SHARED)

    await asyncio.gather(tom.press("It looks done"), priya.press("It looks done"))
    await house.settle()

    seen = [await read_window(tom), await read_window(priya)]
    assert sum("has already been checked and closed" in window for window in seen) == 1
    events = await what_happened(house)
    assert events.count(Event.ACTION_VERIFIED) == 1
    assert len([said for said in await joanne.direct_messages() if "is done. Thank you." in said]) == 1


async def test_nobody_is_offered_to_check_an_action_of_their_own_side(
    house: House, tom: Visitor, joanne: Visitor, priya: Visitor
) -> None:
    leah = house.visitor(alderwick.LEAH)
    await agree(house, tom, leah, owner=LEAH)
    await hand_in(house, leah)

    await priya.press("Open", SHARED)
    window = await read_window(priya)
    assert "waiting for Alderwick Care to look at it" in window
    assert "It looks done" not in window

    await press(house, joanne, "It looks done")

    assert "is done. Thank you." in (await leah.direct_messages())[-1]


async def test_our_own_action_behind_an_untold_concern_waits_until_the_provider_may_know(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await decide_not_to_tell_yet(house, tom, priya)
    await priya.press("Open")
    await priya.press("Agree an action")
    await priya.fill(
        {
            "What is to be done?": TITLE,
            "Who will do it?": LEAH,
            "What will show that it is done?": "The charts",
        }
    )
    await priya.submit()
    await house.settle()
    leah = house.visitor(alderwick.LEAH)
    await press(house, leah, "I will do this")
    await leah.press("Open", "direct")
    await hand_in(house, leah)
    kept = await read_window(leah)
    assert "It is handed in, and somebody else looks at it." in kept
    assert "other side" not in kept, "who may know nothing of it is not said to look"

    reference = (await the_action(house)).reference
    assert reference not in await joanne.sees()
    assert "Please decide when Alderwick Care is told" in (await priya.direct_messages())[-1]


async def test_days_on_which_it_waited_for_us_are_given_back_to_the_owner(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await house.move_to(london(21, at=time(12)))
    await hand_in(house, joanne)
    await house.move_to(london(24, at=time(12)))

    await send_back(house, priya)

    said = (await joanne.direct_messages())[-1]
    assert "needs something more by Friday 25 September 2026." in said
    assert "The date agreed first was Tuesday 22 September 2026." in said
    action = await the_action(house)
    assert f"{action.original_due_on}" == "2026-09-22"


@on_both_databases
async def test_the_same_forms_sent_twice_hand_in_once_and_send_back_once(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    async with sent_twice(house):
        await hand_in(house, joanne)
    async with sent_twice(house):
        await send_back(house, priya)

    events = await what_happened(house)
    assert events.count(Event.ACTION_SUBMITTED) == 1
    assert events.count(Event.ACTION_RETURNED) == 1


async def test_evidence_that_says_nothing_is_asked_for_beside_its_field(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)

    await hand_in(house, joanne, "   ")

    form = await joanne.modal()
    assert form is not None
    assert "Please say where the evidence can be seen" in form.faults["Where can it be seen?"]


async def test_slack_takes_every_word_of_the_story_and_what_was_typed_stands_in_windows_alone(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    hearing = Hearing.of(house)
    await agree(house, tom, joanne)
    await hand_in(house, joanne, EVIDENCE)
    await send_back(house, priya, "The third week is missing")
    await ask_for_time(house, joanne, date(2026, 9, 29))
    await press(house, priya, "Agree to more time")
    await hand_in(house, joanne, EVIDENCE)
    await priya.press("Open", SHARED)
    await press(house, priya, "It looks done")

    assert hearing.complaints() == []
    outside = hearing.outside_forms()
    for typed in (EVIDENCE, "The third week", "Two of the night staff", "Four weeks of night charts", "14.3"):
        assert typed not in outside
    assert TITLE in hearing.in_channel(alderwick.SHARED)
