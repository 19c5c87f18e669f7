"""The record of a challenge: what one person may read of it, and what they may do with it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of
from bot.casework.challenge_deciders import deciders_of, decides, evaluation_of
from bot.casework.evaluation_receipts import shared_with
from bot.casework.evaluation_shared_facts import answer_by, is_open
from domain.errors import NotYours
from domain.people import Act, Party
from storage.challenges import Challenge
from storage.evaluations import Evaluation
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ChallengeRead:
    """A challenge as one person reads it. `said` and `shown_by` hold what was added later too, oldest first."""

    challenge: Challenge
    said: Sequence[str]
    shown_by: Sequence[str]
    instead: str
    reasons: str
    may_decide: bool
    may_withdraw: bool


def reads_challenge(work: UnitOfWork, person: Person, challenge: Challenge) -> bool:
    """Say whether somebody may read what was typed: our side, and the organisation that challenges."""
    if person.organisation_id == challenge.organisation_id:
        return True
    return party_of(work, person, challenge.contract_id) is Party.OWN


def challenges_for(work: UnitOfWork, person: Person, evaluation: Evaluation) -> Sequence[ChallengeRead]:
    """Return the challenges to a shared evaluation, oldest first.

    Other parties read the decision, since it stands beside what was shared with them, and not what was said.
    """
    return [_read(work, person, challenge) for challenge in work.challenges.of_evaluation(evaluation.id)]


def read_challenge(work: UnitOfWork, person: Person, challenge_id: UUID) -> ChallengeRead:
    """Return one challenge to somebody who may read it. Raises NotYours for anybody else."""
    challenge = work.challenges.find(challenge_id)
    if challenge is None:
        raise NotYours(NOT_YOURS)
    shared_with(work, person, challenge.evaluation_id)
    if not reads_challenge(work, person, challenge):
        raise NotYours(NOT_YOURS)
    return _read(work, person, challenge)


def _read(work: UnitOfWork, person: Person, challenge: Challenge) -> ChallengeRead:
    texts = work.narratives.latest(challenge.id)
    may_read = reads_challenge(work, person, challenge)
    waits = is_open(challenge)
    is_theirs = person.organisation_id == challenge.organisation_id
    challenges = may_do(work, person, challenge.contract_id, Act.CHALLENGE_EVALUATION)
    return ChallengeRead(
        challenge=challenge,
        said=_all(work, challenge, "said") if may_read else (),
        shown_by=_all(work, challenge, "shown_by") if may_read else (),
        instead=texts.get("instead", ""),
        reasons=texts.get("reasons", "") if may_read else "",
        may_decide=waits and decides(work, person, challenge, evaluation_of(work, challenge)),
        may_withdraw=waits and is_theirs and challenges,
    )


def _all(work: UnitOfWork, challenge: Challenge, name: str) -> Sequence[str]:
    return [text.body for text in work.narratives.versions(challenge.id, name) if text.body.strip()]


def challenge_facts(
    work: UnitOfWork, challenge: Challenge, now: datetime, reader: Person | None = None
) -> dict[str, object]:
    """Return what the words about a challenge may use: references, states, dates and names of people at work."""
    evaluation = evaluation_of(work, challenge)
    waits = is_open(challenge)
    decider = work.people.get(challenge.decided_by) if challenge.decided_by else None
    due_at = answer_by(work, challenge.id)
    own = work.organisations.own()
    return {
        "reference": challenge.reference,
        "evaluation": evaluation.reference,
        "contract": work.contracts.get(challenge.contract_id).title,
        "side": work.organisations.get(challenge.organisation_id).name,
        "own_side": own.name if own else "",
        "grounds": challenge.grounds.value,
        "state": challenge.state.value,
        "answer_by": due_at,
        "is_past": due_at is not None and due_at < now,
        "decided_by": decider.name if decider else "",
        "deciders": " or ".join(person.name for person in deciders_of(work, challenge, evaluation)),
        "is_theirs": reader is not None and reader.organisation_id == challenge.organisation_id,
        "may_decide": waits and reader is not None and decides(work, reader, challenge, evaluation),
    }
