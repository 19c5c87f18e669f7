"""Actions, and requests for more time."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, func, select

from domain.actions import ActionState, Basis, ExtensionState
from domain.chronology import SubjectKind
from domain.people import Party
from storage.columns import words
from storage.sealed_columns import sealed

OPEN_STATES = (ActionState.PROPOSED, ActionState.AGREED, ActionState.SUBMITTED)


@sealed("title", of=SubjectKind.ACTION, since="proposed_at")
class Action(SQLModel, table=True):
    """Something to be done by a named person by a date. The title is SHARED text; the rest is in the narratives."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    concern_id: UUID | None = Field(default=None, foreign_key="concern.id", index=True)
    improvement_id: UUID | None = Field(default=None, foreign_key="improvement.id", index=True)
    title: str
    basis: Basis = Field(sa_type=words(Basis, "basis"))
    keeps_safe_now: bool = False
    state: ActionState = Field(default=ActionState.PROPOSED, sa_type=words(ActionState, "state"))
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    owner_party: Party = Field(sa_type=words(Party, "owner_party"))
    proposed_by: UUID = Field(foreign_key="person.id")
    proposed_at: datetime
    due_on: date
    original_due_on: date
    agreed_at: datetime | None = None
    submitted_at: datetime | None = None
    verified_at: datetime | None = None
    verified_by: UUID | None = Field(default=None, foreign_key="person.id")
    withdrawn_at: datetime | None = None
    escalation_held: bool = False


class Extension(SQLModel, table=True):
    """A request to move an action's date, and the date it was moved to. The reason is in the narratives.

    `is_before_agreeing`: the owner asked for another date than the one proposed, and had agreed to none yet.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    action_id: UUID = Field(foreign_key="action.id", index=True)
    state: ExtensionState = Field(default=ExtensionState.ASKED, sa_type=words(ExtensionState, "state"))
    from_date: date
    wanted_on: date
    moved_to: date | None = None
    asked_by: UUID = Field(foreign_key="person.id")
    asked_at: datetime
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    is_before_agreeing: bool = False


class Actions:
    """Questions about actions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, action: Action) -> Action:
        """Keep an action."""
        self._session.add(action)
        self._session.flush()
        return action

    def get(self, action_id: UUID) -> Action:
        """Return an action that is known to exist."""
        return self._session.get_one(Action, action_id)

    def find(self, action_id: UUID) -> Action | None:
        """Return an action, or None."""
        return self._session.get(Action, action_id)

    def find_to_change(self, action_id: UUID) -> Action | None:
        """Return an action as it stands now, locked: whoever presses at the same moment waits and sees our change."""
        return self._session.get(Action, action_id, with_for_update=True, populate_existing=True)

    def owned_by(self, person_id: UUID, limit: int = 50) -> Sequence[Action]:
        """Return somebody's open actions, the earliest due first."""
        return self._session.exec(
            select(Action)
            .where(Action.owner_id == person_id, col(Action.state).in_(OPEN_STATES))
            .order_by(col(Action.due_on))
            .limit(limit)
        ).all()

    def open_in(self, contract_ids: Collection[UUID], limit: int = 50) -> Sequence[Action]:
        """Return the open actions of some contracts, the earliest due first."""
        if not contract_ids:
            return []
        return self._session.exec(
            select(Action)
            .where(col(Action.contract_id).in_(contract_ids), col(Action.state).in_(OPEN_STATES))
            .order_by(col(Action.due_on))
            .limit(limit)
        ).all()

    def of_concern(self, concern_id: UUID) -> Sequence[Action]:
        """Return the actions that a concern led to."""
        return self._session.exec(
            select(Action).where(Action.concern_id == concern_id).order_by(col(Action.due_on))
        ).all()

    def of_improvement(self, improvement_id: UUID) -> Sequence[Action]:
        """Return the actions of an improvement process: of its plan, of its light route, and those for safety."""
        return self._session.exec(
            select(Action).where(Action.improvement_id == improvement_id).order_by(col(Action.due_on))
        ).all()

    def add_extension(self, extension: Extension) -> Extension:
        """Keep a request for more time."""
        self._session.add(extension)
        self._session.flush()
        return extension

    def find_extension(self, extension_id: UUID) -> Extension | None:
        """Return a request for more time, or None."""
        return self._session.get(Extension, extension_id)

    def extension_asked(self, action_id: UUID) -> Extension | None:
        """Return the request that has not been answered yet."""
        return self._session.exec(
            select(Extension).where(Extension.action_id == action_id, Extension.state == ExtensionState.ASKED)
        ).first()

    def asking_for_time(self, action_ids: Collection[UUID]) -> frozenset[UUID]:
        """Return those of some actions for which more time is asked and not answered yet."""
        if not action_ids:
            return frozenset()
        rows = self._session.exec(
            select(Extension.action_id).where(
                col(Extension.action_id).in_(action_ids), Extension.state == ExtensionState.ASKED
            )
        ).all()
        return frozenset(rows)

    def late_in(self, contract_ids: Collection[UUID], today: date) -> dict[UUID, int]:
        """Return how many actions of each contract are past their day and wait for their owner; none is left out."""
        if not contract_ids:
            return {}
        asked = select(Extension.action_id).where(Extension.state == ExtensionState.ASKED)
        rows = self._session.exec(
            select(Action.contract_id, func.count())
            .where(
                col(Action.contract_id).in_(contract_ids),
                col(Action.state).in_((ActionState.PROPOSED, ActionState.AGREED)),
                col(Action.due_on) < today,
                col(Action.id).not_in(asked),
            )
            .group_by(col(Action.contract_id))
        ).all()
        return dict(rows)

    def extensions(self, action_id: UUID) -> Sequence[Extension]:
        """Return every request for more time, oldest first."""
        return self._session.exec(
            select(Extension).where(Extension.action_id == action_id).order_by(col(Extension.asked_at))
        ).all()
