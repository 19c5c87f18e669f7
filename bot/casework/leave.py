"""Leave of people on the safeguarding route, and who stands in for them while they are away."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import may_do
from bot.casework.administrators import may_set_up
from bot.casework.records import record
from bot.casework.route_setup import people_on_route, require_on_route
from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed
from domain.people import Act
from storage.people import Person
from storage.routes import Leave
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewLeave:
    """Days on which somebody is away, both included and on London clocks; `cover_id` is who stands in."""

    person_id: UUID
    first_day: date
    last_day: date
    cover_id: UUID | None


@dataclass(frozen=True)
class Away:
    """A leave, whose it is, and who stands in: nobody where that person holds no safeguarding role any more.

    `is_cover_away` says that they are away themselves on one of the days, and nobody stands in for them.
    """

    leave: Leave
    person: Person
    cover: Person | None
    is_cover_away: bool = False


def may_write_leave(work: UnitOfWork, person: Person) -> list[Person]:
    """Return whose leave somebody may write: everybody's on the route for an administrator, else their own.

    Raises NotYours for anybody else.
    """
    on_route = people_on_route(work)
    if may_do(work, person, None, Act.SET_UP_ORGANISATION):
        return on_route
    mine = [each for each in on_route if each.id == person.id]
    if not mine:
        may_set_up(work, person)
    return mine


def coming_leave(work: UnitOfWork, person: Person, now: datetime) -> list[Away]:
    """Return the leave that is not over, of whom this person may write it, the next to begin first."""
    theirs = {each.id for each in may_write_leave(work, person)}
    today = work.organisations.calendar(None).local(now).date()
    return [_away(work, leave) for leave in work.routes.leave_from(today) if leave.person_id in theirs]


def _away(work: UnitOfWork, leave: Leave) -> Away:
    cover = next((each for each in people_on_route(work) if each.id == leave.cover_id), None)
    return Away(
        leave,
        work.people.get(leave.person_id),
        cover,
        cover is not None and _is_away(work, cover, leave.first_day, leave.last_day, leave.person_id),
    )


def _is_away(work: UnitOfWork, cover: Person, first_day: date, last_day: date, instead_of: UUID) -> bool:
    """Say whether who is to stand in is away as well, and nobody else stands in for them."""
    absent = work.routes.leave_between(cover.id, first_day, last_day)
    return any(each.cover_id in {None, instead_of} for each in absent)


def add_leave(work: UnitOfWork, person: Person, new: NewLeave, now: datetime) -> Leave:
    """Keep that somebody is away; the same days again change who stands in.

    Raises NotAllowed beside the field that is wrong, NotYours for whoever may not write it.
    """
    may_write = {each.id for each in may_write_leave(work, person)}
    away = require_on_route(work, new.person_id, "who")
    if away.id not in may_write:
        may_set_up(work, person)
    if new.last_day < new.first_day:
        raise NotAllowed("The last day comes before the first. Please check both.", "last_day")
    if new.last_day < work.organisations.calendar(None).local(now).date():
        raise NotAllowed("These days are over already. Please check them.", "last_day")
    _require_can_cover(work, away, new)
    leave = work.routes.same_leave(away.id, new.first_day, new.last_day)
    if leave is not None and leave.cover_id == new.cover_id:
        return leave
    if leave is None:
        leave = work.routes.add_leave(
            Leave(person_id=away.id, first_day=new.first_day, last_day=new.last_day, cover_id=new.cover_id)
        )
    leave.cover_id = new.cover_id
    _record(work, person, leave, now, is_set=True)
    return leave


def _require_can_cover(work: UnitOfWork, away: Person, new: NewLeave) -> None:
    if new.cover_id is None:
        return
    if new.cover_id == away.id:
        raise NotAllowed("Nobody stands in for themselves. Please choose somebody else.", "cover")
    cover = next((each for each in people_on_route(work) if each.id == new.cover_id), None)
    if cover is None:
        raise NotAllowed(
            "This person holds no safeguarding role, so what is reported could not be shown to them. "
            "Please choose somebody on the route.",
            "cover",
        )
    if _is_away(work, cover, new.first_day, new.last_day, away.id):
        raise NotAllowed(
            f"{cover.name} is away on one of these days too. Please choose somebody who is here.", "cover"
        )


def remove_leave(work: UnitOfWork, person: Person, leave_id: UUID, now: datetime) -> None:
    """Take a leave back; one that is gone already stays gone."""
    may_write = {each.id for each in may_write_leave(work, person)}
    leave = work.routes.leave(leave_id)
    if leave is None:
        return
    if leave.person_id not in may_write:
        may_set_up(work, person)
    _record(work, person, leave, now, is_set=False)
    work.routes.remove(leave)


def _record(work: UnitOfWork, person: Person, leave: Leave, now: datetime, *, is_set: bool) -> None:
    record(
        work,
        Event.LEAVE_SET,
        (SubjectKind.PERSON, leave.person_id),
        person,
        now,
        first_day=leave.first_day,
        last_day=leave.last_day,
        cover=leave.cover_id,
        is_set=is_set,
    )
