"""What was being handed over is its lead's again once whoever was to take it must not be told of it."""

from domain.deadlines import DeadlineKind
from playground import alderwick
from playground.house import House
from tests.flows.deciding import duties, hand_over, london, press
from tests.flows.raising import NADIA_HERSELF, keep_from, pings, raise_it

PEOPLE = (alderwick.TOM, alderwick.GRACE, alderwick.NADIA, alderwick.HELEN)


async def test_when_whoever_was_to_take_it_over_is_excluded_its_lead_is_told_that_it_is_theirs_again(
    sqlite_house: House,
) -> None:
    house, tom, grace, nadia, helen = sqlite_house, *(sqlite_house.visitor(who) for who in PEOPLE)
    await raise_it(tom)
    await house.settle()
    await press(house, grace, "I have this", "direct")
    await hand_over(house, grace, "Nadia Shah, deputy safeguarding lead")

    said = await keep_from(tom, NADIA_HERSELF)
    await house.settle()

    assert "asked in their place" not in said
    assert "goes on with it and is told now that it is theirs again" in said
    assert (
        "is yours again: nobody takes it over. Press I have this." in pings(await grace.direct_messages())[-1]
    )
    assert all("nothing is asked of you now" in ping for ping in pings(await nadia.direct_messages()))
    await house.move_to(london("2026-09-08T10:31"))
    assert "it was being handed over and is with Grace Obi again" in pings(await helen.direct_messages())[-1]

    await press(house, grace, "I have this", "direct")
    assert "you have this now" in pings(await grace.direct_messages())[-1]
    assert (await duties(house)).keys() == {DeadlineKind.SAFEGUARDING_DECIDE}
