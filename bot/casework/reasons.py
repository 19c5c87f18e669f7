"""Why it has come to this, as each party sees it: given, taken back, asked for once (CPC424-P3; domain.md 4.4 C)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of
from bot.casework.improvement_access import improvement_to_change, subject_of, word_about
from bot.casework.improvements import leads_it, speakers_of, take_to
from bot.casework.notices import owe_channels, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from bot.casework.views import voices
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.errors import NotAllowed, NotYours
from domain.improvements import ImprovementState
from domain.notices import NoticeKind
from domain.people import Act, Party
from domain.reasons import NewReason, is_talking, require_own, require_reason, require_talking
from storage.improvements import Improvement
from storage.organisations import Organisation
from storage.people import Person
from storage.reasons import Reason
from storage.unit_of_work import UnitOfWork

ORDER = (Party.OWN, Party.PROVIDER, Party.PARTNER, Party.OTHER)


@dataclass(frozen=True)
class Side:
    """One organisation of the board: its reasons with their texts, and whether it was asked for some."""

    organisation: Organisation
    party: Party
    reasons: Sequence[tuple[Reason, dict[str, str]]]
    was_asked: bool


def give_reason(
    work: UnitOfWork,
    person: Person,
    improvement_id: UUID,
    new: NewReason,
    now: datetime,
    area_id: UUID | None = None,
) -> Reason:
    """Keep a reason as somebody's organisation sees it. Its note is for our own side alone, and only we write one.

    Raises NotYours for whoever takes no part; NotAllowed when nobody is asked for reasons, and for words that name
    somebody or speak of safeguarding.
    """
    improvement, party = improvement_to_change(work, person, improvement_id, Act.TAKE_PART)
    require_talking(improvement.state, improvement.route)
    texts = {"view": new.view, "evidence": new.evidence}
    require_words_for_all(work, improvement.contract_id, texts)
    area = work.reasons.find_area(area_id) if area_id else None
    if area is not None and area.improvement_id != improvement.id:
        raise NotYours(NOT_YOURS)
    if person.organisation_id is None:
        raise NotYours(NOT_YOURS)
    reason = Reason(
        improvement_id=improvement.id,
        area_id=area.id if area else None,
        kind=new.kind,
        organisation_id=person.organisation_id,
        party=party,
        given_by=person.id,
        given_at=now,
    )
    work.reasons.add(reason)
    about = (SubjectKind.REASON, reason.id)
    keep_texts(work, about, ContentClass.SHARED, person, now, texts)
    if new.note.strip() and party is Party.OWN:
        keep_texts(work, about, ContentClass.INTERNAL, person, now, {"note": new.note})
    facts = {"kind": new.kind.value, "improvement": improvement.id, "area": reason.area_id}
    record(work, Event.REASON_GIVEN, about, person, now, improvement.contract_id, **facts)
    work.notices.redraw(improvement.id)
    return reason


def withdraw_reason(work: UnitOfWork, person: Person, reason_id: UUID, now: datetime) -> Reason:
    """Take back one's own reason; it stays on the record and leaves the board."""
    found = work.reasons.find(reason_id)
    if found is None:
        raise NotYours(NOT_YOURS)
    improvement, _party = improvement_to_change(work, person, found.improvement_id, Act.TAKE_PART)
    reason = work.reasons.find_to_change(reason_id)
    assert reason is not None
    require_own(is_own=reason.given_by == person.id, what="reason")
    require_talking(improvement.state, improvement.route)
    if reason.withdrawn_at is not None:
        raise NotAllowed("This has been taken back already.")
    reason.withdrawn_at = now
    about = (SubjectKind.REASON, reason.id)
    record(work, Event.REASON_WITHDRAWN, about, person, now, improvement.contract_id)
    work.notices.redraw(improvement.id)
    return reason


