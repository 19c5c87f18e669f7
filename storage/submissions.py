"""Forms already taken: the same form sent twice has one effect."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Field, Session, select

from storage.rows import Row, connection_of, insert_only


class Submission(Row, table=True):
    """A form is unique by its view and step, never by its trigger: pressing again makes a new trigger."""

    view_id: str = Field(primary_key=True, max_length=64)
    step: str = Field(primary_key=True, max_length=64)
    at: datetime
    record_id: UUID | None = None


TAKEN = select(Submission.view_id).where(
    Submission.view_id == bindparam("view_id"), Submission.step == bindparam("step")
)
"""Asked of every form and nearly always answered with nothing, so without objects."""


class Submissions:
    """Questions about forms already taken."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, view_id: str, step: str) -> Submission | None:
        """Return the earlier taking of this form."""
        asked = {"view_id": view_id, "step": step}
        if connection_of(self._session).execute(TAKEN, asked).first() is None:
            return None
        return self._session.get_one(Submission, (view_id, step))

    def keep(self, submission: Submission) -> None:
        """Remember that this form was taken, in the same transaction as its effect."""
        insert_only(self._session, submission)
