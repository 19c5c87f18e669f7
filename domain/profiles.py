"""The profile every contract begins with: which ladder each timed duty climbs (practice.md section 4)."""

from domain.deadlines import DeadlineKind
from domain.ladders import Hears, Ladder, Step, Unit
from domain.notices import NoticeKind
from domain.retention import REVIEW_WITHIN
from domain.rhythm import Speed
from domain.safeguarding_ladders import SAFEGUARDING_LADDERS


def _each_week(first: int, hearing: tuple[Hears, ...], kind: NoticeKind) -> Ladder:
    """What stays unanswered is not forgotten: once a week from `first` working days after it was due."""
    return tuple(Step(f"late_weekly_{hears}", first, hears, kind, every=5) for hears in hearing)


def _ours(kind: NoticeKind) -> Ladder:
    """The commissioning side's own late duties climb too, to the lead's own senior contact."""
    return (
        Step("due", 0, Hears.OWNER, kind),
        Step("late_1", 1, Hears.OWNER, kind),
        Step("late_1_lead", 1, Hears.CONTRACT_LEAD, kind),
        Step("late_3_senior", 3, Hears.OWN_SENIOR, kind),
        *_each_week(8, (Hears.OWNER, Hears.OWN_SENIOR), kind),
    )


_ACTION: Ladder = (
    Step("before_3", -3, Hears.OWNER, NoticeKind.ACTION_LINE, only_longer_than=10),
    Step("due", 0, Hears.OWNER, NoticeKind.ACTION_LINE),
    Step("late_1", 1, Hears.OWNER, NoticeKind.ACTION_LINE),
    Step("late_3_lead", 3, Hears.CONTRACT_LEAD, NoticeKind.ACTION_LINE),
    Step("late_3_owner", 3, Hears.OWNER, NoticeKind.ACTION_LINE, only_requirements=True),
    Step("late_5_senior", 5, Hears.OWNER_SENIOR, NoticeKind.ACTION_LINE, only_requirements=True),
    Step("late_10_review", 10, Hears.CONTRACT_LEAD, NoticeKind.ACTION_LINE, only_requirements=True, every=5),
)

SAFETY_ACTION: Ladder = (
    Step("due", 0, Hears.OWNER, NoticeKind.ACTION_LINE),
    Step("due_lead", 0, Hears.CONTRACT_LEAD, NoticeKind.ACTION_LINE),
    Step("late_1_senior", 1, Hears.OWNER_SENIOR, NoticeKind.ACTION_LINE),
    Step("late_1_visit", 1, Hears.CONTRACT_LEAD, NoticeKind.ACTION_LINE, every=1),
    Step("late_2", 2, Hears.OWNER, NoticeKind.ACTION_LINE, every=1),
)

SAFETY_CONFIRM: Ladder = (
    Step(
        "unconfirmed_lead",
        0,
        Hears.CONTRACT_LEAD,
        NoticeKind.ACTION_LINE,
        unit=Unit.WORKING_HOURS,
        speed=Speed.PROMPT,
    ),
    Step("late_1", 1, Hears.OWNER, NoticeKind.ACTION_LINE),
)
"""What keeps people safe now waits for no digest: once its working hours have passed unconfirmed, the lead hears."""

THEIR_CHECK: Ladder = (
    Step("due", 0, Hears.OWNER, NoticeKind.ACTION_CHECK_LINE),
    Step("late_1", 1, Hears.OWNER, NoticeKind.ACTION_CHECK_LINE),
    Step("late_3_lead", 3, Hears.CONTRACT_LEAD, NoticeKind.ACTION_CHECK_LINE, every=5),
)
"""When the provider looks at one of our own actions: their lateness is nothing for our senior contact."""

