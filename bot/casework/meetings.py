"""Meeting mode: reasons, areas, options and the preferred one, recorded in one sitting for all (practice.md 2.1).

Who was there is the evidence. What somebody said is recorded in their name and sent to them, so that they can say that
it is not what they said (practice.md 2.2).
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do
from bot.casework.concern_areas import name_area
from bot.casework.improvement_access import improvement_for, improvement_to_change
from bot.casework.improvements import leads_it, take_to
from bot.casework.notices import calendar_of
from bot.casework.options import prefer_option, propose_option
from bot.casework.reasons import give_reason
from bot.casework.records import record
from bot.casework.statements import NewStatement, begin_statement, people_to_record_for, say_recorded
from domain.calendar import words_for_day
from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed, NotYours
from domain.improvements import ImprovementState
from domain.meetings import (
    MeetingState,
    is_for_meeting,
    require_for_meeting,
    require_held,
    require_open,
    require_present,
)
from domain.options import NewOption
from domain.people import Act, Party
from domain.reasons import NewArea, NewReason
from domain.statements import SaidBy, StatementState
from storage.improvements import Improvement
from storage.meetings import Meeting, MeetingPresence
from storage.options import Option
from storage.people import Person
from storage.reasons import ConcernArea, Reason
from storage.statements import Speaking, Statement
from storage.unit_of_work import UnitOfWork

Kept = TypeVar("Kept")


def subject_of(meeting: Meeting) -> tuple[SubjectKind, UUID]:
    """Return what entries and agreements about a meeting point at."""
    return SubjectKind.MEETING, meeting.id


def meeting_under_way(work: UnitOfWork, improvement: Improvement) -> Meeting | None:
    """Return the meeting that is being recorded, or whose pack waits for answers; or None."""
    found = [each for each in work.meetings.of(improvement.id) if each.state is not MeetingState.CLOSED]
    return found[-1] if found else None


def may_record_meeting(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody is offered to record a meeting about a process now."""
    return is_for_meeting(improvement.state, improvement.route) and leads_it(work, person, improvement)


def people_to_be_present(work: UnitOfWork, contract_id: UUID) -> Sequence[Person]:
    """Return everybody who takes part in a contract, of all parties, voices too; by name."""
    return sorted(
        (
            each
            for each in work.people.of_contract(contract_id)
            if may_do(work, each, contract_id, Act.TAKE_PART)
        ),
        key=lambda each: each.name,
    )


def people_present(work: UnitOfWork, meeting: Meeting, contract_id: UUID) -> Sequence[Person]:
    """Return who was there: our own side first, then side by side, each by name."""
    sides = work.contracts.parties(contract_id)

    def place(person: Person) -> tuple[int, str, str]:
        organisation_id = person.organisation_id
        party = sides.get(organisation_id) if organisation_id else None
        name = work.organisations.get(organisation_id).name if organisation_id else ""
        return (list(Party).index(party) if party else len(Party), name, person.name)

    return sorted((work.people.get(each) for each in work.meetings.present(meeting.id)), key=place)


def begin_meeting(
    work: UnitOfWork,
    person: Person,
    improvement_id: UUID,
    held_on: date,
    present: Sequence[UUID],
    now: datetime,
) -> Meeting:
    """Keep that a meeting was held and who was there; what was said is recorded next.

    Raises NotYours for whoever does not lead, and NotAllowed while another one is under way.
    """
    improvement = _to_lead(work, person, improvement_id)
    require_for_meeting(improvement.state, improvement.route)
    if meeting_under_way(work, improvement) is not None:
        raise NotAllowed("A meeting is being recorded already. Please go on with that one.")
    require_held(held_on, calendar_of(work, improvement.contract_id).local(now).date())
    known = [each.id for each in people_to_be_present(work, improvement.contract_id)]
    require_present(present, known)
    meeting = Meeting(improvement_id=improvement.id, held_on=held_on, recorded_by=person.id, recorded_at=now)
    work.meetings.add(meeting)
    for person_id in dict.fromkeys(present):
        work.meetings.add(MeetingPresence(meeting_id=meeting.id, person_id=person_id))
    facts = {"improvement": improvement.id, "held_on": held_on, "present": [each.hex for each in present]}
    record(work, Event.MEETING_RECORDED, subject_of(meeting), person, now, improvement.contract_id, **facts)
    work.notices.redraw(improvement.id)
    return meeting


