"""The story of setting our own organisation up: hours, closure days, numbers to ring, designated leads."""

from datetime import time

from bot.answers import Answer, ShowInstead
from bot.blocks import Block, choice_input, form, hour_input, option, paragraphs, people_input, text_input
from bot.casework.administrators import may_set_up
from bot.casework.meeting import meet_staff
from bot.casework.organisation import SetUp, set_up_organisation
from bot.casework.route import leads_at
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.look_ups import route_picked
from bot.route_blocks import SET_UP, route_buttons, silence
from bot.services import Emergency, Services
from bot.templates import render, words
from bot.turn import Turn
from domain.calendar import Nation
from domain.closure_days import read_closure_days
from domain.routes import Level
from storage.unit_of_work import UnitOfWork

FORM = "setup_form"
OPENS, CLOSES = time(9, 0), time(17, 0)


def show_set_up(turn: Turn[Command] | Turn[Press]) -> ShowInstead:
    """`/contract setup`: what is set up now, to be changed."""
    may_set_up(turn.work, turn.person)
    label = words("setup_form")
    return ShowInstead(form(FORM, label.title, _fields(turn.work), submit=label.submit))


def _fields(work: UnitOfWork) -> list[Block]:
    label, nations = words("setup_form"), words("contract_form")
    own, kept = work.organisations.own(), work.organisations.settings()
    calendar, emergency = work.organisations.calendar(None), Emergency()
    if kept is not None:
        emergency.learn(kept)
    days = "\n".join(f"{day:%d/%m/%Y}" for day in sorted(work.organisations.closure_days()))
    leads = [lead.user_id for lead in leads_at(work, Level.LEVEL_1) if lead.user_id]
    name = own.name if own is not None and kept is not None else ""
    return [
        text_input("name", label.name, initial=name, longest=200),
        choice_input(
            "nation",
            label.nation,
            [option(getattr(nations, nation.value), nation) for nation in Nation],
            initial=calendar.nation,
        ),
        hour_input("opens", label.opens, initial=calendar.opens),
        hour_input("closes", label.closes, initial=calendar.closes),
        text_input(
            "emergency_number",
            label.emergency_number,
            hint=label.emergency_number_hint,
            initial=emergency.emergency_number,
            longest=200,
        ),
        text_input(
            "duty_number",
            label.duty_number,
            hint=label.duty_number_hint,
            optional=True,
            initial=emergency.duty_number,
            longest=200,
        ),
        text_input(
            "closure_days",
            label.closure_days,
            hint=label.closure_days_hint,
            optional=True,
            lines=True,
            initial=days,
        ),
        people_input(
            "level_1", label.level_1, several=True, optional=True, hint=label.level_1_hint, initial=leads
        ),
    ]


def set_up(turn: Turn[Submission]) -> Answer:
    """Keep it, and say it back in words: days above all, which are easily mistaken."""
    if turn.work.submissions.find(turn.inbound.view_id, FORM) is not None:
        return _saved(turn)
    may_set_up(turn.work, turn.person)
    answers, members = turn.inbound.form, turn.found.members
    days = read_closure_days(answers.text("closure_days"))
    leads = [meet_staff(turn.work, members.get(user), "level_1") for user in answers.people("level_1")]
    said = SetUp(
        name=answers.text("name"),
        nation=Nation(answers.choice("nation")),
        opens=answers.hour("opens") or OPENS,
        closes=answers.hour("closes") or CLOSES,
        emergency_number=answers.text("emergency_number"),
        duty_number=answers.text("duty_number"),
        closure_days=days,
        level_1=tuple(lead.id for lead in leads),
    )
    set_up_organisation(turn.work, turn.person, turn.inbound.actor.team_id, said, turn.now)
    turn.keep_submission(FORM)
    turn.services.emergency.learn(turn.work.organisations.settings())
    return _saved(turn)


def _saved(turn: Turn[Submission]) -> Answer:
    own, kept = turn.work.organisations.own(), turn.work.organisations.settings()
    assert own is not None
    assert kept is not None
    leads = leads_at(turn.work, Level.LEVEL_1)
    facts = {
        "name": own.name,
        "has_contracts": bool(turn.work.contracts.all()),
        "days": sorted(turn.work.organisations.closure_days()),
        "opens": f"{kept.opens:%H:%M}",
        "closes": f"{kept.closes:%H:%M}",
        "leads": [lead.name for lead in leads],
        "duty_number": kept.duty_number,
        "emergency_number": kept.emergency_number or "999",
    }
    blocks = paragraphs(render("setup_saved", facts))
    if leads:
        blocks += paragraphs(render("route_quiet", silence(turn.work, turn.found, leads)))
    return ShowInstead(form("read_only", words("common").saved_title, [*blocks, *route_buttons()]))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.window("/contract", "setup", SET_UP, show_set_up)
    listeners.submission(FORM, set_up, look_up=route_picked("level_1"), once=False)
