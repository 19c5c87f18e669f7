"""An improvement process as one report: all of it for our own side, for another what is shared (CPC424-P8, P11)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import is_own, reads
from bot.casework.agreement_register import Version, register_of
from bot.casework.explaining import PARTS
from bot.casework.improvement_figures import MeasureFigures, figures_of, starts_of
from bot.casework.meetings import people_present
from bot.casework.notices import calendar_of
from bot.casework.plan_versions import EXIT_CRITERIA, in_force
from domain.confidentiality import ContentClass
from domain.evaluations import EvaluationState
from domain.formal_steps import FormalState
from domain.reflections import shown
from storage.action_plans import ActionPlan
from storage.actions import Action
from storage.evaluations import Evaluation
from storage.formal_steps import FormalStep
from storage.improvements import Improvement, ImprovementPause
from storage.options import Option
from storage.people import Person
from storage.reasons import Reason
from storage.reflections import Reflection
from storage.unit_of_work import UnitOfWork

Texts = dict[str, str]


@dataclass(frozen=True)
class PlannedLine:
    """One line of the plan in force: what is done, by whom, until when, and how its action stands now."""

    title: str
    shown_by: str
    clause: str
    owner: str
    due_on: date
    action: Action | None


@dataclass(frozen=True)
class ImprovementReport:
    """Everything that a report says. `is_whole`: for our own side, with its notes; else nothing but SHARED words.

    `explanation` and the texts beside each record are by field. Days are London days.
    """

    is_whole: bool
    improvement: Improvement
    contract: str
    provider: str
    lead: str
    made_for: str
    made_at: datetime
    explanation: Texts
    received: Sequence[tuple[str, date | None]]
    areas: Sequence[str]
    reasons: Sequence[tuple[Reason, str, Texts]]
    options: Sequence[tuple[Option, Texts]]
    register: Sequence[Version]
    measures: Sequence[MeasureFigures]
    plan: ActionPlan | None
    exit_criteria: str
    lines: Sequence[PlannedLine]
    other_actions: Sequence[PlannedLine]
    meetings: Sequence[tuple[date, Sequence[str]]]
    pauses: Sequence[ImprovementPause]
    evaluations: Sequence[tuple[Evaluation, Texts]]
    formal_steps: Sequence[FormalStep]
    reflections: Sequence[tuple[Reflection, str, Texts]]


def class_of_report(work: UnitOfWork, person: Person, improvement: Improvement) -> ContentClass:
    """Return which report is somebody's: our own side's, or the one that every party may read."""
    whole = is_own(work, person) and reads(work, person, improvement.contract_id, ContentClass.INTERNAL)
    return ContentClass.INTERNAL if whole else ContentClass.SHARED


def gather_report(
    work: UnitOfWork, improvement_id: UUID, content_class: ContentClass, made_for: UUID, now: datetime
) -> ImprovementReport:
    """Return what the report of a process says as it stands now. Who may have it is asked by the caller."""
    return _Gathering(work, improvement_id, content_class).report(made_for, now)


class _Gathering:
    def __init__(self, work: UnitOfWork, improvement_id: UUID, content_class: ContentClass) -> None:
        self._work, self._is_whole = work, content_class is ContentClass.INTERNAL
        self._improvement = work.improvements.get(improvement_id)
        self._calendar = calendar_of(work, self._improvement.contract_id)

    def report(self, made_for: UUID, now: datetime) -> ImprovementReport:
        work, improvement, id_ = self._work, self._improvement, self._improvement.id
        provider = work.contracts.provider_of(improvement.contract_id)
        plan = in_force(work, id_)
        evaluations = [
            each for each in work.evaluations.of_contract(improvement.contract_id) if self._is_said(each)
        ]
        return ImprovementReport(
            is_whole=self._is_whole,
            improvement=improvement,
            contract=work.contracts.get(improvement.contract_id).title,
            provider=work.organisations.get(provider).name if provider else "",
            lead=self._name(improvement.lead_id),
            made_for=self._name(made_for),
            made_at=now,
            explanation=self._texts(id_),
            received=[
                (work.organisations.get(each.organisation_id).name, self._day(each.received_at))
                for each in work.receipts.of(id_, improvement.explanation_version)
            ],
            areas=[each.title for each in work.reasons.areas(id_)],
            reasons=[
                (each, work.organisations.get(each.organisation_id).name, self._texts(each.id))
                for each in work.reasons.of(id_)
            ],
            options=[(each, self._texts(each.id)) for each in work.options.of(id_)],
            register=register_of(work, improvement),
            measures=self._figures(now),
            plan=plan,
            exit_criteria=self._texts(plan.id).get(EXIT_CRITERIA, "") if plan else "",
            lines=self._lines(plan),
            other_actions=self._other_actions(plan),
            meetings=[
                (each.held_on, [who.name for who in people_present(work, each, improvement.contract_id)])
                for each in work.meetings.of(id_)
            ],
            pauses=work.improvements.pauses(id_),
            evaluations=[(each, self._texts(each.id)) for each in evaluations],
            formal_steps=[
                each
                for each in work.formal_steps.of(id_)
                if self._is_whole or each.state is FormalState.SERVED
            ],
            reflections=self._reflections(),
        )

    def _is_said(self, evaluation: Evaluation) -> bool:
        return (
            evaluation.improvement_id == self._improvement.id and evaluation.state is EvaluationState.SHARED
        )

    def _figures(self, now: datetime) -> list[MeasureFigures]:
        starts = starts_of(self._work, self._improvement)
        return [
            replace(each, starts_on=starts.get(each.measure.number))
            for each in figures_of(self._work, self._improvement, now)
        ]

    def _name(self, person_id: UUID | None) -> str:
        return self._work.people.get(person_id).name if person_id else ""

    def _day(self, moment: datetime | None) -> date | None:
        return self._calendar.local(moment).date() if moment else None

    def _texts(self, record_id: UUID) -> Texts:
        """Return the texts of a record as they stand, of our own side's notes none for another side."""
        found = self._work.narratives.of(record_id)
        allowed = [each for each in found if self._is_whole or each.content_class is ContentClass.SHARED]
        return {
            each.field: each.body
            for each in sorted(allowed, key=lambda text: text.version)
            if each.body.strip()
        }

    def _lines(self, plan: ActionPlan | None) -> list[PlannedLine]:
        return [
            PlannedLine(
                title=line.title,
                shown_by=line.shown_by,
                clause=line.clause,
                owner=self._name(line.owner_id),
                due_on=line.due_on,
                action=self._work.actions.find(line.action_id) if line.action_id else None,
            )
            for line in (self._work.action_plans.lines(plan.id) if plan else ())
        ]

    def _other_actions(self, plan: ActionPlan | None) -> list[PlannedLine]:
        """Return actions of the process that stand in no plan: for safety at once, of the light route, recommended."""
        planned = {line.action_id for line in self._work.action_plans.lines(plan.id)} if plan else set()
        return [
            PlannedLine(each.title, "", "", self._name(each.owner_id), each.due_on, each)
            for each in self._work.actions.of_improvement(self._improvement.id)
            if each.id not in planned and (self._is_whole or each.agreed_at is not None)
        ]

    def _reflections(self) -> list[tuple[Reflection, str, Texts]]:
        found = self._work.reflections.of(self._improvement.id)
        anonymous = shown([each for each in found if each.is_anonymous])
        named = [each for each in found if not each.is_anonymous]
        return [(each, self._name(each.written_by), self._texts(each.id)) for each in (*named, *anonymous)]


EXPLANATION = PARTS
"""The parts of the explanation in the order in which everybody reads them."""
