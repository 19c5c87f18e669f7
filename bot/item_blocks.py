"""What is somebody's, drawn as lines with a button each: for the window *My open items* and for the home tab."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from bot.blocks import Block, button, context, header, section
from bot.buttons import (
    NEW_ACTION,
    OPEN_EVALUATION,
    OPEN_HAND_OFF,
    OPEN_MONITORING,
    OPEN_PLACEMENT,
    OPEN_SAFEGUARDING,
    OPEN_STATEMENT,
    READ_EVALUATION,
    nothing_happened_button,
    open_action_button,
    open_concern_button,
)
from bot.casework.access import may_do
from bot.casework.action_facts import sides_of
from bot.casework.audiences import leads_of
from bot.casework.concern_facts import facts_for
from bot.casework.evaluation_subject import about
from bot.casework.items import Items, has_come
from bot.casework.monitoring import is_missed
from bot.casework.notices import calendar_of
from bot.casework.own_duties import ABOUT_PLACEMENT
from bot.casework.reading_points import measures_due
from bot.casework.safeguarding_register import line_of
from bot.contract_blocks import contract_blocks
from bot.improvement_lines import improvement_line, pattern_line
from bot.statement_blocks import statement_facts
from bot.templates import render, words
from bot.view_blocks import view_item
from domain.chronology import SubjectKind
from domain.people import Act
from domain.safeguarding import OPEN
from storage.actions import Action
from storage.concerns import Concern
from storage.contracts import Contract
from storage.deadlines import Deadline
from storage.evaluations import Evaluation
from storage.monitoring import MonitoringActivity
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

SHOWN = 5
"""Lines shown under each heading: eleven headings of them, and the contracts, stay within Slack's hundred blocks."""

ASKED_AFTER = 3
"""Open risks, the newest, after which whoever reported them is asked whether anything has happened."""


def count_for(work: UnitOfWork, items: Items, now: datetime) -> int:
    """Return how many things wait for this person."""
    to_do = [action for action in items.my_actions if action.id not in items.waiting]
    to_look_at = [each for each in items.monitoring if has_come(work, each, now)]
    to_close = [each for each in items.to_close if each.id in items.due_to_close]
    processes = [each for each in items.processes if each.counts]
    theirs = (items.asked, items.to_receive, items.views, processes, items.patterns)
    asked = (*theirs, items.risks, items.concerns, to_close, to_do, items.to_check, to_look_at, items.duties)
    return sum(len(each) for each in asked)


def late_for(work: UnitOfWork, items: Items, now: datetime) -> int:
    """Return how many of the things that wait for this person are late."""
    today = calendar_of(work, None).local(now).date()
    looks = sum(activity.planned_on < today for activity in items.monitoring)
    duties = sum(duty.due_at < now for duty in items.duties)
    duties += sum(item.is_late(now) for item in items.processes)
    return looks + duties + sum(action.id in items.late for action in items.my_actions)


def item_blocks(
    work: UnitOfWork, person: Person, items: Items, now: datetime, *, on_a_standing_screen: bool = False
) -> list[Block]:
    """Return every list that has something in it, most urgent first, each under its heading.

    On a screen that stays open, such as the home tab, risks that somebody reported are left out: whoever walks
    past must not learn of them.
    """
    label = words("items_form")
    risk, concern = partial(_risk, work, person), partial(_concern, work, person)
    contract = partial(_contract, work, person)
    reported_risks = () if on_a_standing_screen else items.reported_risks
    asked = {each.id for each in (*items.concerns, *items.to_close)}
    logged = [each for each in items.reported if each.id not in asked]
    listed = asked | {each.id for each in logged}
    around = [each for each in items.open_concerns if each.id not in listed]
    reported = [(risk, each) for each in reported_risks] + [(concern, each) for each in logged]
    unheard = [each for each in reported_risks if each.state in OPEN][:ASKED_AFTER]
    return [
        *_under(label.risks, [(risk, each) for each in items.risks]),
        *_under(label.asked, [(partial(_asked, work), each) for each in items.asked]),
        *_under(label.to_receive, [(partial(_to_receive, work), each) for each in items.to_receive]),
        *_under(
            label.processes,
            [(partial(improvement_line, work, person, now), each) for each in items.processes],
        ),
        *_under(label.patterns, [(partial(pattern_line, work), each) for each in items.patterns]),
        *_under(label.views, [(partial(view_item, work), each) for each in items.views]),
        *_under(label.concerns, [(concern, each) for each in items.concerns]),
        *_under(label.to_close, [(concern, each) for each in items.to_close]),
        *action_blocks(work, items, says_what_was_typed=not on_a_standing_screen),
        *_under(
            label.duties,
            _duties(work, [duty for duty in items.duties if duty.subject_kind not in OTHER_DUTIES], now),
        ),
        *_under(
            label.placement,
            _duties(work, [duty for duty in items.duties if duty.kind in ABOUT_PLACEMENT], now),
        ),
        *_under(
            label.statements,
            [(partial(_statement, work, now), duty) for duty in items.duties if _is_of_statement(duty)],
        ),
        *_under(label.monitoring, [(partial(_monitoring, work, now), each) for each in items.monitoring]),
        *_under(label.open_concerns, [(concern, each) for each in around]),
        *_under(label.reported, reported),
        *_under(label.unheard, [(_nothing_happened, each) for each in unheard]),
        *(
            contract_blocks(work, person, items.contracts, now)
            if on_a_standing_screen
            else _under(label.contracts, [(contract, each) for each in items.contracts])
        ),
    ]


