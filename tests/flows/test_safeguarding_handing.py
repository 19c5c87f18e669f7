"""Handing a safeguarding concern over, which waits to be taken, and closing it, once everything is settled."""

import pytest

from domain.deadlines import DeadlineKind
from domain.safeguarding import SafeguardingState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.deciding import (
    NO_ACTION,
    decide,
    duties,
    hand_over,
    in_window,
    london,
    press,
    replied,
    taken,
    the_concern,
    window,
)
from tests.flows.reporting import RISK

DECIDE = DeadlineKind.SAFEGUARDING_DECIDE


@pytest.mark.parametrize(
    ("kind", "told_at", "second_at"),
    [("Someone is in danger now", "10:31", "10:46"), (RISK, "11:16", "12:16")],
)
async def test_what_is_handed_over_and_not_taken_goes_back_to_the_giver_and_then_above(
    sqlite_house: House, kind: str, told_at: str, second_at: str
) -> None:
    house, grace, helen = (
        sqlite_house,
        sqlite_house.visitor(alderwick.GRACE),
        sqlite_house.visitor(alderwick.HELEN),
    )
    nadia = house.visitor(alderwick.NADIA)
    await taken(house, grace, kind=kind)
    await hand_over(house, grace, "Nadia Shah, deputy safeguarding lead")
    assert "Grace Obi hands this to you" in (await nadia.direct_messages())[-1]

    await house.move_to(london(f"2026-09-08T{told_at}"))
    assert "Nadia Shah has not taken this yet, so you still have it" in (await grace.direct_messages())[-1]
    assert "handed over" not in "\n".join(await helen.direct_messages())
    await house.move_to(london(f"2026-09-08T{second_at}"))
    assert "this is being handed over and nobody has taken it yet" in (await helen.direct_messages())[-1]

    await press(house, nadia, "I have this", "direct")
    assert "you have this now" in (await nadia.direct_messages())[-1]
    assert "Nadia Shah has this now.* Nothing is asked of you" in (await grace.direct_messages())[-1]
    assert (await duties(house)).keys() == {DECIDE}


async def test_until_it_is_taken_the_giver_has_it_and_its_clocks_and_may_keep_it(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    nadia = house.visitor(alderwick.NADIA)
    await taken(house, grace)
    await hand_over(house, grace, "Nadia Shah, deputy safeguarding lead")
    read = await window(grace)
    assert "*Handed to Nadia Shah, who has not taken it yet:* Grace Obi keeps it until then." in read
    await house.move_to(london("2026-09-08T10:31"))

    await press(house, grace, "I have this", "direct")

    assert (await the_concern(house)).handed_to is None
    asked = (await nadia.direct_messages())[-1]
    assert "Grace Obi has this now.* Nothing is asked of you now." in asked
    assert "I have this" not in asked.splitlines()


async def test_the_clock_of_the_decision_goes_with_it_to_whoever_takes_it(sqlite_house: House) -> None:
    house, grace, nadia = (
        sqlite_house,
        sqlite_house.visitor(alderwick.GRACE),
        sqlite_house.visitor(alderwick.NADIA),
    )
    await taken(house, grace)
    await hand_over(house, grace, "Nadia Shah, deputy safeguarding lead")
    await press(house, nadia, "I have this", "direct")

    await house.move_to(london("2026-09-08T13:20"))

    assert "no decision is recorded yet" in (await nadia.direct_messages())[-1]
    assert "no decision is recorded yet" not in "\n".join(await grace.direct_messages())


async def test_nobody_who_is_excluded_can_be_given_it(sqlite_house: House) -> None:
    house, grace, nadia = sqlite_house, sqlite_house.visitor(alderwick.GRACE), alderwick.NADIA
    await taken(house, grace)
    concern = await the_concern(house)

    def bar(work: UnitOfWork) -> None:
        known = work.people.in_slack(alderwick.COUNCIL, nadia.user_id)
        for row in work.safeguarding.named(concern.id):
            row.is_excluded = row.is_excluded or (known is not None and row.person_id == known.id)

    await house.handrail.services.database.write(bar)
    await in_window(grace, "Hand over")

    form = await grace.modal()
    assert form is not None
    assert not any("Nadia" in words for words in form.texts)
    assert any("Helen Marsh" in words for words in form.texts)


@pytest.mark.criterion("CPC424-P2")
async def test_it_closes_only_once_everything_it_started_is_settled(house: House, grace: Visitor) -> None:
    async def refused() -> str:
        await in_window(grace, "Close this case")
        form = await grace.modal()
        assert form is not None
        assert form.title != "Close"
        text = "\n".join(form.texts)
        while await grace.modal() is not None:
            await grace.close()
        return text

    await taken(house, grace)
    assert "Close this case" not in (await window(grace)).splitlines()
    await decide(house, grace, advocate="Not known yet")
    assert "what the body it was referred to has answered" in await refused()
    await replied(house, grace)
    assert "whether the person needs an advocate" in await refused()
    await decide(house, grace, NO_ACTION, why="They have taken it on", advocate="They have one")

    await in_window(grace, "Close this case")
    await grace.fill(
        {
            "What came of it?": "She is safe",
            "Were the person's wishes met?": "Partly",
            "The person who raised it has not been told. Why not?": "He left",
        }
    )
    assert (await grace.submit()).ok
    await house.settle()

    assert (await the_concern(house)).state is SafeguardingState.CLOSED
    assert await duties(house) == {}
    assert {"She is safe", "He left"} <= set((await window(grace)).splitlines())
