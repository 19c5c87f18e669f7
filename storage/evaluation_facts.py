"""What an evaluation counts, asked for in one question each, however many years of records there are."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlmodel import Session, col

from domain.actions import ActionState, ExtensionState
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind, DeadlineState
from domain.evaluation_figures import ActionFact, ConcernFact, DutyFact, Period
from domain.people import Party
from storage.actions import Action, Extension
from storage.concerns import Concern
from storage.contracts import ContractParty
from storage.deadlines import Deadline
from storage.people import Person

KNOWN_TO_ALL = frozenset({DeadlineKind.CHALLENGE_ANSWER})
"""Duties of ours that the other parties know of by themselves; those about an action they know with the action."""


class EvaluationFacts:
    """Questions about the dates of a contract's records. Safeguarding is in none of these tables."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def concerns(self, contract_id: UUID, period: Period) -> list[ConcernFact]:
        """Return the concerns that were open at some moment of the period."""
        rows = self._session.execute(
            select(
                col(Concern.logged_at),
                col(Concern.provider_told_at),
                col(Concern.acknowledged_at),
                col(Concern.triaged_at),
                col(Concern.closed_at),
                col(ContractParty.party),
            )
            .join(Person, col(Person.id) == col(Concern.reporter_id))
            .outerjoin(
                ContractParty,
                and_(
                    col(ContractParty.contract_id) == contract_id,
                    col(ContractParty.organisation_id) == col(Person.organisation_id),
                ),
            )
            .where(
                col(Concern.contract_id) == contract_id,
                col(Concern.logged_at) <= period.ends_at,
                or_(col(Concern.closed_at).is_(None), col(Concern.closed_at) >= period.starts_at),
            )
        )
        return [
            ConcernFact(logged, told, taken, decided, closed, party is Party.OTHER)
            for logged, told, taken, decided, closed, party in rows
        ]

    def actions(self, contract_id: UUID, period: Period) -> list[ActionFact]:
        """Return the actions that were not over before the period began; withdrawn ones are left out."""
        rows = self._session.execute(
            select(
                col(Action.owner_party),
                col(Action.due_on),
                col(Action.proposed_at),
                col(Action.agreed_at),
                col(Action.submitted_at),
                col(Action.verified_at),
                col(Action.keeps_safe_now),
                _extended_in(period),
                _asked_at_the_end_of(period),
                _is_shared(period.ends_at),
            )
            .outerjoin(Concern, col(Concern.id) == col(Action.concern_id))
            .where(
                col(Action.contract_id) == contract_id,
                col(Action.state) != ActionState.WITHDRAWN,
                col(Action.proposed_at) <= period.ends_at,
                or_(col(Action.verified_at).is_(None), col(Action.verified_at) >= period.starts_at),
            )
        )
        return [ActionFact(*row) for row in rows]

    def duties(self, contract_id: UUID, period: Period, kinds: Collection[DeadlineKind]) -> list[DutyFact]:
        """Return the duties of our own side, of these kinds, that were not met before the period began."""
        is_shared = or_(
            col(Deadline.kind).in_(KNOWN_TO_ALL),
            and_(col(Deadline.subject_kind) == SubjectKind.ACTION, _is_shared(period.ends_at)),
        )
        rows = self._session.execute(
            select(
                col(Deadline.started_at),
                col(Deadline.due_at),
                col(Deadline.met_at),
                col(Deadline.state) == DeadlineState.PAUSED,
                is_shared,
            )
            .outerjoin(Action, col(Action.id) == col(Deadline.subject_id))
            .outerjoin(Concern, col(Concern.id) == col(Action.concern_id))
            .where(
                col(Deadline.contract_id) == contract_id,
                col(Deadline.party) == Party.OWN,
                col(Deadline.kind).in_(kinds),
                col(Deadline.state) != DeadlineState.CANCELLED,
                col(Deadline.started_at) <= period.ends_at,
                or_(col(Deadline.met_at).is_(None), col(Deadline.met_at) >= period.starts_at),
            )
        )
        return [DutyFact(*row) for row in rows]


def _is_shared(moment: datetime) -> ColumnElement[bool]:
    """Whether all parties knew of an action: it answers no concern, or one that the provider had been told of."""
    told = and_(col(Concern.provider_told_at).is_not(None), col(Concern.provider_told_at) <= moment)
    return or_(col(Action.concern_id).is_(None), told)


def _extended_in(period: Period) -> ColumnElement[bool]:
    return exists().where(
        col(Extension.action_id) == col(Action.id),
        col(Extension.state) == ExtensionState.AGREED,
        col(Extension.answered_at).between(period.starts_at, period.ends_at),
    )


def _asked_at_the_end_of(period: Period) -> ColumnElement[bool]:
    return exists().where(
        col(Extension.action_id) == col(Action.id),
        col(Extension.asked_at) <= period.ends_at,
        or_(col(Extension.answered_at).is_(None), col(Extension.answered_at) > period.ends_at),
    )
