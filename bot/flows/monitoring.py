"""The story of planning what is looked at regularly: `/monitor`, the form, and its dates before anything is kept."""

from datetime import date, time
from itertools import groupby

from bot.answers import Answer, Note, OpenForm
from bot.blocks import Block, form, header, paragraphs, section
from bot.buttons import OPEN_MONITORING
from bot.casework.contracts import contracts_in_reach
from bot.casework.monitoring import preview, schedule_monitoring
from bot.casework.monitoring_access import sees
from bot.casework.monitoring_facts import facts_of_schedule
from bot.casework.owners import require_owner
from bot.contract_choice import Draw, open_for_contract, show_for_contract
from bot.inbound import Command, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.monitoring_blocks import in_words, message_about_schedule, open_button
from bot.monitoring_form import (
    CHOOSE_FORM,
    KEEP_FORM,
    PLAN_FORM,
    RATE_CHOOSE_FORM,
    dates_shown,
    hour_kept,
    keep_form,
    kept_hour,
    plan_form,
    rate_form,
)
from bot.required import required_day, required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotAllowed
from domain.monitoring import Interval, NewSchedule, ScheduleState
from domain.notices import NoticeKind
from domain.people import Act
from storage.monitoring import MonitoringSchedule

LISTED = 60
"""Schedules in one list: a line each and a heading for each contract stay within Slack's hundred blocks."""


def command(turn: Turn[Command]) -> Answer:
    """`/monitor` lists; `schedule` plans; `rate` rates a contract; anything else says how it is used."""
    match turn.inbound.text.lower():
        case "" | "list":
            return _list(turn)
        case "schedule":
            return _form_of(turn, Act.PLAN_MONITORING, CHOOSE_FORM, _plan(turn))
        case "rate":
            return _form_of(turn, Act.RATE_CONTRACT, RATE_CHOOSE_FORM, _rate(turn))
        case _:
            return Note(render("monitoring_usage", {}))


def _plan(turn: Turn[Command | Submission]) -> Draw:
    return lambda contract_id: plan_form(turn.work, turn.person, contract_id, turn.now)


def _rate(turn: Turn[Command]) -> Draw:
    return lambda contract_id: rate_form(turn.work, turn.person, contract_id)


def _form_of(turn: Turn[Command], act: Act, question: str, draw: Draw) -> Answer:
    """Open the form for the contract of the channel; where that does not say which, ask first."""
    mine = contracts_in_reach(turn.work, turn.person, act)
    if not mine:
        raise NotAllowed(words("refusals").monitoring_not_planned)
    return open_for_contract(turn, mine, question, draw)


def _list(turn: Turn[Command]) -> Answer:
    """What somebody may see of what is looked at regularly, by contract, late ones first."""
    work, person = turn.work, turn.person
    contracts = {each.id: each for each in contracts_in_reach(work, person, Act.READ_CONTRACT)}
    seen = [each for each in work.monitoring.schedules_in(contracts) if sees(work, person, each)]
    lines = [(schedule, facts_of_schedule(work, schedule, turn.now)) for schedule in seen]
    running = [facts for schedule, facts in lines if schedule.state is ScheduleState.ACTIVE]
    top = {
        "count": len(running),
        "late": sum(facts["late_on"] is not None for facts in running),
        "more": max(len(lines) - LISTED, 0),
    }
    blocks = paragraphs(render("monitoring_list_top", top))
    lines.sort(key=lambda line: (contracts[line[0].contract_id].title, str(line[0].contract_id), _rank(line)))
    for contract_id, group in groupby(lines[:LISTED], key=lambda line: line[0].contract_id):
        blocks += [header(contracts[contract_id].title), *(_line(*line) for line in group)]
    return OpenForm(form("read_only", words("monitoring_list").title, blocks))


def _rank(line: tuple[MonitoringSchedule, dict[str, object]]) -> tuple[bool, bool, str]:
    """Late ones first, then by the next day, and what has ended last."""
    schedule, facts = line
    soonest = facts["late_on"] or facts["next_on"] or date.max
    return schedule.state is ScheduleState.ENDED, facts["late_on"] is None, str(soonest)


def _line(schedule: MonitoringSchedule, facts: dict[str, object]) -> Block:
    return section(render("monitoring_list_line", in_words(facts)), open_button(schedule.id))


def contract_chosen(turn: Turn[Submission]) -> Answer:
    """The contract is chosen: the form itself takes the question's place."""
    return show_for_contract(turn, _plan(turn))


def show_dates(turn: Turn[Submission]) -> Answer:
    """The first step: nothing is kept, the dates are shown; closing them leads back to what was filled in."""
    answers = turn.inbound.form
    contract_id = record_id(turn.inbound.about()["contract"])
    new = _new(
        turn,
        required_kind(Interval, answers, "interval"),
        required_day(answers, "first_on"),
        answers.hour("at"),
    )
    owner_id = record_id(answers.choice("owner"))
    found = preview(turn.work, turn.person, contract_id, new.interval, new.first_on, turn.now)
    require_owner(turn.work, contract_id, owner_id)
    about = {
        "contract": contract_id.hex,
        "interval": new.interval.value,
        "first_on": new.first_on.isoformat(),
        "at": kept_hour(new.at),
        "owner": owner_id.hex,
    }
    dates = dates_shown(turn.work, contract_id, new.interval, new.at, found)
    return OpenForm(keep_form(answers, about, dates))


def keep(turn: Turn[Submission]) -> Answer:
    """The second step: keep what was shown."""
    about = turn.inbound.about()
    new = _new(
        turn,
        Interval(about["interval"]),
        date.fromisoformat(about["first_on"]),
        hour_kept(about["at"]),
    )
    schedule = schedule_monitoring(
        turn.work,
        turn.person,
        record_id(about["contract"]),
        new,
        record_id(about["owner"]),
        turn.now,
        turn.services.choose,
    )
    return kept_here(turn, "look_planned", (OPEN_MONITORING, schedule.id))


def _new(turn: Turn[Submission], interval: Interval, first_on: date, at: time | None) -> NewSchedule:
    answers = turn.inbound.form
    return NewSchedule(answers.text("title"), answers.text("criterion"), interval, first_on, at)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/monitor", command)
    listeners.submission(CHOOSE_FORM, contract_chosen, once=False)
    listeners.submission(PLAN_FORM, show_dates, once=False)
    listeners.submission(KEEP_FORM, keep)
    services.messages.add(NoticeKind.MONITORING_PLANNED, message_about_schedule)
