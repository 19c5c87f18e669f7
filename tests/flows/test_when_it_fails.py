"""The database locked, Slack down, a fault of ours, the same form twice: told in time, nothing kept by halves."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy.engine import make_url

from bot.patience import ANSWER_WITHIN
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished, on_both_databases
from tests.engine.stage import UNTIL_TOLD
from tests.flows.conftest import judged_house
from tests.flows.hearing import Hearing
from tests.flows.reporting import (
    DANGER,
    GAPS,
    INTERNAL,
    QUALITY,
    SHARED,
    decide,
    fill_in,
    report,
    report_by_hub,
    send_again,
)

ANSWERED_WITHIN = 2.5
"""Seconds; Slack gives up after three."""


@contextmanager
def hurried(house: House) -> Iterator[None]:
    """The bot gives up on what it waits for a second sooner than in life, for a machine that is as much slower."""
    assert ANSWER_WITHIN < ANSWERED_WITHIN
    unhurried, house.handrail.services.answer_within = (
        house.handrail.services.answer_within,
        ANSWER_WITHIN - 1,
    )
    yield
    house.handrail.services.answer_within = unhurried


HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """The database, while somebody else keeps it to themselves."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        assert url.database is not None
        with subprocess.Popen(  # noqa: S603  our own interpreter and our own text
            [sys.executable, "-c", HOLD, url.database], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == b"held\n"
            yield
            other.communicate(b"\n")
        return
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as other_session:
        other_session.execute("LOCK TABLE concern, safeguarding_concern IN ACCESS EXCLUSIVE MODE")
        yield


async def logged(house: House) -> int:
    """How many concerns are on the record, of either kind."""

    def count(work: UnitOfWork) -> int:
        entries = [*work.chronology.stream(None)]
        for contract in work.contracts.all():
            entries += work.chronology.stream(contract.id)
        return sum(entry.event.value in {"concern_logged", "safeguarding_raised"} for entry in entries)

    return await house.handrail.services.database.read(count)


@on_both_databases
@pytest.mark.parametrize("kind", [QUALITY, DANGER])
async def test_with_the_database_locked_an_answer_comes_in_time_and_pressing_again_records_once(
    house: House, furnished: Furnished, tom: Visitor, kind: str
) -> None:
    await tom.command("/concern", INTERNAL)
    with locked(furnished.url):
        with hurried(house):
            answer = await fill_in(tom, kind)

        assert answer.ok
        assert answer.ack_ms < ANSWERED_WITHIN * 1000
        assert list(answer.errors) == ["kind"]
        assert answer.errors["kind"].startswith("Not recorded")
        assert "Ring 999" in answer.errors["kind"]
        assert "01632 960 404" in answer.errors["kind"]
    assert await logged(house) == 0

    assert (await tom.submit()).errors == {}
    await house.settle()
    assert await logged(house) == 1


class StillServer:
    """A way to a PostgreSQL server that stands still when told to: it takes every byte, and passes none on."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._goes_on = asyncio.Event()
        self._goes_on.set()
        self._passing: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "StillServer":
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *raised: object) -> None:
        self._server.close()
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)

    def stand_still(self) -> None:
        """Pass nothing on."""
        self._goes_on.clear()

    def go_on(self) -> None:
        """Pass on what was held back, and everything after it."""
        self._goes_on.set()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        for source, goal in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pass_on(source, goal))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    async def _pass_on(self, source: asyncio.StreamReader, goal: asyncio.StreamWriter) -> None:
        while said := await source.read(65536):
            await self._goes_on.wait()
            goal.write(said)
        goal.close()


async def test_while_the_server_stands_still_an_answer_comes_in_time_and_says_what_is_certain(
    furnished_postgres: Furnished,
) -> None:
    url = make_url(furnished_postgres.url)
    async with StillServer(url.port or 5432) as server:
        way = url.set(host="127.0.0.1", port=server.port).render_as_string(hide_password=False)
        async with judged_house(Furnished(way, furnished_postgres.workspace)) as house:
            tom = house.visitor(alderwick.TOM)
            await tom.command("/concern", INTERNAL)
            server.stand_still()
            with hurried(house):
                answer = await fill_in(tom, QUALITY)
            server.go_on()

            assert answer.ok
            assert answer.ack_ms < ANSWERED_WITHIN * 1000
            assert answer.errors["kind"].startswith("It is not certain whether this was recorded.")
            again = await tom.submit()  # once more, as somebody does who found nothing under My open items
            assert again.ok
            await house.settle()
            assert await logged(house) == 1


@on_both_databases
async def test_the_same_form_sent_twice_at_once_is_one_concern(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor
) -> None:
    await report(tom)
    sent = next(h.body for h in hearing.heard if h.body.get("type") == "view_submission")
    another = {**sent, "view": {**sent["view"], "id": "V0TWICE"}}
    first, second = await asyncio.gather(send_again(house, another), send_again(house, another))
    await house.settle()

    assert first == second, "both read under which reference it is kept"
    assert "*Saved as C-" in str(first)
    assert await logged(house) == 2  # the one sent at first, and the one sent twice
    assert len([m for m in await priya.direct_messages() if m.startswith("*Please take C-")]) == 2


@on_both_databases
async def test_decisions_and_corrections_sent_twice_are_taken_once(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await report(tom)
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await priya.press("Decide what happens")
    await decide(priya, "Now", "Please look")
    await tom.command("/concern", INTERNAL, "mine")
    await tom.press("Open", INTERNAL)
    await tom.press("Correct the text")
    await tom.fill({"What happened": "Two charts, not three"})
    await tom.submit()
    sent = [h.body for h in hearing.heard if h.body.get("type") == "view_submission"]
    for body in sent:
        await send_again(house, body)
    await house.settle()

    assert len(sent) == 3
    assert len([m for m in await joanne.messages(SHARED) if "is open. Please look." in m]) == 1
    await tom.press("Open", INTERNAL)
    window = await tom.modal()
    assert window is not None
    assert window.texts.count("Two charts, not three") == 1


@on_both_databases
async def test_a_fault_of_ours_is_told_with_the_numbers_and_nothing_is_kept(
    house: House, furnished: Furnished, tom: Visitor, grace: Visitor
) -> None:
    before = await grace.direct_messages()
    await tom.command("/concern", INTERNAL)
    with_a_hole(furnished.url, "ALTER TABLE notice RENAME TO notice_gone")

    answer = await fill_in(tom, DANGER, "Bed 9 was hurt")

    assert list(answer.errors) == ["kind"]
    assert "01632 960 404" in answer.errors["kind"]
    with_a_hole(furnished.url, "ALTER TABLE notice_gone RENAME TO notice")
    assert await logged(house) == 0
    assert (await tom.submit()).response_action == "update"
    await house.settle()
    assert len(await grace.direct_messages()) == len(before) + 1


def with_a_hole(database_url: str, statement: str) -> None:
    """Change the tables behind the bot's back."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        with sqlite3.connect(str(url.database)) as other:
            other.execute(statement)
        other.close()
    else:
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address) as session:
            session.execute(statement)


