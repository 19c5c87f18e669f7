"""Every step as a letter: the whole of it, for whom it is, with what to do next and how to answer without Slack."""

import pytest

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.action_story import (
    RUTH,
    TITLE,
    agree,
    hand_in,
    press,
    propose,
    read_window,
    send_back,
    the_action,
)
from tests.flows.evaluation_story import NIGHT_FIGURE, challenge, share
from tests.flows.evaluation_story import decide as decide_challenge
from tests.flows.on_behalf_story import stream_of
from tests.flows.people_play import end_roles_of
from tests.flows.reporting import SHARED, decide, report


@pytest.mark.criterion("CPC424-P1")
async def test_what_is_to_be_passed_on_to_ruth_is_a_letter_to_her_with_everything_in_it(
    house: House, priya: Visitor, tom: Visitor
) -> None:
    await propose(house, tom, RUTH)
    action = await the_action(house)
    await priya.press("Copy as a letter", "direct")

    letter = await read_window(priya)
    for said in (
        "Please send this to Ruth Keane",
        f"Alderwick House: please confirm {action.reference}",
        "Tuesday 8 September 2026",
        "From Westermere Council",
        "To Ruth Keane, Alderwick Care",
        f"Tom Hadley asks Ruth Keane to do this by Tuesday 22 September 2026: “{TITLE}”.",
        "Four weeks of night charts without a gap",
        "What to do next: please say whether you will do it, by 17:00 on Tuesday 15 September 2026.",
        "please ring or write to Priya Nair at Westermere Council",
        "or the emergency duty team on 01632 960 404",
    ):
        assert said in letter, letter
    [taken] = await stream_of(house, Event.LETTER_TAKEN)
    assert taken.facts["step"] == "action_proposed"


async def test_whose_role_has_ended_takes_no_letter_of_what_their_side_said(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    await challenge(house, joanne)
    await decide_challenge(house, tom)
    await house.settle()
    await end_roles_of(house, alderwick.JOANNE)

    await joanne.press("Copy as a letter", "direct")

    assert "not yours to open" in await joanne.sees()
    assert NIGHT_FIGURE not in await joanne.sees()
    assert await stream_of(house, Event.LETTER_TAKEN) == []


async def test_what_came_back_what_is_done_and_what_is_shared_can_each_be_taken_as_a_letter(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await hand_in(house, joanne)
    await send_back(house, priya)
    await joanne.press("Copy as a letter", "direct")
    assert "What is still missing:\n“The third week is missing”" in await read_window(joanne)
    await hand_in(house, joanne)
    await press(house, priya, "It looks done", "direct")
    await joanne.press("Copy as a letter", "direct")
    assert "is done, thank you" in await read_window(joanne)

    await report(tom)
    await house.settle()
    await press(house, priya, "I will take this")
    await priya.press("Decide what happens")
    await decide(priya, "Now", "Please look at the charts")
    await house.settle()
    await joanne.press("Copy as a letter", SHARED)
    letter = await read_window(joanne)
    assert "What is asked of you:\n“Please look at the charts”" in letter
    assert "Gaps in the medicine charts" not in letter