def action_blocks(work: UnitOfWork, items: Items, *, says_what_was_typed: bool) -> list[Block]:
    """Return the lists of actions, each under its heading.

    A window may say what is to be done in the words typed for it. Anything else says only what its owner has agreed.
    """
    label = words("items_form")
    blocks: list[Block] = []
    for part, actions in (
        ("mine", [action for action in items.my_actions if action.id not in items.waiting]),
        ("to_check", items.to_check),
        ("waiting", [action for action in items.my_actions if action.id in items.waiting]),
        ("others_late", items.others_late),
        ("others_open", items.others_open),
    ):
        draw = partial(_action, work, items, part, says_what_was_typed)
        blocks += _under(getattr(label, part), [(draw, action) for action in actions])
    return blocks


def _under(heading: str, lines: Sequence[tuple[Callable[[Any], Block | list[Block]], Any]]) -> list[Block]:
    """Draw the first lines of a list under its heading; what is not shown is counted, and asks nothing of anybody."""
    if not lines:
        return []
    more = [context(render("items_more", {"count": len(lines) - SHOWN}))] if len(lines) > SHOWN else []
    drawn = (draw(each) for draw, each in lines[:SHOWN])
    blocks = [block for each in drawn for block in (each if isinstance(each, list) else [each])]
    return [header(heading), *blocks, *more]


def _risk(work: UnitOfWork, person: Person, concern: SafeguardingConcern) -> Block:
    opens = button(OPEN_SAFEGUARDING, words("buttons").open, concern.id.hex)
    return section(render("items_risk", line_of(work, person, concern)), opens)


def _nothing_happened(concern: SafeguardingConcern) -> Block:
    """Whoever reported a risk is always offered to go past the first line (practice.md 1.6)."""
    text = render("items_unheard", {"reference": concern.reference})
    return section(text, nothing_happened_button(concern.id))


def _concern(work: UnitOfWork, person: Person, concern: Concern) -> Block:
    return section(
        render("concern_mine_line", facts_for(work, concern, person)), open_concern_button(concern.id)
    )


def _asked(work: UnitOfWork, concern: Concern) -> Block:
    """What somebody of the provider is asked to look at: by reference, and since when."""
    assert concern.contract_id is not None
    assert concern.provider_told_at is not None
    facts = {
        "reference": concern.reference,
        "contract": work.contracts.get(concern.contract_id).title,
        "asked_on": calendar_of(work, concern.contract_id).local(concern.provider_told_at).date(),
    }
    return section(render("items_asked", facts), open_concern_button(concern.id))


def _to_receive(work: UnitOfWork, evaluation: Evaluation) -> Block:
    """A shared evaluation of which their organisation has not said yet that it has it."""
    assert evaluation.shared_at is not None
    facts = {
        "reference": evaluation.reference,
        "contract": about(work, evaluation),
        "shared_on": calendar_of(work, evaluation.contract_id).local(evaluation.shared_at).date(),
    }
    opens = button(READ_EVALUATION, words("buttons").open, evaluation.id.hex)
    return section(render("items_to_receive", facts), opens)