_MONITORING: Ladder = (
    Step("due", 0, Hears.OWNER, NoticeKind.MONITORING_LINE),
    Step("late_1", 1, Hears.OWNER, NoticeKind.MONITORING_LINE),
    Step("late_3_lead", 3, Hears.CONTRACT_LEAD, NoticeKind.MONITORING_LINE),
    Step("late_3_owner", 3, Hears.OWNER, NoticeKind.MONITORING_LINE),
    Step("late_5_senior", 5, Hears.OWNER_SENIOR, NoticeKind.MONITORING_LINE),
    *_each_week(8, (Hears.OWNER, Hears.CONTRACT_LEAD), NoticeKind.MONITORING_LINE),
)

RARE_MONITORING: Ladder = (
    Step("before_5", -5, Hears.OWNER, NoticeKind.MONITORING_LINE),
    *_MONITORING,
)
"""One word on the day is enough for what comes each month; what comes more rarely is said a week before as well."""

_LEAD_OFFER: Ladder = (
    Step("due", 0, Hears.OWNER, NoticeKind.LEAD_OFFER_LINE),
    Step("late_1", 1, Hears.OWNER, NoticeKind.LEAD_OFFER_LINE),
    Step("late_1_asked_by", 1, Hears.REPORTER, NoticeKind.LEAD_OFFER_LINE, every=5),
    Step("late_1_administrators", 1, Hears.ADMINISTRATORS, NoticeKind.LEAD_OFFER_LINE, every=5),
)
"""Whoever is asked to lead may say no; who has to find somebody else hears that nothing was said."""

_ROLE: Ladder = (Step("due", 0, Hears.SECOND_PERSON, NoticeKind.ROLE_LINE, every=1),)
"""Whoever could agree hears of it each working day: until one of them answers somebody has no access, or too much."""

_VIEW: Ladder = (Step("due", 0, Hears.OWNER, NoticeKind.VIEW_LINE),)
"""Asked twice, and then no more: a view is given, never owed (practice.md 3)."""

_RECEIVE: Ladder = (
    Step("late_1_lead", 1, Hears.CONTRACT_LEAD, NoticeKind.EVALUATION_LINE),
    Step("late_6_lead", 6, Hears.CONTRACT_LEAD, NoticeKind.EVALUATION_LINE),
)
"""Who has not said that an evaluation arrived is asked by the lead, twice; no reply blocks nothing (practice.md 3)."""

_OWNER_ALONE: Ladder = (
    Step("due", 0, Hears.OWNER, NoticeKind.SPEAK_UP_LINE),
    Step("late_1", 1, Hears.OWNER, NoticeKind.SPEAK_UP_LINE, every=1),
)
"""Nobody but whoever may know that a name was sealed hears of it, however late it is."""

_SUBJECT_REQUEST: Ladder = (
    Step("before_10", -10, Hears.OWNER, NoticeKind.SUBJECT_REQUEST_LINE),
    Step("before_3", -3, Hears.OWNER, NoticeKind.SUBJECT_REQUEST_LINE),
    Step("due", 0, Hears.OWNER, NoticeKind.SUBJECT_REQUEST_LINE),
    Step("late_1", 1, Hears.OWNER, NoticeKind.SUBJECT_REQUEST_LINE, every=1),
    Step("late_1_administrators", 1, Hears.ADMINISTRATORS, NoticeKind.SUBJECT_REQUEST_LINE, every=5),
)
"""The one deadline of this profile that the law sets (UK GDPR article 12)."""

_RETENTION: Ladder = (
    Step("listed", 1 - REVIEW_WITHIN, Hears.OWNER, NoticeKind.RETENTION_LINE),
    Step("due", 0, Hears.OWNER, NoticeKind.RETENTION_LINE),
    Step("late_5", 5, Hears.OWNER, NoticeKind.RETENTION_LINE, every=20),
    Step("late_20_administrators", 20, Hears.ADMINISTRATORS, NoticeKind.RETENTION_LINE, every=60),
)
"""What waits has been kept for years, and goes on being kept: nothing is lost by a slow decision."""

