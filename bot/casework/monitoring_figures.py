"""What a contract's monitoring came to, counted against its plan: done, late, not done, missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.notices import calendar_of
from domain.monitoring import ActivityState, is_past
from domain.people import Party
from storage.monitoring import MonitoringActivity
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class MonitoringFigures:
    """What a period's plan came to. `done_late` are among `done`; what is still to come is in `planned` alone.

    `missed` were neither recorded as done nor as not done, and their day is over. `next_on` is the next planned day of
    the contract, whatever the period; None when nothing is planned.
    """

    planned: int
    done: int
    done_late: int
    not_done: int
    missed: int
    next_on: date | None


def figures(work: UnitOfWork, contract_id: UUID, first: date, last: date, now: datetime) -> MonitoringFigures:
    """Count a contract's monitoring against its plan, by the days that count, both ends included (CPC424-P13)."""
    calendar = calendar_of(work, contract_id)
    today = calendar.local(now).date()
    found = work.monitoring.between(contract_id, first, last)
    done = [each for each in found if each.state is ActivityState.DONE]
    late = [
        each for each in done if each.answered_at and calendar.local(each.answered_at).date() > each.counts_on
    ]
    return MonitoringFigures(
        planned=len(found),
        done=len(done),
        done_late=len(late),
        not_done=sum(each.state is ActivityState.NOT_DONE for each in found),
        missed=sum(_counts_as_missed(each, today) for each in found),
        next_on=work.monitoring.next_on(contract_id, today),
    )


@dataclass(frozen=True)
class Gap:
    """Something planned of which nothing was found: said as missing, never as zero. `party` is the side that looks."""

    title: str
    planned_on: date
    state: ActivityState
    party: Party


def gaps(work: UnitOfWork, contract_id: UUID, first: date, last: date, now: datetime) -> Sequence[Gap]:
    """Return what was planned in a period and was missed or not done, in the order planned."""
    today = calendar_of(work, contract_id).local(now).date()
    schedules = {each.id: each for each in work.monitoring.schedules(contract_id)}
    return [
        Gap(schedules[each.schedule_id].title, each.counts_on, each.state, schedules[each.schedule_id].party)
        for each in work.monitoring.between(contract_id, first, last)
        if each.state is ActivityState.NOT_DONE or _counts_as_missed(each, today)
    ]


def _counts_as_missed(activity: MonitoringActivity, today: date) -> bool:
    """Say the same by the day that counts: a new day given once it was over does not undo that it was missed."""
    return activity.state is ActivityState.PLANNED and is_past(activity.counts_on, today)
