"""The chronology: what happened to a record, who did it, and the chain that shows when an entry was altered."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum


class SubjectKind(StrEnum):
    """What a deadline, a message or an entry is about."""

    ORGANISATION = "organisation"
    PERSON = "person"
    CONTRACT = "contract"
    CONCERN = "concern"
    SAFEGUARDING = "safeguarding"
    ACTION = "action"
    DRILL = "drill"
    SUPPORT = "support"
    MONITORING = "monitoring"
    EVALUATION = "evaluation"
    CHALLENGE = "challenge"


class Event(StrEnum):
    """What may have happened. Entries carry ids, dates and these words; never what somebody typed."""

    ORGANISATION_SET_UP = "organisation_set_up"
    CLOSURE_DAYS_SET = "closure_days_set"
    SAFEGUARDING_LEAD_SET = "safeguarding_lead_set"
    CONTRACT_CREATED = "contract_created"
    CHANNEL_LINKED = "channel_linked"
    PERSON_ADDED = "person_added"
    CONCERN_LOGGED = "concern_logged"
    CONCERN_ACKNOWLEDGED = "concern_acknowledged"
    CONCERN_TRIAGED = "concern_triaged"
    CONCERN_TELLING_DECIDED = "concern_telling_decided"
    CONCERN_PROVIDER_TOLD = "concern_provider_told"
    CONCERN_CORRECTED = "concern_corrected"
    CONCERN_WITHDRAWN = "concern_withdrawn"
    CONCERN_OPENED = "concern_opened"
    SAFEGUARDING_RAISED = "safeguarding_raised"
    SAFEGUARDING_ACKNOWLEDGED = "safeguarding_acknowledged"
    SAFEGUARDING_OPENED = "safeguarding_opened"
    SAFEGUARDING_ADDED_TO = "safeguarding_added_to"
    SAFEGUARDING_EXCLUDED = "safeguarding_excluded"
    SAFEGUARDING_MADE_URGENT = "safeguarding_made_urgent"
    SAFEGUARDING_DECIDED = "safeguarding_decided"
    SAFEGUARDING_REPLY_KEPT = "safeguarding_reply_kept"
    SAFEGUARDING_HANDED_OVER = "safeguarding_handed_over"
    SAFEGUARDING_TELLING_DECIDED = "safeguarding_telling_decided"
    SAFEGUARDING_REPORTER_TOLD = "safeguarding_reporter_told"
    SAFEGUARDING_REPORTER_ASKED = "safeguarding_reporter_asked"
    SAFEGUARDING_REVIEW_ASKED = "safeguarding_review_asked"
    SAFEGUARDING_REVIEW_TAKEN = "safeguarding_review_taken"
    SAFEGUARDING_CLOSED = "safeguarding_closed"
    SAFEGUARDING_REGISTER_OPENED = "safeguarding_register_opened"
    ROUTE_CHANGED = "route_changed"
    DUTY_TURN_SET = "duty_turn_set"
    LEAVE_SET = "leave_set"
    AREA_SET = "area_set"
    DRILL_STARTED = "drill_started"
    DRILL_ANSWERED = "drill_answered"
    SUPPORT_ASKED = "support_asked"
    SUPPORT_TAKEN = "support_taken"
    CONTRACT_RATED = "contract_rated"
    MONITORING_SCHEDULED = "monitoring_scheduled"
    MONITORING_CHANGED = "monitoring_changed"
    MONITORING_ENDED = "monitoring_ended"
    MONITORING_PLANNED = "monitoring_planned"
    MONITORING_MOVED = "monitoring_moved"
    MONITORING_DONE = "monitoring_done"
    MONITORING_NOT_DONE = "monitoring_not_done"
    MONITORING_CORRECTED = "monitoring_corrected"
    EVALUATION_COMPILED = "evaluation_compiled"
    EVALUATION_OPENED = "evaluation_opened"
    EVALUATION_CONFIRMED = "evaluation_confirmed"
    EVALUATION_SHARED = "evaluation_shared"
    EVALUATION_DELIVERED = "evaluation_delivered"
    EVALUATION_RECEIVED = "evaluation_received"
    EVALUATION_DISCARDED = "evaluation_discarded"
    CHALLENGE_OPENED = "challenge_opened"
    CHALLENGE_DECIDED = "challenge_decided"
    CHALLENGE_WITHDRAWN = "challenge_withdrawn"
    ACTION_PROPOSED = "action_proposed"
    ACTION_AGREED = "action_agreed"
    ACTION_SUBMITTED = "action_submitted"
    ACTION_RETURNED = "action_returned"
    ACTION_VERIFIED = "action_verified"
    ACTION_WITHDRAWN = "action_withdrawn"
    ACTION_OPENED = "action_opened"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_AGREED = "extension_agreed"
    EXTENSION_REFUSED = "extension_refused"
    ESCALATION_HELD = "escalation_held"
    ESCALATION_RELEASED = "escalation_released"
    REFUSED = "refused"
    SEND_REFUSED = "send_refused"


GENESIS = "0" * 64


def digest_of(previous: str, stream: str, number: int, at: datetime, content: Mapping[str, object]) -> str:
    """Return the SHA-256 (hex) that binds an entry to the one before it in its stream."""
    body = json.dumps(
        {
            "previous": previous,
            "stream": stream,
            "number": number,
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "content": content,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(body.encode()).hexdigest()
