"""One serving process on an SQLite file; any number on PostgreSQL."""

import pytest

from storage.alone import ServedAlready, serving_alone


def test_a_second_process_on_one_sqlite_file_is_refused_and_told_why(sqlite_url: str) -> None:
    with (
        serving_alone(sqlite_url),
        pytest.raises(ServedAlready, match="SQLite is for one at a time"),
        serving_alone(sqlite_url),
    ):
        raise AssertionError("both serve")


def test_when_the_first_has_ended_the_next_may_serve(sqlite_url: str) -> None:
    with serving_alone(sqlite_url):
        pass
    served = []
    with serving_alone(sqlite_url):
        served.append(sqlite_url)
    assert served == [sqlite_url]


def test_several_may_serve_one_postgresql(postgres_url: str) -> None:
    served = []
    with serving_alone(postgres_url), serving_alone(postgres_url):
        served.append(postgres_url)
    assert served == [postgres_url]
