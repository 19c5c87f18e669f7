"""The forms of monitoring: to plan it, to see its dates, to change or rate; read back into what is to be kept."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from bot.blocks import Block, choice_input, day_input, form, hour_input, option, paragraphs, text_input
from bot.casework.access import require_act
from bot.casework.monitoring_changes import suggested_interval
from bot.casework.monitoring_facts import PlannedDay, planned_day
from bot.casework.notices import calendar_of
from bot.casework.owners import possible_owners
from bot.casework.running import require_running
from bot.inbound import Form
from bot.needs_blocks import needs_blocks
from bot.people_words import listed
from bot.templates import render, words
from domain.calendar import suggested_due_on
from domain.contracts import NewWork
from domain.monitoring import (
    LONGEST_CRITERION,
    LONGEST_TITLE,
    SHOWN_BEFORE_SAVING,
    DayOff,
    Interval,
    Occurrence,
    Rating,
)
from domain.people import Act
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CHOOSE_FORM = "monitoring_contract_form"
PLAN_FORM = "monitoring_form"
KEEP_FORM = "monitoring_keep_form"
RATE_CHOOSE_FORM = "monitoring_rate_contract_form"
RATE_FORM = "monitoring_rate_form"
CHANGE_FORM = "monitoring_change_form"
CHANGE_KEEP_FORM = "monitoring_change_keep_form"
END_FORM = "monitoring_end_form"
FIRST_AFTER = 5  # working days: time to tell people and to prepare


def plan_form(work: UnitOfWork, person: Person, contract_id: UUID, now: datetime) -> Block:
    """Return the form that plans monitoring of a contract. Raises NotYours for whoever may not plan it."""
    require_act(work, person, contract_id, Act.PLAN_MONITORING)
    require_running(work, contract_id, NewWork.MONITORING, now)
    label = words("monitoring_form")
    calendar = calendar_of(work, contract_id)
    suggested = suggested_due_on(calendar.local(now).date(), calendar, FIRST_AFTER)
    owners = [option(listed(owner, side), owner.id.hex) for owner, side in possible_owners(work, contract_id)]
    blocks = [
        *needs_blocks(work, [each for each, _ in possible_owners(work, contract_id)]),
        text_input("title", label.what, hint=label.what_hint, longest=LONGEST_TITLE),
        text_input("criterion", label.criterion, hint=label.criterion_hint, longest=LONGEST_CRITERION),
        interval_choice(work, contract_id),
        day_input("first_on", label.first_on, initial=suggested),
        hour_input("at", label.at, initial=None, hint=label.at_hint, optional=True),
        choice_input("owner", label.owner, owners, hint=label.owner_hint, initial=person.id.hex),
    ]
    about = {"contract": contract_id.hex}
    return form(PLAN_FORM, label.plan_title, blocks, submit=label.plan_submit, about=about)


def interval_choice(
    work: UnitOfWork, contract_id: UUID, chosen: Interval | None = None, *, is_of_plan: bool = False
) -> Block:
    """Ask how often; what the contract's rating suggests is said, and chosen to begin with.

    In a plan every side reads the question: how the lead rates a contract is not said there.
    """
    label, name = words("monitoring_words"), words("monitoring_form").interval
    suggested = suggested_interval(work, contract_id)
    facts: dict[str, object] = {"rating": "", "interval": "", "is_of_plan": is_of_plan}
    if suggested is not None:
        rating, interval = suggested
        facts |= {"rating": getattr(label, rating), "interval": getattr(label, interval)}
        chosen = chosen or interval
    options = [option(_capital(getattr(label, each)), each.value) for each in Interval]
    return choice_input(
        "interval",
        name,
        options,
        hint=render("monitoring_interval_hint", facts),
        initial=chosen.value if chosen else "",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def kept_hour(at: time | None) -> str:
    """Return a time of day as the second step of a form carries it; empty where the day alone matters."""
    return at.isoformat("minutes") if at else ""


def hour_kept(kept: str) -> time | None:
    """Read it back."""
    return time.fromisoformat(kept) if kept else None


def dates_shown(
    work: UnitOfWork, contract_id: UUID, interval: Interval, at: time | None, found: Sequence[Occurrence]
) -> list[Block]:
    """Return the dates to come in words, each moved one with its reason, before anything is kept (CPC424-P10)."""
    calendar, contract = calendar_of(work, contract_id), work.contracts.get(contract_id)
    unknown = [day.planned_on.year for day in found if not calendar.knows(day.planned_on)]
    facts = {
        "contract": contract.title,
        "interval": getattr(words("monitoring_words"), interval),
        "at": f"{at:%H:%M}" if at else "",
        "dates": [{"planned_on": day.planned_on, "reasons": reasons_of(planned_day(day))} for day in found],
        "unknown_year": str(unknown[0]) if unknown else "",
        "ends_on": contract.ends_on if len(found) < SHOWN_BEFORE_SAVING else None,
    }
    return paragraphs(render("monitoring_dates", facts))


def reasons_of(day: PlannedDay) -> list[str]:
    """Return in words why a day is not the one counted: 26th a Saturday, 28th a bank holiday."""
    return [_reason(first, last, why) for first, last, why in day.runs]


def _reason(first: date, last: date, why: DayOff) -> str:
    which = _ordinal(first) if first == last else f"{_ordinal(first)} to {_ordinal(last)}"
    return render("monitoring_day_off", {"which": which, "why": why.value})


def _ordinal(day: date) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th") if day.day not in {11, 12, 13} else "th"
    return f"{day.day}{ending}"


def keep_form(answers: Form, about: dict[str, str], dates: Sequence[Block]) -> Block:
    """Return the second step: the dates, and the words once more, still to be changed before they are kept."""
    label = words("monitoring_form")
    blocks = [
        *dates,
        text_input(
            "title", label.what, hint=label.what_hint, initial=answers.text("title"), longest=LONGEST_TITLE
        ),
        text_input(
            "criterion", label.criterion, initial=answers.text("criterion"), longest=LONGEST_CRITERION
        ),
    ]
    return form(KEEP_FORM, label.keep_title, blocks, submit=label.keep_submit, about=about)


def rate_form(work: UnitOfWork, person: Person, contract_id: UUID) -> Block:
    """Return the form that rates a contract. Raises NotYours for whoever may not."""
    require_act(work, person, contract_id, Act.RATE_CONTRACT)
    label = words("monitoring_form")
    rated = work.monitoring.rating_of(contract_id)
    options = [option(getattr(label, f"rating_{each}"), each.value) for each in Rating]
    blocks = [
        *paragraphs(render("monitoring_rate_top", {"contract": work.contracts.get(contract_id).title})),
        choice_input(
            "rating",
            label.rating,
            options,
            kind="radio_buttons",
            initial=rated.rating.value if rated else "",
        ),
        text_input("reason", label.rate_because, hint=label.rate_hint, lines=True),
    ]
    about = {"contract": contract_id.hex}
    return form(RATE_FORM, label.rate_title, blocks, submit=label.rate_submit, about=about)
