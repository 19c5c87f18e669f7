"""Concerns and safeguarding concerns as the engine sees them: kept by casework, without a form."""

from uuid import UUID

from bot.casework import concerns, safeguarding
from domain.concerns import Kind, NewConcern
from playground import alderwick
from playground.alderwick import GRACE, PRIYA, TOM, Character
from playground.house import House
from tests.engine.stage import known


async def log_concern(house: House, contract_id: UUID | None = None) -> UUID:
    """Tom logs a quality concern; nothing has been sent yet."""
    services, now = house.handrail.services, house.clock.now()
    new = NewConcern(Kind.QUALITY, "Gaps in the charts")
    concern = await services.database.write(
        lambda work: concerns.log_concern(
            work, known(work, TOM), new, contract_id or alderwick.contract_id(work), now, services.choose
        ),
        within=10,
    )
    return concern.id


async def take_concern(house: House, concern_id: UUID) -> None:
    """Priya takes it."""
    now = house.clock.now()
    await house.handrail.services.database.write(
        lambda work: concerns.take_concern(work, known(work, PRIYA), concern_id, now), within=10
    )


async def raise_safeguarding(house: House, excluded: tuple[Character, ...] = ()) -> UUID:
    """Tom says that somebody is in danger, and who must not be told; nothing has been sent yet."""
    services, now = house.handrail.services, house.clock.now()
    new = NewConcern(Kind.DANGER_NOW, "A resident is hurt")
    concern = await services.database.write(
        lambda work: safeguarding.raise_safeguarding(
            work,
            known(work, TOM),
            new,
            alderwick.contract_id(work),
            now,
            services.choose,
            frozenset(known(work, who).id for who in excluded),
        ),
        within=10,
    )
    return concern.id


async def acknowledge(house: House, concern_id: UUID, who: Character = GRACE) -> None:
    """Grace has it, or somebody else of the route."""
    now = house.clock.now()
    await house.handrail.services.database.write(
        lambda work: safeguarding.acknowledge_safeguarding(work, known(work, who), concern_id, now),
        within=10,
    )
