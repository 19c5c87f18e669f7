"""Areas of the authority, each with an emergency duty team of its own: harm is reported where it happened."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.administrators import may_set_up
from bot.casework.records import record
from bot.casework.route_setup import our_organisation
from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed
from domain.telephone import require_number
from storage.contracts import Contract
from storage.people import Person
from storage.routes import Area
from storage.unit_of_work import UnitOfWork


def all_areas(work: UnitOfWork) -> Sequence[Area]:
    """Return every area, by name."""
    return work.routes.areas()


def contracts_in(work: UnitOfWork, area: Area) -> list[Contract]:
    """Return the contracts whose service lies in an area, by title."""
    found = [work.contracts.get(each) for each in work.routes.contracts_in(area.id)]
    return sorted(found, key=lambda contract: contract.title)


def set_area(
    work: UnitOfWork, person: Person, area_id: UUID | None, name: str, number: str, now: datetime
) -> Area:
    """Keep an area and the number of its emergency duty team; a new one where none is given.

    Raises NotAllowed beside the field: for a name that another area has, or a number that cannot be rung.
    """
    may_set_up(work, person)
    own = our_organisation(work)
    name, number = " ".join(name.split()), require_number(number, "duty_number")
    if not name:
        raise NotAllowed("Please give the area's name.", "name")
    if not number:
        raise NotAllowed("Please give the number: people ring it in an emergency.", "duty_number")
    same = next((each for each in all_areas(work) if each.name.casefold() == name.casefold()), None)
    area = work.routes.area(area_id) if area_id else same
    if area is not None and same is not None and same.id != area.id:
        raise NotAllowed("There is an area of this name already.", "name")
    if area is None:
        area = work.routes.add_area(Area(name=name, duty_number=number))
    elif (area.name, area.duty_number) == (name, number):
        return area
    area.name, area.duty_number = name, number
    record(work, Event.AREA_SET, (SubjectKind.ORGANISATION, own.id), person, now, area=area.id, is_set=True)
    return area


def remove_area(work: UnitOfWork, person: Person, area_id: UUID, now: datetime) -> None:
    """Take an area away. Raises NotAllowed while a contract's service lies in it; one that is gone stays gone."""
    may_set_up(work, person)
    own, area = our_organisation(work), work.routes.area(area_id)
    if area is None:
        return
    inside = [each.title for each in contracts_in(work, area)]
    if inside:
        raise NotAllowed(f"{area.name} still has {', '.join(inside)}. Please say first where it lies now.")
    record(work, Event.AREA_SET, (SubjectKind.ORGANISATION, own.id), person, now, area=area.id, is_set=False)
    work.routes.remove(area)


def place_contract(
    work: UnitOfWork, person: Person, contract_id: UUID, area_id: UUID | None, now: datetime
) -> None:
    """Keep in which area a contract's service lies; none where our organisation's own number is to be rung."""
    may_set_up(work, person)
    put_contract(work, person, contract_id, area_id, now)


def put_contract(
    work: UnitOfWork, person: Person, contract_id: UUID, area_id: UUID | None, now: datetime
) -> None:
    """The same for whoever sets the contract up, who has been asked for permission already."""
    area = work.routes.area(area_id) if area_id else None
    if area_id is not None and area is None:
        raise NotAllowed("This area is no longer there. Please choose another.", "area")
    before = work.routes.area_of(contract_id)
    if (before.id if before else None) == area_id:
        return
    work.routes.place(contract_id, area_id)
    # Which number is rung about a contract says nothing about safeguarding, so it stands with the contract.
    subject = (SubjectKind.CONTRACT, contract_id)
    record(work, Event.AREA_SET, subject, person, now, contract_id, area=area_id)