_DATA_INCIDENT: Ladder = (
    *(
        Step(
            f"before_1_day_{hears}",
            -24 * 60,
            hears,
            NoticeKind.DATA_INCIDENT_LINE,
            unit=Unit.MINUTES,
            speed=Speed.PROMPT,
        )
        for hears in (Hears.OWNER, Hears.ADMINISTRATORS)
    ),
    Step("late_1", 1, Hears.OWNER, NoticeKind.DATA_INCIDENT_LINE, every=1),
    Step("late_1_administrators", 1, Hears.ADMINISTRATORS, NoticeKind.DATA_INCIDENT_LINE, every=1),
)
"""Counted in real time, as the law does (UK GDPR article 33): said while there is still a day to report it."""

_EXPLANATION: Ladder = (
    Step("due", 0, Hears.OWNER, NoticeKind.IMPROVEMENT_LINE),
    Step("late_1", 1, Hears.OWNER, NoticeKind.IMPROVEMENT_LINE),
    Step("late_3_lead", 3, Hears.CONTRACT_LEAD, NoticeKind.IMPROVEMENT_LINE),
    Step("late_8_lead", 8, Hears.CONTRACT_LEAD, NoticeKind.IMPROVEMENT_LINE),
)
"""Each organisation is asked itself before our lead is; no reply blocks nothing (practice.md 3)."""

_PATTERN: Ladder = (
    Step("due", 0, Hears.OWNER, NoticeKind.PATTERN_LINE),
    Step("late_3", 3, Hears.OWNER, NoticeKind.PATTERN_LINE, every=5),
)
"""A prompt to think, and nobody's fault: only whoever is asked hears of it again."""

_IMPROVEMENT_PLAN: Ladder = (
    Step("before_5", -5, Hears.OWNER, NoticeKind.IMPROVEMENT_LINE),
    *_ours(NoticeKind.IMPROVEMENT_LINE),
)
"""28 days go by quickly: said a week before as well."""

_AGREEMENT: Ladder = (
    Step("before_1", -1, Hears.OWNER, NoticeKind.IMPROVEMENT_LINE, only_longer_than=2),
    Step("due", 0, Hears.OWNER, NoticeKind.IMPROVEMENT_LINE),
    Step("late_1", 1, Hears.OWNER, NoticeKind.IMPROVEMENT_LINE),
    Step("late_1_lead", 1, Hears.CONTRACT_LEAD, NoticeKind.IMPROVEMENT_LINE, every=5),
)
"""Silence is chased and is never a yes; the lead hears, and may ask once more or find a way forward (practice.md 3)."""

