"""How an action stood when a period ended, judged by the date that it had, and what it then counts as."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from domain.evaluation_figures import ActionFact, Period, london_day
from domain.people import Party


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
    WITHDRAWN = "withdrawn"
    WITHDRAWN_LATE = "withdrawn_late"


FELL_DUE = frozenset({Standing.ON_TIME, Standing.DONE_LATE, Standing.LATE, Standing.WITHDRAWN_LATE})
NOT_DONE = frozenset({Standing.LATE, Standing.WITHDRAWN_LATE})


def date_of(action: ActionFact, period: Period) -> date:
    """Return the date by which an action is judged: the one that stood, not one that was found for it afterwards.

    More time asked for after the date counts from the next period on, and what was agreed after the period ended does
    not count in it: a past period that is looked at again says the same.
    """
    disregarded = [
        each
        for each in action.extensions
        if each.is_agreed
        and (not period.had(each.answered_at) or (not each.is_in_time and period.holds(each.answered_at)))
    ]
    return min(disregarded, key=lambda each: each.asked_at).from_date if disregarded else action.due_on


def standing(action: ActionFact, period: Period) -> Standing:
    """Say how an action stood. What was handed in counts on the day it was, however long it then waits for us.

    A request for more time stops the clock where it was asked in time, and never that of what keeps people safe
    (practice.md 2.4 and section 4). What is withdrawn before its date counts for nothing; after it, it was late.
    """
    if not period.had(action.proposed_at):
        return Standing.NOT_YET
    due_on = date_of(action, period)
    if (withdrawn := _withdrawn(action, due_on, period)) is not None:
        return withdrawn
    if not period.had(action.agreed_at):
        return Standing.WAITING if asks_for_time(action, period) else Standing.UNCONFIRMED
    if action.submitted_at is not None and period.had(action.submitted_at):
        return _handed_in(action.submitted_at, due_on, period)
    if asks_for_time(action, period) and not action.keeps_safe_now:
        return Standing.WAITING
    return Standing.LATE if due_on < period.as_of else Standing.TO_COME


def _withdrawn(action: ActionFact, due_on: date, period: Period) -> Standing | None:
    """Say how a withdrawn action counts; None where it is not withdrawn, or was handed in before that."""
    if action.withdrawn_at is None or not period.had(action.withdrawn_at):
        return None
    is_late = action.agreed_at is not None and london_day(action.withdrawn_at) > due_on
    if not is_late or action.withdrawn_at < period.starts_at:
        return Standing.WITHDRAWN
    return Standing.WITHDRAWN_LATE if action.submitted_at is None else None


def _handed_in(submitted_at: datetime, due_on: date, period: Period) -> Standing:
    if submitted_at < period.starts_at:
        return Standing.EARLIER
    return Standing.ON_TIME if london_day(submitted_at) <= due_on else Standing.DONE_LATE


def asks_for_time(action: ActionFact, period: Period) -> bool:
    """Say whether a request for more time, asked in time, waited for an answer when the period ended."""
    return any(
        each.is_in_time and period.had(each.asked_at) and not period.had(each.answered_at)
        for each in action.extensions
    )


def count_actions(actions: Iterable[ActionFact], period: Period) -> dict[str, int]:
    """Count actions by how they stood at the end of the period."""
    stood = [(each, standing(each, period)) for each in actions]
    fell_due = [(each, how) for each, how in stood if how in FELL_DUE]
    late = [each for each, how in fell_due if how is Standing.LATE]
    extended = [each for each, how in stood if how is not Standing.WITHDRAWN and _was_extended(each, period)]
    return {
        "actions_due": len(fell_due),
        "actions_on_time": sum(how is Standing.ON_TIME for _, how in fell_due),
        "actions_done_late": sum(how is Standing.DONE_LATE for _, how in fell_due),
        "actions_late": len(late),
        "actions_withdrawn_late": sum(how is Standing.WITHDRAWN_LATE for _, how in fell_due),
        "actions_extended": len(extended),
        "actions_extended_late": sum(_was_extended(each, period, in_time=False) for each in extended),
        "actions_waiting": sum(_waits_for_us(each, how, period) for each, how in stood),
        "actions_verified": sum(period.holds(each.verified_at) for each, _ in stood),
        "actions_to_come": sum(how is Standing.TO_COME for _, how in stood),
        "actions_unconfirmed": sum(how is Standing.UNCONFIRMED for _, how in stood),
        "our_actions_late": sum(each.party is Party.OWN for each in late),
        **_count_theirs([(each, how) for each, how in fell_due if each.party is Party.PROVIDER]),
        **_count_side("our", [how for each, how in fell_due if each.party is Party.OWN]),
        **_count_side("partners", [how for each, how in fell_due if each.party is Party.PARTNER]),
        "partners_late": sum(each.party is Party.PARTNER for each in late),
    }


def _count_side(whose: str, stood: list[Standing]) -> dict[str, int]:
    """What fell due of one side, by how it stood; what is still late is said with all that is."""
    return {
        f"{whose}_due": len(stood),
        f"{whose}_on_time": stood.count(Standing.ON_TIME),
        f"{whose}_done_late": stood.count(Standing.DONE_LATE),
        f"{whose}_withdrawn_late": stood.count(Standing.WITHDRAWN_LATE),
    }


def _count_theirs(theirs: list[tuple[ActionFact, Standing]]) -> dict[str, int]:
    """The provider's own, on which the judgement rests."""
    safety = [how for each, how in theirs if each.keeps_safe_now and how in NOT_DONE]
    return {
        **_count_side("their", [how for _, how in theirs]),
        "their_late": sum(how is Standing.LATE for _, how in theirs),
        "their_safety_late": len(safety),
        "their_safety_withdrawn": sum(how is Standing.WITHDRAWN_LATE for how in safety),
    }


def _was_extended(action: ActionFact, period: Period, *, in_time: bool = True) -> bool:
    """Whether more time was agreed in the period; without `in_time`, whether it was asked for after the date.

    Another date than the one proposed is no more time: nobody had agreed to the first one.
    """
    return any(
        each.is_agreed
        and not each.is_before_agreeing
        and period.holds(each.answered_at)
        and (in_time or not each.is_in_time)
        for each in action.extensions
    )


def _waits_for_us(action: ActionFact, how: Standing, period: Period) -> bool:
    """Whether the other sides have done their part, and the commissioners have to look or to answer."""
    if action.party is Party.OWN or how in {Standing.WITHDRAWN, Standing.WITHDRAWN_LATE}:
        return False
    if asks_for_time(action, period):
        return True
    return period.had(action.submitted_at) and not period.had(action.verified_at)
