"""Counting: from the dates of the record to the figures of an evaluation, as they stood when the period ended."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from domain.evaluation_figures import (
    ActionFact,
    ConcernFact,
    DutyFact,
    Figures,
    LookFact,
    Period,
    london_day,
)
from domain.monitoring import ActivityState
from domain.people import Party

YOUNG, OLD = timedelta(weeks=4), timedelta(weeks=12)


def count(
    period: Period,
    concerns: Iterable[ConcernFact],
    actions: Iterable[ActionFact],
    duties: Iterable[DutyFact],
    looks: Iterable[LookFact],
) -> Figures:
    """Return the figures of a period; the same facts always give the same."""
    return Figures(
        **count_concerns(concerns, period),
        **count_actions(actions, period),
        **count_duties(duties, period),
        **count_looks(looks, period),
    )


def count_concerns(concerns: Iterable[ConcernFact], period: Period) -> dict[str, int]:
    """Count concerns by state and age, as they stood at the end of the period."""
    known = [each for each in concerns if period.had(each.known_at)]
    still_open = [each for each in known if not period.had(each.closed_at)]
    decided = [each for each in still_open if period.had(each.triaged_at)]
    taken = [each for each in still_open if period.had(each.acknowledged_at) or period.had(each.triaged_at)]
    ages = [period.ends_at - each.known_at for each in still_open]
    return {
        "concerns_new": sum(period.holds(each.known_at) for each in known),
        "concerns_closed": sum(period.holds(each.closed_at) for each in known),
        "concerns_open": len(still_open),
        "concerns_waiting": len(still_open) - len(taken),
        "concerns_undecided": len(taken) - len(decided),
        "concerns_decided": len(decided),
        "concerns_young": sum(age < YOUNG for age in ages),
        "concerns_older": sum(YOUNG <= age < OLD for age in ages),
        "concerns_oldest": sum(age >= OLD for age in ages),
        "concerns_voice": sum(each.is_voice and period.holds(each.known_at) for each in known),
    }


class Standing(StrEnum):
    """How an action stood at the end of the period, and what it counts as."""

    NOT_YET = "not_yet"
    UNCONFIRMED = "unconfirmed"
    ON_TIME = "on_time"
    DONE_LATE = "done_late"
    EARLIER = "earlier"
    WAITING = "waiting"
    LATE = "late"
    TO_COME = "to_come"


FELL_DUE = frozenset({Standing.ON_TIME, Standing.DONE_LATE, Standing.LATE})


def standing(action: ActionFact, period: Period) -> Standing:
    """Say how an action stood. What was handed in counts on the day it was, however long it then waits for us."""
    if not period.had(action.proposed_at):
        return Standing.NOT_YET
    if not period.had(action.agreed_at):
        return Standing.UNCONFIRMED
    if action.submitted_at is not None and period.had(action.submitted_at):
        day = london_day(action.submitted_at)
        if day < period.first:
            return Standing.EARLIER
        return Standing.ON_TIME if day <= action.due_on else Standing.DONE_LATE
    if action.asks_for_time:
        return Standing.WAITING
    return Standing.LATE if action.due_on < period.as_of else Standing.TO_COME


def count_actions(actions: Iterable[ActionFact], period: Period) -> dict[str, int]:
    """Count actions by how they stood at the end of the period."""
    stood = [(each, standing(each, period)) for each in actions]
    fell_due = [(each, how) for each, how in stood if how in FELL_DUE]
    theirs = [(each, how) for each, how in fell_due if each.party is Party.PROVIDER]
    late = [each for each, how in fell_due if how is Standing.LATE]
    return {
        "actions_due": len(fell_due),
        "actions_on_time": sum(how is Standing.ON_TIME for _, how in fell_due),
        "actions_done_late": sum(how is Standing.DONE_LATE for _, how in fell_due),
        "actions_late": len(late),
        "actions_extended": sum(each.was_extended for each, _ in stood),
        "actions_waiting": sum(_waits_for_us(each, how, period) for each, how in stood),
        "actions_verified": sum(period.holds(each.verified_at) for each, _ in stood),
        "actions_to_come": sum(how is Standing.TO_COME for _, how in stood),
        "actions_unconfirmed": sum(how is Standing.UNCONFIRMED for _, how in stood),
        "their_due": len(theirs),
        "their_on_time": sum(how is Standing.ON_TIME for _, how in theirs),
        "their_late": sum(how is Standing.LATE for _, how in theirs),
        "their_safety_late": sum(each.keeps_safe_now for each, how in theirs if how is Standing.LATE),
        "our_actions_late": sum(each.party is Party.OWN for each in late),
    }


def _waits_for_us(action: ActionFact, how: Standing, period: Period) -> bool:
    """Whether the other sides have done their part, and the commissioners have to look or to answer."""
    if action.party is Party.OWN:
        return False
    return how is Standing.WAITING or (period.had(action.submitted_at) and not period.had(action.verified_at))


def count_duties(duties: Iterable[DutyFact], period: Period) -> dict[str, int]:
    """Count what our own side was asked for and had to answer in time (practice.md 2.4: said as visibly)."""
    begun = [each for each in duties if period.had(each.started_at)]
    given = [each for each in begun if each.met_at is not None and period.holds(each.met_at)]
    given_late = sum(each.met_at is not None and each.met_at > each.due_at for each in given)
    return {
        "our_answers_on_time": len(given) - given_late,
        "our_answers_given_late": given_late,
        "our_answers_late": sum(
            not period.had(each.met_at) and not each.is_paused and each.due_at < period.ends_at
            for each in begun
        ),
    }


def count_looks(looks: Iterable[LookFact], period: Period) -> dict[str, int]:
    """Count planned looks against what was recorded of them. One that is planned for today is not missed yet."""
    planned = [each for each in looks if period.first <= each.planned_on <= period.last]
    done = [each for each in planned if _was(each, ActivityState.DONE, period)]
    missed = [each for each in planned if is_missed(each, period)]
    return {
        "looks_planned": len(planned),
        "looks_done": len(done),
        "looks_done_late": sum(
            each.answered_at is not None and london_day(each.answered_at) > each.planned_on for each in done
        ),
        "looks_not_done": sum(_was(each, ActivityState.NOT_DONE, period) for each in planned),
        "looks_missed": len(missed),
        "our_looks_missed": sum(each.party is Party.OWN for each in missed),
    }


def _was(look: LookFact, state: ActivityState, period: Period) -> bool:
    return look.state is state and period.had(look.answered_at)


def is_missed(look: LookFact, period: Period) -> bool:
    """Say whether nothing was recorded of a look whose day was over at the end of the period."""
    return look.planned_on < period.as_of and not period.had(look.answered_at)
