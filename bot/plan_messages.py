"""The messages about a plan: to those who have something to do in it, to the senior contacts, to all who take part."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bot.blocks import Block, button, buttons, paragraphs
from bot.buttons import letter_button
from bot.casework.action_plans import fresh_lines
from bot.casework.measure_schedules import reader_of, readings_on
from bot.casework.measures import measures_of
from bot.casework.plan_lines import is_left
from bot.casework.plan_versions import compared_with
from bot.measure_form import measure_lines
from bot.messages import Message, Messages
from bot.plan_blocks import OPEN_PLAN, line_facts
from bot.templates import Markup, render, words
from domain.action_plans import PlanState
from domain.chronology import Event
from domain.notices import NoticeKind
from storage.action_plans import ActionPlan, PlanLine
from storage.actions import Action
from storage.improvements import Improvement
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def _plan_of(work: UnitOfWork, notice: Notice) -> tuple[ActionPlan, Improvement]:
    plan = work.action_plans.find(notice.subject_id)
    assert plan is not None
    return plan, work.improvements.get(plan.improvement_id)


def _facts(work: UnitOfWork, plan: ActionPlan, improvement: Improvement) -> dict[str, Any]:
    return {
        "reference": improvement.reference,
        "title": improvement.title,
        "contract": work.contracts.get(improvement.contract_id).title,
        "version": plan.version,
        "state": plan.state.value,
    }


def _message(improvement: Improvement, text: str, letter: Block | None = None) -> Message:
    opens = button(OPEN_PLAN, words("buttons").open, improvement.id.hex)
    return Message(text, [*paragraphs(text), *buttons(opens, letter)])


def _own_actions(work: UnitOfWork, plan: ActionPlan, owner_id: UUID) -> list[Action]:
    """Return what somebody does in an agreed plan, the earliest due first."""
    actions = [
        work.actions.get(each.action_id) for each in work.action_plans.lines(plan.id) if each.action_id
    ]
    return sorted((each for each in actions if each.owner_id == owner_id), key=lambda each: each.due_on)


def letter_facts(work: UnitOfWork, plan_id: UUID, reader: Person) -> tuple[UUID, dict[str, Any]]:
    """Return the contract of a plan, and what a letter about it says to one reader: theirs first, then all of it."""
    plan = work.action_plans.find(plan_id)
    assert plan is not None
    improvement = work.improvements.get(plan.improvement_id)
    own = {each.id for each in _own_actions(work, plan, reader.id)}
    lines = [
        line_facts(work, improvement, line) | {"is_own": line.action_id in own} for line in _lines(work, plan)
    ]
    return improvement.contract_id, {
        "reference": improvement.reference,
        "title": improvement.title,
        "version": plan.version,
        "count": len(own),
        "lines": lines,
        "measures": [Markup(said) for _, said in measure_lines(work, plan, improvement.contract_id)],
    }


def _lines(work: UnitOfWork, plan: ActionPlan) -> list[PlanLine]:
    return sorted(work.action_plans.lines(plan.id), key=lambda line: line.due_on)


def say_agreed(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """Say to one owner what they still do in an agreed plan, what is new or moved first, and what they read."""
    plan, improvement = _plan_of(work, notice)
    owner_id = UUID(notice.facts["pass_on_id"]) if "pass_on_id" in notice.facts else notice.person_id
    assert owner_id is not None
    left = {each.action_id for each in work.action_plans.lines(plan.id) if is_left(work, each)}
    actions = [each for each in _own_actions(work, plan, owner_id) if each.id in left]
    fresh = {each.action_id for each in fresh_lines(work, plan, compared_with(work, plan))}
    read = [each for each in measures_of(work, plan) if reader_of(work, each).id == owner_id]
    if not actions and not read and notice.posted_ts is None:
        return None
    facts = _facts(work, plan, improvement) | {
        "count": len(actions),
        "actions": [
            {"reference": each.reference, "due_on": each.due_on, "title": each.title}
            for each in sorted(actions, key=lambda each: each.id not in fresh)
        ],
        "first_on": actions[0].due_on if actions else None,
        "measures": [each.title for each in read],
        "read_on": readings_on(work, improvement, now, read),
    }
    return _message(improvement, render("plan_agreed", facts), letter_button(notice))


def _say_confirmed(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    plan, improvement = _plan_of(work, notice)
    said = [each for each in work.chronology.of(plan.id) if each.event is Event.PLAN_CONFIRMED]
    by = work.people.get(said[-1].actor_id).name if said and said[-1].actor_id else ""
    facts = _facts(work, plan, improvement) | {"confirmed_by": by}
    return _message(improvement, render("plan_confirmed", facts))


def _say_to_seniors(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    plan, improvement = _plan_of(work, notice)
    if plan.state is not PlanState.ASKED and notice.posted_ts is None:
        return None
    return _message(improvement, render("plan_to_seniors", _facts(work, plan, improvement)))


def register_messages(messages: Messages) -> None:
    """Make the words known."""
    messages.add(NoticeKind.PLAN_AGREED, say_agreed)
    messages.add(NoticeKind.PLAN_CONFIRMED, _say_confirmed)
    messages.add(NoticeKind.PLAN_TO_SENIORS, _say_to_seniors)
