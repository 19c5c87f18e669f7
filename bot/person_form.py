"""The form that adds a person to a contract: empty, or filled in with somebody who has asked for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import Block, choice_input, form, grouped_choice_input, option, people_input, text_input
from bot.contract_choice import contract_options
from bot.templates import words
from domain.people import ROLES_OF_PARTY, Role
from storage.contracts import Contract

FORM = "person_form"


@dataclass(frozen=True)
class Suggested:
    """What the form begins with: the contract's id, who it is, the organisation of their Slack, a role."""

    contract: str = ""
    user_id: str = ""
    organisation: str = ""
    role: Role | None = None


def person_form(contracts: Sequence[Contract], suggested: Suggested) -> Block:
    """Return the form; the role says which side somebody is on."""
    label, roles = words("person_form"), words("roles")
    options = contract_options(contracts)
    options.sort(key=lambda each: each["value"] != suggested.contract)
    groups = {
        getattr(roles, party.value): [option(getattr(roles, role.value), role) for role in listed]
        for party, listed in ROLES_OF_PARTY.items()
    }
    only = options[0]["value"] if len(options) == 1 else ""
    chosen_user = [suggested.user_id] if suggested.user_id else []
    blocks = [
        choice_input("contract", label.contract, options, initial=suggested.contract or only),
        people_input("who", label.who, optional=True, initial=chosen_user),
        text_input("name", label.name, optional=True, longest=200),
        text_input("email", label.email, optional=True, longest=200),
        text_input(
            "organisation",
            label.organisation,
            optional=True,
            hint=label.organisation_hint,
            initial=suggested.organisation,
            longest=200,
        ),
        grouped_choice_input("role", label.role, groups, initial=suggested.role or ""),
        text_input("because", label.because, hint=label.because_hint, optional=True, longest=300),
    ]
    return form(FORM, label.title, blocks, submit=label.submit)