def _action(work: UnitOfWork, items: Items, part: str, says_what_was_typed: bool, action: Action) -> Block:
    """Say whom it waits for by the organisation, without naming anybody."""
    is_shown = says_what_was_typed or (action.agreed_at is not None and action.id in items.shared)
    facts = {
        "part": part,
        "reference": action.reference,
        "contract": work.contracts.get(action.contract_id).title,
        "title": action.title if is_shown else "",
        "state": action.state.value,
        "due_on": action.due_on,
        "is_late": action.id in items.late,
        **sides_of(work, action),
    }
    return section(render("items_action", facts), open_action_button(action.id))


OTHER_DUTIES = frozenset({SubjectKind.STATEMENT, SubjectKind.PLACEMENT, SubjectKind.HAND_OFF})
"""Duties that stand under a heading of their own."""


def _is_of_statement(duty: Deadline) -> bool:
    return duty.subject_kind is SubjectKind.STATEMENT


def _statement(work: UnitOfWork, now: datetime, duty: Deadline) -> Block:
    """Say what was recorded for somebody and waits to be sent to them, or to be settled."""
    facts = statement_facts(work, work.statements.get(duty.subject_id))
    facts |= {"duty": duty.kind.value, "due_at": duty.due_at, "is_past": now > duty.due_at}
    opens = button(OPEN_STATEMENT, words("buttons").open, duty.subject_id.hex)
    return section(render("statement_line", facts), opens)


def _duties(
    work: UnitOfWork, duties: Sequence[Deadline], now: datetime
) -> list[tuple[Callable[[Any], Block], Deadline]]:
    names = work.references_of({duty.subject_id for duty in duties})
    return [(partial(_duty, work, names, now), duty) for duty in duties]


def _duty(work: UnitOfWork, names: dict[UUID, str], now: datetime, duty: Deadline) -> Block:
    """Say what our own side is to answer; nothing that was typed is in it."""
    assert duty.contract_id is not None
    facts = {
        "reference": names.get(duty.subject_id, ""),
        "contract": work.contracts.get(duty.contract_id).title,
        "duty": duty.kind.value,
        "due_at": duty.due_at,
        "is_late": duty.due_at < now,
    }
    if duty.subject_kind is SubjectKind.PLACEMENT:
        opens = button(OPEN_PLACEMENT, words("buttons").open, duty.contract_id.hex)
        return section(render("items_duty", facts), opens)
    if duty.subject_kind is SubjectKind.HAND_OFF:
        opens = button(OPEN_HAND_OFF, words("buttons").open, duty.subject_id.hex)
        return section(render("items_duty", facts), opens)
    challenge = work.challenges.find(duty.subject_id)
    opens = (
        button(READ_EVALUATION, words("buttons").open, challenge.evaluation_id.hex)
        if challenge
        else button(OPEN_EVALUATION, words("buttons").open, duty.subject_id.hex)
    )
    return section(render("items_duty", facts), opens)


def _monitoring(work: UnitOfWork, now: datetime, activity: MonitoringActivity) -> Block:
    schedule = work.monitoring.schedule_of(activity)
    facts = {
        "reference": schedule.reference,
        "title": schedule.title,
        "counted": [each.title for each in measures_due(work, activity)],
        "contract": work.contracts.get(activity.contract_id).title,
        "planned_on": activity.planned_on,
        "is_past": is_missed(activity, calendar_of(work, activity.contract_id).local(now).date()),
    }
    opens = button(OPEN_MONITORING, words("buttons").open, activity.schedule_id.hex)
    return section(render("items_monitoring", facts), opens)


def _contract(work: UnitOfWork, person: Person, contract: Contract) -> Block:
    facts = {
        "title": contract.title,
        "reference": contract.reference,
        "service": contract.service,
        "leads": " or ".join(lead.name for lead in leads_of(work, contract.id)),
    }
    add = button(NEW_ACTION, words("buttons").add_action, f"contract:{contract.id.hex}")
    may_add = may_do(work, person, contract.id, Act.PROPOSE_ACTION)
    return section(render("items_contract", facts), add if may_add else None)
