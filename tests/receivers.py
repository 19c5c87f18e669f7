"""Whoever is at the other end outside Slack: a mail server and a gateway, which can be told to misbehave."""

import asyncio
import base64
import hashlib
import hmac
import json
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.outside import SIGNATURE, TIMESTAMP

SECRET = "only the gateway and Handrail know"
NOBODYS_PORT = 9  # nothing listens there, and no program is given it by chance as it may be one just left
USER, PASSWORD = "handrail", "sesame"


class MailServer:
    """As much of SMTP as one letter needs. `mode` says how it misbehaves.

    `drops_after_data`: takes the letter and hangs up without an answer; `slow`: answers nothing for a minute;
    `busy`: asks for another attempt; `refuses`: takes no such address; `needs_password`: wants somebody to log in.
    """

    def __init__(self) -> None:
        self.mode = ""
        self.letters: list[Message] = []
        self.recipients: list[str] = []
        self.port = 0
        self._kept_waiting: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()

    def hang_up(self) -> None:
        """Keep nobody waiting any longer."""
        for writer in self._kept_waiting:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mode == "slow":
            self._kept_waiting.append(writer)
            await reader.read()  # until the other side gives up, or this one hangs up
            return
        await _say(writer, "421 too busy" if self.mode == "busy" else "220 at your service")
        while line := (await reader.readline()).decode().strip():
            await _say(writer, self._answer(line))
            if line == "DATA":
                self.letters.append(message_from_bytes(await reader.readuntil(b"\r\n.\r\n")))
                if self.mode == "drops_after_data":
                    return
                await _say(writer, "250 taken")

    def _answer(self, line: str) -> str:
        match line.split(" ")[0].upper():
            case "EHLO":
                return "250-here\r\n250 AUTH PLAIN"
            case "AUTH":
                expected = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
                return "235 welcome" if line.endswith(expected) else "535 who are you?"
            case "RCPT" if self.mode == "refuses":
                return "550 nobody of that name"
            case "RCPT":
                self.recipients.append(line.partition("<")[2].partition(">")[0])
            case "DATA":
                return "354 go on"
        return "250 yes"


async def _say(writer: asyncio.StreamWriter, line: str) -> None:
    writer.write(f"{line}\r\n".encode())
    await writer.drain()


@dataclass
class Gateway:
    """Takes what is POSTed to it, if the signature is right. `answers` are the next status codes, then 200.

    `barred` are numbers that it sends nothing to, whatever status code of its own it says that with.
    """

    answers: list[int] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    barred: dict[str, int] = field(default_factory=dict)
    forged: int = 0
    is_slow: bool = False
    url: str = ""

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_post("/texts", self._take)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/texts"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        signed = hmac.new(
            SECRET.encode(), request.headers[TIMESTAMP].encode() + b"." + body, hashlib.sha256
        ).hexdigest()
        if not hmac.compare_digest(request.headers[SIGNATURE], f"v1={signed}"):
            self.forged += 1
            return web.Response(status=401)
        said = json.loads(body)
        if said["to"] in self.barred:
            return web.Response(status=self.barred[said["to"]])
        self.taken.append(said)
        self.keys.append(request.headers["Idempotency-Key"])
        if self.is_slow:
            await asyncio.Event().wait()
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    def texts(self) -> dict[str, str]:
        """What a gateway sends on that keeps each idempotency key once, by key."""
        return {key: said["text"] for key, said in zip(self.keys, self.taken, strict=True)}
