"""Everybody tries the same step on the same record, which is put back to where it was after each who may."""

import random
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from tests.flows.a_way import Way, close_all
from tests.flows.hearing import Heard, Hearing
from tests.flows.matrix_cast import HOLDERS, OUTSIDERS, Somebody, bring_the_cast, switch_off
from tests.flows.matrix_ways import WAYS
from tests.flows.reporting import send_again
from tests.flows.thieves import as_a_thief

Json = dict[str, Any]
Row = tuple[object, ...]
Rows = dict[str, list[Row]]
DRAWN_WITH, ONE_IN = 20260908, 10
"""The cells tried over the second transport: every tenth, drawn with this seed, the same in each run."""


class Copy:
    """The whole database at a moment, to be put back. On SQLite alone."""

    def __init__(self, url: str) -> None:
        self._path = url.removeprefix("sqlite:///")
        self._kept = sqlite3.connect(":memory:")
        with sqlite3.connect(self._path) as now:
            now.backup(self._kept)
        now.close()

    def put_back(self) -> None:
        """Let the database be what it was."""
        with sqlite3.connect(self._path) as now:
            self._kept.backup(now)
        now.close()


def rows_of(database: sqlite3.Connection) -> Rows:
    """Every row of every table as it stands."""
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608  our own names
        for name in tables
    }


def _is_refusal(row: Row) -> bool:
    return Event.REFUSED.value in row


def _refusals(rows: Rows) -> int:
    return sum(map(_is_refusal, rows["chronology_entry"]))


def _changed(before: Rows, after: Rows) -> dict[str, set[Row]]:
    """The rows that came, went or became others, by their table: in most of them not one did."""
    differing = [table for table in after if before.get(table) != after[table]]
    return {table: set(before.get(table, ())) ^ set(after[table]) for table in differing}


def _has_changed(before: Rows, after: Rows) -> bool:
    return any(_changed(before, after).values())


def _but_refusals(before: Rows, after: Rows) -> list[str]:
    """What changed besides that somebody was refused."""
    return [
        f"{table} {row}"
        for table, rows in _changed(before, after).items()
        for row in rows
        if table != "chronology_head" and not (table == "chronology_entry" and _is_refusal(row))
    ]


@dataclass(frozen=True)
class Offer:
    """A step as it was sent by somebody who may, what the bot answered, and whether it changed anything."""

    body: Json
    answered: list[tuple[str, str]]
    changes: bool


def _shape(heard: Iterable[Heard]) -> list[tuple[str, str]]:
    """What an answer is: which call or acknowledgement, and which window it shows."""
    return [
        (
            each.what,
            f"{each.body.get('response_action', '')} {(each.body.get('view') or {}).get('callback_id', '')}",
        )
        for each in heard
        if not each.what.startswith("to_bot")
    ]


def _alike(shape: list[tuple[str, str]], offer: Offer) -> bool:
    """Say whether two were answered alike; of what changes nothing, with the very same window."""
    if not offer.changes:
        return shape == offer.answered
    return [(what, window.partition(" ")[0]) for what, window in shape] == [
        (what, window.partition(" ")[0]) for what, window in offer.answered
    ]


class Trial:
    """One house in which every way is played once, and then tried by as many as are wanted."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.hearing = Hearing.of(house)
        self.url = house.handrail.services.settings.database_url
        # One connection for all: to learn what tables there are takes longer than to read them.
        self._looking = sqlite3.connect(self.url.removeprefix("sqlite:///"))
        self.tried = 0
        self.faults: list[str] = []

    def rows(self) -> Rows:
        """Return every row of every table as it stands."""
        return rows_of(self._looking)

    async def begin(self) -> None:
        """Bring everybody in; each way begins from here."""
        await bring_the_cast(self.house)
        self._begins = Copy(self.url)

    async def hold(self, way: Way, who: Collection[Somebody]) -> None:
        """Play a way, and let each of them try its step."""
        self._begins.put_back()
        for each in alderwick.CAST:
            await close_all(self.house.visitor(each))
        step = await way.prepare(self.house)
        await self.house.settle()
        await switch_off(self.house)
        here, begins = Copy(self.url), self.rows()
        offer = await self._offered(way, step, begins)
        here.put_back()
        before = begins
        for somebody in who:
            after = await self._try(way, offer, somebody, before)
            if _but_refusals(before, after):
                here.put_back()
                after = begins
            before = after

    async def _offered(self, way: Way, step: Callable[[], Awaitable[Any]], before: Rows) -> Offer:
        so_far = len(self.hearing.heard)
        answer = await step()
        assert answer.ok, (way.name, answer)
        assert not answer.errors, (way.name, answer.errors)
        after, heard = self.rows(), self.hearing.heard[so_far:]
        assert _refusals(after) == _refusals(before), f"{way.name}: whoever may was refused"
        sent = next(each.body for each in heard if each.what.startswith("to_bot") and "user" in each.body)
        return Offer(sent, _shape(heard), _has_changed(before, after))

    async def _try(self, way: Way, offer: Offer, who: Somebody, before: Rows) -> Rows:
        """Let somebody try it; return every row as it stands after that."""
        so_far = len(self.hearing.heard)
        body = as_a_thief(self.house, offer.body, who.user_id, who.team_id)
        if "view" in body and "actions" not in body:
            body = {**body, "view": {**body["view"], "id": f"V0{way.act.name}{who.user_id}"}}
        answered = await send_again(self.house, body)
        after, heard = self.rows(), self.hearing.heard[so_far:]
        refused = _refusals(after) - _refusals(before)
        self.tried += 1
        if who.role is not None and way.allows(who.role):
            shape = _shape(heard)
            if refused or _has_changed(before, after) != offer.changes or not _alike(shape, offer):
                self._note(
                    way, who, f"may, and was answered {shape}, not {offer.answered}; {refused=}", answered
                )
            return after
        kept = _but_refusals(before, after)
        if refused != 1 or kept:
            self._note(way, who, f"may not; {refused} refusals in the chronology; kept {kept}", answered)
        return after

    def _note(self, way: Way, who: Somebody, fault: str, answered: Json) -> None:
        self.faults.append(f"{way.name}: {who.name} {fault}; {str(answered)[:400]}")


def drawn_tenth() -> dict[str, list[Somebody]]:
    """The cells of the second transport, by the first way of each act: every outsider, and of the roles a tenth."""
    ways = list({way.act: way for way in reversed(WAYS)}.values())
    cells = [(way.name, who) for way in ways for who in HOLDERS]
    drawn = random.Random(DRAWN_WITH).sample(cells, len(cells) // ONE_IN)  # noqa: S311  the same in each run
    return {way.name: [*OUTSIDERS, *(who for name, who in drawn if name == way.name)] for way in ways}


def everybody() -> dict[str, list[Somebody]]:
    """Every cell, by the way."""
    return {way.name: [*HOLDERS, *OUTSIDERS] for way in WAYS}
