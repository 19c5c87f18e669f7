"""The safeguarding route: who is on it, by level, and who of them is on duty (practice.md 1.4 and section 4)."""

from enum import StrEnum

from domain.ladders import Hears
from domain.people import Role


class Level(StrEnum):
    """A place on the route. On-call staff hear with level 1; the director only after two hours."""

    LEVEL_1 = "level_1"
    ON_CALL = "on_call"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    DIRECTOR = "director"


ROLE_OF_LEVEL: dict[Level, Role] = {
    Level.LEVEL_1: Role.SAFEGUARDING_LEAD,
    Level.ON_CALL: Role.ON_CALL,
    Level.LEVEL_2: Role.SECOND_LINE,
    Level.LEVEL_3: Role.SENIOR_ON_CALL,
    Level.DIRECTOR: Role.DIRECTOR,
}

ENOUGH_LEADS = 2
"""Live level 1 leads without whom `/safeguarding` stays shut: one alone falls ill (practice.md 1.4)."""

CLIMBED = (Level.LEVEL_1, Level.LEVEL_2, Level.LEVEL_3)
"""The levels that a ladder climbs one after the other; an empty one is skipped."""

LEVEL_OF_HEARS: dict[Hears, Level] = {
    Hears.LEVEL_1: Level.LEVEL_1,
    Hears.ON_CALL: Level.ON_CALL,
    Hears.LEVEL_2: Level.LEVEL_2,
    Hears.LEVEL_3: Level.LEVEL_3,
    Hears.DIRECTOR: Level.DIRECTOR,
}

ON_THE_ROUTE = frozenset(LEVEL_OF_HEARS) | {Hears.ON_DUTY}


class Means(StrEnum):
    """By which way a message reaches somebody. Slack wakes nobody (practice.md 1.4), so an urgent one takes several."""

    SLACK = "slack"
    EMAIL = "email"
    WEBHOOK = "webhook"
