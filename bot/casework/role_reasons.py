"""Why somebody was given a role for a contract or lost it: for whoever may change roles there, as it was typed."""

from datetime import datetime

from bot.casework.records import keep_texts
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from storage.chronology import ChronologyEntry
from storage.narratives import words_of
from storage.people import Person
from storage.unit_of_work import UnitOfWork

FIELD = "role_because"


def keep_why(work: UnitOfWork, by: Person, person: Person, because: str, now: datetime) -> None:
    """Keep why somebody's roles change now; the entry of that change, which comes next, speaks of it."""
    if because.strip():
        keep_texts(work, (SubjectKind.PERSON, person.id), ContentClass.INTERNAL, by, now, {FIELD: because})


def why_of(work: UnitOfWork, entry: ChronologyEntry) -> str:
    """Return why somebody's roles changed as an entry says; empty where nobody said."""
    kept = entry.facts.get("texts", {})
    said = (text for text in work.narratives.versions(entry.subject_id, FIELD) if text.id.hex in kept)
    return next((words_of(text) for text in said), "")
