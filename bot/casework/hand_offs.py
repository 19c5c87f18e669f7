"""Passing something on to whoever answers for it, chasing the answer, and keeping it (practice.md section 3)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, party_of, require_act
from bot.casework.deadlines import Duty, meet, start
from bot.casework.hand_off_access import (
    About,
    hand_off_to_change,
    may_hand_off,
    require_hands_off,
    subject_of,
)
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.hand_offs import (
    HandOffState,
    Recipient,
    move,
    reply_day,
    require_may_notify,
    require_not_to_come,
    require_passed,
)
from domain.notices import NoticeKind
from domain.people import Act, Party, Role
from domain.references import Choose, new_reference
from domain.rhythm import Speed
from storage.hand_offs import HandOff
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewHandOff:
    """What is passed on. `asked` is for the provider's own notification, and theirs to read; all else is ours."""

    recipient: Recipient
    to_whom: str
    why: str
    passed: str
    passed_on: date
    reply_on: date | None
    reference_there: str = ""
    asked: str = ""


@dataclass(frozen=True)
class Reply:
    """What they answered. Of a notification: when the provider says it was made, and its reference."""

    said: str = ""
    for_all: str = ""
    made_on: date | None = None
    reference_there: str = ""


def pass_on(
    work: UnitOfWork,
    person: Person,
    about: About,
    new: NewHandOff,
    now: datetime,
    choose: Choose,
    complaint_within: int,
) -> HandOff:
    """Keep that something was passed on, and chase its answer; the provider is asked for its own notification.

    `complaint_within`: working days in which a statutory complaint is acknowledged. Raises NotAllowed beside the field.
    """
    require_hands_off(work, person, about.contract_id)
    calendar = calendar_of(work, about.contract_id)
    require_passed(new.recipient, new.to_whom, new.why, new.passed)
    require_not_to_come(new.passed_on, calendar.local(now).date(), "passed_on")
    is_notification = new.recipient is Recipient.NOTIFICATION
    if is_notification:
        require_may_notify(provider_knows=about.is_shared)
        if not new.asked.strip():
            raise NotAllowed("Please say what the provider is asked to notify.", "asked")
        require_words_for_all(work, about.contract_id, {"asked": new.asked})
    reply_on = reply_day(new.recipient, new.reply_on, new.passed_on, calendar, complaint_within)
    hand_off = work.hand_offs.add(
        HandOff(
            reference=new_reference("HO", work.is_reference_taken, choose),
            contract_id=about.contract_id,
            about_kind=about.kind,
            about_id=about.id,
            recipient=new.recipient,
            recorded_by=person.id,
            recorded_at=now,
            passed_on=new.passed_on,
            reply_on=reply_on,
        )
    )
    _keep_words(work, hand_off, new, person, now)
    _chase(work, hand_off, person, now)
    return hand_off


def _keep_words(work: UnitOfWork, hand_off: HandOff, new: NewHandOff, person: Person, now: datetime) -> None:
    ours = {
        "to_whom": new.to_whom,
        "why": new.why,
        "passed": new.passed,
        "reference_there": new.reference_there,
    }
    _keep(work, hand_off, ContentClass.INTERNAL, person, now, ours)
    if hand_off.recipient is Recipient.NOTIFICATION:
        _keep(work, hand_off, ContentClass.SHARED, person, now, {"asked": new.asked})


def _chase(work: UnitOfWork, hand_off: HandOff, person: Person, now: datetime) -> None:
    """Write it down, start the clock of its answer, and ask the provider for a notification of its own."""
    calendar = calendar_of(work, hand_off.contract_id)
    facts = {"recipient": hand_off.recipient.value, "about": hand_off.about_id, "reply_on": hand_off.reply_on}
    record(work, Event.HAND_OFF_RECORDED, subject_of(hand_off), person, now, hand_off.contract_id, **facts)
    duty = Duty(
        kind=DeadlineKind.HAND_OFF_REPLY,
        subject=subject_of(hand_off),
        contract_id=hand_off.contract_id,
        owner=person,
        party=Party.OWN,
        due_at=calendar.at(hand_off.reply_on, calendar.closes),
        basis="the day by which an answer is expected",
    )
    start(work, duty, now)
    if hand_off.recipient is Recipient.NOTIFICATION:
        asked = work.people.holding((Role.PROVIDER_REPRESENTATIVE,), hand_off.contract_id)
        owe_people(work, _word(hand_off, NoticeKind.HAND_OFF_ASKED, "asked", ContentClass.SHARED), asked, now)


def _keep(
    work: UnitOfWork,
    hand_off: HandOff,
    content_class: ContentClass,
    person: Person,
    now: datetime,
    texts: dict[str, str],
) -> None:
    said = {field: body for field, body in texts.items() if body.strip()}
    if said:
        keep_texts(work, subject_of(hand_off), content_class, person, now, said)


def _word(hand_off: HandOff, kind: NoticeKind, event: str, content_class: ContentClass) -> Owed:
    return Owed(
        kind=kind,
        subject=subject_of(hand_off),
        content_class=content_class,
        speed=Speed.PROMPT,
        event=f"{hand_off.id.hex}:{event}",
        contract_id=hand_off.contract_id,
    )


