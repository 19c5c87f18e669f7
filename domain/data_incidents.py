"""Personal details where they should not be: what is noted of it, and within what time somebody decides.

UK GDPR article 33: the supervisory authority is told within 72 hours after having become aware, unless a risk is
unlikely; every breach is documented whether it is told or not. What was written is never kept with it.
"""

from datetime import timedelta
from enum import StrEnum

DECIDE_WITHIN = timedelta(hours=72)
"""Real time, weekends and bank holidays among it, from when it was noted."""


class Detail(StrEnum):
    """What kind of personal detail it was; never the detail itself."""

    NAME = "name"
    HEALTH = "health"
    CONTACT = "contact"
    NUMBER = "number"
    STAFF = "staff"
    OTHER = "other"


class Told(StrEnum):
    """Who has been told or asked so far by whoever notes it."""

    AUTHOR = "author"
    CONTRACT_LEAD = "contract_lead"
    PERSON = "person"
    NOBODY = "nobody"


class IncidentDecision(StrEnum):
    """What was decided about it."""

    REPORTED = "reported"
    NOT_REPORTED = "not_reported"
    NO_BREACH = "no_breach"
