"""What every story writes down: an entry of the chronology in the same transaction as the change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bot.casework.second_look import require_second_look
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.kept_evidence import require_nothing_of_safeguarding
from domain.statements import OPENINGS, require_recordable
from storage.chronology import ChronologyEntry
from storage.narratives import NewText
from storage.people import Person
from storage.statements import Statement
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
    """Append to the chronology. Facts are references, ids, dates and states; never what somebody typed.

    While a colleague records for somebody, the entry says who typed it, for whom, and under which statement.
    """
    kind, subject_id = subject
    entry = ChronologyEntry(
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
    )
    statement = _say_for_whom(work, entry, actor, contract_id) if actor is not None else None
    work.chronology.add(entry, contract_id)
    if statement is not None and event not in OPENINGS:
        work.statements.keep_part(statement, entry)


def _say_for_whom(
    work: UnitOfWork, entry: ChronologyEntry, actor: Person, contract_id: UUID | None
) -> Statement | None:
    """Write an entry down as recorded for somebody, and return the statement that it is part of.

    Raises NotAllowed for what is not of the contract that it is recorded for.
    """
    speaking = work.speaking
    if speaking is None or speaking.statement.person_id != actor.id:
        return None
    statement = speaking.statement
    require_recordable(entry.subject_kind, is_of_contract=statement.contract_id == contract_id)
    entry.actor_id, entry.on_behalf_of = statement.recorder_id, actor.id
    said = {"statement": statement.id, "said_by": statement.said_by.value, "said_on": statement.said_on}
    entry.facts |= {name: _plain(value) for name, value in said.items()}
    speaking.has_spoken |= entry.event not in OPENINGS
    return statement


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if hasattr(value, "isoformat") else value


def erase_texts(
    work: UnitOfWork,
    subject: tuple[SubjectKind, UUID],
    actor: Person,
    now: datetime,
    contract_id: UUID | None = None,
    **facts: Any,
) -> int:
    """Take what was typed about a record away for good, with its salts, and return how many texts that were.

    The chronology keeps that it was erased, by whom and when, and stays whole. Who may do so is asked by the caller.
    """
    erased = work.narratives.erase(subject[1], now)
    columns = work.resealing.erase_columns(subject[1])
    if erased or columns:
        ids = [text_id.hex for text_id in erased]
        record(
            work, Event.TEXTS_ERASED, subject, actor, now, contract_id, erased=ids, columns=columns, **facts
        )
    return len(erased) + columns


def record_refusal(work: UnitOfWork, person: Person | None, now: datetime) -> None:
    """Note in the organisation's own chronology that somebody was refused."""
    subject = (SubjectKind.PERSON, person.id if person else NOBODY)
    record(work, Event.REFUSED, subject, person, now)


def record_second_looks(work: UnitOfWork, person: Person | None, now: datetime) -> None:
    """Note what somebody kept after being asked to look again: the kinds and the field, never the words."""
    subject = (SubjectKind.PERSON, person.id if person else NOBODY)
    for field, (kinds, about) in work.second_looks.kept.items():
        event = Event.KEPT_AFTER_SECOND_LOOK
        record(work, event, subject, None, now, None, field=field, kinds=kinds, about=about)
    work.second_looks.end()


def keep_texts(
    work: UnitOfWork,
    subject: tuple[SubjectKind, UUID],
    content_class: ContentClass,
    author: Person,
    now: datetime,
    texts: dict[str, str],
) -> None:
    """Keep what somebody typed, each field as its next version.

    Raises NotAllowed for words for every party that speak of a safeguarding record, wherever they come from
    (practice.md 1.2), and LookAgain for those that look as if they named a person, the first time (second_look.py).
    """
    kind, subject_id = subject
    if content_class is ContentClass.SHARED:
        require_nothing_of_safeguarding(texts)
        require_second_look(work, subject_id, texts)
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
