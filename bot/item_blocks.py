"""What is somebody's, drawn as lines with a button each: for the window *My open items* and for the home tab."""

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Block, button, context, header, section
from bot.buttons import (
    NEW_ACTION,
    OPEN_MONITORING,
    OPEN_SAFEGUARDING,
    open_action_button,
    open_concern_button,
)
from bot.casework.access import may_do
from bot.casework.action_facts import facts_of as facts_of_action
from bot.casework.audiences import leads_of
from bot.casework.concern_facts import facts_for
from bot.casework.items import Items, has_come, waits_for_others
from bot.casework.monitoring_facts import facts_of_activity as facts_of_monitoring
from bot.templates import render, words
from domain.people import Act
from storage.actions import Action
from storage.concerns import Concern
from storage.contracts import Contract
from storage.monitoring import MonitoringActivity
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

SHOWN = 8
"""Lines shown under each heading: nine headings of them stay within Slack's hundred blocks. The rest is counted."""


def count_for(work: UnitOfWork, items: Items, now: datetime) -> int:
    """Return how many things wait for this person."""
    to_do = [action for action in items.my_actions if not waits_for_others(work, action)]
    to_look_at = [each for each in items.monitoring if has_come(work, each, now)]
    return len(items.risks) + len(items.concerns) + len(to_do) + len(items.to_check) + len(to_look_at)


def item_blocks(
    work: UnitOfWork, person: Person, items: Items, now: datetime, *, on_a_standing_screen: bool = False
) -> list[Block]:
    """Return every list that has something in it, most urgent first, each under its heading.

    On a screen that stays open, such as the home tab, risks that somebody reported are left out: whoever walks
    past must not learn of them.
    """
    label = words("items_form")
    reported_risks = () if on_a_standing_screen else items.reported_risks
    reported = [_risk(work, person, each) for each in reported_risks]
    reported += [_concern(work, person, each) for each in items.reported]
    return [
        *_under(label.risks, [_risk(work, person, each) for each in items.risks]),
        *_under(label.concerns, [_concern(work, person, each) for each in items.concerns]),
        *action_blocks(work, items, now, says_what_was_typed=not on_a_standing_screen),
        *_under(label.monitoring, [_monitoring(work, each, now) for each in items.monitoring]),
        *_under(label.reported, reported),
        *_under(label.contracts, [_contract(work, person, each) for each in items.contracts]),
    ]


def action_blocks(work: UnitOfWork, items: Items, now: datetime, *, says_what_was_typed: bool) -> list[Block]:
    """Return the lists of actions, each under its heading.

    A window may say what is to be done in the words typed for it. Anything else says only what its owner has agreed.
    """
    label = words("items_form")
    waiting = [action for action in items.my_actions if waits_for_others(work, action)]
    to_do = [action for action in items.my_actions if not waits_for_others(work, action)]
    blocks: list[Block] = []
    for part, actions in (
        ("mine", to_do),
        ("to_check", items.to_check),
        ("waiting", waiting),
        ("others_late", items.others_late),
    ):
        lines = [_action(work, each, part, now, says_what_was_typed) for each in actions]
        blocks += _under(getattr(label, part), lines)
    return blocks


def _under(heading: str, lines: Sequence[Block]) -> list[Block]:
    if not lines:
        return []
    more = [context(render("items_more", {"count": len(lines) - SHOWN}))] if len(lines) > SHOWN else []
    return [header(heading), *lines[:SHOWN], *more]


def _risk(work: UnitOfWork, person: Person, concern: SafeguardingConcern) -> Block:
    lead = work.people.get(concern.lead_id) if concern.lead_id else None
    facts = {
        "reference": concern.reference,
        "raised_at": concern.raised_at,
        "lead": lead.name if lead else "",
        "is_mine": lead is not None and lead.id == person.id,
    }
    opens = button(OPEN_SAFEGUARDING, words("buttons").open, concern.id.hex)
    return section(render("items_risk", facts), opens)


def _concern(work: UnitOfWork, person: Person, concern: Concern) -> Block:
    return section(
        render("concern_mine_line", facts_for(work, concern, person)), open_concern_button(concern.id)
    )


def _action(work: UnitOfWork, action: Action, part: str, now: datetime, says_what_was_typed: bool) -> Block:
    """Say whom it waits for by the organisation, without naming anybody."""
    facts = {"part": part, **facts_of_action(work, action, now)}
    if says_what_was_typed:
        facts["title"] = action.title
    return section(render("items_action", facts), open_action_button(action.id))


def _monitoring(work: UnitOfWork, activity: MonitoringActivity, now: datetime) -> Block:
    facts = facts_of_monitoring(work, activity, now)
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
