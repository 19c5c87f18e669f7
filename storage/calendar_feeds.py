"""Secret addresses at which somebody's calendar fetches their due dates and visits."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlmodel import Field, Index, Session, SQLModel, col, select

from storage.people import Person

LIVE = text("revoked_at IS NULL")


class CalendarFeed(SQLModel, table=True):
    """One address, of which nobody has two. Only a digest of its secret is kept: reading it opens nobody's calendar."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index("uq_calendar_feed_live", "person_id", unique=True, postgresql_where=LIVE, sqlite_where=LIVE),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    secret_digest: str = Field(max_length=64, unique=True)
    made_at: datetime
    revoked_at: datetime | None = None


class CalendarFeeds:
    """Questions about calendar addresses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, feed: CalendarFeed) -> CalendarFeed:
        """Keep an address."""
        self._session.add(feed)
        self._session.flush()
        return feed

    def revoke(self, feed: CalendarFeed, now: datetime) -> None:
        """Take an address away, before another is kept."""
        feed.revoked_at = now
        self._session.flush()

    def bearing(self, secret_digest: str) -> CalendarFeed | None:
        """Return the address of a secret that has not been revoked, or None."""
        return self._session.exec(
            select(CalendarFeed).where(
                CalendarFeed.secret_digest == secret_digest, col(CalendarFeed.revoked_at).is_(None)
            )
        ).first()

    def of_to_change(self, person_id: UUID) -> CalendarFeed | None:
        """Return somebody's address, locked: pressed twice at once, the second press takes the first one's away.

        Locked is the person, since there may be no address yet.
        """
        self._session.exec(select(Person.id).where(Person.id == person_id).with_for_update()).one()
        return self._session.exec(
            select(CalendarFeed)
            .where(CalendarFeed.person_id == person_id, col(CalendarFeed.revoked_at).is_(None))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()

    def of(self, person_id: UUID) -> CalendarFeed | None:
        """Return somebody's address, or None."""
        return self._session.exec(
            select(CalendarFeed).where(
                CalendarFeed.person_id == person_id, col(CalendarFeed.revoked_at).is_(None)
            )
        ).first()
