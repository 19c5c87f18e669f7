"""Setting up the safeguarding route: who stands at which level, and how they are reached outside Slack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.administrators import SET_UP_FIRST, may_set_up
from bot.casework.records import record
from bot.casework.role_keeping import keep_holders
from bot.casework.route import live_route
from bot.casework.safeguarding import tell_new_leads
from domain.chronology import Event, SubjectKind
from domain.email_address import require_email
from domain.errors import NotAllowed
from domain.people import SAFEGUARDING_ROLES
from domain.routes import ROLE_OF_LEVEL, Level, Means
from domain.telephone import require_number
from storage.organisations import Organisation
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def our_organisation(work: UnitOfWork) -> Organisation:
    """Return our own organisation. Raises NotAllowed until an administrator has set it up."""
    own = work.organisations.own()
    if own is None or work.organisations.settings() is None:
        raise NotAllowed(SET_UP_FIRST)
    return own


def set_route(work: UnitOfWork, person: Person, route: Mapping[Level, Sequence[UUID]], now: datetime) -> None:
    """Keep who stands at the levels given; whoever is new joins every case that nobody has yet.

    Whoever is taken off loses what they could read, except the cases that they lead (practice.md section 4).
    """
    may_set_up(work, person)
    our_organisation(work)
    changed = [set_level(work, person, level, people, now) for level, people in route.items()]
    if any(changed):
        tell_new_leads(work, now)


def set_level(work: UnitOfWork, person: Person, level: Level, people: Sequence[UUID], now: datetime) -> bool:
    """Make these people and nobody else stand at a level; False when they do already. It asks for no permission."""
    role = ROLE_OF_LEVEL[level]
    changed = keep_holders(work, person, role, people, level.value, now)
    if not changed:
        return False
    joined, left = changed.joined, changed.left
    for each in left:
        work.routes.end_turns(each, level, now)
        if not work.people.roles(each, None) & SAFEGUARDING_ROLES:
            work.routes.forget(each)
    if level is Level.LEVEL_1:
        for each in joined:
            record(work, Event.SAFEGUARDING_LEAD_SET, (SubjectKind.PERSON, each), person, now, level=1)
    own = work.organisations.own()
    assert own is not None
    record(
        work,
        Event.ROUTE_CHANGED,
        (SubjectKind.ORGANISATION, own.id),
        person,
        now,
        level=level.value,
        joined=[each.hex for each in joined],
        left=[each.hex for each in left],
    )
    return True


def people_on_route(work: UnitOfWork) -> list[Person]:
    """Return everybody who stands at a level, each once, the first levels first."""
    found = [person for people in live_route(work).values() for person in people]
    return list({person.id: person for person in found}.values())


def require_on_route(work: UnitOfWork, person_id: UUID, field: str) -> Person:
    """Return somebody who stands at a level. Raises NotAllowed beside the field for anybody else."""
    for each in people_on_route(work):
        if each.id == person_id:
            return each
    raise NotAllowed(
        "This person is at no level of the safeguarding route any more. Please choose somebody who is.", field
    )


@dataclass(frozen=True)
class Reach:
    """How somebody is reached besides Slack, which wakes nobody (practice.md 1.4). Empty where there is no way."""

    person: Person
    email: str = ""
    number: str = ""

    @property
    def is_anyhow(self) -> bool:
        """Whether there is any way at all."""
        return bool(self.email or self.number)


def reach_of(work: UnitOfWork, person: Person) -> Reach:
    """Return how somebody is reached outside Slack."""
    ways = {way.means: way.address for way in work.routes.outside(person.id)}
    return Reach(person, ways.get(Means.EMAIL, ""), ways.get(Means.WEBHOOK, ""))


def reaches(work: UnitOfWork) -> list[Reach]:
    """Return how everybody on the route is reached outside Slack."""
    return [reach_of(work, person) for person in people_on_route(work)]


def set_reach(work: UnitOfWork, person: Person, whose: UUID, email: str, number: str, now: datetime) -> Reach:
    """Keep how somebody on the route is reached outside Slack; an empty way is taken away."""
    may_set_up(work, person)
    reached = require_on_route(work, whose, "email")
    email, number = require_email(email, "email"), require_number(number, "number")
    kept = reach_of(work, reached)
    if (kept.email, kept.number) == (email, number):
        return kept
    work.routes.set_outside(reached.id, Means.EMAIL, email)
    work.routes.set_outside(reached.id, Means.WEBHOOK, number)
    subject = (SubjectKind.PERSON, reached.id)
    record(work, Event.ROUTE_CHANGED, subject, person, now, has_email=bool(email), has_number=bool(number))
    return reach_of(work, reached)
