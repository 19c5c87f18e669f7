"""Roles of the whole organisation that nobody gives or takes away unseen, and those that nobody gives themselves alone.

They open what is kept closed: practice.md 1.7, 1.8 and 1.9, docs/decisions/0023-roles-that-open-what-is-closed.md.
"""

from enum import StrEnum

from domain.errors import NotAllowed
from domain.people import SAFEGUARDING_ROLES, Role
from domain.steps import step

SECONDED = frozenset({Role.SPEAK_UP_LEAD, Role.RECORDS_OFFICER})
"""Sealed names and copies of what is restricted: whoever gives one to themselves waits for a second person."""

WATCHED = SECONDED | SAFEGUARDING_ROLES
"""Whoever holds one of these is told at once when somebody is given it, or loses it."""


CONFIRM_WITHIN = 2
"""Working days until whoever may agree is reminded, each working day from then on."""


class RequestState(StrEnum):
    """Whether somebody else agreed to a role that a person gave themselves."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


_NEXT: dict[RequestState, frozenset[RequestState]] = {
    RequestState.WAITING: frozenset({RequestState.CONFIRMED, RequestState.DECLINED, RequestState.WITHDRAWN}),
    RequestState.CONFIRMED: frozenset(),
    RequestState.DECLINED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}


def move(current: RequestState, wanted: RequestState) -> RequestState:
    """Return the wanted state. Raises NotAllowed when somebody has answered already."""
    return step(_NEXT, current, wanted, "Somebody has answered this already.")


def needs_a_second(role: Role, *, is_for_oneself: bool) -> bool:
    """Say whether giving this role waits for somebody else to agree."""
    return is_for_oneself and role in SECONDED


def require_a_second(is_there: bool, field: str) -> None:
    """Raise NotAllowed beside the field when there is nobody who could agree."""
    if not is_there:
        raise NotAllowed(
            "You cannot give this to yourself alone, and nobody else can agree to it yet. Please choose somebody else, "
            "or name a director with /contract route first.",
            field,
        )
