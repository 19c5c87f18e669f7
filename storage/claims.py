"""Taking what is owed: the next message whose destination is free, and giving the destination back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from domain.notices import PENDING, NoticeState
from domain.rhythm import Speed
from domain.routes import Means
from storage.notices import EARLIER_IN_LINE, UNFINISHED, URGENCY, Gate, Notice

EDIT_OWED = and_(
    col(Notice.redraws_owed) > col(Notice.redraws_done),
    col(Notice.posted_ts).is_not(None),
    col(Notice.state).in_([NoticeState.SENT, NoticeState.CANCELLED]),
)
"""It stands in Slack and shows something old; so may one that was cancelled and turned out to have arrived."""

EARLIER = aliased(Notice, name="earlier")
"""A second look at the same table; made once, since making it takes longer than asking."""


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
            self._claimable(now, real, only_urgent=only_urgent, outside=outside)
            .order_by(
                col(Notice.urgency), col(Notice.redraws_owed), col(Notice.send_from), col(Notice.number)
            )
            .limit(1)
            .with_for_update(of=Gate, skip_locked=True)
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
        self._session.flush()
        return notice

    def _claimable(
        self, now: datetime, real: datetime, *, only_urgent: bool = False, outside: bool = False
    ) -> Any:
        waiting = and_(
            col(Notice.state).in_(PENDING),
            col(Notice.send_from) <= now,
            col(Notice.is_line).is_(False),
            ~self._something_before_it(now),
        )
        found = (
            select(Notice, Gate)
            .join(Gate, col(Gate.destination) == col(Notice.destination))
            .where(
                UNFINISHED,
                Notice.means != Means.SLACK if outside else Notice.means == Means.SLACK,
                or_(waiting, EDIT_OWED),
                col(Notice.next_attempt_at) <= real,
                col(Gate.next_at) <= real,
            )
        )
        return found.where(Notice.urgency == URGENCY[Speed.URGENT]) if only_urgent else found

    def _something_before_it(self, now: datetime) -> Any:
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
                col(EARLIER.send_from) <= now,
                came_first,
            )
            .exists()
        )

    def anything_to_send(
        self, now: datetime, real: datetime, *, only_urgent: bool = False, outside: bool = False
    ) -> bool:
        """Say, without taking a lock, whether a claim would find something."""
        found = self._claimable(now, real, only_urgent=only_urgent, outside=outside)
        return self._session.exec(found.limit(1)).first() is not None

    def next_attempt(self, now: datetime) -> datetime | None:
        """Return the earliest real moment at which a message that is due now may be tried, or its claim lapses."""
        free, again = col(Gate.next_at), col(Notice.next_attempt_at)
        waiting = and_(
            col(Notice.state).in_([*PENDING, NoticeState.CLAIMED]),
            col(Notice.send_from) <= now,
            col(Notice.is_line).is_(False),
            ~self._something_before_it(now),
        )
        earliest: datetime | None = self._session.exec(
            select(func.min(case((free > again, free), else_=again)))
            .select_from(Notice)
            .join(Gate, col(Gate.destination) == col(Notice.destination))
            .where(UNFINISHED, or_(waiting, EDIT_OWED))
        ).one()
        return earliest

    def release(self, destination: str, token: UUID, next_at: datetime) -> None:
        """Give the destination back, to be used again from a real moment; nothing if it is no longer ours."""
        self._session.exec(
            update(Gate)
            .where(col(Gate.destination) == destination, col(Gate.token) == token)
            .values(next_at=next_at, token=None)
        )

    def overdue_claims(self, real: datetime) -> Sequence[Notice]:
        """Return claims past their lease: nobody knows whether those messages arrived."""
        return self._session.exec(
            select(Notice)
            .where(UNFINISHED, Notice.state == NoticeState.CLAIMED, col(Notice.lease_until) <= real)
            .with_for_update(skip_locked=True)
        ).all()
