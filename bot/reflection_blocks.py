"""Looking back on the screen: its part of the process, the form, what was written, and the form that closes."""

from datetime import datetime

from bot.blocks import (
    Block,
    button,
    buttons,
    form,
    header,
    option,
    paragraphs,
    section,
    text_input,
    ticks_input,
    typed,
)
from bot.buttons import open_action_button
from bot.casework.action_access import sees as sees_action
from bot.casework.reflection_reading import LOOKED_BACK, Looking, Shown, look_back_of
from bot.casework.reflections import FIELDS, named_reflection
from bot.improvement_parts import part
from bot.improvement_words import facts_of
from bot.templates import render, words
from domain.actions import Basis
from domain.deadlines import DeadlineKind
from domain.reflections import FEWEST_ANONYMOUS
from storage.actions import Action
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

WRITE, READ, ASK_AGAIN, CLOSE = (
    "reflection_write",
    "reflection_read",
    "reflection_ask_again",
    "improvement_close",
)
WRITE_FORM, CLOSE_FORM = "reflection_form", "improvement_close_form"
NAMELESS = "nameless"


def looking_facts(work: UnitOfWork, improvement: Improvement, found: Looking) -> dict[str, object]:
    """Return what is said of a look back: how many, never who."""
    by = work.people.get(improvement.closed_by) if improvement.closed_by else None
    duties = work.deadlines.live(improvement.id, (DeadlineKind.IMPROVEMENT_REFLECT,))
    return facts_of(work, improvement) | {
        "answered": found.answered,
        "asked": found.asked,
        "once": found.once,
        "nameless": found.nameless_count,
        "fewest": FEWEST_ANONYMOUS,
        "recommended": len(found.recommendations),
        "closed_by": by.name if by else "",
        "closed_at": improvement.closed_at,
        "close_by": duties[0].due_at if duties else None,
    }


def reflection_part(
    work: UnitOfWork, _person: Person, improvement: Improvement, _now: datetime
) -> list[Block]:
    """Return how far everybody has looked back, with the way to what was written."""
    if improvement.state not in LOOKED_BACK:
        return []
    found, label = look_back_of(work, improvement), words("reflection_words")
    reads = button(READ, label.read, improvement.id.hex)
    return part(render("reflection_part", looking_facts(work, improvement, found)), reads, label.heading)


def read_window(work: UnitOfWork, person: Person, improvement: Improvement, now: datetime) -> Block:
    """Return the window of what was written, what is recommended, and the lesson."""
    found, label = look_back_of(work, improvement), words("reflection_words")
    blocks = paragraphs(render("reflection_part", looking_facts(work, improvement, found)))
    for each in (*found.named, *found.nameless):
        blocks += _written(each)
    for heading, text in ((label.lesson_heading, found.lesson), (label.none_heading, found.because)):
        if text.strip():
            blocks += [header(heading), *typed(text)]
    seen = [each for each in found.recommendations if sees_action(work, person, each, now)]
    if seen:
        blocks.append(header(label.recommended_heading))
        blocks += [section(_line(work, each), open_action_button(each.id)) for each in seen]
    return form("read_only", label.read_title, blocks)


def _written(each: Shown) -> list[Block]:
    label = words("reflection_words")
    blocks: list[Block] = [header(f"{each.name}, {each.side}" if each.name else label.nameless_heading)]
    for name in FIELDS:
        if name in each.texts:
            blocks += [*paragraphs(getattr(label, f"heading_{name}")), *typed(each.texts[name])]
    return blocks


def _line(work: UnitOfWork, action: Action) -> str:
    owner = work.people.get(action.owner_id)
    facts = {
        "reference": action.reference,
        "title": action.title,
        "side": work.organisations.get(owner.organisation_id).name if owner.organisation_id else "",
        "due_on": action.due_on,
        "is_required": action.basis is Basis.REQUIREMENT,
    }
    return render("reflection_action_line", facts)


def write_form(work: UnitOfWork, person: Person, improvement: Improvement) -> Block:
    """Return the form in which somebody looks back; written with their name before, it holds what they wrote."""
    label, mine = words("reflection_words"), named_reflection(work, improvement, person)
    texts = work.narratives.latest(mine.id) if mine else {}
    facts = facts_of(work, improvement) | {"fewest": FEWEST_ANONYMOUS, "is_again": mine is not None}
    fields = [
        *paragraphs(render("reflection_top", facts)),
        *(
            text_input(
                name,
                getattr(label, name),
                hint=getattr(label, f"{name}_hint"),
                lines=True,
                optional=True,
                initial=texts.get(name, ""),
            )
            for name in FIELDS
        ),
    ]
    if mine is None and work.speaking is None:
        nameless = option(label.nameless, NAMELESS)
        fields.append(ticks_input("anonymous", label.whose, [nameless], hint=label.nameless_hint))
    about = {"improvement": improvement.id.hex}
    return form(WRITE_FORM, label.write_title, fields, submit=label.write_submit, about=about)


def closing_form(work: UnitOfWork, improvement: Improvement) -> Block:
    """Return the form that closes a process: the lesson, and where nothing is recommended why."""
    found, label = look_back_of(work, improvement), words("reflection_words")
    fields = [
        *paragraphs(render("improvement_close_top", looking_facts(work, improvement, found))),
        text_input("lesson", label.lesson, hint=label.lesson_hint, lines=True, optional=True),
    ]
    if not found.recommendations:
        fields.append(text_input("because", label.because, hint=label.because_hint, lines=True))
    about = {"improvement": improvement.id.hex}
    return form(CLOSE_FORM, label.close_title, fields, submit=label.close_submit, about=about)


def once_window(improvement: Improvement, said: str) -> Block:
    """Return why it cannot be closed yet, with the button that asks once more."""
    label = words("reflection_words")
    again = button(ASK_AGAIN, label.ask_again, improvement.id.hex, style="primary")
    return form("read_only", label.close_title, [*paragraphs(said), *buttons(again)])
