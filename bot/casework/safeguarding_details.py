"""What is added to a safeguarding concern after it was raised: by whoever reported it, and by its named people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_own
from bot.casework.deadlines import cancel
from bot.casework.employers import may_be_written_to
from bot.casework.notices import Owed, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.route import is_named, on_duty, route_of
from bot.casework.safeguarding_access import excluded_from, subject_of
from bot.casework.safeguarding_anew import present_lead
from bot.casework.safeguarding_decisions import start_allegation_clock
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.rhythm import Speed
from domain.routes import Level
from domain.safeguarding import AbuseType, SafeguardingState
from domain.safeguarding_report import TYPED, Details
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Known:
    """What somebody finds filled in when they add to a concern: their own words, never somebody else's."""

    concern: SafeguardingConcern
    details: Details


def what_they_said(work: UnitOfWork, person: Person, concern_id: UUID) -> Known:
    """Return what this person added before. Raises NotYours for anybody but the reporter and the named people.

    A named person finds the choices as they stand on the record; the reporter does not read what others chose.
    """
    concern = _found(work, person, work.safeguarding.find(concern_id))
    own = {name: _own_text(work, person, concern.id, name) for name in TYPED}
    if not is_named(work, person, concern):
        may_write = None if is_own(work, person) else concern.may_write
        return Known(concern, Details(own, may_write=may_write))
    return Known(
        concern,
        Details(
            own,
            area_id=concern.area_id,
            types=frozenset(AbuseType(each) for each in concern.types),
            is_allegation=concern.is_allegation,
            works_with_children=concern.works_with_children,
            is_about_a_child=concern.is_about_a_child,
            consent=concern.consent,
            advocate=concern.advocate,
        ),
    )


def add_details(
    work: UnitOfWork, person: Person, concern_id: UUID, details: Details, now: datetime
) -> SafeguardingConcern:
    """Keep what somebody knows, RESTRICTED and by version, and tell whoever has the concern that there is more.

    A named person's choices take the place of those on the record; what the reporter chooses is added to them, so
    that neither undoes what the other said. Raises NotAllowed when nothing new was said.
    """
    concern = _found(work, person, work.safeguarding.find_to_change(concern_id))
    new = {
        name: text
        for name, text in details.texts.items()
        if text.strip() and text.strip() != _own_text(work, person, concern.id, name).strip()
    }
    before, was_allegation = _choices(concern), _is_allegation(concern)
    _choose(concern, details, replaces=is_named(work, person, concern))
    _allow(work, concern, person, details)
    after = _choices(concern)
    changed = {name: value for name, value in after.items() if value != before[name]}
    if not new and not changed:
        raise NotAllowed("Nothing is added yet. Please say what you know, or press Cancel.", TYPED[0])
    keep_texts(work, subject_of(concern), ContentClass.RESTRICTED, person, now, new)
    record(
        work,
        Event.SAFEGUARDING_ADDED_TO,
        subject_of(concern),
        person,
        now,
        fields=sorted(new),
        chosen=changed,
    )
    if was_allegation and not _is_allegation(concern):
        _take_back_allegation(work, concern, person, details, now)
    start_allegation_clock(work, concern, now)
    if new or changed.keys() - {"may_write"}:
        tell_lead(work, concern, person, now)
    return concern


def _found(work: UnitOfWork, person: Person, concern: SafeguardingConcern | None) -> SafeguardingConcern:
    if concern is None or not (concern.reporter_id == person.id or is_named(work, person, concern)):
        raise NotYours(NOT_YOURS)
    return concern


def _own_text(work: UnitOfWork, person: Person, concern_id: UUID, name: str) -> str:
    own = [row.body for row in work.narratives.versions(concern_id, name) if row.author_id == person.id]
    return own[-1] if own else ""


def _choose(concern: SafeguardingConcern, details: Details, *, replaces: bool) -> None:
    types = details.types if replaces else details.types | {AbuseType(each) for each in concern.types}
    concern.types = [each.value for each in AbuseType if each in types]
    for name in ("is_allegation", "works_with_children", "is_about_a_child"):
        setattr(concern, name, getattr(details, name) or (not replaces and getattr(concern, name)))
    for name in ("area_id", "consent", "advocate"):
        chosen = getattr(details, name)
        if chosen is not None or replaces:
            setattr(concern, name, chosen)


def _is_allegation(concern: SafeguardingConcern) -> bool:
    return concern.is_allegation and concern.works_with_children


def _take_back_allegation(
    work: UnitOfWork, concern: SafeguardingConcern, person: Person, details: Details, now: datetime
) -> None:
    """Stop the clock of an allegation that was none, as only a named person may, with the reason."""
    why = details.why_taken_back
    if not why.strip():
        raise NotAllowed("Please say why it is no such allegation after all.", "why_taken_back")
    allegation = (DeadlineKind.SAFEGUARDING_ALLEGATION,)
    stops = bool(work.deadlines.live(concern.id, allegation))
    cancel(work, concern.id, allegation)
    subject = subject_of(concern)
    keep_texts(work, subject, ContentClass.RESTRICTED, person, now, {"why_taken_back": why})
    event = Event.SAFEGUARDING_ADDED_TO
    record(work, event, subject, person, now, taken_back="allegation", stops_clock=stops)
    work.notices.redraw(concern.id)


def _allow(work: UnitOfWork, concern: SafeguardingConcern, person: Person, details: Details) -> None:
    """Let messages to the reporter begin, or stop what is on its way to them; only they say so."""
    if details.may_write is None or person.id != concern.reporter_id:
        return
    concern.may_write = details.may_write
    if not may_be_written_to(work, person, concern):
        work.notices.cancel_for(concern.id, [person.id])


def _choices(concern: SafeguardingConcern) -> dict[str, object]:
    """The choices as they stand, as they go into the chronology: states and ids, never words typed."""
    return {
        "types": list(concern.types),
        "is_allegation": concern.is_allegation,
        "works_with_children": concern.works_with_children,
        "is_about_a_child": concern.is_about_a_child,
        "area_id": concern.area_id.hex if concern.area_id else None,
        "consent": concern.consent.value if concern.consent else None,
        "advocate": concern.advocate.value if concern.advocate else None,
        "may_write": concern.may_write,
    }


def tell_lead(work: UnitOfWork, concern: SafeguardingConcern, person: Person, now: datetime) -> None:
    """Say to whoever has it that there is more, without a word of it; while nobody has it, they read it all at once.

    Where whoever had it is gone, those on duty hear it instead.
    """
    if concern.lead_id is None or concern.lead_id == person.id:
        return
    lead = present_lead(work, concern)
    hearers = [lead] if lead is not None else _on_duty(work, concern, now)
    kind = NoticeKind.SAFEGUARDING_ADDED
    work.notices.cancel_about(concern.id, (kind,))
    times = sum(notice.kind is kind for notice in work.notices.about(concern.id))
    is_open = concern.state is not SafeguardingState.CLOSED
    owed = Owed(
        kind=kind,
        subject=subject_of(concern),
        content_class=ContentClass.RESTRICTED,
        speed=Speed.URGENT if concern.is_urgent and is_open else Speed.PROMPT,
        event=f"{concern.id.hex}:added:{times}",
    )
    owe_people(work, owed, [each for each in hearers if each.id != person.id], now)


def _on_duty(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> list[Person]:
    """Who is on duty on the first line of its route that has anybody."""
    route, barred = route_of(work, concern), excluded_from(work, concern)
    level = next((level for level in Level if route[level]), None)
    return on_duty(work, route[level], level, now, barred) if level else []
