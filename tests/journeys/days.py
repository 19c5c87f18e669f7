"""How the journeys begin and what is read on the way: duties, jumps of the clock, and when what was said."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from bot.casework import actions
from bot.casework.contracts import create_contract
from domain.actions import Basis, NewAction
from domain.calendar import LONDON, Nation
from domain.contracts import NewContract
from playground import alderwick
from playground.alderwick import ANITA, JOANNE, PRIYA, Character
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.engine.stage import known, posts

DAY = timedelta(days=1)


async def agree_action(
    house: House,
    due_on: date,
    owner: Character = JOANNE,
    basis: Basis = Basis.REQUIREMENT,
    contract_id: UUID | None = None,
) -> UUID:
    """Priya proposes an action and its owner confirms it, both now; nothing has been sent yet."""
    services, now = house.handrail.services, house.clock.now()
    new = NewAction("Second check of charts", basis, due_on, "Four weeks of charts", clause="14.3")

    def make(work: UnitOfWork) -> UUID:
        contract = contract_id or alderwick.contract_id(work)
        who = known(work, owner)
        action = actions.propose_action(
            work, known(work, PRIYA), new, contract, who.id, actions.Origin(), now, services.choose
        )
        if owner is not PRIYA:
            actions.confirm_action(work, who, action.id, now)
        return action.id

    return await services.database.write(make, within=10)


async def another_contract(house: House, nation: Nation) -> UUID:
    """A contract in another nation that Priya leads as well."""
    now = house.clock.now()

    def make(work: UnitOfWork) -> UUID:
        new = NewContract(
            f"X-{nation.value}",
            nation.value,
            "Glen Care",
            "Home care",
            nation,
            date(2024, 4, 1),
            date(2030, 3, 31),
        )
        priya = known(work, PRIYA)
        return create_contract(work, known(work, ANITA), new, priya.id, (), now).id

    return await house.handrail.services.database.write(make, within=10)


def at(day: str, clock: str = "09:30") -> datetime:
    """A moment as London clocks show it."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), LONDON)


def when(house: House, to: Character | str, words: str) -> list[str]:
    """When messages with these words arrived, as London clocks showed it."""
    return [
        datetime.fromtimestamp(float(post.ts), LONDON).strftime("%a %d %b %Y %H:%M")
        for post in posts(house, to)
        if words in post.text
    ]


async def sleep_until(house: House, moment: datetime) -> None:
    """Let the bot be off until then: the clock goes on and no cycle runs."""
    house.clock.set(moment)
