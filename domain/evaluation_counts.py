"""Counting: from the dates of the record to the figures of an evaluation, as they stood when the period ended."""

from collections.abc import Iterable
from datetime import timedelta

from domain.evaluation_actions import count_actions
from domain.evaluation_figures import (
    ActionFact,
    ConcernFact,
    DutyFact,
    Figures,
    HandOffFact,
    LookFact,
    Period,
    london_day,
)
from domain.monitoring import FALLS_SHORT, ActivityState, Met
from domain.people import Party

YOUNG, OLD = timedelta(weeks=4), timedelta(weeks=12)


def count(
    period: Period,
    concerns: Iterable[ConcernFact],
    actions: Iterable[ActionFact],
    duties: Iterable[DutyFact],
    looks: Iterable[LookFact],
    hand_offs: Iterable[HandOffFact] = (),
) -> Figures:
    """Return the figures of a period; the same facts always give the same."""
    return Figures(
        **count_concerns(concerns, period),
        **count_actions(actions, period),
        **count_duties(duties, period),
        **count_looks(looks, period),
        **count_hand_offs(hand_offs, period),
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


def count_duties(duties: Iterable[DutyFact], period: Period) -> dict[str, int]:
    """Count what our own side was asked for and had to answer in time (practice.md 2.4: said as visibly).

    Where the others stopped waiting after the answer was due, it was not answered in time, whatever came of it.
    """
    begun = [each for each in duties if period.had(each.started_at)]
    given = [each for each in begun if each.met_at is not None and period.holds(each.met_at)]
    given_late = sum(each.met_at is not None and each.met_at > each.due_at for each in given)
    owed = [each for each in begun if not period.had(each.met_at) and not period.had(each.ended_at)]
    given_up = [each for each in begun if each.ended_at is not None and period.holds(each.ended_at)]
    return {
        "our_answers_on_time": len(given) - given_late,
        "our_answers_given_late": given_late,
        "our_answers_late": sum(not each.is_paused and each.due_at < period.ends_at for each in owed),
        "our_answers_missed": sum(
            each.ended_at is not None and each.ended_at > each.due_at for each in given_up
        ),
    }


def count_looks(looks: Iterable[LookFact], period: Period) -> dict[str, int]:
    """Count planned looks against what was recorded of them. One that is planned for today is not missed yet."""
    planned = [each for each in looks if _is_of(each, period)]
    done = [each for each in planned if _was(each, ActivityState.DONE, period)]
    not_done = [each for each in planned if _was(each, ActivityState.NOT_DONE, period)]
    missed = [each for each in planned if is_missed(each, period)]
    return {
        "looks_planned": len(planned),
        "looks_done": len(done),
        "looks_done_late": sum(
            each.answered_at is not None and london_day(each.answered_at) > each.planned_on for each in done
        ),
        "looks_not_done": len(not_done),
        "looks_missed": len(missed),
        "looks_met": _say(Met.MET, done),
        "looks_partly": _say(Met.PARTLY, done),
        "looks_not_met": _say(Met.NOT_MET, done),
        "looks_unclear": _say(Met.UNCLEAR, done),
        "their_looks_short": _of(Party.PROVIDER, [each for each in done if each.met in FALLS_SHORT]),
        "our_looks_missed": _of(Party.OWN, missed),
        "their_looks_done": _of(Party.PROVIDER, done),
        "their_looks_not_done": _of(Party.PROVIDER, not_done),
        "their_looks_missed": _of(Party.PROVIDER, missed),
    }


def count_hand_offs(hand_offs: Iterable[HandOffFact], period: Period) -> dict[str, int]:
    """Count what was passed on to somebody else, and who of them still owes an answer when the period ended."""
    known = [each for each in hand_offs if period.had(each.recorded_at)]
    waiting = [each for each in known if not period.had(each.ended_at)]
    return {
        "hand_offs_made": sum(period.holds(each.recorded_at) for each in known),
        "hand_offs_answered": sum(each.is_answered and period.holds(each.ended_at) for each in known),
        "hand_offs_waiting": len(waiting),
        "hand_offs_late": sum(each.reply_on < period.as_of for each in waiting),
    }


def _of(party: Party, looks: Iterable[LookFact]) -> int:
    return sum(each.party is party for each in looks)


def _say(met: Met, looks: Iterable[LookFact]) -> int:
    return sum(each.met is met for each in looks)


def _is_of(look: LookFact, period: Period) -> bool:
    """Whether a look belongs to the period; one of its first day may have been counted as done in the one before."""
    is_counted = period.follows is not None and look.planned_on == period.first
    if is_counted and look.answered_at is not None and look.answered_at < period.starts_at:
        return False
    return period.first <= look.planned_on <= period.last


def _was(look: LookFact, state: ActivityState, period: Period) -> bool:
    return look.state is state and period.had(look.answered_at)


def is_missed(look: LookFact, period: Period) -> bool:
    """Say whether nothing was recorded of a look whose day was over at the end of the period."""
    return look.planned_on < period.as_of and not period.had(look.answered_at)


def is_not_done(look: LookFact, period: Period) -> bool:
    """Say whether a look of the period was recorded as not done, with a reason."""
    return _is_of(look, period) and _was(look, ActivityState.NOT_DONE, period)
