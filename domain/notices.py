"""Messages owed: their kinds, their states, and what an answer from Slack means for them (design.md section 6)."""

from datetime import timedelta
from enum import StrEnum

from domain.confidentiality import ContentClass
from domain.rhythm import Speed
from domain.steps import step


class NoticeKind(StrEnum):
    """One kind, one prompt of the same name. `…_line` kinds are lines of a digest."""

    HUB = "hub"
    CONCERN_LOGGED = "concern_logged"
    CONCERN_TAKEN = "concern_taken"
    CONCERN_OUTCOME = "concern_outcome"
    CONCERN_SHARED = "concern_shared"
    CONCERN_CHANGED = "concern_changed"
    CONCERN_LATE_LINE = "concern_late_line"
    ACTION_PROPOSED = "action_proposed"
    ACTION_DATE_ASKED = "action_date_asked"
    ACTION_DATE_ANSWERED = "action_date_answered"
    ACTION_CONFIRMED = "action_confirmed"
    ACTION_SUBMITTED = "action_submitted"
    ACTION_RETURNED = "action_returned"
    ACTION_VERIFIED = "action_verified"
    ACTION_WITHDRAWN = "action_withdrawn"
    ACTION_DECLINED = "action_declined"
    ACTION_UPDATED = "action_updated"
    ACTION_LINE = "action_line"
    ACTION_CHECK_LINE = "action_check_line"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_ANSWERED = "extension_answered"
    SAFEGUARDING_RAISED = "safeguarding_raised"
    SAFEGUARDING_UNANSWERED = "safeguarding_unanswered"
    SAFEGUARDING_ADDED = "safeguarding_added"
    SAFEGUARDING_UNDECIDED = "safeguarding_undecided"
    SAFEGUARDING_HANDED = "safeguarding_handed"
    SAFEGUARDING_DUTY_LINE = "safeguarding_duty_line"
    SAFEGUARDING_LEAD_TOLD = "safeguarding_lead_told"
    SAFEGUARDING_OUTCOME = "safeguarding_outcome"
    SAFEGUARDING_ASK = "safeguarding_ask"
    SAFEGUARDING_NOT_TOLD = "safeguarding_not_told"
    SAFEGUARDING_TALK = "safeguarding_talk"
    SAFEGUARDING_REVIEW = "safeguarding_review"
    SAFEGUARDING_NOT_LOOKED_AT = "safeguarding_not_looked_at"
    DRILL = "drill"
    DRILL_RESULT = "drill_result"
    SUPPORT_ASKED = "support_asked"
    SUPPORT_UNANSWERED = "support_unanswered"
    SUPPORT_TAKEN = "support_taken"
    MONITORING_PLANNED = "monitoring_planned"
    MONITORING_LINE = "monitoring_line"
    MONITORING_ANSWERED = "monitoring_answered"
    READING_RECORDED = "reading_recorded"
    READING_POOR = "reading_poor"
    EVALUATION_LINE = "evaluation_line"
    EVALUATION_SHARED = "evaluation_shared"
    EVALUATION_RECEIVED = "evaluation_received"
    EVALUATION_CHARTS = "evaluation_charts"
    CHALLENGE_OPENED = "challenge_opened"
    CHALLENGE_DECIDED = "challenge_decided"
    CHALLENGE_LINE = "challenge_line"
    CHALLENGE_REVIEWER_WANTED = "challenge_reviewer_wanted"
    PERSON_ASKED = "person_asked"
    PERSON_DECLINED = "person_declined"
    PERSON_LEFT = "person_left"
    DUTIES_HANDED_ON = "duties_handed_on"
    ROLE_REQUESTED = "role_requested"
    ROLE_CHANGED = "role_changed"
    LEAD_OFFERED = "lead_offered"
    LEAD_CHANGED = "lead_changed"
    CONTRACT_ENDED = "contract_ended"
    STATEMENT_RECORDED = "statement_recorded"
    STATEMENT_DISPUTED = "statement_disputed"
    CHANNEL_CHANGED = "channel_changed"
    SPEAK_UP_RAISED = "speak_up_raised"
    SPEAK_UP_ANSWERED = "speak_up_answered"
    SPEAK_UP_ADDED = "speak_up_added"
    SPEAK_UP_REVEALED = "speak_up_revealed"
    SPEAK_UP_LEAD_MISSING = "speak_up_lead_missing"
    DATA_INCIDENT = "data_incident"
    DATA_INCIDENT_LINE = "data_incident_line"
    STATEMENT_LINE = "statement_line"
    CHANNEL_LINE = "channel_line"
    SPEAK_UP_LINE = "speak_up_line"
    PLACEMENT_ASKED = "placement_asked"
    PLACEMENT_DECIDED = "placement_decided"
    PLACEMENT_LINE = "placement_line"
    HAND_OFF_ASKED = "hand_off_asked"
    HAND_OFF_ANSWERED = "hand_off_answered"
    HAND_OFF_LINE = "hand_off_line"
    IMPROVEMENT_EXPLAINED = "improvement_explained"
    IMPROVEMENT_RECEIVED = "improvement_received"
    IMPROVEMENT_STEP = "improvement_step"
    IMPROVEMENT_LINE = "improvement_line"
    PATTERN_ASKED = "pattern_asked"
    PATTERN_LINE = "pattern_line"
    AGREEMENT_ASKED = "agreement_asked"
    AGREEMENT_ANSWERED = "agreement_answered"
    AGREEMENT_VOIDED = "agreement_voided"
    AGREEMENT_REACHED = "agreement_reached"
    WAY_FORWARD_ASKED = "way_forward_asked"
    WAY_FORWARD_REFUSED = "way_forward_refused"
    REASONS_ASKED = "reasons_asked"
    OPTIONS_WANTED = "options_wanted"
    OPTION_CHANGED_LINE = "option_changed_line"
    AREA_OPENED = "area_opened"
    PLAN_AGREED = "plan_agreed"
    PLAN_CONFIRMED = "plan_confirmed"
    PLAN_TO_SENIORS = "plan_to_seniors"
    FEEDBACK_GIVEN = "feedback_given"
    FEEDBACK_ANSWERED = "feedback_answered"
    KEPT_EVIDENCE_NAMED = "kept_evidence_named"
    FORMAL_STEP_ASKED = "formal_step_asked"
    FORMAL_STEP_ANSWERED = "formal_step_answered"
    FORMAL_STEP_SERVED = "formal_step_served"
    FORMAL_LINE = "formal_line"
    IMPROVEMENT_HELD = "improvement_held"
    IMPROVEMENT_SUSTAINED = "improvement_sustained"
    REFLECTION_ASKED = "reflection_asked"
    REFLECTION_LINE = "reflection_line"
    IMPROVEMENT_CLOSED = "improvement_closed"
    SUBJECT_REQUEST_LINE = "subject_request_line"
    SUBJECT_REQUEST_SIGN = "subject_request_sign"
    RETENTION_LINE = "retention_line"
    RETENTION_AGREE = "retention_agree"
    PERSON_LINE = "person_line"
    DUTIES_LINE = "duties_line"
    LEAD_OFFER_LINE = "lead_offer_line"
    ROLE_LINE = "role_line"
    VIEW_ASKED = "view_asked"
    VIEW_GIVEN = "view_given"
    VIEW_LINE = "view_line"
    SENIOR_WEEK = "senior_week"
    CHANNEL_WEEK = "channel_week"
    DIGEST = "digest"
    STUB = "stub"
    PERSON_ADDED = "person_added"
    FAULT = "fault"


