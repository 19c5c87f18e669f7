"""The story of logging a concern in Slack: the form, by whatever way somebody comes to it, and what they logged."""

from uuid import UUID

from bot.answers import Answer, Note, OpenForm, ShowInstead
from bot.blocks import Block, buttons, choice_input, form, option, paragraphs, text_input
from bot.buttons import REPORT_CONCERN, open_concern_button
from bot.casework.audiences import leads_of
from bot.casework.concern_facts import facts_for, facts_of
from bot.casework.concerns import log_concern
from bot.casework.meeting import meet
from bot.casework.safeguarding import raise_safeguarding
from bot.contract_choice import chosen_contract, contract_choice
from bot.inbound import Command, Press, Shortcut, Submission
from bot.kept import kept_already
from bot.listeners import Listeners
from bot.raising_blocks import saved_window, what_happened_input, whom_to_ring
from bot.required import required_kind
from bot.services import Services
from bot.speak_up_blocks import seal_offer
from bot.templates import render, words
from bot.turn import Turn
from domain.concerns import Kind, NewConcern
from domain.errors import NotAllowed
from storage.concerns import Concern

FORM = "concern_form"

MOST_LISTED = 20
"""Concerns in one list; two blocks each keep it within Slack's fifty."""


def _form(turn: Turn[Command | Press | Shortcut], text: str = "", about: UUID | None = None) -> OpenForm:
    """The form of practice.md: the three-way question first, five fields at most, emergency words on top."""
    label = words("concern_form")
    turn.services.emergency.learn(turn.work.organisations.settings())
    here = turn.work.contracts.linked_to(turn.inbound.channel) if turn.inbound.channel else []
    top = whom_to_ring(turn.work, here, text)
    return OpenForm(
        form(
            FORM,
            label.title,
            [
                *paragraphs(top),
                choice_input(
                    "kind",
                    label.kind,
                    [
                        option(label.danger_now, Kind.DANGER_NOW),
                        option(label.at_risk, Kind.AT_RISK),
                        option(label.quality, Kind.QUALITY),
                    ],
                    kind="radio_buttons",
                ),
                what_happened_input(label, text),
                text_input("told_by", label.told_by, hint=label.told_by_hint, optional=True, longest=300),
                text_input("done_already", label.done_already, optional=True, lines=True),
                contract_choice(turn.work, turn.met, turn.inbound.channel, about),
                seal_offer(turn.inbound.channel),
            ],
            submit=label.submit,
        )
    )


def command(turn: Turn[Command]) -> Answer:
    """`/concern` opens the form; `mine` lists what the person logged; anything else says how it is used."""
    match turn.inbound.text.lower():
        case "":
            return _form(turn)
        case "mine":
            return _mine(turn)
        case _:
            return Note(render("concern_usage", {}))


def _mine(turn: Turn[Command]) -> Note:
    if turn.met is None:
        return Note(render("concern_mine", {"count": 0, "most": MOST_LISTED}))
    logged = turn.work.concerns.logged_by(turn.met.id, MOST_LISTED + 1)
    top = render("concern_mine", {"count": len(logged), "most": MOST_LISTED})
    text, lines = top, list[Block]()
    for concern in logged[:MOST_LISTED]:
        line = render("concern_mine_line", facts_for(turn.work, concern, turn.met))
        text += f"\n{line}"
        lines += [*paragraphs(line), *buttons(open_concern_button(concern.id))]
    return Note(text, [*paragraphs(top), *lines])


def report(turn: Turn[Press]) -> Answer:
    """The hub's *Report a concern*, or the one beside a finding: then its contract is filled in."""
    try:
        return _form(turn, about=UUID(turn.inbound.value))
    except ValueError:
        return _form(turn)


def shortcut(turn: Turn[Shortcut]) -> Answer:
    """The global shortcut, and the one that makes a message a concern."""
    return _form(turn, text=turn.inbound.message_text)


def submit(turn: Turn[Submission]) -> Answer:
    """Keep the concern; danger and risk go to the safeguarding leads and nowhere else."""
    answers = turn.inbound.form
    turn.services.emergency.learn(turn.work.organisations.settings())
    earlier = turn.work.submissions.find(turn.inbound.view_id, FORM)
    if earlier is not None:
        raised_before = turn.work.safeguarding.find(earlier.record_id) if earlier.record_id else None
        turn.as_oneself()
        if raised_before is not None:
            return ShowInstead(saved_window(turn.work, raised_before))
        logged_before = turn.work.concerns.find(earlier.record_id) if earlier.record_id else None
        return _saved(turn, logged_before) if logged_before else kept_already(turn)
    kind = required_kind(Kind, answers, "kind", words("concern_form").kind_missing)
    if turn.not_for_them is not None and not kind.is_safeguarding:
        raise turn.not_for_them
    told_by = ", ".join(name for name in (_told_to_recorder(turn, kind), answers.text("told_by")) if name)
    new = NewConcern(kind, answers.text("what_happened"), told_by, answers.text("done_already"))
    chosen = answers.choice("contract")
    if not chosen and not kind.is_safeguarding:
        raise NotAllowed(words("concern_form").contract_missing, "contract")
    contract_id = chosen_contract(turn.work, chosen)
    choose = turn.services.choose
    if kind.is_safeguarding:
        reporter = meet(turn.work, turn.as_oneself(), turn.inbound.actor)
        raised = raise_safeguarding(turn.work, reporter, new, contract_id, turn.now, choose)
        turn.keep_submission(FORM, raised.id)
        return ShowInstead(saved_window(turn.work, raised))
    reporter = meet(turn.work, turn.met, turn.inbound.actor)
    concern = log_concern(turn.work, reporter, new, contract_id, turn.now, choose)
    turn.keep_submission(FORM, concern.id)
    return _saved(turn, concern)


def _saved(turn: Turn[Submission], concern: Concern) -> Answer:
    """Say under which reference it is kept, and by when who answers: a form that only closes looks as if it were lost.

    Somebody nobody has confirmed here is told no names.
    """
    is_known = turn.met is not None and turn.met.organisation_id is not None
    leads = " or ".join(lead.name for lead in leads_of(turn.work, concern.contract_id)) if is_known else ""
    text = render("concern_saved", {**facts_of(turn.work, concern), "leads": leads})
    return ShowInstead(form("read_only", words("common").saved_title, paragraphs(text)))


def _told_to_recorder(turn: Turn[Submission], kind: Kind) -> str:
    """Who told whoever types: danger and risk are their own report, which names where it came from."""
    return turn.person.name if turn.recorder is not None and kind.is_safeguarding else ""


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/concern", command)
    listeners.shortcut("log_concern", shortcut)
    listeners.shortcut("make_concern", shortcut)
    listeners.press(REPORT_CONCERN, report, writes=False, for_others=True)
    listeners.submission(FORM, submit, once=False, for_others=True, is_report=True)
