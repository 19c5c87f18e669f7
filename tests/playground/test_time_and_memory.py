"""The clock moves on as asked, the page hears of every change, and a restart forgets only what Slack forgets."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import clock_moves
from playground.installed_app import InstalledApp
from playground.server import Http, Playground, weekday_after
from playground.visitor import Visitor
from playground.workspace import Workspace
from tests.playground import alderwick
from tests.playground.alderwick import INTERNAL, JOANNE, PRIYA, TOM
from tests.playground.hand_clock import HandClock
from tests.playground.little_bot import actions, button, concern_form, section


async def ask(playground: Playground, what: str, **body: Any) -> Any:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{playground.control_url}/{what}", json=body) as response,
    ):
        return await response.json()


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [
        ("2026-09-08T09:20", {"by": "quarter_hour"}, "2026-09-08T09:35"),
        ("2026-09-08T09:20", {"by": "hour"}, "2026-09-08T10:20"),
        ("2026-09-08T09:20", {"by": "week"}, "2026-09-15T09:20"),
        ("2026-09-11T09:20", {"by": "working_day"}, "2026-09-14T09:20"),
        # The clocks go back on 25 October 2026: ten on the wall is an hour later in UTC.
        ("2026-10-23T09:00", {"by": "working_day"}, "2026-10-26T10:00"),
        ("2026-10-20T09:00", {"by": "week"}, "2026-10-27T10:00"),
        ("2026-09-08T09:20", {"to": "2026-09-09T17:00:00+01:00"}, "2026-09-09T16:00"),
    ],
)
def test_time_moves_by_the_clock_on_the_wall(before: str, asked: dict[str, str], after: str) -> None:
    now = datetime.fromisoformat(f"{before}:00+00:00")

    assert clock_moves.destination(now, asked, weekday_after) == datetime.fromisoformat(f"{after}:00+00:00")


async def test_the_working_day_is_the_one_of_the_calendar_given(
    workspace: Workspace, installed: InstalledApp, clock: HandClock
) -> None:
    def after_the_bank_holiday(day: date) -> date:
        return date(2026, 9, 10) if day == date(2026, 9, 8) else weekday_after(day)

    async with Playground(
        workspace, app=installed, clock=clock, transport=Http(), next_working_day=after_the_bank_holiday
    ) as running:
        answer = await ask(running, "clock", by="working_day")

    assert answer == {"ok": True, "now": "2026-09-10T09:20:00+00:00"}
    assert clock.moves == [datetime(2026, 9, 10, 9, 20, tzinfo=UTC)]


@pytest.mark.parametrize(
    "asked",
    [{"by": "year"}, {"to": "2026-09-09T09:00:00"}, {"to": "2026-09-01T09:00:00+01:00"}, {"to": "noon"}, {}],
)
async def test_time_moves_neither_back_nor_to_nowhere(
    playground: Playground, clock: HandClock, asked: dict[str, str]
) -> None:
    answer = await ask(playground, "clock", **asked)

    assert (answer["ok"], answer["error"]) == (False, "invalid_time")
    assert clock.moves == []


async def test_messages_bear_the_time_of_the_story(
    playground: Playground, client: AsyncWebClient, tom: Visitor
) -> None:
    await ask(playground, "clock", to="2026-12-08T10:00:00+00:00")
    await client.chat_postMessage(channel=INTERNAL, text="Norovirus")

    view = await tom.view()
    internal = next(c for c in view["conversations"] if c["id"] == INTERNAL)
    assert internal["messages"][0]["at"] == "2026-12-08T10:00:00+00:00"
    assert view["now"] == "2026-12-08T10:00:00+00:00"


async def test_the_page_hears_of_every_change(playground: Playground, client: AsyncWebClient) -> None:
    address = f"{playground.control_url}/feed?as={TOM}".replace("http", "ws", 1)
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as feed:
        first = (await feed.receive_json())["revision"]
        await client.chat_postMessage(channel=INTERNAL, text="One")
        second = (await feed.receive_json())["revision"]

    assert second > first


async def test_a_visitor_can_be_anybody_but_the_bot(playground: Playground) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{playground.control_url}/people") as response,
        session.get(f"{playground.control_url}/view", params={"as": "U0NOBODY"}) as nobody,
    ):
        people = {person["id"]: person for person in await response.json()}
        refused = await nobody.json()

    assert "U0PLAYGROUND" not in people
    assert people[JOANNE]["organisation"] == "Alderwick Care Ltd"
    assert [person["id"] for person in people.values() if person["outsider"]] == [JOANNE, "U0RUTHKEANE"]
    assert [person["id"] for person in people.values() if person["guest"]] == ["U0GUESTLENA"]
    assert people[TOM]["about"] == "Quality officer"
    assert refused["error"] == "user_not_found"


async def test_a_restart_keeps_messages_pins_homes_and_reading_marks(
    installed: InstalledApp, clock: HandClock, tmp_path: Path
) -> None:
    kept = tmp_path / "workspace.json"
    home = {"type": "home", "blocks": [section("Nothing is late"), actions(button("Refresh", "refresh"))]}
    async with Playground(alderwick.workspace(), app=installed, clock=clock, transport=Http()) as before:
        client = AsyncWebClient(token=installed.bot_token, base_url=before.api_url, retry_handlers=[])
        proof = {"event_type": "delivery", "event_payload": {"id": "d-1"}}
        hub = await client.chat_postMessage(channel=INTERNAL, text="Hub", metadata=proof)
        await client.pins_add(channel=INTERNAL, timestamp=hub["ts"])
        await client.chat_postMessage(channel=PRIYA, text="For Priya alone")
        await client.views_publish(user_id=TOM, view=home)
        await client.chat_postEphemeral(channel=INTERNAL, user=TOM, text="Until you restart")
        await client.views_open(trigger_id=before.slack.triggers.give(TOM), view=concern_form())
        seen = await Visitor(before.control_url, TOM).view()
        before.workspace.save(kept)

    async with Playground(Workspace.load(kept), app=installed, clock=clock, transport=Http()) as after:
        tom, priya = (Visitor(after.control_url, person) for person in (TOM, PRIYA))
        again = await tom.view()
        assert await tom.ephemerals("alderwick-internal") == []
        assert await tom.modal() is None
        assert again["home"] == seen["home"]
        assert again["unread"] == seen["unread"]
        internal = next(c for c in again["conversations"] if c["id"] == INTERNAL)
        assert internal["pins"] == [hub["ts"]]
        assert await priya.direct_messages() == ["For Priya alone"]
        client = AsyncWebClient(token=installed.bot_token, base_url=after.api_url, retry_handlers=[])
        later = await client.chat_postMessage(channel=INTERNAL, text="Later")
        assert later["ts"] > hub["ts"]
        message = after.workspace.channels[INTERNAL].message(hub["ts"])
        assert message is not None
        assert message.metadata == proof


def test_saving_leaves_one_whole_file(workspace: Workspace, tmp_path: Path) -> None:
    for _ in range(2):
        workspace.save(tmp_path / "workspace.json")

    assert [path.name for path in tmp_path.iterdir()] == ["workspace.json"]
    assert Workspace.load(tmp_path / "workspace.json") == workspace


def test_a_file_that_is_not_a_workspace_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"home_team": "T0"}', encoding="utf-8")

    with pytest.raises(ValueError, match="does not hold a saved workspace"):
        Workspace.load(other)
    with pytest.raises(FileNotFoundError):
        Workspace.load(tmp_path / "nowhere.json")


async def test_the_page_is_served_to_this_machine_only(playground: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        page = await session.get(playground.url)
        script = await session.get(f"{playground.url}/static/page.js")
        elsewhere = await session.get(playground.url, headers={"Host": "rebound.example"})

        act = {"as": TOM, "channel": INTERNAL, "text": "x"}
        foreign = {"Origin": "http://rebound.example"}
        said = await session.post(f"{playground.control_url}/say", json=act, headers=foreign)
        own = await session.post(
            f"{playground.control_url}/say", json=act, headers={"Origin": playground.url}
        )

    assert (said.status, own.status) == (403, 200)
    assert (page.status, page.content_type) == (200, "text/html")
    assert script.status == 200
    assert elsewhere.status == 400
