"""Reports of danger and of risk on a journey, and at which minute who heard of them."""

from datetime import datetime
from uuid import UUID

from bot.casework import safeguarding
from domain.concerns import Kind, NewConcern
from playground import alderwick
from playground.alderwick import TOM, Character
from playground.blocks import words_in
from playground.house import House
from playground.workspace import Message
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork
from tests.engine.stage import known, posts


async def raise_risk(house: House) -> UUID:
    """Tom says that somebody may be at risk; nothing has been sent yet."""
    services, now = house.handrail.services, house.clock.now()
    new = NewConcern(Kind.AT_RISK, "A resident is afraid of somebody")

    def keep(work: UnitOfWork) -> UUID:
        contract_id = alderwick.contract_id(work)
        raised = safeguarding.raise_safeguarding(
            work, known(work, TOM), new, contract_id, now, services.choose
        )
        return raised.id

    return await services.database.write(keep, within=10)


async def concern_of(house: House) -> SafeguardingConcern:
    """The one safeguarding concern there is, as it stands now."""
    (found,) = await house.handrail.services.database.read(lambda work: work.safeguarding.newest())
    return found


def minutes_of(house: House, who: Character, begins: datetime, words: str = "SG-") -> list[int]:
    """How many minutes after it began somebody was sent messages with these words, in their order."""
    return [
        round((float(post.ts) - begins.timestamp()) / 60)
        for post in posts(house, who)
        if words in post.text or words in shown_by(post)
    ]


def shown_by(post: Message) -> str:
    """All that whoever opens a message reads: its push text may say no more than that something is open."""
    return "\n".join(words_in(post.blocks))
