"""Challenges: the right to have a shared evaluation looked at again, within ten working days of its delivery."""

from enum import StrEnum


class Grounds(StrEnum):
    """On what a challenge rests (domain.md 2.4)."""

    FACTUAL = "factual"
    MORE_EVIDENCE = "more_evidence"
    JUDGEMENT = "judgement"
    WORDING = "wording"


class ChallengeState(StrEnum):
    """How far a challenge has come. It is decided by somebody who is not the evaluation's author."""

    OPENED = "opened"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


NEXT: dict[ChallengeState, frozenset[ChallengeState]] = {
    ChallengeState.OPENED: frozenset(
        {
            ChallengeState.ACCEPTED,
            ChallengeState.PARTLY,
            ChallengeState.REJECTED,
            ChallengeState.WITHDRAWN,
        }
    ),
    ChallengeState.ACCEPTED: frozenset(),
    ChallengeState.PARTLY: frozenset(),
    ChallengeState.REJECTED: frozenset(),
    ChallengeState.WITHDRAWN: frozenset(),
}