class NoticeState(StrEnum):
    """Only a timestamp returned by Slack makes a notice SENT; a claim past its lease is UNCERTAIN, never failed."""

    OWED = "owed"
    CLAIMED = "claimed"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    PARKED = "parked"
    CANCELLED = "cancelled"


NEXT: dict[NoticeState, frozenset[NoticeState]] = {
    NoticeState.OWED: frozenset({NoticeState.CLAIMED, NoticeState.CANCELLED, NoticeState.SENT}),
    NoticeState.CLAIMED: frozenset(
        {
            NoticeState.SENT,
            NoticeState.OWED,
            NoticeState.UNCERTAIN,
            NoticeState.PARKED,
            NoticeState.CANCELLED,
        }
    ),
    NoticeState.UNCERTAIN: frozenset(
        {NoticeState.CLAIMED, NoticeState.SENT, NoticeState.PARKED, NoticeState.CANCELLED}
    ),
    NoticeState.PARKED: frozenset({NoticeState.CLAIMED, NoticeState.SENT, NoticeState.CANCELLED}),
    NoticeState.SENT: frozenset(),
    NoticeState.CANCELLED: frozenset(),
}
"""OWED and PARKED step straight to SENT for a line that a digest carried, and by a receipt that came late."""

PINNED = frozenset({NoticeKind.HUB})
"""What is pinned where it stands, so that people find it again."""

