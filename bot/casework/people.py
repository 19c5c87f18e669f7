"""Meeting people: somebody unknown may report, and is kept as not confirmed until the lead adds them."""

from bot.inbound import Actor
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def meet(work: UnitOfWork, met: Person | None, actor: Actor) -> Person:
    """Return the person, keeping them as not confirmed when they are new: reporting is never refused."""
    return met or work.people.add(
        Person(name=actor.name or actor.user_id, team_id=actor.team_id, user_id=actor.user_id)
    )
