"""The story of the hub: the message with buttons in every channel of a contract, being added, and asking for help."""

from collections.abc import Sequence
from datetime import datetime

from bot.answers import Answer, OpenForm
from bot.blocks import button, buttons, form, paragraphs
from bot.buttons import (
    ASK_FOR_HELP,
    REACH_SOMEBODY,
    hub_buttons,
    join_buttons,
    report_buttons,
    support_buttons,
)
from bot.casework.access import is_own, may_do
from bot.casework.audiences import leads_of
from bot.casework.support import may_ask
from bot.contract_choice import contracts_for
from bot.inbound import Press
from bot.listeners import Listeners
from bot.messages import Message
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn
from domain.notices import NoticeKind
from domain.people import Act
from storage.contracts import Contract
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

CONTRACTS_SHOWN = 5


def ask_for_help(turn: Turn[Press]) -> Answer:
    """*Ask for help*: what can be done here, the numbers to ring, and whom to ask. Refused to nobody."""
    is_known = turn.met is not None and turn.met.organisation_id is not None and turn.met.is_active
    may_ask_support = may_ask(turn.work, turn.met, turn.inbound.actor)
    facts = {
        **vars(turn.services.emergency),
        "is_known": is_known,
        "is_own": turn.met is not None and is_own(turn.work, turn.met),
        "may_ask_support": may_ask_support,
        "contracts": [
            {"title": contract.title, "leads": _leads(turn.work, contract)} for contract in _theirs(turn)
        ],
    }
    below = hub_buttons() if is_known else [*report_buttons(), *join_buttons(turn.inbound.channel)]
    below = [*support_buttons(), *below] if may_ask_support else below
    if is_known and turn.met is not None:
        reach = button(REACH_SOMEBODY, words("needs_form").mine, turn.met.id.hex)
        below = [*below, *buttons(reach)]
    return OpenForm(form("read_only", words("help_form").title, [*paragraphs(render("help", facts)), *below]))


def _theirs(turn: Turn[Press]) -> Sequence[Contract]:
    """The contracts that somebody takes part in, that of the channel first; none of anybody else's."""
    if turn.met is None:
        return []
    found = contracts_for(turn.work, turn.met, turn.inbound.channel)
    return [each for each in found if may_do(turn.work, turn.met, each.id, Act.READ_CONTRACT)][
        :CONTRACTS_SHOWN
    ]


def _leads(work: UnitOfWork, contract: Contract) -> str:
    return " or ".join(lead.name for lead in leads_of(work, contract.id))


def _say_hub(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    contract = work.contracts.get(notice.subject_id)
    text = render("hub", {"contract": contract.title, "leads": _leads(work, contract)})
    return Message(text, [*paragraphs(text), *hub_buttons()])


def _say_added(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    assert notice.contract_id is not None
    added, contract = work.people.get(notice.subject_id), work.contracts.get(notice.contract_id)
    facts = {
        "contract": contract.title,
        "role": getattr(words("roles"), notice.facts["role"]),
        "is_own": is_own(work, added),
        "lead": "" if added in leads_of(work, contract.id) else _leads(work, contract),
    }
    text = render("person_added", facts)
    return Message(text, [*paragraphs(text), *hub_buttons()])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(ASK_FOR_HELP, ask_for_help, writes=False)
    services.messages.add(NoticeKind.HUB, _say_hub)
    services.messages.add(NoticeKind.PERSON_ADDED, _say_added)
