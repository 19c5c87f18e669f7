"""Whoever was told that nobody has picked up what they reported is told when somebody has."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.notices import Owed, owe_people
from bot.casework.safeguarding_access import subject_of
from domain.confidentiality import ContentClass
from domain.notices import NoticeKind
from domain.rhythm import Speed
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork


def tell_reporter_it_is_taken(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Owe the reporter one word, at any hour, if they were told that nobody has it, or may have been.

    What they were told is edited too; but nothing rings for an edit, and they may be waiting by the phone.
    """
    told = [
        each for each in work.notices.about(concern.id) if each.kind is NoticeKind.SAFEGUARDING_UNANSWERED
    ]
    if any(each.first_attempt_at is not None for each in told):
        owed = Owed(
            kind=NoticeKind.SAFEGUARDING_UNANSWERED,
            subject=subject_of(concern),
            content_class=ContentClass.RESTRICTED,
            speed=Speed.PROMPT,
            event=f"{concern.id.hex}:picked_up",
            is_at_once=True,
        )
        owe_people(work, owed, [work.people.get(concern.reporter_id)], now)


def tell_askers_it_is_looked_at(
    work: UnitOfWork, concern: SafeguardingConcern, askers: Sequence[UUID], now: datetime
) -> None:
    """The same for whoever asked for a second look and was told that nobody has taken it."""
    kind = NoticeKind.SAFEGUARDING_NOT_LOOKED_AT
    told = [each for each in work.notices.about(concern.id) if each.kind is kind and each.first_attempt_at]
    owed = Owed(
        kind=kind,
        subject=subject_of(concern),
        content_class=ContentClass.RESTRICTED,
        speed=Speed.PROMPT,
        event=f"{concern.id.hex}:looked_at:{len(told)}",
        is_at_once=True,
    )
    reached = {each.person_id for each in told} & set(askers)
    owe_people(work, owed, [work.people.get(asker) for asker in askers if asker in reached], now)
