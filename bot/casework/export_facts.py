"""What copies of every kind say alike: what they are of, the contract, its people, figures, allowed texts."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

from bot.casework.export_cells import cell
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.evaluation_evidence import Evidence
from domain.exports import SCHEMA, Cell, Table
from storage.contracts import Contract
from storage.evaluations import Evaluation
from storage.exports import Export
from storage.narratives import Written
from storage.unit_of_work import UnitOfWork

NEVER = frozenset(
    {
        SubjectKind.SAFEGUARDING,
        SubjectKind.SPEAK_UP,
        SubjectKind.SUPPORT,
        SubjectKind.DRILL,
        SubjectKind.DATA_INCIDENT,
    }
)
"""Kinds of records that are never in the copy of a contract, whoever asks."""

_ORDER = tuple(ContentClass)


def about_of(work: UnitOfWork, export: Export, now: datetime) -> dict[str, Cell]:
    """Return what a copy says of itself."""
    contract = work.contracts.get(export.contract_id)
    return {
        "schema": SCHEMA,
        "kind": export.kind.value,
        "class": export.content_class.value,
        "contract": contract.reference,
        "title": contract.title,
        "made_at": now.astimezone(UTC),
        "made_for": work.people.get(export.asked_by).name if export.asked_by else "whoever runs Handrail",
        "reason": export.reason,
        "first_on": export.first_on,
        "last_on": export.last_on,
        "time_zone": "Europe/London",
    }


def contract_table(work: UnitOfWork, contract: Contract) -> Table:
    """Return what the contract is: one row."""
    provider = work.contracts.provider_of(contract.id)
    provided_by = work.organisations.get(provider).name if provider else ""
    columns = (
        "id",
        "reference",
        "title",
        "service",
        "provider",
        "nation",
        "starts_on",
        "ends_on",
        "ended_on",
    )
    row: tuple[Cell, ...] = (
        contract.id.hex,
        contract.reference,
        contract.title,
        contract.service,
        provided_by,
        contract.nation.value,
        contract.starts_on,
        contract.ends_on,
        contract.ended_on,
    )
    return Table("contract", columns, (row,))


def people_table(work: UnitOfWork, contract_id: UUID) -> Table:
    """Return who takes part, for which side, in which role, since when."""
    sides = {
        organisation.id: (organisation.name, side.party.value)
        for organisation, side in work.exports.parties(contract_id)
    }
    rows = []
    for person, assignment in work.exports.roles(contract_id):
        organisation, side = (
            sides.get(person.organisation_id, ("", "")) if person.organisation_id else ("", "")
        )
        rows.append(
            (
                person.id.hex,
                person.name,
                person.job,
                organisation,
                side,
                assignment.role.value,
                assignment.given_at.astimezone(UTC),
            )
        )
    return Table("people", ("id", "name", "job", "organisation", "side", "role", "since_at"), tuple(rows))


def figures_table(evaluations: Sequence[Evaluation], *, with_own: bool) -> Table:
    """Return the figures of evaluations as they were compiled, one a row."""
    rows: list[tuple[Cell, ...]] = []
    for each in evaluations:
        evidence = Evidence.from_data(each.evidence)
        kinds = (
            (("own", evidence.own), ("shared", evidence.shared))
            if with_own
            else (("shared", evidence.shared),)
        )
        for kind, figures in kinds:
            rows += [
                (each.reference, kind, name, cell(value, {}))
                for name, value in sorted(asdict(figures).items())
            ]
    return Table("evaluation_figures", ("evaluation", "counted_for", "figure", "count"), tuple(rows))


def readable(texts: Sequence[Written], widest: ContentClass) -> list[Written]:
    """Return the texts whose class is at most the widest, and which are of no kind that is kept apart."""
    allowed: Collection[ContentClass] = _ORDER[: _ORDER.index(widest) + 1]
    return [text for text in texts if text.content_class in allowed and text.subject_kind not in NEVER]
