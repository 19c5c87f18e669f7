"""What whoever leads a contract is asked to do within some working days, and the word that asks them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.audiences import leads_of
from bot.casework.deadlines import Duty, start
from bot.casework.notices import Owed, calendar_of, owe_people
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind
from domain.people import Party
from domain.rhythm import Speed
from storage.deadlines import Deadline
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def start_for_leads(
    work: UnitOfWork,
    kind: DeadlineKind,
    subject: tuple[SubjectKind, UUID],
    contract_id: UUID | None,
    within: int,
    since: str,
    now: datetime,
) -> tuple[Deadline, Sequence[Person]]:
    """Start a duty of whoever leads a contract, `within` so many working days `since` something; return them too."""
    duty = duty_of_leads(work, kind, subject, contract_id, within, since, now)
    return start(work, duty, now), leads_of(work, contract_id)


def duty_of_leads(
    work: UnitOfWork,
    kind: DeadlineKind,
    subject: tuple[SubjectKind, UUID],
    contract_id: UUID | None,
    within: int,
    since: str,
    now: datetime,
) -> Duty:
    """Return a duty of whoever leads a contract, which somebody is about to start."""
    leads = leads_of(work, contract_id)
    return Duty(
        kind=kind,
        subject=subject,
        contract_id=contract_id,
        owner=leads[0] if leads else None,
        party=Party.OWN,
        due_at=calendar_of(work, contract_id).due_after(now, within),
        basis=f"{within} working {'day' if within == 1 else 'days'} from {since}",
    )


def ask_leads(
    work: UnitOfWork,
    duty: Deadline,
    kind: NoticeKind,
    speed: Speed,
    step: str,
    leads: Sequence[Person],
    now: datetime,
) -> None:
    """Ask whoever leads to do what has just been started as a duty of theirs."""
    word = Owed(
        kind=kind,
        subject=(duty.subject_kind, duty.subject_id),
        content_class=ContentClass.INTERNAL,
        speed=speed,
        event=f"{duty.subject_id.hex}:{step}",
        contract_id=duty.contract_id,
        deadline=duty,
        step=step,
    )
    owe_people(work, word, leads, now)
