"""The story of agreeing an action: `/action`, the form, its owner's confirmation, and the word to the channel."""

from datetime import datetime

from bot.action_blocks import CONFIRM, message_about, show_again
from bot.action_form import ACTION_FORM, action_form, new_action
from bot.answers import Answer, Note, OpenForm
from bot.blocks import paragraphs
from bot.buttons import NEW_ACTION, OPEN_ACTION
from bot.casework import actions
from bot.casework.actions import Origin
from bot.casework.concern_access import find_concern
from bot.casework.contracts import contracts_in_reach
from bot.casework.improvement_access import improvement_for
from bot.casework.items import items_of
from bot.contract_choice import Draw, open_for_contract, show_for_contract
from bot.inbound import Command, Press, Submission
from bot.item_blocks import action_blocks
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.messages import Message
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.actions import ActionState
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Act
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

CHOOSE_FORM = "action_contract_form"
OF_CONTRACT, OF_IMPROVEMENT = "contract:", "improvement:"


def command(turn: Turn[Command]) -> Answer:
    """`/action` lists; `new` opens the form; anything else says how it is used."""
    match turn.inbound.text.lower():
        case "":
            return _list(turn)
        case "new":
            return _new(turn)
        case _:
            return Note(render("action_usage", {}))


def _list(turn: Turn[Command]) -> Note:
    """The actions of *My open items*, by the same rules, and with no word that is typed and not agreed."""
    items = items_of(turn.work, turn.person, turn.now)
    lines = action_blocks(turn.work, items, says_what_was_typed=False)
    top = render("action_list", {"has_any": bool(lines)})
    return Note(top, [*paragraphs(top), *lines])


def _new(turn: Turn[Command]) -> Answer:
    """Open the form for the contract of the channel; where that does not say which, ask first."""
    mine = contracts_in_reach(turn.work, turn.person, Act.PROPOSE_ACTION)
    if not mine:
        raise NotAllowed(words("refusals").no_contract_yet)
    return open_for_contract(turn, mine, CHOOSE_FORM, _draw(turn))


def _draw(turn: Turn[Command | Submission]) -> Draw:
    return lambda contract_id: action_form(turn.work, turn.person, contract_id, Origin(), turn.now)


def contract_chosen(turn: Turn[Submission]) -> Answer:
    """The contract is chosen: the form itself takes the question's place."""
    return show_for_contract(turn, _draw(turn))


def from_record(turn: Turn[Press]) -> Answer:
    """*Agree an action*, from a concern's window or from somebody's open items."""
    value = turn.inbound.value
    if value.startswith(OF_CONTRACT):
        contract_id = record_id(value.removeprefix(OF_CONTRACT))
        return OpenForm(action_form(turn.work, turn.person, contract_id, Origin(), turn.now))
    if value.startswith(OF_IMPROVEMENT):
        found = improvement_for(turn.work, turn.person, record_id(value.removeprefix(OF_IMPROVEMENT)))
        return OpenForm(
            action_form(turn.work, turn.person, found.contract_id, Origin(improvement_id=found.id), turn.now)
        )
    concern = find_concern(turn.work, record_id(value))
    if concern.contract_id is None:
        raise NotAllowed(words("refusals").concern_without_contract)
    return OpenForm(action_form(turn.work, turn.person, concern.contract_id, Origin(concern.id), turn.now))


def propose(turn: Turn[Submission]) -> Answer:
    """Keep the action; the same form sent again is the same action."""
    about, answers = turn.inbound.about(), turn.inbound.form
    origin = Origin(
        record_id(about["concern"]) if "concern" in about else None,
        record_id(about["improvement"]) if "improvement" in about else None,
    )
    action = actions.propose_action(
        turn.work,
        turn.person,
        new_action(answers),
        record_id(about["contract"]),
        record_id(answers.choice("owner")),
        origin,
        turn.now,
        turn.services.choose,
    )
    if action.state is not ActionState.PROPOSED:
        return kept_here(turn, "action_agreed", (OPEN_ACTION, action.id))
    answered = (action.id, DeadlineKind.ACTION_CONFIRM)
    return kept_here(turn, "action_proposed", (OPEN_ACTION, action.id), due=answered)


def confirm(turn: Turn[Press]) -> Answer:
    """*I will do this*: the owner confirms, and the message or the window shows it."""
    action_id = record_id(turn.inbound.value)
    actions.confirm_action(turn.work, turn.person, action_id, turn.now)
    return show_again(turn, action_id)


def _say_proposed(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    action = work.actions.get(notice.subject_id)
    if action.state is not ActionState.PROPOSED and notice.posted_ts is None:
        return None
    return message_about(work, notice, now)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/action", command)
    listeners.press(NEW_ACTION, from_record, writes=False, for_others=True)
    listeners.press(CONFIRM, confirm, for_others=True)
    listeners.submission(CHOOSE_FORM, contract_chosen, once=False)
    listeners.submission(ACTION_FORM, propose, for_others=True)
    services.messages.add(NoticeKind.ACTION_PROPOSED, _say_proposed)
    services.messages.add(NoticeKind.ACTION_CONFIRMED, message_about)
