"""What several processes at one database agree on: whose turn it is to look, and how much is posted in a minute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlmodel import Field, Session, SQLModel, col, func, select

from storage.notices import WORKSPACE, Gate
from storage.once import keep_once
from storage.server_clock import server_time

MINUTE = timedelta(minutes=1)
LASTS = timedelta(seconds=1)
"""How long, in real time, posts that were set aside may be used: what is left of them is given back."""

WINDOW = MINUTE + LASTS
"""Within any minute no more is posted than was set aside within this, however late a process uses its last one."""

ELSEWHERE = timedelta(milliseconds=50)
"""How long, in real time, to leave the budget alone while another process has it in its hand."""

SET_BACK = timedelta(hours=1)
"""A look further ahead than this belongs to a clock that was moved back since."""


class Look(SQLModel, table=True):
    """Something that is looked at from time to time, and up to which domain moment it has been."""

    name: str = Field(primary_key=True, max_length=60)
    at: datetime


class Allotment(SQLModel, table=True):
    """So many posts set aside for one process at a real moment. All together never pass the budget of a minute."""

    number: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    posts: int


@dataclass(frozen=True)
class Handful:
    """Posts that one process may make, at once or by `until`; where there are none, from when to ask again."""

    number: int
    posts: int
    until: datetime


class Processes:
    """Questions that have one answer over all processes at this database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def takes_turn(self, name: str, moment: datetime) -> bool:
        """Say whether this process is the one to look at something for a moment of domain time; only one is told so.

        Whoever took the turn and died leaves it to whoever comes for the next moment.
        """
        if self._session.get(Look, name) is None and keep_once(self._session, Look(name=name, at=moment)):
            return True
        taken = self._session.exec(
            update(Look)
            .where(col(Look.name) == name, or_(col(Look.at) < moment, col(Look.at) > moment + SET_BACK))
            .values(at=moment)
        )
        return bool(taken.rowcount)

    def look(self, name: str) -> datetime | None:
        """Return up to which domain moment something has been looked at, or None when it never was."""
        found = self._session.get(Look, name)
        return found.at if found else None

    def looks(self) -> dict[str, datetime]:
        """Return everything that is looked at from time to time, and up to which domain moment it has been."""
        return {row.name: row.at for row in self._session.exec(select(Look))}

    def set_aside(self, real: datetime, wanted: int, per_minute: int, unused: Handful | None) -> Handful:
        """Set posts aside for a process, as many as it wants and the budget has left; what it did not use goes back.

        One process at a time: the gate of the whole workspace is held until the transaction ends. Nobody waits for
        it: a process that stands still with it in its hand must not hold up what is urgent, which asks no budget.
        """
        if self._workspace(skip_locked=True) is None:
            return Handful(0, 0, real + ELSEWHERE)
        if unused is not None:
            self._session.exec(
                update(Allotment)
                .where(col(Allotment.number) == unused.number)
                .values(posts=col(Allotment.posts) - unused.posts)
            )
        self._session.exec(delete(Allotment).where(col(Allotment.at) <= real - WINDOW))
        made = self._session.exec(select(Allotment).order_by(col(Allotment.at), col(Allotment.number))).all()
        left = per_minute - sum(row.posts for row in made)
        if left <= 0:
            return Handful(0, 0, _free_again(made, 1 - left) or real + LASTS)
        row = Allotment(at=real, posts=min(left, wanted))
        self._session.add(row)
        self._session.flush()
        assert row.number is not None
        return Handful(row.number, row.posts, real + LASTS)

    def count_post(self, real: datetime, posts: int = 1) -> None:
        """Count a post that did not ask the budget, because it is urgent; none is for what goes outside Slack.

        What is counted none still says what real time it was when something was sent (`has_gone_back`).
        """
        self._session.add(Allotment(at=real, posts=posts))

    def has_gone_back(self, real: datetime, apart: timedelta) -> bool:
        """Say whether something was sent at a real moment that is still to come, by more than clocks may be apart."""
        ahead = select(Allotment.number).where(col(Allotment.at) > real + apart)
        return self._session.exec(ahead.limit(1)).first() is not None

    def forget_ahead(self, real: datetime) -> None:
        """Count no more what was set aside at real moments that are still to come."""
        self._workspace()  # locked until the transaction ends: one process at a time brings back what waits
        self._session.exec(delete(Allotment).where(col(Allotment.at) > real))

    def posts_counted(self, real: datetime) -> int:
        """Return how many posts were set aside over the last minute."""
        counted = select(func.coalesce(func.sum(col(Allotment.posts)), 0))
        return int(self._session.exec(counted.where(col(Allotment.at) > real - WINDOW)).one())

    def leave_slack_alone(self, until: datetime) -> None:
        """Keep that Slack takes nothing from us before a real moment; of several the latest holds."""
        gate = self._workspace()
        assert gate is not None
        gate.next_at = max(gate.next_at, until)
        self._session.flush()

    def left_alone_until(self) -> datetime | None:
        """Return until which real moment Slack takes nothing from us, or None when it never said so."""
        gate = self._session.get(Gate, WORKSPACE)
        return gate.next_at if gate else None

    def server_time(self) -> datetime:
        """Return what PostgreSQL's clock shows at this very moment: one clock for all processes at this database."""
        return server_time(self._session)

    def _workspace(self, *, skip_locked: bool = False) -> Gate | None:
        """Return the gate of the whole workspace, locked; or None where it is to be skipped and another has it."""
        if self._session.get(Gate, WORKSPACE) is None:
            keep_once(self._session, Gate(destination=WORKSPACE, next_at=datetime.fromtimestamp(0, UTC)))
        return self._session.exec(
            select(Gate)
            .where(Gate.destination == WORKSPACE)
            .with_for_update(skip_locked=skip_locked)
            .execution_options(populate_existing=True)
        ).first()


def _free_again(made: Sequence[Allotment], wanted: int) -> datetime | None:
    """Return when so many of the posts set aside are no longer counted, the oldest first."""
    for row in made:
        wanted -= row.posts
        if wanted <= 0:
            return row.at + WINDOW
    return None
