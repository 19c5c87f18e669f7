"""Areas: which emergency duty team's number people are shown, for which contract."""

from bot.casework.numbers import Numbers, numbers_for
from bot.casework.route_setup import reaches
from domain.chronology import Event
from playground.house import House
from playground.visitor import Visitor
from tests.conftest import on_both_databases
from tests.flows.hearing import Hearing
from tests.flows.route_story import ALDERWICK, AREA_NAME, AREA_NUMBER, IN_WHICH, add_area, place, play_route
from tests.flows.setting_up import GENERAL, birch, happened, send_again, window

OURS = Numbers("999", "01632 960 404")
NORTH = Numbers("999", "01632 960 500", "North")


async def numbers(house: House, reference: str = "ALD-2024-17") -> Numbers:
    """Whom people are told to ring about a contract."""
    return await house.handrail.services.database.read(
        lambda work: numbers_for(work, found.id if (found := work.contracts.referenced(reference)) else None)
    )


async def test_a_contract_in_an_area_shows_that_areas_number_and_any_other_our_own(
    house: House, anita: Visitor
) -> None:
    assert await numbers(house) == OURS
    assert (await add_area(anita)).ok
    assert (await place(anita, ALDERWICK, "North")).ok

    assert "*North*: 01632 960 500.\nHere: Alderwick House." in await window(anita)
    assert await numbers(house) == NORTH
    assert await numbers(house, "no such contract") == OURS

    assert (await place(anita, ALDERWICK, "None: your organisation's own number")).ok
    assert await numbers(house) == OURS


async def test_a_new_contract_is_placed_when_it_is_set_up(house: House, anita: Visitor) -> None:
    await anita.command("/contract", GENERAL, "new")
    form = await anita.modal()
    assert form is not None
    assert IN_WHICH not in form.labels, "nothing is asked while there are no areas"
    await anita.close()
    await add_area(anita)
    await anita.close()

    await anita.command("/contract", GENERAL, "new")
    await anita.fill(birch(**{IN_WHICH: "North"}))
    assert (await anita.submit()).ok

    assert await numbers(house, "BIR-2026-02") == NORTH


async def test_a_changed_number_counts_for_every_contract_there(house: House, anita: Visitor) -> None:
    await add_area(anita)
    await place(anita, ALDERWICK, "North")
    await anita.press("Change")
    await anita.fill({AREA_NUMBER: "01632 960 501"})
    assert (await anita.submit()).ok

    assert (await numbers(house)).duty_number == "01632 960 501"


@on_both_databases
async def test_an_area_with_contracts_is_not_taken_away_and_an_empty_one_is(
    house: House, anita: Visitor
) -> None:
    await add_area(anita)
    await place(anita, ALDERWICK, "North")
    await anita.press("Change")
    await anita.press("Remove")
    assert "North still has Alderwick House." in await window(anita)
    assert await numbers(house) == NORTH
    for _ in range(2):
        await anita.close()

    await anita.command("/contract", GENERAL, "area")
    await place(anita, ALDERWICK, "None: your organisation's own number")
    await anita.press("Change")
    await anita.press("Remove")
    assert "*There are no areas" in await window(anita)


async def test_an_area_needs_a_name_of_its_own_and_a_number_that_can_be_rung(
    house: House, hearing: Hearing, anita: Visitor
) -> None:
    assert list((await add_area(anita, number="the front desk")).errors) == ["duty_number"]
    await anita.fill({AREA_NUMBER: "01632 960 500"})
    assert (await anita.submit()).ok
    await send_again(house, hearing)
    assert await happened(house, Event.AREA_SET) == 1
    await anita.close()
    await add_area(anita, "South", "01632 960 600")
    await anita.press("Change")
    await anita.fill({AREA_NAME: "south"})

    assert "There is an area of this name already." in (await anita.submit()).errors["name"]


@on_both_databases
async def test_all_of_the_route_is_set_up_on_either_database(house: House, anita: Visitor) -> None:
    await play_route(anita)

    assert await happened(house, Event.DUTY_TURN_SET) == 1
    assert await happened(house, Event.LEAVE_SET) == 1
    assert await numbers(house) == NORTH
    reached = await house.handrail.services.database.read(reaches)
    assert [each.number for each in reached if each.is_anyhow] == ["07700 900 123"]


async def test_a_lead_of_a_contract_does_not_set_up_areas(house: House, priya: Visitor) -> None:
    await priya.command("/contract", "alderwick-internal", "area")

    assert await priya.modal() is None
    assert await happened(house, Event.AREA_SET) == 0
