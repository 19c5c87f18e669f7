"""What nobody knows: claims past their lease become uncertain, and receipts from Slack settle what they prove."""

from uuid import UUID

import structlog

from bot.engine.outcome import mark_sent
from bot.services import Services
from bot.slack import Posted
from domain.notices import NoticeState, move
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()


async def lapse_claims(services: Services) -> None:
    """A claim past its lease is uncertain, never failed: its message may have arrived before the process died."""
    real = services.clock.real()
    if not await services.database.read(lambda work: bool(work.notices.overdue_claims(real))):
        return

    def lapse(work: UnitOfWork) -> int:
        lapsed = work.notices.overdue_claims(real)
        for notice in lapsed:
            notice.state = move(notice.state, NoticeState.UNCERTAIN)
            notice.token, notice.lease_until = None, None
            notice.next_attempt_at = real + services.settings.settle
        return len(lapsed)

    log.warning("claims lapsed", count=await services.database.write(lapse))


async def keep_receipt(services: Services, delivery_id: UUID, posted: Posted) -> None:
    """Slack tells us of our own message under its delivery id: proof that it arrived."""
    now = services.clock.now()

    def keep(work: UnitOfWork) -> None:
        notice = work.notices.delivered_as(delivery_id)
        if notice is not None and notice.state in {NoticeState.UNCERTAIN, NoticeState.CLAIMED}:
            mark_sent(work, notice, posted, now)

    await services.database.write(keep)
