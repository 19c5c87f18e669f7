"""Which contract is meant: said by the channel where it can be, else asked; the one form and field that ask it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import Block, choice_input, form, option
from bot.inbound import Command, Submission
from bot.required import required_choice
from bot.templates import words
from bot.turn import Turn, record_id
from storage.contracts import Contract
from storage.people import Person
from storage.unit_of_work import UnitOfWork

NO_CONTRACT = "none"
Draw = Callable[[UUID], Block]


def contract_options(contracts: Iterable[Contract]) -> list[Block]:
    """Return contracts as the choices of a list, each by its title and its reference."""
    return [option(f"{each.title} ({each.reference})", each.id.hex) for each in contracts]


def of_channel(work: UnitOfWork, channel: str, contracts: Sequence[Contract]) -> Sequence[Contract]:
    """Return those of the contracts that the channel is for; where it says none of them, all."""
    linked = {each.id for each in work.contracts.linked_to(channel)} if channel else set()
    return [each for each in contracts if each.id in linked] or contracts


def contract_question(
    callback_id: str, contracts: Sequence[Contract], about: Mapping[str, str] | None = None
) -> Block:
    """Return the form that asks which contract, where the channel does not say it."""
    label = words("common")
    field = choice_input("contract", label.contract, contract_options(contracts))
    return form(callback_id, label.which_contract, [field], submit=label.next, about=about)


def open_for_contract(
    turn: Turn[Command], contracts: Sequence[Contract], callback_id: str, draw: Draw
) -> Answer:
    """Open what is drawn for the contract of the channel; where that does not say which, ask first."""
    found = of_channel(turn.work, turn.inbound.channel, contracts)
    if len(found) == 1:
        return OpenForm(draw(found[0].id))
    return OpenForm(contract_question(callback_id, found))


def show_for_contract(turn: Turn[Submission], draw: Draw) -> Answer:
    """The contract is chosen: what is drawn for it takes the question's place."""
    return ShowInstead(draw(record_id(required_choice(turn.inbound.form, "contract"))))


def contracts_for(work: UnitOfWork, person: Person | None, channel: str) -> Sequence[Contract]:
    """Return the contracts somebody may speak about: those of the channel first, then their own."""
    linked = list(work.contracts.linked_to(channel)) if channel else []
    mine = list(work.contracts.of_person(person.id)) if person else []
    if person is not None:
        known = {contract.id for contract in mine}
        linked = [contract for contract in linked if contract.id in known] or (
            linked if len(linked) == 1 else []
        )
    return [*linked, *(contract for contract in mine if contract.id not in {each.id for each in linked})]


def contract_choice(
    work: UnitOfWork, person: Person | None, channel: str, about: UUID | None = None
) -> Block:
    """Return the field that asks for the contract, filled in where the channel has exactly one or a finding names it.

    Anywhere else a guess would file the concern wrongly: the form asks, and danger need not wait for the answer.
    Somebody we do not know sees no contract's title: only that it is about this channel's.
    """
    label = words("common")
    is_known = person is not None and person.organisation_id is not None
    here = work.contracts.linked_to(channel) if channel else []
    only = here[0].id.hex if len(here) == 1 else ""
    found = contracts_for(work, person, channel) if is_known else here if only else []
    options = contract_options(found)
    if not is_known:
        options = [option(label.this_channels_contract, each.id.hex) for each in found]
    options.append(option(label.no_contract, NO_CONTRACT))
    if about is not None and about in {each.id for each in found}:
        only = about.hex
    initial = only if found else NO_CONTRACT
    return choice_input("contract", label.contract, options, optional=not initial, initial=initial)


def chosen_contract(work: UnitOfWork, value: str) -> UUID | None:
    """Read the contract chosen; None for *not about one contract*.

    A choice that means no contract of ours, such as one from an old form, never stands in the way of reporting.
    """
    if value in {"", NO_CONTRACT}:
        return None
    return next((each.id for each in work.contracts.all() if each.id.hex == value), None)
