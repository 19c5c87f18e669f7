"""An improvement process with rows of every kind, each typed text of it planted, written straight into the record.

What a test says nothing about is filled in by what the column holds, so that a new column breaks nothing here.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import SQLModel

from bot.casework.records import keep_texts, record
from domain.action_plans import PlanState
from domain.agreements import Decision
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.formal_steps import FormalState
from playground import alderwick
from storage.action_plans import ActionPlan, PlanLine
from storage.agreements import Agreement, AgreementParty
from storage.evaluations import Evaluation
from storage.feedback import Feedback
from storage.formal_steps import FormalStep
from storage.improvements import Improvement, ImprovementPause, ImprovementSource
from storage.measures import Measure, Reading
from storage.meetings import Meeting, MeetingPresence
from storage.options import Option
from storage.patterns import PatternFound
from storage.people import Person
from storage.reasons import ConcernArea, Reason
from storage.receipts import Receipt
from storage.reflections import Reflection, ReflectionAsked
from storage.sealed_columns import table_of
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person

SHARED_WORDS, INTERNAL_WORDS, PARTNERS_WORDS = "planted-for-all", "planted-for-us", "planted-for-partners"
ASKED_ONLY, WITHOUT_A_NAME = "planted-way-forward-asked", "planted-without-a-name"

OURS = {
    "because_now": (ContentClass.INTERNAL, INTERNAL_WORDS),
    "note": (ContentClass.INTERNAL, INTERNAL_WORDS),
    "support": (ContentClass.PARTNERS, PARTNERS_WORDS),
    "clause": (ContentClass.SHARED, ASKED_ONLY),
}
"""Fields that do not hold the words for all."""

Row = TypeVar("Row", bound=SQLModel)


class Filing:
    """Writes a process down, row by row."""

    def __init__(self, work: UnitOfWork, contract_id: UUID, now: datetime) -> None:
        self.work, self.contract_id, self.now = work, contract_id, now
        self.priya, self.joanne = person(work, alderwick.PRIYA), person(work, alderwick.JOANNE)
        self.about: dict[str, Any] = {}

    def row(self, model: type[Row], **given: Any) -> Row:
        """Write one row down, with what is not given filled in by what each column holds."""
        table = table_of(model)
        wanted = {**self.about, **given}
        values = {name: value for name, value in wanted.items() if name in table.c}
        for column in table.c:
            has_default = model.model_fields[column.name].default_factory or column.default is not None
            if column.name not in values and not column.nullable and not has_default:
                values[column.name] = self._filled(column, model.model_fields[column.name].annotation)
        found = model(**values)
        self.work.people._session.add(found)
        self.work.people._session.flush()
        return found

    def _filled(self, column: Any, held: Any) -> Any:
        if column.foreign_keys:
            [key] = column.foreign_keys
            parents = {"person": self.priya.id, "organisation": self.joanne.organisation_id}
            return {**parents, "contract": self.contract_id}[key.column.table.name]
        if issubclass(held, Enum):
            return next(iter(held))
        words = f"{SHARED_WORDS} {column.name}"
        return {datetime: self.now, date: self.now.date(), int: 1, Decimal: Decimal(1), str: words}[held]

    def said(self, row: Any, kind: SubjectKind, event: Event, by: Person, *fields: str) -> None:
        """Write down that it happened, and its texts, each in the words of its class."""
        for name in fields:
            content_class, words = OURS.get(name, (ContentClass.SHARED, SHARED_WORDS))
            keep_texts(self.work, (kind, row.id), content_class, by, self.now, {name: words})
        record(self.work, event, (kind, row.id), by, self.now, self.contract_id)


def file_process(work: UnitOfWork, contract_id: UUID, now: datetime, evaluation: Evaluation) -> Improvement:
    """Write a whole process down, from its opening to its reflections; return it."""
    filing = Filing(work, contract_id, now)
    priya, joanne, row, said = filing.priya, filing.joanne, filing.row, filing.said
    process = row(Improvement, reference="IP-4M8R", explanation_version=1, explained_at=now)
    said(process, SubjectKind.IMPROVEMENT, Event.IMPROVEMENT_OPENED, priya, "because_now")
    said(process, SubjectKind.IMPROVEMENT, Event.IMPROVEMENT_EXPLAINED, priya, "what", "note")
    filing.about = {"improvement_id": process.id, "evaluation_id": evaluation.id}
    row(ImprovementSource)
    row(ImprovementPause)
    for organisation_id in (joanne.organisation_id, priya.organisation_id):
        row(Receipt, organisation_id=organisation_id)
    area = row(ConcernArea)
    filing.about["area_id"] = area.id
    said(area, SubjectKind.CONCERN_AREA, Event.AREAS_RANKED, priya)
    reason = row(Reason, given_by=joanne.id)
    said(reason, SubjectKind.REASON, Event.REASON_GIVEN, joanne, "view", "note")
    option = row(Option, number=1, proposed_by=joanne.id)
    said(option, SubjectKind.OPTION, Event.OPTION_PROPOSED, joanne, "effect")
    reading = row(Reading, measure_id=row(Measure, number=1).id, value=Decimal("93.5"))
    said(reading, SubjectKind.READING, Event.READING_RECORDED, joanne, "what_it_shows")
    feedback = row(Feedback, given_by=joanne.id)
    said(feedback, SubjectKind.FEEDBACK, Event.FEEDBACK_GIVEN, joanne, "what")
    meeting = row(Meeting)
    said(meeting, SubjectKind.MEETING, Event.MEETING_RECORDED, priya)
    row(MeetingPresence, meeting_id=meeting.id, person_id=joanne.id)
    for version in (1, 2):
        _version(filing, version, option)
    _formal_steps(filing)
    _reflections(filing)
    row(PatternFound)
    return process


def _version(filing: Filing, version: int, option: Option) -> None:
    """Version 1 of the plan was agreed, 2 is a draft; 1 of the option was changed, of 2 a way forward is asked for."""
    state = PlanState.AGREED if version == 1 else PlanState.DRAFT
    plan = filing.row(
        ActionPlan, version=version, state=state, agreed_at=filing.now if version == 1 else None
    )
    filing.said(plan, SubjectKind.PLAN, Event.PLAN_AGREED, filing.priya, "exit_criteria")
    line = filing.row(
        PlanLine, plan_id=plan.id, title=f"{SHARED_WORDS} line of version {version}", key=plan.id
    )
    filing.said(line, SubjectKind.PLAN_LINE, Event.PLAN_LINE_WRITTEN, filing.priya)
    agreement = filing.row(
        Agreement,
        subject_kind=SubjectKind.OPTION,
        subject_id=option.id,
        version=version,
        asked_at=filing.now + timedelta(hours=version),
        voided_at=filing.now if version == 1 else None,
    )
    filing.said(agreement, SubjectKind.AGREEMENT, Event.AGREEMENT_ASKED, filing.priya, "clause", "comment")
    filing.row(
        AgreementParty,
        agreement_id=agreement.id,
        decision=Decision.AGREE,
        answered_by=filing.joanne.id,
        answered_at=filing.now,
    )


def _formal_steps(filing: Filing) -> None:
    """One that was only asked for, and one whose letter was served."""
    asked = filing.row(FormalStep)
    filing.said(asked, SubjectKind.FORMAL_STEP, Event.FORMAL_STEP_ASKED, filing.priya, "support")
    served = filing.row(FormalStep, state=FormalState.SERVED, served_on=filing.now.date())
    filing.said(served, SubjectKind.FORMAL_STEP, Event.FORMAL_STEP_SERVED, filing.priya, "support")


def _reflections(filing: Filing) -> None:
    """Joanne's own with her name, and one without a name: too few of these to be shown."""
    filing.row(ReflectionAsked, person_id=filing.joanne.id)
    named = filing.row(Reflection, written_by=filing.joanne.id)
    filing.said(named, SubjectKind.REFLECTION, Event.REFLECTION_WRITTEN, filing.joanne, "went_well")
    without = filing.row(Reflection, is_anonymous=True)
    subject, words = (SubjectKind.REFLECTION, without.id), {"went_well": WITHOUT_A_NAME}
    keep_texts(filing.work, subject, ContentClass.SHARED, filing.priya, filing.now, words)
