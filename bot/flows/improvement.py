"""The story of an improvement process: opened by a person, read by everybody once it is explained."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bot.agreement_contents import what_is_asked
from bot.answers import Answer, Note, OpenForm
from bot.blocks import Block, buttons, paragraphs, section
from bot.buttons import NEW_IMPROVEMENT, OPEN_IMPROVEMENT, open_improvement_button
from bot.casework.access import party_of
from bot.casework.contracts import contracts_in_reach
from bot.casework.explanation_receipts import who_has_not_received
from bot.casework.improvement_access import improvement_behind, sees
from bot.casework.improvements import Sources, open_improvement, require_may_open, under_way_about
from bot.casework.patterns import concerns_in, pattern_for
from bot.contract_choice import Draw, open_for_contract, show_for_contract
from bot.improvement_blocks import improvement_window
from bot.improvement_form import IMPROVEMENT_FORM, improvement_form
from bot.improvement_words import facts_of
from bot.inbound import Command, Press, Submission
from bot.kept import kept_in_process
from bot.listeners import Listeners
from bot.messages import Message
from bot.required import required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineState
from domain.errors import NotAllowed
from domain.improvements import NewImprovement, Route
from domain.notices import NoticeKind
from domain.people import Act, Party
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

CHOOSE_FORM = "improvement_contract_form"
LISTED = 20


def list_all(turn: Turn[Command]) -> Answer:
    """`/contract improvements`: those somebody may open, the newest first."""
    mine = [each.id for each in contracts_in_reach(turn.work, turn.person, Act.READ_CONTRACT)]
    found = [each for each in turn.work.improvements.in_contracts(mine) if sees(turn.work, turn.person, each)]
    may_open = bool(contracts_in_reach(turn.work, turn.person, Act.LEAD_IMPROVEMENT))
    top = render("improvement_list", {"count": len(found), "may_open": may_open})
    blocks = paragraphs(top)
    lines = []
    for improvement in found[:LISTED]:
        line = render("improvement_list_line", facts_of(turn.work, improvement))
        lines.append(line)
        blocks.append(section(line, open_improvement_button(improvement.id)))
    return Note("\n".join([top, *lines]), blocks)


def new_form(turn: Turn[Command]) -> Answer:
    """`/contract improve`: the form for the channel's contract; where that does not say which, ask first."""
    mine = contracts_in_reach(turn.work, turn.person, Act.LEAD_IMPROVEMENT)
    if not mine:
        raise NotAllowed(words("improvement_form").nobody)
    return open_for_contract(turn, mine, CHOOSE_FORM, _draw(turn))


def _draw(turn: Turn[Command | Submission]) -> Draw:
    return lambda contract_id: _form(turn, {"contract": contract_id.hex})


def _form(turn: Turn[Any], about: dict[str, str]) -> Block:
    require_may_open(turn.work, turn.person, record_id(about["contract"]))
    return improvement_form(turn.work, about)


def contract_chosen(turn: Turn[Submission]) -> Answer:
    """The contract is chosen: the form takes the question's place."""
    return show_for_contract(turn, _draw(turn))


def from_record(turn: Turn[Press]) -> Answer:
    """*Improve this together*, on a record it is opened from; a process that goes on about it is shown instead."""
    kind, _, value = turn.inbound.value.partition(":")
    found_id = record_id(value)
    about = {kind: found_id.hex, "contract": _contract_of(turn.work, kind, found_id).hex}
    drawn = _form(turn, about)
    first = under_way_about(turn.work, found_id) if kind == SubjectKind.CONCERN else None
    if first is not None:
        return OpenForm(improvement_window(turn.work, turn.person, first.id, turn.now))
    return OpenForm(drawn)


def _contract_of(work: UnitOfWork, kind: str, found_id: UUID) -> UUID:
    finders = {
        SubjectKind.CONCERN: work.concerns.find,
        SubjectKind.EVALUATION: work.evaluations.find,
        SubjectKind.MONITORING: work.monitoring.find,
    }
    found = finders[SubjectKind(kind)](found_id) if kind in finders else None
    if found is None or found.contract_id is None:
        raise NotAllowed(words("refusals").concern_without_contract)
    return found.contract_id


def keep(turn: Turn[Submission]) -> Answer:
    """Keep the process; its clocks run from now."""
    about, answers = turn.inbound.about(), turn.inbound.form
    new = NewImprovement(
        answers.text("title"), answers.text("because"), required_kind(Route, answers, "route")
    )
    contract_id = record_id(about["contract"])
    opened = open_improvement(
        turn.work, turn.person, contract_id, new, _sources(turn, about), turn.now, turn.services.choose
    )
    return kept_in_process(turn, "opened", opened.id)


def _sources(turn: Turn[Submission], about: dict[str, str]) -> Sources:
    concerns: tuple[UUID, ...] = (record_id(about["concern"]),) if "concern" in about else ()
    if "pattern" in about:
        found = pattern_for(turn.work, turn.person, record_id(about["pattern"]))
        concerns = tuple(each.id for each in concerns_in(turn.work, found))
    return Sources(
        concerns=concerns,
        evaluation=record_id(about["evaluation"]) if "evaluation" in about else None,
        activity=record_id(about["monitoring"]) if "monitoring" in about else None,
    )


def open_one(turn: Turn[Press]) -> Answer:
    """*Open*: where it stands and what comes next."""
    improvement_id = record_id(turn.inbound.value)
    return OpenForm(improvement_window(turn.work, turn.person, improvement_id, turn.now))


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """One line of the day's message about a duty of a process."""
    deadline = work.deadlines.get(notice.deadline_id) if notice.deadline_id else None
    improvement = improvement_behind(work, notice.subject_kind, notice.subject_id)
    if deadline is None or improvement is None or deadline.state is not DeadlineState.OPEN:
        return None
    reader = work.people.get(notice.person_id) if notice.person_id else None
    agreement = work.agreements.find(notice.subject_id)
    facts = facts_of(work, improvement) | {
        "is_own": reader is not None and party_of(work, reader, improvement.contract_id) is Party.OWN,
        "step": notice.step,
        "missing": [each.side for each in who_has_not_received(work, improvement)],
        "what": what_is_asked(work, agreement) if agreement else "",
        "duty": deadline.kind.value,
        "due_at": deadline.due_at,
        "is_past": deadline.due_at < now,
        "pass_on_to": notice.facts.get("pass_on_to", ""),
    }
    text = render("improvement_line", facts)
    return Message(text, [*paragraphs(text), *buttons(open_improvement_button(improvement.id))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", list_all, word="improvements")
    listeners.command("/contract", new_form, word="improve")
    listeners.press(OPEN_IMPROVEMENT, open_one, writes=False, for_others=True)
    listeners.press(NEW_IMPROVEMENT, from_record, writes=False)
    listeners.submission(CHOOSE_FORM, contract_chosen, once=False)
    listeners.submission(IMPROVEMENT_FORM, keep)
    services.messages.add(NoticeKind.IMPROVEMENT_LINE, _say_line)