PENDING = frozenset({NoticeState.OWED, NoticeState.UNCERTAIN, NoticeState.PARKED})
"""What is still to be sent; what is parked is tried again, ever less often."""


def move(current: NoticeState, wanted: NoticeState) -> NoticeState:
    """Return the wanted state, or raise when there is no such step: that would be a fault of ours."""
    return step(NEXT, current, wanted, f"a notice that is {current} cannot become {wanted}")


class Outcome(StrEnum):
    """What one attempt at Slack came to."""

    ACCEPTED = "accepted"
    WAIT = "wait"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"


# Slack says of these that part of the call may have happened (slack-platform.md section 3).
AMBIGUOUS_ERRORS = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
WAIT_ERRORS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
HELD_UP = "held_up"
"""Ours, for something urgent that Slack tells to wait longer than anybody may go without hearing of it."""

TOLD_TO_WAIT = WAIT_ERRORS | {HELD_UP}
HELD_UP_FROM = timedelta(minutes=2)

RETRY_AFTER = (1, 2, 5, 15, 30)  # seconds
RETRY_URGENT = 15  # seconds: what is urgent is never further away than this from the end of an outage
PARKED_FOR = {Speed.URGENT: 60}  # seconds; for anything else
PARKED_LONGEST = 300


def outcome_of_error(code: str) -> Outcome:
    """Sort one of Slack's error codes: wait and repeat, perhaps accepted, or refused for good."""
    if code in WAIT_ERRORS:
        return Outcome.WAIT
    if code in AMBIGUOUS_ERRORS:
        return Outcome.AMBIGUOUS
    return Outcome.REFUSED


def retry_delay(attempts: int, speed: Speed) -> timedelta:
    """Return how long to wait after so many attempts, in real time; an outage is waited out, never given up on."""
    seconds = RETRY_AFTER[min(max(attempts, 1), len(RETRY_AFTER)) - 1]
    return timedelta(seconds=min(seconds, RETRY_URGENT) if speed is Speed.URGENT else seconds)


def parked_delay(attempts: int, speed: Speed) -> timedelta:
    """Return how long what Slack refused, or what cannot be said, is left alone, in real time, ever longer."""
    longest = PARKED_FOR.get(speed, PARKED_LONGEST)
    return timedelta(seconds=min(longest, 15 * 2 ** min(attempts, 6)))


# Slack refuses the app itself, or we cannot put it into words: asking somebody else would fare no better.
NOT_ABOUT_THE_PERSON = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "no_permission",
        "missing_scope",
        "org_login_required",
        "ekm_access_denied",
        "access_denied",
        "team_access_not_granted",
        "not_allowed_token_type",
        "cannot_be_said",
    }
)


def is_turned_away(state: NoticeState, error: str) -> bool:
    """Say whether somebody cannot be given a message: they have left, may not have it, or Slack has no way to them."""
    is_refused = state in {NoticeState.PARKED, NoticeState.CANCELLED} and bool(error)
    return is_refused and error not in NOT_ABOUT_THE_PERSON


def is_held_up(state: NoticeState, error: str) -> bool:
    """Say whether Slack will not take a message for so long that somebody else is asked meanwhile."""
    return state in {NoticeState.OWED, NoticeState.UNCERTAIN} and error == HELD_UP


class Unproven(StrEnum):
    """What to do with an uncertain notice when there is no proof either way."""

    REPEAT = "repeat"
    PARK = "park"


def without_proof(content_class: ContentClass, speed: Speed, repeats: int) -> Unproven:
    """Safeguarding is said again, marked as a repeat; an ordinary message once more; then a person looks.

    A repeat of an urgent ping is harmless, its absence is not (design.md section 6).
    """
    if content_class is ContentClass.RESTRICTED or speed is Speed.URGENT:
        return Unproven.REPEAT
    return Unproven.REPEAT if repeats == 0 else Unproven.PARK
