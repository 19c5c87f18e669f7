"""The story of the rota: who on the safeguarding route is on duty, from when until when."""

from datetime import time, timedelta

from bot.answers import Answer, ShowInstead
from bot.blocks import Block, button, buttons, day_input, form, grouped_choice_input, hour_input
from bot.casework.access import may_do
from bot.casework.administrators import may_set_up
from bot.casework.duty import NewTurn, add_turn, coming_turns, levels_of, may_read_rota, remove_turn
from bot.casework.route_setup import our_organisation
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.required import required_day
from bot.route_blocks import ROTA, SHOWN, person_option, route_buttons, window
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.people import Act
from domain.routes import Level
from storage.people import Person

ADD, REMOVE, FORM = "duty_add", "duty_remove", "duty_form"
EVENING, MORNING = time(17, 0), time(9, 0)
AnyTurn = Turn[Command] | Turn[Press] | Turn[Submission]


def show_rota(turn: AnyTurn, saved: str = "") -> ShowInstead:
    """`/contract rota`: what is on it, the next first."""
    may_read_rota(turn.work, turn.person)
    may_change = may_do(turn.work, turn.person, None, Act.SET_UP_ORGANISATION)
    coming, label, levels = coming_turns(turn.work, turn.now), words("route_buttons"), words("route_levels")
    has_people = bool(levels_of(turn.work))
    facts = {
        "saved": saved,
        "is_empty_route": not has_people,
        "count": len(coming),
        "more": max(len(coming) - SHOWN, 0),
        "may_change": may_change,
    }
    lines = [
        (
            render(
                "duty_line",
                {
                    "name": each.person.name,
                    "level": getattr(levels, each.turn.level.value),
                    "starts_at": each.turn.starts_at,
                    "ends_at": each.turn.ends_at,
                    "is_now": each.turn.starts_at <= turn.now,
                },
            ),
            button(REMOVE, label.remove, each.turn.id.hex) if may_change else None,
        )
        for each in coming
    ]
    below = buttons(button(ADD, label.add_turn, "rota")) if may_change and has_people else []
    if may_change:
        below += route_buttons(ROTA)
    return window(words("duty_form").list_title, render("duty_list", facts), lines, below)


def add_form(turn: Turn[Press]) -> Answer:
    """Ask who, and from when until when."""
    may_set_up(turn.work, turn.person)
    our_organisation(turn.work)
    levels = levels_of(turn.work)
    if not levels:
        return show_rota(turn)
    return ShowInstead(_form(turn, levels))


def _form(turn: Turn[Press], levels: dict[Level, list[Person]]) -> Block:
    label, titles = words("duty_form"), words("route_levels")
    calendar = turn.work.organisations.calendar(None)
    today = calendar.local(turn.now).date()
    groups = {
        getattr(titles, level.value): [person_option(each, before=f"{level.value}:") for each in people]
        for level, people in levels.items()
    }
    return form(
        FORM,
        label.title,
        [
            grouped_choice_input("who", label.who, groups),
            day_input("first_day", label.first_day, initial=today),
            hour_input("begins", label.begins, initial=calendar.closes),
            day_input(
                "last_day", label.last_day, hint=label.last_day_hint, initial=today + timedelta(days=1)
            ),
            hour_input("ends", label.ends, hint=label.ends_hint, initial=calendar.opens),
        ],
        submit=label.submit,
    )


def save(turn: Turn[Submission]) -> Answer:
    """Keep the turn, and show the rota with it. The same form again keeps nothing more."""
    may_set_up(turn.work, turn.person)
    answers = turn.inbound.form
    level, _, person_id = answers.choice("who").partition(":")
    first_day, last_day = required_day(answers, "first_day"), required_day(answers, "last_day")
    new = NewTurn(
        person_id=record_id(person_id),
        level=Level(level),
        first_day=first_day,
        begins=answers.hour("begins") or EVENING,
        last_day=last_day,
        ends=answers.hour("ends") or MORNING,
    )
    kept = add_turn(turn.work, turn.person, new, turn.now)
    facts = {
        "name": turn.work.people.get(kept.person_id).name,
        "starts_at": kept.starts_at,
        "ends_at": kept.ends_at,
    }
    return show_rota(turn, render("duty_saved", facts))


def remove(turn: Turn[Press]) -> Answer:
    """Take a turn out of the rota."""
    remove_turn(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return show_rota(turn)


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.window("/contract", "rota", ROTA, show_rota)
    listeners.press(ADD, add_form, writes=False)
    listeners.press(REMOVE, remove)
    listeners.submission(FORM, save, once=False)
