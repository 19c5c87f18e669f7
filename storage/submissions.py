"""Forms already taken: the same form sent twice has one effect."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session

from storage.rows import Row


class Submission(Row, table=True):
    """A form is unique by its view and step, never by its trigger: pressing again makes a new trigger."""

    view_id: str = Field(primary_key=True, max_length=64)
    step: str = Field(primary_key=True, max_length=64)
    at: datetime
    record_id: UUID | None = None


class Submissions:
    """Questions about forms already taken."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, view_id: str, step: str) -> Submission | None:
        """Return the earlier taking of this form."""
        return self._session.get(Submission, (view_id, step))

    def keep(self, submission: Submission) -> None:
        """Remember that this form was taken, in the same transaction as its effect."""
        self._session.add(submission)
