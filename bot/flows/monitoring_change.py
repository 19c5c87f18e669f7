"""The story of changing a plan: another interval, its end, or a new rating and what that suggests."""

from datetime import date
from uuid import UUID

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    button,
    choice_input,
    day_input,
    form,
    hour_input,
    option,
    paragraphs,
    reason_form,
    section,
    text_input,
)
from bot.buttons import OPEN_MONITORING
from bot.casework.access import NOT_YOURS
from bot.casework.monitoring_access import plans, schedule_for
from bot.casework.monitoring_changes import (
    NewInterval,
    Suggestion,
    change_interval,
    dates_after,
    end_schedule,
    next_day,
    rate_contract,
    require_later_first_day,
    who_may_look_instead,
)
from bot.casework.monitoring_facts import facts_of_schedule
from bot.casework.notices import calendar_of
from bot.contract_choice import show_for_contract
from bot.inbound import Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.monitoring_blocks import CHANGE, END, in_words
from bot.monitoring_form import (
    CHANGE_FORM,
    CHANGE_KEEP_FORM,
    END_FORM,
    FIRST_AFTER,
    RATE_CHOOSE_FORM,
    RATE_FORM,
    dates_shown,
    hour_kept,
    interval_choice,
    kept_hour,
    rate_form,
)
from bot.people_words import listed
from bot.required import required_day, required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.calendar import suggested_due_on
from domain.errors import NotYours
from domain.monitoring import SUGGESTED, Interval, Rating, require_active
from storage.monitoring import MonitoringSchedule

SUGGESTIONS_SHOWN = 40


def change_form(turn: Turn[Press]) -> Answer:
    """*Change how often*, from the window in its place, or over a rating's suggestions with the one suggested."""
    record, _, suggested = turn.inbound.value.partition(":")
    schedule = _to_change(turn, record_id(record))
    chosen = Interval(suggested) if suggested in set(Interval) else schedule.interval
    calendar = calendar_of(turn.work, schedule.contract_id)
    facts, next_on = (
        in_words(facts_of_schedule(turn.work, schedule, turn.now)),
        next_day(turn.work, schedule, turn.now),
    )
    soonest = suggested_due_on(calendar.local(turn.now).date(), calendar, FIRST_AFTER)
    label = words("monitoring_form")
    owners = [
        option(listed(owner, side), owner.id.hex) for owner, side in who_may_look_instead(turn.work, schedule)
    ]
    blocks = [
        *paragraphs(render("monitoring_change_top", facts)),
        interval_choice(turn.work, schedule.contract_id, chosen),
        day_input("first_on", label.new_first_on, initial=next_on or soonest),
        hour_input("at", label.at, hint=label.at_hint, optional=True, initial=schedule.at),
        choice_input("owner", label.owner, owners, hint=label.hand_hint, initial=schedule.owner_id.hex),
        _reason_field(),
    ]
    about = {"schedule": schedule.id.hex}
    view = form(CHANGE_FORM, label.change_title, blocks, submit=label.change_submit, about=about)
    return OpenForm(view) if suggested else ShowInstead(view)


def _reason_field(initial: str = "") -> Block:
    label = words("monitoring_form")
    return text_input("reason", label.change_because, hint=label.change_hint, lines=True, initial=initial)


def _to_change(turn: Turn[Press] | Turn[Submission], schedule_id: UUID) -> MonitoringSchedule:
    schedule = schedule_for(turn.work, turn.person, schedule_id)
    if not plans(turn.work, turn.person, schedule):
        raise NotYours(NOT_YOURS)
    require_active(schedule.state)
    return schedule


