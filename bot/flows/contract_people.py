"""The story of who takes part: listed with side, role and since when; a role ended, somebody back, how to reach."""

from uuid import UUID

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    button,
    buttons,
    divider,
    form,
    option,
    paragraphs,
    section,
    text_input,
    ticks_input,
    typed,
)
from bot.buttons import REACH_SOMEBODY
from bot.casework import roles_ended
from bot.casework.contracts import contracts_in_reach
from bot.casework.handing_on import items_left
from bot.casework.leavers import say_is_back
from bot.casework.needs import needs_of, require_may_set_needs, set_needs
from bot.contract_choice import open_for_contract, show_for_contract
from bot.inbound import Command, Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.needs_blocks import in_words, needs_fields, read_needs
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotAllowed, NotYours
from domain.people import Act, Role
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CHOOSE_FORM, END_FORM, NEEDS_FORM = "contract_people_form", "role_end_form", "person_needs_form"
END_ROLE, IS_BACK, ROLE_CHANGES = "role_end", "person_is_back", "role_changes"
SHOWN = 30
MOST_BLOCKS = 100


def command(turn: Turn[Command]) -> Answer:
    """`/contract people`: everybody who takes part in the contract of this channel; elsewhere it is asked which."""
    may_all = contracts_in_reach(turn.work, turn.person, Act.ADD_PERSON)
    reach = {
        each.id: each for each in [*may_all, *contracts_in_reach(turn.work, turn.person, Act.READ_CONTRACT)]
    }
    if not reach:
        raise NotYours(words("refusals").no_contract_yet)
    found = list(reach.values())
    return open_for_contract(turn, found, CHOOSE_FORM, lambda each: _window(turn.work, turn.person, each))


def chosen(turn: Turn[Submission]) -> Answer:
    """The contract is chosen: its people take the question's place."""
    return show_for_contract(turn, lambda each: _window(turn.work, turn.person, each))


def _window(work: UnitOfWork, person: Person, contract_id: UUID) -> Block:
    taking_part = roles_ended.who_takes_part(work, person, contract_id)
    may_end = roles_ended.may_end_roles(work, person, contract_id)
    top = {"contract": work.contracts.get(contract_id).title, "more": max(len(taking_part) - SHOWN, 0)}
    blocks = paragraphs(render("contract_people_top", top))
    changed = button(ROLE_CHANGES, words("contract_people").changes, contract_id.hex) if may_end else None
    blocks += buttons(changed)
    for each in taking_part[:SHOWN]:
        facts = {
            "name": each.person.name,
            "is_in_slack": bool(each.person.user_id),
            "side": getattr(words("roles"), each.party.value) if each.party else "",
            "organisation": each.organisation,
            "roles": [
                {"role": getattr(words("roles"), role.value), "since_on": since} for role, since in each.roles
            ],
            "is_gone": not each.person.is_active,
            "needs": in_words(needs_of(work, each.person)),
        }
        blocks += [divider(), section(render("contract_people_line", facts))]
        blocks += _row(each, contract_id, is_self=each.person.id == person.id, may_end=may_end)
    return form("read_only", words("contract_people").title, blocks)


def _row(each: roles_ended.TakingPart, contract_id: UUID, *, is_self: bool, may_end: bool) -> list[Block]:
    label, needs = words("contract_people"), words("needs_form")
    value = f"{each.person.id.hex}:{contract_id.hex}"
    end_one = button(END_ROLE, label.end, value) if may_end else None
    back = button(IS_BACK, label.back, value) if may_end and not each.person.is_active else None
    reach = needs.mine if is_self else needs.open
    may_reach = is_self or may_end
    return buttons(end_one, back, button(REACH_SOMEBODY, reach, each.person.id.hex) if may_reach else None)


def end_form(turn: Turn[Press]) -> Answer:
    """*End role*: which of them and why; says first what they still have to do."""
    person_id, contract_id = _read(turn.inbound.value)
    person, found = roles_ended.roles_to_end(turn.work, turn.person, contract_id, person_id)
    label, names = words("contract_people"), words("roles")
    facts = {
        "name": person.name,
        "contract": turn.work.contracts.get(contract_id).title,
        "count": len(items_left(turn.work, person, contract_id)),
    }
    only = [held.role.value for held in found] if len(found) == 1 else []
    options = [option(getattr(names, held.role.value), held.role.value) for held in found]
    fields = [
        *paragraphs(render("role_end_top", facts)),
        ticks_input("roles", label.which, options, optional=False, initial=only),
        text_input("reason", label.because, hint=label.because_hint, lines=True),
    ]
    about = {"value": turn.inbound.value}
    return OpenForm(form(END_FORM, label.end_title, fields, submit=label.end_submit, about=about))


def end(turn: Turn[Submission]) -> Answer:
    """End the roles chosen."""
    person_id, contract_id = _read(turn.inbound.about()["value"])
    roles_ended.roles_to_end(turn.work, turn.person, contract_id, person_id)
    answers = turn.inbound.form
    roles = {Role(each) for each in answers.choices("roles") if each in set(Role)}
    if not roles:
        raise NotAllowed(words("common").choose_one, "roles")
    roles_ended.end_roles(
        turn.work, turn.person, contract_id, person_id, roles, answers.text("reason"), turn.now
    )
    return kept_here(turn, "role_ended")


def _read(value: str) -> tuple[UUID, UUID]:
    person, _, contract = value.partition(":")
    return record_id(person), record_id(contract)


def changes(turn: Turn[Press]) -> Answer:
    """*Changes of roles*: who was given which role or lost it, by whom, when and why."""
    found = roles_ended.role_changes(turn.work, turn.person, record_id(turn.inbound.value))
    blocks = paragraphs(render("role_changes_top", {"count": len(found)}))
    for each in found:
        facts = {
            "name": each.person.name,
            "role": getattr(words("roles"), each.role.value),
            "is_given": each.is_given,
            "by_whom": each.by.name if each.by else "",
            "on": each.on,
        }
        blocks += [section(render("role_changes_line", facts)), *typed(each.because)]
    return OpenForm(form("read_only", words("contract_people").changes, blocks[:MOST_BLOCKS]))


def is_back(turn: Turn[Press]) -> Answer:
    """*Back again*: somebody who had left takes part again with the roles they had."""
    person, _, contract = turn.inbound.value.partition(":")
    contract_id = record_id(contract)
    say_is_back(turn.work, turn.person, record_id(person), contract_id, turn.now)
    return ShowInstead(_window(turn.work, turn.person, contract_id))


def needs_form(turn: Turn[Press]) -> Answer:
    """*How to reach them*, or me."""
    person = require_may_set_needs(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("needs_form")
    fields = needs_fields(turn.work, person)
    return OpenForm(
        form(NEEDS_FORM, label.title, fields, submit=label.submit, about={"person": person.id.hex})
    )


def keep_needs(turn: Turn[Submission]) -> Answer:
    """Keep how somebody is best written to and met."""
    person_id = record_id(turn.inbound.about()["person"])
    set_needs(turn.work, turn.person, person_id, read_needs(turn.inbound.form), turn.now)
    return kept_here(turn, "needs_kept")


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", command, word="people")
    listeners.submission(CHOOSE_FORM, chosen, once=False)
    listeners.press(END_ROLE, end_form, writes=False)
    listeners.submission(END_FORM, end)
    listeners.press(ROLE_CHANGES, changes, writes=False)
    listeners.press(IS_BACK, is_back)
    listeners.press(REACH_SOMEBODY, needs_form, writes=False)
    listeners.submission(NEEDS_FORM, keep_needs)