def may_give(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody is offered to give a reason now."""
    is_open = is_talking(improvement.state, improvement.route)
    return is_open and may_do(work, person, improvement.contract_id, Act.TAKE_PART)


def given_facts(work: UnitOfWork, improvement: Improvement, person: Person | None) -> dict[str, object]:
    """Return how many reasons somebody's organisation has standing; a channel is told of nobody's."""
    is_open = {"is_collecting": is_talking(improvement.state, improvement.route)}
    if person is None or person.organisation_id is None:
        return {**is_open, "reasons_given": 0, "reasons_of": ""}
    found = [
        each for each in work.reasons.of(improvement.id) if each.organisation_id == person.organisation_id
    ]
    side = work.organisations.get(person.organisation_id).name
    return {**is_open, "reasons_given": len(found), "reasons_of": side}


def board(work: UnitOfWork, person: Person, improvement: Improvement) -> list[Side]:
    """Return every organisation with its reasons, side by side; notes only to our own side.

    Who has said nothing is in it too. Whether somebody may open the process is asked by the caller.
    """
    is_ours = party_of(work, person, improvement.contract_id) is Party.OWN
    standing = work.reasons.of(improvement.id)
    texts: dict[UUID, dict[str, str]] = {}
    for text in work.narratives.about({each.id for each in standing}) if standing else ():
        if is_ours or text.content_class is ContentClass.SHARED:
            texts.setdefault(text.subject_id, {})[text.field] = text.body
    asked = asked_for_reasons(work, improvement)
    sides = [
        Side(
            work.organisations.get(organisation_id),
            party,
            [(each, texts.get(each.id, {})) for each in standing if each.organisation_id == organisation_id],
            organisation_id.hex in asked,
        )
        for organisation_id, party in work.contracts.parties(improvement.contract_id).items()
    ]
    return sorted(sides, key=lambda side: (ORDER.index(side.party), side.organisation.name))


def asked_for_reasons(work: UnitOfWork, improvement: Improvement) -> set[str]:
    """Return the organisations (hex) that were asked for their reasons: once, and then no more."""
    return {
        str(organisation)
        for entry in work.chronology.of(improvement.id)
        if entry.event is Event.REASONS_ASKED
        for organisation in entry.facts["organisations"]
    }


def to_ask(work: UnitOfWork, improvement: Improvement) -> list[UUID]:
    """Return the organisations that have given no reason and were not asked for one yet, ours left out."""
    heard = {each.organisation_id for each in work.reasons.of(improvement.id)}
    asked = asked_for_reasons(work, improvement)
    return [
        organisation_id
        for organisation_id, party in work.contracts.parties(improvement.contract_id).items()
        if party is not Party.OWN and organisation_id not in heard and organisation_id.hex not in asked
    ]


def _to_lead(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    improvement, _party = improvement_to_change(work, person, improvement_id, Act.LEAD_IMPROVEMENT)
    if not leads_it(work, person, improvement):
        raise NotYours(NOT_YOURS)
    require_talking(improvement.state, improvement.route)
    return improvement


def ask_for_reasons(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Improvement:
    """Ask everybody who has said nothing how they see it: once, since a view is given and never owed."""
    improvement = _to_lead(work, person, improvement_id)
    silent = to_ask(work, improvement)
    if not silent:
        raise NotAllowed("Everybody has said something or was asked. Nobody is asked twice for a reason.")
    contract_id = improvement.contract_id
    organisations = [each.hex for each in silent]
    about, event = subject_of(improvement), Event.REASONS_ASKED
    record(work, event, about, person, now, contract_id, organisations=organisations)
    word = word_about(improvement, NoticeKind.REASONS_ASKED, "reasons_asked")
    of_voices = [each for each in voices(work, contract_id) if each.organisation_id in silent]
    speakers = [each for found in silent for each in speakers_of(work, contract_id, found)]
    owe_people(work, word, [*speakers, *of_voices], now)
    work.notices.redraw(improvement.id)
    return improvement


def move_on(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Improvement:
    """Go on to options, as the lead; everybody hears what was said by how many, and that options are wanted.

    More reasons are still taken until an option is agreed.
    """
    improvement = _to_lead(work, person, improvement_id)
    require_reason(len(work.reasons.of(improvement.id)))
    take_to(work, improvement, ImprovementState.REASONED, person, now)
    word = word_about(improvement, NoticeKind.OPTIONS_WANTED, "options_wanted")
    owe_channels(work, word, ChannelPurpose.SHARED, now)
    contract_id = improvement.contract_id
    told = [
        each
        for organisation_id in work.contracts.parties(contract_id)
        for each in speakers_of(work, contract_id, organisation_id)
    ]
    owe_people(
        work, word, [*(each for each in told if each.id != person.id), *voices(work, contract_id)], now
    )
    return improvement
