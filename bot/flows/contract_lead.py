"""The story of who leads a contract, and of its end."""

from datetime import datetime
from uuid import UUID

from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    day_input,
    form,
    option,
    paragraphs,
    people_input,
    text_input,
)
from bot.casework import contract_end, leading
from bot.casework.audiences import leads_of
from bot.casework.contracts import contracts_in_reach
from bot.casework.handing_on import items_left
from bot.casework.meeting import meet_staff
from bot.casework.notices import calendar_of
from bot.casework.people import require_may_add
from bot.contract_choice import contract_options
from bot.inbound import Command, Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.look_ups import people_picked
from bot.messages import Message
from bot.required import required_choice, required_day
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.joining import OfferState
from domain.notices import NoticeKind
from domain.people import Act, Role
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

LEAD_FORM, WHICH_FORM, END_FORM = "contract_lead_form", "contract_end_which_form", "contract_end_form"
ACCEPT, DECLINE = "contract_lead_accept", "contract_lead_decline"
DEED = "deed"


def _contract_field(turn: Turn[Command], act: Act) -> Block:
    found = contracts_in_reach(turn.work, turn.person, act)
    if not found:
        raise NotYours(words("refusals").contract_not_led)
    linked = [each.id.hex for each in turn.work.contracts.linked_to(turn.inbound.channel)]
    options = contract_options(found)
    initial = linked[0] if len(linked) == 1 else options[0]["value"] if len(options) == 1 else ""
    return choice_input("contract", words("contract_lead").contract, options, initial=initial)


def lead_form(turn: Turn[Command]) -> Answer:
    """`/contract lead`: for which contract, and who is asked."""
    label = words("contract_lead")
    fields = [_contract_field(turn, Act.ADD_PERSON), people_input("who", label.who, hint=label.who_hint)]
    return OpenForm(form(LEAD_FORM, label.title, fields, submit=label.submit))


def offer(turn: Turn[Submission]) -> Answer:
    """Ask the new lead; nothing changes until they accept. Whoever chooses themselves has accepted."""
    contract_id = record_id(required_choice(turn.inbound.form, "contract"))
    require_may_add(turn.work, turn.person, contract_id)
    picked = [turn.found.members.get(user) for user in turn.inbound.form.people("who")]
    if not picked:
        raise NotAllowed(words("common").choose_one, "who")
    asked = meet_staff(turn.work, picked[0], "who")
    offered = leading.offer_lead(turn.work, turn.person, contract_id, asked, turn.now)
    if offered.state is OfferState.ACCEPTED:
        return kept_here(turn, "lead_taken")
    return kept_here(turn, "lead_asked", due=(contract_id, DeadlineKind.LEAD_OFFER))


