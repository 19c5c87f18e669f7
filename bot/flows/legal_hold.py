"""The story of legal holds: `/contract holds` lists them; one is placed and lifted with a reason."""

from bot.answers import Answer, OpenForm
from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    form,
    option,
    paragraphs,
    people_input,
    reason_form,
    text_input,
)
from bot.casework import legal_holds
from bot.contract_choice import contract_options
from bot.inbound import Command, Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.look_ups import people_picked
from bot.required import required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotAllowed
from domain.retention import HoldGround, HoldScope
from storage.retention import LegalHold
from storage.unit_of_work import UnitOfWork

PLACE, LIFT = "hold_place", "hold_lift"
PLACE_FORM, LIFT_FORM = "hold_place_form", "hold_lift_form"
SHOWN = 20


def show(turn: Turn[Command]) -> Answer:
    """Every hold that stands, each to be lifted, and a new one to be placed."""
    found, label = legal_holds.holds(turn.work, turn.person), words("legal_hold_forms")
    blocks = paragraphs(render("legal_hold_list", {"count": len(found)}))
    blocks += buttons(button(PLACE, label.place, "new", style="primary"))
    for hold in found[:SHOWN]:
        blocks += paragraphs(render("legal_hold_item", _facts(turn.work, hold)))
        blocks += buttons(button(LIFT, label.lift, hold.id.hex))
    return OpenForm(form("read_only", label.title, blocks))


def _facts(work: UnitOfWork, hold: LegalHold) -> dict[str, object]:
    label = words("legal_hold_forms")
    person = work.people.find(hold.person_id) if hold.person_id else None
    return {
        "about": (person.name if person else "") or hold.reference or label.scope_everything,
        "ground": getattr(label, f"ground_{hold.ground.value}"),
        "placed_at": hold.placed_at,
        "placed_by": work.people.get(hold.placed_by).name,
    }


def place_form(turn: Turn[Press]) -> Answer:
    """*Place a hold*: on what, what for, and why."""
    legal_holds.require_may_hold(turn.work, turn.person)
    label = words("legal_hold_forms")
    scopes = [option(getattr(label, f"scope_{each.value}"), each) for each in HoldScope]
    grounds = [option(getattr(label, f"ground_{each.value}"), each) for each in HoldGround]
    contracts = contract_options(turn.work.contracts.all())
    fields: list[Block] = [choice_input("scope", label.scope, scopes, kind="radio_buttons")]
    if contracts:
        fields.append(choice_input("contract", label.contract, contracts, optional=True, hint=label.only_if))
    fields += [
        text_input("reference", label.reference, optional=True, hint=label.only_if, longest=60),
        people_input("person", label.person, optional=True, hint=label.only_if),
        choice_input("ground", label.ground, grounds),
        text_input("reason", label.reason, hint=label.reason_hint, lines=True),
    ]
    return OpenForm(form(PLACE_FORM, label.place, fields, submit=label.submit))


def place(turn: Turn[Submission]) -> Answer:
    """Place it."""
    answers = turn.inbound.form
    scope = required_kind(HoldScope, answers, "scope")
    ground = required_kind(HoldGround, answers, "ground")
    legal_holds.require_may_hold(turn.work, turn.person)
    contract, person_id = answers.choice("contract"), None
    if scope is HoldScope.PERSON:
        members = [turn.found.members.get(user) for user in answers.people("person")]
        known = [turn.work.people.in_slack(each.team_id, each.user_id) for each in members if each]
        if not known or known[0] is None:
            raise NotAllowed("Please choose somebody whom Handrail knows.", "person")
        person_id = known[0].id
    new = legal_holds.NewHold(
        scope=scope,
        ground=ground,
        reason=answers.text("reason"),
        contract_id=record_id(contract) if contract else None,
        reference=answers.text("reference"),
        person_id=person_id,
    )
    legal_holds.place_hold(turn.work, turn.person, new, turn.now)
    return kept_here(turn, "hold_placed")


def lift_form(turn: Turn[Press]) -> Answer:
    """*Lift*: why."""
    legal_holds.require_may_hold(turn.work, turn.person)
    return OpenForm(reason_form(LIFT_FORM, words("legal_hold_forms"), "lifted", {"hold": turn.inbound.value}))


def lift(turn: Turn[Submission]) -> Answer:
    """Lift it."""
    hold_id = record_id(turn.inbound.about()["hold"])
    legal_holds.lift_hold(turn.work, turn.person, hold_id, turn.inbound.form.text("reason"), turn.now)
    return kept_here(turn, "hold_lifted")


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", show, word="holds")
    listeners.press(PLACE, place_form, writes=False)
    listeners.press(LIFT, lift_form, writes=False)
    listeners.submission(PLACE_FORM, place, look_up=people_picked("person"))
    listeners.submission(LIFT_FORM, lift)
