"""Whoever reported something is told when somebody has it, and when their silence was taken as an answer."""

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
    """Owe the reporter one word that somebody has it, at any hour, unless they took it themselves.

    What they were told before is edited too; but nothing rings for an edit, and they were told to wait by the phone.
    """
    if concern.reporter_id != concern.lead_id:
        _owe_reporter(work, concern, "picked_up", now)


def tell_reporter_it_was_no_answer(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> None:
    """Owe the reporter one word, at any hour, that no answer was taken as *not sure*, and what that led to."""
    _owe_reporter(work, concern, "no_answer", now, is_unsure=True)


def _owe_reporter(
    work: UnitOfWork, concern: SafeguardingConcern, event: str, now: datetime, **facts: bool
) -> None:
    owed = Owed(
        kind=NoticeKind.SAFEGUARDING_UNANSWERED,
        subject=subject_of(concern),
        content_class=ContentClass.RESTRICTED,
        speed=Speed.PROMPT,
        event=f"{concern.id.hex}:{event}",
        is_at_once=True,
        facts=facts,
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
