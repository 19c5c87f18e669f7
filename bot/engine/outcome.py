"""What is kept after each attempt: sent, to be tried again, uncertain, parked, refused by the gate."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from bot.casework.audiences import leads_of
from bot.casework.deliveries import mark_sent
from bot.casework.notices import Owed, owe_people
from bot.casework.records import record
from bot.services import Services
from bot.slack import Posted, SlackFault
from domain.chronology import Event
from domain.confidentiality import ContentClass, Verdict
from domain.notices import NoticeKind, NoticeState, Outcome, move, retry_delay
from domain.rhythm import Speed
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""What waits for a person to look at it is not tried again by itself."""


def _held(work: UnitOfWork, notice: Notice, token: UUID) -> Notice | None:
    """Return our row if the claim is still ours; a claim that lapsed meanwhile belongs to whoever took it."""
    assert notice.number is not None
    row = work.notices.get(notice.number)
    return row if row.token == token else None


async def keep_sent(services: Services, notice: Notice, token: UUID, posted: Posted) -> None:
    """Keep the timestamp: the message is sent, and so are the lines it carried."""
    now, free_at = services.clock.now(), services.clock.real() + services.settings.pace

    def keep(work: UnitOfWork) -> None:
        # Even when the claim lapsed meanwhile a timestamp is a timestamp: it proves that the message arrived.
        assert notice.number is not None
        mark_sent(work, work.notices.get(notice.number), posted.channel, posted.ts, now)
        work.notices.release(notice.destination, token, free_at)

    await services.database.write(keep, within=services.settings.lease_seconds)


async def keep_redrawn(services: Services, notice: Notice, token: UUID) -> None:
    """Keep that an edit is done."""
    free_at = services.clock.real() + services.settings.pace

    def keep(work: UnitOfWork) -> None:
        assert notice.number is not None
        work.notices.get(notice.number).redraws_done = notice.redraws_owed
        work.notices.release(notice.destination, token, free_at)

    await services.database.write(keep)


async def keep_cancelled(services: Services, notice: Notice, token: UUID) -> None:
    """Keep that there is nothing left to say."""

    def keep(work: UnitOfWork) -> None:
        row = _held(work, notice, token)
        if row is not None:
            row.state = move(row.state, NoticeState.CANCELLED)
        work.notices.release(notice.destination, token, services.clock.real())

    await services.database.write(keep)


async def keep_fault(
    services: Services, notice: Notice, token: UUID, fault: SlackFault, *, was_sent: bool
) -> None:
    """Keep what a failed attempt means: wait as told, settle what is uncertain, park what was refused."""
    real = services.clock.real()
    log.warning(
        "not posted", notice=notice.id.hex, method=fault.method, error=fault.code, outcome=fault.outcome.value
    )
    if fault.outcome is Outcome.REFUSED:
        services.report(fault.needed or fault.code, fault.method)

    def keep(work: UnitOfWork) -> None:
        row = _held(work, notice, token)
        free_at = real + services.settings.pace
        if row is not None:
            row.error = fault.code[:60]
            row.token, row.lease_until = None, None
            if was_sent:
                if fault.outcome is Outcome.REFUSED:
                    row.redraws_done = notice.redraws_owed  # an edit that Slack refuses stays refused
                row.next_attempt_at = real + max(timedelta(seconds=fault.retry_after), retry_delay(1))
            else:
                free_at = _plan_again(services, row, fault, real)
        work.notices.release(notice.destination, token, free_at)

    await services.database.write(keep, within=services.settings.lease_seconds)


def _plan_again(services: Services, row: Notice, fault: SlackFault, real: datetime) -> datetime:
    match fault.outcome:
        case Outcome.WAIT:
            row.state = move(row.state, NoticeState.OWED)
            row.attempts -= 1
            row.next_attempt_at = real + timedelta(seconds=fault.retry_after)
            return row.next_attempt_at
        case Outcome.NOT_REACHED:
            row.state = move(row.state, NoticeState.OWED)
            row.next_attempt_at = real + retry_delay(row.attempts - 1)
        case Outcome.AMBIGUOUS:
            row.state = move(row.state, NoticeState.UNCERTAIN)
            row.next_attempt_at = real + services.settings.settle
            return row.next_attempt_at
        case _:
            row.state = move(row.state, NoticeState.PARKED)
            waits = fault.code == "unproven"
            row.next_attempt_at = NEVER if waits else real + retry_delay(row.attempts + 2)
    return real + services.settings.pace


async def keep_refused_by_gate(services: Services, notice: Notice, token: UUID, verdict: Verdict) -> None:
    """Keep that the gate refused.

    The lead is told: of SHARED words that they were not posted, and of anything above them the words themselves.
    """
    now = services.clock.now()
    log.warning("refused by the gate", notice=notice.id.hex, verdict=verdict.value)

    def keep(work: UnitOfWork) -> None:
        row = _held(work, notice, token)
        if row is not None:
            row.state, row.error = move(row.state, NoticeState.CANCELLED), "refused_by_gate"
            _send_elsewhere(work, row, verdict, now)
            subject = (row.subject_kind, row.subject_id)
            record(work, Event.SEND_REFUSED, subject, None, now, row.contract_id, notice=row.id)
        work.notices.release(notice.destination, token, services.clock.real())

    await services.database.write(keep)


def _send_elsewhere(work: UnitOfWork, notice: Notice, verdict: Verdict, now: datetime) -> None:
    elsewhere = Owed(
        kind=NoticeKind.STUB if verdict is Verdict.STUB else notice.kind,
        subject=(notice.subject_kind, notice.subject_id),
        content_class=notice.content_class,
        speed=notice.speed if notice.speed is not Speed.DIGEST else Speed.PROMPT,
        event=f"elsewhere:{notice.id.hex}",
        contract_id=notice.contract_id,
        facts=notice.facts,
    )
    if notice.content_class is ContentClass.RESTRICTED or notice.kind is NoticeKind.STUB:
        return  # what is RESTRICTED never changes hands by itself; its ladder goes on to the next level
    leads = [lead for lead in leads_of(work, notice.contract_id) if lead.id != notice.person_id]
    owe_people(work, elsewhere, leads, now)
