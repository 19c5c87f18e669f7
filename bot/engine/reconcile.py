"""What nobody knows: a claim past its lease becomes uncertain, to be settled by proof."""

import structlog

from bot.services import Services
from domain.notices import NoticeState, move
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()


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
