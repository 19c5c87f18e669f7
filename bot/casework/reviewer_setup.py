"""Naming independent reviewers, as an administrator; what nobody was free to decide is asked of them at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.administrators import may_set_up
from bot.casework.challenges import ask_whoever_is_free
from bot.casework.records import record
from bot.casework.route_setup import our_organisation
from domain.chronology import Event, SubjectKind
from domain.people import Role
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def set_independent_reviewers(
    work: UnitOfWork, person: Person, people: Sequence[UUID], now: datetime
) -> None:
    """Make these people and nobody else independent reviewers, as an administrator."""
    may_set_up(work, person)
    role = Role.INDEPENDENT_REVIEWER
    left = work.people.keep_organisation_role(role, frozenset(people))
    joined = [each for each in people if work.people.give(each, role, None, now)]
    if left or joined:
        record(
            work,
            Event.ROUTE_CHANGED,
            (SubjectKind.ORGANISATION, our_organisation(work).id),
            person,
            now,
            level=role.value,
            joined=[each.hex for each in joined],
            left=[each.hex for each in left],
        )
        ask_whoever_is_free(work, now)
