"""Options on the screen: their part of a process, the window in which they are weighed, and their forms (CPC424-P5)."""

from datetime import datetime

from bot.blocks import (
    Block,
    beginning,
    button,
    buttons,
    choice_input,
    context,
    divider,
    form,
    header,
    option,
    paragraphs,
    reason_form,
    section,
    text_input,
    typed,
)
from bot.buttons import open_improvement_button
from bot.casework import options
from bot.casework.improvement_next import choice_of
from bot.casework.improvements import is_light, parties_of
from bot.casework.notices import calendar_of
from bot.casework.option_changes import changed_facts, is_by_another_side
from bot.casework.versions import has_other_words
from bot.earlier_versions import what_changed_button
from bot.improvement_parts import part
from bot.messages import Message
from bot.statement_blocks import spoken_marks
from bot.templates import render, words
from domain.agreements import ANSWER_WITHIN
from domain.chronology import SubjectKind
from domain.improvements import BEFORE_A_PLAN, LONGEST_TITLE, ImprovementState
from domain.next_steps import Choice
from domain.options import MOST, letter
from storage.improvements import Improvement
from storage.notices import Notice
from storage.options import Option
from storage.people import Person
from storage.unit_of_work import UnitOfWork

ADD, READ, ASK, CHANGE, TAKE_BACK = (
    "option_add",
    "option_read",
    "option_ask",
    "option_change",
    "option_take_back",
)
FORM, TAKE_BACK_FORM, ASK_FORM = "option_form", "option_take_back_form", "option_ask_form"
IN_A_WINDOW = 95
SOMETHING, NOTHING = "something", "nothing"
WEIGHED = frozenset({ImprovementState.REASONED, ImprovementState.CHOSEN})


def options_part(work: UnitOfWork, person: Person, improvement: Improvement, _now: datetime) -> list[Block]:
    """Return the options by name, with the way to all that is said of them."""
    found = options.standing_options(work, improvement)
    may_add = options.may_propose(work, person, improvement)
    if is_light(improvement) or not (found or may_add):
        return []
    facts = {
        "options": [_line_facts(work, improvement, each) for each in found],
        "has_nothing": any(each.is_nothing for each in found),
        "is_agreed": improvement.state is not ImprovementState.REASONED,
    }
    reads = found and improvement.state in BEFORE_A_PLAN
    way = button(READ, words("option_words").read, improvement.id.hex) if reads else None
    return part(render("option_part", facts), way)


def _line_facts(
    work: UnitOfWork, improvement: Improvement, each: Option, asked_at: datetime | None = None
) -> dict[str, object]:
    return {
        "letter": letter(each.number),
        "title": each.title,
        "is_nothing": each.is_nothing,
        "is_preferred": each.preferred_at is not None,
        "is_agreed": improvement.state is not ImprovementState.REASONED,
        "version": each.version,
        "proposed_by": options.proposer_of(work, each),
        **changed_facts(work, each, before=asked_at),
    }


def options_window(work: UnitOfWork, person: Person, improvement: Improvement, refusal: str = "") -> Block:
    """Return every option with its effect, cost, risk and support, to be weighed; those taken back below, with why.

    `refusal`: why nobody could be asked yet. It stands above, each option that lacks something with its button.
    """
    label = words("option_words")
    blocks = _not_asked(work, person, improvement, refusal) if refusal else []
    for each in work.options.of(improvement.id):
        one = (
            _taken_back(work, each)
            if each.withdrawn_at is not None
            else [*option_content(work, person, each), *_changes(work, person, improvement, each)]
        )
        if len(blocks) + len(one) <= IN_A_WINDOW:
            blocks += one
    may_add = options.may_propose(work, person, improvement)
    value, standing = improvement.id.hex, options.standing_options(work, improvement)
    asks = options.may_ask(work, person, improvement) and choice_of(work, improvement) is Choice.COMPLETE
    row = buttons(
        button(ADD, label.add, value) if may_add and len(standing) < MOST else None,
        button(ASK, label.ask, value) if asks else None,
    )
    return form("read_only", label.options_title, [*blocks, *row])


def _not_asked(work: UnitOfWork, person: Person, improvement: Improvement, refusal: str) -> list[Block]:
    label, lacking = words("option_words"), list[Block]()
    for each in options.standing_options(work, improvement):
        missing = options.missing_of(work, each)
        if missing and options.may_change(work, person, each, improvement):
            said = render("option_gap", {"letter": letter(each.number), "missing": missing})
            lacking.append(section(said, button(CHANGE, label.change, each.id.hex)))
    because = "" if lacking else refusal
    return [*paragraphs(render("option_not_asked", {"because": because})), *lacking, divider()]


