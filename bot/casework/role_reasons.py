"""Why somebody was given a role for a contract or lost it: for whoever may change roles there, as it was typed."""

from datetime import datetime
from uuid import UUID

from bot.casework.records import keep_texts
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from storage.chronology import ChronologyEntry
from storage.narratives import words_of
from storage.people import Person
from storage.unit_of_work import UnitOfWork

FIELD = "role_because"


def keep_why(work: UnitOfWork, by: Person, person: Person, because: str, now: datetime) -> UUID | None:
    """Keep why somebody's roles change now, and return which text says so; None where nobody said.

    The entry of the first change, which comes next, takes it; those of others that it is about give its id.
    """
    if not because.strip():
        return None
    keep_texts(work, (SubjectKind.PERSON, person.id), ContentClass.INTERNAL, by, now, {FIELD: because})
    return work.narratives.versions(person.id, FIELD)[-1].id


def why_of(work: UnitOfWork, entry: ChronologyEntry) -> str:
    """Return why somebody's roles changed as an entry says; empty where nobody said."""
    kept = {*entry.facts.get("texts", {}), entry.facts.get("because")}
    said = (text for text in work.narratives.versions(entry.subject_id, FIELD) if text.id.hex in kept)
    return next((words_of(text) for text in said), "")
