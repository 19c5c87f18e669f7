"""What stands first in the window of a process: what comes next for its reader, with at most two buttons."""

from datetime import datetime

from bot.agreement_contents import what_is_asked
from bot.blocks import Block, buttons, paragraphs
from bot.casework.formal_steps import open_step
from bot.casework.improvement_next import WhatIsNext, what_is_next
from bot.casework.notices import calendar_of
from bot.casework.options import missing_of, standing_options
from bot.casework.reasons import board, to_ask
from bot.casework.reflections import asked_only_once
from bot.casework.way_forward import may_ask_way, silent_parties, time_left
from bot.improvement_next_buttons import buttons_of
from bot.templates import render
from domain.next_steps import ASKS_NOTHING, NextStep
from domain.options import letter
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

MOST_BUTTONS = 2
NAMED = 3
"""Things that a plan still lacks, said by name; the plan says them all."""


def next_part(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> list[Block]:
    """Return in a sentence or two what comes next for this reader, and below it at most two buttons."""
    found = what_is_next(work, person, improvement, now)
    said = render("improvement_next", _facts(work, person, improvement, found, now))
    offered = buttons_of(work, person, improvement, found)
    first = [*offered[:1]]
    if first and found.step not in ASKS_NOTHING:
        first = [first[0] | {"style": "primary"}]
    return [*paragraphs(said), *buttons(*first, *offered[1:MOST_BUTTONS])]


def _facts(
    work: UnitOfWork, person: Person, improvement: Improvement, found: WhatIsNext, now: datetime
) -> dict[str, object]:
    standing = found.standing
    due = found.item.due_for(found.step)
    sides = [
        each for each in board(work, person, improvement) if each.organisation.id != person.organisation_id
    ]
    silent = [side for side in sides if not side.reasons]
    today = calendar_of(work, improvement.contract_id).local(now).date()
    asked = silent_parties(work, found.agreement) if found.agreement else []
    late = [each.organisation_id for each in asked if time_left(work, each, now) is None]
    organisation = work.organisations.get(person.organisation_id).name if person.organisation_id else ""
    return {
        "step": found.step.value,
        "due_at": due.due_at if due else None,
        "is_late": due is not None and due.due_at < now,
        "others": [each for each in found.waited_for if each != organisation],
        "late": [work.organisations.get(each).name for each in late],
        "has_once": bool(asked_only_once(work, improvement)),
        "side": organisation,
        "leads": standing.leads,
        "lead": work.people.get(improvement.lead_id).name if improvement.lead_id else "",
        "state": improvement.state.value,
        "silent": [side.organisation.name for side in silent],
        "may_ask": bool(to_ask(work, improvement)),
        "gives_first": standing.may_give and not standing.has_given,
        "were_asked": any(side.was_asked for side in silent),
        "what": what_is_asked(work, found.agreement) if found.agreement else "",
        "refused_by": list(found.refused_by),
        "is_way_asked": standing.is_way_asked,
        "may_ask_again": standing.may_ask_again,
        "may_ask_way": found.agreement is not None and may_ask_way(work, found.agreement, now),
        "is_asked": standing.is_asked,
        "has_formal": open_step(work, improvement.id) is not None,
        "missing": [{"what": what.value, "name": name} for what, name in found.missing[:NAMED]],
        "gaps": _gaps(work, improvement) if found.step is NextStep.COMPLETE_OPTIONS else [],
        "more": max(len(found.missing) - NAMED, 0),
        "may_hold": found.may_hold,
        "day": found.day,
        "is_past": found.day is not None and found.day < today,
        "is_plan": bool(found.agreement and found.plan and found.agreement.subject_id == found.plan.id),
    }


def _gaps(work: UnitOfWork, improvement: Improvement) -> list[dict[str, object]]:
    """Return what each option does not say yet, for those that lack something."""
    found = [(letter(each.number), missing_of(work, each)) for each in standing_options(work, improvement)]
    return [{"letter": name, "missing": missing} for name, missing in found if missing]
