"""The self-audit: every open urgent case has a live next step, and whoever can mend a fault is told of it."""

from datetime import timedelta

import structlog

from bot.casework.audiences import safeguarding_leads
from bot.casework.deadlines import restart
from bot.casework.notices import Owed, owe_people
from bot.services import Services
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.notices import NoticeKind, NoticeState
from domain.people import Role
from domain.rhythm import Speed
from storage.deadlines import Deadline
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

EVERY = timedelta(minutes=1)


async def audit_urgent(services: Services) -> int:
    """Start again what has come to a stop, and return how many that were.

    A safeguarding concern that nobody acknowledged must have been said to somebody or be about to be said.
    """
    now = services.clock.now()

    def check(work: UnitOfWork) -> int:
        stalled = [each for each in work.deadlines.urgent_open() if _is_stalled(work, each)]
        for deadline in stalled:
            restart(deadline, now)
        return len(stalled)

    restarted = 0
    if await services.database.read(
        lambda work: any(_is_stalled(work, each) for each in work.deadlines.urgent_open())
    ):
        restarted = await services.database.write(check)
    if restarted:
        log.error("urgent cases restarted", count=restarted)
        # An administrator is not told how many: that such a case exists is for named people.
        services.report("urgent_restarted", "self-audit")
    return restarted


def _is_stalled(work: UnitOfWork, deadline: Deadline) -> bool:
    """Whether nobody has heard of it and nothing is on its way to anybody, though there are leads to tell."""
    if deadline.next_step_at is not None:
        return False
    said = [
        each
        for each in work.notices.about(deadline.subject_id)
        if each.kind is NoticeKind.SAFEGUARDING_RAISED
    ]
    alive = any(each.state is not NoticeState.CANCELLED for each in said)
    return not alive and bool(safeguarding_leads(work, 1))


async def tell_administrators(services: Services, faults: frozenset[tuple[str, str]]) -> None:
    """Owe the administrators a word about each fault that a person can mend; the same fault once a day."""
    if faults:
        now = services.clock.now()
        await services.database.write(lambda work: _tell(work, faults, now.date().isoformat(), services))


def _tell(work: UnitOfWork, faults: frozenset[tuple[str, str]], day: str, services: Services) -> None:
    now = services.clock.now()
    own = work.organisations.own()
    administrators = work.people.holding((Role.ADMINISTRATOR,), None)
    if own is None:
        return
    for code, detail in sorted(faults):
        owed = Owed(
            kind=NoticeKind.FAULT,
            subject=(SubjectKind.ORGANISATION, own.id),
            content_class=ContentClass.INTERNAL,
            speed=Speed.PROMPT,
            event=f"fault:{day}:{code}:{detail}"[:120],
            facts={"code": code, "detail": detail},
        )
        owe_people(work, owed, administrators, now)
