"""A backup takes the place of nothing but a database of ours."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url

from tests.bot.test_backup_command import nowhere, said_by, settings_of
from tests.conftest import Furnished
from tests.storage.samples import beside

__all__ = ["nowhere"]


@pytest.mark.parametrize("furnished", ["sqlite", "postgres"], indirect=True)
def test_somebody_elses_database_is_never_put_aside(
    furnished: Furnished, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings, file = settings_of(furnished), tmp_path / "b"
    assert said_by("backup", str(file), **settings)[0] == 0
    name = f"{make_url(furnished.url).database}_payroll"
    if furnished.url.startswith("postgres"):
        postgres = request.getfixturevalue("postgres")
        postgres.create_database(name)
        request.addfinalizer(lambda: postgres.drop_database(name))
    theirs = make_url(furnished.url).set(database=name).render_as_string(hide_password=False)
    engine = beside(theirs)
    with engine.begin() as connection:
        if furnished.url.startswith("postgres"):
            connection.execute(text("CREATE SCHEMA staff"))
        table = "staff.payroll" if furnished.url.startswith("postgres") else "payroll"
        connection.execute(text(f"CREATE TABLE {table} (salary INTEGER)"))
    engine.dispose()

    for words in ((), ("--replace",)):
        code, _out, err = said_by("restore", str(file), *words, **settings | {"DATABASE_URL": theirs})
        assert code == 2
        assert "is not Handrail's" in err
    assert inspect(engine).has_table("payroll", schema="staff" if "staff" in table else None)
    engine.dispose()
