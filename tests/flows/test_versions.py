"""What changed: two versions of a record compared in words, by whoever may read both."""

import pytest

from domain.chronology import Event
from playground.house import House
from playground.visitor import Visitor
from tests.flows.action_story import agree
from tests.flows.reporting import GAPS, INTERNAL, SHARED
from tests.flows.versions_story import correct


async def shown(who: Visitor) -> str:
    """What the window on top says."""
    form = await who.modal()
    assert form is not None
    return "\n".join(form.texts)


@pytest.mark.criterion("CPC424-P8")
async def test_two_versions_are_compared_in_words_and_that_they_were_read_is_recorded(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await correct(house, tom)
    await priya.press("Open", "direct")
    await priya.press("What changed")
    assert "what happened, version 1: Tom Hadley" in await shown(priya)
    opened = await _openings(house)
    assert (await priya.submit()).ok

    said = await shown(priya)
    assert "1 change" in said
    assert "It was\ntwo weeks\nIt is now\nthree weeks, on ward 2" in said
    assert GAPS.split(" of the last")[0] in said
    assert await _openings(house) == opened + 1


async def _openings(house: House) -> int:
    contract = (await house.handrail.services.database.read(lambda work: work.contracts.all()))[0]
    chain = await house.handrail.services.database.read(lambda work: work.chronology.stream(contract.id))
    return sum(entry.event is Event.CONCERN_OPENED for entry in chain)


async def test_two_versions_of_different_texts_are_not_compared(house: House, tom: Visitor) -> None:
    await correct(house, tom)
    await tom.press("Open", INTERNAL)
    await tom.press("What changed")
    form = await tom.modal()
    assert form is not None
    first = next(text for text in form.texts if "version 1" in text)
    await tom.fill({"Compare this version": first, "with this one": first})

    assert "two different versions" in str((await tom.submit()).errors)


async def test_the_provider_is_offered_no_version_that_is_not_theirs(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await correct(house, tom)
    await agree(house, priya, joanne)
    await joanne.press("My open items", SHARED)

    assert "What changed" not in await joanne.sees()
    assert GAPS not in await joanne.sees()
