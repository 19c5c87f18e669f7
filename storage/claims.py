"""Taking what is owed: the next message whose destination is free, and giving the destination back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, case, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from domain.notices import PENDING, TOLD_TO_WAIT, NoticeState
from domain.rhythm import Speed
from domain.routes import Means
from storage.notices import EARLIER_IN_LINE, OUTSIDE, UNFINISHED, URGENCY, WORKSPACE, Gate, Notice

EDIT_OWED = and_(
    col(Notice.redraws_owed) > col(Notice.redraws_done),
    col(Notice.posted_ts).is_not(None),
    col(Notice.state).in_([NoticeState.SENT, NoticeState.CANCELLED]),
)
"""It stands in Slack and shows something old; so may one that was cancelled and turned out to have arrived."""

EARLIER = aliased(Notice, name="earlier")
"""A second look at the same table; made once, since making it takes longer than asking."""


ALL_GATES = aliased(Gate, name="all_gates")

# Every cycle asks these; put together once, they are asked in half the time.
NOW: BindParameter[datetime] = bindparam("now")
REAL: BindParameter[datetime] = bindparam("real")


def _something_before_it() -> Any:
    """To one destination the equally urgent go in the order owed; only what is parked holds up nobody."""
    came_first = or_(
        col(EARLIER.send_from) < col(Notice.send_from),
        and_(col(EARLIER.send_from) == col(Notice.send_from), col(EARLIER.number) < col(Notice.number)),
    )
    return (
        select(EARLIER.number)
        .where(
            EARLIER_IN_LINE,
            EARLIER.destination == Notice.destination,
            EARLIER.urgency == Notice.urgency,
            col(EARLIER.is_line).is_(False),
            col(EARLIER.send_from) <= NOW,
            came_first,
        )
        .exists()
    )


def _waiting(*states: NoticeState) -> Any:
    """What is due and first in its line, or stands in Slack and shows something old."""
    due = and_(
        col(Notice.state).in_(states),
        col(Notice.send_from) <= NOW,
        col(Notice.is_line).is_(False),
        ~_something_before_it(),
    )
    return and_(UNFINISHED, or_(due, EDIT_OWED))


def _claimable(found: Any, *, only_urgent: bool, outside: bool) -> Any:
    found = found.join(Gate, col(Gate.destination) == col(Notice.destination)).where(
        _waiting(*PENDING),
        Notice.means != Means.SLACK if outside else Notice.means == Means.SLACK,
        col(Notice.next_attempt_at) <= REAL,
        or_(col(Gate.next_at) <= REAL, _is_only_what_can_wait_told_to()),
        col(Gate.token).is_(None),
    )
    if only_urgent:
        return found.where(Notice.urgency == URGENCY[Speed.URGENT])
    return (
        found
        if outside
        else found.where(or_(col(Notice.urgency) == URGENCY[Speed.URGENT], ~_is_slack_left_alone()))
    )


def _is_only_what_can_wait_told_to() -> Any:
    """Slack told something that can wait to do so; what is urgent for the same destination asks Slack once itself.

    From then on what Slack said of what is urgent counts for the destination. What was told to wait still waits.
    """
    told = (
        select(EARLIER.number)
        .where(
            EARLIER_IN_LINE,
            EARLIER.destination == Notice.destination,
            col(EARLIER.urgency) > URGENCY[Speed.URGENT],
            col(EARLIER.error).in_(TOLD_TO_WAIT),
            col(EARLIER.next_attempt_at) > REAL,
            col(EARLIER.next_attempt_at) <= Gate.next_at,
        )
        .exists()
    )
    return and_(col(Notice.urgency) == URGENCY[Speed.URGENT], told)


def _is_slack_left_alone() -> Any:
    """Slack told some process to wait and meant all of us; what is urgent asks it all the same."""
    held = col(ALL_GATES.destination) == WORKSPACE, col(ALL_GATES.next_at) > REAL
    return select(ALL_GATES.destination).where(*held).exists()


@cache
def _any_claimable(*, only_urgent: bool, outside: bool) -> Any:
    return _claimable(select(Notice.number), only_urgent=only_urgent, outside=outside).limit(1)


@cache
def _next_claimable(*, only_urgent: bool, outside: bool) -> Any:
    found = _claimable(select(Notice, Gate), only_urgent=only_urgent, outside=outside)
    order = col(Notice.urgency), col(Notice.redraws_owed), col(Notice.send_from), col(Notice.number)
    return found.order_by(*order).limit(1).with_for_update(of=Gate, skip_locked=True)


@cache
def _earliest_attempt() -> Any:
    free, again = col(Gate.next_at), col(Notice.next_attempt_at)
    return (
        select(func.min(case((free > again, free), else_=again)))
        .select_from(Notice)
        .join(Gate, col(Gate.destination) == col(Notice.destination))
        .where(_waiting(*PENDING, NoticeState.CLAIMED))
    )


@cache
def _past_lease() -> Any:
    return (
        select(Notice)
        .where(UNFINISHED, Notice.state == NoticeState.CLAIMED, col(Notice.lease_until) <= REAL)
        .with_for_update(skip_locked=True)
    )


@cache
def _any_lapsed() -> Any:
    """Held by somebody who has not given it back in time; nobody takes it until what they held is called uncertain."""
    return select(Gate.destination).where(col(Gate.token).is_not(None), col(Gate.next_at) <= REAL).limit(1)


class Claims:
    """Who may send what, now: one message in flight to each destination, over all couriers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(
        self,
        now: datetime,
        real: datetime,
        token: UUID,
        lease: timedelta,
        *,
        only_urgent: bool = False,
        outside: bool = False,
    ) -> Notice | None:
        """Take the next message whose destination is free; urgent first, then in the order owed.

        What goes through Slack and what goes `outside` it are taken up apart, so that neither waits for the other.
        """
        found = self._session.exec(
            _next_claimable(only_urgent=only_urgent, outside=outside), params={"now": now, "real": real}
        ).first()
        if found is None:
            return None
        notice: Notice = found[0]
        gate: Gate = found[1]
        # Read again and locked: another replica may have sent or deferred it a moment ago, or its duty was answered.
        self._session.refresh(notice, with_for_update=True)
        if notice.next_attempt_at > real or (notice.state not in PENDING and not notice.is_stale):
            return None
        gate.next_at, gate.token = real + lease, token
        notice.token, notice.lease_until = token, real + lease
        return notice

    def anything_to_send(
        self, now: datetime, real: datetime, *, only_urgent: bool = False, outside: bool = False
    ) -> bool:
        """Say, without taking a lock, whether a claim would find something."""
        found = _any_claimable(only_urgent=only_urgent, outside=outside)
        return self._session.exec(found, params={"now": now, "real": real}).first() is not None

    def next_attempt(self, now: datetime) -> datetime | None:
        """Return the earliest real moment at which a message that is due now may be tried, or its claim lapses."""
        earliest: datetime | None = self._session.exec(_earliest_attempt(), params={"now": now}).one()
        return earliest

    def is_another_told_to_wait(self, destination: str, real: datetime) -> bool:
        """Say whether Slack told us to wait with another destination too, and that wait is not over yet."""
        waits = select(Notice.number).where(
            UNFINISHED,
            col(Notice.state).in_(PENDING),
            col(Notice.error).in_(TOLD_TO_WAIT),
            Notice.means == Means.SLACK,
            Notice.destination != destination,
            col(Notice.next_attempt_at) > real,
        )
        return self._session.exec(waits.limit(1)).first() is not None

    def urgent_waiting(self, now: datetime, *, outside: bool = False) -> Sequence[Notice]:
        """Return what is urgent, was to be sent by now through Slack, or `outside` it, and is not."""
        return self._session.exec(
            select(Notice)
            .where(
                UNFINISHED,
                Notice.urgency == URGENCY[Speed.URGENT],
                col(Notice.send_from) <= now,
                col(Notice.state).in_([*PENDING, NoticeState.CLAIMED]),
                Notice.means != Means.SLACK if outside else Notice.means == Means.SLACK,
            )
            .order_by(col(Notice.send_from))
        ).all()

    def has_taken_since(self, means: Means, moment: datetime) -> bool:
        """Say whether a way outside Slack has taken anything after a moment of domain time."""
        taken = select(Notice.number).where(OUTSIDE, Notice.means == means, col(Notice.posted_at) > moment)
        return self._session.exec(taken.limit(1)).first() is not None

    def release(self, destination: str, token: UUID, next_at: datetime) -> None:
        """Give the destination back, to be used again from a real moment; nothing if it is no longer ours."""
        self._session.exec(
            update(Gate)
            .where(col(Gate.destination) == destination, col(Gate.token) == token)
            .values(next_at=next_at, token=None)
        )

    def anything_lapsed(self, real: datetime) -> bool:
        """Say, without taking a lock, whether somebody has not given a destination back in time."""
        return self._session.exec(_any_lapsed(), params={"real": real}).first() is not None

    def free_lapsed(self, real: datetime) -> None:
        """Give back the destinations of claims past their lease, once those claims have been dealt with."""
        self._session.exec(
            update(Gate).where(col(Gate.token).is_not(None), col(Gate.next_at) <= real).values(token=None)
        )

    def bring_back(self, real: datetime, beyond: datetime, again: datetime, never: datetime) -> None:
        """Let nothing wait longer than `beyond`, a real moment, where real time has gone back since it was planned.

        Destinations that nobody holds are free at once, and messages tried at once; those of which nobody knows
        whether they arrived, `again`. What is planned for `never` stays.
        """
        self._session.exec(
            update(Gate).where(col(Gate.token).is_(None), col(Gate.next_at) > beyond).values(next_at=real)
        )
        is_ahead = col(Notice.next_attempt_at) > beyond, col(Notice.next_attempt_at) < never
        found = select(Notice).where(UNFINISHED, *is_ahead).order_by(col(Notice.number)).with_for_update()
        for notice in self._session.exec(found):
            notice.next_attempt_at = again if notice.state is NoticeState.UNCERTAIN else real

    def end_leases(self, real: datetime, beyond: datetime) -> None:
        """End what is held for longer than `beyond`: only where nobody is left who could hold it."""
        found = select(Notice).where(
            UNFINISHED, Notice.state == NoticeState.CLAIMED, col(Notice.lease_until) > beyond
        )
        for notice in self._session.exec(found):
            notice.lease_until = real
        self._session.exec(
            update(Gate).where(col(Gate.token).is_not(None), col(Gate.next_at) > beyond).values(next_at=real)
        )

    def owed_by(self, now: datetime) -> Sequence[Notice]:
        """Return what was to be sent in Slack by a moment and has not been tried, as far as this database knows."""
        asked = select(Notice).where(
            UNFINISHED,
            Notice.state == NoticeState.OWED,
            Notice.means == Means.SLACK,
            col(Notice.is_line).is_(False),
            col(Notice.send_from) <= now,
        )
        return self._session.exec(asked.with_for_update()).all()

    def overdue_claims(self, real: datetime) -> Sequence[Notice]:
        """Return claims past their lease: nobody knows whether those messages arrived."""
        found: Sequence[Notice] = self._session.exec(_past_lease(), params={"real": real}).all()
        return found
