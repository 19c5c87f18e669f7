"""The self-audit: every open urgent case has a live next step, and whoever can mend a fault is told of it."""

from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.casework.asking import barred_from, concern_of, on_duty_now
from bot.casework.deadlines import restart
from bot.casework.faults import owe_fault
from bot.casework.notices import Owed, owe_people
from bot.casework.route import administrators
from bot.casework.safeguarding_anew import has_lost_lead, raise_what_lost_its_lead
from bot.casework.unreached import (
    ask_newcomers,
    bring_forward,
    has_nobody_on_last_line,
    has_stopped,
    last_asked_at,
    reaches_nobody,
)
from bot.services import Services
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineState
from domain.notices import NoticeKind
from domain.rhythm import Speed
from storage.deadlines import Deadline
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

EVERY = timedelta(minutes=1)
WAITS_LONGEST = timedelta(minutes=15)
"""How long, in domain time, a case that comes to a stop again and again waits at most to be started once more."""

MANY_RESTARTS = 3


async def audit_urgent(services: Services) -> int:
    """Start again what has come to a stop, and return how many that were.

    Of every urgent duty that nobody has answered it is asked: has anybody been reached, is something on its way, is a
    next step planned?
    """
    now = services.clock.now()

    number = services.emergency.duty_number or services.emergency.emergency_number
    restarted = 0
    if await services.database.read(partial(_is_anything_wrong, now=now)):
        restarted = await services.database.write(partial(start_what_stopped, number=number, now=now))
    if restarted:
        log.error("urgent cases restarted", count=restarted)
        # An administrator is not told how many: that such a case exists is for named people.
        services.report("urgent_restarted", "self-audit")
    return restarted


def start_what_stopped(work: UnitOfWork, number: str, now: datetime) -> int:
    """Look at every urgent duty that nobody has answered, and return how many ladders were started again.

    Administrators are told of what reaches nobody, with the number to ring.
    """
    restarted = 0
    for deadline in work.deadlines.never_silent():
        if has_lost_lead(work, deadline):
            raise_what_lost_its_lead(work, deadline, now)
            continue
        bring_forward(work, deadline.id, now)
        if deadline.state is not DeadlineState.OPEN:  # answered at this very moment
            continue
        if reaches_nobody(work, deadline, now):
            ask_newcomers(work, deadline, now)
            _cry_out(work, deadline, number, now)
        if has_stopped(work, deadline) and _may_start_again(work, deadline, now):
            restart(deadline, now)
            restarted += 1
    return restarted


def _is_anything_wrong(work: UnitOfWork, now: datetime) -> bool:
    return any(
        has_lost_lead(work, each)
        or has_stopped(work, each)
        or has_nobody_on_last_line(work, each)
        or reaches_nobody(work, each, now)
        for each in work.deadlines.never_silent()
    )


def _may_start_again(work: UnitOfWork, deadline: Deadline, now: datetime) -> bool:
    """With people to ask, at the next look; where that did not help, after ever longer."""
    if not on_duty_now(work, deadline, now):
        return False
    latest = last_asked_at(work, deadline)
    if latest is None or deadline.restarts < MANY_RESTARTS:
        return True
    doubled: timedelta = EVERY * 2 ** min(deadline.restarts - MANY_RESTARTS + 1, 6)
    return now - latest >= min(doubled, WAITS_LONGEST)


def _cry_out(work: UnitOfWork, deadline: Deadline, number: str, now: datetime) -> None:
    """Tell the administrators at once, day and night, that something urgent reaches nobody; never what it is about.

    Whoever must not be told of it is left out (practice.md 1.7). With nobody else to tell, whoever reported it hears
    whom to ring, without waiting a quarter of an hour for it.
    """
    hour = now.strftime("%Y-%m-%dT%H")
    code = "nobody_supports" if deadline.subject_kind is SubjectKind.SUPPORT else "nobody_reached"
    barred = barred_from(work, deadline)
    hearers = [person for person in administrators(work) if person.id not in barred]
    owe_fault(work, (code, number), f"unheard:{deadline.id.hex}:{hour}", Speed.URGENT, now, to=hearers)
    concern = concern_of(work, deadline)
    if concern is not None and not hearers:
        _tell_reporter(work, deadline, concern, now)


def _tell_reporter(work: UnitOfWork, deadline: Deadline, concern: SafeguardingConcern, now: datetime) -> None:
    owed = Owed(
        kind=NoticeKind.SAFEGUARDING_UNANSWERED,
        subject=(SubjectKind.SAFEGUARDING, concern.id),
        content_class=ContentClass.RESTRICTED,
        speed=Speed.URGENT,
        event=f"{deadline.id.hex}:nobody_to_tell",
        deadline=deadline,
        step="nobody_to_tell",
    )
    owe_people(work, owed, [work.people.get(concern.reporter_id)], now)


async def tell_administrators(services: Services, faults: frozenset[tuple[str, str]]) -> None:
    """Owe the administrators a word about each fault that a person can mend; the same fault once a day."""
    if faults:
        now = services.clock.now()
        await services.database.write(lambda work: _tell(work, faults, now.date().isoformat(), services))


def _tell(work: UnitOfWork, faults: frozenset[tuple[str, str]], day: str, services: Services) -> None:
    for code, detail in sorted(faults):
        event = f"fault:{day}:{code}:{detail}"[:120]
        owe_fault(work, (code, detail), event, Speed.PROMPT, services.clock.now(), to=administrators(work))