def show_dates(turn: Turn[Submission]) -> Answer:
    """The first step: nothing is kept, the new dates are shown in place of the form."""
    answers, work = turn.inbound.form, turn.work
    schedule = _to_change(turn, record_id(turn.inbound.about()["schedule"]))
    owner_id = record_id(answers.choice("owner"))
    new = NewInterval(
        required_kind(Interval, answers, "interval"),
        required_day(answers, "first_on"),
        answers.hour("at"),
        answers.text("reason"),
        owner_id,
    )
    require_later_first_day(work, schedule.contract_id, new.first_on, turn.now)
    found = dates_after(work, turn.person, schedule, new, turn.now)
    label = words("monitoring_form")
    about = {
        "schedule": schedule.id.hex,
        "interval": new.interval.value,
        "first_on": new.first_on.isoformat(),
        "at": kept_hour(new.at),
        "owner": owner_id.hex,
    }
    blocks = [
        *dates_shown(work, schedule.contract_id, new.interval, new.at, found),
        _reason_field(new.reason),
    ]
    view = form(CHANGE_KEEP_FORM, label.keep_title, blocks, submit=label.keep_submit, about=about)
    return ShowInstead(view)


def keep(turn: Turn[Submission]) -> Answer:
    """The second step: keep what was shown."""
    about = turn.inbound.about()
    new = NewInterval(
        Interval(about["interval"]),
        date.fromisoformat(about["first_on"]),
        hour_kept(about["at"]),
        turn.inbound.form.text("reason"),
        record_id(about["owner"]),
    )
    schedule_id = record_id(about["schedule"])
    change_interval(turn.work, turn.person, schedule_id, new, turn.now)
    return kept_here(turn, "look_changed", (OPEN_MONITORING, schedule_id))


def end_form(turn: Turn[Press]) -> Answer:
    """*End this*: asks why."""
    schedule = _to_change(turn, record_id(turn.inbound.value))
    about = {"schedule": schedule.id.hex}
    return ShowInstead(reason_form(END_FORM, words("monitoring_form"), "ended", about))


def end(turn: Turn[Submission]) -> Answer:
    """Keep the end, with its reason."""
    schedule_id = record_id(turn.inbound.about()["schedule"])
    end_schedule(turn.work, turn.person, schedule_id, turn.inbound.form.text("reason"), turn.now)
    return kept_here(turn, "look_ended", (OPEN_MONITORING, schedule_id))


def contract_chosen(turn: Turn[Submission]) -> Answer:
    """The contract to rate is chosen: the form itself takes the question's place."""
    return show_for_contract(turn, lambda contract_id: rate_form(turn.work, turn.person, contract_id))


def rate(turn: Turn[Submission]) -> Answer:
    """Keep the rating and show what it suggests; the dates stay until somebody changes them."""
    answers = turn.inbound.form
    contract_id = record_id(turn.inbound.about()["contract"])
    rating = required_kind(Rating, answers, "rating")
    found = rate_contract(turn.work, turn.person, contract_id, rating, answers.text("reason"), turn.now)
    label = words("monitoring_words")
    facts = {
        "contract": turn.work.contracts.get(contract_id).title,
        "rating": getattr(label, rating),
        "interval": getattr(label, SUGGESTED[rating]),
        "count": len(found),
    }
    lines = [_suggestion(each) for each in found[:SUGGESTIONS_SHOWN]]
    blocks = [*paragraphs(render("monitoring_rated", facts)), *lines]
    return ShowInstead(form("read_only", words("monitoring_form").rate_title, blocks))


def _suggestion(found: Suggestion) -> Block:
    label, schedule = words("monitoring_words"), found.schedule
    facts = {
        "reference": schedule.reference,
        "title": schedule.title,
        "interval": getattr(label, schedule.interval),
        "suggested": getattr(label, found.interval),
    }
    value = f"{schedule.id.hex}:{found.interval.value}"
    return section(
        render("monitoring_suggestion", facts), button(CHANGE, words("monitoring_buttons").change, value)
    )


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(CHANGE, change_form, writes=False)
    listeners.press(END, end_form, writes=False)
    listeners.submission(CHANGE_FORM, show_dates, once=False)
    listeners.submission(CHANGE_KEEP_FORM, keep)
    listeners.submission(END_FORM, end)
    listeners.submission(RATE_CHOOSE_FORM, contract_chosen, once=False)
    listeners.submission(RATE_FORM, rate)
