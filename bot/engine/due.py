"""What is due: deadlines climb their ladders, and the lines of a digest come together in one message a person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from uuid import UUID

import structlog

from bot.casework.deadlines import climb_all
from bot.casework.drills import next_drill
from bot.casework.items import week_of
from bot.casework.notices import AT_ONCE, Owed, calendar_of, owe_channels
from bot.casework.quiet_hours import line_waits
from bot.casework.safeguarding_urgency import count_as_unsure, next_unanswered, unanswered
from bot.engine.senior_week import next_senior_week
from bot.services import Services
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.deadlines import NEVER_SILENT, DeadlineState
from domain.notices import NoticeKind
from domain.rhythm import PROVIDER_RHYTHM, Speed, digest_slot_for
from storage.deadlines import Deadline
from storage.notices import URGENCY, Notice
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

BATCH = 50
TOGETHER = 25
"""How many climb in one transaction: most of what one costs is then shared, and a command waits for its turn a few
hundredths of a second at most."""

PARKED_FOR = timedelta(hours=1)
URGENT_PARKED_FOR = timedelta(minutes=1)


async def climb_ladders(services: Services) -> bool:
    """Let deadlines with a step reached climb; say whether more are left.

    What must never be silent climbs first, each in its own short transaction; of the rest several climb in one. A row
    that cannot be climbed is parked for a while and reported; it never stops the others.
    """
    now = services.clock.now()
    await _count_unanswered(services, now)
    urgent, others = await services.database.read(partial(_due_now, now=now))
    for deadline_id in urgent:
        await _climb_one(services, deadline_id, now)
    for begin in range(0, len(others), TOGETHER):
        await _climb_together(services, others[begin : begin + TOGETHER], now)
    return len(urgent) + len(others) == BATCH


async def _count_unanswered(services: Services, now: datetime) -> None:
    """Of what is at risk and asked about, no answer becomes *not sure*; one that fails never stops the others."""
    for concern_id in await services.database.read(partial(unanswered, now=now)):
        try:
            await services.database.write(partial(count_as_unsure, concern_id=concern_id, now=now))
        except Exception as error:  # noqa: BLE001  one bad row must not silence the rest
            log.error("not made urgent", concern=concern_id.hex, error=type(error).__name__)  # noqa: TRY400
            services.report("deadline_parked", type(error).__name__)


def _due_now(work: UnitOfWork, now: datetime) -> tuple[list[UUID], list[UUID]]:
    """What has a step reached: that which must never be silent, and the rest, each in its order."""
    due = work.deadlines.due_now(now, BATCH)
    urgent = [deadline.id for deadline in due if deadline.kind in NEVER_SILENT]
    return urgent, [deadline.id for deadline in due if deadline.kind not in NEVER_SILENT]


async def _climb_together(services: Services, deadline_ids: Sequence[UUID], now: datetime) -> None:
    """Let several climb in one transaction. When one of them cannot, nothing is kept of any, and each climbs alone."""
    try:
        await services.database.write(partial(_climb, services, deadline_ids, now))
    except Exception as error:  # noqa: BLE001  which of them it was shows when each climbs alone
        log.warning("climbed one by one", count=len(deadline_ids), error=type(error).__name__)
        for deadline_id in deadline_ids:
            await _climb_one(services, deadline_id, now)


def _climb(services: Services, deadline_ids: Sequence[UUID], now: datetime, work: UnitOfWork) -> None:
    # Somebody may press at this very moment: what they have answered asks nobody any more.
    found = {deadline.id: deadline for deadline in work.deadlines.these_to_change(deadline_ids)}
    due = [found[each] for each in deadline_ids if each in found and _is_reached(found[each], now)]
    climb_all(work, due, now, timedelta(minutes=services.settings.late_after_minutes))


def _is_reached(deadline: Deadline, now: datetime) -> bool:
    is_open = deadline.state is DeadlineState.OPEN
    return is_open and deadline.next_step_at is not None and deadline.next_step_at <= now


async def _climb_one(services: Services, deadline_id: UUID, now: datetime) -> None:
    try:
        await services.database.write(partial(_climb, services, [deadline_id], now))
    except Exception as error:  # noqa: BLE001  one bad row must not silence the rest
        log.error("deadline parked", deadline=deadline_id.hex, error=type(error).__name__)  # noqa: TRY400
        services.report("deadline_parked", type(error).__name__)
        await services.database.write(lambda work: _park(work, deadline_id, now))


def _park(work: UnitOfWork, deadline_id: UUID, now: datetime) -> None:
    deadline = work.deadlines.get(deadline_id)
    is_urgent = deadline.kind in NEVER_SILENT
    deadline.parked_until = now + (URGENT_PARKED_FOR if is_urgent else PARKED_FOR)


async def gather_digests(services: Services) -> None:
    """Put the lines that are due for a person into one message of theirs."""
    now = services.clock.now()
    if await services.database.read(lambda work: bool(work.notices.lines_due(now))):
        late_after = timedelta(minutes=services.settings.late_after_minutes)
        await services.database.write(lambda work: _gather(work, now, late_after))


def _gather(work: UnitOfWork, now: datetime, late_after: timedelta) -> None:
    for person_id, group in groupby(work.notices.lines_due(now), key=lambda line: line.person_id):
        # What missed its day waits for the next digest: nobody is written to at an odd hour, or twice a day.
        lines = [
            line for line in group if now - line.send_from <= late_after or not line_waits(work, line, now)
        ]
        if not lines:
            continue
        assert person_id is not None
        first = lines[0]
        first.attempts += 1
        digest = Notice(
            key=f"digest:{person_id.hex}:{first.number}:{first.attempts}",
            kind=NoticeKind.DIGEST,
            subject_kind=SubjectKind.PERSON,
            subject_id=person_id,
            destination=first.destination,
            person_id=person_id,
            content_class=max((line.content_class for line in lines), key=list(ContentClass).index),
            speed=Speed.DIGEST,
            urgency=URGENCY[Speed.DIGEST],
            owed_at=now,
            send_from=now,
            is_late=any(line.is_late or now - line.send_from > late_after for line in lines),
            next_attempt_at=AT_ONCE,
        )
        if work.notices.owe(digest):  # else another replica has just gathered the same lines
            for line in lines:
                line.carrier_id = digest.id


def weekly_slot(work: UnitOfWork, contract_id: UUID, now: datetime) -> datetime:
    """Return when this week's grouped word goes into a contract's shared channel: its first good day, 11:00."""
    calendar = calendar_of(work, contract_id)
    today = calendar.local(now).date()
    monday = today - timedelta(days=today.weekday())
    return digest_slot_for(monday, calendar, PROVIDER_RHYTHM, before=False)


async def say_week(services: Services) -> None:
    """Once a week, tell each shared channel how many actions need an update; never whose (practice.md 2.5)."""
    now = services.clock.now()
    late_after = timedelta(minutes=services.settings.late_after_minutes)
    due = await services.database.read(partial(_contracts_due, now=now))
    for contract_id in due:
        await services.database.write(
            partial(_owe_week, contract_id=contract_id, now=now, late_after=late_after)
        )


def _contracts_due(work: UnitOfWork, now: datetime) -> list[UUID]:
    return [contract.id for contract in work.contracts.all() if _due(work, contract.id, now)]


def _due(work: UnitOfWork, contract_id: UUID, now: datetime) -> bool:
    """From its slot on, as long as it would still be read in the same week; what is late since waits for the next."""
    slot, calendar = weekly_slot(work, contract_id, now), calendar_of(work, contract_id)
    read_at = calendar.local(calendar.next_working_moment(now))
    if now < slot or read_at.isocalendar()[:2] != calendar.local(slot).isocalendar()[:2]:
        return False
    is_its_day = calendar.local(slot).date() == calendar.local(now).date()
    return not week_of(work, work.contracts.get(contract_id), now if is_its_day else slot).is_quiet


def _owe_week(work: UnitOfWork, contract_id: UUID, now: datetime, late_after: timedelta) -> None:
    year, week, _ = now.isocalendar()
    owed = Owed(
        kind=NoticeKind.CHANNEL_WEEK,
        subject=(SubjectKind.CONTRACT, contract_id),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"week:{contract_id.hex}:{year}-{week}",
        contract_id=contract_id,
        is_late=now - weekly_slot(work, contract_id, now) > late_after,
    )
    owe_channels(work, owed, ChannelPurpose.SHARED, now)


def next_moment(work: UnitOfWork, after: datetime) -> datetime | None:
    """Return the next moment at which something falls due or may be sent; a moved clock stops there."""
    moments = [
        work.deadlines.next_moment(after),
        work.notices.next_moment(after),
        next_unanswered(work, after),
        work.monitoring.next_moment(after),
        next_senior_week(work, after),
        next_drill(work, after),
    ]
    for contract in work.contracts.all():
        slots = (weekly_slot(work, contract.id, after + timedelta(days=days)) for days in (0, 7))
        moments.append(next((slot for slot in slots if slot > after), None))
    return min((moment for moment in moments if moment is not None), default=None)
