"""What is shown around raising danger or risk, wherever it begins: whom to ring, who is told, what is asked next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.blocks import (
    Block,
    beginning,
    buttons,
    choice_input,
    form,
    option,
    paragraphs,
    text_input,
    ticks_input,
)
from bot.buttons import add_details_button, exclude_button
from bot.casework.access import is_own
from bot.casework.employers import may_be_written_to
from bot.casework.notices import calendar_of
from bot.casework.numbers import numbers_about, numbers_for
from bot.casework.route import Route, on_duty, route_of
from bot.casework.safeguarding_hand_over import is_given_back
from bot.casework.safeguarding_raise import Choice, choices_to_exclude, excluded_count, first_asked
from bot.safety_blocks import safety_blocks
from bot.templates import render, words
from domain.concerns import LONGEST_TEXT
from domain.routes import Level
from storage.contracts import Contract
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

MAY_WRITE = "may_write"


def whom_to_ring(work: UnitOfWork, contracts: Sequence[Contract], text: str = "") -> str:
    """Return the words above every form in which danger can be reported: those of the one contract at hand, if any.

    Where a message is too long for the form, they say that only its beginning stands in it.
    """
    numbers = numbers_for(work, contracts[0].id if len(contracts) == 1 else None)
    top = render("emergency", vars(numbers))
    if beginning(text) == text:
        return top
    cut = render("concern_too_long", {"kept": f"{LONGEST_TEXT:,}", "length": f"{len(text):,}"})
    return f"{top}\n\n{cut}"


def what_happened_input(label: Any, text: str) -> Block:
    """Return the field for what happened, filled in with the beginning of a message; `label` is the form's words."""
    hint, initial = label.what_happened_hint, beginning(text)
    return text_input("what_happened", label.what_happened, hint=hint, lines=True, initial=initial)


def who_is_told(work: UnitOfWork, route: Route, now: datetime) -> str:
    """Return who will be told, by role and never by name, before anything is sent (practice.md 1.7)."""
    has = {level: bool(people) for level, people in route.items()}
    facts = {
        "has_anybody": any(has.values()),
        "leads": _leads_on_duty(work, route, now),
        "has_on_call": has[Level.ON_CALL],
        "has_second_line": has[Level.LEVEL_2],
        "has_senior": has[Level.LEVEL_3],
        "has_director": has[Level.DIRECTOR],
        "has_next": has[Level.LEVEL_2] or has[Level.LEVEL_3] or has[Level.DIRECTOR],
    }
    return render("safeguarding_form_told", facts)


def _leads_on_duty(work: UnitOfWork, route: Route, at: datetime) -> int:
    return len(on_duty(work, route[Level.LEVEL_1], Level.LEVEL_1, at))


def exclusion_fields(route: Route, *, by_name: bool, is_required: bool = False) -> list[Block]:
    """Return the field that keeps somebody from a concern; nothing where there is nobody to be kept from it."""
    choices = choices_to_exclude(route, by_name=by_name)
    if not choices:
        return []
    label = words("safeguarding_form")
    options = [option(_name(each), each.value) for each in choices]
    hint = label.excluded_hint
    return [choice_input("excluded", label.excluded, options, optional=not is_required, hint=hint)]


def may_write_field(*, is_own: bool, ticked: bool = False) -> list[Block]:
    """Return the box by which somebody from outside allows messages; our own staff are written to (practice.md 1.8)."""
    if is_own:
        return []
    label = words("safeguarding_form")
    initial = [MAY_WRITE] if ticked else []
    return [
        ticks_input(MAY_WRITE, label.may_write, [option(label.may_write_tick, MAY_WRITE)], initial=initial)
    ]


def _name(choice: Choice) -> str:
    label = words("safeguarding_form")
    if not choice.name:
        return str(getattr(label, f"all_{choice.level.value}"))
    return f"{choice.name} ({getattr(label, choice.level.value)})"


def saved_window(work: UnitOfWork, raised: SafeguardingConcern, answered: bool = False) -> Block:
    """Return what stays on the screen once danger or risk is saved: whom to ring, who is being told, what to do now."""
    said = paragraphs(render("safeguarding_saved", _facts(work, raised)))
    # What is asked stands where it is seen without scrolling: below the numbers and who is told.
    blocks = [*said[:2], *safety_blocks(work, raised, answered), *said[2:]]
    is_told = first_asked(route_of(work, raised)) is not None
    blocks += buttons(add_details_button(raised.id), exclude_button(raised.id) if is_told else None)
    return form("read_only", words("common").saved_title, blocks)


def _facts(work: UnitOfWork, raised: SafeguardingConcern) -> dict[str, object]:
    route, nation = route_of(work, raised), calendar_of(work, raised.contract_id).nation
    reporter = work.people.get(raised.reporter_id)
    return {
        **vars(numbers_about(work, raised)),
        "reference": raised.reference,
        "leads": _leads_on_duty(work, route, raised.raised_at),
        "first": first_asked(route) or "",
        "excluded": excluded_count(work, raised),
        "nation": nation.value,
        "regulator": getattr(words("safeguarding_nations"), f"{nation.value}_regulator"),
        "is_written_to": may_be_written_to(work, reporter, raised),
        "is_own": is_own(work, reporter),
    }


def excluded_window(work: UnitOfWork, raised: SafeguardingConcern, *, is_reporter: bool) -> Block:
    """Return what is shown once somebody is kept from a concern, to its reporter or to a named person."""
    facts = {
        **_facts(work, raised),
        "state": raised.state.value,
        "is_back": is_given_back(work, raised),
        "is_reporter": is_reporter,
    }
    blocks = paragraphs(render("safeguarding_excluded", facts))
    return form("read_only", words("common").saved_title, blocks)
