"""What the stories of the safeguarding route share: their buttons, and for whom Slack is silent."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from bot.answers import ShowInstead
from bot.blocks import Block, button, buttons, choice_input, form, option, paragraphs, section
from bot.casework.areas import all_areas
from bot.casework.route_setup import reach_of
from bot.look_ups import Found
from bot.templates import words
from bot.turn import record_id
from domain.calendar import LONDON
from storage.people import Person
from storage.unit_of_work import UnitOfWork

SET_UP = "setup_open"
ROUTE = "route_open"
ROTA = "duty_open"
LEAVE = "leave_open"
REACH = "reach_open"
AREAS = "area_open"
NO_AREA = "none"
SHOWN = 20
"""Lines of a list, each with its button: a window holds a hundred blocks."""


def route_buttons(*but: str) -> list[Block]:
    """Return the buttons from one part of the set-up to the others."""
    label = words("route_buttons")
    parts = {
        ROUTE: label.route,
        ROTA: label.rota,
        LEAVE: label.leave,
        REACH: label.reach,
        AREAS: label.areas,
    }
    return buttons(*(button(name, text, "set_up") for name, text in parts.items() if name not in but))


def window(
    title: str,
    top: str,
    lines: Sequence[tuple[str, Block | None]],
    below: list[Block],
    shown: int = SHOWN,
) -> ShowInstead:
    """Return a window with a list, each line with its own button, in place of whatever is open."""
    rows = [section(text, accessory) for text, accessory in lines[:shown]]
    return ShowInstead(form("read_only", title, [*paragraphs(top), *rows, *below]))


def person_option(person: Person, *, before: str = "") -> Block:
    """Return somebody as a choice; `before` makes the value say more than who."""
    return option(person.name, f"{before}{person.id.hex}")


def area_choice(work: UnitOfWork, chosen: UUID | None = None) -> list[Block]:
    """Return the field that asks in which area a service lies; nothing where there are no areas."""
    areas, label = all_areas(work), words("area_form")
    if not areas:
        return []
    options = [option(label.own_number, NO_AREA), *(option(each.name, each.id.hex) for each in areas)]
    initial = chosen.hex if chosen else NO_AREA
    return [choice_input("area", label.area, options, hint=label.area_hint, initial=initial)]


def chosen_area(value: str) -> UUID | None:
    """Read the area chosen; None for our organisation's own number."""
    return None if value in {"", NO_AREA} else record_id(value)


def silence(work: UnitOfWork, found: Found, people: Sequence[Person]) -> dict[str, Any]:
    """Return the facts of who is not woken: by do-not-disturb, and for want of a way outside Slack."""
    quiet = found.quiet or {}
    return {
        "is_checked": found.quiet is not None,
        "quiet": [
            {
                "name": person.name,
                "begins": f"{hours.starts_at.astimezone(LONDON):%H:%M}",
                "ends": f"{hours.ends_at.astimezone(LONDON):%H:%M}",
            }
            for person in people
            if (hours := quiet.get(person.user_id or "")) is not None
        ],
        "without_way": ", ".join(person.name for person in people if not reach_of(work, person).is_anyhow),
    }