def _to_lead(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    improvement, party = improvement_to_change(work, person, improvement_id, Act.LEAD_IMPROVEMENT)
    if party is not Party.OWN:
        raise NotYours(NOT_YOURS)
    return improvement


def meeting_for(work: UnitOfWork, person: Person, meeting_id: UUID) -> tuple[Meeting, Improvement]:
    """Return a meeting and its process to somebody who may open that. Raises NotYours for others."""
    meeting = work.meetings.find(meeting_id)
    if meeting is None:
        raise NotYours(NOT_YOURS)
    return meeting, improvement_for(work, person, meeting.improvement_id)


def meeting_to_change(work: UnitOfWork, person: Person, meeting_id: UUID) -> tuple[Meeting, Improvement]:
    """Return a meeting that is being recorded, and its process, both locked, to whoever leads it."""
    meeting, improvement = meeting_to_lead(work, person, meeting_id)
    require_open(meeting.state)
    require_for_meeting(improvement.state, improvement.route)
    return meeting, improvement


def meeting_to_lead(work: UnitOfWork, person: Person, meeting_id: UUID) -> tuple[Meeting, Improvement]:
    """Return a meeting as it stands now, and its process, both locked, to our own side that leads it.

    Raises NotYours for others. The process is locked first, as an answer locks it.
    """
    found, _ = meeting_for(work, person, meeting_id)
    improvement = _to_lead(work, person, found.improvement_id)
    meeting = work.meetings.find_to_change(found.id)
    assert meeting is not None
    return meeting, improvement


def speakers_at(work: UnitOfWork, person: Person, meeting: Meeting) -> Sequence[Person]:
    """Return in whose name something may be recorded: whoever records it, then those present who can be spoken for.

    Whoever may record for others themselves adds their own: nobody lends out that pen.
    """
    improvement = work.improvements.get(meeting.improvement_id)
    contract = work.contracts.get(improvement.contract_id)
    spoken_for = {each.id: each for _, each in people_to_record_for(work, person, [contract])}
    present = [spoken_for[each] for each in work.meetings.present(meeting.id) if each in spoken_for]
    return [person, *sorted(present, key=lambda each: each.name)]


def record_reason(
    work: UnitOfWork,
    person: Person,
    meeting_id: UUID,
    said_by: UUID,
    new: NewReason,
    now: datetime,
    area_id: UUID | None = None,
    *,
    can_mail: bool,
) -> Reason:
    """Keep a reason in the name of whoever said it at the meeting; the first one lets options be weighed."""
    meeting, improvement = meeting_to_change(work, person, meeting_id)

    def give(speaker: Person) -> Reason:
        return give_reason(work, speaker, improvement.id, new, now, area_id)

    kept = _said_at(work, person, meeting, said_by, give, now, can_mail=can_mail)
    if improvement.state is ImprovementState.EXPLAINED:
        take_to(work, improvement, ImprovementState.REASONED, person, now)
    return kept


def record_option(
    work: UnitOfWork,
    person: Person,
    meeting_id: UUID,
    said_by: UUID,
    new: NewOption,
    now: datetime,
    *,
    can_mail: bool,
) -> Option:
    """Keep an option in the name of whoever proposed it at the meeting."""
    meeting, improvement = meeting_to_change(work, person, meeting_id)

    def propose(speaker: Person) -> Option:
        return propose_option(work, speaker, improvement.id, new, now)

    return _said_at(work, person, meeting, said_by, propose, now, can_mail=can_mail)


def _said_at(
    work: UnitOfWork,
    person: Person,
    meeting: Meeting,
    said_by: UUID,
    keep: Callable[[Person], Kept],
    now: datetime,
    *,
    can_mail: bool,
) -> Kept:
    """Keep what somebody said: one's own as one's own, anybody else's as recorded for them at the meeting."""
    found = {each.id: each for each in speakers_at(work, person, meeting)}
    if said_by not in found:
        raise NotAllowed(
            "Please choose somebody who was there, and who does not record for others.", "said_by"
        )
    if said_by == person.id:
        return keep(person)
    contract_id = work.improvements.get(meeting.improvement_id).contract_id
    statement = _statement_of(work, person, meeting, said_by, contract_id)
    if statement is not None:
        work.speaking = Speaking(statement)
    else:
        where = f"The meeting of {words_for_day(meeting.held_on)}"
        new = NewStatement(
            person_id=said_by, said_by=SaidBy.MEETING, said_on=meeting.held_on, evidence=where, has_asked=True
        )
        begin_statement(work, person, contract_id, new, now)
    kept = keep(found[said_by])
    say_recorded(work, now, can_mail=can_mail)
    return kept


def _statement_of(
    work: UnitOfWork, person: Person, meeting: Meeting, said_by: UUID, contract_id: UUID
) -> Statement | None:
    """Return what was begun for somebody at this meeting, so that they are sent all of it as one; not once disputed."""
    found = [
        each
        for each in work.statements.at_meeting(contract_id, said_by, meeting.held_on)
        if each.recorder_id == person.id and each.state is not StatementState.DISPUTED
    ]
    begun = [each for each in found if each.recorded_at >= meeting.recorded_at]
    return begun[-1] if begun else None


def record_area(
    work: UnitOfWork, person: Person, meeting_id: UUID, new: NewArea, now: datetime
) -> ConcernArea:
    """Keep an area of concern that everybody present named."""
    _, improvement = meeting_to_change(work, person, meeting_id)
    return name_area(work, person, improvement.id, new, now)


def record_preferred(
    work: UnitOfWork, person: Person, meeting_id: UUID, option_id: UUID, now: datetime
) -> Option:
    """Keep which option everybody present preferred; the pack asks each party whether they agree."""
    meeting_to_change(work, person, meeting_id)
    return prefer_option(work, person, option_id, now)
