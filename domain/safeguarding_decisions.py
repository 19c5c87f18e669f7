"""What a lead decides about a safeguarding concern, what must be said with it, and what it starts (practice.md 1.6)."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import NotAllowed
from domain.safeguarding import TAKEN_ON, Advocate, Body, Consent, DecisionKind, Reply, Whether, WishesMet

REPLY_WITHIN = 1  # working days, practice.md 1.6: the receiving body is chased
TELL_REPORTER_WITHIN = 2  # working days, practice.md section 4
ASK_REPORTER_AFTER = 5  # working days, CPC424-K16


@dataclass(frozen=True)
class NewDecision:
    """One decision as it was filled in; the texts are RESTRICTED. Raises NotAllowed beside the field that is missing.

    `has_needs`, `is_at_risk` and `cannot_protect` are the three tests of the Care Act 2014 s.42, None where the nation
    has others; nothing follows from them. `made_at` is when the referral was made, aware; `wishes` is what the person
    wants, or why nobody has asked.
    """

    kind: DecisionKind
    body: Body | None
    made_at: datetime | None
    their_reference: str
    reasons: str
    wishes: str
    consent: Consent | None
    advocate: Advocate | None
    is_allegation: bool = False
    has_needs: Whether | None = None
    is_at_risk: Whether | None = None
    cannot_protect: Whether | None = None

    def __post_init__(self) -> None:
        if self.kind is DecisionKind.REFERRED:
            self._require_referral()
        elif not self.reasons.strip():
            raise NotAllowed("Please say why it is not referred.", "reasons")
        if self.consent is None:
            raise NotAllowed("Please say whether the person agrees. Not asked yet is an answer.", "consent")
        if self.advocate is None:
            raise NotAllowed("Please choose one. Not known yet is an answer.", "advocate")
        if self.consent is Consent.NOT_ASKED and not self.wishes.strip():
            raise NotAllowed("Please say why nobody has asked the person yet.", "wishes")

    def _require_referral(self) -> None:
        if self.body is None:
            raise NotAllowed("Please choose to whom it was referred.", "decided")
        if self.made_at is None:
            raise NotAllowed("Please say on which day the referral was made.", "made_on")
        if self.body is Body.OTHER and not self.reasons.strip():
            raise NotAllowed("Please say here to whom it was referred.", "reasons")

    def require_not_ahead(self, now: datetime) -> None:
        """Refuse a referral dated later than now: it is recorded once it is made."""
        if self.made_at is not None and self.made_at > now:
            raise NotAllowed(
                "This is still to come. Please make the referral first, then record it.", "made_on"
            )


@dataclass(frozen=True)
class NewReply:
    """What the receiving body answered, and a note. Raises NotAllowed where it stayed silent and nobody says more."""

    reply: Reply
    note: str

    def __post_init__(self) -> None:
        if self.reply is Reply.NO_ANSWER and not self.note.strip():
            raise NotAllowed("Please say when they were asked, and what happens instead.", "note")


@dataclass(frozen=True)
class NewTelling:
    """Whether somebody is told: whom and how, else why not yet. Raises NotAllowed when that is not said.

    `by_handrail`: the message itself says whom and how.
    """

    is_told: bool
    said: str
    by_handrail: bool = False

    def __post_init__(self) -> None:
        if self.said.strip() or (self.is_told and self.by_handrail):
            return
        words = "Please say who was told, and how." if self.is_told else "Please say why not yet."
        raise NotAllowed(words, "said")


@dataclass(frozen=True)
class NewClosing:
    """What is said when a concern is closed; the texts are RESTRICTED. Raises NotAllowed beside what is missing.

    `wishes_met` says how far what the person wanted came about.
    """

    reasons: str
    wishes_met: WishesMet | None
    why_untold: str = ""
    why_no_advocate: str = ""

    def __post_init__(self) -> None:
        if not self.reasons.strip():
            raise NotAllowed("Please say what came of it.", "reasons")
        if self.wishes_met is None:
            raise NotAllowed("Please choose one. Not known is an answer.", "wishes_met")

    def require(self, *, is_reporter_untold: bool, lacks_advocate: bool) -> None:
        """Refuse to leave somebody untold, or without the advocate they need, where nobody says why."""
        if is_reporter_untold and not self.why_untold.strip():
            raise NotAllowed("Please say why the person who raised it is not told.", "why_untold")
        if lacks_advocate and not self.why_no_advocate.strip():
            raise NotAllowed("Please say why it is closed without an advocate.", "why_no_advocate")


@dataclass(frozen=True)
class Unfinished:
    """What still stands in the way of closing. Every one of them is a person's to settle."""

    undecided: bool
    awaits_reply: bool
    advocate_open: bool
    review_open: bool
    handing_over: bool
    allegation_open: bool

    def require_none(self) -> None:
        """Refuse to close, naming the first thing that is still open."""
        for stands, words in (
            (self.undecided, "Please record what was decided first."),
            (
                self.review_open,
                "The next line has been asked to look at this. It stays open until they have.",
            ),
            (self.handing_over, "This is being handed over. It can be closed once somebody has taken it."),
            (self.awaits_reply, "Please record first what the body it was referred to has answered."),
            (self.allegation_open, "Please record first that the allegation was referred."),
            (self.advocate_open, "Please say first, with a decision, whether the person needs an advocate."),
        ):
            if stands:
                raise NotAllowed(words)


def is_advocate_open(advocate: Advocate | None) -> bool:
    """Say whether the question about an advocate still waits for an answer; it blocks closing (Care Act 2014 s.68)."""
    return advocate in {None, Advocate.NOT_KNOWN}


def acts(kind: DecisionKind, reply: Reply | None) -> bool:
    """Say whether something is done after a decision: not after one of no action, nor once a referral was refused."""
    if kind is DecisionKind.REFERRED:
        return reply in TAKEN_ON | {None, Reply.NO_ANSWER}
    return kind is DecisionKind.QUALITY
