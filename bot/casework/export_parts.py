"""The tables of an improvement process as a copy of the record has them: what our own side reads, what another does."""

from dataclasses import dataclass

from sqlmodel import SQLModel

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
    """One table of a process: what it is called in a copy, which column points at what it belongs to, what is said.

    `since` is the column by which its rows stand in order. `shared` are the columns that another side reads; where it
    is empty they are not even told that there is such a table.
    """

    name: str
    model: type[SQLModel]
    noun: str
    of: str
    since: str
    own: str
    shared: str = ""


PARTS = (
    Part(
        "improvement_sources",
        ImprovementSource,
        "source",
        "improvement_id",
        "linked_at",
        "improvement_id concern_id evaluation_id activity_id linked_by linked_at",
    ),
    Part(
        "improvement_pauses",
        ImprovementPause,
        "pause",
        "improvement_id",
        "paused_at",
        "improvement_id reason was paused_by paused_at review_on resumed_by resumed_at",
        "improvement_id reason paused_by paused_at review_on resumed_by resumed_at",
    ),
    Part(
        "explanation_receipts",
        Receipt,
        "receipt",
        "improvement_id",
        "version",
        "improvement_id version organisation_id party delivered_at received_by received_at",
        "improvement_id version organisation_id party delivered_at received_by received_at",
    ),
    Part(
        "areas",
        ConcernArea,
        "area",
        "improvement_id",
        "named_at",
        "improvement_id title rank named_by named_at settled_at",
        "improvement_id title rank named_by named_at settled_at",
    ),
    Part(
        "reasons",
        Reason,
        "reason",
        "improvement_id",
        "given_at",
        "improvement_id area_id kind organisation_id party given_by given_at withdrawn_at",
        "improvement_id area_id kind organisation_id party given_by given_at withdrawn_at",
    ),
    Part(
        "options",
        Option,
        "option",
        "improvement_id",
        "number",
        "improvement_id title is_nothing version proposed_by party proposed_at preferred_at withdrawn_at",
        "improvement_id title is_nothing version proposed_by party proposed_at preferred_at withdrawn_at",
    ),
    Part(
        "measures",
        Measure,
        "measure",
        "improvement_id",
        "number",
        "improvement_id title outcome source unit baseline target direction close_within below_within collector_id "
        "version set_by set_at left_out_at",
        "improvement_id title outcome source unit baseline target direction close_within below_within collector_id "
        "version set_by set_at left_out_at",
    ),
    Part(
        "readings",
        Reading,
        "reading",
        "measure_id",
        "counts_on",
        "measure_id activity_id counts_on value recorded_by recorded_at replaced_at",
        "measure_id counts_on value recorded_by recorded_at replaced_at",
    ),
    Part(
        "action_plans",
        ActionPlan,
        "plan",
        "improvement_id",
        "version",
        "improvement_id version state interval first_on hold_readings round_number drafted_by drafted_at agreed_at",
        "improvement_id version state interval first_on hold_readings agreed_at",
    ),
    Part(
        "plan_lines",
        PlanLine,
        "plan line",
        "plan_id",
        "number",
        "plan_id number area_id title shown_by basis clause keeps_safe_now owner_id party due_on action_id",
        "plan_id number area_id title shown_by basis clause keeps_safe_now owner_id party due_on action_id",
    ),
    Part(
        "meetings",
        Meeting,
        "meeting",
        "improvement_id",
        "recorded_at",
        "improvement_id held_on state version recorded_by recorded_at packed_at",
        "improvement_id held_on state version recorded_by recorded_at packed_at",
    ),
    Part(
        "meeting_presence",
        MeetingPresence,
        "person present",
        "meeting_id",
        "meeting_id",
        "meeting_id person_id",
        "meeting_id person_id",
    ),
    Part(
        "agreements",
        Agreement,
        "agreement",
        "improvement_id",
        "asked_at",
        "improvement_id subject_kind subject_id version outcome asked_by asked_at settled_at voided_at way_asked_by "
        "way_asked_at way_approved_by way_approved_at",
        "improvement_id subject_kind subject_id version outcome asked_by asked_at settled_at voided_at way_approved_by "
        "way_approved_at",
    ),
    Part(
        "agreement_parties",
        AgreementParty,
        "answer",
        "agreement_id",
        "last_asked_at",
        "agreement_id organisation_id party times_asked last_asked_at decision answered_by answered_at",
        "agreement_id organisation_id party times_asked last_asked_at decision answered_by answered_at",
    ),
    Part(
        "formal_steps",
        FormalStep,
        "formal step",
        "improvement_id",
        "asked_at",
        "improvement_id notice_type state asked_by asked_at answered_by answered_at served_on recorded_by recorded_at",
        "improvement_id notice_type served_on",
    ),
    Part(
        "reflections_asked",
        ReflectionAsked,
        "question",
        "improvement_id",
        "last_asked_at",
        "improvement_id person_id times last_asked_at has_answered",
    ),
    Part(
        "reflections",
        Reflection,
        "reflection",
        "improvement_id",
        "written_on",
        "improvement_id is_anonymous written_by organisation_id party written_on",
        "improvement_id is_anonymous written_by organisation_id party written_on",
    ),
    Part(
        "feedback",
        Feedback,
        "feedback",
        "evaluation_id",
        "given_at",
        "evaluation_id improvement_id organisation_id party given_by given_at answer answered_by answered_at",
        "evaluation_id improvement_id organisation_id party given_by given_at answer answered_by answered_at",
    ),
    Part(
        "patterns",
        PatternFound,
        "pattern",
        "contract_id",
        "found_at",
        "theme count found_at answer answered_by answered_at improvement_id",
    ),
)

IMPROVEMENTS = (
    "reference title route state lead_id opened_by opened_at explanation_version explained_by explained_at "
    "plan_agreed_at hold_until closed_by closed_at"
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
