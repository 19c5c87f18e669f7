"""A second look by the next line: *nothing has happened*, and *I do not agree* (practice.md 1.6; CPC424-K17)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.asking import on_duty_now
from bot.casework.deadlines import Duty, meet, start
from bot.casework.picked_up import tell_askers_it_is_looked_at
from bot.casework.records import keep_texts, record
from bot.casework.route import is_named
from bot.casework.safeguarding import answer_urgency
from bot.casework.safeguarding_access import of_named, of_reporter, subject_of
from bot.casework.safeguarding_hand_over import give_to, keep_it
from bot.casework.safeguarding_reopen import reopen
from bot.casework.safeguarding_urgency import make_urgent
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.ladders import Ladder
from domain.people import Party
from domain.routes import Level
from domain.safeguarding import ReviewKind, SafeguardingState
from domain.safeguarding_ladders import DISAGREEMENT
from domain.urgency import WhyUrgent
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.safeguarding_decisions import SafeguardingReview
from storage.unit_of_work import UnitOfWork

AT_ONCE, IN_WORKING_HOURS = "at once", "in working hours"
"""How soon a second look is asked for, as its duty says it."""


class Asked(StrEnum):
    """Who is asked for a second look: of those who neither have the concern nor ask for it, nor must not be told."""

    ABOVE = "above"
    OTHERS = "others"
    NOBODY = "nobody"


def who_is_asked(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> Asked:
    """Say who is asked now for the second look that waits: somebody above the first line, else others, else nobody."""
    levels = {
        level
        for duty in work.deadlines.live(concern.id, (DeadlineKind.SAFEGUARDING_REVIEW,))
        for level in on_duty_now(work, duty, now)
    }
    if levels - {Level.LEVEL_1, Level.ON_CALL}:
        return Asked.ABOVE
    return Asked.OTHERS if levels else Asked.NOBODY


def is_at_once(work: UnitOfWork, concern: SafeguardingConcern) -> bool:
    """Say whether a second look that waits is asked for at any hour."""
    duties = work.deadlines.live(concern.id, (DeadlineKind.SAFEGUARDING_REVIEW,))
    return any(duty.basis == AT_ONCE for duty in duties)


def say_nothing_happened(
    work: UnitOfWork, person: Person, concern_id: UUID, now: datetime
) -> SafeguardingConcern:
    """Take what somebody raised past the first line, at once; saying it again while it waits changes nothing."""
    concern = of_reporter(work, person, concern_id)
    if any(
        each.kind is ReviewKind.NOTHING_HAPPENED
        for each in work.safeguarding_decisions.open_reviews(concern.id)
    ):
        return concern
    _ask(work, person, concern, ReviewKind.NOTHING_HAPPENED, None, now)
    return concern


def say_not_safe(work: UnitOfWork, person: Person, concern: SafeguardingConcern, now: datetime) -> None:
    """Ask the next line at once about what was decided before its reporter said that the person is not safe."""
    _ask(work, person, concern, ReviewKind.NOT_SAFE, None, now)


def to_disagree_with(work: UnitOfWork, person: Person, concern_id: UUID) -> SafeguardingConcern:
    """Return a concern whose decision or answer somebody may disagree with. Raises NotYours, or NotAllowed before."""
    concern = _of_named_or_reporter(work, person, concern_id)
    if concern.decided_at is None:
        raise NotAllowed("Nothing is decided yet. If nothing happens, press Nothing has happened.")
    return concern


def disagree(
    work: UnitOfWork, person: Person, concern_id: UUID, words: str, now: datetime, *, still_at_risk: bool
) -> SafeguardingReview:
    """Record that somebody does not agree with what was decided or answered, and let the next line look at it.

    At once when somebody is still at risk, and urgent for whoever has it or takes it; else in working hours
    (domain.md 4.4 B).
    """
    concern = to_disagree_with(work, person, concern_id)
    if not words.strip():
        raise NotAllowed("Please say what you do not agree with.", "reason")
    ladder = None if still_at_risk else DISAGREEMENT
    review = _ask(work, person, concern, ReviewKind.DISAGREEMENT, ladder, now)
    if still_at_risk:
        make_urgent(work, concern, person, now, WhyUrgent.STILL_AT_RISK)
    subject = subject_of(review)
    keep_texts(work, subject, ContentClass.RESTRICTED, person, now, {"disagreement": words})
    return review


def _of_named_or_reporter(work: UnitOfWork, person: Person, concern_id: UUID) -> SafeguardingConcern:
    concern = work.safeguarding.find_to_change(concern_id)
    if concern is None or not (concern.reporter_id == person.id or is_named(work, person, concern)):
        raise NotYours(NOT_YOURS)
    return concern


def _ask(
    work: UnitOfWork,
    person: Person,
    concern: SafeguardingConcern,
    kind: ReviewKind,
    ladder: Ladder | None,
    now: datetime,
) -> SafeguardingReview:
    subject = subject_of(concern)
    review = SafeguardingReview(concern_id=concern.id, kind=kind, asked_by=person.id, asked_at=now)
    work.safeguarding_decisions.add(review)
    record(work, Event.SAFEGUARDING_REVIEW_ASKED, subject, person, now, kind=kind.value, review=review.id)
    duty = Duty(
        kind=DeadlineKind.SAFEGUARDING_REVIEW,
        subject=subject,
        contract_id=None,
        owner=None,
        party=Party.OWN,
        due_at=now,
        basis=AT_ONCE if ladder is None else IN_WORKING_HOURS,
        ladder=ladder,
    )
    start(work, duty, now)
    work.notices.redraw(concern.id)
    return review


def may_look_again(work: UnitOfWork, person: Person, concern: SafeguardingConcern) -> bool:
    """Say whether somebody may take the second look: a named person who neither has it nor asks for it."""
    waiting = work.safeguarding_decisions.open_reviews(concern.id)
    return (
        bool(waiting)
        and concern.lead_id != person.id
        and all(each.asked_by != person.id for each in waiting)
        and is_named(work, person, concern)
    )


def look_again(work: UnitOfWork, person: Person, concern_id: UUID, now: datetime) -> SafeguardingConcern:
    """*I am looking at this*: it is theirs from now on; what was decided or closed is open, to be decided anew."""
    concern = of_named(work, person, concern_id)
    waiting = work.safeguarding_decisions.open_reviews(concern.id)
    if not waiting:
        taken = work.safeguarding_decisions.reviews(concern.id)[-1:]
        who = work.people.get(taken[0].taken_by).name if taken and taken[0].taken_by else "Nobody"
        if taken and taken[0].taken_by == person.id:
            return concern
        raise NotAllowed(f"{who} is looking at this already, so nothing is asked of you.")
    if not may_look_again(work, person, concern):
        raise NotAllowed("This asks for a second look by somebody else. Please leave it to them.")
    for review in waiting:
        review.taken_by, review.taken_at = person.id, now
    kinds = (DeadlineKind.SAFEGUARDING_REVIEW, DeadlineKind.SAFEGUARDING_ACKNOWLEDGE)
    meet(work, concern.id, kinds, person, now)
    keep_it(work, concern)
    give_to(work, concern, person, now)
    answer_urgency(work, person, concern, now)
    if concern.state is not SafeguardingState.ACKNOWLEDGED:
        reopen(work, concern, person, now)
    subject = subject_of(concern)
    tell_askers_it_is_looked_at(work, concern, [review.asked_by for review in waiting], now)
    record(work, Event.SAFEGUARDING_REVIEW_TAKEN, subject, person, now)
    work.notices.redraw(concern.id)
    return concern
