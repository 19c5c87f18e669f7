"""Names that were sealed: what a record shows in their place, and, apart from it, who it was (practice.md 1.8).

`SpeakUp` joins a record to its stand-in, a person made for this one record. `SpeakUpIdentity` alone says who the
stand-in stands for, sealed with keys that are never in the database, and padded to one length.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, or_, select

from domain.speak_up import CODE_BYTES, AnswerState, code_of
from storage.columns import words
from storage.sealing import Keyring, Sealed

PADDED_TO = 1000  # letters: the length of a sealed name says nothing about it
PASS_LENGTH = 32
HOUR = 3600  # seconds


class SpeakUp(SQLModel, table=True):
    """A record whose reporter's name is sealed, and the page that its code opens. Days, never moments.

    `kept_from` holds the ids of speak-up leads who must not learn the name; `may_write`: a word in Slack is allowed.
    """

    __tablename__ = "speak_up"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    concern_id: UUID | None = Field(default=None, foreign_key="concern.id", unique=True)
    safeguarding_id: UUID | None = Field(default=None, foreign_key="safeguarding_concern.id", unique=True)
    stand_in_id: UUID = Field(foreign_key="person.id", unique=True)
    code_digest: str = Field(max_length=64, unique=True)
    state: AnswerState = Field(default=AnswerState.WAITING, sa_type=words(AnswerState, "state"))
    sealed_on: date
    looked_on: date | None = None
    may_write: bool = False
    kept_from: list[str] = Field(default_factory=list, sa_type=JSON)

    @property
    def record_id(self) -> UUID:
        """The id of the record that was raised."""
        found = self.concern_id or self.safeguarding_id
        assert found is not None
        return found


class SpeakUpIdentity(SQLModel, table=True):
    """Who it was: one sealed text, bound to this record and this stand-in."""

    __tablename__ = "speak_up_identity"

    speak_up_id: UUID = Field(foreign_key="speak_up.id", primary_key=True)
    key_id: str = Field(max_length=20)
    token: str


@dataclass(frozen=True)
class Identity:
    """Who it was, and how to reach them. `person_id` is empty for somebody who had never been met."""

    name: str
    team_id: str
    user_id: str
    person_id: str = ""


class SpeakUps:
    """Questions about sealed names. Only `reveal` and `slack_user` open one."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring

    def add(self, speak_up: SpeakUp, identity: Identity) -> SpeakUp:
        """Keep that a name is sealed, and the name."""
        self._session.add(speak_up)
        self._session.flush()
        text = json.dumps(asdict(identity)).ljust(PADDED_TO)
        sealed = self._keyring.seal(text, place_of(speak_up))
        self._session.add(SpeakUpIdentity(speak_up_id=speak_up.id, key_id=sealed.key_id, token=sealed.token))
        self._session.flush()
        return speak_up

    def reveal(self, speak_up: SpeakUp) -> Identity:
        """Return who it was. Raises CannotOpen when the key is not at hand."""
        row = self._session.get_one(SpeakUpIdentity, speak_up.id)
        opened = self._keyring.open(Sealed(row.key_id, row.token), place_of(speak_up))
        return Identity(**json.loads(opened))

    def slack_user(self, stand_in_id: UUID) -> str | None:
        """Return the Slack user id to which the one message that was allowed goes; None where none was allowed."""
        found = self.of_stand_in(stand_in_id)
        return self.reveal(found).user_id if found is not None and found.may_write else None

    def find(self, speak_up_id: UUID) -> SpeakUp | None:
        """Return a sealed record, or None."""
        return self._session.get(SpeakUp, speak_up_id)

    def find_to_change(self, speak_up_id: UUID) -> SpeakUp | None:
        """Return a sealed record as it stands now, and let nobody else change it meanwhile; or None."""
        return self._session.exec(
            select(SpeakUp)
            .where(SpeakUp.id == speak_up_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).first()

    def of_record(self, record_id: UUID) -> SpeakUp | None:
        """Return what is sealed of a concern of either kind, or None."""
        is_its = or_(col(SpeakUp.concern_id) == record_id, col(SpeakUp.safeguarding_id) == record_id)
        return self._session.exec(select(SpeakUp).where(is_its)).first()

    def of_stand_in(self, person_id: UUID) -> SpeakUp | None:
        """Return the sealed record that a person stands in for, or None for a real one."""
        return self._session.exec(select(SpeakUp).where(SpeakUp.stand_in_id == person_id)).first()

    def of_code(self, digest: str) -> SpeakUp | None:
        """Return the sealed record that a code opens, or None."""
        return self._session.exec(select(SpeakUp).where(SpeakUp.code_digest == digest)).first()

    def newest(self, limit: int) -> Sequence[SpeakUp]:
        """Return sealed records, newest first."""
        order = (col(SpeakUp.sealed_on).desc(), SpeakUp.reference)
        return self._session.exec(select(SpeakUp).order_by(*order).limit(limit)).all()

    def code_for(self, view_id: str) -> str:
        """Return the code of what one form reports: the same for the same form, so that it can be shown once more."""
        return code_of(self._keyring.mark(f"code:{view_id}")[:CODE_BYTES])

    def shade_of(self, view_id: str) -> str:
        """Return under what a form is remembered as taken: nothing that Slack's own name for it leads to."""
        return self._keyring.mark(f"view:{view_id}").hex()

    def pass_for(self, speak_up_id: UUID, who: str, now: datetime) -> str:
        """Return what lets somebody, who has shown the code, go on with its page for an hour or two."""
        hour = int(now.timestamp()) // HOUR
        return self._keyring.mark(f"pass:{speak_up_id.hex}:{who}:{hour}").hex()[:PASS_LENGTH]

    def is_passed(self, given: str, speak_up_id: UUID, who: str, now: datetime) -> bool:
        """Say whether somebody has shown the code within this hour or the one before it."""
        hours = (now, datetime.fromtimestamp(now.timestamp() - HOUR, now.tzinfo))
        return any(hmac.compare_digest(given, self.pass_for(speak_up_id, who, hour)) for hour in hours)


def place_of(speak_up: SpeakUp) -> str:
    return f"speak_up:{speak_up.id.hex}:{speak_up.record_id.hex}:{speak_up.stand_in_id.hex}"
