"""`python -m bot backup` and `restore`: a copy that can be trusted, and a restore that nobody can pass off as none."""

import asyncio
import json
import os
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from bot.__main__ import app
from domain.notices import NoticeState
from playground import alderwick
from playground.house import HandClock, House, seals_file_of
from playground.server import Pace
from storage.alone import serving_alone
from tests.bot.test_command_line import enough
from tests.conftest import Furnished
from tests.flows.reporting import QUALITY, report
from tests.postgres import PostgresServer, libpq_url
from tests.postgres_binaries import find_binaries
from tests.storage.samples import beside
from tests.storage.tampering import alter

FIRST, SECOND = "Gaps in the medicine charts of the upper floor", "Night staff changed without notice"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings are found in the folder that the commands are typed in; the tools are those of the server."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{find_binaries()}:{os.environ['PATH']}")


def said_by(*words: str, **settings: str) -> tuple[int, str, str]:
    """How a command ended, what it said, and what it complained of."""
    found = CliRunner().invoke(app, words, env=settings)
    return found.exit_code, found.stdout, found.stderr


def settings_of(furnished: Furnished) -> dict[str, str]:
    """What the operator of this database has set."""
    seals = str(seals_file_of(furnished.url))
    return enough(Path("unused")) | {"DATABASE_URL": furnished.url, "SEALS_FILE": seals}


def play(furnished: Furnished, words: str, later: timedelta = timedelta(0)) -> None:
    """Log a concern, and let an hour go by, so that it is sealed."""
    clock = HandClock(alderwick.BEGINS + later)

    async def log() -> None:
        async with House(
            furnished.url, workspace=furnished.workspace, pace=Pace(burst=None), clock=clock
        ) as house:
            await report(house.visitor(alderwick.TOM), QUALITY, words)
            await house.move_to(house.clock.now() + timedelta(hours=2))

    asyncio.run(log())


def concerns(url: str) -> int:
    with beside(url).connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM concern")).scalar_one())


