"""Whether what is urgent goes on as it must: asked each minute, in ids and counts only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.casework.outside import tells_nothing_of_the_way
from bot.casework.unreached import has_nobody_on_last_line, has_stopped, reaches_nobody
from domain.notices import is_turned_away
from storage.unit_of_work import UnitOfWork

OVERDUE_AFTER = timedelta(minutes=2)
"""How long something urgent may be owed before somebody outside is to hear of it."""

OVERDUE_OUTSIDE_AFTER = timedelta(minutes=10)
"""The same outside Slack: a mail server may ask for a few minutes, and the ping stands in Slack meanwhile."""


@dataclass(frozen=True)
class Urgent:
    """What is urgent at one moment, through Slack and apart from it outside.

    `oldest` is the domain moment from which the one waiting longest for Slack was to be sent.
    """

    oldest: datetime | None
    overdue: int
    overdue_outside: int
    stopped: int


def look_at_urgent(work: UnitOfWork, now: datetime) -> Urgent:
    """Look at every urgent message not sent yet, and at every urgent duty that nobody has answered.

    A message for somebody who cannot be given it is none: its ladder has gone on to the next line. Nor is a letter
    that is refused for one person's address alone: a person has to mend that, and was asked to by name.
    """
    waiting = [
        notice for notice in work.claims.urgent_waiting(now) if not is_turned_away(notice.state, notice.error)
    ]
    letters = work.claims.urgent_waiting(now, outside=True)
    outside = [letter for letter in letters if not tells_nothing_of_the_way(work, letter, letters)]
    stopped = [
        deadline
        for deadline in work.deadlines.never_silent()
        if has_stopped(work, deadline)
        or has_nobody_on_last_line(work, deadline)
        or reaches_nobody(work, deadline, now)
    ]
    return Urgent(
        oldest=min((notice.send_from for notice in waiting), default=None),
        overdue=sum(notice.send_from <= now - OVERDUE_AFTER for notice in waiting),
        overdue_outside=sum(letter.send_from <= now - OVERDUE_OUTSIDE_AFTER for letter in outside),
        stopped=len(stopped),
    )
