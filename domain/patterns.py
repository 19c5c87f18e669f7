"""Patterns: several concerns of one theme about one service, which a person may want to look at together.

A prompt to think, never a judgement: it does not count what people report of themselves, it is scaled to the size of
the service, and it says that it may also show good reporting (practice.md 2.7). Nothing starts by itself.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WITHIN = timedelta(days=90)
FEWEST = 3
PLACES_FOR_ONE_MORE = 60
"""Of a larger service more is heard: for each so many places beyond the first, one more concern makes a pattern."""


class Theme(StrEnum):
    """What a concern is about, chosen by whoever decides what happens with it."""

    MEDICINES = "medicines"
    STAFFING = "staffing"
    CARE = "care"
    FOOD_AND_DRINK = "food_and_drink"
    FALLS = "falls"
    ENVIRONMENT = "environment"
    COMMUNICATION = "communication"
    RECORDS = "records"
    RIGHTS = "rights"
    LEADERSHIP = "leadership"
    OTHER = "other"


class PatternAnswer(StrEnum):
    """What the lead says to a pattern: looked at together, or not, with a reason."""

    LOOKED_AT = "looked_at"
    NOT_NOW = "not_now"


@dataclass(frozen=True)
class Heard:
    """One quality or contract concern. `is_own_report`: the provider reported it of itself, without harm."""

    theme: Theme | None
    on: date
    is_own_report: bool


def places_in(service: str) -> int | None:
    """Return how many places a service has, where its description says so: "Residential dementia care, 42 beds"."""
    found = re.search(r"(\d{1,4})[ -]?(?:beds?|places?|flats?|people|residents)\b", service, re.IGNORECASE)
    return int(found[1]) if found else None


def threshold(places: int | None) -> int:
    """Return how many concerns of one theme make a pattern in a service of so many places."""
    return FEWEST + max(0, (places or 0) - 1) // PLACES_FOR_ONE_MORE


def pattern(heard: Iterable[Heard], theme: Theme | None, today: date, places: int | None) -> int:
    """Return how many concerns of a theme make a pattern now, 0 when there is none or the theme says too little."""
    if theme is None or theme is Theme.OTHER:
        return 0
    counted = Counter(
        each.theme for each in heard if not each.is_own_report and today - WITHIN < each.on <= today
    )
    return counted[theme] if counted[theme] >= threshold(places) else 0
