"""The story of agreeing: read first, answered below it, asked once more, and the way forward (CPC424-P6)."""

from datetime import datetime
from functools import partial
from uuid import UUID

from bot.agreement_blocks import (
    AGREE,
    APPROVE,
    ASK_AGAIN,
    COMMENT_FORM,
    DISAGREE,
    DISAGREE_FORM,
    READ,
    REFUSE,
    REFUSE_FORM,
    WAY_FORM,
    WAY_FORWARD,
    WITH_COMMENT,
    agreement_window,
    comment_form,
    disagree_form,
    may_answer,
    read_button,
    refuse_form,
    standing_facts,
    way_form,
)
from bot.agreement_messages import answers_button, below_answered, below_reached
from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.blocks import Block, buttons, paragraphs
from bot.buttons import letter_button
from bot.casework import agreed, agreements, way_forward
from bot.casework.agreement_access import agreement_for
from bot.casework.agreement_disputes import dispute_of, last_answers
from bot.casework.improvements import leads_it
from bot.casework.measure_schedules import readings_on
from bot.casework.measures import measures_of
from bot.casework.option_changes import voided_facts
from bot.casework.plan_versions import in_force
from bot.improvement_blocks import facts_of
from bot.inbound import Press, Submission
from bot.kept import kept
from bot.listeners import Listeners
from bot.messages import Message
from bot.passing_on import asked_through
from bot.services import Services
from bot.templates import render
from bot.turn import Turn, record_id
from domain.agreements import Decision, WayForward
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind
from storage.agreements import Agreement
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

assert agreed.ON_AGREED  # what follows an agreement is known before anybody agrees


def agree(turn: Turn[Press]) -> Answer:
    """*Agree*, in the window that shows all of it: to the version that it shows.

    In a message from before, whose buttons stand there still, it is taken too.
    """
    agreement_id, version = _versioned(turn.inbound.value)
    decision = Decision.AGREE
    found = agreements.answer(turn.work, turn.person, agreement_id, version, decision, "", turn.now)
    if not turn.inbound.in_form:
        return Nothing()  # a message is edited by itself
    return _kept(turn, "agreed_by_all" if found.settled_at else "yes", agreement_id)


def _versioned(value: str) -> tuple[UUID, int]:
    agreement, _, version = value.partition(":")
    return record_id(agreement), int(version) if version.isdigit() else 0


def _show_again(turn: Turn[Press], agreement_id: UUID) -> Answer:
    """In a window, how it stands now; a message is edited by itself."""
    if not turn.inbound.in_form:
        return Nothing()
    return ShowInstead(_window(turn, agreement_id))


def _window(turn: Turn[Press] | Turn[Submission], agreement_id: UUID) -> Block:
    agreement, improvement = agreement_for(turn.work, turn.person, agreement_id)
    return agreement_window(turn.work, turn.person, agreement, improvement, turn.now)


def read(turn: Turn[Press]) -> Answer:
    """*Read and answer*: all of it, and who has said what."""
    return OpenForm(_window(turn, record_id(turn.inbound.value)))


def with_comment(turn: Turn[Press]) -> Answer:
    """*Agree with a comment*: which."""
    return OpenForm(comment_form(_to_answer(turn)))


def disagree(turn: Turn[Press]) -> Answer:
    """*Disagree*: with what, and why."""
    return OpenForm(disagree_form(_to_answer(turn)))


def _to_answer(turn: Turn[Press]) -> Agreement:
    agreement_id, version = _versioned(turn.inbound.value)
    return agreements.agreement_to_answer(turn.work, turn.person, agreement_id, version)[0]


def keep_comment(turn: Turn[Submission]) -> Answer:
    """Keep a yes with its comment."""
    return _keep(turn, Decision.AGREE_WITH_COMMENT)


def keep_no(turn: Turn[Submission]) -> Answer:
    """Keep a no with its reason."""
    return _keep(turn, Decision.DISAGREE)


