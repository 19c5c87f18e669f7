"""Which step of a ladder is said to whom, and in which words, for each kind of action."""

from datetime import date, time

import pytest

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.conftest import Furnished
from tests.flows.action_story import (
    LEAH,
    SAFE_NOW,
    agree,
    digests,
    hand_in,
    london,
    press,
    propose,
    what_happened,
)
from tests.flows.reporting import SHARED


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough for words and days; that both climb alike is proven with the reminders."""
    return furnished_sqlite


async def test_the_early_word_comes_three_working_days_before_when_there_was_long_enough(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    """Due Wednesday 30 September: three working days before is a Friday, so the provider hears on the Thursday."""
    await agree(house, tom, joanne, by=date(2026, 9, 30))

    await house.move_to(london(24, at=time(10, 59)))
    assert await digests(joanne) == []

    await house.move_to(london(24, at=time(11, 1)))
    [early] = await digests(joanne)
    assert "It is due on Wednesday 30 September 2026." in early


async def test_a_recommendation_goes_no_further_than_the_lead(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne, applies=())

    await house.move_to(london(20, 10))

    assert len(await digests(joanne)) == 2
    [lead] = await digests(priya)
    assert "It is a recommendation, so it goes no further." in lead
    assert "Do not tell senior contact yet" not in lead
    assert "Ruth" not in lead


async def test_what_keeps_people_safe_is_told_to_owner_and_lead_on_the_day_and_to_the_senior_contact_next(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne, applies=(SAFE_NOW,), by=date(2026, 9, 15))

    await house.move_to(london(15, at=time(11, 30)))
    assert "please see that it is done" in (await digests(priya))[0]
    words = "Your senior contact hears of it the working day after, unless it is shown by then."
    assert words in (await digests(joanne))[0]

    await house.move_to(london(16, at=time(11, 30)))
    lead = (await digests(priya))[1]
    assert "is a visit needed" in lead
    assert "For Ruth Keane, who is not in Slack, please pass on:" in lead
    assert "please see today that it is done" in lead


async def test_a_safety_action_nobody_confirms_is_told_to_the_lead_after_four_working_hours(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await propose(house, tom, applies=(SAFE_NOW,))

    await house.move_to(london(8, at=time(14, 14)))
    assert "who has not confirmed it" not in "\n".join(await priya.direct_messages())

    await house.move_to(london(8, at=time(14, 16)))
    assert "please talk with Joanne Field, who has not confirmed it" in (await priya.direct_messages())[-1]


async def test_the_lead_holds_the_word_to_the_senior_contact_even_on_its_very_morning(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await house.move_to(london(30, at=time(9, 15)))

    await priya.press("Do not tell senior contact yet")
    await priya.fill({"Why is the senior contact not told yet?": "Joanne rang: the charts come on Thursday"})
    await priya.submit()
    await house.move_to(london(2, 10))

    assert "Ruth" not in "\n".join(await digests(priya))
    assert "Your senior contact is not told for now." in (await digests(joanne))[-1]
    await joanne.press("Open", SHARED)
    assert "Joanne rang" not in await joanne.sees()
    await priya.press("Open", SHARED)
    assert "Joanne rang: the charts come on Thursday" in await priya.sees()


async def test_once_no_longer_held_the_manager_hears_first_and_then_the_senior_contact(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await house.move_to(london(28))
    await priya.press("Do not tell senior contact yet")
    await priya.fill({"Why is the senior contact not told yet?": "The charts come on Thursday"})
    await priya.submit()
    await house.move_to(london(5, 10))
    assert "Ruth" not in "\n".join(await digests(priya))
    told = len(await digests(joanne))

    await press(house, priya, "Tell the senior contact as usual", "direct")
    await house.move_to(london(6, 10, at=time(11, 30)))

    assert "Your senior contact hears of it next." in (await digests(joanne))[told]
    assert "Ruth" not in "\n".join(await digests(priya))
    await house.move_to(london(7, 10, at=time(11, 30)))
    assert "For Ruth Keane, who is not in Slack, please pass on:" in "\n".join(await digests(priya))
    assert Event.ESCALATION_RELEASED in await what_happened(house)


async def test_where_there_is_no_senior_contact_the_lead_hears_and_nobody_promises_one(
    house: House, tom: Visitor, priya: Visitor, sam: Visitor
) -> None:
    await agree(house, tom, sam, owner="Sam Whitlock, Westermere Integrated Care Board")

    await house.move_to(london(25, at=time(11, 30)))
    lead = "\n".join(await digests(priya))
    assert "They have no senior contact here, so it comes to you again next." in lead
    assert "Do not tell senior contact yet" not in lead
    assert "The contract lead hears of it next." in "\n".join(await digests(sam))

    await house.move_to(london(29, at=time(11, 30)))
    assert "please help Sam Whitlock with it" in (await digests(priya))[-1]
    assert "enior contact hears" not in "\n".join([*await digests(priya), *await digests(sam)])


async def test_what_keeps_people_safe_is_asked_for_at_once_on_a_friday_evening(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await house.move_to(london(11, at=time(18)))

    await propose(house, tom, applies=(SAFE_NOW,), by=date(2026, 9, 12))

    assert "Please confirm" in (await joanne.direct_messages())[-1]


async def test_nothing_is_chased_while_it_waits_to_be_looked_at_and_our_own_lateness_is(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor, anita: Visitor
) -> None:
    await agree(house, tom, joanne)
    await hand_in(house, joanne)

    await house.move_to(london(30))

    assert await digests(joanne) == []
    assert "please look whether it is done" in (await digests(priya))[0]
    senior, *_weekly = await digests(anita)
    assert "Alderwick Care is waiting for Westermere Council" in senior
    assert "Priya" not in senior
    assert "needs an update" not in "\n".join(await joanne.messages(SHARED))


async def test_an_answer_after_the_digest_takes_its_line_out_of_it(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne, title="Second check each night")
    await agree(house, tom, joanne, title="Train the night staff")
    await house.move_to(london(22, at=time(11, 30)))

    await hand_in(house, joanne)

    [digest] = await digests(joanne)
    assert digest.startswith("*Today for you: 1 thing.*")


async def test_our_own_action_that_the_provider_has_not_looked_at_goes_to_the_lead_and_no_higher(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor, anita: Visitor
) -> None:
    leah = house.visitor(alderwick.LEAH)
    await agree(house, tom, leah, owner=LEAH)
    await hand_in(house, leah)

    await house.move_to(london(24))

    assert "Westermere Council is waiting for Alderwick Care." in (await digests(joanne))[0]
    assert (
        "please talk with Alderwick Care, for whom Westermere Council is waiting"
        in (await digests(priya))[-1]
    )
    assert await digests(anita) == []
    assert await digests(leah) == []
