"""What proves that a message arrived: the timestamp that Slack gave it, in its answer or in a receipt."""

from datetime import datetime
from uuid import UUID

from bot.casework.evaluation_receipts import keep_evaluation_delivered
from bot.casework.explanation_receipts import keep_explanation_delivered
from bot.casework.placement_telling import keep_placement_told
from bot.casework.safeguarding_arrival import keep_arrived
from bot.casework.telling import keep_told
from domain.notices import PINNED, NoticeKind, NoticeState, move
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

WITHOUT_TRACE = frozenset({NoticeKind.SPEAK_UP_ANSWERED})
SEALED = "sealed"


def keep_posted(work: UnitOfWork, notice: Notice, channel: str, ts: str, now: datetime) -> None:
    """Mark a message sent by the proof of its timestamp, the lines that it carried, and what its arrival means.

    The record that it reaches somebody with is changed before the message: whoever presses does so too, and of two who
    lock in one order neither waits for the other for ever.
    """
    if notice.posted_ts is not None:
        return
    keep_told(work, notice, now)
    keep_evaluation_delivered(work, notice, now)
    keep_explanation_delivered(work, notice, now)
    keep_placement_told(work, notice, now)
    keep_arrived(work, notice, now)
    assert notice.number is not None
    _mark_sent(work, work.notices.get_to_change(notice.number), channel, ts, now)


def _mark_sent(work: UnitOfWork, notice: Notice, channel: str, ts: str, now: datetime) -> None:
    if notice.posted_ts is not None:
        return
    if notice.state is NoticeState.CANCELLED:
        work.notices.owe_edit(notice)  # its duty was answered while it was on its way: it stands there
    else:
        notice.state = move(notice.state, NoticeState.SENT)
    if notice.kind in WITHOUT_TRACE:
        channel, ts = "", SEALED  # what Slack calls it would lead to whose name is sealed
    notice.posted_channel, notice.posted_ts, notice.posted_at = channel, ts, now
    notice.token, notice.lease_until, notice.error = None, None, ""
    if notice.kind in PINNED:
        work.notices.owe_edit(notice)  # it is pinned as it is edited: should we stop here, that is still owed
    if notice.kind is not NoticeKind.DIGEST:
        return  # nothing else carries lines
    for line in work.notices.lines_of(notice.id):
        if line.state is NoticeState.OWED:
            line.state = move(line.state, NoticeState.SENT)
            line.posted_at = now


def keep_receipt(work: UnitOfWork, delivery_id: UUID, channel: str, ts: str, now: datetime) -> None:
    """Keep Slack's receipt: proof that a message arrived, whatever we believed of it and however late it comes."""
    notice = work.notices.delivered_as(delivery_id)
    if notice is not None:
        keep_posted(work, notice, channel, ts, now)
