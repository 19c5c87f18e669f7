"""References over all kinds of record: read out over the telephone, the four signs alone must name one of them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, literal, union_all
from sqlmodel import Session, col, select

from storage.actions import Action
from storage.agreements import Agreement
from storage.challenges import Challenge
from storage.concerns import Concern
from storage.data_incidents import DataIncident
from storage.evaluations import Evaluation
from storage.hand_offs import HandOff
from storage.improvements import Improvement
from storage.kept_evidence import KeptEvidence
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.options import Option
from storage.placements import PlacementDecision
from storage.reasons import ConcernArea, Reason
from storage.reflections import Reflection
from storage.rows import connection_of
from storage.safeguarding import SafeguardingConcern
from storage.speak_up import SpeakUp
from storage.subject_requests import SubjectRequest
from storage.support import SupportRequest
from storage.views import AskedView

BORN_BY = {
    "C": col(Concern.reference),
    "SG": col(SafeguardingConcern.reference),
    "A": col(Action.reference),
    "H": col(SupportRequest.reference),
    "MN": col(MonitoringSchedule.reference),
    "EV": col(Evaluation.reference),
    "CH": col(Challenge.reference),
    "N": col(SpeakUp.reference),
    "DI": col(DataIncident.reference),
    "PL": col(PlacementDecision.reference),
    "HO": col(HandOff.reference),
    "SR": col(SubjectRequest.reference),
    "IP": col(Improvement.reference),
}

ANY_BEARING = union_all(
    *(select(literal(1)).where(reference_of == bindparam(prefix)) for prefix, reference_of in BORN_BY.items())
)
"""Every record is asked for its reference whenever one is born: put together once, that takes a third of the time."""


def is_taken(session: Session, reference: str) -> bool:
    """Say whether any record, of whatever kind, bears the signs of this reference."""
    signs = reference.partition("-")[2]
    asked = {prefix: f"{prefix}-{signs}" for prefix in BORN_BY}
    session.flush()
    return connection_of(session).execute(ANY_BEARING, asked).first() is not None


def references_of(session: Session, record_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the references of quality records by their ids: of a planned occurrence that of its schedule, of evidence
    and of a view that of the record it is about, of what is said and agreed in a process that of the process.

    Safeguarding and requests for support are never looked up together with anything else.
    """
    named = (Concern, Action, Evaluation, Challenge, PlacementDecision, HandOff, Improvement)
    asked = [select(kind.id, kind.reference).where(col(kind.id).in_(record_ids)) for kind in named]
    asked.append(
        select(MonitoringActivity.id, MonitoringSchedule.reference)
        .join(MonitoringSchedule, col(MonitoringSchedule.id) == col(MonitoringActivity.schedule_id))
        .where(col(MonitoringActivity.id).in_(record_ids))
    )
    for beside, its_id in ((Concern, KeptEvidence.concern_id), (Action, KeptEvidence.action_id)):
        joined = select(KeptEvidence.id, beside.reference).join(beside, col(beside.id) == col(its_id))
        asked.append(joined.where(col(KeptEvidence.id).in_(record_ids)))
    for part in (
        Agreement,
        ConcernArea,
        Option,
        Reason,
        Reflection,
    ):  # what is said in a process goes by its reference
        joined = select(part.id, Improvement.reference)
        joined = joined.join(Improvement, col(Improvement.id) == col(part.improvement_id))
        asked.append(joined.where(col(part.id).in_(record_ids)))
    for about, its_id in ((Concern, AskedView.concern_id), (Evaluation, AskedView.evaluation_id)):
        joined = select(AskedView.id, about.reference).join(about, col(about.id) == col(its_id))
        asked.append(joined.where(col(AskedView.id).in_(record_ids)))
    return {row[0]: row[1] for each in asked for row in session.execute(each)} if record_ids else {}


def record_of(session: Session, reference: str) -> UUID | None:
    """Return the id of the record of any kind that bears a reference, or None."""
    kinds = (Concern, SafeguardingConcern, Action, SupportRequest, MonitoringSchedule, Evaluation, Challenge)
    more = (SpeakUp, DataIncident, PlacementDecision, HandOff, Improvement)
    for kind in (*kinds, *more):
        found = session.execute(select(kind.id).where(kind.reference == reference)).first()
        if found is not None:
            return UUID(str(found[0]))
    return None
