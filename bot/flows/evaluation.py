"""The story of an evaluation on demand: `/evaluate` shows how a contract stands, and *Keep* puts it on record."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from bot.answers import Answer, Note, OpenForm, ShowInstead
from bot.blocks import Block, button, buttons, paragraphs
from bot.buttons import EVALUATE, EVALUATE_PROCESS, OPEN_EVALUATION
from bot.casework.contracts import contracts_in_reach
from bot.casework.evaluation_reading import open_evaluation
from bot.casework.evaluation_subject import about as subject_words
from bot.casework.evaluation_subject import processes_of
from bot.casework.evaluations import Days, compile_evaluation, evaluate
from bot.casework.improvement_access import improvement_for
from bot.casework.notices import calendar_of
from bot.contract_choice import of_channel
from bot.evaluation_blocks import (
    CHOOSE_FORM,
    KEEP_FORM,
    PROCESS,
    confirm_form,
    figures_window,
    kept_window,
    subject_question,
)
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotYours
from domain.evaluation_period import NotReadable, read_words
from domain.people import Act
from storage.contracts import Contract
from storage.evaluations import Evaluation
from storage.unit_of_work import UnitOfWork

NOT_YOURS = (
    "This contract is not yours to evaluate. If someone is at risk, you can always report it: press here."
)
MOST_LISTED = 20
"""Evaluations in one list; two blocks each keep it within Slack's fifty."""


def command(turn: Turn[Command]) -> Answer:
    """`/evaluate` shows how a contract stands; `list` what was kept; what cannot be read says how it is used."""
    mine = contracts_in_reach(turn.work, turn.person, Act.EVALUATE)
    match turn.inbound.text.lower():
        case "help":
            return Note(render("evaluation_usage", {}))
        case "list" if mine:
            return _list(turn.work, mine)
    if not mine:
        raise NotYours(NOT_YOURS)
    return _show(turn, mine)


def _show(turn: Turn[Command], mine: Sequence[Contract]) -> Answer:
    today = calendar_of(turn.work, None).local(turn.now).date()
    try:
        asked = read_words(turn.inbound.text, today)
    except NotReadable:
        return Note(render("evaluation_usage", {}))
    wanted = asked.contract.casefold()
    for process in processes_of(turn.work, turn.person, mine) if wanted else ():
        if process.reference.casefold() == wanted:
            return OpenForm(_figures(turn, process.contract_id, asked.days, process.id))
    found = (
        _named(mine, asked.contract) if asked.contract else of_channel(turn.work, turn.inbound.channel, mine)
    )
    if not found:
        return Note(render("evaluation_usage", {}))
    question = subject_question(turn.work, turn.person, found, _about(asked.days))
    if question is not None:
        return OpenForm(question)
    return OpenForm(_figures(turn, found[0].id, asked.days))


def _figures(turn: Turn[Any], contract_id: UUID, days: Days | None, process: UUID | None = None) -> Block:
    evidence = evaluate(turn.work, turn.person, contract_id, days, turn.now, process)
    return figures_window(turn.work, turn.work.contracts.get(contract_id), evidence)


def _named(mine: Sequence[Contract], said: str) -> Sequence[Contract]:
    """Find a contract by its reference, or by words of its title, whatever their case."""
    wanted = said.casefold()
    exact = [each for each in mine if wanted in {each.reference.casefold(), each.title.casefold()}]
    return exact or [each for each in mine if wanted in each.title.casefold()]


def _about(days: Days | None) -> dict[str, str] | None:
    return {"first": days[0].isoformat(), "last": days[1].isoformat()} if days else None


def _days(about: dict[str, str]) -> Days | None:
    return (
        (date.fromisoformat(about["first"]), date.fromisoformat(about["last"])) if "first" in about else None
    )


def contract_chosen(turn: Turn[Submission]) -> Answer:
    """The contract, or one process of it, is chosen: how it stands takes the question's place."""
    chosen, days = turn.inbound.form.choice("contract"), _days(turn.inbound.about())
    if not chosen.startswith(PROCESS):
        return ShowInstead(_figures(turn, record_id(chosen), days))
    improvement = improvement_for(turn.work, turn.person, record_id(chosen.removeprefix(PROCESS)))
    return ShowInstead(_figures(turn, improvement.contract_id, days, improvement.id))


def start(turn: Turn[Press]) -> Answer:
    """*Evaluate*, beside a contract on the home tab."""
    return OpenForm(_figures(turn, record_id(turn.inbound.value), None))


def start_process(turn: Turn[Press]) -> Answer:
    """*How it stands*, in the window of a process."""
    improvement = improvement_for(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(_figures(turn, improvement.contract_id, None, improvement.id))


def keep(turn: Turn[Submission]) -> Answer:
    """*Keep*: the figures become evidence, and whoever may confirm is asked to at once."""
    about = turn.inbound.about()
    earlier = turn.work.submissions.find(turn.inbound.view_id, KEEP_FORM)
    if earlier is not None and earlier.record_id is not None:
        reading = open_evaluation(turn.work, turn.person, earlier.record_id, turn.now)
        return ShowInstead(kept_window(turn.work, reading))
    contract_id = record_id(about["contract"])
    evaluation = compile_evaluation(
        turn.work,
        turn.person,
        contract_id,
        _days(about),
        turn.now,
        turn.services.choose,
        record_id(about["improvement"]) if "improvement" in about else None,
    )
    turn.keep_submission(KEEP_FORM, evaluation.id)
    reading = open_evaluation(turn.work, turn.person, evaluation.id, turn.now)
    shown = confirm_form if reading.may_confirm else kept_window
    return ShowInstead(
        shown(turn.work, reading, has_moved_on=reading.evidence.signature != about.get("seen"))
    )


def _list(work: UnitOfWork, mine: Sequence[Contract]) -> Note:
    kept = work.evaluations.newest_in([contract.id for contract in mine], MOST_LISTED)
    top = render("evaluation_list", {"count": len(kept)})
    text, blocks = top, paragraphs(top)
    for evaluation in kept:
        line = render("evaluation_list_line", _line_facts(work, evaluation))
        text += f"\n{line}"
        opens = button(OPEN_EVALUATION, words("buttons").open, evaluation.id.hex)
        blocks += [*paragraphs(line), *buttons(opens)]
    return Note(text, blocks)


def _line_facts(work: UnitOfWork, evaluation: Evaluation) -> dict[str, object]:
    return {
        "reference": evaluation.reference,
        "contract": subject_words(work, evaluation),
        "period_from": evaluation.period_from,
        "period_to": evaluation.period_to,
        "state": evaluation.state.value,
        "judgement": evaluation.judgement.value if evaluation.judgement else "",
    }


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/evaluate", command)
    listeners.press(EVALUATE, start, writes=False)
    listeners.press(EVALUATE_PROCESS, start_process, writes=False)
    listeners.submission(CHOOSE_FORM, contract_chosen, once=False)
    listeners.submission(KEEP_FORM, keep, once=False)
