"""The story of taking a copy of the record away: `/contract export`, the form, and a link that works once."""

from collections.abc import Sequence
from uuid import UUID

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import Block, choice_input, day_input, form, option, paragraphs, people_input, text_input
from bot.buttons import EXPORT_RECORD
from bot.casework import exports
from bot.casework.access import is_own
from bot.casework.meeting import meet_staff
from bot.contract_choice import contract_options
from bot.export_link import address
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.look_ups import people_picked
from bot.required import required_kind
from bot.services import Services
from bot.templates import Markup, render, words
from bot.turn import Turn, record_id
from domain.errors import NotYours
from domain.exports import LONGEST_REASON, ExportKind
from storage.contracts import Contract
from storage.people import Person

FORM = "export_form"
MOST_CHOICES = 100


def command(turn: Turn[Command]) -> Answer:
    """`/contract export`: of the channel's contract, or of one that is chosen on the form."""
    linked = [contract.id for contract in turn.work.contracts.linked_to(turn.inbound.channel)]
    return _form(turn, linked[0] if len(linked) == 1 else None)


def from_record(turn: Turn[Press]) -> Answer:
    """*Copy of the record*, beside a contract."""
    contract_id = record_id(turn.inbound.value)
    exports.require_may_have(turn.work, turn.person, contract_id, ExportKind.CONTRACT)
    return _form(turn, contract_id)


def _form(turn: Turn[Command] | Turn[Press], about: UUID | None) -> Answer:
    found = exports.contracts_to_have(turn.work, turn.person)
    label = words("export_form")
    if not found:
        raise NotYours(label.nothing)
    if not turn.services.settings.public_url:
        return OpenForm(_without_page(turn, found[0] if about is None else _chosen(found, about)))
    known = {contract.id for contract in found}
    initial = about.hex if about in known and about else found[0].id.hex if len(found) == 1 else ""
    choices = contract_options(found[:MOST_CHOICES])
    blocks = [
        *paragraphs(render("export_top", {})),
        choice_input("contract", label.contract, choices, initial=initial),
        *(_restricted_fields() if exports.may_have_restricted(turn.work, turn.person) else []),
        text_input("reason", label.reason, hint=label.reason_hint, lines=True, longest=LONGEST_REASON),
        day_input("first_on", label.first_on, optional=True, hint=label.period_hint),
        day_input("last_on", label.last_on, optional=True, hint=label.period_hint),
    ]
    return OpenForm(form(FORM, label.title, blocks, submit=label.submit))


def _chosen(found: Sequence[Contract], about: UUID) -> Contract:
    return next((contract for contract in found if contract.id == about), found[0])


def _restricted_fields() -> list[Block]:
    label = words("export_form")
    kinds = [
        option(label.contract_kind, ExportKind.CONTRACT),
        option(label.safeguarding_kind, ExportKind.SAFEGUARDING),
    ]
    return [
        choice_input(
            "kind", label.kind, kinds, kind="radio_buttons", hint=label.kind_hint, initial=ExportKind.CONTRACT
        ),
        people_input("readers", label.readers, several=True, optional=True, hint=label.readers_hint),
    ]


def submit(turn: Turn[Submission]) -> Answer:
    """Keep that a copy is wanted, and show the link to whoever asked and nobody else."""
    answers = turn.inbound.form
    kind = ExportKind.CONTRACT
    if answers.choice("kind"):
        kind = required_kind(ExportKind, answers, "kind", words("common").choose_one)
    is_restricted = kind is ExportKind.SAFEGUARDING
    asked = exports.Asked(
        contract_id=record_id(answers.choice("contract")),
        kind=kind,
        reason=answers.text("reason"),
        first_on=answers.day("first_on"),
        last_on=answers.day("last_on"),
        readers=tuple(reader.id for reader in _readers(turn)) if is_restricted else (),
    )
    export, token = exports.ask_for_copy(turn.work, turn.person, asked, turn.now)
    contract = turn.work.contracts.get(export.contract_id)
    label = words("export_form")
    facts = {
        "link": Markup(f"<{address(turn.services.settings, token)}|{label.open_link}>"),
        "until": export.expires_at,
        "contract": contract.title,
        "command": "",
        "is_own": is_own(turn.work, turn.person),
    }
    return ShowInstead(form("read_only", label.link_title, paragraphs(render("export_link", facts))))


def _readers(turn: Turn[Submission]) -> list[Person]:
    members = turn.found.members
    return [
        meet_staff(turn.work, members.get(user), "readers") for user in turn.inbound.form.people("readers")
    ]


def _without_page(turn: Turn[Command] | Turn[Press], contract: Contract) -> Block:
    facts = {
        "link": "",
        "until": turn.now,
        "contract": contract.title,
        "command": f'python -m bot export contract "{contract.reference}" --for "…" --out copy.zip',
        "is_own": is_own(turn.work, turn.person),
    }
    return form("read_only", words("export_form").link_title, paragraphs(render("export_link", facts)))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", command, word="export")
    listeners.press(EXPORT_RECORD, from_record, writes=False)
    listeners.submission(FORM, submit, look_up=people_picked("readers"), goes_on=True)
