"""References over all kinds of record: read out over the telephone, the four signs alone must name one of them."""

from sqlalchemy import literal, union_all
from sqlmodel import Session, col, select

from storage.actions import Action
from storage.challenges import Challenge
from storage.concerns import Concern
from storage.evaluations import Evaluation
from storage.monitoring import MonitoringSchedule
from storage.safeguarding import SafeguardingConcern
from storage.support import SupportRequest

BORN_BY = {
    "C": col(Concern.reference),
    "SG": col(SafeguardingConcern.reference),
    "A": col(Action.reference),
    "H": col(SupportRequest.reference),
    "MN": col(MonitoringSchedule.reference),
    "EV": col(Evaluation.reference),
    "CH": col(Challenge.reference),
}


def is_taken(session: Session, reference: str) -> bool:
    """Say whether any record, of whatever kind, bears the signs of this reference."""
    signs = reference.partition("-")[2]
    bearing = union_all(
        *(
            select(literal(1)).where(reference_of == f"{prefix}-{signs}")
            for prefix, reference_of in BORN_BY.items()
        )
    )
    return session.execute(bearing).first() is not None
