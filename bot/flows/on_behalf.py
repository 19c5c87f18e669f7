"""The story of recording for somebody who said it outside Slack: one form, then their own items (practice.md 2.2)."""

from collections.abc import Sequence
from uuid import UUID

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import Block, choice_input, day_input, form, option, paragraphs, text_input, ticks_input
from bot.buttons import RECORD_FOR
from bot.casework.contracts import contracts_in_reach
from bot.casework.notices import calendar_of
from bot.casework.statements import NewStatement, begin_statement, people_to_record_for
from bot.contract_choice import of_channel
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.on_behalf_blocks import items_window
from bot.passing_on import RECORD_ANSWER
from bot.required import required_choice, required_day, required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotAllowed, NotYours
from domain.people import Act
from domain.statements import SaidBy
from storage.contracts import Contract
from storage.people import Person

FORM = "on_behalf_form"
ASKED = "asked"


def command(turn: Turn[Command]) -> Answer:
    """`/contract for`: of the channel's contract where it has one, else of all in which somebody may record."""
    return OpenForm(_form(turn, of_channel(turn.work, turn.inbound.channel, _contracts(turn))))


def pressed(turn: Turn[Press]) -> Answer:
    """*Record for somebody*, beside a contract or an action: of that contract."""
    contract_id = record_id(turn.inbound.value)
    return OpenForm(_form(turn, [each for each in _contracts(turn) if each.id == contract_id]))


def answered(turn: Turn[Press]) -> Answer:
    """*Record their answer*, below what was to be passed on: of that contract, with whom it was for filled in."""
    contract_id, _, person_id = turn.inbound.value.partition(":")
    found = [each for each in _contracts(turn) if each.id == record_id(contract_id)]
    return OpenForm(_form(turn, found, turn.inbound.value if person_id else ""))


def _contracts(turn: Turn[Command] | Turn[Press]) -> Sequence[Contract]:
    return contracts_in_reach(turn.work, turn.person, Act.RECORD_FOR)


def _form(turn: Turn[Command] | Turn[Press], contracts: Sequence[Contract], chosen: str = "") -> Block:
    if not contracts:
        raise NotYours(
            "What somebody said is recorded by the contract's lead, quality officer or senior contact. "
            "Please ask one of them."
        )
    label = words("on_behalf_form")
    found = people_to_record_for(turn.work, turn.person, contracts)
    if not found:
        raise NotAllowed(
            "Nobody takes part in this contract yet for whom you could record. Add them with /contract add."
        )
    people = [_person_option(turn, *each, is_only=len(contracts) == 1) for each in found]
    means = [option(getattr(label, each.value), each.value) for each in SaidBy]
    today = calendar_of(turn.work, contracts[0].id).local(turn.now).date()
    return form(
        FORM,
        label.title,
        [
            *paragraphs(render("on_behalf_top", {})),
            choice_input("person", label.person, people, initial=chosen),
            choice_input("said_by", label.said_by, means),
            day_input("said_on", label.said_on, initial=today),
            text_input("evidence", label.evidence, hint=label.evidence_hint, longest=300),
            ticks_input("asked", label.asked, [option(label.asked_tick, ASKED)]),
        ],
        submit=label.submit,
    )


def _person_option(
    turn: Turn[Command] | Turn[Press], contract: Contract, person: Person, *, is_only: bool
) -> Block:
    """Name a person with their side, and with the contract where there are several."""
    assert person.organisation_id is not None
    side = turn.work.organisations.get(person.organisation_id).name
    about = "" if is_only else f" ({contract.reference})"
    return option(f"{person.name}, {side}{about}", f"{contract.id.hex}:{person.id.hex}")


def begin(turn: Turn[Submission]) -> Answer:
    """Keep who said something, how and when; their own items take the form's place, to be answered for them."""
    answers = turn.inbound.form
    contract, _, person = required_choice(answers, "person").partition(":")
    new = NewStatement(
        person_id=record_id(person),
        said_by=required_kind(SaidBy, answers, "said_by"),
        said_on=required_day(answers, "said_on"),
        evidence=answers.text("evidence"),
        has_asked=ASKED in answers.choices("asked"),
    )
    contract_id: UUID = record_id(contract)
    statement = begin_statement(turn.work, turn.person, contract_id, new, turn.now)
    return ShowInstead(items_window(turn.work, statement, turn.now))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", command, word="for")
    listeners.press(RECORD_FOR, pressed, writes=False)
    listeners.press(RECORD_ANSWER, answered, writes=False)
    listeners.submission(FORM, begin, goes_on=True)
