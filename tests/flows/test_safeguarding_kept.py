"""What the record of a safeguarding decision keeps: the nation's questions and answers, silence, the wishes met."""

from datetime import timedelta

from domain.calendar import Nation
from domain.deadlines import DeadlineKind
from playground import alderwick
from playground.house import House
from tests.flows.deciding import decide, duties, in_nation, in_window, replied, taken, window

REPLY = DeadlineKind.SAFEGUARDING_REPLY
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
