"""The safeguarding route as data: every level has a role, and only such roles read what is reported."""

from domain.deadlines import DeadlineKind
from domain.ladders import Hears
from domain.people import MATRIX, SAFEGUARDING_ROLES, Act
from domain.routes import CLIMBED, LEVEL_OF_HEARS, ON_THE_ROUTE, ROLE_OF_LEVEL, Level
from domain.safeguarding_ladders import SAFEGUARDING_LADDERS


def test_each_level_is_a_safeguarding_role_of_its_own() -> None:
    assert ROLE_OF_LEVEL.keys() == set(Level)
    assert set(ROLE_OF_LEVEL.values()) == SAFEGUARDING_ROLES
    assert all(Act.ACKNOWLEDGE_SAFEGUARDING in MATRIX[role] for role in SAFEGUARDING_ROLES)


def test_no_other_role_takes_or_decides_what_is_reported() -> None:
    others = MATRIX.keys() - SAFEGUARDING_ROLES

    assert not [role for role in others if Act.ACKNOWLEDGE_SAFEGUARDING in MATRIX[role]]


def test_whoever_a_ladder_names_on_the_route_stands_at_a_level() -> None:
    heard = {
        step.hears for step in SAFEGUARDING_LADDERS[DeadlineKind.SAFEGUARDING_ACKNOWLEDGE]
    } & ON_THE_ROUTE

    assert heard - {Hears.ON_DUTY} <= LEVEL_OF_HEARS.keys()
    assert {LEVEL_OF_HEARS[hears] for hears in heard - {Hears.ON_DUTY}} >= set(CLIMBED)
