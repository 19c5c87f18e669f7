"""The manifest asks for what the code registers and calls: nothing is missing, and nothing is asked without use."""

import ast
import re
from pathlib import Path

import pytest

from bot.flows import STORIES
from bot.listeners import Arrival
from bot.manifest import COMMANDS, GLOBAL_SHORTCUTS, MESSAGE_SHORTCUTS, OPTIONAL_SCOPES, SCOPES, manifest
from bot.settings import Transport
from bot.templates import words
from playground.house import House
from tests.judges import check_manifest

CALLED = re.compile(r"(chat|conversations|views|users|pins|files|auth|apps|team|dnd|bots)(\.[A-Za-z]+)+")

# What Slack's own pages name for each method; a list of kinds is one scope for each kind of conversation.
SCOPES_OF_METHOD: dict[str, set[str]] = {
    "auth.test": set(),
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.open": {"im:write"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.members": {"channels:read", "groups:read"},
    "conversations.history": {"im:history"},
    "users.info": {"users:read"},
    "dnd.teamInfo": {"dnd:read"},
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "pins.add": {"pins:write"},
    "views.open": set(),
    "views.push": set(),
    "views.update": set(),
    "views.publish": set(),
}
SCOPES_OF_EVENT: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "channel_archive": {"channels:read"},
    "channel_id_changed": {"channels:read", "groups:read"},
    "channel_left": {"channels:read"},
    "channel_shared": {"channels:read", "groups:read"},
    "channel_unarchive": {"channels:read"},
    "channel_unshared": {"channels:read", "groups:read"},
    "group_archive": {"groups:read"},
    "group_left": {"groups:read"},
    "group_unarchive": {"groups:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.im": {"im:history"},
    "message_metadata_posted": {"metadata.message:read"},
}


def methods_called() -> set[str]:
    """Every Web API method named in the files that call Slack."""
    trees = [ast.parse(Path(name).read_text()) for name in ("bot/slack.py", "bot/slack_files.py")]
    words = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {word for word in words if isinstance(word, str) and CALLED.fullmatch(word)}


def subscribed() -> set[str]:
    """The events that the manifest subscribes to."""
    settings = manifest(Transport.SOCKET, app_id="A1")["settings"]
    return set(settings["event_subscriptions"]["bot_events"])


@pytest.mark.parametrize("transport", list(Transport))
def test_slack_would_take_it(transport: Transport) -> None:
    assert check_manifest(manifest(transport, "https://handrail.example/", "A1")) == []


def test_every_scope_is_needed_and_every_need_has_its_scope() -> None:
    needed = {"commands"}
    for method in methods_called():
        needed |= SCOPES_OF_METHOD[method]
    for event in subscribed():
        needed |= SCOPES_OF_EVENT[event]

    assert needed == SCOPES.keys() | OPTIONAL_SCOPES.keys()
    assert len(methods_called()) > 8


def test_every_scope_says_what_it_is_for() -> None:
    assert all(len(reason) > 10 for reason in (SCOPES | OPTIONAL_SCOPES).values())


async def test_commands_shortcuts_and_events_are_those_that_the_stories_listen_to(house: House) -> None:
    listeners = house.handrail.listeners

    assert listeners.names(Arrival.COMMAND) == COMMANDS.keys()
    assert listeners.names(Arrival.SHORTCUT) == GLOBAL_SHORTCUTS.keys() | MESSAGE_SHORTCUTS.keys()
    asked = {name.removesuffix("_question") for name in vars(words("asked_first")) if "_question" in name}
    assert asked <= listeners.names(Arrival.PRESS), "what asks first is something that can be pressed"
    assert listeners.names(Arrival.EVENT) == {name.split(".")[0] for name in subscribed()}
    assert len(STORIES) > 3


def test_over_http_every_door_has_the_public_address_and_over_sockets_none() -> None:
    by_http = str(manifest(Transport.HTTP, "https://handrail.example/", "A1"))
    by_socket = manifest(Transport.SOCKET)

    assert by_http.count("https://handrail.example/slack/events") == len(COMMANDS) + 2
    assert by_socket["settings"]["socket_mode_enabled"] is True
    assert "https://" not in str(by_socket)


def test_receipts_are_asked_for_only_once_the_app_has_an_id() -> None:
    without = manifest(Transport.SOCKET)["settings"]["event_subscriptions"]

    assert "message_metadata_posted" in subscribed()
    assert "message_metadata_posted" not in without["bot_events"]
    assert "metadata_subscriptions" not in without
