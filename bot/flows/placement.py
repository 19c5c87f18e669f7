"""The story of admissions: the placement position of a contract, decided, approved, told and looked at again."""

from datetime import datetime
from uuid import UUID

from bot.answers import Answer, Note, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    day_input,
    form,
    option,
    paragraphs,
    reason_form,
    text_input,
)
from bot.buttons import OPEN_PLACEMENT, letter_button
from bot.casework import placement_telling, placements
from bot.casework.audiences import leads_of
from bot.casework.notices import calendar_of
from bot.casework.placement_keeping import NewDecision, position_of
from bot.casework.placement_reading import read_position
from bot.contract_choice import open_for_contract, show_for_contract
from bot.inbound import Command, Press, Submission
from bot.kept import kept_here, kept_in_message
from bot.listeners import Listeners
from bot.messages import Message
from bot.needs_blocks import needs_of_provider
from bot.people_words import listed
from bot.placement_blocks import APPROVE, DECIDE, REFUSE, TELL, decision_facts, open_button, window
from bot.required import required_choice, required_day, required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.calendar import suggested_due_on
from domain.deadlines import DeadlineKind, DeadlineState
from domain.notices import NoticeKind
from domain.people import Party
from domain.placements import OURS_TO_DECIDE, DecisionState, Means, Position
from storage.notices import Notice
from storage.placements import PlacementDecision
from storage.unit_of_work import UnitOfWork

CHOOSE_FORM, FORM = "placement_contract_form", "placement_form"
REFUSE_FORM, TOLD_FORM = "placement_refuse_form", "placement_told_form"
REVIEW_AFTER = 20  # working days
LONGEST_WORDS = 1500


def command(turn: Turn[Command]) -> Answer:
    """`/contract placement`: the position of the channel's contract; where that does not say which, ask first."""
    person, work = turn.person, turn.work
    mine = [
        each
        for each in work.contracts.of_person(person.id)
        if placement_telling.reads_position(work, person, each.id)
    ]
    if not mine:
        return Note(words("placement_form").nobody)
    return open_for_contract(turn, mine, CHOOSE_FORM, lambda contract_id: _window(turn, contract_id))


def contract_chosen(turn: Turn[Submission]) -> Answer:
    """The contract is chosen: its position takes the question's place."""
    return show_for_contract(turn, lambda contract_id: _window(turn, contract_id))


def open_position(turn: Turn[Press]) -> Answer:
    """*Open*, or *Admissions* beside a contract."""
    return OpenForm(_window(turn, record_id(turn.inbound.value)))


def _window(turn: Turn[Command] | Turn[Press] | Turn[Submission], contract_id: UUID) -> Block:
    return window(turn.work, read_position(turn.work, turn.person, contract_id), turn.now)


def decide_form(turn: Turn[Press]) -> Answer:
    """*Decide*: who will be told stands above the fields, before anything is saved."""
    work, contract_id = turn.work, record_id(turn.inbound.value)
    placements.require_decides(work, turn.person, contract_id)
    label, calendar = words("placement_form"), calendar_of(work, contract_id)
    today = calendar.local(turn.now).date()
    reading = read_position(work, turn.person, contract_id)
    offered = [each for each in Position if each in OURS_TO_DECIDE[position_of(work, contract_id)]]
    told = placement_telling.readers_of(work, contract_id)
    facts = {
        "contract": reading.contract.title,
        "position": reading.position.value,
        "limit": reading.limit,
        "provider": "the provider",
        "readers": [listed(each) for each in told if each.id != turn.person.id],
    }
    fields = [
        *paragraphs(render("placement_top", facts)),
        *needs_of_provider(work, contract_id),
        choice_input(
            "position",
            label.position,
            [option(getattr(label, each.value), each.value) for each in offered],
            kind="radio_buttons",
        ),
        text_input("limit", label.limit, hint=label.limit_hint, optional=True, longest=150),
        day_input("from_on", label.from_on, initial=today),
        day_input(
            "review_on",
            label.review_on,
            hint=label.review_on_hint,
            optional=True,
            initial=suggested_due_on(today, calendar, REVIEW_AFTER),
        ),
        text_input("why", label.why, hint=label.why_hint, lines=True),
        text_input(
            "to_provider", label.to_provider, hint=label.to_provider_hint, lines=True, longest=LONGEST_WORDS
        ),
    ]
    return OpenForm(form(FORM, label.title, fields, submit=label.submit, about={"contract": contract_id.hex}))


def decide(turn: Turn[Submission]) -> Answer:
    """Keep the decision; the same form sent again is the same."""
    answers = turn.inbound.form
    new = NewDecision(
        position=required_kind(Position, answers, "position"),
        from_on=required_day(answers, "from_on"),
        review_on=answers.day("review_on"),
        why=answers.text("why"),
        to_provider=answers.text("to_provider"),
        limit=" ".join(answers.text("limit").split()),
    )
    contract_id = record_id(turn.inbound.about()["contract"])
    decision = placements.decide(turn.work, turn.person, contract_id, new, turn.now, turn.services.choose)
    opens = (OPEN_PLACEMENT, contract_id)
    if decision.state is not DecisionState.ASKED:
        return kept_here(turn, "placement_decided", opens)
    return kept_here(turn, "placement_asked", opens, due=(decision.id, DeadlineKind.PLACEMENT_APPROVE))


