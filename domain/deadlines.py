"""Deadlines: every timed duty, of whatever story, in one shape (design.md section 3)."""

from enum import StrEnum

from domain.steps import step


class DeadlineKind(StrEnum):
    """The duties we time. A new one is a member here, a ladder and a prompt."""

    CONCERN_ACKNOWLEDGE = "concern_acknowledge"
    CONCERN_TRIAGE = "concern_triage"
    CONCERN_CLOSE = "concern_close"
    ACTION_CONFIRM = "action_confirm"
    ACTION_DUE = "action_due"
    ACTION_VERIFY = "action_verify"
    ACTION_EXTENSION = "action_extension"
    SAFEGUARDING_ACKNOWLEDGE = "safeguarding_acknowledge"
    SAFEGUARDING_DECIDE = "safeguarding_decide"
    SAFEGUARDING_REPLY = "safeguarding_reply"
    SAFEGUARDING_ALLEGATION = "safeguarding_allegation"
    SAFEGUARDING_TELL_REPORTER = "safeguarding_tell_reporter"
    SAFEGUARDING_ASK_REPORTER = "safeguarding_ask_reporter"
    SAFEGUARDING_TALK = "safeguarding_talk"
    SAFEGUARDING_REVIEW = "safeguarding_review"
    SAFEGUARDING_HAND_OVER = "safeguarding_hand_over"
    DRILL_ANSWER = "drill_answer"
    SUPPORT_ANSWER = "support_answer"
    MONITORING_DUE = "monitoring_due"
    EVALUATION_CONFIRM = "evaluation_confirm"
    EVALUATION_SHARE = "evaluation_share"
    EVALUATION_RECEIVE = "evaluation_receive"
    CHALLENGE_ANSWER = "challenge_answer"
    PERSON_REQUEST = "person_request"
    PERSON_DUTIES = "person_duties"
    LEAD_OFFER = "lead_offer"
    ROLE_CONFIRM = "role_confirm"
    VIEW_ANSWER = "view_answer"
    STATEMENT_SEND = "statement_send"
    STATEMENT_DISPUTE = "statement_dispute"
    CHANNEL_CONFIRM = "channel_confirm"
    SPEAK_UP_ANSWER = "speak_up_answer"
    DATA_INCIDENT = "data_incident"
    PLACEMENT_APPROVE = "placement_approve"
    PLACEMENT_REVIEW = "placement_review"
    HAND_OFF_REPLY = "hand_off_reply"
    SUBJECT_REQUEST = "subject_request"
    RETENTION_REVIEW = "retention_review"
    IMPROVEMENT_EXPLAIN = "improvement_explain"
    IMPROVEMENT_RECEIVE = "improvement_receive"
    IMPROVEMENT_PLAN = "improvement_plan"
    IMPROVEMENT_HOLD = "improvement_hold"
    IMPROVEMENT_REFLECT = "improvement_reflect"
    IMPROVEMENT_REVIEW = "improvement_review"
    AGREEMENT_ANSWER = "agreement_answer"
    WAY_FORWARD_APPROVE = "way_forward_approve"
    FORMAL_APPROVE = "formal_approve"
    FORMAL_SERVE = "formal_serve"
    FEEDBACK_ANSWER = "feedback_answer"
    REFLECTION_WRITE = "reflection_write"
    PATTERN_ANSWER = "pattern_answer"


class DeadlineState(StrEnum):
    """PAUSED: the owner has done their part and waits for us (practice.md 2.4: do not chase who waits for us)."""

    OPEN = "open"
    PAUSED = "paused"
    MET = "met"
    CANCELLED = "cancelled"


NEXT: dict[DeadlineState, frozenset[DeadlineState]] = {
    DeadlineState.OPEN: frozenset({DeadlineState.PAUSED, DeadlineState.MET, DeadlineState.CANCELLED}),
    DeadlineState.PAUSED: frozenset({DeadlineState.OPEN, DeadlineState.MET, DeadlineState.CANCELLED}),
    DeadlineState.MET: frozenset(),
    DeadlineState.CANCELLED: frozenset(),
}

NEVER_SILENT = frozenset(
    {
        DeadlineKind.SAFEGUARDING_ACKNOWLEDGE,
        DeadlineKind.SAFEGUARDING_HAND_OVER,
        DeadlineKind.SAFEGUARDING_DECIDE,
        DeadlineKind.SAFEGUARDING_REVIEW,
        DeadlineKind.SUPPORT_ANSWER,
    }
)
"""Urgent duties whose ladder never ends: while one is open, somebody was asked, is being asked, or will be."""

OURS = frozenset(
    {
        DeadlineKind.CONCERN_ACKNOWLEDGE,
        DeadlineKind.CONCERN_TRIAGE,
        DeadlineKind.ACTION_VERIFY,
        DeadlineKind.ACTION_EXTENSION,
        DeadlineKind.EVALUATION_CONFIRM,
        DeadlineKind.EVALUATION_SHARE,
        DeadlineKind.CHALLENGE_ANSWER,
        DeadlineKind.PLACEMENT_APPROVE,
        DeadlineKind.PLACEMENT_REVIEW,
        DeadlineKind.IMPROVEMENT_EXPLAIN,
        DeadlineKind.IMPROVEMENT_PLAN,
        DeadlineKind.IMPROVEMENT_HOLD,
        DeadlineKind.IMPROVEMENT_REFLECT,
        DeadlineKind.IMPROVEMENT_REVIEW,
        DeadlineKind.WAY_FORWARD_APPROVE,
        DeadlineKind.FORMAL_APPROVE,
        DeadlineKind.FORMAL_SERVE,
        DeadlineKind.FEEDBACK_ANSWER,
    }
)
"""Duties of the commissioning side, chased as visibly as the provider's (practice.md 2.4)."""


def move(current: DeadlineState, wanted: DeadlineState) -> DeadlineState:
    """Return the wanted state, or refuse when the duty is already over."""
    return step(NEXT, current, wanted, "This has already been answered.")
