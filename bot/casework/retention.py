"""The review of what has been kept long enough: listed by the clock, decided by people, erased by two of them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_own, require_act
from bot.casework.deadlines import Duty, meet, start
from bot.casework.legal_holds import holds_on
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import erase_texts, keep_texts, record
from bot.casework.retention_listing import stopped_on, to_list
from bot.casework.retention_periods import NOT_THEIRS, officers, queue_of, years_of
from bot.casework.route import is_excluded
from domain.calendar import words_for_day
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Act, Party, Role
from domain.retention import (
    REVIEW_WITHIN,
    ItemState,
    move,
    reached_on,
)
from domain.rhythm import Speed
from storage.people import Person
from storage.retention import LegalHold, RetentionItem
from storage.unit_of_work import UnitOfWork

WAITING = (ItemState.WAITING, ItemState.PROPOSED)


def list_reached(work: UnitOfWork, now: datetime) -> int:
    """List what has reached its date, and ask for a decision. Nothing is erased by it. Return how many are new."""
    if work.organisations.own() is None:
        return 0
    _take_off_what_was_used(work, now)
    found = to_list(work, years_of(work), now)
    for item in found:
        if item.state is ItemState.WAITING:
            work.retention.add(item)
        else:
            item.state, item.keep_until = move(item.state, ItemState.WAITING), None
    if found and not work.deadlines.live(queue_of(work)[1], (DeadlineKind.RETENTION_REVIEW,)):
        people = officers(work) or work.people.holding((Role.ADMINISTRATOR,), None)
        duty = Duty(
            kind=DeadlineKind.RETENTION_REVIEW,
            subject=queue_of(work),
            contract_id=None,
            owner=people[0] if people else None,
            party=Party.OWN,
            due_at=calendar_of(work, None).due_after(now, REVIEW_WITHIN),
            basis="records have reached the end of their period",
        )
        start(work, duty, now)
    return len(found)


def _take_off_what_was_used(work: UnitOfWork, now: datetime) -> None:
    """Whatever was used anew since it was listed waits no longer: its period has started again."""
    for item in waiting(work):
        if not _is_reached(work, item, now):
            item.state = move(item.state, ItemState.USED_ANEW)


def _is_reached(work: UnitOfWork, item: RetentionItem, now: datetime) -> bool:
    stopped = stopped_on(work, item.subject_kind, item.subject_id)
    today = calendar_of(work, None).local(now).date()
    return stopped is not None and reached_on(stopped, years_of(work)[item.retention_class]) <= today


def waiting(work: UnitOfWork) -> Sequence[RetentionItem]:
    """Return what waits for a decision, or for the agreement of a second person."""
    return work.retention.items(WAITING)


def parts_of(work: UnitOfWork, item: RetentionItem) -> set[UUID]:
    """Return the ids of everything that belongs to a listed record."""
    return work.retention.parts_of(item.subject_kind, item.subject_id)


def holds_on_item(work: UnitOfWork, item: RetentionItem) -> list[LegalHold]:
    """Return the holds that stand on a listed record."""
    return holds_on(work, parts_of(work, item), item.contract_id)


def item_for(work: UnitOfWork, person: Person, item_id: UUID) -> RetentionItem:
    """Return a listed record to a records officer, locked. Raises NotYours for others."""
    require_act(work, person, None, Act.REVIEW_RETENTION, NOT_THEIRS)
    item = work.retention.item_to_change(item_id)
    if item is None:
        raise NotYours(NOT_YOURS)
    return item


def keep_for(
    work: UnitOfWork, person: Person, item_id: UUID, reason: str, until: date, now: datetime
) -> RetentionItem:
    """Keep a record until a day, with a reason; then it is listed again."""
    item = item_for(work, person, item_id)
    if until <= calendar_of(work, None).local(now).date():
        raise NotAllowed("Please choose a day to come.", "until")
    _keep_reason(work, item, person, "kept_because", reason, now)
    item.state, item.keep_until = move(item.state, ItemState.KEPT), until
    _decided(work, item, person, now, decision="keep", until=until)
    return item


def propose_erasing(work: UnitOfWork, person: Person, item_id: UUID, reason: str, now: datetime) -> None:
    """Propose to erase a record's words, and ask a second person. Raises NotAllowed while a hold stands on it."""
    item = item_for(work, person, item_id)
    _require_may_be_erased(work, item, now)
    asked = [each for each in second_people(work, item) if each.id != person.id]
    if not asked:
        raise NotAllowed(
            "Nobody else could agree to this: that is the contract's lead, or level 2 or 3 of the safeguarding route. "
            "Please ask an administrator to name somebody first."
        )
    _keep_reason(work, item, person, "erase_because", reason, now)
    item.state, item.proposed_by = move(item.state, ItemState.PROPOSED), person.id
    record(
        work,
        Event.RETENTION_REVIEWED,
        _about(item),
        person,
        now,
        item.contract_id if item.subject_kind is SubjectKind.CONTRACT else None,
        decision="propose_erasing",
    )
    owed = Owed(
        kind=NoticeKind.RETENTION_AGREE,
        subject=(SubjectKind.RETENTION, item.id),
        content_class=ContentClass.INTERNAL,
        speed=Speed.PROMPT,
        event=f"retention:{item.id.hex}:{now.isoformat()}",
    )
    owe_people(work, owed, asked, now)


