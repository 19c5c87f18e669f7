"""The image and what composes it: read as they stand, and their steps carried out here, where there is no engine."""

import asyncio
import json
import os
import re
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from bot.settings import Settings
from tests.architecture.repository import ROOT
from tests.bot.test_command_line import enough, listening

OURS = ("COPY", "RUN", "ENV", "USER", "CMD", "HEALTHCHECK", "FROM", "WORKDIR", "VOLUME", "EXPOSE")


def instructions() -> list[tuple[str, str]]:
    """Each step of the Dockerfile, in order, with lines that were broken put together."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [
        (line.split(" ", 1)[0], line.split(" ", 1)[1].strip()) for line in text.splitlines() if line.strip()
    ]


def of_the_image(name: str) -> list[str]:
    """The arguments of every step of one kind in the stage that is kept: the last."""
    steps = instructions()
    start = max(number for number, (kind, _words) in enumerate(steps) if kind == "FROM")
    return [words for kind, words in steps[start:] if kind == name]


def environment() -> dict[str, str]:
    """What the image sets."""
    return dict(re.findall(r"(\w+)=(\S+)", of_the_image("ENV")[0]))


def composed() -> dict[str, Any]:
    """What compose.yaml says."""
    said: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return said


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder that holds what the image holds, and nothing else."""
    folder = tmp_path / "srv"
    for words in of_the_image("COPY"):
        if not words.startswith("--from"):
            source, target = words.split()
            shutil.copytree(ROOT / source, folder / target, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_the_image_is_built_in_two_stages_runs_without_rights_and_holds_no_secret() -> None:
    steps = instructions()

    assert {kind for kind, _words in steps} <= set(OURS)
    assert [kind for kind, _words in steps].count("FROM") == 2
    assert of_the_image("USER") == ["10001"], "not root, and by number"
    after_user = [kind for kind, _words in steps[[kind for kind, _words in steps].index("USER") :]]
    assert "RUN" not in after_user
    assert "COPY" not in after_user
    secrets = {"SLACK_BOT_TOKEN", "NARRATIVE_KEYS", "SPEAK_UP_KEYS", "CHAIN_KEY", "SLACK_SIGNING_SECRET"}
    assert not secrets & environment().keys()
    known = {name.upper() for name in Settings.model_fields} | {"PATH", "PYTHONUNBUFFERED"}
    assert environment().keys() <= known
    data, seals = (
        Path(environment()[name].removeprefix("sqlite:///")) for name in ("DATABASE_URL", "SEALS_FILE")
    )
    assert {str(data.parent), str(seals.parent)} == set(of_the_image("VOLUME")[0].split())


def test_what_the_image_is_made_of_is_let_in_and_nothing_else() -> None:
    let_in = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    copied = {words.split()[0] for kind, words in instructions() if kind == "COPY" and "--from" not in words}

    assert let_in == copied


async def test_its_steps_carried_out_here_make_a_bot_that_migrates_serves_and_is_healthy(
    image: Path, tmp_path: Path
) -> None:
    compiled = next(words for words in of_the_image("RUN") if "compileall" in words)
    settings = enough(tmp_path / "handrail.db") | {"SEALS_FILE": str(tmp_path / "seals.jsonl")}
    alone = {"PATH": os.environ["PATH"], "HANDRAIL_HOST": "127.0.0.1", "HANDRAIL_PORT": "0", **settings}

    async def start(*words: str, **more: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, *words, cwd=image, env=alone | more, stdout=-1, stderr=-1
        )

    for words in (compiled.split()[1:], composed()["services"]["migrate"]["command"][1:]):
        step = await start(*words)
        _out, err = await step.communicate()
        assert step.returncode == 0, err.decode()
    command = json.loads(of_the_image("CMD")[0])
    assert command[0] == "python"
    serving = await start(*command[1:])
    try:
        port, _before = await listening(serving)
        check = json.loads(of_the_image("HEALTHCHECK")[0].partition("CMD ")[2])
        healthy = await start(*check[1:], HANDRAIL_PORT=str(port), http_proxy="http://127.0.0.1:9")
        assert await healthy.wait() == 0
        async with aiohttp.ClientSession() as web, web.get(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 503, "its Slack is an address at which nobody answers"
        serving.send_signal(signal.SIGTERM)
        await asyncio.wait_for(serving.communicate(), 10)
        assert serving.returncode == 0
    finally:
        if serving.returncode is None:
            serving.kill()
    sick = await start(*check[1:], HANDRAIL_PORT=str(port))
    assert await sick.wait() != 0


def test_compose_migrates_first_keeps_seals_apart_and_opens_nothing_to_the_world() -> None:
    said = composed()
    bot, migrate, database = (said["services"][name] for name in ("bot", "migrate", "database"))

    assert bot["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert migrate["depends_on"]["database"]["condition"] == "service_healthy"
    assert "restart" not in migrate, "once, and not again"
    assert all(
        port.startswith("127.0.0.1:")
        for service in said["services"].values()
        for port in service.get("ports", [])
    )
    for service in (bot, migrate):
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["env_file"] == ".env"
        assert service["volumes"] == ["seals:/seals"]
        assert service["environment"]["SEALS_FILE"].startswith("/seals/")
        assert set(service["environment"]) <= {name.upper() for name in Settings.model_fields}
    assert database["volumes"] == ["records:/var/lib/postgresql"]
    assert set(said["volumes"]) == {"records", "seals"}


def test_compose_holds_no_secret_and_refuses_to_start_without_one() -> None:
    said = composed()
    database = said["services"]["database"]["environment"]

    assert re.fullmatch(r"\$\{DATABASE_PASSWORD:\?.+\}", database["POSTGRES_PASSWORD"])
    assert "${DATABASE_PASSWORD:?" in said["services"]["bot"]["environment"]["DATABASE_URL"]
    url = said["services"]["bot"]["environment"]["DATABASE_URL"]
    assert f"://{database['POSTGRES_USER']}:" in url
    assert url.endswith(f"@database/{database['POSTGRES_DB']}")