def approve(turn: Turn[Press]) -> Answer:
    """*Suspend admissions*, pressed by the second person."""
    decision = placements.approve(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    shown = _window(turn, decision.contract_id)
    return ShowInstead(shown) if turn.inbound.in_form else OpenForm(shown)


def refuse_form(turn: Turn[Press]) -> Answer:
    """*Do not suspend*: why."""
    decision = placements.decision_to_answer(turn.work, turn.person, record_id(turn.inbound.value))
    about = {"decision": decision.id.hex}
    return OpenForm(reason_form(REFUSE_FORM, words("placement_form"), "refuse", about))


def refuse(turn: Turn[Submission]) -> Answer:
    """Keep that admissions are not suspended."""
    decision_id = record_id(turn.inbound.about()["decision"])
    decision = placements.refuse(
        turn.work, turn.person, decision_id, turn.inbound.form.text("reason"), turn.now
    )
    return kept_in_message(turn, "placement_refused", (OPEN_PLACEMENT, decision.contract_id))


def told_form(turn: Turn[Press]) -> Answer:
    """*Somebody was told*: who, how and when."""
    decision = placement_telling.decision_to_tell(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("placement_form")
    people = placement_telling.readers_of(turn.work, decision.contract_id)
    means = [option(getattr(label, each.value), each.value) for each in Means]
    today = calendar_of(turn.work, decision.contract_id).local(turn.now).date()
    fields = [
        choice_input("who", label.who, [option(listed(each), each.id.hex) for each in people]),
        choice_input("means", label.means, means),
        day_input("told_on", label.told_on, initial=today),
    ]
    about = {"decision": decision.id.hex}
    return OpenForm(form(TOLD_FORM, label.told_title, fields, submit=label.told_submit, about=about))


def told(turn: Turn[Submission]) -> Answer:
    """Keep that somebody was told outside Slack."""
    answers = turn.inbound.form
    decision_id = record_id(turn.inbound.about()["decision"])
    decision = placement_telling.decision_to_tell(turn.work, turn.person, decision_id)
    placement_telling.keep_told_by(
        turn.work,
        turn.person,
        decision.id,
        record_id(required_choice(answers, "who")),
        required_kind(Means, answers, "means"),
        required_day(answers, "told_on"),
        turn.now,
    )
    return kept_here(turn, "placement_told", (OPEN_PLACEMENT, decision.contract_id))


def _decision_of(work: UnitOfWork, notice: Notice) -> PlacementDecision:
    decision = work.placements.find(notice.subject_id)
    assert decision is not None
    return decision


def _say_decided(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    """Say to the provider, or to whoever passes it on to them, what they are told; to others what the position is."""
    decision = _decision_of(work, notice)
    reader = notice.facts.get("pass_on_id") or (notice.person_id.hex if notice.person_id else "")
    party = work.contracts.party_of(decision.contract_id, work.people.get(UUID(reader)).organisation_id)
    is_theirs = party is Party.PROVIDER
    leads = " or ".join(each.name for each in leads_of(work, decision.contract_id))
    facts = {**decision_facts(work, decision), "is_theirs": is_theirs, "leads": leads}
    text = render("placement_decided", facts)
    letter = letter_button(notice) if is_theirs and decision.party is Party.OWN else None
    return Message(text, [*paragraphs(text), *buttons(open_button(decision.contract_id.hex), letter)])


def _say_asked(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    decision = _decision_of(work, notice)
    waits = decision.state is DecisionState.ASKED
    is_refusal = notice.key.startswith(f"{decision.id.hex}:refused")
    if not waits and not is_refusal and notice.posted_ts is None:
        return None
    duty = next(iter(work.deadlines.live(decision.id, (DeadlineKind.PLACEMENT_APPROVE,))), None)
    facts = {**decision_facts(work, decision), "answer_by": duty.due_at if duty else None}
    text, label = render("placement_asked", facts), words("placement_form")
    agree = button(APPROVE, label.approve_button, decision.id.hex, style="danger") if waits else None
    not_agree = button(REFUSE, label.refuse_button, decision.id.hex) if waits else None
    row = buttons(open_button(decision.contract_id.hex), agree, not_agree)
    return Message(text, [*paragraphs(text), *row])


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    assert notice.deadline_id is not None
    duty, decision = work.deadlines.get(notice.deadline_id), _decision_of(work, notice)
    if duty.state is not DeadlineState.OPEN:
        return None
    facts = {
        **decision_facts(work, decision),
        "duty": duty.kind.value,
        "due_at": duty.due_at,
        "is_past": duty.due_at < now,
    }
    text = render("placement_line", facts)
    return Message(text, [*paragraphs(text), *buttons(open_button(decision.contract_id.hex))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", command, word="placement")
    listeners.submission(CHOOSE_FORM, contract_chosen, once=False)
    listeners.press(OPEN_PLACEMENT, open_position, writes=False)
    listeners.press(DECIDE, decide_form, writes=False)
    listeners.submission(FORM, decide)
    listeners.press(APPROVE, approve)
    listeners.press(REFUSE, refuse_form, writes=False)
    listeners.submission(REFUSE_FORM, refuse)
    listeners.press(TELL, told_form, writes=False)
    listeners.submission(TOLD_FORM, told)
    services.messages.add(NoticeKind.PLACEMENT_DECIDED, _say_decided)
    services.messages.add(NoticeKind.PLACEMENT_ASKED, _say_asked)
    services.messages.add(NoticeKind.PLACEMENT_LINE, _say_line)
