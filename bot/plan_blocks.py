"""An action plan on the screen: its part of the process, its window, and what is different from another version."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.blocks import Block, button, buttons, form, header, paragraphs, section, typed
from bot.casework.action_facts import side_name
from bot.casework.improvements import is_light, leads_it, parties_of
from bot.casework.measure_schedules import schedules_of
from bot.casework.measures import measures_of
from bot.casework.monitoring_facts import planned_day, standing
from bot.casework.notices import calendar_of
from bot.casework.plan_lines import days_of, missing_of
from bot.casework.plan_reading import OF_MEASURES, changes_between, is_watched_otherwise, standing_of_line
from bot.casework.plan_versions import BECAUSE, EXIT_CRITERIA, compared_with, latest_of
from bot.improvement_parts import part
from bot.measure_form import measure_lines
from bot.monitoring_form import reasons_of
from bot.templates import render, words
from domain.action_plans import ASKED_WHILE, DRAFTED_WHILE, PlanState
from domain.actions import Basis
from storage.action_plans import ActionPlan, PlanLine
from storage.improvements import Improvement
from storage.measures import Measure
from storage.people import Person
from storage.unit_of_work import UnitOfWork

OPEN_PLAN, READ_PLAN, ASK, CHANGE, KEEP = "plan_open", "plan_read", "plan_ask", "plan_change", "plan_keep"
ADD_LINE, CHANGE_LINE, WATCHING = "plan_add_line", "plan_change_line", "plan_watching"
SET_MEASURE, CHANGE_MEASURE = "measure_set", "measure_change"
NONE = "none"
SHOWN_VERSIONS = 20


def plan_part(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> list[Block]:
    """Return where the plan stands, and the way to it; nothing before an option is agreed, and on the light route."""
    plan = latest_of(work, improvement.id)
    is_time = improvement.state in ASKED_WHILE and not is_light(improvement)
    if plan is None and not is_time:
        return []
    facts = {
        "state": plan.state.value if plan else NONE,
        "version": plan.version if plan else 0,
        "actions": len(work.action_plans.lines(plan.id)) if plan else 0,
        "measures": len(plan.measures) if plan else 0,
        "missing": len(missing_of(work, improvement, plan, now)) if plan else 0,
        "next_on": _next_look(work, improvement, now),
        "unanswered": len(work.feedback.unanswered([improvement.id])),
    }
    label = words("plan_words")
    begins = plan is None and leads_it(work, person, improvement)
    opens = button(OPEN_PLAN, label.begin if begins else label.open, improvement.id.hex)
    return part(render("plan_part", facts), opens)


def _next_look(work: UnitOfWork, improvement: Improvement, now: datetime) -> object:
    days = [standing(work, each, now)["next_on"] for each in schedules_of(work, improvement)]
    return min((day for day in days if day is not None), key=str, default=None)


def plan_window(
    work: UnitOfWork,
    person: Person,
    improvement: Improvement,
    now: datetime,
    plan: ActionPlan | None = None,
    *,
    was_refused: bool = False,
) -> Block:
    """Return the window of the present version, or of another one to read; what may be changed has its button.

    `was_refused`: nobody could be asked about it yet; that, and what is missing, then stands above everything.
    """
    present = latest_of(work, improvement.id)
    plan = plan or present
    leads = leads_it(work, person, improvement)
    is_drafted = plan is None or (plan.state is PlanState.DRAFT and plan == present)
    drafts = leads and is_drafted and improvement.state in DRAFTED_WHILE and not is_light(improvement)
    blocks = [*_top(work, improvement, plan, leads=leads)]
    if plan is not None:
        lacks = _missing(work, improvement, plan, now, was_refused=was_refused) if drafts else []
        blocks = [*lacks, *blocks] if was_refused else [*blocks, *lacks]
        blocks += _content(work, improvement, plan, now, may_change=drafts)
    blocks += plan_buttons(improvement, plan, drafts=drafts, leads=leads and plan == present)
    blocks += _other_versions(work, improvement, plan)
    return form("read_only", words("plan_words").title, blocks)


def plan_content(work: UnitOfWork, _person: Person, plan_id: UUID) -> list[Block]:
    """Return all that one version says, as everybody reads it who is asked to agree to it."""
    plan = work.action_plans.find(plan_id)
    if plan is None:
        return []
    return _content(work, work.improvements.get(plan.improvement_id), plan, None, may_change=False)


def _content(
    work: UnitOfWork, improvement: Improvement, plan: ActionPlan, now: datetime | None, *, may_change: bool
) -> list[Block]:
    return [
        *_compared(work, plan),
        *_actions(work, improvement, plan, may_change=may_change),
        *_measures(work, improvement, plan, may_change=may_change),
        *_watched(work, improvement, plan, now),
    ]


def _top(work: UnitOfWork, improvement: Improvement, plan: ActionPlan | None, *, leads: bool) -> list[Block]:
    facts = _version_facts(work, improvement, plan) | {
        "reference": improvement.reference,
        "title": improvement.title,
        "may_lead": leads,
        "rounds": plan.round_number if plan else 1,
    }
    return paragraphs(render("plan_view_top", facts))


def _version_facts(work: UnitOfWork, improvement: Improvement, plan: ActionPlan | None) -> dict[str, object]:
    local = calendar_of(work, improvement.contract_id).local
    return {
        "state": plan.state.value if plan else NONE,
        "version": plan.version if plan else 0,
        "agreed_on": local(plan.agreed_at).date() if plan and plan.agreed_at else None,
    }


def plan_buttons(
    improvement: Improvement, plan: ActionPlan | None, *, drafts: bool, leads: bool
) -> list[Block]:
    """Return what somebody who leads may do with the present version now."""
    label, value = words("plan_words"), improvement.id.hex
    state = plan.state if plan else None
    asks = drafts and plan is not None and improvement.state in ASKED_WHILE
    goes_on = leads and improvement.state in DRAFTED_WHILE
    may_keep = goes_on and plan is not None and (state is PlanState.AGREED or plan.version > 1)
    return buttons(
        button(ADD_LINE, label.add_line, value) if drafts else None,
        button(SET_MEASURE, label.set_measure, value) if drafts else None,
        button(WATCHING, label.watching, value) if drafts and plan is not None else None,
        button(ASK, label.ask, plan.id.hex, style="primary") if asks and plan else None,
        button(CHANGE, label.change, value)
        if goes_on and state in {PlanState.ASKED, PlanState.AGREED}
        else None,
        button(KEEP, label.keep, value)
        if may_keep and state in {PlanState.AGREED, PlanState.DRAFT} and improvement.plan_agreed_at
        else None,
    )


def _missing(
    work: UnitOfWork, improvement: Improvement, plan: ActionPlan, now: datetime, *, was_refused: bool
) -> list[Block]:
    """Return all that keeps a version from being asked about, each by name; nothing when it is complete."""
    lacks = [{"what": what.value, "name": name} for what, name in missing_of(work, improvement, plan, now)]
    facts = {"missing": lacks, "was_refused": was_refused}
    return paragraphs(render("plan_missing", facts)) if lacks else []


def _compared(work: UnitOfWork, plan: ActionPlan) -> list[Block]:
    """Return what is different from the version that was agreed before, and why (CPC424-P15)."""
    before = compared_with(work, plan)
    if before is None:
        return []
    found = changes_between(work, before, plan)
    kinds = [each.change for each in found]
    facts = {
        "before": before.version,
        "changes": found,
        "added": kinds.count("added"),
        "moved": kinds.count("moved"),
        "handed": kinds.count("other_owner"),
        "reworded": kinds.count("reworded"),
        "left_out": kinds.count("left_out"),
        "measures": sum(kind in OF_MEASURES for kind in kinds),
        "is_watched_otherwise": is_watched_otherwise(work, before, plan),
        "is_draft": plan.state is PlanState.DRAFT,
    }
    because = work.narratives.latest(plan.id).get(BECAUSE, "")
    why = [header(words("plan_words").because), *typed(because)] if because else []
    return [*paragraphs(render("plan_compared", facts)), *why]


def _actions(
    work: UnitOfWork, improvement: Improvement, plan: ActionPlan, *, may_change: bool
) -> list[Block]:
    """Return the areas each with their actions, then the sides each with their owners."""
    lines, label = work.action_plans.lines(plan.id), words("plan_words")
    areas = {each.id: each.title for each in work.reasons.areas(improvement.id)}
    groups = [(title, [line for line in lines if line.area_id == area]) for area, title in areas.items()]
    rest = [line for line in lines if line.area_id not in areas]
    groups.append((label.other_areas if areas else label.actions, rest))
    blocks: list[Block] = []
    for title, found in groups:
        if not found:
            continue
        blocks.append(header(title))
        for line in found:
            change = f"{label.change_line} {line.number}"
            changes = button(CHANGE_LINE, change, line.id.hex) if may_change else None
            blocks.append(section(render("plan_line", line_facts(work, improvement, line)), changes))
    if not lines:
        return []
    return [*blocks, header(label.sides), *paragraphs(render("plan_sides", _sides(work, improvement, lines)))]


def line_facts(work: UnitOfWork, improvement: Improvement, line: PlanLine) -> dict[str, object]:
    """Return what is said of one action of a version, and how it stands now where it was agreed."""
    owner, now = work.people.get(line.owner_id), standing_of_line(work, line)
    return {
        "number": line.number,
        "title": line.title,
        "owner": owner.name,
        "side": side_name(work, improvement.contract_id, owner.organisation_id),
        "due_on": line.due_on,
        "asked_due_on": line.asked_due_on,
        "shown_by": line.shown_by,
        "is_required": line.basis is Basis.REQUIREMENT,
        "clause": line.clause,
        "keeps_safe_now": line.keeps_safe_now,
        "action": now.reference,
        "how": now.how,
        "now_due_on": now.now_due_on,
    }


def _sides(work: UnitOfWork, improvement: Improvement, lines: Sequence[PlanLine]) -> dict[str, object]:
    found = []
    for organisation, _party in parties_of(work, improvement.contract_id):
        people = [work.people.get(line.owner_id) for line in lines]
        theirs = [each.name for each in people if each.organisation_id == organisation.id]
        found.append(
            {"name": organisation.name, "count": len(theirs), "people": ", ".join(dict.fromkeys(theirs))}
        )
    return {"sides": found}


def _change_measure(measure: Measure) -> Block:
    label = f"{words('plan_words').change_measure} {measure.number}"
    return button(CHANGE_MEASURE, label, measure.id.hex)


def _measures(
    work: UnitOfWork, improvement: Improvement, plan: ActionPlan, *, may_change: bool
) -> list[Block]:
    """Return the table of measures, in words."""
    label = words("plan_words")
    rows = [
        section(said, _change_measure(each) if may_change else None)
        for each, said in measure_lines(work, plan, improvement.contract_id)
    ]
    return [header(label.measures), *rows] if rows else []


def _watched(
    work: UnitOfWork, improvement: Improvement, plan: ActionPlan, now: datetime | None
) -> list[Block]:
    """Return how progress is looked at: the interval, the next dates with their reasons, and when it is enough."""
    label, criteria = words("plan_words"), work.narratives.latest(plan.id).get(EXIT_CRITERIA, "")
    if plan.interval is None or plan.first_on is None:
        return []
    days = days_of(work, improvement, plan.interval, plan.first_on, now)
    dates = [{"planned_on": day.planned_on, "reasons": reasons_of(planned_day(day))} for day in days]
    facts = {"interval": getattr(words("monitoring_words"), plan.interval), "dates": dates}
    counting = [each.title for each in measures_of(work, plan) if each.id.hex in plan.exit_measures]
    named = ", ".join(f"“{each}”" for each in counting)
    enough = {"measures": named, "count": len(counting), "hold": plan.hold_readings}
    return [
        header(label.watched),
        *paragraphs(render("plan_watching", facts)),
        header(label.enough),
        *(paragraphs(render("plan_enough", enough)) if counting else []),
        *typed(criteria),
    ]


def _other_versions(work: UnitOfWork, improvement: Improvement, shown: ActionPlan | None) -> list[Block]:
    label = words("plan_words")
    others = [each for each in work.action_plans.of(improvement.id) if shown is None or each.id != shown.id]
    rows = [
        section(
            render("plan_version_line", _version_facts(work, improvement, each)),
            button(READ_PLAN, f"{label.read} {each.version}", each.id.hex),
        )
        for each in others[-SHOWN_VERSIONS:]
    ]
    return [header(label.earlier), *rows] if rows else []
