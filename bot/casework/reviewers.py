"""Independent reviewers: they decide challenges that nobody else here is free to decide (CPC305-P31)."""

from collections.abc import Sequence

from domain.people import Role
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def independent_reviewers(work: UnitOfWork) -> Sequence[Person]:
    """Return who may decide any challenge of ours in which they had no part."""
    return work.people.holding((Role.INDEPENDENT_REVIEWER,), None)