@pytest.mark.criterion("CPC424-P11")
@pytest.mark.parametrize("furnished", ["sqlite", "postgres"], indirect=True)
def test_a_backup_is_drilled_restored_and_the_record_says_what_it_lost(
    furnished: Furnished, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings, file = settings_of(furnished), tmp_path / "handrail.backup"
    play(furnished, FIRST)
    code, out, err = said_by("backup", str(file), "--drill", **settings)
    assert (code, err) == (0, ""), err
    assert "NARRATIVE_KEYS: demo" in out
    assert "Not in it either: SEALS_FILE" in out
    assert "The drill went well" in out
    assert file.stat().st_mode & 0o777 == 0o600
    about = json.loads((tmp_path / "handrail.backup.json").read_text())
    assert set(about) == {"made_at", "tables", "sha256", "keys", "signed"}
    assert FIRST.encode() not in file.read_bytes()

    play(furnished, SECOND, timedelta(days=1))
    assert said_by("records", "verify", **settings)[0] == 0
    code, _out, err = said_by("restore", str(file), **settings)
    assert code == 2
    assert "add --replace" in err

    code, out, err = said_by("restore", str(file), "--replace", **settings)
    assert (code, err) == (0, ""), err
    assert re.search(r"Known to be gone: entr(y|ies) \d+( to \d+)? of contract ALD-2024-17", out), out
    assert concerns(furnished.url) == 1
    kept = re.search(r"is kept as (\S+)\. Remove", out)
    assert kept is not None
    before = make_url(furnished.url).set(database=kept[1]).render_as_string(hide_password=False)
    assert concerns(before) == 2
    if before.startswith("postgres"):
        request.getfixturevalue("postgres").drop_database(kept[1])

    code, out, err = said_by("records", "verify", **settings)
    assert (code, err) == (0, ""), err
    assert "A backup was put in place on" in out
    assert "of contract ALD-2024-17, and whatever came after its last seal." in out


def run_tool(name: str, *words: str) -> None:
    """Run one of the server's own tools, as somebody types it."""
    subprocess.run([find_binaries() / name, *words], check=True)  # noqa: S603  our own binaries and words


def test_a_dump_by_the_servers_own_tools_is_checked_in_a_database_beside_and_by_nothing_else(
    furnished_postgres: Furnished, postgres: PostgresServer, tmp_path: Path
) -> None:
    """docs/operations.md, *The container*: the file itself is in no command's sight."""
    settings, dump = settings_of(furnished_postgres), str(tmp_path / "handrail.backup")
    play(furnished_postgres, FIRST)
    run_tool("pg_dump", "-Fc", "-f", dump, libpq_url(furnished_postgres.url))
    name = f"{make_url(furnished_postgres.url).database}_tried"
    tried = postgres.create_database(name)
    try:
        run_tool("pg_restore", "--exit-on-error", "-d", libpq_url(tried), dump)
        assert said_by("records", "verify", **settings | {"DATABASE_URL": tried})[0] == 0

        alter(beside(tried), "DELETE FROM chronology_entry WHERE stream_number = 2")
        assert said_by("records", "verify", **settings | {"DATABASE_URL": tried})[0] == 1
        assert said_by("records", "verify", **settings)[0] == 0
    finally:
        postgres.drop_database(name)


def test_the_same_older_database_put_back_without_the_key_stays_red_until_it_is_answered_for(
    furnished_sqlite: Furnished, tmp_path: Path
) -> None:
    settings, path = settings_of(furnished_sqlite), Path(make_url(furnished_sqlite.url).database or "")
    play(furnished_sqlite, FIRST)
    shutil.copy(path, tmp_path / "older.db")
    play(furnished_sqlite, SECOND, timedelta(days=1))
    shutil.copy(tmp_path / "older.db", path)

    assert said_by("records", "verify", **settings)[0] == 1
    code, _out, err = said_by("records", "answer", "--seals-lost", **settings)
    assert code == 2
    assert "answer for that with --restored" in err
    assert said_by("records", "answer", "--restored", **settings)[0] == 0
    code, out, err = said_by("records", "verify", **settings)
    assert (code, err) == (0, "")
    assert "an operator answered for it" in out

    shutil.copy(tmp_path / "older.db", path)
    assert said_by("records", "verify", **settings)[0] == 1, "put back once more, it is nobody's restore"


def test_a_lost_file_of_seals_stays_red_until_somebody_has_answered_and_is_never_written_anew_by_itself(
    furnished_sqlite: Furnished,
) -> None:
    settings, seals = settings_of(furnished_sqlite), seals_file_of(furnished_sqlite.url)
    play(furnished_sqlite, FIRST)
    seals.unlink()

    async def start_again() -> list[str]:
        async with House(
            furnished_sqlite.url, workspace=furnished_sqlite.workspace, pace=Pace(burst=None)
        ) as house:
            await house.move_to(house.clock.now() + timedelta(hours=3))
            return await house.visitor(alderwick.ANITA).direct_messages()

    told = asyncio.run(start_again())
    assert any("the file that proves the record is gone" in words for words in told), told
    assert not seals.exists()
    code, _out, err = said_by("records", "verify", **settings)
    assert code == 1
    assert "records answer --seals-lost" in err

    assert said_by("records", "answer", "--seals-lost", **settings)[0] == 0
    code, out, err = said_by("records", "verify", **settings)
    assert (code, err) == (0, "")
    assert "SEALS_FILE was begun anew on" in out


def test_what_was_to_be_sent_when_the_backup_was_made_is_looked_for_before_it_is_sent(
    furnished_sqlite: Furnished, tmp_path: Path
) -> None:
    settings, file = settings_of(furnished_sqlite), tmp_path / "b"
    url = furnished_sqlite.url
    with beside(url).begin() as connection:
        connection.execute(
            text(
                "UPDATE notice SET state = 'owed', posted_ts = NULL WHERE number = (SELECT max(number) FROM notice)"
            )
        )
        owed = (
            connection.execute(text("SELECT id FROM notice WHERE state = 'owed' AND is_line = 0"))
            .scalars()
            .all()
        )
    assert owed
    assert said_by("backup", str(file), **settings)[0] == 0
    assert said_by("restore", str(file), "--replace", **settings)[0] == 0

    with beside(url).connect() as connection:
        states = {row.id: row.state for row in connection.execute(text("SELECT id, state FROM notice"))}
    assert {states[each] for each in owed} == {NoticeState.UNCERTAIN.value}


def test_a_copy_that_was_altered_is_not_put_in_place_nor_one_while_the_bot_serves(
    furnished_sqlite: Furnished, tmp_path: Path
) -> None:
    settings, file = settings_of(furnished_sqlite), tmp_path / "b"
    assert said_by("backup", str(file), **settings)[0] == 0
    code, _out, err = said_by("backup", str(file), **settings)
    assert code == 2
    assert "is there already" in err

    with serving_alone(furnished_sqlite.url):
        code, _out, err = said_by("restore", str(file), "--replace", **settings)
    assert code == 2
    assert "Another process is serving" in err

    alter(beside(f"sqlite:///{file}"), "DELETE FROM chronology_entry WHERE stream_number = 2")
    code, _out, err = said_by("restore", str(file), "--replace", **settings)
    assert code == 2
    assert "its digest differs" in err
    (tmp_path / "b.json").unlink()
    for words in (("--drill",), ("--replace",)):
        code, _out, err = said_by("restore", str(file), *words, **settings)
        assert code == 1
        assert "The backup is NOT whole, and was not put in place" in err
    file.write_bytes(b"no database at all" * 400)
    code, _out, err = said_by("restore", str(file), "--replace", **settings)
    assert code == 2
    assert "is no sound copy" in err
    assert not list(tmp_path.glob("*.restoring*"))
    assert said_by("records", "verify", **settings)[0] == 0


@pytest.mark.parametrize("furnished", ["sqlite", "postgres"], indirect=True)
def test_on_a_new_machine_where_nothing_is_left_but_a_backup_and_the_keys_everything_is_there_again(
    furnished: Furnished, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings, file = settings_of(furnished), tmp_path / "b"
    play(furnished, FIRST)
    assert said_by("backup", str(file), **settings)[0] == 0
    name = f"{make_url(furnished.url).database}_anew"
    anew = make_url(furnished.url).set(database=name).render_as_string(hide_password=False)
    new_settings = settings | {"DATABASE_URL": anew, "SEALS_FILE": str(tmp_path / "new.jsonl")}

    code, out, err = said_by("restore", str(file), "--replace", **new_settings)
    assert (code, err) == (0, ""), out + err
    assert "is kept as" not in out
    code, out, err = said_by("records", "verify", **new_settings)
    assert (code, err) == (0, "")
    assert "SEALS_FILE was begun anew on" in out
    assert concerns(anew) == 1
    if anew.startswith("postgres"):
        request.getfixturevalue("postgres").drop_database(name)


def test_a_database_that_cannot_be_read_at_all_is_replaced_and_kept_for_whoever_looks_into_it(
    furnished_sqlite: Furnished, tmp_path: Path
) -> None:
    settings, file = settings_of(furnished_sqlite), tmp_path / "b"
    path = Path(make_url(furnished_sqlite.url).database or "")
    assert said_by("backup", str(file), **settings)[0] == 0
    path.write_bytes(b"no database at all" * 400)

    assert said_by("restore", str(file), **settings)[0] == 2
    code, out, _err = said_by("restore", str(file), "--replace", **settings)
    assert code == 0
    assert "could not be sealed once more" in out
    assert said_by("records", "verify", **settings)[0] == 0
    assert len(list(path.parent.glob(f"{path.name}.before-*"))) == 1


def test_on_a_server_nothing_is_put_in_place_while_somebody_is_connected_and_no_password_is_shown(
    furnished_postgres: Furnished, tmp_path: Path
) -> None:
    settings, file = settings_of(furnished_postgres), tmp_path / "b"
    assert said_by("backup", str(file), **settings)[0] == 0
    with beside(furnished_postgres.url).connect() as connection:
        connection.execute(text("SELECT 1"))
        code, _out, err = said_by("restore", str(file), "--replace", **settings)
    assert code == 2
    assert "connections to the database are open" in err

    (tmp_path / "b.json").unlink()
    file.write_bytes(b"nothing")
    code, out, err = said_by("restore", str(file), "--drill", **settings)
    assert code == 2
    password = str(make_url(furnished_postgres.url).password)
    assert password not in out + err
