"""The database and its own threads: one writer on SQLite with readers beside it, a small pool on PostgreSQL."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, IntegrityError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import LRUCache
from sqlmodel import Session

from storage.sealing import Keys
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
Task = Callable[[UnitOfWork], T]

WITHIN = 2.0
"""Seconds a unit of work may wait and run; Slack wants its answer in three (slack-platform.md section 2)."""

NEARLY = 50
"""Milliseconds more or less for which a connection to PostgreSQL is not told anew how long a statement may take."""

READERS = 4
POSTGRES_CONNECTIONS = 8
ALIVE_FOR = 1.0
"""Seconds after its last use for which a connection is taken to be alive; if it is not, nothing is recorded."""

WRITERS_PAGES, READERS_PAGES = 2000, 500
"""How much of the file, in kilobytes, a connection to SQLite holds in memory; the system holds it too."""

COMPILED: LRUCache[Any, Any] = LRUCache(2000)
"""Questions as they were put into SQL, of both databases."""

DIALECTS: dict[str, Dialect] = {}
"""What was learned of each server, for whoever opens a database of it again in this process."""

UNDONE_FOR_ANOTHER = frozenset({"40P01", "40001"})
"""What PostgreSQL says of a transaction that it certainly undid: a deadlock, or an order that no longer holds."""


PAUSES = (0.01, 0.05, 0.25)
"""Seconds that whoever was undone for another gives way before it is done again; then once more, and no more."""


class NotRecorded(Exception):
    """The unit of work did not happen: it never began, or the database certainly undid it."""


class UndoneForAnother(NotRecorded):
    """The database undid the unit of work so that another could go on; done again, it finds what the other kept."""


class Unsure(Exception):
    """The connection was lost while the unit of work was being kept: nobody can say whether it was."""


class Database:
    """Runs units of work on threads of its own, so that a slow disk never holds up the event loop."""

    def __init__(self, url: str, keys: Keys) -> None:
        self.url = make_url(url)
        self._keys = keys
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.on_owed: Callable[[], None] = lambda: None
        self.within = WITHIN  # seconds, where nobody says otherwise; a house on a slow machine allows more
        self._writing: Engine
        self._reading: Engine
        if self.is_sqlite:
            # Whoever writes has a connection of its own: it then knows its pages and statements from the last time.
            self._writing = _sqlite_engine(url, 1, WRITERS_PAGES)
            self._reading = _sqlite_engine(url, READERS, READERS_PAGES)
            self._writers = ThreadPoolExecutor(1, "database-writer")
            self._readers = ThreadPoolExecutor(READERS, "database-reader")
        else:
            self._writing = self._reading = _postgres_engine(url)
            self._writers = self._readers = ThreadPoolExecutor(POSTGRES_CONNECTIONS, "database")

    async def write(self, task: Task[T], within: float | None = None) -> T:
        """Run a task and keep what it did. Within so many seconds, or NotRecorded; Unsure if that cannot be said."""
        deadline = time.monotonic() + (self.within if within is None else within)
        result, owes = await self._run(self._writers, partial(self._write, task, deadline), deadline)
        if owes:
            self.on_owed()
        return result

    async def read(self, task: Task[T], within: float | None = None) -> T:
        """Run a task that only asks; nothing it does is kept. NotRecorded when there is no answer in time."""
        deadline = time.monotonic() + (self.within if within is None else within)
        return await self._run(self._readers, partial(self._read, task, deadline), deadline)

    async def _run(self, threads: ThreadPoolExecutor, work: Callable[[], T], deadline: float) -> T:
        waiting: Future[T] = threads.submit(work)
        done = asyncio.wrap_future(waiting)
        await asyncio.wait({done}, timeout=max(deadline - time.monotonic(), 0))
        # A task that has not begun is taken off the queue; one that has begun is never called "not recorded".
        if not done.done() and waiting.cancel():
            raise NotRecorded
        return await done

    def _write(self, task: Task[T], deadline: float) -> tuple[T, bool]:
        for pause in PAUSES:
            try:
                return self._write_once(task, deadline)
            except IntegrityError:
                # Another unit of work was first with the same key, such as the same form sent twice at once. Nothing of
                # this one was kept, and nobody has been woken; the second time it finds what the other kept, and the
                # rules answer in words.
                break
            except UndoneForAnother:
                # It held what another waited for. Done again at once it may be there before the other has woken.
                time.sleep(pause)
        return self._write_once(task, deadline)

    def _write_once(self, task: Task[T], deadline: float) -> tuple[T, bool]:
        with (
            self._connect(self._writing, deadline) as connection,
            # The transaction was begun outside the session; unless told, it would not commit what it did not begin.
            Session(connection, expire_on_commit=False, join_transaction_mode="control_fully") as session,
        ):
            work = UnitOfWork(session, self._keys)
            try:
                result = task(work)
                work.finish()
                session.flush()
            except OperationalError as error:
                raise _not_recorded(error) from error
            self._commit(session)
            return result, work.owes

    def _commit(self, session: Session) -> None:
        try:
            session.commit()
        except OperationalError as error:
            if isinstance(error.orig, sqlite3.OperationalError) or _is_undone_for_another(error):
                raise _not_recorded(error) from error
            raise Unsure from error
        except DBAPIError as error:
            raise Unsure if error.connection_invalidated else NotRecorded from error

    def _read(self, task: Task[T], deadline: float) -> T:
        with (
            self._connect(self._reading, deadline) as connection,
            Session(bind=connection, expire_on_commit=False, autoflush=False) as session,
        ):
            try:
                return task(UnitOfWork(session, self._keys))
            except OperationalError as error:
                raise NotRecorded from error

    def _connect(self, engine: Engine, deadline: float) -> Connection:
        if deadline <= time.monotonic():
            raise NotRecorded
        try:
            connection = engine.connect()
            try:
                self._begin(connection, deadline)
            except BaseException:
                connection.close()  # a connection not given back would keep the next one waiting
                raise
        except OperationalError as error:
            raise NotRecorded from error
        return connection

    def _begin(self, connection: Connection, deadline: float) -> None:
        left = max(int((deadline - time.monotonic()) * 1000), 1)
        if self.is_sqlite:
            driver: Any = connection.connection.driver_connection
            driver.execute(f"PRAGMA busy_timeout = {left}")
        connection.begin()
        if self.is_sqlite:
            # A transaction that reads first and writes later fails at once when another writer came between. Said here,
            # not by an event of the engine: one that has any asks for more of them with every statement.
            connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.engine is self._writing else "BEGIN")
        elif abs(left - WITHIN * 1000) > NEARLY:
            # No statement outlives the answer; the transaction is then undone, which is certain.
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {left}")

    def let_go_of_old_pages(self, *, rewrite: bool = False) -> bool:
        """Take what SQLite's log still holds of replaced pages off the disk; False while somebody else reads them.

        `rewrite` makes the file anew besides, so that no page is left that was let go of before deleting overwrote:
        it holds everybody up for as long as the file is large.
        """
        if not self.is_sqlite:
            return True
        with self._writing.connect() as connection:
            driver: Any = connection.connection.driver_connection
            try:
                if rewrite:
                    driver.execute("VACUUM")
                is_busy: int = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.OperationalError:
                return False
        return not is_busy

    def close(self) -> None:
        """Finish what is running and close every connection."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._writing.dispose()
        self._reading.dispose()


