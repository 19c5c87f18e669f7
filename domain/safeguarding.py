"""Safeguarding concerns: RESTRICTED from the first second, pinged at once (practice.md 1.1 to 1.7)."""

from enum import StrEnum

from domain.steps import step


class SafeguardingState(StrEnum):
    """How far a safeguarding concern has come. Acknowledged is not acted on: the decision is a clock of its own."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    CLOSED = "closed"


NEXT: dict[SafeguardingState, frozenset[SafeguardingState]] = {
    SafeguardingState.RAISED: frozenset({SafeguardingState.ACKNOWLEDGED}),
    SafeguardingState.ACKNOWLEDGED: frozenset({SafeguardingState.DECIDED, SafeguardingState.RAISED}),
    SafeguardingState.DECIDED: frozenset(
        {SafeguardingState.ACKNOWLEDGED, SafeguardingState.CLOSED, SafeguardingState.RAISED}
    ),
    SafeguardingState.CLOSED: frozenset({SafeguardingState.ACKNOWLEDGED}),
}
"""What was decided or closed is taken up again when somebody says that nothing has happened, or disagrees.

It is raised anew when whoever has it must not be told of it: nobody has it then.
"""

TAKE_FIRST = "Please press I have this first, so that the others know who decides."
_REFUSALS: dict[SafeguardingState, str] = {
    SafeguardingState.ACKNOWLEDGED: "Another lead already has this. Open it to see who.",
    SafeguardingState.DECIDED: TAKE_FIRST,
    SafeguardingState.CLOSED: "Please record what was decided first.",
}

OPEN = (SafeguardingState.RAISED, SafeguardingState.ACKNOWLEDGED, SafeguardingState.DECIDED)
"""What the leads still see among what waits for them."""


class Safety(StrEnum):
    """The answer to *safe until <day>?*: asked of what is at risk late in the day; no or unsure makes it urgent."""

    SAFE = "safe"
    NOT_SAFE = "not_safe"
    UNSURE = "unsure"


class AbuseType(StrEnum):
    """The ten types of the statutory guidance, and rights; a list that is not meant to limit what people report."""

    PHYSICAL = "physical"
    SEXUAL = "sexual"
    PSYCHOLOGICAL = "psychological"
    FINANCIAL = "financial"
    NEGLECT = "neglect"
    SELF_NEGLECT = "self_neglect"
    DISCRIMINATORY = "discriminatory"
    ORGANISATIONAL = "organisational"
    DOMESTIC = "domestic"
    MODERN_SLAVERY = "modern_slavery"
    RIGHTS = "rights"
    UNSURE = "unsure"


class Consent(StrEnum):
    """Whether the person knows of the report and agrees to it. It is asked for, and never waited for."""

    AGREES = "agrees"
    DOES_NOT_AGREE = "does_not_agree"
    NOT_ABLE = "not_able"
    NOT_ASKED = "not_asked"


class Advocate(StrEnum):
    """Whether the person has somebody who speaks for them, or needs one (Care Act 2014 s.68)."""

    NOT_NEEDED = "not_needed"
    HAS_ONE = "has_one"
    NEEDS_ONE = "needs_one"
    NOT_KNOWN = "not_known"


class DecisionKind(StrEnum):
    """What a lead decided; each decision is kept, a later one beside the earlier."""

    REFERRED = "referred"
    QUALITY = "quality"
    NO_FURTHER_ACTION = "no_further_action"


class Body(StrEnum):
    """To whom a concern is referred."""

    LOCAL_AUTHORITY = "local_authority"
    CHILDREN = "children"
    ALLEGATIONS = "allegations"
    POLICE = "police"
    OTHER = "other"


class Reply(StrEnum):
    """What the receiving body answered, or that it stayed silent when asked again.

    The three after *not taken on* are what a Welsh authority determines; it may also say that nothing further is
    needed (domain.md 2.2).
    """

    TAKEN_ON = "taken_on"
    NOT_TAKEN_ON = "not_taken_on"
    PROTECTION_NOW = "protection_now"
    NOT_AT_RISK = "not_at_risk"
    ACTION_NEEDED = "action_needed"
    NOTHING_FURTHER = "nothing_further"
    NO_ANSWER = "no_answer"


OF_WALES = (Reply.PROTECTION_NOW, Reply.ACTION_NEEDED, Reply.NOT_AT_RISK, Reply.NOTHING_FURTHER)
"""What a Welsh authority says on a report; offered nowhere else."""

TAKEN_ON = frozenset({Reply.TAKEN_ON, Reply.PROTECTION_NOW, Reply.ACTION_NEEDED})
"""The answers after which the body it was referred to does something about it."""


class Whether(StrEnum):
    """What is known of one of the three tests of the Care Act 2014 s.42. No verdict is made of the three."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class WishesMet(StrEnum):
    """How far what the person wanted came about, said at closing (Making Safeguarding Personal)."""

    FULLY = "fully"
    PARTLY = "partly"
    NO = "no"
    NOT_KNOWN = "not_known"


class Told(StrEnum):
    """Of whom it is decided whether, and when, they are told (practice.md 1.7)."""

    PROVIDER = "provider"
    CONTRACT_LEAD = "contract_lead"


class ReporterAnswer(StrEnum):
    """What the person who raised it answered when asked how they are."""

    ALL_RIGHT = "all_right"
    WANTS_TO_TALK = "wants_to_talk"


class ReviewKind(StrEnum):
    """What takes a safeguarding concern past the first line."""

    NOTHING_HAPPENED = "nothing_happened"
    DISAGREEMENT = "disagreement"
    NOT_SAFE = "not_safe"


def move(current: SafeguardingState, wanted: SafeguardingState) -> SafeguardingState:
    """Return the wanted state, or refuse in words when it is not at that point, as when another lead was first."""
    return step(NEXT, current, wanted, _REFUSALS.get(wanted, "This has already gone past that point."))
