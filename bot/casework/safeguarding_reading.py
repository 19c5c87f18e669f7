"""Reading a safeguarding concern: what its named people see, what the reporter sees, and what each may do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.employers import may_be_written_to
from bot.casework.records import record
from bot.casework.route import is_named
from bot.casework.safeguarding import awaits_lead
from bot.casework.safeguarding_closing import is_reporter_untold
from bot.casework.safeguarding_hand_over import is_given_back
from bot.casework.safeguarding_register import CHASED
from bot.casework.safeguarding_reporter import TALKING, may_ask
from bot.casework.safeguarding_review import may_look_again
from bot.casework.safeguarding_telling import contract_leads, is_told
from domain.chronology import Event, SubjectKind
from domain.errors import NotYours
from domain.safeguarding import ReporterAnswer, ReviewKind, SafeguardingState, Told
from storage.deadlines import Deadline
from storage.narratives import Written
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.safeguarding_decisions import SafeguardingDecision, SafeguardingReview, SafeguardingTelling
from storage.unit_of_work import UnitOfWork


class May(StrEnum):
    """What a reader may do next with a safeguarding concern; each is asked again when it is done."""

    ACKNOWLEDGE = "acknowledge"
    LOOK_AGAIN = "look_again"
    DECIDE = "decide"
    REPLIED = "replied"
    HAND_OVER = "hand_over"
    TELL_PROVIDER = "tell_provider"
    TELL_CONTRACT_LEAD = "tell_contract_lead"
    TELL_REPORTER = "tell_reporter"
    CLOSE = "close"
    DISAGREE = "disagree"
    NOTHING_HAPPENED = "nothing_happened"
    NOT_ASK = "not_ask"
    RUNG = "rung"
    TALK = "talk"
    KEEP_FROM = "keep_from"


@dataclass(frozen=True)
class Reading:
    """What one reader sees of a safeguarding concern. Whoever raised it reads their own words and how far it is.

    Several people add to one field without undoing each other: `texts` holds, the newest first, what each of them said
    last, and `earlier` what they said before that.
    """

    concern: SafeguardingConcern
    texts: dict[str, list[str]]
    earlier: dict[str, list[str]]
    is_lead: bool
    may: frozenset[May]
    decisions: Sequence[SafeguardingDecision] = ()
    tellings: Sequence[SafeguardingTelling] = ()
    reviews: Sequence[SafeguardingReview] = ()
    clocks: Sequence[Deadline] = ()


def open_safeguarding(work: UnitOfWork, person: Person, concern_id: UUID, now: datetime) -> Reading:
    """Read a concern: its named people all of it, the reporter their own words. Every opening is recorded."""
    reading = read_safeguarding(work, person, concern_id)
    record(work, Event.SAFEGUARDING_OPENED, (SubjectKind.SAFEGUARDING, concern_id), person, now)
    return reading


def read_safeguarding(work: UnitOfWork, person: Person, concern_id: UUID) -> Reading:
    """Return what somebody may read; whoever shows it records the opening."""
    concern = work.safeguarding.find(concern_id)
    if concern is None:
        raise NotYours(NOT_YOURS)
    named = is_named(work, person, concern)
    if not named and concern.reporter_id != person.id:
        raise NotYours(NOT_YOURS)
    written = work.narratives.of(concern.id)
    texts, earlier = _by_author([row for row in written if named or row.author_id == person.id])
    may = _as_reporter(work, person, concern)
    if not named:
        return Reading(concern, texts, earlier, is_lead=False, may=may)
    decided = work.safeguarding_decisions
    return Reading(
        concern=concern,
        texts=texts,
        earlier=earlier,
        is_lead=True,
        may=may | _as_named(work, person, concern),
        decisions=decided.of(concern.id),
        tellings=decided.tellings(concern.id),
        reviews=decided.reviews(concern.id),
        clocks=sorted(work.deadlines.live(concern.id, CHASED), key=lambda deadline: deadline.due_at),
    )


def _by_author(written: Sequence[Written]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Part what stands from what was said before, by field and newest first; of each author the last word stands."""
    texts: dict[str, list[str]] = {}
    earlier: dict[str, list[str]] = {}
    said: set[tuple[str, UUID]] = set()
    for row in reversed(written):
        stands = (row.field, row.author_id) not in said
        said.add((row.field, row.author_id))
        (texts if stands else earlier).setdefault(row.field, []).append(row.body)
    return texts, earlier


def _as_reporter(work: UnitOfWork, person: Person, concern: SafeguardingConcern) -> frozenset[May]:
    if concern.reporter_id != person.id:
        return frozenset()
    said = any(
        each.kind is ReviewKind.NOTHING_HAPPENED
        for each in work.safeguarding_decisions.open_reviews(concern.id)
    )
    offered = {
        May.NOTHING_HAPPENED: not said,
        May.DISAGREE: concern.decided_at is not None,
        May.NOT_ASK: may_ask(work, concern),
        May.KEEP_FROM: not said and concern.state is not SafeguardingState.CLOSED,
        May.TALK: not may_be_written_to(work, person, concern)
        and concern.reporter_answer is not ReporterAnswer.WANTS_TO_TALK,
    }
    return frozenset(may for may, is_offered in offered.items() if is_offered)


def _is_asked_as_lead(work: UnitOfWork, person: Person, concern: SafeguardingConcern) -> bool:
    """Whether somebody is asked to say that they have what they have: it became urgent, or nobody takes it over."""
    is_asked = is_given_back(work, concern) or awaits_lead(work, concern) is not None
    return concern.lead_id == person.id and is_asked


def _as_named(work: UnitOfWork, person: Person, concern: SafeguardingConcern) -> frozenset[May]:
    is_open = concern.state in {SafeguardingState.ACKNOWLEDGED, SafeguardingState.DECIDED}
    is_decided = concern.state is SafeguardingState.DECIDED
    offered = {
        May.ACKNOWLEDGE: concern.state is SafeguardingState.RAISED
        or concern.handed_to == person.id
        or _is_asked_as_lead(work, person, concern),
        May.LOOK_AGAIN: may_look_again(work, person, concern),
        May.DECIDE: is_open,
        May.HAND_OVER: is_open,
        May.KEEP_FROM: concern.state is not SafeguardingState.CLOSED,
        May.REPLIED: is_open and bool(work.safeguarding_decisions.answerable(concern.id)),
        May.TELL_PROVIDER: is_open and not is_told(work, concern, Told.PROVIDER),
        May.TELL_CONTRACT_LEAD: is_open
        and not is_told(work, concern, Told.CONTRACT_LEAD)
        and bool(contract_leads(work, concern)),
        May.TELL_REPORTER: is_decided and is_reporter_untold(concern),
        May.DISAGREE: concern.decided_at is not None,
        May.RUNG: bool(work.deadlines.live(concern.id, TALKING)),
        May.CLOSE: is_decided,
    }
    return frozenset(may for may, is_offered in offered.items() if is_offered)
