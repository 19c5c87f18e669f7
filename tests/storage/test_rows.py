"""Rows that are made quickly begin as SQLModel's own do: with every default, and nothing that no column holds."""

from datetime import timedelta
from typing import Any

import pytest

from playground import alderwick
from storage.database import Database
from storage.notices import Gate, Notice
from storage.once import keep_once
from storage.submissions import Submission
from storage.unit_of_work import UnitOfWork

NOW = alderwick.BEGINS


def about(name: str, value: Any) -> dict[str, Any]:
    """One value by its name, such as a type checker cannot look into."""
    return {name: value}


def test_a_row_begins_with_its_defaults_each_made_anew() -> None:
    first, second = (Notice(**about("key", key)) for key in ("one", "two"))
    assert (first.attempts, first.step, first.posted_ts, first.facts) == (0, "", None, {})
    assert first.id != second.id
    assert first.facts is not second.facts
    assert first.model_fields_set == {"key"}


def test_what_no_column_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="Gate has no place"):
        Gate(**about("place", "elsewhere"))


async def test_what_a_row_was_given_is_kept_and_what_changes_later_too(sqlite: Database) -> None:
    await sqlite.write(lambda work: work.submissions.keep(Submission(view_id="V1", step="form", at=NOW)))

    def change(work: UnitOfWork) -> None:
        row = _taken(work)
        row.at = NOW + timedelta(hours=1)

    await sqlite.write(change)
    assert (await sqlite.read(_taken)).at == NOW + timedelta(hours=1)


def _taken(work: UnitOfWork) -> Submission:
    """The one form that was taken."""
    found = work.submissions.find("V1", "form")
    assert found is not None
    return found


async def test_a_row_whose_key_is_taken_is_not_kept_and_nothing_else_is_lost(database: Database) -> None:
    def keep_twice(work: UnitOfWork) -> list[bool]:
        first, again = (Gate(destination="channel:C1", next_at=NOW) for _ in range(2))
        kept = [keep_once(work._session, first), keep_once(work._session, again)]
        work.submissions.keep(Submission(view_id="V1", step="form", at=NOW))
        return kept

    assert await database.write(keep_twice) == [True, False]
    assert (await database.read(_taken)).at == NOW
