"""Each day Slack is asked about everybody who holds a role, a few at a time: whoever has left is found within a day."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from bot.casework.contract_end import has_to_stop, stop_reminders
from bot.casework.leavers import leave, settle_what_was_left
from bot.inbound import read_member
from bot.services import Services
from bot.slack import SlackFault
from domain.notices import Outcome
from storage.people import Person
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

EVERY = timedelta(hours=20)
"""Less than a day, so that nobody is passed over on the next working day."""

PORTION = 20
WITHIN = 2  # seconds, for each answer
GONE = frozenset({"user_disabled", "user_not_found", "user_not_visible"})
TOO_MANY = 5
"""Where more than these, and more than half of those asked about, seem gone at once, it is Slack that is at fault."""


async def look_for_leavers(services: Services) -> None:
    """Ask Slack about the next few, and keep who has left: switched off, not found, or a guest by now."""
    now = services.clock.now()
    if await services.database.read(lambda work: has_to_stop(work, now)):
        await services.database.write(lambda work: stop_reminders(work, now))
    people = await services.database.read(lambda work: list(work.people.to_look_up(now - EVERY, PORTION)))
    own = await services.database.read(_own)
    looked_at: list[UUID] = []
    left: list[UUID] = []
    for person in people:
        try:
            if await _has_left(services, person, own):
                left.append(person.id)
        except SlackFault as fault:
            if fault.outcome is not Outcome.REFUSED:
                break  # Slack is not to be asked now; the rest waits for the next minute
            log.info("nobody knows whether somebody has left", error=fault.code)
        looked_at.append(person.id)
    if len(left) > TOO_MANY and len(left) * 2 > len(looked_at):
        services.report("many_left_at_once", "users.info")
        left = []
    if looked_at:
        await services.database.write(lambda work: _keep(work, looked_at, left, now))


def _own(work: UnitOfWork) -> UUID | None:
    own = work.organisations.own()
    return own.id if own else None


async def _has_left(services: Services, person: Person, own: UUID | None) -> bool:
    assert person.user_id is not None
    try:
        member = read_member(await services.slack.person(person.user_id, WITHIN))
    except SlackFault as fault:
        if fault.code in GONE:
            return True
        raise
    # One of our own who is a guest by now has left; somebody of the provider may always have been one.
    return not member.is_active or (member.is_guest and person.organisation_id == own)


def _keep(work: UnitOfWork, looked_at: list[UUID], left: list[UUID], now: datetime) -> None:
    for person_id in looked_at:
        work.people.get(person_id).looked_up_at = now
    for person_id in left:
        leave(work, work.people.get(person_id), now)
    for person in work.people.who_left():
        settle_what_was_left(work, person, None, now)
