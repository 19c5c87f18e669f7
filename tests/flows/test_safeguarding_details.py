"""Adding what one knows, once danger or risk was reported: all of it optional, kept by version, for named people."""

import json
from datetime import datetime
from typing import Any

import pytest

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from storage.routes import Area
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork
from tests.flows.hearing import Hearing
from tests.flows.raising import HURT, MAY_WRITE, pings, raise_by_hub, raise_it
from tests.flows.reporting import DANGER, RISK, reference_in, send_again
from tests.flows.setting_up import comes_in, happened, nia, window

TOLD, WHERE, AREA = "Who has been told already?", "Where did it happen?", "In which area?"
KINDS, SO, WISHES = (
    "What kind of harm may it be?",
    "Is any of this so?",
    "What does the person want to happen?",
)
CONSENT, ADVOCATE, NUMBER = (
    "Do they agree that this is reported?",
    "Does somebody speak for them?",
    "The resident's record number",
)
WITH_CHILDREN = "They also work or volunteer with children"
A_WORKER = "It is about somebody who works or volunteers with people"
EVERYTHING: dict[str, Any] = {
    TOLD: "The ambulance service at 02:05",
    WHERE: "In the corridor of the upper floor",
    KINDS: ["Physical", "Neglect, or care that was left undone"],
    SO: [A_WORKER],
    WISHES: "She wants her daughter to be there",
    CONSENT: "Yes",
    ADVOCATE: "Yes, they have an advocate, family or friend who does",
    NUMBER: "RES-0231",
}
TYPED = [EVERYTHING[name] for name in (TOLD, WHERE, WISHES, NUMBER)]


@pytest.fixture
def house(sqlite_house: House) -> House:
    """Alderwick House on SQLite: nothing here depends on the database."""
    return sqlite_house


@pytest.fixture
def nadia(house: House) -> Visitor:
    """The second designated safeguarding lead."""
    return house.visitor(alderwick.NADIA)


async def add(who: Visitor, answers: dict[str, Any]) -> Answer:
    """Press *Add what you know* where it is offered, fill it in, send it."""
    assert (await who.press("Add what you know")).ok
    await who.fill(answers)
    return await who.submit()


async def open_mine(who: Visitor) -> None:
    """Find one's own report again under *My open items*, in the home tab."""
    await who.open_home()
    await who.press("My open items", "home")
    await who.press("Open")


async def taken_by(house: House, lead: Visitor) -> str:
    """Let a lead take what was reported; return its reference."""
    await house.settle()
    await lead.press("I have this")
    await house.settle()
    return reference_in((await lead.direct_messages())[-1], "SG")


async def on_record(house: House) -> SafeguardingConcern:
    """The one concern there is."""

    def read(work: UnitOfWork) -> SafeguardingConcern:
        [entry] = [each for each in work.chronology.stream(None) if each.event is Event.SAFEGUARDING_RAISED]
        return work.safeguarding.get(entry.subject_id)

    return await house.handrail.services.database.read(read)


@pytest.mark.criterion("CPC424-P2")
async def test_everything_may_stay_empty_and_none_of_it_asks_for_a_name(dele: Visitor) -> None:
    await raise_by_hub(dele)
    await dele.press("Add what you know")

    form = await dele.modal()
    assert form is not None
    assert form.labels == [TOLD, WHERE, KINDS, SO, WISHES, CONSENT, ADVOCATE, NUMBER, MAY_WRITE]
    assert all(form.input(label)["optional"] for label in form.labels)
    assert len(form.choices(KINDS)) == 12
    assert "instead of a name" in await window(dele)


async def test_what_is_added_is_on_the_record_and_read_by_the_named_people(
    house: House, hearing: Hearing, dele: Visitor, grace: Visitor
) -> None:
    await raise_by_hub(dele)
    assert (await add(dele, EVERYTHING)).response_action == "update"
    assert "do not look into it yourself" in await window(dele)
    await house.settle()
    await grace.press("Open", "direct")

    read = await window(grace)
    for text in TYPED:
        assert text in read
        assert text not in hearing.outside_forms()
    kept = await on_record(house)
    assert kept.types == ["physical", "neglect"]
    assert (kept.is_allegation, kept.works_with_children, kept.is_about_a_child) == (True, False, False)
    assert (kept.consent, kept.advocate) == ("agrees", "has_one")