def option_content(
    work: UnitOfWork, person: Person, each: Option, asked_at: datetime | None = None
) -> list[Block]:
    """Return one option as everybody reads it; what is not said yet is shown as a gap.

    With `asked_at`, in the words that everybody was asked about then, whatever was put right since.
    """
    label = words("option_words")
    said = options.texts_at(work, each, asked_at) if asked_at else options.texts_of(work, each)
    title = options.title_at(work, each, asked_at) if asked_at else each.title
    improvement = work.improvements.get(each.improvement_id)
    blocks = [
        header(f"{letter(each.number)}. {title}"),
        *paragraphs(render("option_line", _line_facts(work, improvement, each, asked_at))),
    ]
    for name in options.TEXTS:
        blocks.append(context(getattr(label, f"heading_{name}")))
        blocks += typed(said[name] or label.missing)
    return blocks + spoken_marks(work, person, each.id)


def _changes(work: UnitOfWork, person: Person, improvement: Improvement, each: Option) -> list[Block]:
    """Return the ways to change an option, for whoever may, and to what stood there before, for every reader."""
    label, value = words("option_words"), each.id.hex
    may = improvement.state in WEIGHED and options.may_change(work, person, each, improvement)
    is_worded_anew = each.changed_at is not None and has_other_words(work, each.id)
    return buttons(
        button(CHANGE, label.change, value) if may else None,
        button(TAKE_BACK, label.take_back, value) if may else None,
        what_changed_button((SubjectKind.OPTION, each.id)) if is_worded_anew else None,
    )


def _taken_back(work: UnitOfWork, each: Option) -> list[Block]:
    facts = {"letter": letter(each.number), "title": each.title, **changed_facts(work, each)}
    return [*paragraphs(render("option_taken_back", facts)), *typed(_why_taken_back(work, each))]


def _why_taken_back(work: UnitOfWork, each: Option) -> str:
    """Return what every side was told of why an option is taken back; it needs no window to be read."""
    return work.narratives.latest(each.id).get("withdrawn_because", "")


def changed_line(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Tell whoever proposed an option that another side changed it or took it back, as it stands now."""
    each = work.options.find(notice.subject_id)
    if each is None or not is_by_another_side(work, each):
        return None
    improvement = work.improvements.get(each.improvement_id)
    facts = _line_facts(work, improvement, each) | {
        "reference": improvement.reference,
        "contract": work.contracts.get(improvement.contract_id).title,
        "is_taken_back": each.withdrawn_at is not None,
        "pass_on_to": notice.facts.get("pass_on_to", ""),
    }
    text = render("option_changed_line", facts)
    why = typed(_why_taken_back(work, each)) if each.withdrawn_at is not None else []
    return Message(text, [section(text, open_improvement_button(improvement.id)), *why])


def option_form(work: UnitOfWork, improvement: Improvement, each: Option | None = None) -> Block:
    """Return the form for an option; for one that stands, its words are filled in and what changing means is said."""
    label = words("option_words")
    said = options.texts_of(work, each) if each else dict.fromkeys(options.TEXTS, "")
    kinds = [option(label.something, SOMETHING), option(label.nothing, NOTHING)]
    kind = NOTHING if each is not None and each.is_nothing else SOMETHING
    fields = [
        *(paragraphs(render("option_change_top", _change_facts(improvement, each))) if each else []),
        choice_input("kind", label.kind, kinds, kind="radio_buttons", initial=kind),
        text_input(
            "title",
            label.name,
            hint=label.name_hint,
            longest=LONGEST_TITLE,
            initial=each.title if each else "",
        ),
        *(
            text_input(
                name,
                getattr(label, name),
                hint=label.support_hint if name == "support" else "",
                lines=True,
                optional=name == "support",
                initial=beginning(said[name]),
            )
            for name in options.TEXTS
        ),
    ]
    about = {"improvement": improvement.id.hex}
    if each is not None:
        about |= {"option": each.id.hex, "version": str(each.version)}
    title = label.change_title if each else label.title
    return form(FORM, title, fields, submit=label.submit, about=about)


def _change_facts(improvement: Improvement, each: Option) -> dict[str, object]:
    is_agreed = each.preferred_at is not None and improvement.state is ImprovementState.CHOSEN
    return {
        "is_agreed": is_agreed,
        "is_asked": each.preferred_at is not None and not is_agreed,
        "letter": letter(each.number),
        "version": each.version,
    }


def take_back_form(each: Option) -> Block:
    """Return the form that asks why an option is taken back."""
    return reason_form(TAKE_BACK_FORM, words("option_words"), "take_back", {"option": each.id.hex})


def ask_form(work: UnitOfWork, improvement: Improvement, now: datetime) -> Block:
    """Return the form in which the lead says which option is preferred; who is asked stands above."""
    label = words("option_words")
    offered = [
        option(f"{letter(each.number)}. {each.title}", each.id.hex)
        for each in options.standing_options(work, improvement)
    ]
    facts = {
        "until": calendar_of(work, improvement.contract_id).due_after(now, ANSWER_WITHIN),
        "parties": [organisation.name for organisation, _ in parties_of(work, improvement.contract_id)],
    }
    fields = [
        *paragraphs(render("option_ask_top", facts)),
        choice_input("option", label.which, offered, kind="radio_buttons"),
    ]
    about = {"improvement": improvement.id.hex}
    return form(ASK_FORM, label.ask_title, fields, submit=label.ask_submit, about=about)