def accept(turn: Turn[Press]) -> Answer:
    """*I will lead this*."""
    leading.accept_lead(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return Nothing()


def decline(turn: Turn[Press]) -> Answer:
    """*Not me*."""
    leading.decline_lead(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return Nothing()


def _say_offered(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    offered = work.joining.find_offer(UUID(notice.facts["offer"]))
    if offered is None:
        return None
    leads = [
        person
        for person, held in work.people.assignments(offered.contract_id)
        if held.role is Role.CONTRACT_LEAD
    ]
    is_theirs = notice.person_id == offered.person_id
    facts = {
        "contract": work.contracts.get(offered.contract_id).title,
        "state": offered.state.value,
        "is_theirs": is_theirs,
        "name": work.people.get(offered.person_id).name,
        "by_whom": work.people.get(offered.offered_by).name,
        "leads": " and ".join(each.name for each in leads if each.id != offered.person_id),
        "count": sum(len(items_left(work, each, offered.contract_id)) for each in leads),
    }
    text = render("lead_offered", facts)
    waits = is_theirs and offered.state is OfferState.OFFERED
    return Message(text, [*paragraphs(text), *(_answers(offered.id) if waits else [])])


def _answers(offer_id: UUID) -> list[Block]:
    label = words("contract_lead")
    return buttons(
        button(ACCEPT, label.accept, offer_id.hex, style="primary"),
        button(DECLINE, label.decline, offer_id.hex),
    )


def _say_line(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Remind whoever is asked; tell whoever asked, and the administrators, that nothing was said."""
    offered = next(iter(work.joining.offers_standing(notice.subject_id)), None)
    if offered is None:
        return None
    is_theirs = notice.person_id == offered.person_id
    facts = {
        "contract": work.contracts.get(offered.contract_id).title,
        "is_theirs": is_theirs,
        "name": work.people.get(offered.person_id).name,
        "by_whom": work.people.get(offered.offered_by).name,
        "asked_on": calendar_of(work, offered.contract_id).local(offered.offered_at).date(),
    }
    text = render("lead_offer_line", facts)
    return Message(text, [*paragraphs(text), *(_answers(offered.id) if is_theirs else [])])


def _say_changed(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    leads = " and ".join(each.name for each in leads_of(work, notice.subject_id))
    text = render("lead_changed", {"contract": work.contracts.get(notice.subject_id).title, "leads": leads})
    return Message(text, paragraphs(text))


def which_ends(turn: Turn[Command]) -> Answer:
    """`/contract end`: which contract; what is open in it is shown next, before anything is decided."""
    label = words("contract_lead")
    return OpenForm(
        form(WHICH_FORM, label.end_title, [_contract_field(turn, Act.END_CONTRACT)], submit=label.end_next)
    )


def end_form(turn: Turn[Submission]) -> Answer:
    """What is still open, then the last day and why."""
    return ShowInstead(
        _end_form(turn.work, turn.person, record_id(required_choice(turn.inbound.form, "contract")), turn.now)
    )


def _end_form(work: UnitOfWork, person: Person, contract_id: UUID, now: datetime) -> Block:
    found, label = contract_end.still_open(work, person, contract_id), words("contract_lead")
    facts = {"contract": work.contracts.get(contract_id).title, **vars(found)}
    today = calendar_of(work, contract_id).local(now).date()
    fields = [
        *paragraphs(render("contract_end_top", facts)),
        day_input("ended_on", label.ended_on, hint=label.ended_on_hint, initial=today),
        text_input("reason", label.ended_because, hint=label.ended_because_hint, lines=True),
        choice_input(
            "executed",
            label.executed,
            [option(label.executed_simple, "simple"), option(label.executed_deed, DEED)],
            hint=label.executed_hint,
            initial="simple",
        ),
    ]
    return form(
        END_FORM, label.end_title, fields, submit=label.end_submit, about={"contract": contract_id.hex}
    )


def end(turn: Turn[Submission]) -> Answer:
    """Keep the end; the provider is told."""
    contract_id, answers = record_id(turn.inbound.about()["contract"]), turn.inbound.form
    contract_end.require_may_end(turn.work, turn.person, contract_id)
    last_day = required_day(answers, "ended_on")
    contract_end.end_contract(
        turn.work,
        turn.person,
        contract_id,
        last_day,
        answers.text("reason"),
        turn.now,
        is_deed=answers.choice("executed") == DEED,
    )
    return kept_here(turn, "contract_ended")


def _say_ended(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    contract = work.contracts.get(notice.subject_id)
    leads = " or ".join(each.name for each in leads_of(work, contract.id))
    facts = {"contract": contract.title, "ended_on": contract.ended_on, "leads": leads}
    text = render("contract_ended", facts)
    return Message(text, paragraphs(text))


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", lead_form, word="lead")
    listeners.submission(LEAD_FORM, offer, look_up=people_picked("who"))
    listeners.press(ACCEPT, accept)
    listeners.press(DECLINE, decline)
    listeners.command("/contract", which_ends, word="end")
    listeners.submission(WHICH_FORM, end_form, once=False)
    listeners.submission(END_FORM, end)
    services.messages.add(NoticeKind.LEAD_OFFERED, _say_offered)
    services.messages.add(NoticeKind.LEAD_OFFER_LINE, _say_line)
    services.messages.add(NoticeKind.LEAD_CHANGED, _say_changed)
    services.messages.add(NoticeKind.CONTRACT_ENDED, _say_ended)