async def test_somebody_who_works_with_children_is_an_allegation_in_any_case(
    house: House, dele: Visitor
) -> None:
    await raise_by_hub(dele)
    await add(dele, {SO: [WITH_CHILDREN]})

    kept = await on_record(house)
    assert (kept.is_allegation, kept.works_with_children) == (True, True)


async def test_with_nothing_said_it_says_so_and_keeps_nothing(house: House, dele: Visitor) -> None:
    await raise_by_hub(dele)

    answer = await add(dele, {TOLD: "   "})
    assert list(answer.errors) == ["already_told"]
    assert "Nothing is added yet" in answer.errors["already_told"]
    assert await happened(house, Event.SAFEGUARDING_ADDED_TO) == 0


async def test_the_lead_who_has_it_is_told_that_there_is_more_and_not_what(
    house: House, hearing: Hearing, dele: Visitor, grace: Visitor, nadia: Visitor
) -> None:
    await house.move_to(datetime.fromisoformat("2026-09-12T02:00:00+01:00"))
    await raise_by_hub(dele, DANGER)
    reference = await taken_by(house, grace)
    before = await nadia.direct_messages()

    await add(dele, EVERYTHING)
    await house.settle()

    assert (await grace.direct_messages())[-1].startswith(f"*{reference}: more was added.*")
    assert await nadia.direct_messages() == before
    await grace.press("Open", "direct")
    assert EVERYTHING[WISHES] in await window(grace)
    assert all(text not in hearing.outside_forms() for text in TYPED)


async def test_what_can_wait_tells_the_lead_when_the_working_day_begins(
    house: House, dele: Visitor, grace: Visitor
) -> None:
    await raise_by_hub(dele, RISK)
    await taken_by(house, grace)
    await house.move_to(datetime.fromisoformat("2026-09-08T20:00:00+01:00"))
    before = await grace.direct_messages()
    await add(dele, {WISHES: "To be asked first"})
    await house.settle()
    assert await grace.direct_messages() == before

    await house.move_to(datetime.fromisoformat("2026-09-09T09:00:00+01:00"))
    assert any("more was added" in message for message in await grace.direct_messages())


async def test_while_nobody_has_it_nobody_is_pinged_again_for_more(
    house: House, dele: Visitor, grace: Visitor
) -> None:
    await raise_by_hub(dele)
    await house.settle()
    await add(dele, EVERYTHING)
    await house.settle()

    assert len(pings(await grace.direct_messages())) == 1


async def test_its_reporter_adds_again_later_and_finds_their_own_words(
    house: House, dele: Visitor, grace: Visitor
) -> None:
    await raise_by_hub(dele)
    await add(dele, {WISHES: "She does not say"})
    await dele.close()
    await dele.close()
    await house.settle()
    await open_mine(dele)
    await dele.press("Add what you know")

    form = await dele.modal()
    assert form is not None
    assert form.input(WISHES)["element"]["initial_value"] == "She does not say"
    await dele.fill({WISHES: "She wants to go home", KINDS: ["Sexual"]})
    await dele.submit()
    await house.settle()
    await grace.press("Open", "direct")
    read = await window(grace)
    assert "She wants to go home" in read
    assert "She does not say" in read
    assert (await on_record(house)).types == ["sexual"]


