"""Records for the tests of storage: each right in itself, with what a test cares about given by the test."""

import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.notices import NoticeKind
from domain.rhythm import Speed
from storage.chronology import ChronologyEntry
from storage.concerns import Concern
from storage.notices import URGENCY, Notice
from storage.people import Person

MORNING = datetime(2026, 9, 8, 9, 30, tzinfo=UTC)
"""Domain time: a Tuesday in September."""

REAL = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
"""Real time, which leases and gates go by."""


def a_person(name: str = "Priya Nair", **about: Any) -> Person:
    return Person(name=name, **about)


def a_concern(reporter_id: UUID, reference: str = "C-7Q2K", **about: Any) -> Concern:
    return Concern(reference=reference, reporter_id=reporter_id, **{"logged_at": MORNING, **about})


def an_entry(event: Event = Event.CONCERN_LOGGED, **about: Any) -> ChronologyEntry:
    given = {"at": MORNING, "subject_kind": SubjectKind.CONCERN, "subject_id": uuid4()}
    return ChronologyEntry(event=event, **{**given, **about})


def a_notice(destination: str = "person:priya", speed: Speed = Speed.PROMPT, **about: Any) -> Notice:
    given = {
        "key": f"{uuid4()}:{destination}",
        "kind": NoticeKind.CONCERN_LOGGED,
        "subject_kind": SubjectKind.CONCERN,
        "subject_id": uuid4(),
        "content_class": ContentClass.INTERNAL,
        "urgency": URGENCY[speed],
        "owed_at": MORNING,
        "send_from": MORNING,
        "next_attempt_at": REAL,
    }
    return Notice(destination=destination, speed=speed, **{**given, **about})


def beside(url: str) -> Engine:
    """Somebody else at the same database, bound by no rule of ours; every connection is closed after use."""
    return create_engine(url, poolclass=NullPool)


def wait_until_somebody_waits(engine: Engine) -> None:
    """Return once a transaction on this PostgreSQL database waits for another's lock; fail after thirty seconds."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + 30
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.execute(waiting).scalar_one():
            assert time.monotonic() < deadline, "nobody ever waited"