def second_people(work: UnitOfWork, item: RetentionItem) -> list[Person]:
    """Return who may agree to erasing: of safeguarding level 2 and 3, else the contract's lead or senior contact.

    Of a concern that belongs to no contract it is a director.
    """
    if item.subject_kind is SubjectKind.SAFEGUARDING:
        found = work.people.holding((Role.SECOND_LINE, Role.SENIOR_ON_CALL), None)
        return [each for each in found if not is_excluded(work, each.id, item.subject_id)]
    if item.contract_id is None:
        return list(work.people.holding((Role.DIRECTOR,), None))
    leads = work.people.holding((Role.CONTRACT_LEAD, Role.SENIOR_CONTACT), item.contract_id)
    return [each for each in leads if is_own(work, each)]


def proposal_for(work: UnitOfWork, person: Person, item_id: UUID) -> RetentionItem:
    """Return a proposal to whoever may agree to it, locked. Raises NotYours for others, whoever proposed it too."""
    item = work.retention.item_to_change(item_id)
    may = item is not None and person.id in {each.id for each in second_people(work, item)}
    if item is None or not may or item.proposed_by == person.id:
        raise NotYours(NOT_YOURS)
    return item


def agree_to_erase(work: UnitOfWork, person: Person, item_id: UUID, now: datetime) -> int:
    """Erase the words of a record that another person proposed to erase; return how many texts that were.

    Holds and use are asked again: either may have come since. The chronology keeps ids, dates and both people.
    """
    item = proposal_for(work, person, item_id)
    if item.state is not ItemState.PROPOSED or item.proposed_by is None:
        raise NotAllowed("Somebody has decided about this already. There is nothing to do.")
    _require_may_be_erased(work, item, now)
    parts = parts_of(work, item)
    kinds = work.retention.kinds_of(parts)
    erased = 0
    for part in sorted(parts, key=lambda each: each.hex):
        kind = kinds.get(part, item.subject_kind)
        contract_id = item.contract_id if _is_of_contract(kind, item) else None
        erased += erase_texts(
            work,
            (kind, part),
            person,
            now,
            contract_id,
            rule=item.retention_class.value,
            proposed=item.proposed_by,
        )
    erased += work.retention.forget_sealed_names(parts)
    item.state = move(item.state, ItemState.ERASED)
    _decided(work, item, person, now, decision="erase", proposed=item.proposed_by, texts=erased)
    work.notices.redraw(item.id)
    return erased


def decline_to_erase(work: UnitOfWork, person: Person, item_id: UUID, now: datetime) -> None:
    """Say no: the record waits for the records officer again."""
    item = proposal_for(work, person, item_id)
    item.state = move(item.state, ItemState.WAITING)
    record(work, Event.RETENTION_REVIEWED, _about(item), person, now, _stream_of(item), decision="not_agreed")
    work.notices.redraw(item.id)


def _require_may_be_erased(work: UnitOfWork, item: RetentionItem, now: datetime) -> None:
    if found := holds_on_item(work, item):
        since = words_for_day(calendar_of(work, None).local(found[0].placed_at).date())
        ground = found[0].ground.value.replace("_", " ")
        raise NotAllowed(
            f"A legal hold ({ground}) has stood on this since {since}. Nothing of it can be erased until a records "
            "officer or an administrator lifts the hold, with /contract holds."
        )
    if not _is_reached(work, item, now):
        raise NotAllowed("This record has been used since it was listed, so its period has started again.")


def _is_of_contract(kind: SubjectKind, item: RetentionItem) -> bool:
    is_kept_apart = kind in {SubjectKind.SAFEGUARDING, SubjectKind.SPEAK_UP}
    return item.subject_kind is SubjectKind.CONTRACT and not is_kept_apart


def _stream_of(item: RetentionItem) -> UUID | None:
    """Of safeguarding the organisation's own chronology speaks, never the contract's."""
    return item.contract_id if item.subject_kind is SubjectKind.CONTRACT else None


def _about(item: RetentionItem) -> tuple[SubjectKind, UUID]:
    return item.subject_kind, item.subject_id


def _keep_reason(
    work: UnitOfWork, item: RetentionItem, person: Person, name: str, reason: str, now: datetime
) -> None:
    if not reason.strip():
        raise NotAllowed("Please say why. It stays on the record.", "reason")
    subject = (SubjectKind.RETENTION, item.id)
    keep_texts(work, subject, ContentClass.RESTRICTED, person, now, {name: reason.strip()})


def _decided(work: UnitOfWork, item: RetentionItem, person: Person, now: datetime, **facts: object) -> None:
    item.decided_by, item.decided_at = person.id, now
    record(work, Event.RETENTION_REVIEWED, _about(item), person, now, _stream_of(item), **facts)
    if not waiting(work):
        meet(work, queue_of(work)[1], (DeadlineKind.RETENTION_REVIEW,), person, now)
