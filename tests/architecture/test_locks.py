"""What is installed is exactly what was chosen: pinned, with hashes, for every Python and machine we promise."""

import re
import tomllib
from functools import cache
from importlib.metadata import requires

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.repository import ROOT

RUN, DEV, TOOLS = "requirements.lock", "requirements-dev.lock", "requirements-tools.lock"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACHINES = ("x86_64", "aarch64")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PIN = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})*)$")


@cache
def entries(lock: str) -> tuple[str, ...]:
    """The lock's requirements, each on one line and without its comments."""
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    lines = (re.sub(r"\s+", " ", line.partition("#")[0]).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def pins(lock: str) -> dict[str, str]:
    found = (PIN.match(entry) for entry in entries(lock))
    return {canonicalize_name(pin["name"]): pin["version"] for pin in found if pin}


@pytest.mark.parametrize("lock", [RUN, DEV, TOOLS])
def test_every_line_of_a_lock_is_one_version_with_its_hashes(lock: str) -> None:
    loose = [entry for entry in entries(lock) if not ((pin := PIN.match(entry)) and pin["hashes"])]

    assert loose == []
    assert len(entries(lock)) > 10


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        (RUN, PROJECT["dependencies"]),
        (DEV, PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_a_lock_answers_everything_that_the_project_asks_for(lock: str, asked: list[str]) -> None:
    locked = pins(lock)
    unanswered = [
        wish.name
        for wish in map(Requirement, asked)
        if not wish.specifier.contains(locked.get(canonicalize_name(wish.name), "0"), prereleases=True)
    ]

    assert unanswered == [], "run: make lock"


def test_the_tests_run_with_the_very_versions_that_the_bot_runs_with() -> None:
    assert pins(RUN).items() <= pins(DEV).items()


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("machine", MACHINES)
def test_the_lock_lacks_nothing_on_any_python_and_machine_that_we_promise(python: str, machine: str) -> None:
    environment = {
        **default_environment(),
        "python_version": python,
        "python_full_version": f"{python}.0",
        "platform_machine": machine,
    }
    roots = [Requirement(line) for line in PROJECT["dependencies"]]

    assert needed(roots, {name: str(value) for name, value in environment.items()}) - set(pins(RUN)) == set()


def needed(roots: list[Requirement], environment: dict[str, str]) -> set[str]:
    """The names of everything that these requirements bring with them, and of themselves."""
    seen: set[tuple[str, str]] = set()
    waiting = [(root, "") for root in roots]
    while waiting:
        wish, extra = waiting.pop()
        if wish.marker and not wish.marker.evaluate({**environment, "extra": extra}):
            continue
        for chosen in ("", *wish.extras):
            if (wish.name, chosen) not in seen:
                seen.add((wish.name, chosen))
                waiting.extend((Requirement(line), chosen) for line in requires(wish.name) or [])
    return {canonicalize_name(name) for name, _ in seen}


def test_the_image_installs_only_what_the_bot_needs_to_run() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert RUN in dockerfile
    assert DEV not in dockerfile
