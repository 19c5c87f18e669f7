"""Copies made and put in place by PostgreSQL's own programs."""

from pathlib import Path

import psycopg
import pytest

from storage.backups import BackupFailed, backups_of
from tests.postgres import PostgresServer, libpq_url
from tests.postgres_binaries import find_binaries


def test_a_database_that_cannot_be_put_in_place_leaves_the_one_there_under_its_name(
    postgres: PostgresServer,
) -> None:
    there, restored = postgres.create_database("there"), postgres.create_database("there_restoring")
    try:
        refused = pytest.raises(
            BackupFailed, match=r"accessed by other users.*The database there is as it was"
        )
        with psycopg.connect(libpq_url(restored)), refused:  # a monitor, say, or a pooler
            backups_of(there).put_in_place(restored, "20261122080000")
        with psycopg.connect(libpq_url(there)) as connection:
            names = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        assert {"there", "there_restoring"} <= names
        assert "there_before_20261122080000" not in names
    finally:
        postgres.drop_database("there_restoring")
        postgres.drop_database("there")


def test_a_restored_copy_is_cleared_up_even_while_somebody_looks_into_it(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{find_binaries()}:/usr/bin:/bin")
    backups, file = backups_of(postgres.create_database("looked_into")), tmp_path / "copy"
    try:
        backups.write(file)
        with backups.restored(file) as url:
            held = psycopg.connect(libpq_url(url))
        with pytest.raises(psycopg.OperationalError):
            held.execute("SELECT 1")
        held.close()
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            psycopg.connect(libpq_url(url))
    finally:
        postgres.drop_database("looked_into")


@pytest.mark.parametrize(
    "address", ["bot:beside@host/handrail?password=SECRET", "bot@/handrail?host=/run&password=SECRET"]
)
def test_a_password_in_the_query_of_the_address_is_on_no_command_line(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pg_dump", "pg_restore"):
        program = tmp_path / name
        program.write_text(
            f'#!/bin/sh\necho "$@" >> {tmp_path}/typed\necho "$PGPASSWORD" >> {tmp_path}/held\n'
        )
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.delenv("PGPASSWORD", raising=False)

    backups_of(f"postgresql+psycopg://{address}").write(tmp_path / "copy")

    assert "/handrail" in (tmp_path / "typed").read_text()
    assert "SECRET" not in (tmp_path / "typed").read_text()
    assert "beside" not in (tmp_path / "typed").read_text()
    assert (tmp_path / "held").read_text().splitlines()[0] == "SECRET"
