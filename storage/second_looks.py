"""Which texts of an open form somebody has been asked to look at again; the texts themselves are not kept."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, SQLModel, col, delete

from storage.sealing import Keys, fingerprint


class SecondLook(SQLModel, table=True):
    """One text of one form that was sent back once. `sign` is keyed: without our key it says nothing about it."""

    __tablename__ = "second_look"

    view_id: str = Field(primary_key=True, max_length=64)
    sign: str = Field(primary_key=True, max_length=64)
    asked_at: datetime


class SecondLooks:
    """Questions about texts that were sent back once.

    Only what a person types into a form is looked at: outside a form `asked_at` is None. `kept` is what they keep all
    the same: the kinds by field, and the record they are about.
    """

    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._key = keys.chain
        self._view_id = ""
        self.asked_at: datetime | None = None
        self.kept: dict[str, tuple[list[str], UUID]] = {}

    def begin(self, view_id: str, now: datetime) -> None:
        """Look at what is typed in this unit of work: it comes from a form."""
        self._view_id, self.asked_at = view_id, now

    def was_asked(self, text: str) -> bool:
        """Say whether this text of the form at hand was sent back before."""
        return self._session.get(SecondLook, (self._view_id, self._sign(text))) is not None

    def ask(self, texts: Iterable[str]) -> None:
        """Remember that texts of the form at hand are sent back."""
        assert self.asked_at is not None
        for text in texts:
            self._session.merge(
                SecondLook(view_id=self._view_id, sign=self._sign(text), asked_at=self.asked_at)
            )

    def end(self) -> None:
        """Forget the texts of the form at hand: it has been taken."""
        if self.kept:
            self._session.exec(delete(SecondLook).where(col(SecondLook.view_id) == self._view_id))

    def _sign(self, text: str) -> str:
        return fingerprint(self._key + self._view_id.encode(), text)
