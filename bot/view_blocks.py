"""What voices were asked and said on the screen: beside what is judged, and among what waits for them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from bot.blocks import Block, button, buttons, context, header, paragraphs, section, typed
from bot.casework.notices import calendar_of
from bot.casework.statement_reading import spoken_about
from bot.casework.views import View, find_about
from bot.statement_blocks import statement_facts
from bot.templates import render, words
from domain.chronology import SubjectKind
from domain.views import ViewState
from storage.unit_of_work import UnitOfWork
from storage.views import AskedView

ASK_VIEW, GIVE_VIEW = "view_ask", "view_give"


def views_blocks(work: UnitOfWork, views: Sequence[View], asks_about: UUID | None) -> list[Block]:
    """Return what people said when they were asked, each with who and by what means; a gap is shown as one.

    `asks_about` is the record about which the reader may ask; without it, and without a view, there is nothing to show.
    """
    if not views and asks_about is None:
        return []
    label, blocks = words("view_forms"), list[Block]()
    for each in views:
        blocks += paragraphs(render("view_said", view_facts(work, each.asked)))
        blocks += [context(label.they_were_asked), *typed(each.question)] if each.said else []
        blocks += [context(label.they_said), *typed(each.said)] if each.said else []
        blocks += _marks(work, each)
    none_yet = paragraphs(render("view_nobody_asked", {})) if not views else []
    ask = button(ASK_VIEW, label.ask, asks_about.hex) if asks_about is not None else None
    return [header(label.heading), *blocks, *none_yet, *buttons(ask)]


def _marks(work: UnitOfWork, view: View) -> list[Block]:
    """Say what of it a colleague recorded for them, and how they said it."""
    found = spoken_about(work, view.asked.id)
    return [context(render("statement_mark", statement_facts(work, statement))) for statement, _, _ in found]


def view_facts(work: UnitOfWork, asked: AskedView) -> dict[str, Any]:
    """Return what may be said of a view that was asked for; nothing that anybody typed."""
    kind, record_id = asked.about
    about, local = find_about(work, record_id), calendar_of(work, asked.contract_id).local
    is_evaluation = kind is SubjectKind.EVALUATION
    return {
        "name": work.people.get(asked.person_id).name,
        "by_whom": work.people.get(asked.asked_by).name,
        "contract": work.contracts.get(asked.contract_id).title,
        "reference": about.reference,
        "is_evaluation": is_evaluation,
        "state": asked.state.value,
        "asked_on": local(asked.asked_at).date(),
        "answered_on": local(asked.answered_at).date() if asked.answered_at else None,
        "pass_on_to": "",
    }


def view_item(work: UnitOfWork, asked: AskedView) -> Block:
    """Return the line among somebody's open items."""
    return section(render("view_line", view_facts(work, asked)), give_button(asked))


def give_button(asked: AskedView) -> Block:
    """Return the button by which a voice answers, also later and in other words."""
    label = words("view_forms")
    has_answered = asked.state is not ViewState.ASKED
    return button(GIVE_VIEW, label.give_again if has_answered else label.give, asked.id.hex)
