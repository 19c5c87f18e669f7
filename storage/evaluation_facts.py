"""What an evaluation counts, asked for in one question each, however many years of records there are."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlmodel import Session, col

from domain.actions import ActionState, ExtensionState
from domain.chronology import SubjectKind
from domain.concerns import Route
from domain.deadlines import DeadlineKind, DeadlineState
from domain.evaluation_figures import (
    ActionFact,
    ConcernFact,
    DutyFact,
    ExtensionFact,
    HandOffFact,
    Period,
)
from domain.hand_offs import HandOffState
from domain.people import Party
from domain.placements import Position
from storage.actions import Action, Extension
from storage.concerns import Concern
from storage.contracts import ContractParty
from storage.deadlines import Deadline
from storage.hand_offs import HandOff
from storage.improvements import ImprovementSource
from storage.people import Person
from storage.placements import PlacementDecision

KNOWN_TO_ALL = frozenset({DeadlineKind.CHALLENGE_ANSWER})
"""Duties of ours that the other parties know of by themselves; those about an action they know with the action."""

NOTHING_FOLLOWS = frozenset({Route.DUPLICATE, Route.NOT_OURS})
"""Decisions that end a concern: what is told twice is counted once, and what is not ours is looked at elsewhere."""


class EvaluationFacts:
    """Questions about the dates of a contract's records. Safeguarding is in none of these tables."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def concerns(
        self, contract_id: UUID, period: Period, improvement_id: UUID | None = None
    ) -> list[ConcernFact]:
        """Return the concerns that were open at some moment of the period: all, or those a process was opened from.

        What was withdrawn is over from then on, and so is what was decided to be told twice or not ours.
        """
        over = case(
            (col(Concern.closed_at).is_not(None), col(Concern.closed_at)),
            (col(Concern.route).in_(NOTHING_FOLLOWS), col(Concern.triaged_at)),
        )
        rows = self._session.execute(
            select(
                col(Concern.logged_at),
                col(Concern.provider_told_at),
                col(Concern.acknowledged_at),
                col(Concern.triaged_at),
                over,
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
                or_(over.is_(None), over >= period.starts_at),
                *_only(col(Concern.id).in_(_taken_up_in(improvement_id)), improvement_id),
            )
        )
        return [
            ConcernFact(logged, told, taken, decided, closed, party is Party.OTHER)
            for logged, told, taken, decided, closed, party in rows
        ]

    def actions(
        self, contract_id: UUID, period: Period, improvement_id: UUID | None = None
    ) -> list[ActionFact]:
        """Return the actions that were not over before the period began: all, or those of a process."""
        extensions = self._extensions(contract_id, period)
        rows = self._session.execute(
            select(
                col(Action.id),
                col(Action.owner_party),
                col(Action.due_on),
                col(Action.proposed_at),
                col(Action.agreed_at),
                col(Action.submitted_at),
                col(Action.verified_at),
                col(Action.withdrawn_at),
                col(Action.keeps_safe_now),
                _is_shared(period.ends_at),
            )
            .outerjoin(Concern, col(Concern.id) == col(Action.concern_id))
            .where(
                col(Action.contract_id) == contract_id,
                or_(col(Action.state) != ActionState.WITHDRAWN, col(Action.withdrawn_at) >= period.starts_at),
                col(Action.proposed_at) <= period.ends_at,
                or_(col(Action.verified_at).is_(None), col(Action.verified_at) >= period.starts_at),
                *_only(col(Action.improvement_id) == improvement_id, improvement_id),
            )
        )
        found = [(action_id, ActionFact(*row)) for action_id, *row in rows]
        return [replace(fact, extensions=tuple(extensions.get(action_id, ()))) for action_id, fact in found]

    def _extensions(self, contract_id: UUID, period: Period) -> dict[UUID, list[ExtensionFact]]:
        """Return the requests for more time that had been made by the end of the period, by action, oldest first."""
        rows = self._session.execute(
            select(
                col(Extension.action_id),
                col(Extension.from_date),
                col(Extension.asked_at),
                col(Extension.answered_at),
                col(Extension.state) == ExtensionState.AGREED,
                col(Extension.is_before_agreeing),
            )
            .join(Action, col(Action.id) == col(Extension.action_id))
            .where(col(Action.contract_id) == contract_id, col(Extension.asked_at) <= period.ends_at)
            .order_by(col(Extension.asked_at))
        )
        found: dict[UUID, list[ExtensionFact]] = {}
        for action_id, *row in rows:
            found.setdefault(action_id, []).append(ExtensionFact(*row))
        return found

    def duties(
        self,
        contract_id: UUID,
        period: Period,
        kinds: Collection[DeadlineKind],
        improvement_id: UUID | None = None,
    ) -> list[DutyFact]:
        """Return the duties of our own side, of these kinds, that were not over before the period began.

        Of a process, or of the whole contract: those about the process itself and about its actions.
        """
        of_process = or_(
            col(Action.improvement_id) == improvement_id, col(Deadline.subject_id) == improvement_id
        )
        is_shared = or_(
            col(Deadline.kind).in_(KNOWN_TO_ALL),
            and_(col(Deadline.subject_kind) == SubjectKind.ACTION, _is_shared(period.ends_at)),
        )
        rows = self._session.execute(
            select(
                col(Deadline.started_at),
                col(Deadline.due_at),
                col(Deadline.met_at),
                col(Deadline.ended_at),
                col(Deadline.state) == DeadlineState.PAUSED,
                is_shared,
            )
            .outerjoin(Action, col(Action.id) == col(Deadline.subject_id))
            .outerjoin(Concern, col(Concern.id) == col(Action.concern_id))
            .where(
                col(Deadline.contract_id) == contract_id,
                col(Deadline.party) == Party.OWN,
                col(Deadline.kind).in_(kinds),
                or_(
                    col(Deadline.state) != DeadlineState.CANCELLED, col(Deadline.ended_at) >= period.starts_at
                ),
                col(Deadline.started_at) <= period.ends_at,
                or_(col(Deadline.met_at).is_(None), col(Deadline.met_at) >= period.starts_at),
                *_only(of_process, improvement_id),
            )
        )
        return [DutyFact(*row) for row in rows]

    def hand_offs(self, contract_id: UUID, period: Period) -> list[HandOffFact]:
        """Return what was passed on from a contract and was not over before the period began; never safeguarding."""
        rows = self._session.execute(
            select(
                col(HandOff.recorded_at),
                col(HandOff.reply_on),
                col(HandOff.answered_at),
                col(HandOff.state) == HandOffState.ANSWERED,
            ).where(
                col(HandOff.contract_id) == contract_id,
                col(HandOff.recorded_at) <= period.ends_at,
                or_(col(HandOff.answered_at).is_(None), col(HandOff.answered_at) >= period.starts_at),
            )
        )
        return [HandOffFact(*row) for row in rows]

    def position(self, contract_id: UUID, period: Period) -> tuple[Position, date] | None:
        """Return the placement position that stood when the period ended, and since when; None: never decided."""
        row = self._session.execute(
            select(col(PlacementDecision.position), col(PlacementDecision.from_on))
            .where(
                col(PlacementDecision.contract_id) == contract_id,
                col(PlacementDecision.stood_at) <= period.ends_at,
            )
            .order_by(col(PlacementDecision.stood_at).desc())
            .limit(1)
        ).first()
        return (row[0], row[1]) if row else None


def _only(condition: ColumnElement[bool], improvement_id: UUID | None) -> tuple[ColumnElement[bool], ...]:
    return () if improvement_id is None else (condition,)


def _taken_up_in(improvement_id: UUID | None) -> Select[UUID | None]:
    return select(col(ImprovementSource.concern_id)).where(
        col(ImprovementSource.improvement_id) == improvement_id,
        col(ImprovementSource.concern_id).is_not(None),
    )


def _is_shared(moment: datetime) -> ColumnElement[bool]:
    """Whether all parties knew of an action: it answers no concern, or one that the provider had been told of."""
    told = and_(col(Concern.provider_told_at).is_not(None), col(Concern.provider_told_at) <= moment)
    return or_(col(Action.concern_id).is_(None), told)
