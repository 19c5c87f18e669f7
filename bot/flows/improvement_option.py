"""The story of the options: proposed by any party, changed, taken back, and one put to everybody (CPC424-P5, P6)."""

from bot.answers import Answer, OpenForm, ShowInstead
from bot.casework import options
from bot.casework.improvement_access import improvement_for
from bot.inbound import Form, Press, Submission
from bot.kept import kept_in_process
from bot.listeners import Listeners
from bot.option_blocks import (
    ADD,
    ASK,
    ASK_FORM,
    CHANGE,
    FORM,
    NOTHING,
    READ,
    TAKE_BACK,
    TAKE_BACK_FORM,
    ask_form,
    changed_line,
    option_form,
    options_window,
    take_back_form,
)
from bot.required import required_choice
from bot.services import Services
from bot.templates import render
from bot.turn import Turn, record_id
from domain.notices import NoticeKind
from domain.options import NewOption, NothingToAsk
from storage.options import Option


def add_form(turn: Turn[Press]) -> Answer:
    """*Add an option*: what it is, what it means for people, costs, risks and support."""
    improvement_id = record_id(turn.inbound.value)
    return OpenForm(option_form(turn.work, options.to_propose(turn.work, turn.person, improvement_id)))


def change_form(turn: Turn[Press]) -> Answer:
    """*Change*: the same form, filled in, with what changing means above it."""
    option_id = record_id(turn.inbound.value)
    option, improvement = options.option_to_change(turn.work, turn.person, option_id)
    return OpenForm(option_form(turn.work, improvement, option))


def keep(turn: Turn[Submission]) -> Answer:
    """Keep a new option, or the next version of one."""
    about, new = turn.inbound.about(), _new_option(turn.inbound.form)
    if "option" in about:
        option_id, version = record_id(about["option"]), int(about["version"])
        option = options.edit_option(turn.work, turn.person, option_id, new, version, turn.now)
        return kept_in_process(turn, "changed", option.improvement_id, _lacks(turn, option))
    improvement_id = record_id(about["improvement"])
    option = options.propose_option(turn.work, turn.person, improvement_id, new, turn.now)
    return kept_in_process(turn, "option", improvement_id, _lacks(turn, option))


def _lacks(turn: Turn[Submission], option: Option) -> str:
    """What it does not say yet, which is kept all the same, and what that holds up."""
    return render("option_lacks", {"missing": options.missing_of(turn.work, option)})


def _new_option(answers: Form) -> NewOption:
    return NewOption(
        title=answers.text("title"),
        **{name: answers.text(name) for name in options.TEXTS},
        is_nothing=answers.choice("kind") == NOTHING,
    )


def read(turn: Turn[Press]) -> Answer:
    """*Read the options*: side by side, each with what it means, costs, risks and needs."""
    improvement = improvement_for(turn.work, turn.person, record_id(turn.inbound.value))
    return OpenForm(options_window(turn.work, turn.person, improvement))


def why_taken_back(turn: Turn[Press]) -> Answer:
    """*Take it back*: why."""
    option_id = record_id(turn.inbound.value)
    option, _improvement = options.option_to_change(turn.work, turn.person, option_id)
    return OpenForm(take_back_form(option))


def take_back(turn: Turn[Submission]) -> Answer:
    """Keep that it is taken back."""
    option_id, because = record_id(turn.inbound.about()["option"]), turn.inbound.form.text("reason")
    option = options.withdraw_option(turn.work, turn.person, option_id, because, turn.now)
    return kept_in_process(turn, "taken_back", option.improvement_id)


def which(turn: Turn[Press]) -> Answer:
    """*Ask everybody to agree*: on which; while there is no choice the options as they stand, with what is missing.

    Closing those closes what lies beneath too: it offered to ask, and so it shows something old.
    """
    improvement_id = record_id(turn.inbound.value)
    try:
        improvement = options.to_ask(turn.work, turn.person, improvement_id)
    except NothingToAsk as refused:
        found = improvement_for(turn.work, turn.person, improvement_id)
        shown = options_window(turn.work, turn.person, found, refused.message)
        return ShowInstead(shown | {"clear_on_close": True})
    return OpenForm(ask_form(turn.work, improvement, turn.now))


def ask(turn: Turn[Submission]) -> Answer:
    """Ask every party."""
    option_id = record_id(required_choice(turn.inbound.form, "option"))
    agreement = options.ask_about_option(turn.work, turn.person, option_id, turn.now)
    return kept_in_process(turn, "asked", agreement.improvement_id)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(ADD, add_form, writes=False, for_others=True)
    listeners.press(CHANGE, change_form, writes=False, for_others=True)
    listeners.submission(FORM, keep, for_others=True)
    listeners.press(READ, read, writes=False, for_others=True)
    listeners.press(TAKE_BACK, why_taken_back, writes=False, for_others=True)
    listeners.submission(TAKE_BACK_FORM, take_back, for_others=True)
    listeners.press(ASK, which, writes=False)
    listeners.submission(ASK_FORM, ask)
    services.messages.add(NoticeKind.OPTION_CHANGED_LINE, changed_line)
