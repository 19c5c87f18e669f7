"""A person's request for their own data: when it is due, what is decided about each item (UK GDPR articles 12 and 15).

The dates are the ICO's: one calendar month from receipt; where the month is shorter, its last day; on a weekend or a
bank holiday, the next working day. Days of receipt count whatever day of the week they are.
"""

import re
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from domain.calendar import WorkingCalendar, months_after
from domain.steps import step

MONTHS, MONTHS_EXTENDED = 1, 3
TARGET = timedelta(days=28)
"""Our own aim, so that the length of a month never makes an answer late (ICO: a practical limit)."""

COVERED = "[another person]"
SHORTEST_NAME = 3
"""Letters: of a name, shorter parts are ordinary words too often to be covered on their own."""


class HowReceived(StrEnum):
    """How a request came. Any way counts, and to anybody in the organisation."""

    LETTER = "letter"
    EMAIL = "email"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    SLACK = "slack"


class RequestState(StrEnum):
    """How far a request has come. REVIEWED: every item is decided, and nobody else has signed it off yet."""

    RECORDED = "recorded"
    COMPILED = "compiled"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    ANSWERED = "answered"


NEXT: dict[RequestState, frozenset[RequestState]] = {
    RequestState.RECORDED: frozenset({RequestState.COMPILED}),
    RequestState.COMPILED: frozenset({RequestState.COMPILED, RequestState.REVIEWED}),
    RequestState.REVIEWED: frozenset({RequestState.COMPILED, RequestState.SIGNED}),
    RequestState.SIGNED: frozenset({RequestState.ANSWERED}),
    RequestState.ANSWERED: frozenset(),
}


class ItemDecision(StrEnum):
    """What happens to one item."""

    GIVE = "give"
    COVER = "cover"
    WITHHOLD = "withhold"


class Exemption(StrEnum):
    """Why something is withheld: the Data Protection Act 2018, by schedule and paragraph."""

    THIRD_PARTY = "third_party"
    SERIOUS_HARM = "serious_harm"
    CRIME = "crime"
    LEGAL_ADVICE = "legal_advice"
    CONFIDENCE = "confidence"
    NOT_THEIRS = "not_theirs"


def due_on(
    received_on: date, calendar: WorkingCalendar, *, is_extended: bool = False, paused: int = 0
) -> date:
    """Return the last day to answer: a London day; `paused` is how many days clarification was waited for.

    Our own closure days do not count as holidays: the law knows bank holidays only.
    """
    months = MONTHS_EXTENDED if is_extended else MONTHS
    day = months_after(received_on, months) + timedelta(days=paused)
    return calendar.for_safeguarding().on_or_after(day)


def target_on(received_on: date) -> date:
    """Return the day by which we want to have answered."""
    return received_on + TARGET


def move(current: RequestState, wanted: RequestState) -> RequestState:
    """Return the wanted state, or refuse when the request is not there yet, or past it."""
    return step(NEXT, current, wanted, "That is not the next step of this request. Please open it again.")


def cover(text: str, names: Collection[str]) -> str:
    """Return a text in which every name stands covered: whole names first, then each part of one.

    Whoever reviews it reads it again: nicknames, misspellings and what gives somebody away are not found.
    """
    parts = {part for name in names for part in name.split() if len(part) >= SHORTEST_NAME}
    for each in sorted({*names, *parts} - {""}, key=lambda found: (-len(found), found)):
        text = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", COVERED, text, flags=re.IGNORECASE)
    return text
