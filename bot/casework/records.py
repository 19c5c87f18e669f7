"""What every story writes down: an entry of the chronology in the same transaction as the change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from storage.chronology import ChronologyEntry
from storage.narratives import NewText
from storage.people import Person
from storage.unit_of_work import UnitOfWork

NOBODY = UUID(int=0)


def record(
    work: UnitOfWork,
    event: Event,
    subject: tuple[SubjectKind, UUID],
    actor: Person | None,
    now: datetime,
    contract_id: UUID | None = None,
    **facts: Any,
) -> None:
    """Append to the chronology. Facts are references, ids, dates and states; never what somebody typed."""
    kind, subject_id = subject
    work.chronology.add(
        ChronologyEntry(
            stream="",
            stream_number=0,
            at=now,
            event=event,
            actor_id=actor.id if actor else None,
            subject_kind=kind,
            subject_id=subject_id,
            facts={name: _plain(value) for name, value in facts.items()},
            previous="",
            digest="",
        ),
        contract_id,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if hasattr(value, "isoformat") else value


def record_refusal(work: UnitOfWork, person: Person | None, now: datetime) -> None:
    """Note in the organisation's own chronology that somebody was refused."""
    subject = (SubjectKind.PERSON, person.id if person else NOBODY)
    record(work, Event.REFUSED, subject, person, now)


def keep_texts(
    work: UnitOfWork,
    subject: tuple[SubjectKind, UUID],
    content_class: ContentClass,
    author: Person,
    now: datetime,
    texts: dict[str, str],
) -> None:
    """Keep what somebody typed, each field as its next version."""
    kind, subject_id = subject
    work.narratives.write(
        subject_id,
        [
            NewText(
                subject_kind=kind,
                subject_id=subject_id,
                field=field,
                content_class=content_class,
                author_id=author.id,
                written_at=now,
                body=body,
            )
            for field, body in texts.items()
        ],
    )
