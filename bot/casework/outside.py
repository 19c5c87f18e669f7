"""Who is also reached outside Slack, and what is said there: a reference and where to look (practice.md 1.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.numbers import numbers_for
from bot.casework.records import record
from domain.chronology import Event, SubjectKind
from domain.deadlines import DeadlineState
from domain.notices import PENDING, NoticeKind, NoticeState, move
from domain.rhythm import Speed
from domain.routes import Means
from storage.notices import Notice
from storage.people import Person
from storage.routes import OutsideRoute
from storage.unit_of_work import UnitOfWork

ALSO_OUTSIDE = frozenset(
    {
        NoticeKind.SAFEGUARDING_RAISED,
        NoticeKind.SAFEGUARDING_UNDECIDED,
        NoticeKind.SAFEGUARDING_HANDED,
        NoticeKind.SAFEGUARDING_REVIEW,
        NoticeKind.SUPPORT_ASKED,
    }
)
"""What somebody must hear though Slack is silent on their telephone, when it is urgent."""


WHOLE_LETTERS = frozenset({NoticeKind.STATEMENT_RECORDED})
"""What goes whole to somebody who has no Slack: words that every party of the contract may read."""


def address_of(work: UnitOfWork, notice: Notice) -> str:
    """Return the e-mail address that a whole letter goes to as we have it now, or nothing."""
    person = work.people.find(notice.person_id) if notice.person_id else None
    return (person.email or "") if person is not None and person.is_active else ""


def ways_for(work: UnitOfWork, kind: NoticeKind, speed: Speed, person: Person) -> Sequence[OutsideRoute]:
    """Return the ways besides Slack by which somebody is owed a message too; a drill tries all of them."""
    is_urgent = kind in ALSO_OUTSIDE and speed is Speed.URGENT
    return work.routes.outside(person.id) if is_urgent or kind is NoticeKind.DRILL else []


def destination_of(way: OutsideRoute) -> str:
    """Return the destination of a notice that goes this way: never the address, which may change or be taken off."""
    return f"{way.means.value}:{way.id.hex}"


def way_of(work: UnitOfWork, notice: Notice) -> OutsideRoute | None:
    """Return the way that a notice goes, as our own table has it now; None when it has been taken off."""
    way = work.routes.way_outside(UUID(notice.destination.partition(":")[2]))
    return way if way is not None and way.person_id == notice.person_id else None


OF_THE_ADDRESS = {Means.EMAIL: "mail_address", Means.WEBHOOK: "webhook_number"}
"""Refused for one person's address or number, which says nothing about the way itself."""

OF_EITHER = frozenset({"mail_refused", "webhook_refused"})
"""Refused in words that do not tell whether the way or this address is meant."""


def is_of_the_address(work: UnitOfWork, letter: Notice, code: str) -> bool:
    """Say whether a refusal is about one person's address, as far as can be told, and no fault of the way.

    Where its words leave that open: a way that took something else after it had refused this letter is at work, and
    refuses only this. What it took before proves nothing; it may have broken down since.
    """
    own = OF_THE_ADDRESS[letter.means]
    return code == own or (code in OF_EITHER and (letter.error == own or _has_taken_after(work, letter)))


def tells_nothing_of_the_way(work: UnitOfWork, letter: Notice, waiting: Sequence[Notice]) -> bool:
    """Say whether a letter waits for one person's address alone; `waiting` is all that waits outside Slack.

    One wrong number harms nobody else. Of two people refused on one way, with nothing taken after, the way is to be
    suspected, whatever it answers: a gateway may say to everybody what it should say to one.
    """
    is_refused_to_others = any(
        other.means is letter.means and other.person_id != letter.person_id and other.refused_at is not None
        for other in waiting
    )
    return letter.error == OF_THE_ADDRESS[letter.means] and (
        not is_refused_to_others or _has_taken_after(work, letter)
    )


def _has_taken_after(work: UnitOfWork, letter: Notice) -> bool:
    return letter.refused_at is not None and work.claims.has_taken_since(letter.means, letter.refused_at)


@dataclass(frozen=True)
class Said:
    """The facts of what is said outside Slack."""

    kind: str
    reference: str
    is_urgent: bool
    duty_number: str


def facts_outside(work: UnitOfWork, notice: Notice) -> Said | None:
    """Return what may be said outside Slack of a notice; None when somebody has answered meanwhile."""
    if notice.deadline_id and work.deadlines.get(notice.deadline_id).state is not DeadlineState.OPEN:
        return None
    kind, number = notice.kind.value, numbers_for(work, None).duty_number
    match notice.subject_kind:
        case SubjectKind.SAFEGUARDING:
            concern = work.safeguarding.get(notice.subject_id)
            return Said(kind, concern.reference, concern.is_urgent, number)
        case SubjectKind.SUPPORT:
            request = work.support.find(notice.subject_id)
            assert request is not None
            return Said(kind, request.reference, is_urgent=True, duty_number=number)
        case _:
            return Said(kind, "", is_urgent=False, duty_number=number)


def leave_out_older(work: UnitOfWork, notice: Notice) -> bool:
    """Cancel this when a newer one of its kind about the same goes the same way: after an outage one stands for all."""
    is_overtaken = any(
        newer.destination == notice.destination
        and newer.kind is notice.kind
        and (newer.number or 0) > (notice.number or 0)
        and newer.state in PENDING
        for newer in work.notices.pending(notice.subject_id)
    )
    if is_overtaken:
        notice.state, notice.error = move(notice.state, NoticeState.CANCELLED), "overtaken"
    return is_overtaken


def keep_reached(notice: Notice, now: datetime) -> None:
    """Keep that the mail server or the gateway has taken it. Nothing of it can be edited later."""
    if notice.state is not NoticeState.CANCELLED:
        notice.state = move(notice.state, NoticeState.SENT)
    notice.posted_at, notice.redraws_done = now, notice.redraws_owed
    notice.token, notice.lease_until, notice.error = None, None, ""


def keep_turned_away(work: UnitOfWork, notice: Notice, error: str, now: datetime) -> None:
    """Keep that it was not sent, since its way is gone or it is no longer for this person."""
    notice.state, notice.error = move(notice.state, NoticeState.CANCELLED), error
    notice.redraws_done = notice.redraws_owed
    record(work, Event.SEND_REFUSED, (notice.subject_kind, notice.subject_id), None, now, notice=notice.id)


def unusable_ways(work: UnitOfWork, usable: frozenset[Means]) -> list[tuple[OutsideRoute, Person]]:
    """Return the ways that somebody relies on and the operator has not set up."""
    return [
        (way, work.people.get(way.person_id))
        for way in work.routes.all_ways_outside()
        if way.means not in usable
    ]
