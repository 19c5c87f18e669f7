"""Whoever has an urgent case and leaves has it no more: it is asked anew, and what is added reaches somebody."""

from collections.abc import AsyncIterator

import pytest

from bot.casework.safeguarding_details import add_details
from domain.safeguarding import SafeguardingState
from domain.safeguarding_report import TYPED, Details
from playground.alderwick import GRACE, HELEN, NADIA, TOM, Character
from playground.blocks import words_in
from playground.house import House
from tests.conftest import Furnished
from tests.engine.concerns import acknowledge, raise_safeguarding
from tests.engine.leavers import switch_off
from tests.engine.stage import cycles, known, london, open_house, posts, texts


@pytest.fixture
async def sqlite_house(furnished_sqlite: Furnished) -> AsyncIterator[House]:
    """Alderwick House on SQLite: what is shown here does not depend on the database."""
    async with open_house(furnished_sqlite) as house:
        await house.handrail.greeted()
        yield house


def heard(house: House, who: Character, words: str) -> int:
    """How many of their messages hold some words, once opened: a lock screen shows the reference alone."""
    return sum(words in " ".join((post.text, *words_in(post.blocks))) for post in posts(house, who))


async def test_what_a_lead_took_and_did_not_decide_before_leaving_is_asked_anew_within_two_minutes(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    concern_id = await raise_safeguarding(house)
    await house.settle()
    await acknowledge(house, concern_id)
    await house.settle()
    before = len(texts(house, NADIA))

    await switch_off(house, GRACE)
    await cycles(house, 120, every=30)

    concern = await house.handrail.services.database.read(lambda work: work.safeguarding.get(concern_id))
    assert (concern.state, concern.lead_id) == (SafeguardingState.RAISED, None)
    assert [said for said in texts(house, NADIA)[before:] if ": open" in said] != []
    await house.move_to(london("2026-09-08 10:40"))
    assert heard(house, HELEN, ": open") == 1
    assert heard(house, NADIA, "ring Grace Obi") == heard(house, HELEN, "ring Grace Obi") == 0


async def test_what_is_added_after_its_lead_left_reaches_whoever_is_on_duty(sqlite_house: House) -> None:
    house, now = sqlite_house, sqlite_house.clock.now()
    concern_id = await raise_safeguarding(house)
    await acknowledge(house, concern_id)
    await switch_off(house, GRACE)
    details = Details({TYPED[0]: "It is happening again now"})

    await house.handrail.services.database.write(
        lambda work: add_details(work, known(work, TOM), concern_id, details, now), within=10
    )
    await house.settle()

    assert heard(house, NADIA, "more was added") == 1
