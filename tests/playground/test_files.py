"""Files: given in two steps, seen by nobody until a message shows them, and refused as Slack refuses them."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Http, Playground
from playground.workspace import Workspace
from tests.playground import alderwick
from tests.playground.alderwick import INTERNAL
from tests.playground.hand_clock import HandClock
from tests.playground.refusals import refused_with

WORDS = "How it stands"


def showing(file_id: str) -> list[dict[str, object]]:
    """A message's block with a picture."""
    return [{"type": "image", "slack_file": {"id": file_id}, "alt_text": WORDS}]


async def test_a_picture_is_shown_once_it_has_arrived_whole_and_not_before(
    workspace: Workspace, clock: HandClock
) -> None:
    app = alderwick.app(optional_scopes=frozenset({"files:write"}))
    app.manifest["oauth_config"]["scopes"]["bot"].append("files:write")
    async with Playground(workspace, app=app, clock=clock, transport=Http()) as running:
        client = AsyncWebClient(token=app.bot_token, base_url=running.api_url, retry_handlers=[])
        asked = await client.files_getUploadURLExternal(filename="chart.png", length=4)
        file_id, done = asked["file_id"], [{"id": asked["file_id"], "title": WORDS}]
        too_soon = client.chat_postMessage(channel=INTERNAL, text=WORDS, blocks=showing(file_id))
        assert await refused_with(too_soon) == "invalid_blocks"
        assert (
            await refused_with(client.files_completeUploadExternal(files=done)) == "file_upload_size_mismatch"
        )
        async with aiohttp.ClientSession() as session:
            async with session.post(asked["upload_url"], data=b"\x89PNG") as sent:
                assert sent.status == 200
            async with session.post(asked["upload_url"], data=b"more") as again:
                assert again.status == 404
            await client.files_completeUploadExternal(files=done)
            async with session.get(f"{running.url}/files/{file_id}") as seen:
                assert (await seen.read(), seen.content_type) == (b"\x89PNG", "image/png")

        assert (await client.chat_postMessage(channel=INTERNAL, text=WORDS, blocks=showing(file_id)))["ok"]
        as_json = client.api_call("files.getUploadURLExternal", json={"filename": "chart.png", "length": 4})
        assert await refused_with(as_json) == "invalid_arguments"


async def test_without_the_permission_no_file_is_taken(workspace: Workspace, clock: HandClock) -> None:
    app = alderwick.app(optional_scopes=frozenset())
    async with Playground(workspace, app=app, clock=clock, transport=Http()) as running:
        client = AsyncWebClient(token=app.bot_token, base_url=running.api_url, retry_handlers=[])
        asked = client.files_getUploadURLExternal(filename="chart.png", length=4)
        assert await refused_with(asked) == "missing_scope"
