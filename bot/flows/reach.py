"""The story of ways outside Slack: how whoever is told of risk is reached when Slack wakes nobody."""

from uuid import UUID

from bot.answers import Answer, ShowInstead
from bot.blocks import button, form, paragraphs, text_input
from bot.casework.administrators import may_set_up
from bot.casework.route_setup import reach_of, reaches, require_on_route, set_reach
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.route_blocks import REACH, SHOWN, route_buttons, window
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id

CHANGE, FORM = "reach_change", "reach_form"
AnyTurn = Turn[Command] | Turn[Press] | Turn[Submission]


def show_reach(turn: AnyTurn) -> ShowInstead:
    """`/contract reach`: how everybody on the route is reached outside Slack."""
    may_set_up(turn.work, turn.person)
    # Whoever has no way comes first: that is what is to be done here.
    known = sorted(reaches(turn.work), key=lambda each: each.is_anyhow)
    without = sum(not each.is_anyhow for each in known)
    facts = {"is_empty_route": not known, "count": len(known), "without": without}
    change = words("route_buttons").change
    lines = [
        (
            render(
                "route_reach_line", {"name": each.person.name, "email": each.email, "number": each.number}
            ),
            button(CHANGE, change, each.person.id.hex),
        )
        for each in known
    ]
    title, top = words("route_reach_form").title, render("route_reach_list", facts)
    return window(title, top, lines, route_buttons(REACH), shown=max(SHOWN, len(lines)))


def change_form(turn: Turn[Press]) -> Answer:
    """Ask how one of them is reached, filled in with what is kept."""
    may_set_up(turn.work, turn.person)
    return _form(turn, record_id(turn.inbound.value))


def _form(turn: Turn[Press], whose: UUID) -> Answer:
    label, kept = words("route_reach_form"), reach_of(turn.work, require_on_route(turn.work, whose, "email"))
    return ShowInstead(
        form(
            FORM,
            label.title,
            [
                *paragraphs(render("route_reach_form_top", {"name": kept.person.name})),
                text_input(
                    "number",
                    label.number,
                    optional=True,
                    hint=label.number_hint,
                    initial=kept.number,
                    longest=200,
                ),
                text_input(
                    "email",
                    label.email,
                    optional=True,
                    hint=label.email_hint,
                    initial=kept.email,
                    longest=200,
                ),
            ],
            submit=label.submit,
            about={"person": kept.person.id.hex},
        )
    )


def save(turn: Turn[Submission]) -> Answer:
    """Keep it, and show the list with it. The same form again changes nothing more."""
    answers, whose = turn.inbound.form, record_id(turn.inbound.about().get("person", ""))
    set_reach(turn.work, turn.person, whose, answers.text("email"), answers.text("number"), turn.now)
    return show_reach(turn)


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.window("/contract", "reach", REACH, show_reach)
    listeners.press(CHANGE, change_form, writes=False)
    listeners.submission(FORM, save, once=False)
