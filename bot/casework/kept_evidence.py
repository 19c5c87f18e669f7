"""Keeping evidence beside a record: a pointer, what it shows, and its words only where somebody chooses to keep them.

Practice.md 1.9: of a message that names somebody nothing is kept, and its author is asked to delete it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from bot.casework.kept_evidence_reading import Beside, records_to_add_to
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.second_look import require_second_look
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.errors import NotAllowed
from domain.identifiers import identifiers_in
from domain.kept_evidence import (
    PERSONAL,
    Keeping,
    require_class,
    require_nothing_of_safeguarding,
    without_mentions,
)
from domain.names import name_in
from domain.notices import NoticeKind
from domain.rhythm import Speed
from storage.kept_evidence import KeptEvidence
from storage.people import Person
from storage.unit_of_work import UnitOfWork

OURS = "This message is Handrail's own, so there is nothing to keep: what it is about stands on the record already."
WITHOUT_RECORD = (
    "There is no open concern or action of yours to keep it beside. "
    "To begin one, choose Make this a concern on the message."
)
NAMED = (
    "These words name somebody, so they are not kept. "
    "Please take out whatever names them, or choose to keep only where the message stands."
)

WRITTEN_FOR_OTHERS = (
    "Not everybody who could read this may read the channel it was written in, so these words are not kept for them. "
    "Please choose to keep only where the message stands, or let only your own organisation read it."
)


@dataclass(frozen=True)
class Pointer:
    """A message in Slack: where it stands, who wrote it by Slack's ids, and where Slack shows it.

    Raises NotAllowed for a message of our own.
    """

    slack_channel: str
    message_ts: str
    written_team: str
    written_user: str
    link: str = ""
    is_ours: bool = False

    def __post_init__(self) -> None:
        if self.is_ours:
            raise NotAllowed(OURS)

    @property
    def written_at(self) -> datetime:
        """Return when it was written, which is what Slack's own id of it says."""
        return datetime.fromtimestamp(float(self.message_ts), UTC)


@dataclass(frozen=True)
class NewEvidence:
    """What somebody keeps: what it shows, where it is seen unless it is a message, and perhaps a message's words."""

    shows: str
    content_class: str
    seen_at: str = ""
    keeping: Keeping = Keeping.POINTER
    words: str = ""
    pointer: Pointer | None = None
    is_learning: bool = False

    def __post_init__(self) -> None:
        if not self.shows.strip():
            raise NotAllowed("Please say in a few words what it shows.", "shows")
        if self.pointer is None and not self.seen_at.strip():
            raise NotAllowed("Please say where it can be seen, such as “seen at the visit of …”.", "seen_at")
        if self.keeping is Keeping.WORDS and not self.words.strip():
            raise NotAllowed(
                "There are no words to keep. Please choose to keep only where it stands.", "words"
            )

    @property
    def texts(self) -> dict[str, str]:
        """Return what is kept of what was typed: a message's words only if they were chosen to be kept."""
        kept = {"shows": self.shows, "seen_at": self.seen_at}
        return kept | ({"words": self.words} if self.keeping is Keeping.WORDS else {})


def subject_of(evidence: KeptEvidence) -> tuple[SubjectKind, UUID]:
    """Return what entries about evidence point at: never the record, since not everybody who reads that reads it."""
    return SubjectKind.EVIDENCE, evidence.id


def keep_evidence(
    work: UnitOfWork, person: Person, beside: Beside, new: NewEvidence, now: datetime
) -> KeptEvidence:
    """Keep evidence beside a record that somebody may add to.

    Raises NotAllowed beside the field, also for a message's words that name somebody of that contract or were written
    for fewer readers, and LookAgain for what looks as if it named a person, the first time.
    """
    content_class = require_class(
        new.content_class,
        beside.offered,
        "Please choose who may read it.",
        f"The other sides do not know of {beside.reference} yet, so only your own organisation may read this.",
    )
    require_nothing_of_safeguarding(new.texts)
    names = set(_names(work, beside.contract_id))
    if _is_named(work, new.texts.get("words", ""), names, now):
        raise NotAllowed(NAMED, "words")
    if content_class is not ContentClass.INTERNAL and new.keeping is Keeping.WORDS:
        _require_shared_channel(work, beside, new.pointer)
    require_second_look(work, beside.id, new.texts, names)
    evidence = work.kept_evidence.add(_row(work, person, beside, new, content_class, now))
    said = {field: text for field, text in new.texts.items() if text.strip()}
    keep_texts(work, subject_of(evidence), content_class, person, now, said)
    facts = {
        "about_kind": beside.kind.value,
        "about": beside.id,
        "content_class": content_class.value,
        "has_words": new.keeping is Keeping.WORDS,
        "is_learning": evidence.is_learning,
    }
    record(work, Event.EVIDENCE_KEPT, subject_of(evidence), person, now, beside.contract_id, **facts)
    return evidence


