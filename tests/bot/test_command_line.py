"""The operator's commands, as they are typed: run, migrate, manifest. Keys and records: test_record_commands.py."""

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import aiohttp
from typer.testing import CliRunner

from bot.__main__ import app
from playground.keys import CHAIN_KEY, NARRATIVE_KEYS, SPEAK_UP_KEYS
from tests.bot.signed import command, event, interaction
from tests.judges import check_manifest

NOBODY = "http://127.0.0.1:9/api/"  # Slack is down: nothing listens there
TYPED = "Bed 4 has bruises"
GONE_WITHIN = 10  # seconds
LISTENS = re.compile(r"running on http://[\d.]+:(\d+)")


@asynccontextmanager
async def bot(*words: str, **settings: str) -> AsyncIterator[Process]:
    """`python -m bot …` with these settings and no others."""
    environment = {
        "PATH": os.environ["PATH"],
        "HANDRAIL_HOST": "127.0.0.1",
        "HANDRAIL_PORT": "0",
        "DRAIN_SECONDS": "0",
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, stdout=PIPE, stderr=PIPE, env=environment
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def said_by(*words: str, **settings: str) -> tuple[int | None, str, str]:
    """How a command ended, what it said, and what it complained of."""
    async with bot(*words, **settings) as process:
        out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()


def enough(path: Path, transport: str = "http") -> dict[str, str]:
    """Settings to run with, Slack being down."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-secret",
        "SLACK_APP_TOKEN": "xapp-secret",
        "SLACK_SIGNING_SECRET": "signing-secret",
        "SLACK_API_URL": NOBODY,
        "HANDRAIL_TRANSPORT": transport,
        "NARRATIVE_KEYS": NARRATIVE_KEYS,
        "SPEAK_UP_KEYS": SPEAK_UP_KEYS,
        "CHAIN_KEY": CHAIN_KEY,
        "SEALS_FILE": os.devnull,
        "DATABASE_URL": f"sqlite:///{path}",
    }


async def test_without_settings_it_says_all_that_is_missing_and_does_not_start() -> None:
    code, out, err = await said_by("run")

    assert (code, out) == (2, "")
    assert "SLACK_BOT_TOKEN is not set." in err
    assert "SLACK_APP_TOKEN is not set, and is needed when HANDRAIL_TRANSPORT is socket." in err
    assert "Traceback" not in err


async def test_without_tables_it_says_which_command_makes_them(tmp_path: Path) -> None:
    code, _out, err = await said_by("run", **enough(tmp_path / "new.db"))

    assert code == 2
    assert "Please run: python -m bot migrate" in err
    assert "Traceback" not in err


async def test_without_a_database_server_it_says_so_and_shows_no_password() -> None:
    settings = enough(Path("unused")) | {"DATABASE_URL": "postgresql+psycopg://me:hunter2@127.0.0.1:9/x"}
    code, _out, err = await said_by("run", **settings)

    assert code == 2
    assert "The database does not answer. Please look at DATABASE_URL." in err
    assert "hunter2" not in err
    assert "Traceback" not in err


async def test_migrating_makes_the_tables_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        code, out, _err = await said_by("migrate", **enough(tmp_path / "new.db"))
        assert (code, out) == (0, "The database is up to date.\n")


async def test_with_slack_down_it_starts_answers_keeps_strangers_out_and_stops_when_told(
    sqlite_url: str,
) -> None:
    settings = enough(Path("unused")) | {"DATABASE_URL": sqlite_url}
    async with bot("run", **settings) as process:
        port, before = await listening(process)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as web:
            async with web.get("/readyz") as answer:
                assert (answer.status, await answer.text()) == (503, "Slack has not said yet who we are\n")
            fields = {"command": "/concern", "text": TYPED, "team_id": "T1", "user_id": "U1"}
            assert (await command(web, fields, secret="signing-secret"))[0] == 200
            assert (await command(web, fields, secret="not the secret"))[0] == 401
        told_at = monotonic()
        process.send_signal(signal.SIGTERM)
        _out, rest = await asyncio.wait_for(process.communicate(), 30)

    written = before + rest.decode()
    assert process.returncode == 0, written
    assert monotonic() - told_at < GONE_WITHIN
    assert '"event": "stopped"' in written
    for kept in (TYPED, "xoxb-secret", "xapp-secret", "signing-secret", "Traceback"):
        assert kept not in written


async def test_at_debug_nothing_that_was_typed_is_written_whatever_fails(sqlite_url: str) -> None:
    settings = enough(Path("unused")) | {"DATABASE_URL": sqlite_url, "HANDRAIL_LOG_LEVEL": "DEBUG"}
    typed = {name: {name: {"type": "plain_text_input", "value": TYPED}} for name in ("what_happened", "kind")}
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "concern_form",
        "private_metadata": TYPED,
        "state": {"values": typed},
    }
    who = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1", "name": TYPED}}
    said = {
        "type": "message",
        "channel_type": "im",
        "channel": "D1",
        "user": "U1",
        "text": TYPED,
        "ts": "1.2",
    }
    async with bot("run", **settings) as process:
        port, before = await listening(process)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as web:
            for state in (view, view | {"state": TYPED}, view | {"callback_id": "channel_form"}):
                await interaction(web, {**who, "view": state}, secret="signing-secret")
            await interaction(web, {"type": "block_actions", "actions": TYPED}, secret="signing-secret")
            await event(web, {"type": "event_callback", "event": said}, secret="signing-secret")
            await event(web, {"type": "event_callback", "event": TYPED}, secret="signing-secret")
            await command(
                web, {"command": "/action", "text": TYPED, "team_id": "T1"}, secret="signing-secret"
            )
            await command(web, {"command": f"/{TYPED}", "text": TYPED}, secret="not the secret")
            async with web.get("/metrics") as answer:
                assert TYPED not in await answer.text()
        process.send_signal(signal.SIGTERM)
        _out, rest = await asyncio.wait_for(process.communicate(), 30)

    written = before + rest.decode()
    assert '"event": "flow failed"' in written, written
    assert "library message left out (" in written
    assert [kept for kept in (TYPED, "bruises", "Traceback", "signing-secret") if kept in written] == []


async def test_in_socket_mode_it_waits_for_slack_and_has_no_door_for_requests(sqlite_url: str) -> None:
    settings = enough(Path("unused"), "socket") | {"DATABASE_URL": sqlite_url}
    async with bot("run", **settings) as process:
        port, _before = await listening(process)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as web:
            assert (await command(web, {"command": "/concern"}, secret="signing-secret"))[0] == 404
            async with web.get("/healthz") as answer:
                assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        _out, rest = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 0, rest.decode()


async def listening(process: Process) -> tuple[int, str]:
    """The port it listens at, and what it wrote until then."""
    assert process.stderr is not None
    written = ""
    while line := (await asyncio.wait_for(process.stderr.readline(), 60)).decode():
        written += line
        if found := LISTENS.search(line):
            return int(found[1]), written
    raise AssertionError(written)


async def test_the_manifest_is_printed_as_slack_takes_it() -> None:
    code, out, err = await said_by("manifest", "--transport", "socket")
    assert (code, err) == (0, "")
    assert check_manifest(json.loads(out)) == []

    where = ("--url", "https://handrail.example", "--app-id", "A1")
    said = CliRunner().invoke(app, ("manifest", "--transport", "http", *where))
    assert (said.exit_code, said.stderr) == (0, "")
    assert check_manifest(json.loads(said.stdout)) == []


def test_a_manifest_over_http_needs_an_address() -> None:
    said = CliRunner().invoke(app, ("manifest", "--transport", "http"))

    assert (said.exit_code, said.stdout) == (2, "")
    assert "add --url" in said.stderr
