"""Whoever must not be told hears nothing and reads nothing, lead or not; somebody else is asked in their place."""

from datetime import datetime, timedelta

import pytest

from bot.casework.safeguarding_raise import exclude
from domain.chronology import Event
from domain.errors import NotAllowed
from domain.people import SAFEGUARDING_ROLES
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.deciding import ask, decide, taken, the_concern
from tests.flows.hearing import Hearing
from tests.flows.raising import (
    ALL_LEADS,
    EXCLUDED,
    GRACE_HERSELF,
    HURT,
    LEAH_HERSELF,
    NADIA_HERSELF,
    SECOND_LINE,
    keep_from,
    pings,
    raise_by_hub,
    raise_it,
)
from tests.flows.reporting import DANGER, reference_in, report, send_again
from tests.flows.setting_up import GENERAL, happened, window

WHY_NOT_TOLD = "Why is it hidden from them?"


@pytest.fixture
def nadia(house: House) -> Visitor:
    """The second designated safeguarding lead."""
    return house.visitor(alderwick.NADIA)


@pytest.fixture
def helen(house: House) -> Visitor:
    """The second line."""
    return house.visitor(alderwick.HELEN)


@pytest.mark.criterion("CPC305-P26")
async def test_whoever_is_excluded_hears_nothing_and_reads_nothing(
    house: House, hearing: Hearing, tom: Visitor, grace: Visitor, nadia: Visitor
) -> None:
    await grace.open_home()
    before = await grace.sees()
    await raise_it(tom, excluded=GRACE_HERSELF)
    await house.settle()
    await house.move_to(datetime.fromisoformat("2026-09-08T18:00:00+01:00"))

    assert len(pings(await nadia.direct_messages())) >= 1
    assert await grace.sees() == before
    assert "SG-" not in await grace.home()
    await grace.press("My open items", "home")
    assert "SG-" not in await window(grace)
    await grace.close()
    await grace.command("/safeguarding", GENERAL, "register")
    assert "SG-" not in await grace.sees()

    await nadia.press("Open", "direct")
    pressed = [h.body for h in hearing.heard if h.body.get("type") == "block_actions"][-1]
    stolen = {**pressed, "user": {**pressed["user"], "id": alderwick.GRACE.user_id}}
    stolen["trigger_id"] = house.playground.slack.triggers.give(alderwick.GRACE.user_id)
    await send_again(house, stolen)
    assert HURT not in await grace.sees()
    assert await happened(house, Event.REFUSED) == 1


@pytest.mark.criterion("CPC424-P2")
async def test_with_the_whole_first_line_excluded_the_second_is_asked_at_once_and_told_why(
    house: House, dele: Visitor, grace: Visitor, nadia: Visitor, helen: Visitor
) -> None:
    text = await raise_by_hub(dele, excluded=ALL_LEADS)
    await house.settle()

    assert "There is nobody to tell on the first line" in text
    assert pings(await grace.direct_messages()) == pings(await nadia.direct_messages()) == []
    [ping] = pings(await helen.direct_messages())
    assert ping.startswith("*Urgent SG-")
    assert "There is nobody on the first line" in ping


async def test_somebody_excluded_afterwards_reads_nothing_more_and_what_they_were_sent_says_nothing(
    house: House, tom: Visitor, grace: Visitor, nadia: Visitor
) -> None:
    await report(tom, DANGER, HURT)
    await house.settle()
    reference = reference_in((await grace.direct_messages())[-1], "SG")

    said = await keep_from(tom, GRACE_HERSELF)
    await house.settle()

    assert f"*They are kept from {reference} from now on:*" in said
    assert pings(await grace.direct_messages()) == [f"*{reference}: nothing is asked of you now.*"]
    assert "I have this" in pings(await nadia.direct_messages())[-1]
    await house.move_to(datetime.fromisoformat("2026-09-08T14:00:00+01:00"))
    assert len(pings(await grace.direct_messages())) == 1


async def test_a_ping_not_yet_sent_is_never_sent_to_whoever_is_excluded_meanwhile(
    house: House, tom: Visitor, grace: Visitor, nadia: Visitor, helen: Visitor
) -> None:
    house.playground.slack.faults.switch("down", ["chat.postMessage"])
    await report(tom, DANGER, HURT)
    await house.handrail.engine.cycle()
    for name in (GRACE_HERSELF, NADIA_HERSELF):
        await keep_from(tom, name)
        await tom.close()
    house.playground.slack.faults.switch("none")
    await house.settle()

    assert pings(await grace.direct_messages()) == pings(await nadia.direct_messages()) == []
    assert len(pings(await helen.direct_messages())) == 1


async def test_when_whoever_has_it_is_excluded_nobody_has_it_and_the_others_are_asked_again(
    house: House, tom: Visitor, grace: Visitor, nadia: Visitor
) -> None:
    await raise_it(tom)
    await house.settle()
    await grace.press("I have this")
    await house.settle()
    assert "Grace Obi has this" in pings(await nadia.direct_messages())[-1]

    await keep_from(tom, GRACE_HERSELF)
    await house.settle()

    assert all("nothing is asked of you now" in ping for ping in pings(await grace.direct_messages()))
    assert "Grace Obi has this" not in await nadia.sees()
    await nadia.press("I have this")
    await house.settle()
    assert "*You have SG-" in pings(await nadia.direct_messages())[-1]