def _require_shared_channel(work: UnitOfWork, beside: Beside, message: Pointer | None) -> None:
    """Refuse words for other sides from a linked channel, unless it is this contract's, and for all sides."""
    channel = message.slack_channel if message is not None else ""
    contracts = work.contracts.linked_to(channel)
    links = [
        link
        for contract in contracts
        for link in work.contracts.channels(contract.id)
        if link.slack_channel == channel
    ]
    is_elsewhere = beside.contract_id not in {contract.id for contract in contracts}
    if links and (is_elsewhere or any(link.purpose is ChannelPurpose.INTERNAL for link in links)):
        raise NotAllowed(WRITTEN_FOR_OTHERS, "words")


def _row(
    work: UnitOfWork,
    person: Person,
    beside: Beside,
    new: NewEvidence,
    content_class: ContentClass,
    now: datetime,
) -> KeptEvidence:
    evidence = KeptEvidence(
        contract_id=beside.contract_id,
        concern_id=beside.id if beside.kind is SubjectKind.CONCERN else None,
        action_id=beside.id if beside.kind is SubjectKind.ACTION else None,
        improvement_id=beside.improvement_id,
        area_id=beside.id if beside.kind is SubjectKind.CONCERN_AREA else None,
        is_learning=new.is_learning and beside.kind is SubjectKind.CONCERN_AREA,
        content_class=content_class,
        kept_by=person.id,
        kept_at=now,
    )
    if (message := new.pointer) is not None:
        author = work.people.in_slack(message.written_team, message.written_user)
        evidence.slack_channel, evidence.message_ts = message.slack_channel, message.message_ts
        evidence.written_team, evidence.written_user = message.written_team, message.written_user
        evidence.written_by = author.id if author else None
        evidence.written_at, evidence.link = message.written_at, message.link
    return evidence


def _names(work: UnitOfWork, contract_id: UUID | None) -> list[str]:
    return [person.name for person in work.people.of_contract(contract_id)] if contract_id else []


def offer(work: UnitOfWork, person: Person, message: Pointer, text: str, now: datetime) -> Sequence[Beside]:
    """Return the records beside which somebody may keep a message; none at all where the message names somebody.

    Raises NotAllowed for what speaks of safeguarding, and where somebody has no open record.
    """
    require_nothing_of_safeguarding({"": text})
    if _names_somebody(work, person, message.slack_channel, text, now):
        return []
    found = records_to_add_to(work, person, message.slack_channel, now)
    if not found:
        raise NotAllowed(WITHOUT_RECORD)
    return found


def _names_somebody(work: UnitOfWork, person: Person, channel: str, text: str, now: datetime) -> bool:
    """Looked for are the names of who takes part in the channel's contracts, or in all of the person's own."""
    contracts = work.contracts.linked_to(channel) or work.contracts.of_person(person.id)
    return _is_named(work, text, {name for contract in contracts for name in _names(work, contract.id)}, now)


def _is_named(work: UnitOfWork, text: str, names: Collection[str], now: datetime) -> bool:
    """Say whether a message names somebody, by name or by a number that is one person's alone."""
    said, today = without_mentions(text), calendar_of(work, None).local(now).date()
    return name_in(said, names) is not None or bool(PERSONAL & set(identifiers_in(said, today)))


def author_to_ask(work: UnitOfWork, person: Person, team_id: str, user_id: str) -> Person | None:
    """Return whoever wrote a message, to be asked to delete it; None for oneself, and for whom we do not know."""
    author = work.people.in_slack(team_id, user_id)
    return author if author is not None and author.is_active and author.id != person.id else None


def ask_author(work: UnitOfWork, person: Person, about: Mapping[str, str], now: datetime) -> Person:
    """Ask whoever wrote a message to delete it, since it names somebody; asked twice it is asked once.

    `about` says where it stands and who wrote it, as Slack's ids; nothing else of it is kept anywhere.
    """
    author = author_to_ask(work, person, about["team"], about["user"])
    if author is None:
        raise NotAllowed("Handrail cannot write to whoever wrote it. Please ask them yourself.")
    where = {"channel": about["channel"], "ts": about["ts"]}
    owed = Owed(
        kind=NoticeKind.KEPT_EVIDENCE_NAMED,
        subject=(SubjectKind.PERSON, author.id),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"evidence_named:{where['channel']}:{where['ts']}",
        facts=where,
    )
    owe_people(work, owed, [author], now)
    return author
