"""What nobody knows: a claim past its lease becomes uncertain, to be settled by proof, or else by a person."""

from datetime import UTC, datetime

import structlog

from bot.casework.faults import UNPROVEN, ask_to_look
from bot.engine.claim import Claim
from bot.engine.outcome import held
from bot.services import Services
from domain.notices import NoticeState, move
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""What waits for a person to look at it is not tried again by itself."""


async def lapse_claims(services: Services) -> None:
    """A claim past its lease is uncertain, never failed: its message may have arrived before the process died."""
    real = services.clock.real()
    if not await services.database.read(lambda work: work.claims.anything_lapsed(real)):
        return

    def lapse(work: UnitOfWork) -> int:
        lapsed = work.claims.overdue_claims(real)
        for notice in lapsed:
            notice.state = move(notice.state, NoticeState.UNCERTAIN)
            notice.token, notice.lease_until = None, None
            notice.next_attempt_at = real + services.settings.settle
        # Only now may others go there: what is uncertain keeps its place before them.
        work.claims.free_lapsed(real)
        return len(lapsed)

    log.warning("claims lapsed", count=await services.database.write(lapse))


async def leave_to_a_person(services: Services, claim: Claim) -> None:
    """Keep that a message was said twice and never proven, and with it that a person is asked to look.

    A word owed later, or only remembered until the next self-audit, would be lost with the process.
    """
    log.warning("left to a person", notice=claim.notice.id.hex)

    def keep(work: UnitOfWork) -> None:
        row = held(work, claim)
        if row is not None:
            row.state, row.error = move(row.state, NoticeState.PARKED), UNPROVEN
            row.token, row.lease_until, row.next_attempt_at = None, None, NEVER
            ask_to_look(work, row, services.clock.now())
        work.claims.release(claim.notice.destination, claim.token, services.clock.real())

    await services.database.write(keep)
