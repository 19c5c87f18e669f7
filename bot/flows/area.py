"""The story of areas: which emergency duty team answers where, and in which area a contract's service lies."""

from bot.answers import Answer, ShowInstead
from bot.blocks import Block, button, buttons, choice_input, form, text_input
from bot.casework.administrators import may_set_up
from bot.casework.areas import all_areas, contracts_in, place_contract, remove_area, set_area
from bot.casework.numbers import numbers_for
from bot.contract_choice import contract_options
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.route_blocks import AREAS, area_choice, chosen_area, route_buttons, window
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from storage.routes import Area

ADD, CHANGE, REMOVE, PLACE = "area_add", "area_change", "area_remove", "area_place"
FORM, PLACE_FORM = "area_form", "area_place_form"
SHOWN = 15  # each line has a row of buttons beneath it
AnyTurn = Turn[Command] | Turn[Press] | Turn[Submission]


def show_areas(turn: AnyTurn) -> ShowInstead:
    """`/contract area`: the areas with their numbers and contracts."""
    may_set_up(turn.work, turn.person)
    areas, label = all_areas(turn.work), words("route_buttons")
    facts = {
        "count": len(areas),
        "more": max(len(areas) - SHOWN, 0),
        "duty_number": numbers_for(turn.work, None).duty_number,
    }
    lines = [(_line(turn, area), button(CHANGE, label.change, area.id.hex)) for area in areas]
    has_both = bool(areas) and bool(turn.work.contracts.all())
    below = buttons(
        button(ADD, label.add_area, "area"),
        button(PLACE, label.place, "area") if has_both else None,
    )
    title = words("area_form").list_title
    return window(title, render("area_list", facts), lines, [*below, *route_buttons(AREAS)], shown=SHOWN)


def _line(turn: AnyTurn, area: Area) -> str:
    titles = ", ".join(contract.title for contract in contracts_in(turn.work, area))
    return render("area_line", {"name": area.name, "duty_number": area.duty_number, "contracts": titles})


def add_form(turn: Turn[Press]) -> Answer:
    """Ask for a new area's name and number."""
    may_set_up(turn.work, turn.person)
    return ShowInstead(_form(None))


def change_form(turn: Turn[Press]) -> Answer:
    """Ask for an area's name and number, filled in; from here it can be taken away."""
    may_set_up(turn.work, turn.person)
    area = turn.work.routes.area(record_id(turn.inbound.value))
    return ShowInstead(_form(area)) if area is not None else show_areas(turn)


def _form(area: Area | None) -> Block:
    label = words("area_form")
    fields = [
        text_input("name", label.name, hint=label.name_hint, initial=area.name if area else "", longest=100),
        text_input(
            "duty_number",
            label.duty_number,
            hint=label.duty_number_hint,
            initial=area.duty_number if area else "",
            longest=200,
        ),
    ]
    if area is None:
        return form(FORM, label.title, fields, submit=label.submit)
    removing = buttons(button(REMOVE, words("route_buttons").remove, area.id.hex))
    return form(FORM, label.title, [*fields, *removing], submit=label.submit, about={"area": area.id.hex})


def save(turn: Turn[Submission]) -> Answer:
    """Keep the area, and show the list with it. The same form again changes nothing more."""
    answers, about = turn.inbound.form, turn.inbound.about()
    area_id = record_id(about["area"]) if "area" in about else None
    name, number = answers.text("name"), answers.text("duty_number")
    set_area(turn.work, turn.person, area_id, name, number, turn.now)
    return show_areas(turn)


def remove(turn: Turn[Press]) -> Answer:
    """Take an area away."""
    remove_area(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return show_areas(turn)


def place_form(turn: Turn[Press]) -> Answer:
    """Ask in which area a contract's service lies."""
    may_set_up(turn.work, turn.person)
    label = words("area_form")
    contracts = contract_options(turn.work.contracts.all())
    if not contracts or not all_areas(turn.work):
        return show_areas(turn)
    fields = [choice_input("contract", label.contract, contracts), *area_choice(turn.work)]
    return ShowInstead(form(PLACE_FORM, label.place_title, fields, submit=label.submit))


def place(turn: Turn[Submission]) -> Answer:
    """Keep where it lies, and show the list with it."""
    answers = turn.inbound.form
    area_id = chosen_area(answers.choice("area"))
    place_contract(turn.work, turn.person, record_id(answers.choice("contract")), area_id, turn.now)
    return show_areas(turn)


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.window("/contract", "area", AREAS, show_areas)
    listeners.press(ADD, add_form, writes=False)
    listeners.press(CHANGE, change_form, writes=False)
    listeners.press(REMOVE, remove)
    listeners.press(PLACE, place_form, writes=False)
    listeners.submission(FORM, save, once=False)
    listeners.submission(PLACE_FORM, place, once=False)
