"""Secret addresses at which somebody's calendar fetches their due dates and visits."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select


class CalendarFeed(SQLModel, table=True):
    """One address. Only a digest of its secret is kept, so that reading the database opens nobody's calendar."""

    __tablename__ = "calendar_feed"

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

    def bearing(self, secret_digest: str) -> CalendarFeed | None:
        """Return the address of a secret that has not been revoked, or None."""
        return self._session.exec(
            select(CalendarFeed).where(
                CalendarFeed.secret_digest == secret_digest, col(CalendarFeed.revoked_at).is_(None)
            )
        ).first()

    def of_to_change(self, person_id: UUID) -> CalendarFeed | None:
        """Return somebody's address, locked: of two who renew it at once, the second takes the first one's away."""
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
