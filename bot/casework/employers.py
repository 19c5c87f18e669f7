"""Whether a reporter from outside may be written to: their employer may read their Slack (practice.md 1.8)."""

from bot.casework.access import is_own
from bot.casework.route import is_named
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork


def may_be_written_to(work: UnitOfWork, person: Person, concern: SafeguardingConcern) -> bool:
    """Say whether somebody may hear of a concern by a message.

    Who raised it from outside our organisation, and is not one of its named people, must have allowed it. Whoever has
    not finds the same under *My open items*.
    """
    if person.id != concern.reporter_id or concern.may_write:
        return True
    return is_own(work, person) or is_named(work, person, concern)
