"""When a message whose attempt did not end well is tried again, and from when its destination is free."""

from datetime import datetime, timedelta

from bot.engine.claim import Claim
from bot.services import Services
from bot.slack import SlackFault
from domain.notices import HELD_UP, HELD_UP_FROM, NoticeState, Outcome, move, parked_delay, retry_delay
from domain.rhythm import Speed
from storage.notices import Notice

EDIT_AGAIN = timedelta(seconds=15)


def plan_edit(row: Notice, claim: Claim, fault: SlackFault, real: datetime) -> None:
    """Plan the next attempt at an edit, from a moment of real time."""
    if fault.outcome is Outcome.REFUSED:
        row.redraws_done = claim.notice.redraws_owed  # an edit that Slack refuses stays refused
    row.next_attempt_at = real + max(timedelta(seconds=fault.retry_after), EDIT_AGAIN)


def plan_again(services: Services, row: Notice, claim: Claim, fault: SlackFault, *, posted: bool) -> datetime:
    """Plan the next attempt, and return from when the destination may be used for anything else."""
    real = services.clock.real()
    before = NoticeState.UNCERTAIN if claim.may_have_arrived else NoticeState.OWED
    match fault.outcome:
        case Outcome.WAIT:
            row.state = move(row.state, before)
            row.attempts -= 1
            wait = timedelta(seconds=fault.retry_after)
            if row.speed is Speed.URGENT and wait > HELD_UP_FROM:
                row.error = HELD_UP  # whoever comes next is asked meanwhile
            row.next_attempt_at = real + wait
            return row.next_attempt_at
        case Outcome.AMBIGUOUS if posted:
            row.state = move(row.state, NoticeState.UNCERTAIN)
            wait = max(services.settings.settle, retry_delay(row.attempts, row.speed))
            row.next_attempt_at = real + wait
            return real + services.settings.settle
        case Outcome.REFUSED:
            stays = claim.may_have_arrived and not posted
            row.state = move(row.state, NoticeState.UNCERTAIN if stays else NoticeState.PARKED)
            row.next_attempt_at = real + parked_delay(row.attempts, row.speed)
        case _:
            row.state = move(row.state, before)
            row.next_attempt_at = real + retry_delay(row.attempts, row.speed)
    return real
