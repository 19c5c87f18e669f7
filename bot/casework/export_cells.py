"""Rows of the record as rows of a table to be taken away: names for ids, words for states, moments in UTC."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

from domain.exports import Cell, Table
from domain.people import Role
from storage.chronology import ChronologyEntry, content_of
from storage.narratives import Written
from storage.people import Person
from storage.unit_of_work import UnitOfWork

TEXTS = "id record about field version class author author_role written_at erased_at text"

RENAMED = {
    "at": "time_of_day",
    "moved_to": "moved_to_on",
    "from_date": "from_on",
    "period_from": "first_on",
    "period_to": "last_on",
}
"""So that the name of every column says whether it holds a day or a moment."""


def cell(value: Any, names: Mapping[UUID, str]) -> Cell:
    """Return a value of the record as a reader of the copy understands it."""
    match value:
        case None | bool() | int() | datetime() | date():
            return value.astimezone(UTC) if isinstance(value, datetime) else value
        case UUID():
            return names.get(value, value.hex)
        case Enum():
            return str(value.value)
        case time():
            return value.isoformat("minutes")
        case list() | tuple():
            return ", ".join(str(cell(each, names)) for each in value)
        case dict():
            return json.dumps(value, sort_keys=True, ensure_ascii=False)
        case _:
            return str(value)


def table(name: str, columns: Sequence[str], rows: Iterable[Any], names: Mapping[UUID, str]) -> Table:
    """Return records as a table. The first column is always `id`, by which the chronology speaks of them."""
    return Table(
        name,
        ("id", *(RENAMED.get(column, column) for column in columns)),
        tuple((row.id.hex, *(cell(getattr(row, column), names) for column in columns)) for row in rows),
    )


class Names:
    """What people, sides and records are called in one copy. Of nobody else in the database is anything asked."""

    def __init__(self, work: UnitOfWork, contract_id: UUID, references: Mapping[UUID, str]) -> None:
        self._work, self._contract_id = work, contract_id
        self.known: dict[UUID, str] = dict(references)
        self._roles: dict[UUID, list[Role]] = {}
        self._parties: dict[UUID, str] = {}
        for organisation, side in work.exports.parties(contract_id):
            self.known[organisation.id] = organisation.name
            self._parties[organisation.id] = side.party.value
        for person, assignment in work.exports.roles(contract_id):
            self._roles.setdefault(person.id, []).append(assignment.role)
        self._people: dict[UUID, Person] = {}

    def learn(self, person_ids: Iterable[UUID | None]) -> None:
        """Find out what some people are called."""
        unknown = {each for each in person_ids if each is not None} - self._people.keys()
        self._people |= self._work.exports.people(unknown)
        self.known |= {person.id: person.name for person in self._people.values()}

    def learn_from(self, rows: Iterable[Any]) -> None:
        """Find out what everybody is called whom these rows point at."""
        self.learn(
            value
            for row in rows
            for name, value in row.__dict__.items()
            if isinstance(value, UUID) and name not in {"id", "contract_id", "subject_id"}
        )

    def role_of(self, person_id: UUID) -> str:
        """Return what somebody is for the contract, and on which side; what they are for the council has no side."""
        roles = ", ".join(sorted(role.value for role in self._roles.get(person_id, ())))
        person = self._people.get(person_id)
        side = self._parties.get(person.organisation_id, "") if person and person.organisation_id else ""
        return " / ".join(part for part in (roles, side) if part)


def texts_table(texts: Sequence[Written], names: Names, nameless: Collection[UUID] = ()) -> Table:
    """Return what people typed, by version, with what its author is for the contract.

    Of `nameless` records neither who typed them is said, nor what they are, nor at which moment it was.
    """
    names.learn(text.author_id for text in texts)
    return Table(
        "texts",
        tuple(TEXTS.split()),
        tuple(
            (
                text.id.hex,
                names.known.get(text.subject_id, text.subject_id.hex),
                text.subject_kind.value,
                text.field,
                text.version,
                text.content_class.value,
                "" if text.subject_id in nameless else names.known.get(text.author_id, ""),
                "" if text.subject_id in nameless else names.role_of(text.author_id),
                None if text.subject_id in nameless else text.written_at.astimezone(UTC),
                text.erased_at.astimezone(UTC) if text.erased_at else None,
                text.body,
            )
            for text in texts
        ),
    )


def chronology_table(entries: Sequence[ChronologyEntry], names: Names, *, in_full: bool) -> Table:
    """Return what happened when. Without `in_full` it has neither numbers nor digests: a gap in them would tell."""
    names.learn(each for entry in entries for each in (entry.actor_id, entry.on_behalf_of))
    columns = ("at", "event", "about", "record", "who", "who_role", "for_whom")
    more = ("stream", "number", "facts", "previous", "digest") if in_full else ()
    rows = []
    for entry in entries:
        shown: tuple[Cell, ...] = (
            entry.at.astimezone(UTC),
            entry.event.value,
            entry.subject_kind.value,
            names.known.get(entry.subject_id, ""),
            names.known.get(entry.actor_id, "") if entry.actor_id else "",
            names.role_of(entry.actor_id) if entry.actor_id else "",
            names.known.get(entry.on_behalf_of, "") if entry.on_behalf_of else "",
        )
        full: tuple[Cell, ...] = (
            entry.stream,
            entry.stream_number,
            cell(entry.facts, {}),
            entry.previous,
            entry.digest,
        )
        rows.append((*shown, *full) if in_full else shown)
    return Table("chronology", (*columns, *more), tuple(rows))


def entry_in_full(entry: ChronologyEntry) -> dict[str, object]:
    """Return everything that the chain binds of an entry, as plain data, so that its digest can be made again."""
    return {
        "stream": entry.stream,
        "number": entry.stream_number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "content": content_of(entry),
        "previous": entry.previous,
        "digest": entry.digest,
    }