def answer(work: UnitOfWork, person: Person, hand_off_id: UUID, reply: Reply, now: datetime) -> HandOff:
    """Keep what was answered: by our own side, or for its own notification by the provider itself.

    Raises NotAllowed beside the field for what is missing.
    """
    hand_off = hand_off_to_change(work, person, hand_off_id)
    answered = move(hand_off.state, HandOffState.ANSWERED)
    is_notification = hand_off.recipient is Recipient.NOTIFICATION
    if is_notification:
        _require_made(work, hand_off.contract_id, reply, now)
    elif not reply.said.strip():
        raise NotAllowed("Please say what they answered.", "said")
    require_words_for_all(work, hand_off.contract_id, {"for_all": reply.for_all})
    hand_off.made_on = reply.made_on if is_notification else None
    shared = {"for_all": reply.for_all}
    there = {"reference_there": reply.reference_there}
    _keep(work, hand_off, ContentClass.INTERNAL, person, now, {"said": reply.said})
    _keep(work, hand_off, ContentClass.SHARED, person, now, shared | (there if is_notification else {}))
    facts = {"made_on": reply.made_on} if is_notification else {}
    _end(work, hand_off, answered, Event.HAND_OFF_ANSWERED, person, now, **facts)
    _tell(work, hand_off, person, now, for_reporter=bool(reply.for_all.strip()))
    return hand_off


def _require_made(work: UnitOfWork, contract_id: UUID, reply: Reply, now: datetime) -> None:
    if reply.made_on is None:
        raise NotAllowed("Please choose the day on which it was made.", "made_on")
    require_not_to_come(reply.made_on, calendar_of(work, contract_id).local(now).date(), "made_on")
    if not reply.reference_there.strip():
        raise NotAllowed("Please give the reference of the notification.", "reference_there")


def _end(
    work: UnitOfWork,
    hand_off: HandOff,
    state: HandOffState,
    event: Event,
    person: Person,
    now: datetime,
    **facts: object,
) -> None:
    hand_off.state, hand_off.answered_by, hand_off.answered_at = state, person.id, now
    meet(work, hand_off.id, (DeadlineKind.HAND_OFF_REPLY,), person, now)
    work.notices.cancel_about(hand_off.id, (NoticeKind.HAND_OFF_ASKED,))
    record(work, event, subject_of(hand_off), person, now, hand_off.contract_id, **facts)
    work.notices.redraw(hand_off.id)


def _tell(work: UnitOfWork, hand_off: HandOff, person: Person, now: datetime, *, for_reporter: bool) -> None:
    """Whoever passed it on hears when somebody else answers, and whoever reported it once there is a line for all."""
    word = _word(hand_off, NoticeKind.HAND_OFF_ANSWERED, "answered", ContentClass.INTERNAL)
    recorder = work.people.get(hand_off.recorded_by)
    if recorder.id != person.id:
        owe_people(work, word, [recorder], now)
    concern = work.concerns.find(hand_off.about_id) if hand_off.about_kind is SubjectKind.CONCERN else None
    if concern is None or not for_reporter:
        return
    reporter = work.people.get(concern.reporter_id)
    told = _word(hand_off, NoticeKind.HAND_OFF_ANSWERED, "reporter", ContentClass.SHARED)
    may_know = party_of(work, reporter, hand_off.contract_id) is not None
    if reporter.id not in {person.id, recorder.id} and may_know:
        owe_people(work, told, [reporter], now)


def close(work: UnitOfWork, person: Person, hand_off_id: UUID, reason: str, now: datetime) -> HandOff:
    """Wait no longer for an answer, with a reason: no reply blocks nothing, and it stays on the record."""
    hand_off = hand_off_to_change(work, person, hand_off_id)
    if not may_hand_off(work, person, hand_off.contract_id):
        raise NotYours(NOT_YOURS)
    closed = move(hand_off.state, HandOffState.CLOSED)
    if not reason.strip():
        raise NotAllowed("Please say why nothing more is awaited.", "reason")
    _keep(work, hand_off, ContentClass.INTERNAL, person, now, {"closed_because": reason})
    _end(work, hand_off, closed, Event.HAND_OFF_CLOSED, person, now)
    return hand_off


def record_notification(
    work: UnitOfWork, person: Person, contract_id: UUID, reply: Reply, now: datetime, choose: Choose
) -> HandOff:
    """Keep that the provider has notified the regulator, as the provider says by itself; nobody asked for it."""
    if require_act(work, person, contract_id, Act.RECORD_NOTIFICATION) is not Party.PROVIDER:
        raise NotYours(NOT_YOURS)
    _require_made(work, contract_id, reply, now)
    require_words_for_all(work, contract_id, {"for_all": reply.for_all})
    assert reply.made_on is not None
    hand_off = work.hand_offs.add(
        HandOff(
            reference=new_reference("HO", work.is_reference_taken, choose),
            contract_id=contract_id,
            about_kind=SubjectKind.CONTRACT,
            about_id=contract_id,
            recipient=Recipient.NOTIFICATION,
            recorded_by=person.id,
            recorded_at=now,
            passed_on=reply.made_on,
            reply_on=reply.made_on,
            made_on=reply.made_on,
        )
    )
    texts = {"reference_there": reply.reference_there, "for_all": reply.for_all}
    _keep(work, hand_off, ContentClass.SHARED, person, now, texts)
    answered = move(hand_off.state, HandOffState.ANSWERED)
    _end(work, hand_off, answered, Event.HAND_OFF_ANSWERED, person, now, made_on=reply.made_on)
    word = _word(hand_off, NoticeKind.HAND_OFF_ANSWERED, "answered", ContentClass.SHARED)
    owe_people(work, word, work.people.holding((Role.CONTRACT_LEAD,), contract_id), now)
    return hand_off
