"""Whoever reports danger or risk is heard: strangers too, once for each report, and with numbers when it fails."""

import asyncio
import json

import pytest

from bot.settings import Transport
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.conftest import Furnished, on_both_databases
from tests.flows.conftest import UNHURRIED
from tests.flows.hearing import Hearing
from tests.flows.raising import (
    HURT,
    MAY_BE_AT_RISK,
    pings,
    raise_by_hub,
    raise_it,
    raised,
)
from tests.flows.reporting import (
    DANGER,
    SHARED,
    fill_in,
    reference_in,
    send_again,
)
from tests.flows.setting_up import comes_in, nia, window
from tests.flows.test_transports import until_connected
from tests.flows.test_when_it_fails import locked


@pytest.mark.criterion("CPC424-P2")
async def test_a_stranger_in_the_shared_channel_reports_and_the_channel_shows_nothing(
    house: House, hearing: Hearing, grace: Visitor, joanne: Visitor
) -> None:
    stranger = await comes_in(house, nia())
    before = await joanne.sees()

    saved = await raise_by_hub(stranger)
    await house.settle()

    assert "*Saved as SG-" in saved
    assert "ring 999" in saved
    assert hearing.in_channel(alderwick.SHARED) == ""
    assert await joanne.sees() == before
    await grace.press("Open", "direct")
    assert "*sender unconfirmed*" in await window(grace)


async def test_two_people_who_report_the_same_are_two_records(
    house: House, tom: Visitor, dele: Visitor
) -> None:
    first, second = await raise_it(tom), await raise_by_hub(dele)
    await house.settle()

    assert reference_in(first, "SG") != reference_in(second, "SG")
    assert await raised(house) == 2


@on_both_databases
@pytest.mark.parametrize("at_once", [False, True])
async def test_the_same_form_sent_twice_is_one_report(
    house: House, hearing: Hearing, dele: Visitor, grace: Visitor, at_once: bool
) -> None:
    await raise_by_hub(dele)
    sent = next(h.body for h in hearing.heard if h.body.get("type") == "view_submission")
    if at_once:
        another = {**sent, "view": {**sent["view"], "id": "V0TWICE"}}
        answers = list(await asyncio.gather(send_again(house, another), send_again(house, another)))
    else:
        answers = [await send_again(house, sent)]
    await house.settle()

    assert all(answer["response_action"] == "update" for answer in answers)
    assert all("01632 960 404" in json.dumps(answer) for answer in answers)
    assert await raised(house) == (2 if at_once else 1)
    assert len(pings(await grace.direct_messages())) == (2 if at_once else 1)


async def test_a_very_long_text_is_refused_beside_its_field_and_nothing_is_lost(
    house: House, hearing: Hearing, dele: Visitor
) -> None:
    await raise_by_hub(dele)
    sent = next(h.body for h in hearing.heard if h.body.get("type") == "view_submission")
    state = json.loads(json.dumps(sent["view"]["state"]))
    state["values"]["what_happened"]["what_happened"]["value"] = "x" * 3001
    answer = await send_again(house, {**sent, "view": {**sent["view"], "id": "V0LONG", "state": state}})

    assert list(answer["errors"]) == ["what_happened"]
    assert "Nothing has been saved or cut" in answer["errors"]["what_happened"]
    assert await raised(house) == 1
    await house.settle()


async def test_a_choice_that_means_nothing_never_stands_in_the_way(
    house: House, hearing: Hearing, dele: Visitor, grace: Visitor
) -> None:
    await raise_by_hub(dele)
    sent = next(h.body for h in hearing.heard if h.body.get("type") == "view_submission")
    values = json.loads(json.dumps(sent["view"]["state"]["values"]))
    for name in ("excluded", "contract"):
        text = {"type": "plain_text", "text": "Nobody", "emoji": False}
        values[name][name]["selected_option"] = {"value": "person:nobody", "text": text}
    forged = {**sent, "view": {**sent["view"], "id": "V0ODD", "state": {"values": values}}}

    assert (await send_again(house, forged))["response_action"] == "update"
    await house.settle()
    assert len(pings(await grace.direct_messages())) == 2


async def test_a_save_that_fails_shows_the_numbers(house: House, furnished: Furnished, dele: Visitor) -> None:
    await dele.press(MAY_BE_AT_RISK, SHARED)
    with locked(furnished.url):
        answer = await fill_in(dele, DANGER, HURT)

        assert list(answer.errors) == ["kind"]
        assert "Ring 999" in answer.errors["kind"]
        assert "01632 960 404" in answer.errors["kind"]
    assert await raised(house) == 0

    assert (await dele.submit()).response_action == "update"
    assert await raised(house) == 1
    await house.settle()


@pytest.mark.parametrize("transport", list(Transport))
async def test_it_is_the_same_by_http_and_by_socket(
    furnished_sqlite: Furnished, transport: Transport
) -> None:
    workspace, url = furnished_sqlite.workspace, furnished_sqlite.url
    async with House(url, workspace=workspace, pace=UNHURRIED, transport=transport) as house:
        await until_connected(house)
        dele, grace = house.visitor(alderwick.DELE), house.visitor(alderwick.GRACE)
        assert "*Saved as SG-" in await raise_by_hub(dele)
        await house.settle()
        assert pings(await grace.direct_messages())[0].startswith("*Urgent SG-")