async def test_what_was_reported_while_slack_is_down_arrives_when_it_is_back(
    house: House, tom: Visitor, grace: Visitor
) -> None:
    before = await grace.direct_messages()
    await tom.command("/concern", INTERNAL)
    house.playground.slack.faults.switch("down")
    answer = await fill_in(tom, DANGER, GAPS)
    assert answer.response_action == "update"
    await house.handrail.engine.cycle()
    assert await grace.direct_messages() == before

    house.playground.slack.faults.switch("none")
    await house.settle()
    assert len(await grace.direct_messages()) == len(before) + 1


async def test_a_form_that_slack_will_not_open_is_told_privately(house: House, tom: Visitor) -> None:
    house.playground.slack.faults.switch("server_error", ["views.open"])
    assert (await tom.command("/concern", INTERNAL)).ok

    said = (await tom.ephemerals(INTERNAL))[-1]
    assert said.startswith("Slack did not show what you asked for. Please try again.")
    assert "01632 960 404" in said
    await house.settle()


async def test_a_channel_that_is_archived_silences_nobody_else(
    house: House, joanne: Visitor, priya: Visitor, grace: Visitor
) -> None:
    await report_by_hub(joanne)
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await priya.press("Decide what happens")
    house.playground.workspace.channels["C0SHARED"].is_archived = True
    await decide(priya, "Now", "Please look")
    await house.settle()
    house.playground.workspace.channels["C0SHARED"].is_archived = False

    assert (await joanne.direct_messages())[-1].startswith("*C-")
    await joanne.press("Someone may be at risk", SHARED)
    await fill_in(joanne, DANGER, GAPS)
    await house.settle()
    assert any(m.startswith("*Urgent SG-") for m in await grace.direct_messages())


@on_both_databases
async def test_with_the_database_locked_and_slack_slow_a_press_is_still_answered_in_time(
    house: House, furnished: Furnished, tom: Visitor, priya: Visitor
) -> None:
    await report(tom)
    await house.settle()
    house.playground.slack.faults.switch("slow", seconds=UNTIL_TOLD)
    with locked(furnished.url), hurried(house):
        answer = await priya.press("I will take this", "direct")
    assert answer.ok
    assert answer.ack_ms < ANSWERED_WITHIN * 1000
    house.playground.slack.faults.switch("none")
    assert "Please take" in (await priya.direct_messages())[-1]
