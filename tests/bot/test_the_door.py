"""At the bot's own door: only Slack is let in, and everything Slack brings is acknowledged, known or not."""

from typing import Any

import aiohttp
import pytest

from playground import alderwick
from playground.house import House
from tests.bot.signed import FORM, PATH, command, event, interaction, signature

TYPED = "Bed 4 has bruises"
PERSON = {"id": alderwick.TOM.user_id, "team_id": alderwick.COUNCIL, "username": "tom"}
TEAM = {"id": alderwick.COUNCIL, "domain": "westermere"}
COMMAND = {
    "command": "/concern",
    "text": TYPED,
    "team_id": alderwick.COUNCIL,
    "user_id": alderwick.TOM.user_id,
    "channel_id": alderwick.INTERNAL,
    "trigger_id": "1.2.3",
    "response_url": "https://hooks.example/answers/1",
}


async def test_a_signed_command_is_answered(web: aiohttp.ClientSession) -> None:
    status, body = await command(web, COMMAND)

    assert status == 200
    assert "opens a form" in body


@pytest.mark.parametrize(
    "how",
    [{"secret": "not the secret"}, {"seconds_ago": 600}, {"seconds_ago": -600}],
    ids=["signed with another secret", "ten minutes old", "from the future"],
)
async def test_what_slack_did_not_sign_just_now_is_turned_away(
    web: aiohttp.ClientSession, how: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    status, body = await command(web, COMMAND, **how)

    assert status == 401
    assert TYPED not in body
    written = capfd.readouterr()
    assert TYPED not in written.out + written.err


async def test_without_any_signature_nobody_comes_in(web: aiohttp.ClientSession) -> None:
    async with web.post(PATH, data=COMMAND) as answer:
        assert answer.status == 401
    async with web.get(PATH) as answer:
        assert answer.status == 405


async def test_a_changed_body_does_not_pass_under_an_old_signature(web: aiohttp.ClientSession) -> None:
    headers = {"Content-Type": FORM, **signature("command=%2Fconcern")}
    async with web.post(PATH, data="command=%2Fcontract", headers=headers) as answer:
        assert answer.status == 401


def pressed(action_id: str) -> dict[str, Any]:
    """A press of a button that this version of the bot may not know."""
    return {
        "type": "block_actions",
        "user": PERSON,
        "team": TEAM,
        "trigger_id": "1.2.3",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": alderwick.INTERNAL},
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": "x"}],
    }


UNKNOWN: dict[str, dict[str, Any]] = {
    "a button": pressed("from_an_older_version"),
    "a form": {
        "type": "view_submission",
        "user": PERSON,
        "team": TEAM,
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "from_an_older_version",
            "state": {"values": {}},
        },
    },
    "a form closed": {
        "type": "view_closed",
        "user": PERSON,
        "team": TEAM,
        "view": {"id": "V1", "type": "modal", "callback_id": "concern_form"},
        "is_cleared": False,
    },
    "a shortcut": {
        "type": "shortcut",
        "user": PERSON,
        "team": TEAM,
        "callback_id": "from_an_older_version",
        "trigger_id": "1.2.3",
    },
    "a menu asking for its choices": {"type": "block_suggestion", "user": PERSON, "team": TEAM, "value": "a"},
    "a kind of thing that does not exist yet": {"type": "invented_tomorrow", "user": PERSON, "team": TEAM},
}


async def test_what_nobody_handles_is_acknowledged_all_the_same(web: aiohttp.ClientSession) -> None:
    answers = {name: await interaction(web, payload) for name, payload in UNKNOWN.items()}

    assert answers == dict.fromkeys(UNKNOWN, (200, ""))


async def test_events_nobody_listens_to_are_acknowledged(web: aiohttp.ClientSession) -> None:
    kinds = ("reaction_added", "team_join", "invented_tomorrow", "message")
    bodies = {kind: event_of(kind) for kind in kinds}

    assert {kind: (await event(web, body))[0] for kind, body in bodies.items()} == dict.fromkeys(kinds, 200)


def event_of(kind: str) -> dict[str, Any]:
    """An event of that kind, by Tom."""
    told = {"type": kind, "user": alderwick.TOM.user_id, "channel": "C1", "subtype": "channel_topic"}
    return {"type": "event_callback", "team_id": alderwick.COUNCIL, "event_id": "Ev1", "event": told}


async def test_slacks_question_whether_the_address_is_ours_is_answered(web: aiohttp.ClientSession) -> None:
    status, body = await event(web, {"type": "url_verification", "challenge": "c-1"})

    assert status == 200
    assert "c-1" in body


async def test_a_command_nobody_knows_is_acknowledged(web: aiohttp.ClientSession) -> None:
    assert await command(web, {**COMMAND, "command": "/invented"}) == (200, "")


async def test_a_button_with_a_value_of_nobodys_making_is_refused_in_words_and_harms_nothing(
    house: House, web: aiohttp.ClientSession
) -> None:
    tom = house.visitor(alderwick.TOM)
    address = house.playground.slack.answer_addresses.give(tom.user_id, alderwick.INTERNAL)
    press = {
        **pressed("concern_open"),
        "response_url": f"{house.playground.slack.url}/answers/{address}",
    }

    assert (await interaction(web, press))[0] == 200

    assert (await tom.ephemerals(alderwick.INTERNAL))[-1].startswith("This record is not yours to open.")
