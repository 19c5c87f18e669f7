"""The self-audit: every open urgent case has a live next step, and whoever can mend a fault is told of it."""

from datetime import datetime, timedelta

import structlog

from bot.casework.deadlines import restart
from bot.casework.notices import Owed, owe_people
from bot.casework.route import leads_at
from bot.services import Services
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.notices import NoticeKind, NoticeState
from domain.people import Role
from domain.rhythm import Speed
from domain.routes import Level
from storage.deadlines import Deadline
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

EVERY = timedelta(minutes=1)
WAITS_LONGEST = timedelta(minutes=15)
"""How long, in domain time, a case that comes to a stop again and again waits at most to be started once more."""

MANY_RESTARTS = 3


async def audit_urgent(services: Services) -> int:
    """Start again what has come to a stop, and return how many that were.

    A safeguarding concern that nobody acknowledged must have been said to somebody or be about to be said.
    """
    now = services.clock.now()

    def check(work: UnitOfWork) -> int:
        unheard = [each for each in work.deadlines.urgent_open() if _is_unheard(work, each)]
        stalled = [each for each in unheard if _may_start_again(work, each, now)]
        for deadline in unheard:
            if _reaches_nobody(work, deadline):
                _cry_out(work, deadline, services, now)
        for deadline in stalled:
            restart(deadline, now)
        return len(stalled)

    restarted = 0
    if await services.database.read(
        lambda work: any(_is_unheard(work, each) for each in work.deadlines.urgent_open())
    ):
        restarted = await services.database.write(check)
    if restarted:
        log.error("urgent cases restarted", count=restarted)
        # An administrator is not told how many: that such a case exists is for named people.
        services.report("urgent_restarted", "self-audit")
    return restarted


def _is_unheard(work: UnitOfWork, deadline: Deadline) -> bool:
    """Whether nobody has heard of it and nothing is on its way to anybody."""
    if deadline.next_step_at is not None:
        return False
    return all(each.state is NoticeState.CANCELLED for each in _said(work, deadline))


def _said(work: UnitOfWork, deadline: Deadline) -> list[Notice]:
    about = work.notices.about(deadline.subject_id)
    return [each for each in about if each.kind is NoticeKind.SAFEGUARDING_RAISED]


def _may_start_again(work: UnitOfWork, deadline: Deadline, now: datetime) -> bool:
    """With leads to tell, at the next look; where that did not help, after ever longer."""
    if not leads_at(work, Level.LEVEL_1):
        return False
    latest = max((each.owed_at for each in _said(work, deadline)), default=None)
    if latest is None or deadline.restarts < MANY_RESTARTS:
        return True
    doubled: timedelta = EVERY * 2 ** min(deadline.restarts - MANY_RESTARTS + 1, 6)
    return now - latest >= min(doubled, WAITS_LONGEST)


def _reaches_nobody(work: UnitOfWork, deadline: Deadline) -> bool:
    """Whether a person must step in: there is no lead, each ping was turned away, or starting again does not help."""
    if not leads_at(work, Level.LEVEL_1) or deadline.restarts >= MANY_RESTARTS:
        return True
    return any(each.error for each in _said(work, deadline))


def _cry_out(work: UnitOfWork, deadline: Deadline, services: Services, now: datetime) -> None:
    """Tell the administrators at once, day and night, that a report reaches nobody; never what it is about."""
    hour = now.strftime("%Y-%m-%dT%H")
    number = services.emergency.duty_number or services.emergency.emergency_number
    _owe_fault(work, ("nobody_reached", number), f"unheard:{deadline.id.hex}:{hour}", Speed.URGENT, now)


async def tell_administrators(services: Services, faults: frozenset[tuple[str, str]]) -> None:
    """Owe the administrators a word about each fault that a person can mend; the same fault once a day."""
    if faults:
        now = services.clock.now()
        await services.database.write(lambda work: _tell(work, faults, now.date().isoformat(), services))


def _tell(work: UnitOfWork, faults: frozenset[tuple[str, str]], day: str, services: Services) -> None:
    for code, detail in sorted(faults):
        event = f"fault:{day}:{code}:{detail}"[:120]
        _owe_fault(work, (code, detail), event, Speed.PROMPT, services.clock.now())


def _owe_fault(work: UnitOfWork, fault: tuple[str, str], event: str, speed: Speed, now: datetime) -> None:
    own = work.organisations.own()
    if own is None:
        return
    code, detail = fault
    owed = Owed(
        kind=NoticeKind.FAULT,
        subject=(SubjectKind.ORGANISATION, own.id),
        content_class=ContentClass.INTERNAL,
        speed=speed,
        event=event,
        facts={"code": code, "detail": detail},
    )
    owe_people(work, owed, work.people.holding((Role.ADMINISTRATOR,), None), now)
