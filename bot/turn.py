"""One turn of a conversation: who acted, what they sent, and the unit of work it happens in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from bot.inbound import Inbound, Submission
from bot.look_ups import Found
from bot.services import Services
from domain.errors import NotAllowed, NotYours
from storage.people import Person
from storage.submissions import Submission as StoredSubmission
from storage.unit_of_work import UnitOfWork

Arrived = TypeVar("Arrived", bound=Inbound, covariant=True)


@dataclass(frozen=True)
class Turn(Generic[Arrived]):
    """What a flow is given. `met` is who we know the actor as; None when we have never met them.

    `found` is what the flow asked Slack beforehand, if it asked for anything. While a colleague records what somebody
    said outside Slack, `met` is that somebody, and `recorder` the colleague who types (practice.md 2.2). Where that is
    refused and it may be a report of danger, `met` is whoever types, and `not_for_them` the refusal.
    """

    services: Services
    work: UnitOfWork
    inbound: Arrived
    met: Person | None
    now: datetime
    found: Found = field(default_factory=Found)
    recorder: Person | None = None
    not_for_them: NotAllowed | None = None

    @property
    def person(self) -> Person:
        """Return the person, or refuse: somebody nobody has confirmed may report, and reads nothing."""
        if self.met is None or self.met.organisation_id is None or not self.met.is_active:
            raise NotKnown
        return self.met

    @property
    def reporter(self) -> Person:
        """Return the person, confirmed by anybody here or not: whoever reported something may read their own words."""
        return self.person if self.met is None else self.met

    def as_oneself(self) -> Person | None:
        """Go on as whoever types: nothing of danger or risk is reported in somebody else's name."""
        if self.recorder is None:
            return self.met
        self.work.speaking = None
        return self.recorder

    def keep_submission(self, step: str, record: UUID | None = None) -> None:
        """Remember that this form was taken, so that the same form sent again has no second effect."""
        assert isinstance(self.inbound, Submission)
        self.work.submissions.keep(
            StoredSubmission(view_id=self.inbound.view_id, step=step, at=self.now, record_id=record)
        )


class NotKnown(NotYours):
    """Somebody whom nobody has confirmed wants to read or to act. Answered with the way to report all the same."""

    def __init__(self) -> None:
        super().__init__("You are not known here yet.")


def record_id(value: str) -> UUID:
    """Read a record's id from a button or a form; a value that is none is treated as somebody else's record."""
    try:
        return UUID(value)
    except ValueError:
        raise NotYours("This record is not yours to open.") from None
