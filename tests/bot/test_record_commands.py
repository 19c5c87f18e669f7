"""The operator's commands about keys and the record."""

import asyncio
import os
import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.commands.readable import NotReadable, require_readable
from bot.settings import Settings
from playground import alderwick
from playground.house import House, seals_file_of
from playground.keys import NARRATIVE_KEYS
from playground.server import Pace
from storage.sealing import Keyring, new_key, secret_bytes
from tests.bot.test_command_line import enough
from tests.conftest import Furnished
from tests.flows.reporting import QUALITY, report
from tests.storage.samples import beside
from tests.storage.tampering import alter

TYPED = "Gaps in the medicine charts of the upper floor"

Said = tuple[int, str, str]


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings are found in the folder that the commands are typed in."""
    monkeypatch.chdir(tmp_path)


def said_by(*words: str, **settings: str) -> Said:
    """How a command ended, what it said, and what it complained of."""
    found = CliRunner().invoke(app, words, env=settings)
    return found.exit_code, found.stdout, found.stderr


def settings_after_two_days(furnished: Furnished) -> dict[str, str]:
    """Play a concern and let a day go by, so that it is sealed; return what the operator has set."""
    path = Path(furnished.url.removeprefix("sqlite:///"))
    seals = seals_file_of(furnished.url)

    async def play() -> None:
        async with House(
            furnished.url, workspace=furnished.workspace, pace=Pace(burst=None), seals_file=seals
        ) as house:
            await report(house.visitor(alderwick.TOM), QUALITY, TYPED)
            await house.move_to(house.clock.now() + timedelta(days=1))

    asyncio.run(play())
    return enough(path) | {"SEALS_FILE": str(seals)}


def test_keys_are_made_without_settings_and_never_twice_the_same() -> None:
    one, two = said_by("keys", "make"), said_by("keys", "make")

    assert (one[0], one[2]) == (0, "")
    assert one[1] != two[1]
    lines = dict(line.split("=", 1) for line in one[1].splitlines())
    assert list(lines) == ["NARRATIVE_KEYS", "SPEAK_UP_KEYS", "CHAIN_KEY"]
    assert Keyring.read(lines["NARRATIVE_KEYS"]).current
    assert secret_bytes(lines["CHAIN_KEY"])


@pytest.mark.criterion("CPC424-P8")
@pytest.mark.criterion("CPC424-P11")
def test_the_record_is_looked_at_and_what_is_broken_is_named(furnished_sqlite: Furnished) -> None:
    settings = settings_after_two_days(furnished_sqlite)

    code, out, err = said_by("records", "verify", **settings)
    assert (code, err) == (0, "")
    assert re.search(r"\d seals?, the last of 2026-09-0\d \d\d:\d\d\.", out), out
    assert out.endswith("The record is whole.\n")

    alter(beside(furnished_sqlite.url), "DELETE FROM chronology_entry WHERE stream_number = 2")
    code, out, err = said_by("records", "verify", **settings)
    assert code == 1
    assert "The record is whole." not in out
    assert "Entry 2 of the organisation's own chronology: it is missing." in err
    assert "Entry 2 of contract " in err
    assert TYPED not in out + err


def test_with_a_new_key_first_everything_is_sealed_anew_and_the_old_key_may_go(
    furnished_sqlite: Furnished,
) -> None:
    settings = settings_after_two_days(furnished_sqlite)
    new = f"new:{new_key()}"

    without: dict[str, Any] = {name.lower(): value for name, value in settings.items()}
    without["narrative_keys"] = new
    with pytest.raises(NotReadable, match="NARRATIVE_KEYS has no key named demo"):
        asyncio.run(require_readable(Settings(_env_file=None, **without)))

    code, out, err = said_by("keys", "rotate", **settings | {"NARRATIVE_KEYS": f"{new},{NARRATIVE_KEYS}"})
    assert (code, err) == (0, "")
    assert "narrative.body: 1 sealed with the first key" in out
    assert "NARRATIVE_KEYS: demo may be dropped here" in out
    assert TYPED not in out
    assert new.partition(":")[2] not in out

    code, out, _err = said_by("records", "verify", **settings | {"NARRATIVE_KEYS": new})
    assert (code, out.splitlines()[-1]) == (0, "The record is whole.")


def test_an_older_database_put_back_is_named_with_the_day_after_which_entries_are_missing(
    furnished_sqlite: Furnished,
) -> None:
    path = Path(furnished_sqlite.url.removeprefix("sqlite:///"))
    shutil.copy(path, path.with_name("backup.db"))
    settings = settings_after_two_days(furnished_sqlite)
    shutil.copy(path.with_name("backup.db"), path)

    code, _out, err = said_by("records", "verify", **settings)

    assert code == 1
    first = f"{alderwick.BEGINS:%Y-%m-%d}"
    older = rf"An older database was put in place of this one: entries after {first} \d\d:\d\d are missing"
    assert re.search(older, err), err
    assert os.fspath(path) not in err


def test_administrators_hear_of_an_older_database_when_the_bot_starts(furnished_sqlite: Furnished) -> None:
    path = Path(furnished_sqlite.url.removeprefix("sqlite:///"))
    shutil.copy(path, path.with_name("backup.db"))
    settings = settings_after_two_days(furnished_sqlite)
    restored = f"sqlite:///{path.with_name('backup.db')}"

    async def start_again() -> list[str]:
        async with House(
            restored,
            workspace=furnished_sqlite.workspace,
            pace=Pace(burst=None),
            seals_file=Path(settings["SEALS_FILE"]),
        ) as house:
            await house.handrail.greeted()
            await house.settle()
            return await house.visitor(alderwick.ANITA).direct_messages()

    told = asyncio.run(start_again())
    assert any("the database is an older one, put back in place of the newer" in words for words in told), (
        told
    )
