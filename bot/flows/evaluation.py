"""The story of an evaluation on demand: `/evaluate` shows how a contract stands, and *Keep* puts it on record."""

from collections.abc import Sequence
from datetime import date

from bot.answers import Answer, Note, OpenForm, ShowInstead
from bot.blocks import button, buttons, paragraphs
from bot.buttons import EVALUATE, OPEN_EVALUATION
from bot.casework.contracts import contracts_in_reach
from bot.casework.evaluation_reading import open_evaluation
from bot.casework.evaluations import Days, compile_evaluation, evaluate
from bot.casework.notices import calendar_of
from bot.contract_choice import contract_question, of_channel
from bot.evaluation_blocks import KEEP_FORM, confirm_form, figures_window, kept_window
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

CHOOSE_FORM = "evaluation_contract_form"
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
    found = (
        _named(mine, asked.contract) if asked.contract else of_channel(turn.work, turn.inbound.channel, mine)
    )
    if not found:
        return Note(render("evaluation_usage", {}))
    if len(found) > 1:
        return OpenForm(contract_question(CHOOSE_FORM, found, _about(asked.days)))
    evidence = evaluate(turn.work, turn.person, found[0].id, asked.days, turn.now)
    return OpenForm(figures_window(turn.work, found[0], evidence))


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
    """The contract is chosen: how it stands takes the question's place."""
    contract_id = record_id(turn.inbound.form.choice("contract"))
    evidence = evaluate(turn.work, turn.person, contract_id, _days(turn.inbound.about()), turn.now)
    return ShowInstead(figures_window(turn.work, turn.work.contracts.get(contract_id), evidence))


def start(turn: Turn[Press]) -> Answer:
    """*Evaluate*, beside a contract on the home tab."""
    contract_id = record_id(turn.inbound.value)
    evidence = evaluate(turn.work, turn.person, contract_id, None, turn.now)
    return OpenForm(figures_window(turn.work, turn.work.contracts.get(contract_id), evidence))


def keep(turn: Turn[Submission]) -> Answer:
    """*Keep*: the figures become evidence, and whoever may confirm is asked to at once."""
    about = turn.inbound.about()
    earlier = turn.work.submissions.find(turn.inbound.view_id, KEEP_FORM)
    if earlier is not None and earlier.record_id is not None:
        reading = open_evaluation(turn.work, turn.person, earlier.record_id, turn.now)
        return ShowInstead(kept_window(turn.work, reading))
    contract_id = record_id(about["contract"])
    evaluation = compile_evaluation(
        turn.work, turn.person, contract_id, _days(about), turn.now, turn.services.choose
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
        "contract": work.contracts.get(evaluation.contract_id).title,
        "period_from": evaluation.period_from,
        "period_to": evaluation.period_to,
        "state": evaluation.state.value,
        "judgement": evaluation.judgement.value if evaluation.judgement else "",
    }


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/evaluate", command)
    listeners.press(EVALUATE, start, writes=False)
    listeners.submission(CHOOSE_FORM, contract_chosen, once=False)
    listeners.submission(KEEP_FORM, keep, once=False)
