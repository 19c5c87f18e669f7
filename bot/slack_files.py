"""Giving Slack a file (`files:write`): an address is asked for, the bytes go there, and Slack is told that is all.

Nobody sees the file until a message of ours names it, and so nobody but those to whom that message may go.
"""

import asyncio
import json

import aiohttp

from bot.slack import Slack, SlackFault
from domain.notices import Outcome

PATIENCE = 10  # seconds for the bytes


async def upload(slack: Slack, name: str, title: str, content: bytes) -> str:
    """Return what Slack calls the file. Raises SlackFault. The address that the bytes go to is a secret.

    What a picture says in words stands in the block that shows it, since nobody sees the file by itself.
    """
    asked = {"filename": name, "length": str(len(content))}
    answer = await slack.call("files.getUploadURLExternal", arguments=asked)
    await _put(slack, str(answer["upload_url"]), content)
    file_id = str(answer["file_id"])
    files = json.dumps([{"id": file_id, "title": title}])
    await slack.call("files.completeUploadExternal", arguments={"files": files})
    return file_id


async def _put(slack: Slack, address: str, content: bytes) -> None:
    session = slack.client.session
    assert session is not None
    try:
        async with asyncio.timeout(PATIENCE), session.post(address, data=content) as answer:
            if answer.status >= 400:
                raise SlackFault(Outcome.REFUSED, f"http_{answer.status}", "upload")
    except (TimeoutError, aiohttp.ClientError, ConnectionError):
        raise SlackFault(Outcome.NOT_REACHED, "no_answer", "upload") from None
