"""The bot as in service: `python -m bot run` in a process of its own, against a Slack given by its address."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

from playground.house import BOT_TOKEN, SIGNING_SECRET
from playground.keys import CHAIN_KEY, NARRATIVE_KEYS, SPEAK_UP_KEYS

ROOT = Path(__file__).parent.parent
STARTS_WITHIN = 60.0  # seconds


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """One serving process, ended with the `async with`."""

    def __init__(self, database_url: str, slack_api_url: str, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": database_url,
            "SEALS_FILE": str(folder / "seals.jsonl"),
            "SLACK_API_URL": slack_api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "NARRATIVE_KEYS": NARRATIVE_KEYS,
            "SPEAK_UP_KEYS": SPEAK_UP_KEYS,
            "CHAIN_KEY": CHAIN_KEY,
            "HANDRAIL_TRANSPORT": "http",
            "HANDRAIL_HOST": "127.0.0.1",
            "HANDRAIL_PORT": str(self.port),
            "HANDRAIL_LOG_LEVEL": "ERROR",
            **settings,
        }
        self._folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def request_url(self) -> str:
        """Where the bot takes Slack's requests."""
        return f"http://127.0.0.1:{self.port}/slack/events"

    def start(self) -> None:
        """Start the process, without waiting for anything."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    async def ready(self, session: aiohttp.ClientSession) -> None:
        """Wait until it says that it is."""
        until = asyncio.get_running_loop().time() + STARTS_WITHIN
        while asyncio.get_running_loop().time() < until:
            try:
                async with session.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)
        raise TimeoutError("the bot did not become ready")

    def memory_mb(self) -> float:
        """Return the memory that the process holds now, in megabytes (resident, of a million bytes each)."""
        assert self.process is not None
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
        return kilobytes * 1024 / 1e6

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.process is not None
        self.process.terminate()
        try:
            await asyncio.to_thread(self.process.wait, 20)
        except subprocess.TimeoutExpired:
            self.process.kill()
