"""What a person can mend: a word to the administrators about something that does not work."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.notices import Owed, owe_people
from bot.casework.route import administrators
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.notices import NoticeKind
from domain.rhythm import Speed
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

UNPROVEN = "unproven"
PERSON = "person:"
"""Begins a detail that is somebody's id: their name is read when it is said, and stands in no notice."""


def about_person(person: Person) -> str:
    """Return the detail of a fault that is about somebody."""
    return f"{PERSON}{person.id.hex}"


def said_of_fault(work: UnitOfWork, notice: Notice) -> dict[str, str]:
    """Return the code and the detail of a fault as they are said: somebody by the name that they have now."""
    code, detail = str(notice.facts["code"]), str(notice.facts["detail"])
    if detail.startswith(PERSON):
        detail = work.people.get(UUID(detail.removeprefix(PERSON))).name
    return {"code": code, "detail": detail}


def owe_fault(
    work: UnitOfWork, fault: tuple[str, str], event: str, speed: Speed, now: datetime, *, to: Sequence[Person]
) -> None:
    """Owe some people a word about a fault, by its code and a detail; of one `event` once."""
    own = work.organisations.own()
    if own is None:
        return
    code, detail = fault
    owed = Owed(
        kind=NoticeKind.FAULT,
        subject=(SubjectKind.ORGANISATION, own.id),
        content_class=ContentClass.INTERNAL,
        speed=speed,
        event=event,
        facts={"code": code, "detail": detail},
    )
    owe_people(work, owed, to, now)


def ask_to_look(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Ask the administrators about a message of which nobody can tell whether it arrived; once a day for each channel.

    Only the channel is named: of direct messages not even whose.
    """
    event = f"{UNPROVEN}:{now.date().isoformat()}:{notice.destination}"
    detail = notice.to_channel or ""
    owe_fault(work, (UNPROVEN, detail), event, Speed.PROMPT, now, to=administrators(work))
