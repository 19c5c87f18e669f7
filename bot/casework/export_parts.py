"""The tables of an improvement process as a copy of the record has them: what our own side reads, what another does."""

from dataclasses import dataclass
from typing import Any

from domain.chronology import Event
from storage.action_plans import ActionPlan, PlanLine
from storage.agreements import Agreement, AgreementParty
from storage.feedback import Feedback
from storage.formal_steps import FormalStep
from storage.improvements import ImprovementPause, ImprovementSource
from storage.measures import Measure, Reading
from storage.meetings import Meeting, MeetingPresence
from storage.options import Option
from storage.patterns import PatternFound
from storage.reasons import ConcernArea, Reason
from storage.receipts import Receipt
from storage.reflections import Reflection, ReflectionAsked


@dataclass(frozen=True)
class Part:
    """One table of a process: what it is called in a copy, and which column points at what it belongs to.

    Its rows stand in the order of `since`. Our own side reads every column but `never`: a new one is in it by itself.
    Another side reads `shared` alone; where that is empty they are not even told that there is such a table.
    """

    name: str
    model: type[Any]
    noun: str
    of: str
    since: str
    shared: str = ""
    never: str = ""

    @property
    def own(self) -> list[str]:
        """The columns that our own side reads."""
        return own_columns(self.model, self.never)


def own_columns(model: type[Any], never: str = "") -> list[str]:
    """Return every column of a table but its id, the contract's, and those that say nothing to people."""
    return [name for name in model.model_fields if name not in {"id", "contract_id", *never.split()}]


PROCESS = "improvement_id"

PARTS = (
    Part("improvement_sources", ImprovementSource, "source", PROCESS, "linked_at"),
    Part(
        "improvement_pauses",
        ImprovementPause,
        "pause",
        PROCESS,
        "paused_at",
        "improvement_id reason paused_by paused_at review_on resumed_by resumed_at",
    ),
    Part(
        "explanation_receipts",
        Receipt,
        "receipt",
        PROCESS,
        "version",
        "improvement_id version organisation_id party delivered_at received_by received_at answered_at",
    ),
    Part(
        "areas",
        ConcernArea,
        "area",
        PROCESS,
        "named_at",
        "improvement_id title rank named_by named_at",
    ),
    Part(
        "reasons",
        Reason,
        "reason",
        PROCESS,
        "given_at",
        "improvement_id area_id kind organisation_id party given_by given_at withdrawn_at",
    ),
    Part(
        "options",
        Option,
        "option",
        PROCESS,
        "number",
        "improvement_id title is_nothing version proposed_by party proposed_at preferred_at withdrawn_at",
        never="number",
    ),
    Part(
        "measures",
        Measure,
        "measure",
        PROCESS,
        "number",
        "improvement_id title outcome source unit baseline target direction close_within below_within collector_id "
        "version set_by set_at left_out_at",
        never="number",
    ),
    Part(
        "readings",
        Reading,
        "reading",
        "measure_id",
        "counts_on",
        "measure_id counts_on value recorded_by recorded_at replaced_at",
    ),
    Part(
        "action_plans",
        ActionPlan,
        "plan",
        PROCESS,
        "version",
        "improvement_id version state interval first_on hold_readings agreed_at",
    ),
    Part(
        "plan_lines",
        PlanLine,
        "plan line",
        "plan_id",
        "number",
        "plan_id number area_id title shown_by basis clause keeps_safe_now owner_id party due_on action_id",
        never="key",
    ),
    Part(
        "meetings",
        Meeting,
        "meeting",
        PROCESS,
        "recorded_at",
        "improvement_id held_on state version recorded_by recorded_at packed_at",
    ),
    Part(
        "meeting_presence",
        MeetingPresence,
        "person present",
        "meeting_id",
        "meeting_id",
        "meeting_id person_id",
    ),
    Part(
        "agreements",
        Agreement,
        "agreement",
        PROCESS,
        "asked_at",
        "improvement_id subject_kind subject_id version plan_id option_id option_version outcome asked_by asked_at "
        "settled_at voided_at way_approved_by way_approved_at",
    ),
    Part(
        "agreement_parties",
        AgreementParty,
        "answer",
        "agreement_id",
        "last_asked_at",
        "agreement_id organisation_id party times_asked last_asked_at decision answered_by answered_at",
        never="deadline_id",
    ),
    Part(
        "formal_steps",
        FormalStep,
        "formal step",
        PROCESS,
        "asked_at",
        "improvement_id notice_type served_on",
    ),
    Part(
        "reflections_asked",
        ReflectionAsked,
        "question",
        PROCESS,
        "last_asked_at",
        never="has_answered",
    ),
    Part(
        "reflections",
        Reflection,
        "reflection",
        PROCESS,
        "written_on",
        "improvement_id is_anonymous written_by organisation_id party written_on",
        never="written_at",
    ),
    Part(
        "feedback",
        Feedback,
        "feedback",
        "evaluation_id",
        "given_at",
        "evaluation_id improvement_id organisation_id party given_by given_at answer answered_by answered_at",
    ),
    Part("patterns", PatternFound, "pattern", "contract_id", "found_at"),
)

SHARED_IMPROVEMENTS = (
    "reference title route state lead_id explanation_version explained_by explained_at plan_agreed_at hold_until "
    "closed_by closed_at"
)

POINTED_AT = {
    "agreements": "agreement_id",
    "action_plans": "plan_id",
    "meetings": "meeting_id",
    "measures": "measure_id",
}
"""Tables that others point at, by the column with which they do."""

SAID = frozenset(
    {
        Event.IMPROVEMENT_EXPLAINED,
        Event.IMPROVEMENT_DELIVERED,
        Event.IMPROVEMENT_RECEIVED,
        Event.IMPROVEMENT_MOVED,
        Event.IMPROVEMENT_PAUSED,
        Event.IMPROVEMENT_RESUMED,
        Event.IMPROVEMENT_HELD,
        Event.IMPROVEMENT_CLOSED,
        Event.REASON_GIVEN,
        Event.REASON_WITHDRAWN,
        Event.AREAS_RANKED,
        Event.OPTION_PROPOSED,
        Event.OPTION_EDITED,
        Event.OPTION_WITHDRAWN,
        Event.OPTION_PREFERRED,
        Event.AGREEMENT_ASKED,
        Event.AGREEMENT_ASKED_AGAIN,
        Event.AGREEMENT_ANSWERED,
        Event.AGREEMENT_VOIDED,
        Event.AGREEMENT_REACHED,
        Event.WAY_FORWARD_APPROVED,
        Event.MEASURE_SET,
        Event.MEASURE_CHANGED,
        Event.MEASURE_LEFT_OUT,
        Event.READING_RECORDED,
        Event.READING_CORRECTED,
        Event.PLAN_AGREED,
        Event.FEEDBACK_GIVEN,
        Event.FEEDBACK_ANSWERED,
        Event.FORMAL_STEP_SERVED,
        Event.MEETING_RECORDED,
        Event.MEETING_PACKED,
    }
)
"""What another side may be told has happened. Not listed, not said: drafts, our own steps, who was asked."""
