"""Improvement actions: what is asked, of whom, by when, and how it is shown to be done (domain.md 4.4 D)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.calendar import WorkingCalendar, suggested_due_on, words_for_day
from domain.concerns import LONGEST_TEXT
from domain.errors import NotAllowed
from domain.steps import step

VERIFY_WITHIN = 5  # working days, ours
ANSWER_EXTENSION_WITHIN = 2  # working days, ours
CONFIRM_WITHIN = 5  # working days: the clock of a pack answer (practice.md section 4)
CONFIRM_SAFETY_WITHIN = 4  # working hours, for an action that keeps people safe now
SUGGEST_AFTER = 10  # working days
LONGEST_TITLE = 150
FARTHEST_AHEAD = timedelta(days=731)


class Basis(StrEnum):
    """A requirement rests on a clause and climbs; a recommendation advises and does not (practice.md section 3)."""

    REQUIREMENT = "requirement"
    RECOMMENDATION = "recommendation"


class ActionState(StrEnum):
    """How far an action has come. Late is worked out from the date, never stored."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    WITHDRAWN = "withdrawn"


NEXT: dict[ActionState, frozenset[ActionState]] = {
    ActionState.PROPOSED: frozenset({ActionState.AGREED, ActionState.WITHDRAWN}),
    ActionState.AGREED: frozenset({ActionState.SUBMITTED, ActionState.WITHDRAWN}),
    ActionState.SUBMITTED: frozenset({ActionState.AGREED, ActionState.VERIFIED, ActionState.WITHDRAWN}),
    ActionState.VERIFIED: frozenset(),
    ActionState.WITHDRAWN: frozenset(),
}

_REFUSALS: dict[tuple[ActionState, ActionState], str] = {
    (
        ActionState.PROPOSED,
        ActionState.SUBMITTED,
    ): "Please confirm the action first, then show that it is done.",
    (ActionState.AGREED, ActionState.AGREED): "This action has already been confirmed.",
    (
        ActionState.SUBMITTED,
        ActionState.SUBMITTED,
    ): "This has already been handed in. It is waiting to be checked.",
    (
        ActionState.AGREED,
        ActionState.VERIFIED,
    ): "There is nothing to check yet: the owner has not handed anything in.",
    (ActionState.VERIFIED, ActionState.VERIFIED): "This action has already been checked and closed.",
}


class ExtensionState(StrEnum):
    """A request for more time. The original date stays on the record whatever the answer."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class NewAction:
    """What is being asked for. `title` is SHARED text once agreed, so it carries no names."""

    title: str
    basis: Basis
    due_on: date
    shown_by: str
    clause: str = ""
    keeps_safe_now: bool = False

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise NotAllowed("Please say in one line what is to be done.", "title")
        if len(self.title) > LONGEST_TITLE:
            raise NotAllowed(
                f"Please shorten this to {LONGEST_TITLE} characters. Nothing has been cut.", "title"
            )
        if not self.shown_by.strip():
            raise NotAllowed("Please say what will show that it is done.", "shown_by")
        if self.basis is Basis.REQUIREMENT and not self.clause.strip():
            raise NotAllowed("A requirement needs the clause or regulation it rests on.", "clause")
        for name in ("shown_by", "clause"):
            if len(getattr(self, name)) > LONGEST_TEXT:
                raise NotAllowed(
                    f"Please shorten this to {LONGEST_TEXT:,} characters. Nothing has been cut.", name
                )


def move(current: ActionState, wanted: ActionState) -> ActionState:
    """Return the wanted state, or refuse in words when the action is not at that point."""
    return step(NEXT, current, wanted, _REFUSALS.get((current, wanted), f"This action is already {current}."))


def require_can_be_declined(state: ActionState) -> None:
    """An owner declines what is proposed; what they have agreed they ask to move, or the lead withdraws."""
    if state is not ActionState.PROPOSED:
        raise NotAllowed(
            "This action has been confirmed already. Please ask for more time, or ask the contract lead to withdraw it."
        )


def require_under_way(state: ActionState) -> None:
    """How it is going is said between confirming an action and handing it in."""
    if state is not ActionState.AGREED:
        raise NotAllowed("How it is going is said while an action is confirmed and not yet handed in.")


def require_due_date(due_on: date, today: date, field: str = "due_on") -> None:
    """Refuse a date in the past, or too far ahead to be meant; today is allowed: some things cannot wait."""
    if due_on < today:
        raise NotAllowed("Please choose today or a later day.", field)
    if due_on - today > FARTHEST_AHEAD:
        raise NotAllowed("Please choose a day within the next two years.", field)


def require_working_day(day: date, calendar: WorkingCalendar, field: str = "due_on") -> None:
    """Refuse a weekend, a holiday or a closure day: nobody is reminded then, and nobody is there to help."""
    if not calendar.is_working_day(day):
        kind_day = words_for_day(suggested_due_on(day, calendar, 0))
        raise NotAllowed(
            f"{words_for_day(day)} is not a working day for this contract. {kind_day} would be a good day.",
            field,
        )


def require_another_date(due_on: date, wanted_on: date) -> None:
    """Refuse the same date as the one proposed: that is a plain yes."""
    if wanted_on == due_on:
        raise NotAllowed("That is the date proposed. If it suits you, press I will do this.", "wanted_on")


def require_later(due_on: date, wanted_on: date) -> None:
    """Refuse an extension that is not one."""
    if wanted_on <= due_on:
        raise NotAllowed("Please choose a day after the date that stands now.", "wanted_on")
