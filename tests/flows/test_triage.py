"""Deciding on a concern: who takes it, where it goes, and when and what the provider learns of it."""

import asyncio
from datetime import datetime

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.reporting import (
    FOR_PROVIDER,
    GAPS,
    INTERNAL,
    SHARED,
    TELL_ON,
    decide,
    reference_in,
    report,
    report_by_hub,
)

ASKED = "Please look at the charts of the last month"


async def taken(house: House, tom: Visitor, priya: Visitor) -> str:
    """Tom's concern, taken by Priya: its reference."""
    await report(tom)
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    return reference_in((await priya.direct_messages())[-1])


async def decided(house: House, priya: Visitor, tell: str, text: str = "", on: str = "") -> None:
    """Priya's decision, and what it owes."""
    await priya.press("Decide what happens")
    answer = await decide(priya, tell, text, on)
    assert answer.ok, answer
    assert answer.errors == {}
    await house.settle()


async def test_told_now_the_shared_channel_reads_a_reference_and_nothing_more(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    reference = await taken(house, tom, priya)
    assert reference not in await joanne.sees()

    await decided(house, priya, "Now", ASKED)

    said = (await joanne.messages(SHARED))[-1]
    assert f"*quality matter {reference} is open. Please look.*" in said
    for kept in (GAPS, ASKED, "Tom", "10:15", "support"):
        assert kept not in said
    await joanne.press("Open", SHARED)
    window = await joanne.modal()
    assert window is not None
    assert ASKED in window.texts
    assert GAPS not in window.texts


async def test_the_reporter_is_told_what_was_decided(house: House, tom: Visitor, priya: Visitor) -> None:
    reference = await taken(house, tom, priya)
    await decided(house, priya, "Not yet")

    told = (await tom.direct_messages())[-1]
    assert told.startswith(f"*{reference}, which you logged, has been decided.*")
    assert "the provider is supported to put it right" in told


async def test_not_yet_keeps_the_provider_out_until_the_lead_decides_anew(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    reference = await taken(house, tom, priya)
    await decided(house, priya, "Not yet", "A first try at the words")
    await house.move_to(datetime.fromisoformat("2026-09-16T12:00:00+01:00"))
    assert reference not in await joanne.sees()

    await priya.press("Open", "direct")
    await priya.press("When to tell the provider")
    form = await priya.modal()
    assert form is not None
    assert form.input(FOR_PROVIDER)["element"]["initial_value"] == "A first try at the words"
    await priya.fill({"Tell the provider?": "Now", FOR_PROVIDER: ASKED})
    assert (await priya.submit()).ok
    await house.settle()
    await joanne.press("Open", SHARED)

    window = await joanne.modal()
    assert window is not None
    assert ASKED in window.texts
    assert "A first try at the words" not in await joanne.sees()


async def test_on_a_date_the_provider_is_told_that_morning_and_not_before(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    reference = await taken(house, tom, priya)
    await decided(house, priya, "On a date", ASKED, "2026-09-15")
    await house.move_to(datetime.fromisoformat("2026-09-14T23:00:00+01:00"))
    assert reference not in await joanne.sees()

    await house.move_to(datetime.fromisoformat("2026-09-15T12:00:00+01:00"))
    assert reference in (await joanne.messages(SHARED))[-1]


async def test_a_decision_that_cannot_be_kept_says_why_beside_its_field(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    reference = await taken(house, tom, priya)
    await priya.press("Decide what happens")

    assert "no names" in (await decide(priya, "Now")).errors["for_provider"]
    assert "choose the date" in (await decide(priya, "On a date", ASKED)).errors["tell_on"]
    await priya.fill({TELL_ON: "2026-09-08"})
    assert "day after today" in (await priya.submit()).errors["tell_on"]
    await house.settle()
    assert reference not in await joanne.sees()


async def test_the_lead_who_comes_second_is_told_who_was_first(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await report(tom)
    await house.settle()
    await tom.command("/concern", INTERNAL, "mine")
    await tom.press("Open", INTERNAL)

    # Priya and Tom may both decide on it, and both have it open.
    first, second = await asyncio.gather(priya.press("I will take this"), tom.press("I will take this"))
    assert first.ok
    assert second.ok
    await house.settle()

    told = [await who.sees() for who in (priya, tom)]
    owners = [name for name in ("Priya Nair", "Tom Hadley") if f"{name} has already taken" in "\n".join(told)]
    assert len(owners) == 1
    loser = told[1] if owners == ["Priya Nair"] else told[0]
    assert f"{owners[0]} has already taken C-" in loser
    assert "so nothing is asked of you" in loser


async def test_pressing_twice_changes_nothing_more(house: House, tom: Visitor, priya: Visitor) -> None:
    await report(tom)
    await house.settle()
    spot = await asyncio.gather(priya.press("I will take this"), priya.press("I will take this"))
    assert all(answer.ok for answer in spot)
    await house.settle()

    assert [m for m in await tom.direct_messages() if "which you logged" in m] != []
    assert len([m for m in await tom.direct_messages() if "*Priya Nair has C-" in m]) == 1
    assert "already" not in await priya.sees()


async def test_nobody_of_the_provider_and_nobody_without_a_role_can_decide(
    house: House, joanne: Visitor, cara: Visitor, priya: Visitor
) -> None:
    await report_by_hub(joanne)
    await house.settle()

    await joanne.press("Report a concern", SHARED)
    assert "Decide what happens" not in await joanne.sees()
    assert "I will take this" not in await joanne.sees()
    assert "C-" not in await cara.sees()
    assert "I will take this" in await priya.sees()


async def test_a_concern_nobody_takes_or_decides_stands_in_the_leads_digest(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await report(tom)
    await house.settle()
    reference = reference_in((await priya.direct_messages())[-1])
    await house.move_to(datetime.fromisoformat("2026-09-11T12:00:00+01:00"))

    digest = [m for m in await priya.direct_messages() if m.startswith("*Today for you")][-1]
    assert f"*{reference}*: please take it" in digest
    assert "It was due at 17:00 on Wednesday 9 September 2026" in digest
    assert alderwick.TOM.name not in digest
