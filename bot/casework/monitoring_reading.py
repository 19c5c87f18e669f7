"""What was typed about monitoring, as one person may read it: each text by the class it was kept under."""

from collections.abc import Sequence
from uuid import UUID

from bot.casework.access import reads
from storage.monitoring import MonitoringSchedule
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def texts_about(
    work: UnitOfWork, person: Person, schedule: MonitoringSchedule, subject_id: UUID
) -> dict[str, Sequence[str]]:
    """Return every version of each text about a schedule, or about one occurrence of it, oldest first."""
    found: dict[str, list[str]] = {}
    for text in work.narratives.of(subject_id):
        if reads(work, person, schedule.contract_id, text.content_class):
            found.setdefault(text.field, []).append(text.body)
    return dict(found)
