"""Improvement processes: how a provider, its commissioners and the people who use a service put something right.

Opened by a person, never by itself; ended by a person too (domain.md 4.4 C; practice.md 2.1; CPC424-P1 to P16).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.calendar import WorkingCalendar
from domain.concerns import LONGEST_TEXT
from domain.errors import NotAllowed
from domain.steps import step

EXPLAIN_WITHIN = 5  # working days from opening, ours (practice.md section 4)
PLAN_WITHIN = timedelta(days=28)  # calendar days from opening to an agreed plan (practice.md 2.1)
REFLECT_WITHIN = 20  # working days from the end of the hold (domain.md 4.4 C)
LIGHT_ACTIONS = (
    2  # the light route: support and at the most so many actions, no board of options (practice.md 2.1)
)
LONGEST_PAUSE = timedelta(days=90)
LONGEST_TITLE = 150


class Route(StrEnum):
    """How much is asked of everybody. The light one is tried first; it becomes the full one when it is not enough."""

    LIGHT = "light"
    FULL = "full"


class ImprovementState(StrEnum):
    """How far it has come. What is late, what is missing and who is waited for are worked out, never stored."""

    OPENED = "opened"
    EXPLAINED = "explained"
    REASONED = "reasoned"
    CHOSEN = "chosen"
    MONITORING = "monitoring"
    SUSTAINING = "sustaining"
    REFLECTING = "reflecting"
    CLOSED = "closed"
    FORMAL = "formal"
    PAUSED = "paused"


S = ImprovementState
NEXT: dict[ImprovementState, frozenset[ImprovementState]] = {
    S.OPENED: frozenset({S.EXPLAINED, S.PAUSED}),
    S.EXPLAINED: frozenset({S.REASONED, S.MONITORING, S.PAUSED}),
    S.REASONED: frozenset({S.CHOSEN, S.PAUSED}),
    S.CHOSEN: frozenset({S.MONITORING, S.REASONED, S.PAUSED}),
    S.MONITORING: frozenset({S.SUSTAINING, S.FORMAL, S.PAUSED, S.EXPLAINED}),
    S.FORMAL: frozenset({S.MONITORING, S.SUSTAINING, S.PAUSED}),
    S.SUSTAINING: frozenset({S.MONITORING, S.REFLECTING, S.PAUSED}),
    S.REFLECTING: frozenset({S.CLOSED, S.MONITORING, S.PAUSED}),
    S.PAUSED: frozenset(
        {S.OPENED, S.EXPLAINED, S.REASONED, S.CHOSEN, S.MONITORING, S.FORMAL, S.SUSTAINING, S.REFLECTING}
    ),
    S.CLOSED: frozenset(),
}

UNDER_WAY = frozenset(S) - {S.CLOSED}
BEFORE_A_PLAN = frozenset({S.OPENED, S.EXPLAINED, S.REASONED, S.CHOSEN})

_PLACES: dict[Route, dict[ImprovementState, int]] = {
    Route.FULL: {
        S.OPENED: 2,
        S.EXPLAINED: 3,
        S.REASONED: 4,
        S.CHOSEN: 5,
        S.MONITORING: 6,
        S.FORMAL: 6,
        S.SUSTAINING: 7,
        S.REFLECTING: 8,
        S.CLOSED: 8,
    },
    Route.LIGHT: {
        S.OPENED: 2,
        S.EXPLAINED: 3,
        S.MONITORING: 4,
        S.FORMAL: 4,
        S.SUSTAINING: 5,
        S.REFLECTING: 6,
        S.CLOSED: 6,
    },
}


def place(state: ImprovementState, route: Route) -> tuple[int, int]:
    """Return at which step of how many a process is, opening it being the first; for what rests, of where it was."""
    places = _PLACES[route]
    return places.get(state, places[S.EXPLAINED]), max(places.values())


_REFUSALS: dict[tuple[ImprovementState, ImprovementState], str] = {
    (
        S.OPENED,
        S.REASONED,
    ): "Please explain first why this must improve: everybody is asked for reasons after that.",
    (S.OPENED, S.MONITORING): "Please explain first why this must improve, and agree what is to be done.",
    (S.EXPLAINED, S.EXPLAINED): "This has been explained already. Open it to see who has received it.",
    (S.EXPLAINED, S.CHOSEN): "Please record at least one reason first, so that the options answer something.",
    (S.REASONED, S.MONITORING): "Please agree on one of the options first.",
    (
        S.MONITORING,
        S.REFLECTING,
    ): "Please see first that it lasts: confirm that what was agreed has been reached.",
    (S.MONITORING, S.CLOSED): "Please see first that it lasts, and then look back on it together.",
    (S.SUSTAINING, S.CLOSED): "Please look back on it together first. It can be closed after that.",
    (S.PAUSED, S.PAUSED): "This is paused already. Open it to see until when.",
    (S.CLOSED, S.PAUSED): "This is closed. If it is needed again, please open a new one.",
}


class AlreadyDone(NotAllowed):
    """The step was taken before: whoever presses looks at a window that shows something old."""


def _is_behind(current: ImprovementState, wanted: ImprovementState) -> bool:
    """Say whether a process has come as far as wanted before; what need not happen is never behind it."""
    places = _PLACES[Route.FULL]
    comes_to_all = wanted in places and wanted not in {S.FORMAL, S.CLOSED}
    return comes_to_all and current in places and places[wanted] <= places[current]


def move(current: ImprovementState, wanted: ImprovementState) -> ImprovementState:
    """Return the wanted state, or refuse in words when it has not come so far.

    Raises AlreadyDone for a step that lies behind it, NotAllowed for every other.
    """
    is_legal_or_told = wanted in NEXT[current] or (current, wanted) in _REFUSALS
    if current is not S.CLOSED and not is_legal_or_told and _is_behind(current, wanted):
        raise AlreadyDone("This is done already. Please open it again to see where it stands.")
    otherwise = "This is closed. If it is needed again, please open a new one."
    if current is not S.CLOSED:
        otherwise = "This cannot be done yet. Open it to see what comes next."
    return step(NEXT, current, wanted, _REFUSALS.get((current, wanted), otherwise))


class PauseReason(StrEnum):
    """Why everything but safety rests for a while (practice.md 2.3)."""

    OUTBREAK = "outbreak"
    INSPECTION = "inspection"
    BEREAVEMENT = "bereavement"
    OTHER = "other"


@dataclass(frozen=True)
class NewImprovement:
    """What is opened. `title` is SHARED text, so it carries no names. `because` is why now, for our own side."""

    title: str
    because: str
    route: Route = Route.LIGHT

    def __post_init__(self) -> None:
        require_line(self.title, "title", "Please say in one line what is to improve.")
        require_text(self.because, "because", "Please say why it is opened now.")


@dataclass(frozen=True)
class Explanation:
    """Why this must improve: one SHARED text in five parts, and what our own side alone may read (CPC424-P1).

    `voice`, what people who use the service and their families say, is shown as a gap where nothing is known yet.
    """

    what: str
    evidence: str
    effect: str
    term: str
    voice: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        require_text(self.what, "what", "Please say what is not as it should be.")
        require_text(self.evidence, "evidence", "Please say what shows it, and when that was seen.")
        require_text(self.effect, "effect", "Please say what it means for the people who live there.")
        require_text(
            self.term, "term", "Please name the clause of the contract, or the standard, it falls short of."
        )
        for name in ("voice", "note"):
            require_length(getattr(self, name), name)


def require_awake(state: ImprovementState) -> None:
    """Refuse what waits while everything but safety rests, and what comes after the end."""
    if state is S.PAUSED:
        raise NotAllowed("This is paused, and everything but safety rests. Open it to see until when.")
    if state is S.CLOSED:
        raise NotAllowed("This is closed. If it is needed again, please open a new one.")


def require_line(typed: str, field: str, missing: str) -> None:
    """Refuse an empty line, or one too long for a list."""
    if not typed.strip():
        raise NotAllowed(missing, field)
    if len(typed) > LONGEST_TITLE:
        raise NotAllowed(f"Please shorten this to {LONGEST_TITLE} characters. Nothing has been cut.", field)


def require_text(typed: str, field: str, missing: str) -> None:
    """Refuse an empty text, or one too long for a form."""
    if not typed.strip():
        raise NotAllowed(missing, field)
    require_length(typed, field)


def require_length(typed: str, field: str) -> None:
    """Refuse what is too long for a form; what is left out is no fault here."""
    if len(typed) > LONGEST_TEXT:
        raise NotAllowed(f"Please shorten this to {LONGEST_TEXT:,} characters. Nothing has been cut.", field)


def require_light(actions: int) -> None:
    """Refuse a third action on the light route: what needs more wants everybody's reasons and options first."""
    if actions > LIGHT_ACTIONS:
        raise NotAllowed(
            "The light route is for support and up to two actions. Please go on with the full route: "
            "reasons and options first."
        )


def require_pause_reason(reason: PauseReason, because: str) -> None:
    """Refuse another reason than the usual ones without saying which: everybody is told why it rests."""
    if reason is PauseReason.OTHER:
        require_text(because, "because", "Please say why it rests: everybody on this contract is told.")
    require_length(because, "because")


def require_review_day(review_on: date, today: date, calendar: WorkingCalendar) -> None:
    """Refuse a pause without an end in sight: somebody looks again on a working day within three months."""
    if not today < review_on <= today + LONGEST_PAUSE:
        raise NotAllowed("Please choose a day after today and within three months.", "review_on")
    if not calendar.is_working_day(review_on):
        raise NotAllowed("Please choose a working day: somebody has to look at it then.", "review_on")
