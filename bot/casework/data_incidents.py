"""Data incidents: noted by whoever saw one, decided by the records officer within 72 hours; no words are ever kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, is_own, may_do
from bot.casework.deadlines import Duty, meet, start
from bot.casework.notices import Owed, owe_people
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.data_incidents import DECIDE_WITHIN, Detail, IncidentDecision, Told
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.notices import NoticeKind
from domain.people import Act, Party, Role
from domain.references import Choose, new_reference
from domain.rhythm import Speed
from storage.data_incidents import DataIncident
from storage.people import Person
from storage.unit_of_work import UnitOfWork

MOST_LISTED = 30
"""Incidents in one list, three blocks each."""


@dataclass(frozen=True)
class NewIncident:
    """What is noted: where, as Slack's ids, of what kind, and who has been told. Nothing of what was written."""

    slack_channel: str
    message_ts: str
    kinds: frozenset[Detail]
    told: frozenset[Told]

    def __post_init__(self) -> None:
        if not self.kinds:
            raise NotAllowed("Please tick what kind of detail it was.", "kinds")


def subject_of(incident: DataIncident) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about an incident point at."""
    return SubjectKind.DATA_INCIDENT, incident.id


def deciders(work: UnitOfWork) -> Sequence[Person]:
    """Return who decides: the records officers, or as long as there is none the administrators."""
    officers = work.people.holding((Role.RECORDS_OFFICER,), None)
    return officers or work.people.holding((Role.ADMINISTRATOR,), None)


def may_decide(work: UnitOfWork, person: Person) -> bool:
    """Say whether somebody may read data incidents and decide about them."""
    acts = may_do(work, person, None, Act.CLOSE_DATA_INCIDENT)
    return is_own(work, person) and (acts or person.id in {each.id for each in deciders(work)})


def note_incident(
    work: UnitOfWork, person: Person, new: NewIncident, now: datetime, choose: Choose
) -> DataIncident:
    """Keep that personal details were written where they should not be, and ask whoever decides about it."""
    linked = work.contracts.linked_to(new.slack_channel) if new.slack_channel else []
    incident = work.data_incidents.add(
        DataIncident(
            reference=new_reference("DI", work.is_reference_taken, choose),
            noted_by=person.id,
            noted_at=now,
            slack_channel=new.slack_channel,
            message_ts=new.message_ts,
            contract_id=linked[0].id if linked else None,
            kinds=sorted(kind.value for kind in new.kinds),
            told=sorted(told.value for told in new.told),
        )
    )
    facts = {"reference": incident.reference, "channel": new.slack_channel, "kinds": incident.kinds}
    record(
        work, Event.DATA_INCIDENT_NOTED, subject_of(incident), person, now, None, told=incident.told, **facts
    )
    asked = deciders(work)
    duty = Duty(
        kind=DeadlineKind.DATA_INCIDENT,
        subject=subject_of(incident),
        contract_id=None,
        owner=asked[0] if asked else None,
        party=Party.OWN,
        due_at=now + DECIDE_WITHIN,
        basis="72 hours from when it was noted (UK GDPR article 33)",
    )
    start(work, duty, now)
    owed = Owed(
        kind=NoticeKind.DATA_INCIDENT,
        subject=subject_of(incident),
        content_class=ContentClass.RESTRICTED,
        speed=Speed.PROMPT,
        event=f"data_incident:{incident.id.hex}",
    )
    owe_people(work, owed, asked, now)
    return incident


@dataclass(frozen=True)
class ListedIncidents:
    """Incidents to show, of how many in all, how many of those undecided, and how many did not fit."""

    shown: Sequence[DataIncident]
    count: int
    waiting: int

    @property
    def left_out(self) -> int:
        """Return how many more there are than are shown."""
        return self.count - len(self.shown)


def incidents_of(work: UnitOfWork, person: Person) -> ListedIncidents:
    """Return the incidents to list: all of them for whoever decides, for others those they noted themselves.

    Undecided ones come first, the one that is due first at the top; then those decided, the latest first.
    """
    noted_by = None if may_decide(work, person) else person.id
    return ListedIncidents(
        work.data_incidents.to_list(noted_by, MOST_LISTED), *work.data_incidents.count(noted_by)
    )


def reasons_of(work: UnitOfWork, person: Person, incident: DataIncident) -> str:
    """Return why an incident was decided as it was, to whoever decides about incidents; nothing to others."""
    return work.narratives.latest(incident.id).get("reasons", "") if may_decide(work, person) else ""


def decide_by(work: UnitOfWork, incident: DataIncident) -> datetime | None:
    """Return until when an incident is to be decided, or None once it is."""
    live = work.deadlines.live(incident.id, (DeadlineKind.DATA_INCIDENT,))
    return live[0].due_at if live else None


def is_late(work: UnitOfWork, incident: DataIncident, now: datetime) -> bool:
    """Say whether the time to decide about an incident is over, and nobody has."""
    until = decide_by(work, incident)
    return until is not None and until < now


def incident_for(work: UnitOfWork, person: Person, incident_id: UUID) -> DataIncident:
    """Return an incident to whoever may decide about it, locked. Raises NotYours for others."""
    incident = work.data_incidents.find_to_change(incident_id)
    if incident is None or not may_decide(work, person):
        raise NotYours(NOT_YOURS)
    return incident


def decide_incident(
    work: UnitOfWork,
    person: Person,
    incident_id: UUID,
    decision: IncidentDecision,
    reasons: str,
    now: datetime,
) -> DataIncident:
    """Close an incident with a decision and why: each breach is documented, reported or not (UK GDPR article 33.5).

    Raises NotAllowed when somebody has decided already, or gives no reasons.
    """
    incident = incident_for(work, person, incident_id)
    if incident.decision is not None:
        by = work.people.get(incident.decided_by).name if incident.decided_by else "Somebody"
        raise NotAllowed(f"{by} has decided this already. There is nothing to do.")
    if not reasons.strip():
        raise NotAllowed("Please say why. It is what you show if you are asked later.", "reasons")
    incident.decision, incident.decided_by, incident.decided_at = decision, person.id, now
    keep_texts(work, subject_of(incident), ContentClass.RESTRICTED, person, now, {"reasons": reasons})
    meet(work, incident.id, (DeadlineKind.DATA_INCIDENT,), person, now)
    record(
        work,
        Event.DATA_INCIDENT_CLOSED,
        subject_of(incident),
        person,
        now,
        decision=decision.value,
    )
    work.notices.redraw(incident.id)
    return incident
