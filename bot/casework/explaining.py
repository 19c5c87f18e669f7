"""Explaining to every party why something must improve, and putting an explanation right (CPC424-P1).

One SHARED text in five parts goes to everybody; a note beside it stays with our own side (practice.md 2.1).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, require_act
from bot.casework.audiences import leads_of
from bot.casework.deadlines import Duty, cancel, meet, start
from bot.casework.evaluation_sharing import Side, sides_of
from bot.casework.improvement_access import improvement_for, subject_of, word_about
from bot.casework.improvements import require_not_paused, take_to
from bot.casework.notices import calendar_of, owe_channels, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.chronology import Event
from domain.confidentiality import ContentClass, may_read
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.improvements import Explanation, ImprovementState
from domain.notices import NoticeKind
from domain.people import Act, Party
from storage.improvements import Improvement
from storage.people import Person
from storage.receipts import Receipt
from storage.unit_of_work import UnitOfWork

PARTS = ("what", "evidence", "effect", "term", "voice")
"""What everybody reads, in this order."""

NOTE = "note"
RECEIVE_WITHIN = 5
"""Working days in which each organisation is asked to say that it arrived: the clock of a pack (practice.md 4)."""


@dataclass(frozen=True)
class Explained:
    """One version of an explanation as one side may read it: `texts` by the names of its parts."""

    version: int
    texts: dict[str, str]
    written_at: datetime
    by: str


def improvement_to_explain(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    """Return a process to somebody who may explain it, or put its explanation right.

    Raises NotAllowed while it rests, once it is closed, and when a party could not be told at all.
    """
    improvement = improvement_for(work, person, improvement_id)
    if require_act(work, person, improvement.contract_id, Act.LEAD_IMPROVEMENT) is not Party.OWN:
        raise NotYours(NOT_YOURS)
    require_not_paused(work, improvement)
    if improvement.state is ImprovementState.CLOSED:
        raise NotAllowed("This is closed, so its explanation stays as it is.")
    sides = sides_of(work, improvement.contract_id)
    has_channel = bool(work.contracts.channels(improvement.contract_id, ChannelPurpose.SHARED))
    missing = [side.organisation.name for side in sides if not side.people]
    if missing and not has_channel:
        raise NotAllowed(
            f"Nobody of {' or '.join(missing)} can be told yet: no shared channel is linked, and none of their "
            "people is on this contract. Please add somebody with /contract add, then explain."
        )
    return improvement


def explain(
    work: UnitOfWork, person: Person, improvement_id: UUID, said: Explanation, version: int, now: datetime
) -> Improvement:
    """Send everybody why this must improve; from here on they read the process, and say that it arrived.

    `version` is the one that was on the screen, 0 for none: a correction takes its place, everybody is told anew, and
    the earlier one stays readable. Raises NotAllowed beside a field for what is missing or names somebody.
    """
    work.improvements.find_to_change(improvement_id)
    improvement = improvement_to_explain(work, person, improvement_id)
    if improvement.explanation_version != version:
        raise NotAllowed(
            "Somebody else has explained this meanwhile. Nothing was sent. Please open it again to read what "
            "they wrote."
        )
    shared = {name: body for name, body in asdict(said).items() if name in PARTS}
    if version and shared == latest_texts(work, improvement, PARTS):
        raise NotAllowed("Nothing is changed yet. Please correct the text, or press Cancel.", PARTS[0])
    require_words_for_all(work, improvement.contract_id, shared)
    improvement.explanation_version += 1
    improvement.explained_by, improvement.explained_at = person.id, now
    keep_texts(work, subject_of(improvement), ContentClass.SHARED, person, now, shared)
    keep_texts(work, subject_of(improvement), ContentClass.INTERNAL, person, now, {NOTE: said.note})
    facts = {"version": improvement.explanation_version}
    record(
        work,
        Event.IMPROVEMENT_EXPLAINED,
        subject_of(improvement),
        person,
        now,
        improvement.contract_id,
        **facts,
    )
    if improvement.state is ImprovementState.OPENED:
        meet(work, improvement.id, (DeadlineKind.IMPROVEMENT_EXPLAIN,), person, now)
        take_to(work, improvement, ImprovementState.EXPLAINED, person, now)
    _tell_everybody(work, improvement, person, now)
    work.notices.redraw(improvement.id)
    return improvement


def latest_texts(work: UnitOfWork, improvement: Improvement, names: Sequence[str]) -> dict[str, str]:
    """Return parts of the explanation as they stand now, to fill a form with: an empty one is there as such."""
    found = work.narratives.latest(improvement.id)
    return {name: found.get(name, "") for name in names}


def _tell_everybody(work: UnitOfWork, improvement: Improvement, person: Person, now: datetime) -> None:
    """Give this version to each party, its people and the shared channel; what is unsaid of the last falls away."""
    version = improvement.explanation_version
    cancel(work, improvement.id, (DeadlineKind.IMPROVEMENT_RECEIVE,), now)
    told = (NoticeKind.IMPROVEMENT_EXPLAINED, NoticeKind.IMPROVEMENT_RECEIVED)
    work.notices.cancel_about(improvement.id, told)
    facts = {"version": str(version)}
    word = word_about(improvement, NoticeKind.IMPROVEMENT_EXPLAINED, f"explained:{version}")
    word = replace(word, facts=facts)
    owe_channels(work, word, ChannelPurpose.SHARED, now)
    for side in sides_of(work, improvement.contract_id):
        work.receipts.add(
            Receipt(
                improvement_id=improvement.id,
                version=version,
                organisation_id=side.organisation.id,
                party=side.party,
            )
        )
        theirs = replace(word, facts=facts | {"organisation": side.organisation.id.hex})
        owe_people(work, theirs, side.people, now)
        _await_receipt(work, improvement, side, now)
    standing = word_about(
        improvement, NoticeKind.IMPROVEMENT_RECEIVED, f"received:{version}", ContentClass.INTERNAL
    )
    leads = {each.id: each for each in (*leads_of(work, improvement.contract_id), person)}
    owe_people(work, replace(standing, facts=facts), list(leads.values()), now)


def _await_receipt(work: UnitOfWork, improvement: Improvement, side: Side, now: datetime) -> None:
    """Let each organisation be asked by itself; of one that only the channel reaches, our lead is asked."""
    in_slack = [each for each in side.people if each.user_id]
    duty = Duty(
        kind=DeadlineKind.IMPROVEMENT_RECEIVE,
        subject=subject_of(improvement),
        contract_id=improvement.contract_id,
        owner=next(iter([*in_slack, *side.people]), None),
        party=side.party,
        due_at=calendar_of(work, improvement.contract_id).due_after(now, RECEIVE_WITHIN),
        basis=f"{RECEIVE_WITHIN} working days from explaining",
    )
    start(work, duty, now)


def explanations(work: UnitOfWork, improvement: Improvement, party: Party) -> list[Explained]:
    """Return every version of the explanation as one side may read it, the newest first.

    A part that was left empty at first begins later than the others, and each is written anew from then on: so they
    are counted from the newest.
    """
    texts = [each for each in work.narratives.of(improvement.id) if each.field in {*PARTS, NOTE}]
    newest = {each.field: each.version for each in texts}
    found: dict[int, Explained] = {}
    for text in texts:
        version = improvement.explanation_version - newest[text.field] + text.version
        author = work.people.get(text.author_id).name
        explained = found.setdefault(version, Explained(version, {}, text.written_at, author))
        if text.body.strip() and may_read(party, text.content_class):
            explained.texts[text.field] = text.body
    return sorted(found.values(), key=lambda each: each.version, reverse=True)
