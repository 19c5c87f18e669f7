"""A record that was altered without the key is never restored, and nobody can answer for it."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.commands.backup import digest_of
from tests.bot.test_backup_command import FIRST, SECOND, nowhere, play, said_by, settings_of
from tests.conftest import Furnished
from tests.storage.samples import beside
from tests.storage.tampering import alter, reckon_anew

__all__ = ["nowhere"]

REDATED = "UPDATE chronology_entry SET at = '2020-01-01 00:00:00.000000' WHERE number = :number"


def write_anew(url: str) -> None:
    """Alter the last entry about a concern, reckon its chain anew, and take every seal out of the database."""
    engine = beside(url)
    asked = text(
        "SELECT number, stream FROM chronology_entry WHERE event = 'concern_logged' ORDER BY number DESC"
    )
    with engine.connect() as connection:
        entry = connection.execute(asked).first()
    assert entry is not None
    alter(engine, REDATED, "DELETE FROM seal", number=entry.number)
    reckon_anew(engine, entry.stream)
    engine.dispose()


@pytest.mark.criterion("CPC424-P11")
def test_a_backup_written_anew_without_its_seals_is_not_restored_whatever_stands_beside_it(
    furnished_sqlite: Furnished, tmp_path: Path
) -> None:
    settings, file, about = settings_of(furnished_sqlite), tmp_path / "b", tmp_path / "b.json"
    play(furnished_sqlite, FIRST)
    assert said_by("backup", str(file), **settings)[0] == 0
    write_anew(f"sqlite:///{file}")

    about.write_text(json.dumps(json.loads(about.read_text()) | {"sha256": digest_of(file)}))
    code, _out, err = said_by("restore", str(file), "--drill", **settings)
    assert code == 2
    assert "was not signed with this CHAIN_KEY" in err
    about.unlink()
    for words in ("--drill", "--replace"):
        code, _out, err = said_by("restore", str(file), words, **settings)
        assert code == 1
        assert "it is not the one that was sealed: the chain was written anew" in err
    assert said_by("records", "verify", **settings)[0] == 0, "what was there is untouched"


@pytest.mark.parametrize("has_served", [False, True])
def test_nobody_answers_for_a_database_written_anew_even_once_the_bot_has_sealed_it_again(
    furnished_sqlite: Furnished, *, has_served: bool
) -> None:
    settings, path = settings_of(furnished_sqlite), Path(make_url(furnished_sqlite.url).database or "")
    play(furnished_sqlite, FIRST)
    guarded = _guards(furnished_sqlite.url)
    write_anew(furnished_sqlite.url)
    with beside(furnished_sqlite.url).begin() as connection:
        for guard in guarded:
            connection.execute(text(guard))
    if has_served:
        play(furnished_sqlite, SECOND, timedelta(days=1))
    before = path.read_bytes()

    code, _out, err = said_by("records", "answer", "--restored", **settings)
    assert code == 1
    assert "there is nothing to answer for" in err
    assert "the chain was written anew" in err
    assert path.read_bytes() == before
    assert said_by("records", "verify", **settings)[0] == 1


def test_a_sound_backup_replaces_a_database_written_anew_which_is_not_sealed_for_that(
    furnished_sqlite: Furnished, tmp_path: Path
) -> None:
    settings, file = settings_of(furnished_sqlite), tmp_path / "b"
    play(furnished_sqlite, FIRST)
    assert said_by("backup", str(file), **settings)[0] == 0
    guarded = _guards(furnished_sqlite.url)
    write_anew(furnished_sqlite.url)
    with beside(furnished_sqlite.url).begin() as connection:
        for guard in guarded:
            connection.execute(text(guard))
    lines = len(Path(settings["SEALS_FILE"]).read_text().splitlines())

    code, out, err = said_by("restore", str(file), "--replace", **settings)
    assert (code, err) == (0, ""), out + err
    assert "could not be sealed once more (NotAsSealed)" in out
    assert len(Path(settings["SEALS_FILE"]).read_text().splitlines()) == lines + 1, "the restore's own"
    assert said_by("records", "verify", **settings)[0] == 0


def test_the_database_from_before_a_restore_is_put_back_and_answered_for(
    furnished_sqlite: Furnished, tmp_path: Path
) -> None:
    settings, file = settings_of(furnished_sqlite), tmp_path / "b"
    path = Path(make_url(furnished_sqlite.url).database or "")
    play(furnished_sqlite, FIRST)
    assert said_by("backup", str(file), **settings)[0] == 0
    play(furnished_sqlite, SECOND)
    assert said_by("restore", str(file), "--replace", **settings)[0] == 0
    (aside,) = (each for each in path.parent.glob(f"{path.name}.before-*") if each.suffix[-1].isdigit())
    for part in ("", "-wal", "-shm"):
        Path(f"{path}{part}").unlink(missing_ok=True)
        if Path(f"{aside}{part}").exists():
            shutil.copy(f"{aside}{part}", f"{path}{part}")

    assert said_by("records", "verify", **settings)[0] == 1
    code, out, err = said_by("records", "answer", "--restored", **settings)
    assert (code, err) == (0, ""), out + err
    code, _out, err = said_by("records", "verify", **settings)
    assert (code, err) == (0, "")


def test_an_older_database_that_the_bot_has_served_since_is_answered_for(
    furnished_sqlite: Furnished, tmp_path: Path
) -> None:
    settings, path = settings_of(furnished_sqlite), Path(make_url(furnished_sqlite.url).database or "")
    play(furnished_sqlite, FIRST)
    shutil.copy(path, tmp_path / "older.db")
    play(furnished_sqlite, SECOND, timedelta(days=1))
    shutil.copy(tmp_path / "older.db", path)
    play(furnished_sqlite, "Another thing altogether", timedelta(days=2))

    assert said_by("records", "verify", **settings)[0] == 1
    code, out, err = said_by("records", "answer", "--restored", **settings)
    assert (code, err) == (0, ""), out + err
    assert said_by("records", "verify", **settings)[0] == 0


def _guards(url: str) -> list[str]:
    with beside(url).connect() as connection:
        return list(
            connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")).scalars()
        )
