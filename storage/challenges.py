"""Challenges to shared evaluations."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from domain.challenges import ChallengeState, Grounds
from domain.evaluations import Judgement
from domain.people import Party
from storage.columns import words


class Challenge(SQLModel, table=True):
    """One challenge of one organisation. What is said and the reasons of the answer are narratives of its id.

    `opened_by` is somebody of that organisation, or whoever recorded it for them. `judgement` is the one that the
    evaluation should have come to, where it was put right.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    evaluation_id: UUID = Field(foreign_key="evaluation.id", index=True)
    contract_id: UUID = Field(foreign_key="contract.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    grounds: Grounds = Field(sa_type=words(Grounds, "grounds"))
    state: ChallengeState = Field(default=ChallengeState.OPENED, sa_type=words(ChallengeState, "state"))
    opened_by: UUID = Field(foreign_key="person.id")
    party: Party = Field(sa_type=words(Party, "party"))
    opened_at: datetime
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    judgement: Judgement | None = Field(default=None, sa_type=words(Judgement, "judgement"))


class Challenges:
    """Questions about challenges."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, challenge: Challenge) -> Challenge:
        """Keep a challenge."""
        self._session.add(challenge)
        self._session.flush()
        return challenge

    def find(self, challenge_id: UUID) -> Challenge | None:
        """Return a challenge, or None."""
        return self._session.get(Challenge, challenge_id)

    def find_to_change(self, challenge_id: UUID) -> Challenge | None:
        """Return a challenge as it stands now, locked until this unit of work is over; or None."""
        return self._session.get(Challenge, challenge_id, with_for_update=True, populate_existing=True)

    def undecided(self) -> Sequence[Challenge]:
        """Return every challenge that waits for its decision, oldest first."""
        waiting = select(Challenge).where(Challenge.state == ChallengeState.OPENED)
        return self._session.exec(waiting.order_by(col(Challenge.opened_at))).all()

    def open_of(self, evaluation_id: UUID, organisation_id: UUID) -> Challenge | None:
        """Return an organisation's challenge to an evaluation that nobody has decided yet, or None."""
        return self._session.exec(
            select(Challenge).where(
                Challenge.evaluation_id == evaluation_id,
                Challenge.organisation_id == organisation_id,
                Challenge.state == ChallengeState.OPENED,
            )
        ).first()

    def of_evaluation(self, evaluation_id: UUID) -> Sequence[Challenge]:
        """Return the challenges to an evaluation, oldest first."""
        return self._session.exec(
            select(Challenge)
            .where(Challenge.evaluation_id == evaluation_id)
            .order_by(col(Challenge.opened_at))
        ).all()
