"""The story of leave: who on the safeguarding route is away, and who stands in for them."""

from bot.answers import Answer, ShowInstead
from bot.blocks import Block, button, buttons, choice_input, day_input, form
from bot.casework.access import may_do
from bot.casework.leave import Away, NewLeave, add_leave, coming_leave, may_write_leave, remove_leave
from bot.casework.route_setup import our_organisation, people_on_route
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.required import required_day
from bot.route_blocks import LEAVE, SHOWN, person_option, route_buttons, window
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.people import Act
from storage.people import Person

ADD, REMOVE, FORM = "leave_add", "leave_remove", "leave_form"
AnyTurn = Turn[Command] | Turn[Press] | Turn[Submission]


def show_leave(turn: AnyTurn, saved: str = "") -> ShowInstead:
    """`/contract leave`: what is written down, for an administrator of everybody, for others on the route their own."""
    away, label = coming_leave(turn.work, turn.person, turn.now), words("route_buttons")
    has_people = bool(may_write_leave(turn.work, turn.person))
    facts = {
        "saved": saved,
        "is_empty_route": not has_people,
        "count": len(away),
        "more": max(len(away) - SHOWN, 0),
    }
    lines = [(_line(each), button(REMOVE, label.remove, each.leave.id.hex)) for each in away]
    below = buttons(button(ADD, label.add_leave, "leave")) if has_people else []
    if may_do(turn.work, turn.person, None, Act.SET_UP_ORGANISATION):
        below += route_buttons(LEAVE)
    return window(words("leave_form").list_title, render("leave_list", facts), lines, below)


def _line(away: Away) -> str:
    facts = {
        "name": away.person.name,
        "first_day": away.leave.first_day,
        "last_day": away.leave.last_day,
        "is_one_day": away.leave.first_day == away.leave.last_day,
        "cover": away.cover.name if away.cover else "",
        "is_cover_away": away.is_cover_away,
    }
    return render("leave_line", facts)


def add_form(turn: Turn[Press]) -> Answer:
    """Ask who is away, on which days, and who stands in."""
    theirs = may_write_leave(turn.work, turn.person)
    our_organisation(turn.work)
    return ShowInstead(_form(turn, theirs)) if theirs else show_leave(turn)


def _form(turn: Turn[Press], theirs: list[Person]) -> Block:
    label = words("leave_form")
    today = turn.work.organisations.calendar(None).local(turn.now).date()
    on_route = [person_option(each) for each in people_on_route(turn.work)]
    return form(
        FORM,
        label.title,
        [
            choice_input(
                "who",
                label.who,
                [person_option(each) for each in theirs],
                initial=theirs[0].id.hex if len(theirs) == 1 else "",
            ),
            day_input("first_day", label.first_day, initial=today),
            day_input("last_day", label.last_day, initial=today),
            choice_input("cover", label.cover, on_route, optional=True, hint=label.cover_hint),
        ],
        submit=label.submit,
    )


def save(turn: Turn[Submission]) -> Answer:
    """Keep the leave, and show the list with it. The same form again keeps nothing more."""
    answers = turn.inbound.form
    cover = answers.choice("cover")
    new = NewLeave(
        person_id=record_id(answers.choice("who")),
        first_day=required_day(answers, "first_day"),
        last_day=required_day(answers, "last_day"),
        cover_id=record_id(cover) if cover else None,
    )
    kept = add_leave(turn.work, turn.person, new, turn.now)
    [line] = [
        _line(each) for each in coming_leave(turn.work, turn.person, turn.now) if each.leave.id == kept.id
    ]
    return show_leave(turn, line.replace("*", ""))


def remove(turn: Turn[Press]) -> Answer:
    """Take a leave back."""
    remove_leave(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return show_leave(turn)


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.window("/contract", "leave", LEAVE, show_leave)
    listeners.press(ADD, add_form, writes=False)
    listeners.press(REMOVE, remove)
    listeners.submission(FORM, save, once=False)
