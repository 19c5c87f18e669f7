"""The demo as a stranger starts it: one address, a clear sentence when it cannot, kept over a restart."""

import asyncio
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from playground.__main__ import port_wanted
from playground.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
TOM, CONCERN = "U0TOM", "Gaps in the medicine charts of the upper floor"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def start(folder: Path, port: int | str) -> Process:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PORT": str(port)}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground", cwd=folder, env=environment, stdout=PIPE, stderr=PIPE
    )


async def address(demo: Process) -> str:
    """Read what the terminal says until the address is there."""
    assert demo.stdout is not None
    async with asyncio.timeout(30):
        async for line in demo.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line.decode()):
                return found[0]
    raise AssertionError("the demo ended without an address")


async def leave(demo: Process) -> tuple[int, str, str]:
    """Press Ctrl-C, and wait no longer than five seconds."""
    demo.send_signal(signal.SIGINT)
    async with asyncio.timeout(5):
        out, err = await demo.communicate()
    assert demo.returncode is not None
    return demo.returncode, out.decode(), err.decode()


async def test_the_demo_opens_at_the_port_asked_for_and_keeps_what_was_recorded(tmp_path: Path) -> None:
    port = free_port()
    demo = await start(tmp_path, port)
    url = await address(demo)
    assert url == f"http://127.0.0.1:{port}"
    tom = Visitor(f"{url}/control", TOM)
    assert (await tom.command("/concern", "alderwick-internal")).ok
    await tom.fill({"What kind of concern is it?": "Quality or contract", "What happened?": CONCERN})
    assert (await tom.submit()).ok
    code, out, err = await leave(demo)
    assert (code, err) == (0, "")
    assert "kept" in out

    again = await start(tmp_path, port)
    tom = Visitor(f"{await address(again)}/control", TOM)
    await tom.command("/concern", "alderwick-internal", "mine")
    assert "logged on Tuesday 8 September 2026" in await tom.sees()
    assert (await leave(again))[0] == 0


async def test_a_port_that_is_taken_gets_a_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = await start(tmp_path, port)
        async with asyncio.timeout(30):
            _out, err = await demo.communicate()
    assert demo.returncode == 1
    assert err.decode() == f"Port {port} is taken by another program. Try: make demo PORT={port + 1}\n"


async def test_a_port_that_is_none_gets_a_clear_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = await start(tmp_path, "eighty")
    async with asyncio.timeout(30):
        _out, err = await demo.communicate()
    assert demo.returncode == 2
    assert "PORT is a number" in err.decode()
    assert "Traceback" not in err.decode()

    for port in ("-1", "70000"):
        monkeypatch.setenv("PORT", port)
        with pytest.raises(SystemExit) as left:
            port_wanted()
        assert left.value.code == 2
        assert f"PORT is a number from 1 to 65535, and “{port}” is not" in capsys.readouterr().err


async def test_a_second_demo_from_the_same_folder_gets_a_clear_sentence(tmp_path: Path) -> None:
    demo = await start(tmp_path, free_port())
    await address(demo)
    second = await start(tmp_path, free_port())
    async with asyncio.timeout(30):
        _out, err = await second.communicate()
    assert (second.returncode, err.decode().splitlines()) == (
        1,
        ["The demo is open already from this folder. Close that one first, with Ctrl-C."],
    )
    assert (await leave(demo))[0] == 0