async def test_a_named_person_adds_too_and_neither_undoes_nor_shows_what_the_other_said(
    house: House, dele: Visitor, grace: Visitor
) -> None:
    await raise_by_hub(dele)
    await add(dele, {TOLD: "The manager on duty", KINDS: ["Physical"]})
    await taken_by(house, grace)
    await grace.press("Open", "direct")
    assert (await add(grace, {TOLD: "The police, crime number asked for", CONSENT: "Yes"})).ok
    await house.settle()

    await grace.close()
    await grace.close()
    await grace.press("Open", "direct")
    read = await window(grace)
    assert "The police, crime number asked for" in read
    assert "The manager on duty" in read
    kept = await on_record(house)
    assert (kept.types, kept.consent) == (["physical"], "agrees")

    await dele.close()
    await dele.close()
    await open_mine(dele)
    assert "The manager on duty" in await window(dele)
    assert "crime number" not in await window(dele)
    await dele.press("Add what you know")
    form = await dele.modal()
    assert form is not None
    assert form.input(TOLD)["element"]["initial_value"] == "The manager on duty"
    assert "initial_option" not in form.input(CONSENT)["element"]
    assert not any("more was added" in message for message in await grace.direct_messages())


async def test_a_named_person_may_take_back_a_choice_and_its_reporter_only_adds(
    house: House, dele: Visitor, grace: Visitor
) -> None:
    await raise_by_hub(dele)
    await add(dele, {KINDS: ["Physical", "Sexual"], SO: [WITH_CHILDREN]})
    await dele.close()
    await taken_by(house, grace)
    await grace.press("Open", "direct")
    await add(grace, {KINDS: ["Physical"]})
    assert (await on_record(house)).types == ["physical"]

    await add(dele, {KINDS: ["Domestic"]})
    kept = await on_record(house)
    assert kept.types == ["physical", "domestic"]
    assert kept.works_with_children
    await house.settle()


async def test_where_it_happened_shows_the_number_of_that_area(house: House, dele: Visitor) -> None:
    def two_areas(work: UnitOfWork) -> None:
        for name, number in (("Riverside", "01632 960 111"), ("Hillside", "01632 960 222")):
            work.people._session.add(Area(name=name, duty_number=number))

    await house.handrail.services.database.write(two_areas)
    await raise_by_hub(dele)

    await add(dele, {AREA: "Hillside"})

    assert "It happened in Hillside: the emergency duty team there is on 01632 960 222." in await window(dele)
    await dele.close()
    await dele.close()
    await house.move_to(datetime.fromisoformat("2026-09-08T10:31:00+01:00"))
    assert "01632 960 222" in (await dele.direct_messages())[-1]


async def test_somebody_nobody_has_confirmed_adds_to_their_own_report(house: House, grace: Visitor) -> None:
    stranger = await comes_in(house, nia())
    await raise_by_hub(stranger)
    assert (await add(stranger, {WHERE: "The garden"})).response_action == "update"
    await house.settle()

    await grace.press("Open", "direct")
    assert "The garden" in await window(grace)


async def test_nobody_else_adds_to_it_or_reads_what_is_filled_in(
    house: House, hearing: Hearing, tom: Visitor, dele: Visitor
) -> None:
    await raise_it(tom)
    await add(tom, EVERYTHING)
    await house.settle()
    for body in [h.body for h in hearing.heard if h.what == "to_bot interactive"]:
        forged = {**body, "user": {**body["user"], "id": alderwick.PRIYA.user_id}}
        forged["trigger_id"] = house.playground.slack.triggers.give(alderwick.PRIYA.user_id)
        if "view" in forged:
            forged["view"] = {**forged["view"], "id": f"{forged['view']['id']}FORGED"}
        is_ours = "details" in json.dumps(body)
        if is_ours:
            await send_again(house, forged)

    priya = house.visitor(alderwick.PRIYA)
    assert EVERYTHING[WISHES] not in await priya.sees()
    assert await happened(house, Event.REFUSED) == 2
    assert await happened(house, Event.SAFEGUARDING_ADDED_TO) == 1
    await dele.sees()


async def test_the_same_form_sent_again_adds_once(house: House, hearing: Hearing, dele: Visitor) -> None:
    await raise_by_hub(dele)
    await add(dele, EVERYTHING)
    sent = [h.body for h in hearing.heard if h.body.get("type") == "view_submission"][-1]

    assert "counts once" in str((await send_again(house, sent))["view"]["blocks"])
    assert await happened(house, Event.SAFEGUARDING_ADDED_TO) == 1
    assert HURT not in hearing.outside_forms()