# practice.md section 4. The +3 step tells the owner that the senior contact comes next, before that happens (2.5).
LADDERS: dict[DeadlineKind, Ladder] = {
    DeadlineKind.CONCERN_ACKNOWLEDGE: (
        Step("due", 0, Hears.OWNER, NoticeKind.CONCERN_LATE_LINE),
        Step("late_1", 1, Hears.OWNER, NoticeKind.CONCERN_LATE_LINE),
        Step("late_1_senior", 1, Hears.OWN_SENIOR, NoticeKind.CONCERN_LATE_LINE),
        *_each_week(6, (Hears.OWNER, Hears.OWN_SENIOR), NoticeKind.CONCERN_LATE_LINE),
    ),
    DeadlineKind.CONCERN_TRIAGE: (
        Step("due", 0, Hears.OWNER, NoticeKind.CONCERN_LATE_LINE),
        Step("late_1", 1, Hears.OWNER, NoticeKind.CONCERN_LATE_LINE),
        Step("late_1_senior", 1, Hears.OWN_SENIOR, NoticeKind.CONCERN_LATE_LINE),
        *_each_week(6, (Hears.OWNER, Hears.OWN_SENIOR), NoticeKind.CONCERN_LATE_LINE),
    ),
    DeadlineKind.CONCERN_CLOSE: _ours(NoticeKind.CONCERN_LATE_LINE),
    DeadlineKind.ACTION_CONFIRM: (
        Step("due", 0, Hears.OWNER, NoticeKind.ACTION_LINE),
        Step("late_1", 1, Hears.OWNER, NoticeKind.ACTION_LINE),
        Step("late_3_lead", 3, Hears.CONTRACT_LEAD, NoticeKind.ACTION_LINE, every=5),
    ),
    DeadlineKind.ACTION_DUE: _ACTION,
    DeadlineKind.ACTION_VERIFY: _ours(NoticeKind.ACTION_CHECK_LINE),
    DeadlineKind.ACTION_EXTENSION: _ours(NoticeKind.ACTION_CHECK_LINE),
    DeadlineKind.MONITORING_DUE: _MONITORING,
    DeadlineKind.EVALUATION_CONFIRM: _ours(NoticeKind.EVALUATION_LINE),
    DeadlineKind.EVALUATION_SHARE: _ours(NoticeKind.EVALUATION_LINE),
    DeadlineKind.EVALUATION_RECEIVE: _RECEIVE,
    DeadlineKind.CHALLENGE_ANSWER: _ours(NoticeKind.CHALLENGE_LINE),
    DeadlineKind.PERSON_REQUEST: _ours(NoticeKind.PERSON_LINE),
    DeadlineKind.PERSON_DUTIES: _ours(NoticeKind.DUTIES_LINE),
    DeadlineKind.LEAD_OFFER: _LEAD_OFFER,
    DeadlineKind.ROLE_CONFIRM: _ROLE,
    DeadlineKind.VIEW_ANSWER: _VIEW,
    DeadlineKind.STATEMENT_SEND: _ours(NoticeKind.STATEMENT_LINE),
    DeadlineKind.STATEMENT_DISPUTE: _ours(NoticeKind.STATEMENT_LINE),
    DeadlineKind.CHANNEL_CONFIRM: _ours(NoticeKind.CHANNEL_LINE),
    DeadlineKind.SPEAK_UP_ANSWER: _OWNER_ALONE,
    DeadlineKind.DATA_INCIDENT: _DATA_INCIDENT,
    DeadlineKind.PLACEMENT_APPROVE: _ours(NoticeKind.PLACEMENT_LINE),
    DeadlineKind.PLACEMENT_REVIEW: _ours(NoticeKind.PLACEMENT_LINE),
    DeadlineKind.HAND_OFF_REPLY: _ours(NoticeKind.HAND_OFF_LINE),
    DeadlineKind.SUBJECT_REQUEST: _SUBJECT_REQUEST,
    DeadlineKind.RETENTION_REVIEW: _RETENTION,
    DeadlineKind.IMPROVEMENT_EXPLAIN: _ours(NoticeKind.IMPROVEMENT_LINE),
    DeadlineKind.IMPROVEMENT_RECEIVE: _EXPLANATION,
    DeadlineKind.IMPROVEMENT_PLAN: _IMPROVEMENT_PLAN,
    DeadlineKind.IMPROVEMENT_HOLD: _ours(NoticeKind.IMPROVEMENT_LINE),
    DeadlineKind.IMPROVEMENT_REFLECT: _ours(NoticeKind.IMPROVEMENT_LINE),
    DeadlineKind.IMPROVEMENT_REVIEW: _ours(NoticeKind.IMPROVEMENT_LINE),
    DeadlineKind.AGREEMENT_ANSWER: _AGREEMENT,
    DeadlineKind.WAY_FORWARD_APPROVE: _ours(NoticeKind.IMPROVEMENT_LINE),
    DeadlineKind.FORMAL_APPROVE: _ours(NoticeKind.FORMAL_LINE),
    DeadlineKind.FORMAL_SERVE: _ours(NoticeKind.FORMAL_LINE),
    DeadlineKind.FEEDBACK_ANSWER: _ours(NoticeKind.IMPROVEMENT_LINE),
    DeadlineKind.REFLECTION_WRITE: (Step("due", 0, Hears.OWNER, NoticeKind.REFLECTION_LINE),),
    DeadlineKind.PATTERN_ANSWER: _PATTERN,
    **SAFEGUARDING_LADDERS,
}
