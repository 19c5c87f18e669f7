"""Who is told of risk, level by level: set up, changed, said back with its gaps, and refused to others."""

from uuid import UUID

import pytest

from bot.casework.readiness import missing
from bot.casework.route_setup import reaches
from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.conftest import UNHURRIED
from tests.flows.hearing import Hearing
from tests.flows.reporting import DANGER, fill_in
from tests.flows.route_story import (
    DIRECTOR,
    EMAIL,
    GRACE,
    HELEN,
    LEAH,
    LEVEL_1,
    LEVEL_2,
    LEVEL_3,
    NADIA,
    NUMBER,
    ON_CALL,
    change_route,
)
from tests.flows.setting_up import (
    DUTY_NUMBER,
    GENERAL,
    INTERNAL,
    LEADS_LIST,
    comes_in,
    happened,
    nia,
    send_again,
    set_up,
    window,
)

WORDS = ("route", "rota", "leave", "reach", "area")


@pytest.fixture
def house(sqlite_house: House) -> House:
    """Alderwick House on one database: the other is asked the same in test_area."""
    return sqlite_house


@pytest.fixture
def nadia(house: House) -> Visitor:
    """The deputy safeguarding lead."""
    return house.visitor(alderwick.NADIA)


async def someone_is_in_danger(house: House, who: Visitor) -> None:
    """Press *Someone may be at risk* in a channel, say that it is danger, and send it."""
    await who.press("Someone may be at risk", INTERNAL)
    assert (await fill_in(who, DANGER, "A resident did not come back")).ok
    await house.settle()


async def test_the_form_begins_with_who_is_told_now_at_each_level(anita: Visitor) -> None:
    await anita.command("/contract", GENERAL, "route")

    form = await anita.modal()
    assert form is not None
    chosen = {label: form.input(label)["element"].get("initial_users", []) for label in form.labels}
    assert chosen == {
        LEVEL_1: [GRACE, NADIA],
        ON_CALL: [],
        LEVEL_2: [HELEN],
        LEVEL_3: [LEAH],
        DIRECTOR: [alderwick.ANITA.user_id],
        "Speak-up leads": [LEAH],
        "Independent reviewers": [],
    }


@pytest.mark.criterion("CPC424-P2")
async def test_who_is_told_is_said_back_level_by_level_with_the_gaps(anita: Visitor) -> None:
    answer = await change_route(anita, {LEVEL_2: [], ON_CALL: [LEAH]})

    assert answer.ok, answer
    said = await window(anita)
    assert said.split("\n")[1].startswith("*The route is saved.*")
    assert "Level 1, told at once:* Grace Obi, Nadia Shah." in said
    assert "On call, told at once with level 1:* Leah Brand." in said
    assert "Level 2, told after 15 minutes:* nobody, so the next level is told in its place." in said
    assert "*Leah Brand* stands at more than one level." in said


async def test_with_one_lead_it_says_what_is_missing_first(anita: Visitor) -> None:
    await change_route(anita, {LEVEL_1: [GRACE]})

    said = await window(anita)
    assert "*The route is saved, and something is still missing.*" in said
    assert "choose a second person for level 1, for when the first is away." in said


@pytest.mark.criterion("CPC305-P26")
async def test_whoever_joins_the_route_is_told_of_a_case_that_nobody_has_yet_and_once(
    house: House, hearing: Hearing, anita: Visitor, tom: Visitor, cara: Visitor
) -> None:
    await someone_is_in_danger(house, tom)
    assert "SG-" not in await cara.sees()

    assert (await change_route(anita, {LEVEL_1: [GRACE, NADIA, alderwick.CARA.user_id]})).ok
    await house.settle()
    await send_again(house, hearing)
    await house.settle()

    told = [said for said in await cara.direct_messages() if "SG-" in said]
    assert len(told) == 1
    assert await happened(house, Event.ROUTE_CHANGED) == 1 + 4  # one for each level that was set up before


async def test_whoever_is_taken_off_reads_nothing_any_more_and_who_has_a_case_keeps_it(
    house: House, anita: Visitor, tom: Visitor, grace: Visitor, nadia: Visitor
) -> None:
    await someone_is_in_danger(house, tom)
    await grace.press("I have this", "direct")
    await house.settle()

    assert (await change_route(anita, {LEVEL_1: [HELEN, LEAH]})).ok
    await nadia.press("Open", "direct")
    assert "This record is not yours to open" in await nadia.sees()
    assert "A resident did not come back" not in await nadia.sees()

    await grace.press("Open", "direct")
    assert "A resident did not come back" in await window(grace)


async def test_no_change_of_the_route_is_left_out_of_the_chronology_and_none_is_invented(
    house: House, anita: Visitor
) -> None:
    before = await happened(house, Event.ROUTE_CHANGED)
    await change_route(anita, {})
    assert await happened(house, Event.ROUTE_CHANGED) == before
    await anita.close()

    await change_route(anita, {LEVEL_2: [LEAH], LEVEL_3: []})

    assert await happened(house, Event.ROUTE_CHANGED) == before + 2


async def test_no_outsider_no_guest_and_no_app_is_put_on_the_route(house: House, anita: Visitor) -> None:
    await comes_in(house, nia(alderwick.COUNCIL, guest=True), "")

    for user in (alderwick.JOANNE.user_id, "U0NIA", alderwick.BOT):
        answer = await change_route(anita, {LEVEL_3: [user]})

        assert "Please choose somebody else." in answer.errors["level_3"]
        await anita.close()


