"""From a place on a record (its owner, the contract lead, a senior contact) to the people who hold it now."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.asking import hearers_on_route
from bot.casework.route import administrators, is_named, route_of
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind
from domain.ladders import Hears
from domain.people import Party, Role
from domain.role_requests import WATCHED
from domain.routes import CLIMBED, ON_THE_ROUTE
from storage.deadlines import Deadline
from storage.people import Person
from storage.speak_up import SpeakUp
from storage.unit_of_work import UnitOfWork

APPROVALS = frozenset({DeadlineKind.FORMAL_APPROVE, DeadlineKind.WAY_FORWARD_APPROVE})
"""What waits for a senior contact's yes is asked of whoever covers their leave."""

WATCHES = (Role.DIRECTOR, Role.ADMINISTRATOR)
"""Hear of every change of a role that opens what is closed, and may agree to one, whether they hold it or not."""


def leads_of(work: UnitOfWork, contract_id: UUID | None) -> Sequence[Person]:
    """Return who leads a contract; without one, or without a lead, who leads for the whole organisation."""
    return work.people.first_held(Role.CONTRACT_LEAD, Role.ADMINISTRATOR, contract_id)


def seniors_of(work: UnitOfWork, contract_id: UUID | None, party: Party) -> Sequence[Person]:
    """Return the senior contacts of one side of a contract."""
    role = Role.PROVIDER_SENIOR if party is Party.PROVIDER else Role.SENIOR_CONTACT
    organisations = work.contracts.parties(contract_id) if contract_id else {}
    return [
        person
        for person in work.people.holding((role,), contract_id)
        if person.organisation_id and organisations.get(person.organisation_id) is party
    ]


def covered(work: UnitOfWork, person: Person, now: datetime) -> Person:
    """Return who covers somebody's leave on this London day; themselves where they are here or nobody of ours does."""
    day, own = work.organisations.calendar(None).local(now).date(), work.organisations.own()
    covers = {leave.person_id: leave.cover_id for leave in work.routes.on_leave(day)}
    stands_in, seen = person, {person.id}
    while stands_in.id in covers:
        cover_id = covers[stands_in.id]
        if cover_id is None or cover_id in seen:
            return person
        seen.add(cover_id)
        stands_in = work.people.get(cover_id)
    is_ours = own is not None and stands_in.organisation_id == own.id
    return stands_in if stands_in.is_active and is_ours else person


def checkers_of(work: UnitOfWork, contract_id: UUID, owner_party: Party) -> Sequence[Person]:
    """Return who looks at an action for the other side: our lead, or for our own actions the provider."""
    if owner_party is not Party.OWN:
        return leads_of(work, contract_id)
    return work.people.holding((Role.PROVIDER_REPRESENTATIVE,), contract_id)


def hearers(work: UnitOfWork, deadline: Deadline, hears: Hears, now: datetime) -> Sequence[Person]:
    """Return the people who hear a step of a deadline's ladder, now."""
    if hears in ON_THE_ROUTE:
        return hearers_on_route(work, deadline, hears, now)
    match hears:
        case Hears.OWNER:
            return _owner(work, deadline, now)
        case Hears.OWN_SENIOR:
            return seniors_of(work, deadline.contract_id, Party.OWN)
        case Hears.OWNER_SENIOR:
            seniors = seniors_of(work, deadline.contract_id, deadline.party)
            return seniors or leads_of(work, deadline.contract_id)
        case Hears.REPORTER:
            return _reporter(work, deadline)
        case Hears.ADMINISTRATORS:
            return administrators(work)
        case Hears.SECOND_PERSON:
            return _who_may_agree(work, work.people.get(deadline.subject_id))
        case _:
            return leads_of(work, deadline.contract_id)


def watchers(work: UnitOfWork, role: Role, besides: Person) -> list[Person]:
    """Return whoever else holds a role, with the directors and administrators: they hear of it and may agree to it."""
    if role not in WATCHED:
        return []
    found = [*work.people.holding((role,), None), *work.people.holding(WATCHES, None)]
    return list({each.id: each for each in found if each.id != besides.id}.values())


def _who_may_agree(work: UnitOfWork, asker: Person) -> Sequence[Person]:
    """Whoever may agree to one of the roles that somebody asked for themselves; there is a button for each."""
    asked = work.role_requests.waiting_of(asker.id)
    found = {person.id: person for each in asked for person in watchers(work, each.role, asker)}
    return list(found.values())


def _owner(work: UnitOfWork, deadline: Deadline, now: datetime) -> Sequence[Person]:
    """Whoever has the duty; should they have left, whoever leads, and of safeguarding nobody but its own route.

    Of safeguarding that is so too when they must not know of it any more.
    """
    owner = work.people.get(deadline.owner_id) if deadline.owner_id else None
    is_sealed = deadline.subject_kind is SubjectKind.SPEAK_UP
    sealed = work.speak_up.find(deadline.subject_id) if is_sealed else None
    if sealed is not None:
        return answerers_of(work, sealed)
    is_safeguarding = deadline.subject_kind is SubjectKind.SAFEGUARDING
    concern = work.safeguarding.find(deadline.subject_id) if is_safeguarding else None
    if owner is not None and owner.is_active and deadline.kind in APPROVALS:
        return [covered(work, owner, now)]
    if owner is not None and owner.is_active and (concern is None or is_named(work, owner, concern)):
        return [owner]
    if is_safeguarding:
        return hearers_on_route(work, deadline, Hears.LEVEL_1, now)
    return leads_of(work, deadline.contract_id)


def answerers_of(work: UnitOfWork, sealed: SpeakUp) -> Sequence[Person]:
    """Return who answers somebody whose name is sealed: whoever has the record, or would be asked to take it."""
    if sealed.safeguarding_id is None:
        concern = work.concerns.get(sealed.record_id)
        lead = work.people.get(concern.lead_id) if concern.lead_id else None
        return [lead] if lead is not None and lead.is_active else leads_of(work, concern.contract_id)
    raised = work.safeguarding.get(sealed.safeguarding_id)
    has_it = work.people.get(raised.lead_id) if raised.lead_id else None
    if has_it is not None and is_named(work, has_it, raised):
        return [has_it]
    route = route_of(work, raised)
    return next((route[level] for level in CLIMBED if route[level]), [])


def _reporter(work: UnitOfWork, deadline: Deadline) -> Sequence[Person]:
    """Whoever reported it, or asked for help; of a second look or an offer, whoever asked for that."""
    if deadline.kind is DeadlineKind.LEAD_OFFER:
        offers = work.joining.offers_standing(deadline.subject_id)
        return [person for each in offers if (person := work.people.get(each.offered_by)).is_active]
    if deadline.kind is DeadlineKind.SAFEGUARDING_REVIEW:
        waiting = work.safeguarding_decisions.open_reviews(deadline.subject_id)
        return [work.people.get(person_id) for person_id in {each.asked_by: None for each in waiting}]
    if deadline.subject_kind is SubjectKind.SAFEGUARDING:
        return [work.people.get(work.safeguarding.get(deadline.subject_id).reporter_id)]
    if deadline.subject_kind is SubjectKind.SUPPORT:
        request = work.support.find(deadline.subject_id)
        return [work.people.get(request.requester_id)] if request else []
    return []