async def test_with_everybody_excluded_it_is_kept_and_says_to_ring_now(house: House, dele: Visitor) -> None:
    await raise_by_hub(dele, excluded=ALL_LEADS)
    for role in (SECOND_LINE, "The senior on call"):
        await keep_from(dele, role)
        await dele.close()
    said = await keep_from(dele, "The director")
    await dele.close()

    assert "*Nobody is left whom this form could tell.* Please ring 01632 960 404 now." in said
    await dele.press("Hide this report from somebody")
    assert "There is nobody left who is told of it." in await window(dele)
    await house.settle()


async def test_only_its_reporter_and_who_is_named_keep_somebody_from_it(
    house: House, hearing: Hearing, tom: Visitor
) -> None:
    await raise_it(tom)
    await keep_from(tom, GRACE_HERSELF)
    await house.settle()
    sent = [h.body for h in hearing.heard if h.body.get("type") == "view_submission"][-1]
    forged = {**sent, "user": {**sent["user"], "id": alderwick.PRIYA.user_id}}
    forged["view"] = {**sent["view"], "id": "V0FORGED"}
    await send_again(house, forged)

    assert await happened(house, Event.SAFEGUARDING_EXCLUDED) == 1
    assert await happened(house, Event.REFUSED) == 1


async def test_the_days_message_of_whoever_is_excluded_afterwards_loses_its_line_and_buttons(
    sqlite_house: House,
) -> None:
    house, grace, tom = sqlite_house, *map(sqlite_house.visitor, (alderwick.GRACE, alderwick.TOM))
    await taken(house, grace)
    await decide(house, grace)
    await house.move_to(datetime.fromisoformat("2026-09-09T10:00:00+01:00"))
    digest = (await grace.direct_messages())[-1]
    assert digest.startswith("*Today for you: 1 thing.*\n*SG-")

    await tom.command("/safeguarding", GENERAL, "mine")
    await tom.press("Open")
    await keep_from(tom, GRACE_HERSELF)
    await house.settle()

    digest = (await grace.direct_messages())[-1]
    assert digest.startswith("*Today for you: nothing left.*")
    assert "They replied" not in await grace.sees()


@pytest.mark.parametrize("afterwards", [False, True])
async def test_that_somebody_was_excluded_is_written_down_and_they_are_not_told(
    house: House, tom: Visitor, grace: Visitor, afterwards: bool
) -> None:
    await raise_it(tom, excluded="" if afterwards else LEAH_HERSELF)
    if afterwards:
        await keep_from(tom, LEAH_HERSELF)
    await house.settle()

    assert await happened(house, Event.SAFEGUARDING_EXCLUDED) == 1
    await grace.press("Open", "direct")
    assert "Leah Brand" not in await window(grace)


async def test_a_named_person_keeps_a_colleague_from_it_with_a_reason_that_the_others_read(
    sqlite_house: House,
) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    nadia, helen = house.visitor(alderwick.NADIA), house.visitor(alderwick.HELEN)
    await raise_it(house.visitor(alderwick.TOM))
    await house.settle()
    await nadia.press("I have this", "direct")
    await house.settle()
    await grace.press("Open", "direct")
    await grace.press("Hide this report from somebody")
    form = await grace.modal()
    assert form is not None
    assert not any("Grace" in each for each in form.choices(EXCLUDED))
    await grace.fill({EXCLUDED: NADIA_HERSELF, WHY_NOT_TOLD: " "})
    assert list((await grace.submit()).errors) == ["why_kept_from"]

    await grace.fill({WHY_NOT_TOLD: "The person it is about is her brother"})
    assert (await grace.submit()).response_action == "update"
    await grace.close()
    await grace.close()
    await house.settle()

    assert await happened(house, Event.SAFEGUARDING_EXCLUDED) == 1
    assert (await the_concern(house)).lead_id is None
    assert {each.partition(": ")[2] for each in pings(await nadia.direct_messages())} == {
        "nothing is asked of you now.*"
    }
    await house.move_to(house.clock.now() + timedelta(minutes=16))
    await helen.press("Open", "direct")
    assert "The person it is about is her brother" in await window(helen)


async def test_a_named_person_keeps_neither_themselves_nor_the_last_of_the_others_from_it(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    await raise_it(house.visitor(alderwick.TOM))
    concern_id = (await the_concern(house)).id

    def keep_from_it(work: UnitOfWork, whom: set[str]) -> str:
        on_route = work.people.holding(tuple(SAFEGUARDING_ROLES), None)
        grace = next(each for each in on_route if each.name == "Grace Obi")
        chosen = [f"person:{each.id.hex}" for each in on_route if each.name in whom]
        try:
            exclude(work, grace, concern_id, chosen, house.clock.now(), "They are close to them")
        except NotAllowed as refused:
            return str(refused)
        return ""

    write = house.handrail.services.database.write
    everybody = await ask(
        house, lambda work: {each.name for each in work.people.holding(tuple(SAFEGUARDING_ROLES), None)}
    )
    assert "hand it over first" in await write(lambda work: keep_from_it(work, {"Grace Obi"}))
    assert "Nobody but you" in await write(lambda work: keep_from_it(work, everybody - {"Grace Obi"}))
    assert await happened(house, Event.SAFEGUARDING_EXCLUDED) == 0
