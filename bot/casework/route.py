"""The safeguarding route: who is at each level, on duty now, of those frozen onto the record when it was raised."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from domain.people import SAFEGUARDING_ROLES, Role
from domain.routes import ROLE_OF_LEVEL, Level
from storage.people import Person
from storage.safeguarding import SafeguardingConcern, SafeguardingNamed
from storage.unit_of_work import UnitOfWork

Route = dict[Level, list[Person]]


def leads_at(work: UnitOfWork, level: Level) -> Sequence[Person]:
    """Return everybody who is set up at a level of the route, on duty or not."""
    return work.people.holding((ROLE_OF_LEVEL[level],), None)


def live_route(work: UnitOfWork) -> Route:
    """Return the route as it is set up now."""
    return {level: list(leads_at(work, level)) for level in Level}


def route_of(work: UnitOfWork, concern: SafeguardingConcern) -> Route:
    """Return the route frozen onto a concern, of those who are still here and hold a safeguarding role."""
    route: Route = {level: [] for level in Level}
    named = work.safeguarding.named(concern.id)
    excluded = {row.person_id for row in named if row.is_excluded}
    for row in named:
        person = work.people.get(row.person_id)
        if row.level is None or person.id in excluded or not person.is_active:
            continue
        if work.people.roles(person.id, None) & SAFEGUARDING_ROLES:
            route[row.level].append(person)
    return route


def freeze_route(
    work: UnitOfWork, concern: SafeguardingConcern, excluded: Iterable[UUID], now: datetime
) -> None:
    """Keep with a concern who is on its route, and who must not be told of it (practice.md 1.7)."""
    for person_id in excluded:
        work.safeguarding.name(
            SafeguardingNamed(concern_id=concern.id, person_id=person_id, is_excluded=True, since=now)
        )
    join_route(work, concern, now)


def join_route(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Bring whoever is on the route by now into a concern; nobody twice, and nobody who is excluded."""
    held = work.safeguarding.named(concern.id)
    excluded = {row.person_id for row in held if row.is_excluded}
    there = {(row.person_id, row.level) for row in held}
    for level, people in live_route(work).items():
        for person in people:
            if person.id not in excluded and (person.id, level) not in there:
                work.safeguarding.name(
                    SafeguardingNamed(concern_id=concern.id, person_id=person.id, level=level, since=now)
                )


def is_excluded(work: UnitOfWork, person_id: UUID, concern_id: UUID) -> bool:
    """Say whether somebody must not be told of a concern, whatever their role."""
    return any(row.person_id == person_id and row.is_excluded for row in work.safeguarding.named(concern_id))


def is_named(work: UnitOfWork, person: Person, concern: SafeguardingConcern) -> bool:
    """Say whether somebody is one of a concern's named people: its lead, or on its route with a role still held."""
    rows = [row for row in work.safeguarding.named(concern.id) if row.person_id == person.id]
    if any(row.is_excluded for row in rows) or not person.is_active:
        return False
    if concern.lead_id == person.id:
        return True
    return bool(rows) and bool(work.people.roles(person.id, None) & SAFEGUARDING_ROLES)


def on_duty(
    work: UnitOfWork,
    people: Sequence[Person],
    level: Level,
    at: datetime,
    barred: frozenset[UUID] = frozenset(),
    *,
    off_turn: bool = False,
) -> list[Person]:
    """Return who of some people at a level is on duty: those whose turn it is, else all; cover for who is away.

    `barred` are those who must not be told: they stand in for nobody. Somebody away whom nobody can stand in for is
    asked all the same: better a ping on leave than none. But with everybody on turn away, all who are here are on
    duty in their place. With `off_turn`, whoever has no turn now counts too.
    """
    turns = {turn.person_id for turn in work.routes.turns(at) if turn.level is level}
    on_turn = [person for person in people if person.id in turns and not off_turn]
    covers = _covers(work, at)
    everybody = [_stand_in(work, person, covers, barred) for person in people]
    mine = [_stand_in(work, person, covers, barred) for person in on_turn] or everybody
    if all(person.id in covers for person in mine):
        mine = [person for person in everybody if person.id not in covers] or mine
    return list({person.id: person for person in mine}.values())


def _covers(work: UnitOfWork, at: datetime) -> dict[UUID, UUID | None]:
    """Who is away on the London day of a moment, and who stands in for them."""
    day = work.organisations.calendar(None).local(at).date()
    covers: dict[UUID, UUID | None] = {}
    for leave in work.routes.on_leave(day):
        covers[leave.person_id] = leave.cover_id or covers.get(leave.person_id)
    return covers


def _stand_in(
    work: UnitOfWork, person: Person, covers: dict[UUID, UUID | None], barred: frozenset[UUID]
) -> Person:
    """Follow the covers to somebody who is here; the person themselves where that leads to nobody."""
    stands_in, seen = person, {person.id}
    while stands_in.id in covers:
        cover_id = covers[stands_in.id]
        if cover_id is None or cover_id in seen:
            return person
        seen.add(cover_id)
        stands_in = work.people.get(cover_id)
    if not stands_in.is_active or stands_in.id in barred:
        return person
    # Only who holds a safeguarding role may read it, so nobody else can stand in for a lead.
    return stands_in if work.people.roles(stands_in.id, None) & SAFEGUARDING_ROLES else person


def administrators(work: UnitOfWork) -> Sequence[Person]:
    """Return who sets Handrail up, and hears when a route has gaps."""
    return work.people.holding((Role.ADMINISTRATOR,), None)
