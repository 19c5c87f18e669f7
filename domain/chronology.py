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
