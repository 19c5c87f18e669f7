"""`python -m bot doctor`: every fault is named with its remedy, nothing is sent, and no secret is shown."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from bot.clock import MachineClock
from bot.commands.doctor import examine
from bot.doctor.findings import Finding, Standing
from bot.doctor.outside import look_at_ways
from bot.doctor.slack import look_at_transport
from bot.settings import Settings, Transport
from playground import alderwick
from playground.house import House
from playground.loopback import Loopback
from storage.schema import HEAD
from storage.sealing import new_key
from tests.bot.test_command_line import enough, said_by
from tests.bot.test_outside import mail, ways
from tests.conftest import Furnished
from tests.engine.stage import open_house
from tests.receivers import NOBODYS_PORT, PASSWORD, SECRET, USER, Gateway, MailServer
from tests.storage.samples import beside
from tests.storage.tampering import alter


@pytest.fixture
async def settled(furnished_sqlite: Furnished) -> AsyncIterator[House]:
    """The bot at work, with its record sealed."""
    async with open_house(furnished_sqlite) as house:
        await house.handrail.greeted()
        await house.settle()
        yield house


def settings_of(house: House, **changed: Any) -> Settings:
    """What the operator of this house has set, with something changed."""
    port = int(house.bot_url.rpartition(":")[2])
    admins = frozenset({alderwick.ANITA.user_id})
    return house.handrail.services.settings.model_copy(
        update={"handrail_port": port, "handrail_admins": admins, **changed}
    )


async def found_in(house: House, clock: Any = None, **changed: Any) -> list[Finding]:
    """What the doctor finds beside the serving bot."""
    return await examine(settings_of(house, **changed), clock or house.clock)


def faults(found: list[Finding], about: str) -> list[str]:
    """The faults of one family."""
    return [each.words for each in found if each.about == about and each.standing is Standing.FAULT]


async def test_beside_a_serving_bot_everything_is_looked_at_and_only_what_is_missing_is_a_fault(
    settled: House,
) -> None:
    asked: set[str] = set()
    settled.playground.slack.inspector.overhear = lambda what, _body: asked.add(what)

    found = await found_in(settled)

    wrong = {each.about: each.words for each in found if each.standing is Standing.FAULT}
    assert set(wrong) == {"safeguarding route", "outside Slack"}, "Alderwick has no way outside Slack"
    assert "have no way outside Slack" in wrong["safeguarding route"]
    assert {each.about for each in found if each.standing is Standing.GOOD} >= {
        *("database", "keys", "bank holidays", "address", "token", "permissions", "clock", "channels"),
    }
    assert asked <= {"auth.test", "conversations.info", "conversations.members", "users.info"}


async def test_what_is_wrong_in_slack_is_named_with_what_to_do(settled: House) -> None:
    workspace = settled.playground.workspace
    shared = workspace.channels[alderwick.SHARED]
    shared.is_archived = True
    workspace.people[alderwick.GRACE.user_id].deleted = True

    found = await found_in(settled, handrail_admins=frozenset({"U0NOBODY"}))

    assert faults(found, "channels") == [f"The channel {alderwick.SHARED} of ALD-2024-17 is archived."]
    people = faults(found, "people")
    assert any("Grace Obi (level 1" in words and "left Slack" in words for words in people), people
    assert any("U0NOBODY" in words for words in people), people
    assert all(each.remedy for each in found if each.standing is Standing.FAULT)


async def test_missing_permissions_a_wrong_token_and_a_wrong_clock_are_told_apart(
    furnished_sqlite: Furnished,
) -> None:
    receipts_only = frozenset({"metadata.message:read"})
    async with open_house(furnished_sqlite, optional_scopes=receipts_only) as house:
        house.playground.slack.app.manifest["oauth_config"]["scopes"]["bot"].remove("im:history")
        found = await found_in(house)
        words = {each.words: each.standing for each in found if each.about == "permissions"}
        assert sum(standing is Standing.FAULT for standing in words.values()) == 1
        assert any("im:history" in said for said in words)
        assert any("pins:write, which may be left out" in said for said in words)

        await house.clock.rest(95)
        behind = faults(await found_in(house, MachineClock()), "clock")
        assert [said.partition(" seconds ")[2] for said in behind] == ["behind Slack's."]
        wrong = await found_in(house, slack_bot_token=settings_of(house).chain_key)
        assert faults(wrong, "token") == ["Slack does not take SLACK_BOT_TOKEN (invalid_auth)."]


async def test_a_socket_that_cannot_be_opened_is_a_fault_and_one_that_can_is_none(settled: House) -> None:
    over_socket = settings_of(settled, handrail_transport=Transport.SOCKET)

    refused = await look_at_transport(over_socket)

    assert [each.standing for each in refused] == [Standing.FAULT]
    assert "connections:write" in refused[0].remedy


async def test_what_is_wrong_on_this_machine_is_named(settled: House, tmp_path: Path) -> None:
    def keyring(name: str) -> Any:
        made = Settings.model_validate(
            settings_of(settled).model_dump() | {"narrative_keys": f"{name}:{new_key()}"}
        )
        return made.narrative_keys

    lost = await found_in(settled, seals_file=tmp_path / "nowhere.jsonl")
    assert [words.partition(",")[0] for words in faults(lost, "seals")] == ["SEALS_FILE is not there"]
    async with Loopback(_other_program) as other:
        taken = await found_in(
            settled, handrail_host="127.0.0.1", handrail_port=int(other.url.rpartition(":")[2])
        )
        assert "something else does" in faults(taken, "address")[0]
    nowhere = f"http://127.0.0.1:{NOBODYS_PORT}"
    unreached = await found_in(settled, public_url=nowhere, heartbeat_url=f"{nowhere}/secret-of-ours")
    assert [words.partition(" can")[0] for words in faults(unreached, "address")] == [
        "PUBLIC_URL",
        "HEARTBEAT_URL",
    ]
    assert not [each for each in unreached if "secret-of-ours" in each.words + each.remedy]
    path = make_url(settled.handrail.services.settings.database_url).database
    alter(beside(f"sqlite:///{path}"), "UPDATE alembic_version SET version_num = '0001'")
    old = await found_in(settled, narrative_keys=keyring("other"))
    assert faults(old, "database") == [
        f"The database's tables are at version 0001 and this code needs {HEAD}."
    ]
    assert [each.remedy for each in old if each.about == "database"] == ["Please run: python -m bot migrate"]
    assert {each.about for each in old}.isdisjoint({"keys", "seals", "bank holidays", "channels", "people"})


async def _other_program(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"something else"})


async def test_ways_outside_slack_are_tried_without_sending_anything() -> None:
    async with MailServer() as server, Gateway() as gateway:
        by_mail = {"smtp_user": USER, "smtp_password": PASSWORD}
        assert [each.standing for each in await look_at_ways(mail(server.port, **by_mail))] == [
            Standing.GOOD,
            Standing.NOTE,
        ]
        wrong = await look_at_ways(mail(server.port, smtp_user=USER, smtp_password="no"))
        assert wrong[0].words == "The mail server refuses the user or the password."
        reached = await look_at_ways(ways(webhook_url=gateway.url, webhook_secret=SECRET))
        assert [each.standing for each in reached] == [Standing.NOTE, Standing.GOOD]
        assert (server.letters, gateway.taken) == ([], [])
    gone = await look_at_ways(ways(webhook_url=gateway.url, webhook_secret=SECRET))
    assert gone[1].words == "The gateway does not answer."


async def test_as_a_command_it_ends_with_one_shows_no_secret_and_can_be_read_by_a_program(
    tmp_path: Path,
) -> None:
    settings = enough(tmp_path / "none.db", "socket")
    code, out, err = await said_by("doctor", **settings)
    assert (code, err) == (1, "")
    assert "FAULT  database: The database has no tables yet." in out
    assert "Please run: python -m bot migrate" in out
    assert "FAULT  token: Slack cannot be reached" in out
    for secret in ("xoxb-secret", "xapp-secret", "signing-secret", settings["CHAIN_KEY"]):
        assert secret not in out

    code, out, _err = await said_by("doctor", "--json", **settings | {"SLACK_BOT_TOKEN": " "})
    assert code == 1
    assert [each["words"] for each in json.loads(out)] == ["SLACK_BOT_TOKEN is empty."]
