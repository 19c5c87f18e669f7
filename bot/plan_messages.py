"""The messages about a plan: to those who have something to do in it, to the senior contacts, to all who take part."""

from datetime import datetime
from typing import Any

from bot.blocks import button, buttons, paragraphs
from bot.messages import Message, Messages
from bot.plan_blocks import OPEN_PLAN
from bot.templates import render, words
from domain.action_plans import PlanState
from domain.chronology import Event
from domain.notices import NoticeKind
from storage.action_plans import ActionPlan
from storage.improvements import Improvement
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork


def _plan_of(work: UnitOfWork, notice: Notice) -> tuple[ActionPlan, Improvement]:
    plan = work.action_plans.find(notice.subject_id)
    assert plan is not None
    return plan, work.improvements.get(plan.improvement_id)


def _facts(work: UnitOfWork, plan: ActionPlan, improvement: Improvement, notice: Notice) -> dict[str, Any]:
    return {
        "reference": improvement.reference,
        "title": improvement.title,
        "contract": work.contracts.get(improvement.contract_id).title,
        "version": plan.version,
        "state": plan.state.value,
        "pass_on_to": notice.facts.get("pass_on_to", ""),
    }


def _message(improvement: Improvement, text: str) -> Message:
    opens = button(OPEN_PLAN, words("buttons").open, improvement.id.hex)
    return Message(text, [*paragraphs(text), *buttons(opens)])


def _say_agreed(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Say to one owner what they do in an agreed plan: all of it at once, and by which day."""
    plan, improvement = _plan_of(work, notice)
    owner_id = notice.facts.get("pass_on_id") or (notice.person_id.hex if notice.person_id else "")
    lines = [each for each in work.action_plans.lines(plan.id) if each.owner_id.hex == owner_id]
    actions = [work.actions.get(each.action_id) for each in lines if each.action_id]
    actions.sort(key=lambda each: each.due_on)
    facts = _facts(work, plan, improvement, notice) | {
        "count": len(actions),
        "actions": [
            {"reference": each.reference, "due_on": each.due_on, "title": each.title} for each in actions
        ],
        "first_on": actions[0].due_on if actions else None,
    }
    return _message(improvement, render("plan_agreed", facts))


def _say_confirmed(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    plan, improvement = _plan_of(work, notice)
    said = [each for each in work.chronology.of(plan.id) if each.event is Event.PLAN_CONFIRMED]
    by = work.people.get(said[-1].actor_id).name if said and said[-1].actor_id else ""
    facts = _facts(work, plan, improvement, notice) | {"confirmed_by": by}
    return _message(improvement, render("plan_confirmed", facts))


def _say_to_seniors(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    plan, improvement = _plan_of(work, notice)
    if plan.state is not PlanState.ASKED and notice.posted_ts is None:
        return None
    return _message(improvement, render("plan_to_seniors", _facts(work, plan, improvement, notice)))


def register_messages(messages: Messages) -> None:
    """Make the words known."""
    messages.add(NoticeKind.PLAN_AGREED, _say_agreed)
    messages.add(NoticeKind.PLAN_CONFIRMED, _say_confirmed)
    messages.add(NoticeKind.PLAN_TO_SENIORS, _say_to_seniors)
