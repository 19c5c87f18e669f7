"""The rota: from when until when somebody on the safeguarding route is on duty (practice.md 1.4)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from bot.casework.administrators import may_set_up
from bot.casework.records import record
from bot.casework.route import leads_at, live_route
from bot.casework.route_setup import our_organisation, people_on_route
from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed
from domain.routes import Level
from storage.people import Person
from storage.routes import DutyTurn
from storage.unit_of_work import UnitOfWork

LONGEST_TURN = timedelta(days=93)
"""Longer than any rota: whoever writes a year most likely mistook one."""


@dataclass(frozen=True)
class NewTurn:
    """A turn as it is written into the rota: days and times as London clocks show them."""

    person_id: UUID
    level: Level
    first_day: date
    begins: time
    last_day: date
    ends: time


@dataclass(frozen=True)
class Turns:
    """A turn of the rota and whose it is."""

    turn: DutyTurn
    person: Person


def coming_turns(work: UnitOfWork, now: datetime) -> list[Turns]:
    """Return the turns that have not ended, the next to begin first."""
    return [Turns(turn, work.people.get(turn.person_id)) for turn in work.routes.turns_after(now)]


def add_turn(work: UnitOfWork, person: Person, new: NewTurn, now: datetime) -> DutyTurn:
    """Write a turn into the rota; the same turn twice is one, and turns may overlap.

    Between two turns of a level everybody at it is on duty. Raises NotAllowed beside the field that is wrong.
    """
    may_set_up(work, person)
    our_organisation(work)
    if new.person_id not in {each.id for each in leads_at(work, new.level)}:
        raise NotAllowed(
            "This person is not at that level any more. Please choose somebody who is, or change the route first.",
            "who",
        )
    calendar = work.organisations.calendar(None)
    starts_at = calendar.at(new.first_day, new.begins)
    ends_at = calendar.at(new.last_day, new.ends)
    if ends_at <= starts_at:
        raise NotAllowed("The turn ends after it begins. Please check the days and times.", "last_day")
    if ends_at <= now:
        raise NotAllowed("This turn is over already. Please check the days.", "last_day")
    if ends_at - starts_at > LONGEST_TURN:
        raise NotAllowed("This turn is longer than three months. Please check the days.", "last_day")
    turn = DutyTurn(person_id=new.person_id, level=new.level, starts_at=starts_at, ends_at=ends_at)
    same = work.routes.same_turn(turn)
    if same is not None:
        return same
    work.routes.add_turn(turn)
    _record(work, person, turn, now, is_set=True)
    return turn


def remove_turn(work: UnitOfWork, person: Person, turn_id: UUID, now: datetime) -> None:
    """Take a turn out of the rota; one that is gone already stays gone."""
    may_set_up(work, person)
    turn = work.routes.turn(turn_id)
    if turn is not None:
        _record(work, person, turn, now, is_set=False)
        work.routes.remove(turn)


def _record(work: UnitOfWork, person: Person, turn: DutyTurn, now: datetime, *, is_set: bool) -> None:
    record(
        work,
        Event.DUTY_TURN_SET,
        (SubjectKind.PERSON, turn.person_id),
        person,
        now,
        level=turn.level.value,
        starts_at=turn.starts_at,
        ends_at=turn.ends_at,
        is_set=is_set,
    )


def levels_of(work: UnitOfWork) -> dict[Level, list[Person]]:
    """Return the levels at which there is somebody, with who is there."""
    return {level: people for level, people in live_route(work).items() if people}


def may_read_rota(work: UnitOfWork, person: Person) -> None:
    """Refuse whoever is neither an administrator nor on the route: a rota says who is at home when."""
    if person.id not in {each.id for each in people_on_route(work)}:
        may_set_up(work, person)
