"""Pictures below a message: drawn beside the loop, uploaded once, and left out where Slack does not take them."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog

from bot.blocks import plain, shortened
from bot.messages import Message, Picture
from bot.services import Services
from bot.slack import SlackFault
from bot.slack_files import upload

log = structlog.get_logger()

NOT_SHOWN = frozenset({"invalid_blocks", "invalid_blocks_format"})
"""Slack's words for a message with a picture that it does not know, or not yet."""

LONGEST = 2000  # letters of a title, and of a description
NAME = "chart.png"
"""A file's name is seen by whoever may see the file's message; what it is about stands in its title."""


class Pictures:
    """Turns the pictures of a message that may go into blocks. The words of the message never wait for them long."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._uploading = asyncio.Lock()
        self._files: dict[str, str] = {}

    async def blocks(self, message: Message) -> list[dict[str, Any]]:
        """Return a block for each picture that Slack has, or takes now.

        Asked only once the gate has said that the message may go where it is owed: what is uploaded nobody sees until
        a message of ours shows it, and that message is what the gate judged. Without permission, or when Slack
        answers badly, there is no picture; an administrator is told which permission is missing.
        """
        found = []
        for each in message.pictures:
            file = each.file or await self._once(each)
            if file:
                found.append(_block(file, each))
        return found

    async def _once(self, wanted: Picture) -> str:
        """One upload for all who are told at the same moment: each message shows the same file."""
        async with self._uploading:
            file = self._files.get(wanted.name) or await self._uploaded(wanted)
            if file:
                self._files[wanted.name] = file
            return file

    async def _uploaded(self, wanted: Picture) -> str:
        try:
            content = await asyncio.to_thread(wanted.draw)
            file = await upload(self._services.slack, NAME, wanted.title, content)
        except SlackFault as fault:
            log.info("no picture", error=fault.code)
            if fault.needed:
                self._services.report(fault.needed, fault.method)
            return ""
        except Exception as error:  # noqa: BLE001  what cannot be drawn is said in words all the same
            log.error("picture not drawn", error=type(error).__name__)  # noqa: TRY400  its trace may quote
            return ""
        await self._services.database.write(lambda work: wanted.keep(work, file))
        return file


def _block(file: str, shown: Picture) -> dict[str, Any]:
    return {
        "type": "image",
        "slack_file": {"id": file},
        "title": plain(shown.title, LONGEST),
        "alt_text": shortened(shown.alt, LONGEST),
    }


def without_pictures(fault: SlackFault, blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the blocks of a message without its pictures, where Slack refused it for one; else raise the fault.

    Slack looks at a file for a moment before it shows it, and refuses a message that comes too soon: the words go
    without, and at once.
    """
    words = [each for each in blocks if "slack_file" not in each]
    if fault.code not in NOT_SHOWN or len(words) == len(blocks):
        raise fault
    log.info("picture refused", error=fault.code)
    return words
