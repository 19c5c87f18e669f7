"""The bot's calls, made once more to somebody else's Slack, which grants no more than our manifest asks for."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from bot.manifest import OPTIONAL_SCOPES, SCOPES
from tests.engine.stage import UNHURRIED, owe, slack, wait_out
from tests.flows.played import Played
from tests.judges.emulator import Call, Json, NoEmulator, emulator, install

GRANTED = (*SCOPES, *OPTIONAL_SCOPES)
SCOPES_OF_CALLS = {"chat:write", "im:write", "im:history", "channels:read", "users:read", "pins:write"}
"""The others are for what Slack sends us, for private channels, or for what the emulator does not serve."""


@pytest.fixture(scope="module")
def emulator_is_here() -> None:
    """Skip, and say why, where Node's installer is missing or has no network; where CI judges, that is a failure."""
    try:
        install()
    except NoEmulator as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"the emulator of Slack's Web API was not tried: {missing}")


@pytest.mark.usefixtures("emulator_is_here")
async def test_every_call_of_every_story_is_taken_with_the_scopes_of_our_manifest(
    played: Played, tmp_path: Path
) -> None:
    calls = [Call(*call) for call in played.calls]
    without_receipts = frozenset(OPTIONAL_SCOPES) - {"metadata.message:read"}
    house = played.go_on(tmp_path, pace=UNHURRIED, optional_scopes=without_receipts)

    def take(method: str, arguments: Json, said: Json) -> None:
        calls.append(Call(method, json.loads(json.dumps(arguments)), json.loads(json.dumps(said))))

    house.playground.slack.inspector.overhear_answer = take
    async with house:
        await house.settle()
        slack(house, "drop_after_accept", "chat.postMessage", count=1)
        await owe(house, "unsure")  # proof of it is looked for in the direct messages
        await wait_out(house)

    async with emulator(house.playground.workspace, GRANTED) as emulated:
        refused = Counter([(call.method, await emulated.repeat(call)) for call in calls])
        assert {method for method, code in refused if code} == set()
        assert len(calls) > 500

        needed = set()
        last = {(call.method, call.arguments.get("channel")): call for call in calls}.values()
        for scope in GRANTED:
            codes = {await emulated.repeat(call, without=scope) for call in last}
            needed |= {scope} if "missing_scope" in codes else set()
        assert needed == SCOPES_OF_CALLS
