"""Which texts of an open form somebody has been asked to look at again; the texts themselves are not kept."""

from collections.abc import Collection
from datetime import datetime

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

    Only what a person types into a form is sent back: `view_id` is that form, and empty for everything else.
    """

    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._key = keys.chain
        self.view_id = ""

    def was_asked(self, text: str) -> bool:
        """Say whether this text of the form at hand was sent back before."""
        return self._session.get(SecondLook, (self.view_id, self._sign(text))) is not None

    def keep(self, view_id: str, texts: Collection[str], now: datetime) -> None:
        """Remember that texts were sent back."""
        self.view_id = view_id
        for text in texts:
            self._session.merge(SecondLook(view_id=view_id, sign=self._sign(text), asked_at=now))

    def forget(self, text: str) -> None:
        """Forget a text, since it is now kept."""
        self._session.exec(
            delete(SecondLook).where(
                col(SecondLook.view_id) == self.view_id, col(SecondLook.sign) == self._sign(text)
            )
        )

    def _sign(self, text: str) -> str:
        return fingerprint(self._key + self.view_id.encode(), text)
