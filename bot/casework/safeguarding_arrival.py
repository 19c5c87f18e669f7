"""Whether what was sent to whoever raised a safeguarding concern, or to a contract lead, has arrived.

Somebody counts as told once Slack has the message, not when it was sent off. Until then it is on its way, and when it
cannot be given to them whoever has the concern is told, and chased again.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.casework.deadlines import meet, pause, resume
from bot.casework.notices import Owed, owe_people
from bot.casework.records import record
from bot.casework.route import is_named, route_of
from bot.casework.safeguarding_access import subject_of
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind, NoticeState, is_turned_away
from domain.rhythm import Speed
from domain.routes import CLIMBED, Means
from domain.safeguarding import SafeguardingState
from storage.notices import Notice
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.safeguarding_decisions import SafeguardingTelling
from storage.unit_of_work import UnitOfWork

OUTCOME = (NoticeKind.SAFEGUARDING_OUTCOME,)
TO_TELL = DeadlineKind.SAFEGUARDING_TELL_REPORTER
SETTLED = (SafeguardingState.DECIDED, SafeguardingState.CLOSED)


class Arrival(StrEnum):
    """What became of a message by which somebody is told."""

    ARRIVED = "arrived"
    ON_ITS_WAY = "on_its_way"
    TURNED_AWAY = "turned_away"


def _arrival(notice: Notice) -> Arrival:
    if notice.posted_ts is not None:
        return Arrival.ARRIVED
    is_lost = notice.state is NoticeState.CANCELLED or is_turned_away(notice.state, notice.error)
    return Arrival.TURNED_AWAY if is_lost else Arrival.ON_ITS_WAY


def is_outcome_on_its_way(work: UnitOfWork, concern: SafeguardingConcern) -> bool:
    """Say whether the word to the reporter of what became of it has been sent off and has not arrived yet."""
    return any(
        each.kind in OUTCOME and _arrival(each) is Arrival.ON_ITS_WAY
        for each in work.notices.about(concern.id)
    )


def outcome_goes_at(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> datetime | None:
    """Return when the word to the reporter goes out, where that is later than now; None when it goes at once."""
    waiting = [
        each.send_from
        for each in work.notices.about(concern.id)
        if each.kind in OUTCOME and _arrival(each) is Arrival.ON_ITS_WAY and each.send_from > now
    ]
    return min(waiting, default=None)


def arrival_of(work: UnitOfWork, telling: SafeguardingTelling) -> Arrival:
    """Return what became of the message that a telling sent; one that people told by themselves has arrived."""
    begins = f"{sent_by(telling)}:"
    sent = [each for each in work.notices.about(telling.concern_id) if each.key.startswith(begins)]
    return _arrival(sent[-1]) if sent else Arrival.ARRIVED


def sent_by(telling: SafeguardingTelling) -> str:
    """Return the event under which the message of a telling is owed."""
    return f"lead_told:{telling.id.hex}"


def start_telling(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Chase nobody to tell the reporter while the message is on its way."""
    pause(work, concern.id, TO_TELL, now)


def recall_outcome(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Hold back what is on its way to the reporter, since it is not so any more; they are still to be told."""
    work.notices.cancel_about(concern.id, OUTCOME)
    resume(work, concern.id, TO_TELL, now)


def keep_arrived(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Keep that the reporter is told, if this message, which has just arrived, is how."""
    if notice.kind not in OUTCOME or notice.state is NoticeState.CANCELLED:
        return
    concern = work.safeguarding.find_to_change(notice.subject_id)
    if concern is None or concern.state not in SETTLED or concern.reporter_told_at is not None:
        return
    by = work.people.get(UUID(notice.facts["by"])) if "by" in notice.facts else None
    keep_told_reporter(work, concern, by, now, by_handrail=True)


def keep_told_reporter(
    work: UnitOfWork, concern: SafeguardingConcern, by: Person | None, now: datetime, *, by_handrail: bool
) -> None:
    """Keep that the reporter knows; nobody is chased to tell them any more."""
    concern.reporter_told_at = now
    meet(work, concern.id, (TO_TELL,), by, now)
    subject = subject_of(concern)
    record(work, Event.SAFEGUARDING_REPORTER_TOLD, subject, by, now, by_handrail=by_handrail)


def keep_not_arrived(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Tell whoever has the concern, once, when somebody cannot be given the message that was to tell them."""
    is_telling = notice.kind in {*OUTCOME, NoticeKind.SAFEGUARDING_LEAD_TOLD}
    if not is_telling or notice.means is not Means.SLACK or _arrival(notice) is not Arrival.TURNED_AWAY:
        return
    concern = work.safeguarding.get(notice.subject_id)
    if notice.kind in OUTCOME:
        if concern.reporter_told_at is not None or concern.state not in SETTLED:
            return
        resume(work, concern.id, TO_TELL, now)
    owed = Owed(
        kind=NoticeKind.SAFEGUARDING_NOT_TOLD,
        subject=subject_of(concern),
        content_class=ContentClass.RESTRICTED,
        speed=Speed.PROMPT,
        event=f"not_told:{notice.id.hex}",
        facts={"is_reporter": notice.kind in OUTCOME},
    )
    owe_people(work, owed, who_has_it(work, concern), now)


def who_has_it(work: UnitOfWork, concern: SafeguardingConcern) -> list[Person]:
    """Return its lead; should they have left or not be named any more, the first line of its route with anybody."""
    lead = work.people.get(concern.lead_id) if concern.lead_id else None
    if lead is not None and is_named(work, lead, concern):
        return [lead]
    route = route_of(work, concern)
    return next((route[level] for level in CLIMBED if route[level]), [])
