"""Messages owed, and the gates that give one destination at most one of them at a time."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, TextClause, and_, or_, text, update
from sqlmodel import Field, Index, Session, col, func, select

from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.notices import PENDING, NoticeKind, NoticeState
from domain.rhythm import Speed
from domain.routes import Means
from storage.columns import words
from storage.once import keep_once
from storage.rows import Row

WORKSPACE = "workspace"
"""The gate of all destinations together: until when Slack takes nothing from any of us."""

URGENCY = {Speed.URGENT: 0, Speed.PROMPT: 1, Speed.DIGEST: 2}

# Literal words, not parameters: only then do both databases see that these indexes answer the question, and a cycle
# with nothing to do reads nothing of what was sent over the years. The first of them stands in the order in which
# messages are taken, so that the next of a thousand is found without looking at the others.
UNFINISHED = text("(state IN ('owed', 'uncertain', 'claimed', 'parked') OR redraws_owed > redraws_done)")
ON_ITS_WAY = frozenset({NoticeState.CLAIMED, NoticeState.UNCERTAIN, NoticeState.PARKED})
"""What Slack may have as it was before a change, or is just getting; a late receipt may prove even what is parked."""

IN_LINE = text("state IN ('owed', 'uncertain')")
EARLIER_IN_LINE = text("earlier.state IN ('owed', 'uncertain')")
OUTSIDE = text("means <> 'slack'")


def _where(words: TextClause) -> dict[str, Any]:
    return {"postgresql_where": words, "sqlite_where": words}


class Notice(Row, table=True):
    """A message owed to one destination, and what became of it.

    `owed_at`, `send_from`, `first_attempt_at`, `refused_at` and `posted_at` are domain time; `lease_until` and
    `next_attempt_at` are real time. `id` is the opaque delivery id that travels in the message's metadata. `refused_at`
    is when a way outside Slack refused it last.

    `first_attempt_at` is compared with Slack's own timestamps, so it is less by what the machine's clock was then known
    to be ahead; for what nobody knows of we look two hours further back. In service domain time is not moved
    otherwise; the playground dates its messages by the moved clock, so there domain time is the one that fits.
    """

    __table_args__ = (
        Index("ix_notice_unfinished", "urgency", "redraws_owed", "send_from", "number", **_where(UNFINISHED)),
        Index("ix_notice_in_line", "destination", "urgency", "send_from", **_where(IN_LINE)),
        Index("ix_notice_outside", "means", "posted_at", **_where(OUTSIDE)),
    )

    number: int | None = Field(default=None, primary_key=True)
    id: UUID = Field(default_factory=uuid4, unique=True)
    key: str = Field(max_length=200, unique=True)
    kind: NoticeKind = Field(sa_type=words(NoticeKind, "kind"))
    subject_kind: SubjectKind = Field(sa_type=words(SubjectKind, "subject_kind"))
    subject_id: UUID = Field(index=True)
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id")
    deadline_id: UUID | None = Field(default=None, foreign_key="deadline.id", index=True)
    step: str = Field(default="", max_length=60)
    destination: str = Field(max_length=60)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    to_channel: str | None = Field(default=None, max_length=32)
    means: Means = Field(default=Means.SLACK, sa_type=words(Means, "means"))
    content_class: ContentClass = Field(sa_type=words(ContentClass, "content_class"))
    speed: Speed = Field(sa_type=words(Speed, "speed"))
    urgency: int
    state: NoticeState = Field(default=NoticeState.OWED, sa_type=words(NoticeState, "state"))
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    is_line: bool = False
    carrier_id: UUID | None = Field(default=None, index=True)
    is_late: bool = False
    owed_at: datetime
    send_from: datetime
    token: UUID | None = None
    lease_until: datetime | None = None
    next_attempt_at: datetime
    attempts: int = 0
    repeats: int = 0
    first_attempt_at: datetime | None = None
    refused_at: datetime | None = None
    error: str = Field(default="", max_length=60)
    posted_channel: str | None = Field(default=None, max_length=32)
    posted_ts: str | None = Field(default=None, max_length=32)
    posted_at: datetime | None = None
    redraws_owed: int = 0
    redraws_done: int = 0

    @property
    def is_stale(self) -> bool:
        """Whether the message as it stands in Slack shows something old."""
        return self.posted_ts is not None and self.redraws_owed > self.redraws_done


class Gate(Row, table=True):
    """The unit of claim: a destination, the next moment (real time) it may be used, and who holds it."""

    destination: str = Field(primary_key=True, max_length=60)
    next_at: datetime
    token: UUID | None = None


class Notices:
    """Questions about messages owed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._gates: set[str] = set()  # destinations that have a gate, as this unit of work has seen

    def owe(self, notice: Notice) -> bool:
        """Owe a message unless it is owed already under its key; say whether it is new."""
        if not keep_once(self._session, notice):
            return False
        if notice.destination not in self._gates:  # no gate is ever taken away
            keep_once(self._session, Gate(destination=notice.destination, next_at=notice.next_attempt_at))
            self._gates.add(notice.destination)
        self._session.info["owes"] = True
        return True

    def move_channel(self, before: str, after: str) -> None:
        """Take everything owed to a channel, and everything that stands in it, along to its new id.

        What is just being posted keeps its claim: Slack answers it that there is no such channel, and it is tried anew.
        """
        destination = f"channel:{after}"
        old = self._session.get(Gate, f"channel:{before}")
        free_at = old.next_at if old is not None else datetime.fromtimestamp(0, UTC)
        keep_once(self._session, Gate(destination=destination, next_at=free_at))
        self._session.exec(
            update(Notice)
            .where(col(Notice.number).in_(self._locked(col(Notice.to_channel) == before)))
            .values(to_channel=after, destination=destination)
        )
        self._session.exec(
            update(Notice).where(col(Notice.posted_channel) == before).values(posted_channel=after)
        )

    def is_owed(self, event: str, person_id: UUID) -> bool:
        """Say whether a message of an event has been owed to somebody, sent or not."""
        key = f"{event}:person:{person_id.hex}"
        return self._session.exec(select(Notice.number).where(Notice.key == key)).first() is not None

    def get(self, number: int) -> Notice:
        """Return a notice that is known to exist."""
        return self._session.get_one(Notice, number)

    def get_to_change(self, number: int) -> Notice:
        """Return a notice under a lock: its fate may be told by an attempt and by a receipt at the same time.

        The lines it carries are locked with it, and before it: whoever answers a line changes that line first and then
        what carries it, and of two who lock in one order neither waits for the other for ever.
        """
        carrier = select(Notice.id).where(Notice.number == number).scalar_subquery()
        found = self._session.exec(
            select(Notice)
            .where(or_(col(Notice.number) == number, col(Notice.carrier_id) == carrier))
            .order_by(col(Notice.number))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return next(notice for notice in found if notice.number == number)

    def delivered_as(self, delivery_id: UUID) -> Notice | None:
        """Return the notice that went out under an opaque delivery id, or None."""
        return self._session.exec(select(Notice).where(Notice.id == delivery_id)).first()

    def lines_due(self, now: datetime) -> Sequence[Notice]:
        """Return the lines that no digest carries yet and whose digest is due, by person and in the order owed."""
        return self._session.exec(
            select(Notice)
            .where(
                UNFINISHED,
                col(Notice.is_line),
                Notice.state == NoticeState.OWED,
                col(Notice.carrier_id).is_(None),
                col(Notice.send_from) <= now,
            )
            .order_by(col(Notice.person_id), col(Notice.number))
        ).all()

    def lines_of(self, carrier_id: UUID) -> Sequence[Notice]:
        """Return the lines that a digest carries, those answered meanwhile left out."""
        return self._session.exec(
            select(Notice)
            .where(Notice.carrier_id == carrier_id, Notice.state != NoticeState.CANCELLED)
            .order_by(col(Notice.number))
        ).all()

    def cancel(self, deadline_ids: Collection[UUID]) -> None:
        """Cancel what is pending for some deadlines: their duty has been answered."""
        if deadline_ids:
            self._cancel(col(Notice.deadline_id).in_(deadline_ids))

    def cancel_about(self, subject_id: UUID, kinds: Collection[NoticeKind]) -> None:
        """Cancel pending messages of some kinds about a record."""
        self._cancel((col(Notice.subject_id) == subject_id) & col(Notice.kind).in_(kinds))

    def cancel_in_channel(self, contract_id: UUID, slack_channel: str) -> None:
        """Cancel what is pending of a contract in a channel: it is not linked to it any more."""
        self._cancel((col(Notice.contract_id) == contract_id) & (col(Notice.to_channel) == slack_channel))

    def cancel_for(self, subject_id: UUID, people: Collection[UUID]) -> None:
        """Cancel what is pending about a record for some people: they must not hear of it any more."""
        self._cancel((col(Notice.subject_id) == subject_id) & col(Notice.person_id).in_(people))

    def supersede(self, deadline_id: UUID, kind: NoticeKind, people: Collection[UUID], event: str) -> None:
        """Cancel what earlier steps owe some people and was never tried: the step of this event says it for them."""
        earlier = (col(Notice.deadline_id) == deadline_id) & (col(Notice.kind) == kind)
        earlier &= ~col(Notice.key).startswith(f"{event}:", autoescape=True)
        untried = (col(Notice.state) == NoticeState.OWED) & (col(Notice.attempts) == 0)
        self._cancel(earlier & untried & col(Notice.person_id).in_(people))

    def _cancel(self, which: Any) -> None:
        pending = self._locked(which & col(Notice.state).in_(PENDING))
        self._session.exec(
            update(Notice).where(col(Notice.number).in_(pending)).values(state=NoticeState.CANCELLED)
        )

    def _locked(self, which: Any) -> Sequence[int | None]:
        """Lock some messages in the order of their numbers, the one order in which everybody locks several."""
        self._session.flush()
        return self._session.exec(
            select(Notice.number).where(which).order_by(col(Notice.number)).with_for_update()
        ).all()

    def owe_edit(self, notice: Notice) -> None:
        """Owe an edit of one message, counted by the database so that no other edit owed meanwhile is lost."""
        self._session.flush()
        self._session.exec(
            update(Notice)
            .where(col(Notice.number) == notice.number)
            .values(redraws_owed=col(Notice.redraws_owed) + 1)
        )
        self._session.info["owes"] = True

    def redraw(self, subject_id: UUID, kinds: Collection[NoticeKind] | None = None) -> None:
        """Owe an edit of what stands in Slack about a record, or may soon, since it now shows something old.

        What has no timestamp yet is edited once it has one.
        """
        which = col(Notice.subject_id) == subject_id
        if kinds is not None:
            which = which & col(Notice.kind).in_(kinds)
        carriers = select(Notice.carrier_id).where(which, col(Notice.carrier_id).is_not(None))
        alone = which & col(Notice.is_line).is_(False)
        said = or_(col(Notice.posted_ts).is_not(None), col(Notice.state).in_(ON_ITS_WAY))
        stale = self._locked(and_(said, or_(alone, col(Notice.id).in_(carriers))))
        self._session.exec(
            update(Notice)
            .where(col(Notice.number).in_(stale))
            .values(redraws_owed=col(Notice.redraws_owed) + 1)
        )
        self._session.info["owes"] = True

    def next_moment(self, after: datetime) -> datetime | None:
        """Return the next domain moment from which something owed may be sent."""
        return self._session.exec(
            select(func.min(Notice.send_from)).where(
                UNFINISHED, Notice.state == NoticeState.OWED, col(Notice.send_from) > after
            )
        ).one()

    def pending(self, subject_id: UUID) -> Sequence[Notice]:
        """Return what is still owed about a record."""
        return self._session.exec(
            select(Notice).where(
                Notice.subject_id == subject_id,
                col(Notice.state).in_([*PENDING, NoticeState.CLAIMED]),
            )
        ).all()

    def of_deadline(self, deadline_id: UUID) -> Sequence[Notice]:
        """Return every notice that a duty's ladder has owed, in the order owed."""
        return self._session.exec(
            select(Notice).where(Notice.deadline_id == deadline_id).order_by(col(Notice.number))
        ).all()

    def about(self, subject_id: UUID) -> Sequence[Notice]:
        """Return every notice about a record, in the order owed."""
        return self._session.exec(
            select(Notice).where(Notice.subject_id == subject_id).order_by(col(Notice.number))
        ).all()

    def counts(self) -> dict[str, int]:
        """Return how many notices stand in each state, for the metrics."""
        rows = self._session.exec(select(Notice.state, func.count()).group_by(col(Notice.state))).all()
        return {NoticeState(state).value: count for state, count in rows}
