"""The forms of a plan: an action of it, and how progress is looked at; read back into what is to be kept."""

from datetime import datetime
from uuid import uuid4

from bot.blocks import (
    Block,
    beginning,
    choice_input,
    day_input,
    form,
    option,
    reason_form,
    several_choices_input,
    text_input,
    ticks_input,
)
from bot.casework.measures import measures_of
from bot.casework.notices import calendar_of
from bot.casework.owners import possible_owners
from bot.casework.plan_lines import NewLine
from bot.casework.plan_versions import EXIT_CRITERIA
from bot.inbound import Form
from bot.monitoring_form import FIRST_AFTER, interval_choice
from bot.needs_blocks import needs_blocks
from bot.people_words import listed
from bot.required import required_choice, required_day, required_kind
from bot.templates import render, words
from bot.turn import record_id
from domain.action_plans import LONGEST_HOLD, Watching
from domain.actions import LONGEST_TITLE, SUGGEST_AFTER, Basis, NewAction
from domain.calendar import suggested_due_on
from domain.errors import NotAllowed
from domain.monitoring import Interval
from storage.action_plans import ActionPlan, PlanLine
from storage.improvements import Improvement
from storage.unit_of_work import UnitOfWork

LINE_FORM, WATCHING_FORM, CHANGE_FORM = "plan_line_form", "plan_watching_form", "plan_change_form"
LEAVE_OUT, KEEPS_SAFE, REQUIREMENT, EVERY_AREA = "leave_out", "keeps_safe_now", "requirement", "every_area"
USUAL_HOLD = 2
KEY, WAS = "key", "was"
"""What tells a form sent twice from a second one: the window that shows it may be the same one again."""


def line_form(work: UnitOfWork, improvement: Improvement, line: PlanLine | None, now: datetime) -> Block:
    """Return the form of one action: with a kind day for a new one, else as it stands, with a box to leave it out."""
    label, calendar = words("plan_form"), calendar_of(work, improvement.contract_id)
    suggested = suggested_due_on(calendar.local(now).date(), calendar, SUGGEST_AFTER)
    people = possible_owners(work, improvement.contract_id)
    owners = [option(listed(owner, side), owner.id.hex) for owner, side in people]
    blocks = [
        *needs_blocks(work, [each for each, _ in people]),
        *_area_choice(work, improvement, line),
        text_input(
            "title",
            label.what,
            hint=label.what_hint,
            longest=LONGEST_TITLE,
            initial=line.title if line else "",
        ),
        choice_input("owner", label.owner, owners, initial=line.owner_id.hex if line else ""),
        day_input(
            "due_on",
            label.due_on,
            initial=line.due_on if line else suggested,
            hint=render("action_due_hint", {"day": suggested}),
        ),
        text_input(
            "shown_by",
            label.shown_by,
            hint=label.shown_by_hint,
            longest=500,
            initial=line.shown_by if line else "",
        ),
        *_kind_fields(line),
    ]
    about = {"improvement": improvement.id.hex, KEY: uuid4().hex}
    if line is not None:
        blocks.append(ticks_input(LEAVE_OUT, label.leave_out, [option(label.leave_out_tick, LEAVE_OUT)]))
        about["line"] = line.id.hex
    title = label.title if line is None else label.change_title
    return form(LINE_FORM, title, blocks, submit=label.submit, about=about)


def _area_choice(work: UnitOfWork, improvement: Improvement, line: PlanLine | None) -> list[Block]:
    """Ask which area it answers, where any was named; the one of most concern comes first."""
    label = words("plan_form")
    areas = [option(each.title, each.id.hex) for each in work.reasons.areas(improvement.id)]
    if not areas:
        return []
    chosen = "" if line is None else line.area_id.hex if line.area_id else EVERY_AREA
    return [choice_input("area", label.area, [*areas, option(label.every_area, EVERY_AREA)], initial=chosen)]


def _kind_fields(line: PlanLine | None) -> list[Block]:
    label = words("plan_form")
    kinds = [option(label.keeps_safe_now, KEEPS_SAFE), option(label.requirement, REQUIREMENT)]
    ticked = []
    if line is not None:
        ticked += [KEEPS_SAFE] if line.keeps_safe_now else []
        ticked += [REQUIREMENT] if line.basis is Basis.REQUIREMENT else []
    clause = line.clause if line else ""
    return [
        ticks_input("kind", label.kind, kinds, initial=ticked),
        text_input(
            "clause", label.clause, hint=label.clause_hint, optional=True, longest=300, initial=clause
        ),
    ]


def new_line(answers: Form) -> NewLine:
    """Read the form. Raises NotAllowed beside its field for what is missing."""
    ticked, area = answers.choices("kind"), answers.choice("area")
    what = NewAction(
        title=answers.text("title"),
        basis=Basis.REQUIREMENT if REQUIREMENT in ticked else Basis.RECOMMENDATION,
        due_on=required_day(answers, "due_on"),
        shown_by=answers.text("shown_by"),
        clause=answers.text("clause"),
        keeps_safe_now=KEEPS_SAFE in ticked,
    )
    owner_id = record_id(required_choice(answers, "owner"))
    return NewLine(what, owner_id, None if area in {"", EVERY_AREA} else record_id(area))


def watching_form(work: UnitOfWork, improvement: Improvement, plan: ActionPlan, now: datetime) -> Block:
    """Return the form of how progress is looked at. Raises NotAllowed while no measure could show when it is enough."""
    label, calendar = words("plan_form"), calendar_of(work, improvement.contract_id)
    measures = measures_of(work, plan)
    if not measures:
        raise NotAllowed(label.no_measure)
    suggested = suggested_due_on(calendar.local(now).date(), calendar, FIRST_AFTER)
    counting = plan.exit_measures or plan.measures
    holds = [option(str(number), str(number)) for number in range(1, LONGEST_HOLD + 1)]
    criteria = work.narratives.latest(plan.id).get(EXIT_CRITERIA, "")
    blocks = [
        interval_choice(work, improvement.contract_id, plan.interval or Interval.MONTHLY, is_of_plan=True),
        day_input("first_on", label.first_on, initial=plan.first_on or suggested, hint=label.first_on_hint),
        text_input(
            "exit_criteria",
            label.exit_criteria,
            hint=label.exit_criteria_hint,
            lines=True,
            initial=beginning(criteria),
        ),
        several_choices_input(
            "exit_measures",
            label.exit_measures,
            [option(each.title, each.id.hex) for each in measures],
            optional=False,
            initial=counting,
        ),
        choice_input(
            "hold_readings", label.hold_readings, holds, initial=str(plan.hold_readings or USUAL_HOLD)
        ),
    ]
    about = {"improvement": improvement.id.hex}
    return form(WATCHING_FORM, label.watching_title, blocks, submit=label.watching_submit, about=about)


def watching(answers: Form) -> Watching:
    """Read the form. Raises NotAllowed beside its field for what is missing."""
    hold = required_choice(answers, "hold_readings")
    return Watching(
        interval=required_kind(Interval, answers, "interval"),
        first_on=required_day(answers, "first_on"),
        exit_criteria=answers.text("exit_criteria"),
        hold_readings=int(hold) if hold.isdigit() else 0,
        measures=[record_id(each) for each in answers.choices("exit_measures")],
    )


def change_form(improvement: Improvement, version: int) -> Block:
    """Return the form that begins the version after this one: why the plan changes."""
    about = {"improvement": improvement.id.hex, WAS: str(version)}
    return reason_form(CHANGE_FORM, words("plan_form"), "changed", about)
