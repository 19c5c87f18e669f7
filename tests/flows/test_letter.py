"""Every step as a letter: the whole of it, for whom it is, with what to do next and how to answer without Slack."""

from datetime import date

import pytest

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.action_story import (
    JOANNE,
    RUTH,
    TITLE,
    agree,
    ask_for_time,
    hand_in,
    press,
    propose,
    read_window,
    send_back,
    the_action,
)
from tests.flows.evaluation_story import NIGHT_FIGURE, challenge, share
from tests.flows.evaluation_story import decide as decide_challenge
from tests.flows.monitoring_story import GOOD_ENOUGH, schedule
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


@pytest.mark.criterion("CPC424-P1")
async def test_an_evaluation_its_challenge_a_plan_more_time_and_a_withdrawal_are_letters_too(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    evaluation = await letter_of(joanne)
    await challenge(house, joanne)
    await decide_challenge(house, tom)
    challenged = await letter_of(joanne)
    await schedule(house, priya, owner=JOANNE)
    planned = await letter_of(joanne)
    await agree(house, tom, joanne)
    await ask_for_time(house, joanne, date(2026, 9, 29))
    await press(house, priya, "Agree to more time", "direct")
    extended = await letter_of(joanne)
    await priya.press("Open", SHARED)
    await priya.press("Withdraw")
    await priya.fill({"Why is it withdrawn?": "The charts are kept by the pharmacy now"})
    assert (await priya.submit()).ok
    await house.settle()
    withdrawn = await letter_of(joanne)

    for letter, said in (
        (evaluation, "Westermere Council has looked at Tuesday 9 June 2026 to Tuesday 8 September 2026."),
        (evaluation, "If something is not right, you can say so until Tuesday 22 September 2026."),
        (evaluation, "“Families say that they are rung sooner”"),
        (challenged, "You said that something in EV-"),
        (challenged, f"What you said:\n“{NIGHT_FIGURE}”"),
        (challenged, "The reasons:\n“The rota of January shows it”"),
        (planned, "Joanne Field looks every month, next on Thursday 26 November 2026"),
        (planned, f"It is held against this: “{GOOD_ENOUGH}”."),
        (extended, "It is now due on Tuesday 29 September 2026."),
        (extended, "The date agreed first was Tuesday 22 September 2026"),
        (withdrawn, f"Nothing more is needed for “{TITLE}”."),
        (withdrawn, "Why it was withdrawn:\n“The charts are kept by the pharmacy now”"),
    ):
        assert said in letter, letter
    for letter in (evaluation, challenged, planned, extended, withdrawn):
        assert "To Joanne Field, Alderwick Care" in letter
        assert "What to do next: " in letter
        assert "or the emergency duty team on 01632 960 404" in letter
        assert "night staff" not in letter, "why more time is needed is for the other side to read"
    assert len(await stream_of(house, Event.LETTER_TAKEN)) == 5


async def letter_of(who: Visitor) -> str:
    """The letter behind the newest *Copy as a letter*; its window is closed again."""
    assert (await who.press("Copy as a letter", "direct")).ok
    said = await read_window(who)
    await who.close()
    return said