def _keep(turn: Turn[Submission], decision: Decision) -> Answer:
    about, comment = turn.inbound.about(), turn.inbound.form.text("comment")
    agreement_id, version = record_id(about["agreement"]), int(about["version"])
    found = agreements.answer(turn.work, turn.person, agreement_id, version, decision, comment, turn.now)
    said = "agreed_by_all" if found.settled_at else "agreed"
    return _kept(turn, "disagreed" if decision is Decision.DISAGREE else said, agreement_id)


def _kept(turn: Turn[Press] | Turn[Submission], step: str, agreement_id: UUID) -> Answer:
    return kept(turn, step, partial(_window, turn, agreement_id))


def ask_again(turn: Turn[Press]) -> Answer:
    """*Ask them again*: whoever let their time go by."""
    agreement = way_forward.ask_again(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return _show_again(turn, agreement.id)


def ask_way(turn: Turn[Press]) -> Answer:
    """*Go on without agreement*: under which clause, and why."""
    agreement_id = record_id(turn.inbound.value)
    return OpenForm(way_form(way_forward.way_to_ask(turn.work, turn.person, agreement_id, turn.now)))


def keep_way(turn: Turn[Submission]) -> Answer:
    """Ask the senior contact."""
    answers, agreement_id = turn.inbound.form, record_id(turn.inbound.about()["agreement"])
    way = WayForward(answers.text("clause"), answers.text("because"))
    way_forward.ask_way_forward(turn.work, turn.person, agreement_id, way, turn.now)
    return _kept(turn, "way_asked", agreement_id)


def approve(turn: Turn[Press]) -> Answer:
    """*Approve*, pressed by the senior contact: it goes on, and every party is told why."""
    agreement_id = record_id(turn.inbound.value)
    way_forward.approve_way_forward(turn.work, turn.person, agreement_id, turn.now)
    return _show_again(turn, agreement_id)


def why_not(turn: Turn[Press]) -> Answer:
    """*Do not approve*: why."""
    agreement_id = record_id(turn.inbound.value)
    return OpenForm(refuse_form(way_forward.way_to_answer(turn.work, turn.person, agreement_id, turn.now)))


def refuse(turn: Turn[Submission]) -> Answer:
    """Keep that it does not go on."""
    agreement_id, reason = record_id(turn.inbound.about()["agreement"]), turn.inbound.form.text("reason")
    way_forward.refuse_way_forward(turn.work, turn.person, agreement_id, reason, turn.now)
    return _kept(turn, "way_refused", agreement_id)


def _facts(work: UnitOfWork, agreement: Agreement, organisation_id: UUID | None = None) -> dict[str, object]:
    improvement = work.improvements.get(agreement.improvement_id)
    standing = standing_facts(work, agreement, organisation_id)
    return facts_of(work, improvement) | standing | voided_facts(work, agreement)


def say_asked(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Ask one who speaks for an organisation, or a channel; edited with each answer."""
    agreement = work.agreements.find(notice.subject_id)
    if agreement is None or (notice.posted_ts is None and (agreement.voided_at or agreement.settled_at)):
        return None
    improvement = work.improvements.get(agreement.improvement_id)
    person = work.people.get(notice.person_id) if notice.person_id else None
    passed_on, through = str(notice.facts.get("pass_on_to", "")), asked_through(work, notice)
    organisation = notice.facts.get("organisation")
    side_id = UUID(organisation) if organisation else None
    facts = _facts(work, agreement, through.organisation_id if through and passed_on else side_id)
    facts |= {"is_channel": person is None, "pass_on_to": passed_on}
    text = render("agreement_asked", facts)
    is_open = not (facts["is_settled"] or facts["is_voided"])
    may = person is not None and not passed_on and may_answer(work, person, agreement, improvement)
    asks = is_open and (person is None or (may and not facts["has_answered"]))
    letter = letter_button(notice) if person is not None and is_open else None
    opens = read_button(agreement, asks=asks) if is_open else answers_button(agreement)
    blocks = [*paragraphs(text), *buttons(opens, letter)]
    others = standing_facts(work, agreement, through.organisation_id) if through else {}
    is_passed_on = not is_open or bool(others.get("has_answered"))
    return Message(text, blocks, is_passed_on=is_passed_on, asked_side=str(others.get("side", "")))


def say_answered(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Tell the lead what an organisation said that is more than a yes."""
    agreement, organisation = work.agreements.find(notice.subject_id), UUID(notice.facts["organisation"])
    asked = work.agreements.party_of(agreement.id, organisation) if agreement else None
    if agreement is None or asked is None:
        return None
    facts = _facts(work, agreement, organisation)
    reader = work.people.get(notice.person_id) if notice.person_id else None
    improvement = work.improvements.get(agreement.improvement_id)
    last = last_answers(work, agreement)
    facts |= {
        "dispute": "" if agreement.voided_at else dispute_of(work, last.get(organisation)),
        "leads": reader is not None and leads_it(work, reader, improvement),
        "decision": asked.decision.value if asked.decision else "",
        "is_open": agreement.settled_at is None and agreement.voided_at is None,
    }
    text = render("agreement_answered", facts)
    return Message(text, [*paragraphs(text), *below_answered(work, reader, agreement, asked.decision)])


def _with_read(agreement: Agreement, prompt: str, facts: dict[str, object]) -> Message:
    is_over = agreement.settled_at is not None or agreement.voided_at is not None
    opens = answers_button(agreement) if is_over else read_button(agreement)
    text = render(prompt, facts)
    return Message(text, [*paragraphs(text), *buttons(opens)])


def _say_plainly(prompt: str, work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Say what became of an agreement, as it stands, to anybody who takes part."""
    agreement = work.agreements.find(notice.subject_id)
    return _with_read(agreement, prompt, _facts(work, agreement)) if agreement else None


def _say_reached(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """Say that all have agreed, and what comes next: of a plan that stands, the day of its next readings."""
    agreement = work.agreements.find(notice.subject_id)
    if agreement is None:
        return None
    improvement = work.improvements.get(agreement.improvement_id)
    plan = in_force(work, improvement.id)
    read = measures_of(work, plan) if plan else []
    facts = _facts(work, agreement) | {
        "is_plan": plan is not None and agreement.subject_kind is not SubjectKind.OPTION,
        "read_on": readings_on(work, improvement, now, read),
    }
    reader = work.people.get(notice.person_id) if notice.person_id else None
    text = render("agreement_reached", facts)
    return Message(text, [*paragraphs(text), *below_reached(work, reader, agreement)])


def _say_way_asked(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    agreement = work.agreements.find(notice.subject_id)
    if agreement is None:
        return None
    live = work.deadlines.live(agreement.id, (DeadlineKind.WAY_FORWARD_APPROVE,))
    facts = _facts(work, agreement)
    facts |= {"is_over": not live, "answer_by": live[0].due_at if live else None}
    return _with_read(agreement, "way_forward_asked", facts)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(AGREE, agree, for_others=True)
    listeners.press(WITH_COMMENT, with_comment, writes=False, for_others=True)
    listeners.submission(COMMENT_FORM, keep_comment, for_others=True)
    listeners.press(DISAGREE, disagree, writes=False, for_others=True)
    listeners.submission(DISAGREE_FORM, keep_no, for_others=True)
    listeners.press(READ, read, writes=False, for_others=True)
    listeners.press(ASK_AGAIN, ask_again)
    listeners.press(WAY_FORWARD, ask_way, writes=False)
    listeners.submission(WAY_FORM, keep_way)
    listeners.press(APPROVE, approve)
    listeners.press(REFUSE, why_not, writes=False)
    listeners.submission(REFUSE_FORM, refuse)
    services.messages.add(NoticeKind.AGREEMENT_ASKED, say_asked)
    services.messages.add(NoticeKind.AGREEMENT_ANSWERED, say_answered)
    services.messages.add(NoticeKind.AGREEMENT_VOIDED, partial(_say_plainly, "agreement_voided"))
    services.messages.add(NoticeKind.AGREEMENT_REACHED, _say_reached)
    services.messages.add(NoticeKind.WAY_FORWARD_ASKED, _say_way_asked)
    services.messages.add(NoticeKind.WAY_FORWARD_REFUSED, partial(_say_plainly, "way_forward_refused"))