def _is_undone_for_another(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", None) in UNDONE_FOR_ANOTHER


def _not_recorded(error: OperationalError) -> NotRecorded:
    return UndoneForAnother() if _is_undone_for_another(error) else NotRecorded()


def _sqlite_engine(url: str, connections: int, pages: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_use_lifo=True,
        hide_parameters=True,  # an error's words would quote what somebody typed
        connect_args={"check_same_thread": False, "isolation_level": None, "timeout": WITHIN},
        execution_options={"compiled_cache": COMPILED},
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise RuntimeError(f"SQLite refused write-ahead logging and stayed in mode {mode}")
        connection.execute("PRAGMA synchronous = FULL")  # an acknowledged form must survive a power cut
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{pages}")
        connection.execute("PRAGMA secure_delete = ON")  # what was erased is overwritten, not only let go
        connection.execute(
            "PRAGMA recursive_triggers = ON"
        )  # else REPLACE passes the append-only triggers by

    return _learning(engine, "sqlite")


def _postgres_engine(url: str) -> Engine:
    engine = create_engine(
        url,
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=0,
        hide_parameters=True,  # an error's words would quote what somebody typed
        # A server that has gone silent is given up on while an answer can still be given in time.
        connect_args={"connect_timeout": int(WITHIN), "tcp_user_timeout": int(WITHIN * 1000)},
        execution_options={"compiled_cache": COMPILED},
    )

    @event.listens_for(engine, "connect")
    def set_up(driver: Any, _record: object) -> None:
        driver.execute(f"SET statement_timeout = {int(WITHIN * 1000)}")
        driver.commit()

    @event.listens_for(engine, "checkin")
    def used(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def look_whether_alive(driver: Any, record: ConnectionPoolEntry, _fairy: object) -> None:
        # To ask each time would be a fifth of everything said to the server.
        if time.monotonic() - record.info.get("used_at", time.monotonic()) <= ALIVE_FOR:
            return
        try:
            engine.dialect.do_ping(driver)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    return _learning(engine, f"{engine.url.host}:{engine.url.port}")


def _learning(engine: Engine, server: str) -> Engine:
    """Put each question into SQL once in a process, not once for each engine: to ask takes a tenth of that time.

    What was put into SQL holds for one dialect, and a dialect has learned on its first connection what its server is.
    """
    if server in DIALECTS:
        engine.dialect = DIALECTS[server]
    else:

        @event.listens_for(engine, "connect")
        def learned(_connection: object, _record: object) -> None:
            DIALECTS.setdefault(server, engine.dialect)

    return engine
