"""Formal steps under the contract: never before support was offered, never without a senior person's yes.

Handrail records that people served a letter; it serves none and writes none of its own accord (practice.md 1.10;
domain.md 2.6 and 4.3).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.errors import NotAllowed
from domain.improvements import require_length, require_text
from domain.steps import step

APPROVE_WITHIN = 2  # working days, by the senior contact
SERVE_WITHIN = 5  # working days from the approval: then the lead is asked whether people have served it


class NoticeType(StrEnum):
    """What contracts commonly provide for; which of them a contract knows stands in its own terms."""

    IMPROVEMENT_NOTICE = "improvement_notice"
    DEFAULT_NOTICE = "default_notice"
    RECTIFICATION_PLAN = "rectification_plan"
    SUSPENSION = "suspension"
    TERMINATION_NOTICE = "termination_notice"


class FormalState(StrEnum):
    """How far a formal step has come."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    SERVED = "served"
    WITHDRAWN = "withdrawn"


NEXT: dict[FormalState, frozenset[FormalState]] = {
    FormalState.ASKED: frozenset({FormalState.APPROVED, FormalState.REFUSED, FormalState.WITHDRAWN}),
    FormalState.APPROVED: frozenset({FormalState.SERVED, FormalState.WITHDRAWN}),
    FormalState.REFUSED: frozenset(),
    FormalState.SERVED: frozenset(),
    FormalState.WITHDRAWN: frozenset(),
}

OPEN = frozenset({FormalState.ASKED, FormalState.APPROVED})
"""It waits for somebody: for a senior person's answer, or for people to serve the letter."""

_REFUSALS: dict[tuple[FormalState, FormalState], str] = {
    (
        FormalState.ASKED,
        FormalState.SERVED,
    ): "A senior person has not approved this yet. Nothing is served before that.",
    (FormalState.WITHDRAWN, FormalState.SERVED): "This was taken back, so nothing is served.",
    (FormalState.SERVED, FormalState.WITHDRAWN): "It was served already, and that stays on the record.",
    (FormalState.REFUSED, FormalState.SERVED): "This was not approved, so nothing is served.",
    (FormalState.SERVED, FormalState.SERVED): "It is on the record already that this was served.",
}


@dataclass(frozen=True)
class NewFormalStep:
    """What is asked for: why now, and which support was offered before, with how it was answered."""

    notice_type: NoticeType
    because: str
    support_offered: str

    def __post_init__(self) -> None:
        require_text(self.because, "because", "Please say why it becomes formal now.")
        require_text(
            self.support_offered,
            "support_offered",
            "Please say which support was offered before this, when, and how it was answered.",
        )


def move(current: FormalState, wanted: FormalState) -> FormalState:
    """Return the wanted state, or refuse in words."""
    return step(NEXT, current, wanted, _REFUSALS.get((current, wanted), "This has been answered already."))


def require_other_approver(is_same: bool) -> None:
    """Refuse an approval by whoever asked for it."""
    if is_same:
        raise NotAllowed("Somebody senior other than the person who asked has to approve this.")


def require_served_day(served_on: date, approved_on: date, today: date, how: str) -> None:
    """Refuse a day of service before the approval or after today, and one without how it was served."""
    if not approved_on <= served_on <= today:
        raise NotAllowed("Please choose the day it was served: from its approval to today.", "served_on")
    if not how.strip():
        raise NotAllowed("Please say how it was served, and on whom.", "how")
    require_length(how, "how")


@dataclass(frozen=True)
class Service:
    """That people served a letter: on which day, how, by whom, and what each party does now, which all of them read."""

    served_on: date
    how: str
    by_whom: str
    duties: str

    def __post_init__(self) -> None:
        require_text(self.by_whom, "by_whom", "Please say who served it.")
        require_text(
            self.duties, "duties", "Please say what each party does now, and by when. Everybody reads this."
        )


def require_known(notice_type: NoticeType, known: Collection[NoticeType]) -> None:
    """Refuse a letter that the contract does not provide for: nobody could rely on it."""
    if notice_type not in known:
        raise NotAllowed(
            "This contract does not provide for a letter of this kind. What it provides for is set with "
            "/contract notices.",
            "notice_type",
        )


def require_formal_while(is_followed: bool) -> None:
    """Refuse a formal step before there was an agreed chance to improve, and once that was taken (domain.md 4.4 C)."""
    if not is_followed:
        raise NotAllowed(
            "A formal step comes only after help was agreed and progress was looked at for a while. "
            "Please agree first what is to be done."
        )


def require_none_open(is_open: bool) -> None:
    """Refuse a second step while one waits: the parties would not know which of them holds."""
    if is_open:
        raise NotAllowed("A formal step waits already. Please finish that one first.")
