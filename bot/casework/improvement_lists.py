"""The processes of somebody's open items, each with what its window says first: the same words for the same step."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.casework.improvement_items import ProcessItem, open_items
from bot.casework.improvement_next import what_is_next
from domain.improvements import ImprovementState
from domain.next_steps import NextStep
from storage.people import Person
from storage.unit_of_work import UnitOfWork

LOOKED_INTO = 8
"""Processes whose next step is asked for, so that a tab opens at once however many go on: more than are shown.

Of the others only a duty is said; nothing is said of them that their window might not say.
"""


def processes_of(
    work: UnitOfWork, person: Person, contract_ids: Collection[UUID], now: datetime
) -> Sequence[ProcessItem]:
    """Return the processes that go on and that somebody may open, those that wait for them first.

    Looked into are those with a duty of theirs, then those that they lead, the oldest first.
    """
    found = sorted(open_items(work, person, contract_ids, now), key=lambda item: _place(person, item))
    items = [*(_with_step(work, person, each, now) for each in found[:LOOKED_INTO]), *found[LOOKED_INTO:]]
    return sorted(items, key=lambda item: not item.waits)


def _place(person: Person, item: ProcessItem) -> tuple[bool, bool, bool, datetime]:
    improvement = item.improvement
    is_led, rests = improvement.lead_id == person.id, improvement.state is ImprovementState.PAUSED
    return (not item.mine, not is_led, rests, improvement.opened_at)


def _with_step(work: UnitOfWork, person: Person, item: ProcessItem, now: datetime) -> ProcessItem:
    found = what_is_next(work, person, item.improvement, now, item)
    waiting = (
        work.feedback.unanswered([item.improvement.id]) if found.step is NextStep.ANSWER_FEEDBACK else ()
    )
    is_answered = found.step in {NextStep.ANSWER, NextStep.APPROVE_WAY}
    return replace(
        item,
        step=found.step,
        agreement=found.agreement if is_answered else None,
        evaluation_id=next((each.evaluation_id for each in waiting), None),
    )
