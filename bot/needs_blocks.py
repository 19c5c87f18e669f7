"""How people are best written to and met, as shown to whoever is about to write to them or meet them."""

from collections.abc import Sequence
from uuid import UUID

from bot.blocks import Block, option, paragraphs, text_input, ticks_input
from bot.casework.needs import needs_of, with_needs
from bot.inbound import Form
from bot.templates import render, words
from domain.communication import Format, Needs
from domain.people import ROLES_OF_PARTY, Party
from storage.people import Person
from storage.unit_of_work import UnitOfWork

INTERPRETER, ADVOCATE = "interpreter", "advocate"
SHOWN = 8


def needs_blocks(work: UnitOfWork, people: Sequence[Person]) -> list[Block]:
    """Return a few lines for those of some people who need anything; nothing when nobody does."""
    found = with_needs(work, people)
    if not found:
        return []
    lines = [{"name": person.name, "needs": in_words(needs)} for person, needs in found[:SHOWN]]
    return paragraphs(render("person_needs", {"lines": lines}))


def needs_of_provider(work: UnitOfWork, contract_id: UUID | None) -> list[Block]:
    """Return the same for the provider's people in a contract, to whoever writes what the provider reads."""
    roles = ROLES_OF_PARTY[Party.PROVIDER]
    return needs_blocks(work, work.people.holding(roles, contract_id)) if contract_id else []


def in_words(needs: Needs) -> str:
    """Return somebody's needs in one line."""
    label = words("needs_form")
    said = [getattr(label, each.value) for each in needs.formats]
    said += [label.interpreter] if needs.interpreter else []
    said += [label.advocate] if needs.advocate else []
    return ", ".join([*said, needs.detail] if needs.detail else said)


def needs_fields(work: UnitOfWork, person: Person) -> list[Block]:
    """Return the fields that ask for somebody's needs, filled in with what is known."""
    label, needs = words("needs_form"), needs_of(work, person)
    options = [option(getattr(label, each.value), each) for each in Format]
    options += [option(label.interpreter, INTERPRETER), option(label.advocate, ADVOCATE)]
    chosen = {
        *needs.formats,
        *([INTERPRETER] if needs.interpreter else []),
        *([ADVOCATE] if needs.advocate else []),
    }
    return [
        ticks_input("needs", label.needs, options, initial=chosen),
        text_input(
            "detail", label.detail, optional=True, hint=label.detail_hint, initial=needs.detail, longest=300
        ),
    ]


def read_needs(answers: Form) -> Needs:
    """Read the fields."""
    ticked = answers.choices("needs")
    return Needs(
        tuple(each for each in Format if each.value in ticked),
        INTERPRETER in ticked,
        ADVOCATE in ticked,
        answers.text("detail").strip(),
    )
