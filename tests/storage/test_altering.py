"""A database that people have worked with is brought up to date with everything that stands in it."""

from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.schema import MIGRATIONS, migrate, require_migrated
from tests.storage.one_of_each import a_row_in_every_table, rows_of
from tests.storage.samples import MORNING, beside
from tests.storage.test_schema import NewDatabase, new_database

__all__ = ["new_database"]

PERSON = "INSERT INTO person (id, name, job, is_active) VALUES (:person, 'Grace Obi', '', true)"
LEAD = "INSERT INTO role_assignment (id, person_id, role, given_at) VALUES (:role, :person, 'safeguarding_lead', :at)"
RAISED = """
INSERT INTO safeguarding_concern (id, reference, kind, state, reporter_id, reporter_is_confirmed, raised_at)
VALUES (:concern, :reference, :kind, 'raised', :person, true, :at)
"""
OWED = """
INSERT INTO notice (number, id, key, kind, subject_kind, subject_id, step, destination, content_class, speed, urgency,
    state, facts, is_line, is_late, owed_at, send_from, next_attempt_at, attempts, repeats, error, redraws_owed,
    redraws_done)
VALUES (7, :notice, 'a key', 'safeguarding_raised', 'safeguarding', :concern, '', 'person:grace', 'restricted',
    'urgent', 0, 'sent', '{}', false, false, :at, :at, :at, 1, 0, '', 0, 0)
"""

ENTRY = """
INSERT INTO chronology_entry (number, stream, stream_number, at, event, subject_kind, subject_id, facts,
    previous, digest)
VALUES (1, 'organisation', 1, :at, 'concern_logged', 'concern', :id, '{}', '', '')
"""


def as_it_was(url: str, version: str) -> None:
    """Bring a new database to an older version of its tables."""
    with beside(url).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, version)


def test_what_was_kept_before_is_there_afterwards(new_database: NewDatabase) -> None:
    url = new_database()
    as_it_was(url, "0001")
    person, concerns = uuid4().hex, [uuid4().hex, uuid4().hex]
    with beside(url).begin() as connection:
        at = MORNING.replace(tzinfo=None) if connection.dialect.name == "sqlite" else MORNING
        connection.execute(text(PERSON), {"person": person})
        connection.execute(text(LEAD), {"role": uuid4().hex, "person": person, "at": at})
        for concern, kind in zip(concerns, ("danger_now", "at_risk"), strict=True):
            said = {"concern": concern, "reference": f"SG-{kind}", "kind": kind, "person": person, "at": at}
            connection.execute(text(RAISED), said)
        connection.execute(text(OWED), {"notice": uuid4().hex, "concern": concerns[0], "at": at})

    migrate(url)

    require_migrated(url)
    with beside(url).begin() as connection:
        asked = "SELECT reference, is_urgent, types, state FROM safeguarding_concern ORDER BY reference"
        urgent = {row[0]: bool(row[1]) for row in connection.execute(text(asked))}
        assert urgent == {"SG-at_risk": False, "SG-danger_now": True}
        assert connection.execute(text("SELECT number, means FROM notice")).all() == [(7, "slack")]
        named = connection.execute(text("SELECT level, is_excluded FROM safeguarding_named")).all()
        assert [(level, bool(barred)) for level, barred in named] == [("level_1", False)] * 2


@pytest.mark.parametrize("version", ["0001", "0002", "0003"])
def test_of_every_table_of_every_version_nothing_is_lost_and_what_was_guarded_still_is(
    new_database: NewDatabase, version: str
) -> None:
    url = new_database()
    as_it_was(url, version)
    kept = a_row_in_every_table(beside(url))

    migrate(url)

    assert rows_of(beside(url), kept) == kept
    entry = {"id": uuid4().hex, "at": MORNING.replace(tzinfo=None)}
    with beside(url).connect() as connection, pytest.raises(DBAPIError, match="only ever added to"):
        connection.execute(text("UPDATE chronology_entry SET event = 'concern_opened'"))
    with beside(url).connect() as connection, pytest.raises(DBAPIError, match=r"(?i)check"):
        connection.execute(text(ENTRY.replace("concern_logged", "magic")), entry)
