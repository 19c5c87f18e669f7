"""The form that opens an improvement process: what it is opened from, what each route asks of people, and why now."""

from collections.abc import Mapping
from uuid import UUID

from bot.blocks import Block, choice_input, form, option, paragraphs, section, text_input
from bot.buttons import open_improvement_button
from bot.casework.patterns import concerns_in
from bot.templates import render, words
from domain.improvements import LONGEST_TITLE, Route
from storage.unit_of_work import UnitOfWork

IMPROVEMENT_FORM = "improvement_form"
MOST_SHOWN = 5


def improvement_form(work: UnitOfWork, about: Mapping[str, str]) -> Block:
    """Return the form; `about` names the contract, and what it is opened from. Who may open it is asked before."""
    label = words("improvement_form")
    routes = [option(getattr(label, f"route_{each.value}"), each.value) for each in Route]
    facts = {
        "contract": work.contracts.get(UUID(about["contract"])).title,
        "references": _references(work, about),
    }
    fields = [
        *_open_already(work, UUID(about["contract"])),
        *paragraphs(render("improvement_top", facts)),
        text_input("title", label.what, hint=label.what_hint, longest=LONGEST_TITLE),
        choice_input("route", label.route, routes, kind="radio_buttons", hint=label.route_hint),
        text_input("because", label.because, lines=True),
    ]
    return form(IMPROVEMENT_FORM, label.title, fields, submit=label.submit, about=about)


def _open_already(work: UnitOfWork, contract_id: UUID) -> list[Block]:
    """Return what goes on in this contract, so that nobody opens it twice by mistake; only our side sees the form."""
    going_on = work.improvements.in_contracts([contract_id], only_under_way=True)[:MOST_SHOWN]
    return [
        section(
            render("improvement_open_already", {"reference": each.reference, "title": each.title}),
            open_improvement_button(each.id),
        )
        for each in going_on
    ]


def _references(work: UnitOfWork, about: Mapping[str, str]) -> list[str]:
    """Return what it is opened from, by its references."""
    if "pattern" in about:
        found = work.patterns.find(UUID(about["pattern"]))
        return [each.reference for each in concerns_in(work, found)] if found is not None else []
    ids = [UUID(about[kind]) for kind in ("concern", "evaluation", "monitoring") if kind in about]
    return sorted(work.references_of(ids).values())
