"""The form that proposes an action: what, who, by when, what will show it; read back into a new action."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from bot.blocks import Block, choice_input, day_input, form, option, paragraphs, text_input, ticks_input
from bot.casework.actions import COMMISSIONERS, Origin, require_may_propose
from bot.casework.improvement_access import improvement_for
from bot.casework.improvement_actions import has_room, takes_recommendations
from bot.casework.notices import calendar_of
from bot.casework.owners import possible_owners
from bot.inbound import Form
from bot.needs_blocks import needs_blocks
from bot.people_words import listed
from bot.required import required_day
from bot.templates import render, words
from domain.actions import LONGEST_TITLE, SUGGEST_AFTER, Basis, NewAction
from domain.calendar import suggested_due_on
from domain.errors import NotAllowed
from domain.people import Party
from storage.people import Person
from storage.unit_of_work import UnitOfWork

ACTION_FORM = "action_form"
KEEPS_SAFE, REQUIREMENT = "keeps_safe_now", "requirement"


def action_form(
    work: UnitOfWork,
    person: Person,
    contract_id: UUID,
    origin: Origin,
    now: datetime,
) -> Block:
    """Return the form. Raises NotYours for somebody who may not propose an action there.

    In a process that takes nothing else now, that it keeps people safe is ticked already.
    """
    party = require_may_propose(work, person, contract_id, origin, now)
    concern_id, improvement_id = origin.concern_id, origin.improvement_id
    label = words("action_form")
    improvement = improvement_for(work, person, improvement_id) if improvement_id else None
    is_for_safety = improvement is not None and not (
        has_room(work, improvement) or takes_recommendations(improvement)
    )
    concern = improvement.reference if improvement else ""
    if concern_id:
        concern = work.concerns.get(concern_id).reference
    calendar = calendar_of(work, contract_id)
    today = calendar.local(now).date()
    suggested = suggested_due_on(today, calendar, SUGGEST_AFTER)
    about = {"contract": contract_id.hex} | ({"concern": concern_id.hex} if concern_id else {})
    about |= {"improvement": improvement_id.hex} if improvement_id else {}
    facts = {"contract": work.contracts.get(contract_id).title, "concern": concern}
    blocks = [
        *paragraphs(render("action_form_top", facts)),
        *needs_blocks(work, [each for each, _ in possible_owners(work, contract_id)]),
        text_input("title", label.what, hint=label.what_hint, longest=LONGEST_TITLE),
        _owner_choice(work, person, party, contract_id),
        day_input(
            "due_on",
            label.due_on,
            initial=today if is_for_safety else suggested,
            hint=render("action_due_hint", {"day": suggested}),
        ),
        text_input("shown_by", label.shown_by, hint=label.shown_by_hint, lines=True),
        *_kind_fields(party, [KEEPS_SAFE] if is_for_safety else []),
    ]
    return form(ACTION_FORM, label.title, blocks, submit=label.submit, about=about)


def _owner_choice(work: UnitOfWork, person: Person, party: Party, contract_id: UUID) -> Block:
    """Ask for the owner; people of the other sides mostly speak of what they will do themselves."""
    owners = [option(listed(owner, side), owner.id.hex) for owner, side in possible_owners(work, contract_id)]
    if not owners:
        raise NotAllowed(words("refusals").nobody_in_contract)
    initial = "" if party is Party.OWN else person.id.hex
    return choice_input("owner", words("action_form").owner, owners, initial=initial)


def _kind_fields(party: Party, initial: Collection[str]) -> list[Block]:
    """Ask for what changes how an action is chased; only commissioners can require something."""
    label = words("action_form")
    safe = option(label.keeps_safe_now, KEEPS_SAFE)
    if party not in COMMISSIONERS:
        return [ticks_input("kind", label.kind, [safe], initial=initial)]
    required = option(label.requirement, REQUIREMENT)
    return [
        ticks_input("kind", label.kind, [safe, required], hint=label.kind_hint, initial=initial),
        text_input("clause", label.clause, hint=label.clause_hint, optional=True, longest=300),
    ]


def new_action(answers: Form) -> NewAction:
    """Read the form. Raises NotAllowed, beside its field, for what is missing."""
    ticked = answers.choices("kind")
    return NewAction(
        title=answers.text("title"),
        basis=Basis.REQUIREMENT if REQUIREMENT in ticked else Basis.RECOMMENDATION,
        due_on=required_day(answers, "due_on"),
        shown_by=answers.text("shown_by"),
        clause=answers.text("clause"),
        keeps_safe_now=KEEPS_SAFE in ticked,
    )
