"""Gathering the evidence of an evaluation: a handful of questions, whatever the age of the record."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.casework.improvement_figures import figures_of
from domain.chart_panels import ActionDay
from domain.deadlines import OURS
from domain.evaluation_counts import count, is_missed, is_not_done
from domain.evaluation_evidence import Before, Evidence, HowMissing, Missing
from domain.evaluation_figures import ActionFact, LookFact, Period, london_day, told
from domain.evaluation_measures import MeasureFound, suggest_process
from domain.evaluations import EvaluationState, suggest
from domain.monitoring import ScheduleState
from domain.people import Party
from storage.evaluations import Evaluation
from storage.improvements import Improvement
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.unit_of_work import UnitOfWork

CONFIRMED = frozenset({EvaluationState.CONFIRMED, EvaluationState.SHARED})


def gather(
    work: UnitOfWork, contract_id: UUID, period: Period, now: datetime, process: Improvement | None = None
) -> Evidence:
    """Return the evidence for a period, for both readers: all of it for us, and what the provider knew of.

    Of a process only what belongs to it is counted, and its measures with it, which every party reads.

    Of what is looked at they know their own looks only: a visit of ours may be unannounced, so that its title and its
    days are ours. How many of our own we have missed is said to all, as our gap (practice.md 2.4). What was passed on,
    and whether people are placed there, is for commissioners (practice.md section 3), and so in ours alone.
    """
    facts = work.evaluation_facts
    of_process = process.id if process else None
    concerns = facts.concerns(contract_id, period, of_process)
    actions = facts.actions(contract_id, period, of_process)
    duties = facts.duties(contract_id, period, OURS, of_process)
    schedules = [each for each in work.monitoring.schedules(contract_id) if _counts(each, of_process)]
    looks = _looks(work, contract_id, period, schedules)
    passed_on = [] if process else facts.hand_offs(contract_id, period)
    measures = _measures(work, process, period, now)
    own = count(period, concerns, actions, duties, [look for _, look in looks], passed_on)
    known_to_all = count(
        period,
        told(concerns),
        [each for each in actions if each.is_shared],
        [each for each in duties if each.is_shared],
        [look for _, look in looks if look.party is Party.PROVIDER],
    )
    shared = replace(known_to_all, our_looks_missed=own.our_looks_missed)
    earlier = _earlier(work, contract_id, period, of_process)
    known = [each for each in earlier if each.state is EvaluationState.SHARED]
    running = [each for each in schedules if each.state is ScheduleState.ACTIVE]
    theirs = [each.id for each in running if each.party is Party.PROVIDER]
    every = [each.id for each in running] if process else None
    stood = None if process else facts.position(contract_id, period)
    position, position_from = stood or (None, None)
    return Evidence(
        first=period.first,
        last=period.last,
        compiled_at=now,
        own=own,
        shared=shared,
        suggestion=suggest_process(shared, [each.course for each in measures])
        if process
        else suggest(shared),
        missing=_missing(looks, period),
        has_schedules=bool(running),
        next_look_on=work.monitoring.next_on(contract_id, period.as_of, every),
        has_shared_schedules=bool(theirs),
        shared_next_look_on=work.monitoring.next_on(contract_id, period.as_of, theirs),
        ends_at=period.ends_at,
        follows=period.follows,
        position=position,
        position_from=position_from,
        own_before=_before(earlier[-1], shared=False) if earlier else None,
        shared_before=_before(known[-1], shared=True) if known else None,
        improvement_id=of_process,
        measures=measures,
        action_days=_action_days(actions) if process else (),
    )


def _counts(schedule: MonitoringSchedule, of_process: UUID | None) -> bool:
    return of_process is None or schedule.improvement_id == of_process


def _measures(
    work: UnitOfWork, process: Improvement | None, period: Period, now: datetime
) -> tuple[MeasureFound, ...]:
    """The measures of a process up to the end of the period: what was read later is not known to it."""
    if process is None:
        return ()
    return tuple(
        MeasureFound(each.measure.id, each.course.until(period.as_of))
        for each in figures_of(work, process, now)
    )


def _action_days(actions: Sequence[ActionFact]) -> tuple[ActionDay, ...]:
    """The actions of a process that all parties know of, as a chart shows them; those withdrawn left out."""
    return tuple(
        ActionDay(each.due_on, london_day(done) if (done := each.submitted_at or each.verified_at) else None)
        for each in actions
        if each.is_shared and each.withdrawn_at is None
    )


def confirmed(
    work: UnitOfWork, contract_id: UUID, of_process: UUID | None = None
) -> list[tuple[datetime, Evaluation]]:
    """Return what was confirmed of a contract, or of one process, each with the moment as of which it counted."""
    found = [
        (Evidence.from_data(each.evidence).ends_at or each.compiled_at, each)
        for each in work.evaluations.of_contract(contract_id)
        if each.state in CONFIRMED and each.improvement_id == of_process
    ]
    return sorted(found, key=lambda pair: pair[0])


def _earlier(
    work: UnitOfWork, contract_id: UUID, period: Period, of_process: UUID | None
) -> list[Evaluation]:
    """What a period is compared with ended before it did: a past one is not compared with what came later."""
    found = confirmed(work, contract_id, of_process)
    return [each for ended_at, each in found if ended_at < period.ends_at]


def _looks(
    work: UnitOfWork, contract_id: UUID, period: Period, schedules: Sequence[MonitoringSchedule]
) -> list[tuple[MonitoringActivity, LookFact]]:
    sides = {each.id: each.party for each in schedules}
    return [
        (
            each,
            LookFact(
                party=sides[each.schedule_id],
                planned_on=each.counts_on,
                state=each.state,
                answered_at=each.answered_at,
                met=each.met,
            ),
        )
        for each in work.monitoring.between(contract_id, period.first, period.last)
        if each.schedule_id in sides
    ]


def _missing(looks: list[tuple[MonitoringActivity, LookFact]], period: Period) -> tuple[Missing, ...]:
    """What was planned and gives no evidence is named, in the order planned: it is missing, not nought."""
    found = []
    for activity, look in looks:
        if is_missed(look, period):
            found.append(_gap(activity, look, HowMissing.MISSED))
        elif is_not_done(look, period):
            found.append(_gap(activity, look, HowMissing.NOT_DONE))
    return tuple(found)


def _gap(activity: MonitoringActivity, look: LookFact, how: HowMissing) -> Missing:
    return Missing(activity.schedule_id, look.planned_on, how, look.party is Party.PROVIDER)


def _before(evaluation: Evaluation, *, shared: bool) -> Before:
    evidence = Evidence.from_data(evaluation.evidence)
    return Before(evaluation.reference, evidence.last, evidence.shared if shared else evidence.own)