async def test_only_an_administrator_changes_the_route_and_cara_reads_nothing_of_it(
    house: House, priya: Visitor, cara: Visitor
) -> None:
    for word in WORDS:
        await priya.command("/contract", INTERNAL, word)
        await cara.command("/contract", GENERAL, word)

    assert await priya.modal() is None
    assert await cara.modal() is None
    for said in await priya.ephemerals(INTERNAL):
        assert "Please ask Anita Cole." in said
    for said in await cara.ephemerals(GENERAL):
        assert "You are not known here yet" in said
    assert await happened(house, Event.REFUSED) == 2 * len(WORDS)


async def test_before_the_organisation_is_set_up_there_is_no_route_to_set_up(database_url: str) -> None:
    async with House(database_url, handrail_admins=frozenset({alderwick.ANITA.user_id})) as house:
        await house.handrail.greeted()
        anita = house.visitor(alderwick.ANITA)
        await anita.command("/contract", GENERAL, "route")

        assert await anita.modal() is None
        assert "set your organisation up first, with /contract setup" in (await anita.ephemerals(GENERAL))[-1]


async def test_from_the_first_screen_one_goes_on_to_the_route_and_to_all_its_parts(anita: Visitor) -> None:
    await set_up(anita, {DUTY_NUMBER: "01632 960 555"})
    shown = []
    for label in ("Rota", "Leave and cover", "Ways outside Slack", "Areas", "Who is told"):
        await anita.press(label)
        form = await anita.modal()
        assert form is not None
        shown.append(form.title)

    assert shown == ["Rota", "Leave and cover", "Ways outside Slack", "Areas", "Who is told of risk"]


async def test_do_not_disturb_is_said_by_name_and_hours(house: House, anita: Visitor) -> None:
    house.playground.slack.workspace.people[NADIA].do_not_disturb = True
    await change_route(anita, {})

    said = await window(anita)
    assert "does not wake them:* Nadia Shah from 10:15 to 18:15." in said
    assert "No way outside Slack is kept for Grace Obi, Nadia Shah, Helen Marsh, Leah Brand" in said
    await anita.close()

    await set_up(anita, {})
    assert "does not wake them:* Nadia Shah from 10:15 to 18:15." in await window(anita)


async def test_when_slack_does_not_say_who_is_disturbed_the_route_is_saved_and_that_is_said(
    house: House, anita: Visitor
) -> None:
    house.playground.slack.faults.switch("server_error", ["dnd.teamInfo"], count=1)
    answer = await change_route(anita, {LEVEL_3: [HELEN]})

    assert answer.ok, answer
    said = await window(anita)
    assert "Level 3, told after 30 minutes:* Helen Marsh." in said
    assert "*Whether anybody has do-not-disturb set could not be checked.*" in said


async def test_without_the_permission_to_ask_the_route_is_saved_and_that_is_said(database_url: str) -> None:
    async with House(database_url, pace=UNHURRIED, optional_scopes=frozenset()) as house:
        await house.set_up()
        anita = house.visitor(alderwick.ANITA)
        answer = await change_route(anita, {LEVEL_3: [HELEN]})

        assert answer.ok, answer
        assert "could not be checked" in await window(anita)
        assert "(dnd:read)" in await window(anita)


async def test_a_way_outside_slack_is_kept_shown_and_taken_away_again(anita: Visitor) -> None:
    await anita.command("/contract", GENERAL, "reach")
    assert "All 5 people who are told of risk can be reached only in Slack." in await window(anita)
    await anita.press("Change")
    await anita.fill({EMAIL: "grace.obi@westermere.example", NUMBER: "07700 900 123"})
    assert (await anita.submit()).ok
    assert "07700 900 123, grace.obi@westermere.example" in await window(anita)
    assert "4 of the 5 people who are told of risk can be reached only in Slack." in await window(anita)
    await anita.close()

    await change_route(anita, {LEVEL_1: [NADIA, LEAH]})
    await anita.press("Ways outside Slack")

    assert "07700 900 123" not in await window(anita), "who has left the route is forgotten"


@pytest.mark.parametrize(
    ("label", "typed", "field"),
    [(EMAIL, "grace.obi at westermere", "email"), (EMAIL, "a@b", "email"), (NUMBER, "ask Tom", "number")],
)
async def test_what_cannot_be_written_to_or_rung_is_refused_beside_it(
    house: House, anita: Visitor, label: str, typed: str, field: str
) -> None:
    await anita.command("/contract", GENERAL, "reach")
    await anita.press("Change")
    await anita.fill({label: typed})

    assert list((await anita.submit()).errors) == [field]
    kept = await house.handrail.services.database.read(reaches)
    assert not any(each.is_anyhow for each in kept)


async def test_it_is_ready_only_with_both_numbers_and_two_leads_who_are_in_slack(
    house: House, anita: Visitor
) -> None:
    database = house.handrail.services.database
    assert (await database.read(missing)).is_ready

    await set_up(anita, {DUTY_NUMBER: ""})
    assert not (await database.read(missing)).is_ready
    await anita.close()
    await set_up(anita, {DUTY_NUMBER: "01632 960 404", LEADS_LIST: [GRACE]})
    assert (await database.read(missing)).leads == 1
    await anita.close()
    await set_up(anita, {LEADS_LIST: [GRACE, NADIA]})
    assert (await database.read(missing)).is_ready

    def leaves(work: UnitOfWork) -> UUID:
        known = work.people.in_slack(alderwick.COUNCIL, NADIA)
        assert known is not None
        known.is_active = False
        return known.id

    await database.write(leaves, within=10)
    assert (await database.read(missing)).leads == 1


async def test_the_number_that_is_rung_first_cannot_be_left_blank(anita: Visitor) -> None:
    answer = await set_up(anita, {"Emergency number": "   "})

    assert "such as 999" in answer.errors["emergency_number"]
