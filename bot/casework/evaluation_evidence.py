"""Gathering the evidence of an evaluation: a handful of questions, whatever the age of the record."""

from datetime import datetime
from uuid import UUID

from domain.deadlines import OURS
from domain.evaluation_counts import count, is_missed
from domain.evaluation_evidence import Before, Evidence, HowMissing, Missing
from domain.evaluation_figures import LookFact, Period, told
from domain.evaluations import EvaluationState, suggest
from domain.monitoring import ActivityState
from domain.people import Party
from storage.evaluations import Evaluation
from storage.monitoring import MonitoringActivity
from storage.unit_of_work import UnitOfWork

CONFIRMED = frozenset({EvaluationState.CONFIRMED, EvaluationState.SHARED})


def gather(work: UnitOfWork, contract_id: UUID, period: Period, now: datetime) -> Evidence:
    """Return the evidence for a period, for both readers: all of it for us, and what the provider knew of."""
    facts = work.evaluation_facts
    concerns = facts.concerns(contract_id, period)
    actions = facts.actions(contract_id, period)
    duties = facts.duties(contract_id, period, OURS)
    looks = _looks(work, contract_id, period)
    own = count(period, concerns, actions, duties, [look for _, look in looks])
    shared = count(
        period,
        told(concerns),
        [each for each in actions if each.is_shared],
        [each for each in duties if each.is_shared],
        [look for _, look in looks],
    )
    earlier = [each for each in work.evaluations.of_contract(contract_id) if each.state in CONFIRMED]
    known = [each for each in earlier if each.state is EvaluationState.SHARED]
    return Evidence(
        first=period.first,
        last=period.last,
        compiled_at=now,
        own=own,
        shared=shared,
        suggestion=suggest(shared),
        missing=_missing(looks, period),
        has_schedules=bool(work.monitoring.schedules_in([contract_id])),
        next_look_on=work.monitoring.next_on(contract_id, period.as_of),
        own_before=_before(earlier[-1], shared=False) if earlier else None,
        shared_before=_before(known[-1], shared=True) if known else None,
    )


def _looks(work: UnitOfWork, contract_id: UUID, period: Period) -> list[tuple[MonitoringActivity, LookFact]]:
    sides = {each.id: each.party for each in work.monitoring.schedules(contract_id)}
    return [
        (
            each,
            LookFact(
                party=sides.get(each.schedule_id, Party.OWN),
                planned_on=each.counts_on,
                state=each.state,
                answered_at=each.answered_at,
            ),
        )
        for each in work.monitoring.between(contract_id, period.first, period.last)
    ]


def _missing(looks: list[tuple[MonitoringActivity, LookFact]], period: Period) -> tuple[Missing, ...]:
    """What was planned and gives no evidence is named, in the order planned: it is missing, not nought."""
    found = []
    for activity, look in looks:
        if is_missed(look, period):
            found.append(Missing(activity.schedule_id, look.planned_on, HowMissing.MISSED))
        elif look.state is ActivityState.NOT_DONE and period.had(look.answered_at):
            found.append(Missing(activity.schedule_id, look.planned_on, HowMissing.NOT_DONE))
    return tuple(found)


def _before(evaluation: Evaluation, *, shared: bool) -> Before:
    evidence = Evidence.from_data(evaluation.evidence)
    return Before(evaluation.reference, evidence.last, evidence.shared if shared else evidence.own)
