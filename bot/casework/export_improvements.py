"""Improvement processes in a copy of the record: every table of theirs, and what of it another side may read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bot.casework.export_cells import Names, table
from bot.casework.export_parts import PARTS, POINTED_AT, SHARED_IMPROVEMENTS, own_columns
from domain.action_plans import PlanState
from domain.chronology import SubjectKind
from domain.exports import Table
from domain.formal_steps import FormalState
from domain.reflections import shown
from storage.improvements import Improvement
from storage.narratives import Written
from storage.unit_of_work import UnitOfWork

WAY_FORWARD = frozenset({"clause", "because"})
"""What is typed when a way forward is asked for; it is for every party once it is approved."""


@dataclass
class ImprovementRecords:
    """The processes of one copy, and the rows of every table of theirs by its name in the copy."""

    processes: Sequence[Improvement] = ()
    rows: dict[str, list[Any]] = field(default_factory=dict)
    is_shared: bool = False

    @property
    def all(self) -> list[Any]:
        """Every row, the processes first."""
        return [*self.processes, *(row for part in self.rows.values() for row in part)]

    @property
    def references(self) -> dict[UUID, str]:
        """What each row is called: the reference of its process, and which of its kind it is."""
        known = {each.id: each.reference for each in self.processes}
        for part in PARTS:
            for number, row in enumerate(self.rows.get(part.name, ()), start=1):
                above = known.get(getattr(row, part.of), "")
                known[row.id] = f"{above} {part.noun} {number}".strip()
        return known

    def tables(self, names: Names) -> tuple[Table, ...]:
        """Return the tables, each row with what it is called."""
        shared = SHARED_IMPROVEMENTS.split()
        columns = shared if self.is_shared else own_columns(Improvement)
        parts = [(part.name, part.shared.split() if self.is_shared else part.own) for part in PARTS]
        return (
            table("improvements", columns, self.processes, names.known),
            *(_named_table(name, said, self.rows.get(name, ()), names.known) for name, said in parts if said),
        )

    @property
    def nameless(self) -> frozenset[UUID]:
        """The reflections that were written without a name."""
        return frozenset(row.id for row in self.rows.get("reflections", ()) if row.is_anonymous)

    def told(self, texts: Iterable[Written]) -> list[Written]:
        """Leave out the words of reflections that are not shown yet."""
        known = {row.id for row in self.rows.get("reflections", ())}
        return [
            text
            for text in texts
            if text.subject_kind is not SubjectKind.REFLECTION or text.subject_id in known
        ]

    def may_read(self, text: Written) -> bool:
        """Say whether another side reads a SHARED text of these: of a way forward only once it is approved."""
        if text.subject_kind is not SubjectKind.AGREEMENT or text.field not in WAY_FORWARD:
            return True
        agreements = {each.id: each for each in self.rows.get("agreements", ())}
        found = agreements.get(text.subject_id)
        return found is not None and found.way_approved_at is not None


def _named_table(name: str, columns: Sequence[str], rows: Sequence[Any], known: Mapping[UUID, str]) -> Table:
    """Return a table whose rows have no reference of their own: what each is called stands beside its id."""
    plain = table(name, columns, rows, known)
    named = zip(rows, plain.rows, strict=True)
    return Table(
        name,
        ("id", "name", *plain.columns[1:]),
        tuple((said[0], known.get(row.id, ""), *said[1:]) for row, said in named),
    )


def gather_whole(
    work: UnitOfWork, contract_id: UUID, processes: Sequence[Improvement], evaluation_ids: Iterable[UUID]
) -> ImprovementRecords:
    """Return everything of some processes for our own side; anonymous reflections only from three on."""
    return _gathered(work, contract_id, processes, evaluation_ids, {"reflections": _reflections_shown})


def gather_for(
    work: UnitOfWork,
    organisation_id: UUID | None,
    contract_id: UUID,
    processes: Sequence[Improvement],
    evaluation_ids: Iterable[UUID],
) -> ImprovementRecords:
    """Return what another side may read of processes that were explained: no drafts, no steps of our own."""
    only = {
        "explanation_receipts": lambda rows: [row for row in rows if row.organisation_id == organisation_id],
        "action_plans": lambda rows: [
            row for row in rows if row.state is PlanState.ASKED or row.agreed_at is not None
        ],
        "formal_steps": lambda rows: [row for row in rows if row.state is FormalState.SERVED],
        "reflections": _reflections_shown,
    }
    found = _gathered(work, contract_id, processes, evaluation_ids, only)
    found.is_shared = True
    found.rows = {part.name: found.rows[part.name] for part in PARTS if part.shared}
    return found


def _gathered(
    work: UnitOfWork,
    contract_id: UUID,
    processes: Sequence[Improvement],
    evaluation_ids: Iterable[UUID],
    only: Mapping[str, Callable[[list[Any]], list[Any]]],
) -> ImprovementRecords:
    """Go from the processes to what points at them, and to what points at that: PARTS stand in this order."""
    ids = {
        "improvement_id": [each.id for each in processes],
        "evaluation_id": list(evaluation_ids),
        "contract_id": [contract_id],
    }
    rows: dict[str, list[Any]] = {}
    for part in PARTS:
        found = work.exports.belonging_to(part.model, part.of, ids[part.of], part.since)
        rows[part.name] = only[part.name](found) if part.name in only else found
        if part.name in POINTED_AT:
            ids[POINTED_AT[part.name]] = [row.id for row in rows[part.name]]
    return ImprovementRecords(processes, rows)


def _reflections_shown(rows: list[Any]) -> list[Any]:
    """Leave anonymous reflections out while a process has too few of them: whose they are would be plain."""
    kept = [row for row in rows if not row.is_anonymous]
    for improvement_id in {row.improvement_id for row in rows}:
        kept += shown([row for row in rows if row.is_anonymous and row.improvement_id == improvement_id])
    return kept
