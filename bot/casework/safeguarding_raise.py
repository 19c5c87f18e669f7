"""Around raising danger or risk: who will be told, who must not be, and whether the person is safe meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS
from bot.casework.records import keep_texts, record
from bot.casework.route import Route, is_named, live_route, route_of
from bot.casework.safeguarding_access import IS_CLOSED, subject_of
from bot.casework.safeguarding_anew import raise_anew
from bot.casework.safeguarding_details import tell_lead
from bot.casework.safeguarding_hand_over import give_back
from bot.casework.safeguarding_review import say_not_safe
from bot.casework.safeguarding_urgency import UNDECIDED, make_urgent, was_asked
from bot.casework.unreached import bring_forward
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.routes import Level
from domain.safeguarding import SafeguardingState, Safety
from domain.urgency import WhyUrgent
from storage.people import Person
from storage.safeguarding import SafeguardingConcern, SafeguardingNamed
from storage.unit_of_work import UnitOfWork

OF_PERSON, OF_LEVEL = "person:", "level:"


@dataclass(frozen=True)
class Choice:
    """Somebody whom a reporter may exclude: a person by name for our own staff, a whole role for anybody else."""

    value: str
    level: Level
    name: str = ""


def choices_to_exclude(route: Route, *, by_name: bool) -> list[Choice]:
    """Return who may be excluded from a route, each person once; an outsider reads roles, and no names."""
    if not by_name:
        return [Choice(f"{OF_LEVEL}{level.value}", level) for level, people in route.items() if people]
    found: dict[UUID, Choice] = {}
    for level, people in route.items():
        for person in people:
            found.setdefault(person.id, Choice(f"{OF_PERSON}{person.id.hex}", level, person.name))
    return list(found.values())


def excluded_by(chosen: Iterable[str], route: Route) -> frozenset[UUID]:
    """Return who is excluded by some choices; one that means nobody on the route is passed over.

    What was chosen on an old form, or made up, never stands in the way of reporting.
    """
    values = frozenset(chosen)
    return frozenset(
        person.id
        for level, people in route.items()
        for person in people
        if values & {f"{OF_PERSON}{person.id.hex}", f"{OF_LEVEL}{level.value}"}
    )


def excluded_on_form(work: UnitOfWork, chosen: Iterable[str]) -> frozenset[UUID]:
    """Return who is excluded by the choices of the form, before there is a concern."""
    return excluded_by(chosen, live_route(work))


def first_asked(route: Route) -> Level | None:
    """Return the level that is asked at once: the first one with anybody at it; None when there is nobody at all."""
    return next((level for level in Level if route[level]), None)


def excluded_count(work: UnitOfWork, concern: SafeguardingConcern) -> int:
    """Return how many people are kept from a concern."""
    return len({row.person_id for row in work.safeguarding.named(concern.id) if row.is_excluded})


def kept_from_by(work: UnitOfWork, person: Person, concern_id: UUID) -> SafeguardingConcern:
    """Return a concern for whoever may keep somebody from it: its reporter and its named people."""
    return _of_whoever_keeps_from(work, person, work.safeguarding.find(concern_id))


def exclude(
    work: UnitOfWork,
    person: Person,
    concern_id: UUID,
    chosen: Iterable[str],
    now: datetime,
    why: str = "",
) -> SafeguardingConcern:
    """Keep somebody from a concern: from now on they hear nothing and read nothing of it.

    Its reporter needs to give no reason. A named person, who finds a colleague in it, does; and keeps neither
    themselves from it nor the last of the others.

    What was on its way to them stops, what they were sent becomes empty words, and whoever comes in their place is
    asked at once. Should they have it already, it is asked of the others as if nobody had it (practice.md 1.7).
    """
    concern = _of_whoever_keeps_from(work, person, work.safeguarding.find_to_change(concern_id))
    people = excluded_by(chosen, route_of(work, concern))
    if not people:
        raise NotAllowed("Please choose who must not be told, or press Cancel.", "excluded")
    if concern.reporter_id != person.id:
        _require_of_named(work, person, concern, people, why)
    for each in people:
        named = SafeguardingNamed(concern_id=concern.id, person_id=each, is_excluded=True, since=now)
        work.safeguarding.name(named)
    keep_texts(work, subject_of(concern), ContentClass.RESTRICTED, person, now, {"why_kept_from": why})
    excluded = sorted(each.hex for each in people)
    record(work, Event.SAFEGUARDING_EXCLUDED, subject_of(concern), person, now, people=excluded)
    work.notices.cancel_for(concern.id, people - {concern.reporter_id})
    _ask_others(work, concern, people, now)
    work.notices.redraw(concern.id)
    return concern


def _require_of_named(
    work: UnitOfWork, person: Person, concern: SafeguardingConcern, people: frozenset[UUID], why: str
) -> None:
    if person.id in people:
        raise NotAllowed("You cannot keep yourself from it. Please hand it over first.", "excluded")
    route = route_of(work, concern).values()
    if not {each.id for level in route for each in level} - people - {person.id}:
        raise NotAllowed(
            "Nobody but you would be left. Please have somebody else added to the route first.", "excluded"
        )
    if not why.strip():
        raise NotAllowed("Please say why they must not be told.", "why_kept_from")


def _ask_others(
    work: UnitOfWork, concern: SafeguardingConcern, excluded: frozenset[UUID], now: datetime
) -> None:
    has_lost_lead = concern.lead_id in excluded and concern.state is not SafeguardingState.CLOSED
    if has_lost_lead:
        raise_anew(work, concern, now)
        return
    if concern.handed_to in excluded:
        give_back(work, concern, now)
    for deadline in work.deadlines.live(concern.id, (DeadlineKind.SAFEGUARDING_ACKNOWLEDGE,)):
        bring_forward(work, deadline.id, now)


def answer_safety(
    work: UnitOfWork, person: Person, concern_id: UUID, safety: Safety, now: datetime
) -> SafeguardingConcern:
    """Keep the reporter's answer to *is the person safe until <day>?*; the first one counts, whoever has it by then.

    No and not sure make it urgent (practice.md section 4). What was decided already is looked at again at once by the
    next line. Whoever has it hears of any answer that is not asked of them in another way.
    """
    concern = _of_reporter(person, work.safeguarding.find_to_change(concern_id))
    if concern.safety is not None or not was_asked(work, concern):
        return concern
    concern.safety = safety
    record(work, Event.SAFEGUARDING_ADDED_TO, subject_of(concern), person, now, safety=safety.value)
    is_told = False
    if safety is not Safety.SAFE:
        why = WhyUrgent.UNSURE if safety is Safety.UNSURE else WhyUrgent.NOT_SAFE
        is_told = make_urgent(work, concern, person, now, why)
        if concern.state not in UNDECIDED:
            say_not_safe(work, person, concern, now)
            return concern
    if not is_told:
        tell_lead(work, concern, person, now)
    work.notices.redraw(concern.id)
    return concern


def _of_whoever_keeps_from(
    work: UnitOfWork, person: Person, concern: SafeguardingConcern | None
) -> SafeguardingConcern:
    """A named person does so as long as it is open."""
    if concern is None or concern.reporter_id == person.id:
        return _of_reporter(person, concern)
    if not is_named(work, person, concern):
        raise NotYours(NOT_YOURS)
    if concern.state is SafeguardingState.CLOSED:
        raise NotAllowed(IS_CLOSED)
    return concern


def _of_reporter(person: Person, concern: SafeguardingConcern | None) -> SafeguardingConcern:
    if concern is None or concern.reporter_id != person.id:
        raise NotYours(NOT_YOURS)
    return concern
