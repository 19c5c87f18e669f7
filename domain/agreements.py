"""Agreeing: per party and per version. An edit voids what was agreed; silence is chased and is never a yes.

practice.md 1.10, 2.1 and section 3; domain.md 4.4 C; CPC424-P6, P9, P15.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.calendar import words_for_moment
from domain.errors import NotAllowed

ANSWER_WITHIN = 5  # working days: the clock of a pack answer (practice.md section 4)
ASKED_AT_LEAST = 2  # times, before somebody who never answers no longer holds the others up
APPROVE_WITHIN = 2  # working days for the senior contact to answer a way forward
CYCLES = 3  # rounds on one plan, then the senior contacts of all sides are asked (domain.md 4.4 C)


class Decision(StrEnum):
    """What a party says to one version."""

    AGREE = "agree"
    AGREE_WITH_COMMENT = "agree_with_comment"
    DISAGREE = "disagree"


YES = frozenset({Decision.AGREE, Decision.AGREE_WITH_COMMENT})


@dataclass(frozen=True)
class PartyAnswer:
    """What one organisation said to one version, and when. The last answer of an organisation counts."""

    organisation_id: UUID
    version: int
    decision: Decision
    answered_at: datetime


class Outcome(StrEnum):
    """Where a version stands with all that are asked."""

    WAITING = "waiting"
    AGREED = "agreed"
    DISAGREED = "disagreed"


@dataclass(frozen=True)
class Standing:
    """Where one version stands: who agreed, who did not, who has not answered."""

    outcome: Outcome
    agreed: tuple[UUID, ...]
    disagreed: tuple[UUID, ...]
    silent: tuple[UUID, ...]


def standing(answers: Iterable[PartyAnswer], version: int, asked: Collection[UUID]) -> Standing:
    """Return where a version stands. What was said to an earlier version counts for nothing, nor do others' answers.

    Raises ValueError when nobody is asked: an agreement of nobody is none.
    """
    if not asked:
        raise ValueError("An agreement needs at least one party.")
    last: dict[UUID, PartyAnswer] = {}
    for answer in sorted(answers, key=lambda each: each.answered_at):
        if answer.version == version and answer.organisation_id in asked:
            last[answer.organisation_id] = answer
    agreed = tuple(each for each in asked if each in last and last[each].decision in YES)
    disagreed = tuple(each for each in asked if each in last and last[each].decision is Decision.DISAGREE)
    silent = tuple(each for each in asked if each not in last)
    unsettled = Outcome.DISAGREED if disagreed else Outcome.WAITING
    outcome = unsettled if disagreed or silent else Outcome.AGREED
    return Standing(outcome, agreed, disagreed, silent)


def require_comment(decision: Decision, comment: str) -> None:
    """Refuse a comment that is none, and a no without its reason: nobody can answer what was not said."""
    if decision is Decision.AGREE_WITH_COMMENT and not comment.strip():
        raise NotAllowed("Please write your comment, or choose Agree.", "comment")
    if decision is Decision.DISAGREE and not comment.strip():
        raise NotAllowed(
            "Please say what you do not agree with, so that it can be looked at again.", "comment"
        )


def require_this_version(answered: int, present: int) -> None:
    """Refuse an answer to a version that has been changed since."""
    if answered != present:
        raise NotAllowed(
            f"This has changed since: it is version {present} now. Nothing was recorded. "
            "Please open it again and answer what stands there."
        )


def require_still_asked(version: int, *, is_settled: bool, is_voided: bool) -> None:
    """Refuse an answer once everybody's has been counted, and to what was changed or taken back."""
    if is_voided:
        raise NotAllowed(
            f"Version {version} is not asked about any more: it was changed or taken back. Nothing was recorded. "
            "Please open it to see what stands there now."
        )
    if is_settled:
        raise NotAllowed(
            f"Version {version} is settled, so this answer was not recorded. If it is not right any more, please tell "
            "the contract lead: it is changed by a new version, and everybody is asked again."
        )


def require_time_given(until: datetime) -> None:
    """Refuse to ask once more, or to go on without somebody, before the time they were given is over."""
    raise NotAllowed(
        f"They have until {words_for_moment(until)} to answer. Please come back to this after that."
    )


@dataclass(frozen=True)
class WayForward:
    """How things go on without everybody's yes: on what ground, and who approved it (practice.md section 3)."""

    clause: str
    because: str

    def __post_init__(self) -> None:
        if not self.clause.strip():
            raise NotAllowed("Please name the clause or regulation under which this is required.", "clause")
        if not self.because.strip():
            raise NotAllowed("Please say why it goes on without everybody's agreement.", "because")


def needs_way_forward(now: Standing, times_asked: Mapping[UUID, int]) -> bool:
    """Say whether nothing else is left: not all agreed, and whoever is silent was asked often enough."""
    is_heard = all(times_asked.get(each, 0) >= ASKED_AT_LEAST for each in now.silent)
    return now.outcome is not Outcome.AGREED and is_heard


def require_way_forward(now: Standing, times_asked: Mapping[UUID, int]) -> None:
    """Refuse to go on without a party that has been asked only once, or where nothing stands in the way."""
    if now.outcome is Outcome.AGREED:
        raise NotAllowed("Everybody has agreed. Nothing else is needed.")
    if not needs_way_forward(now, times_asked):
        raise NotAllowed("Somebody has been asked only once. Please ask them once more first.")


def require_way_asked(*, is_asked: bool) -> None:
    """Refuse to answer what nobody waits for."""
    if not is_asked:
        raise NotAllowed(
            "Nobody waits for this any more: it has been answered, or what it was about has changed."
        )


def goes_to_seniors(round_number: int) -> bool:
    """Whether so many rounds on one plan are over that the senior contacts of all sides are asked (domain.md 4.4 C)."""
    return round_number > CYCLES
