"""What the record of a safeguarding decision keeps: the nation's questions and answers, silence, the wishes met."""

from datetime import timedelta

import pytest

from domain.calendar import Nation
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.safeguarding_decisions import NewClosing
from playground import alderwick
from playground.house import House
from tests.flows.deciding import (
    ALLEGATION,
    NO_ACTION,
    TO_POLICE,
    ask,
    decide,
    duties,
    fill_in_decision,
    in_nation,
    in_window,
    replied,
    taken,
    tell_reporter,
    the_concern,
    window,
)

REPLY = DeadlineKind.SAFEGUARDING_REPLY
ALLEGATION_CLOCK = DeadlineKind.SAFEGUARDING_ALLEGATION
WISHES_MET = "Were the person's wishes met?"
NO_ADVOCATE = "They need an advocate and have none. Why close it?"
ANSWERED, NOTE = "What did they answer?", "What else did they say?"


async def test_what_a_welsh_authority_says_can_be_recorded_as_it_says_it(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await in_nation(house, Nation.WALES)
    await taken(house, grace)
    await decide(house, grace)

    await replied(house, grace, "Not at risk, but may have needs")

    assert "They say that the person is not at risk, but may have needs" in await window(grace)


async def test_a_body_that_stays_silent_does_not_keep_a_concern_open_for_ever_and_may_still_answer(
    sqlite_house: House,
) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    await decide(house, grace)
    await in_window(grace, "They replied")
    await grace.fill({ANSWERED: "No answer, though asked again"})
    refused = await grace.submit()
    assert refused.errors == {"note": "Please say when they were asked, and what happens instead."}
    assert REPLY in await duties(house)

    await grace.fill({NOTE: "Rung on Tuesday and Wednesday; the ward doctor has been told"})
    assert (await grace.submit()).ok

    assert REPLY not in await duties(house)
    assert "*They have not answered, though asked again*" in await window(grace)
    await house.move_to(house.clock.now() + timedelta(days=1))
    await replied(house, grace)
    assert "They have taken it on" in await window(grace)


TESTS = (
    "Does the adult have needs for care and support?",
    "Are they experiencing, or at risk of, abuse or neglect?",
    "Do those needs keep them from protecting themselves?",
)


async def test_the_three_tests_of_england_are_kept_as_answered_and_decide_nothing(
    sqlite_house: House,
) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    await in_window(grace, "Record the decision")
    await grace.fill({TESTS[0]: "Yes", TESTS[1]: "No"})
    assert (await fill_in_decision(grace, TO_POLICE)).ok
    await house.settle()

    read = await window(grace)
    assert "*Referred to the police*" in read
    assert "Needs for care and support: yes. Abuse or neglect, or at risk of it: no." in read
    assert "Kept by those needs from protecting themselves: not known." in read
    await in_window(grace, "Record another decision")
    assert (await fill_in_decision(grace, NO_ACTION, why="The police have it")).ok
    await house.settle()
    assert (await window(grace)).count("Needs for care and support: yes.") == 2


async def test_a_nation_without_the_three_tests_is_not_asked_them(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await in_nation(house, Nation.WALES)
    await taken(house, grace)
    await in_window(grace, "Record the decision")
    form = await grace.modal()
    assert form is not None
    assert not set(TESTS) & set(form.labels)


async def test_it_closes_without_an_advocate_only_where_somebody_says_why_and_with_how_far_the_wishes_were_met(
    sqlite_house: House,
) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    await decide(house, grace, NO_ACTION, why="She fell", advocate="Yes, and they have none yet")
    await tell_reporter(house, grace)
    await in_window(grace, "Close this case")
    await grace.fill({"What came of it?": "She is safe", WISHES_MET: "Partly", NO_ADVOCATE: " "})
    refused = await grace.submit()
    assert refused.errors == {"why_no_advocate": "Please say why it is closed without an advocate."}

    await grace.fill({NO_ADVOCATE: "She moved to her daughter's before one came"})
    assert (await grace.submit()).ok

    await house.settle()
    read = await window(grace)
    assert "Were the person's wishes met: Partly." in read
    assert "She moved to her daughter's before one came" in read


def test_a_closing_says_how_far_the_wishes_were_met() -> None:
    with pytest.raises(NotAllowed, match="Not known is an answer"):
        NewClosing("She is safe", None)


async def test_a_tick_about_children_set_by_mistake_is_taken_back_with_the_reason_and_its_clock_stops(
    sqlite_house: House,
) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    await decide(house, grace, NO_ACTION, why="She fell", applies=[ALLEGATION])
    await in_window(grace, "Add what you know")
    await grace.fill({"Is any of this so?": []})
    assert list((await grace.submit()).errors) == ["why_taken_back"]
    assert ALLEGATION_CLOCK in await duties(house)

    await grace.fill({"If you take away the tick about children: why?": "He drives the van only"})
    assert (await grace.submit()).ok
    await grace.close()

    assert ALLEGATION_CLOCK not in await duties(house)
    concern = await the_concern(house)
    entries = await ask(house, lambda work: [each.facts for each in work.chronology.of(concern.id)])
    assert any(facts.get("stops_clock") for facts in entries)
    assert "He drives the van only" in await window(grace)
    await in_window(grace, "Close this case")
    form = await grace.modal()
    assert form is not None
    assert form.title == "Close"
