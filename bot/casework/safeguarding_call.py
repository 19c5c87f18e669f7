"""The call that whoever reported something waits for (practice.md 1.4)."""

from datetime import timedelta

from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

RUNG_WITHIN = timedelta(minutes=15)
"""Whoever reported something was told to ring for themselves if nobody has rung them by then (practice.md 1.4)."""


def who_waits_for_call(work: UnitOfWork, concern: SafeguardingConcern) -> str:
    """Return the name of whoever reported it; nothing while their name is sealed, or where they have it themselves."""
    is_sealed = work.speak_up.of_record(concern.id) is not None
    return (
        ""
        if is_sealed or concern.reporter_id == concern.lead_id
        else work.people.get(concern.reporter_id).name
    )
