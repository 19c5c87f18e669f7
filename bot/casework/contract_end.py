"""The end of a contract: what is open is counted first; from that day nobody is reminded, and all stays readable."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import require_act
from bot.casework.deadlines import cancel_these
from bot.casework.handing_on import OF_NAMED_PEOPLE
from bot.casework.notices import Owed, calendar_of, owe_channels, owe_people
from bot.casework.records import keep_texts, record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Act, Role
from domain.rhythm import Speed
from storage.contracts import Contract
from storage.deadlines import Deadline
from storage.people import Person
from storage.unit_of_work import UnitOfWork

GOES_ON = OF_NAMED_PEOPLE | {SubjectKind.SUBJECT_REQUEST, SubjectKind.RETENTION}
"""What the end of a contract never stops: safety, and what the law asks for about records."""


@dataclass(frozen=True)
class StillOpen:
    """How much of a contract is open: numbers only, since an administrator may end one and reads no case."""

    actions: int
    monitoring: int
    answers: int


def still_open(work: UnitOfWork, person: Person, contract_id: UUID) -> StillOpen:
    """Count what is open, for whoever may end the contract. Raises NotYours for others."""
    require_may_end(work, person, contract_id)
    duties = _reminders(work, contract_id)
    actions = work.actions.open_in([contract_id], limit=500)
    looks = [each for each in duties if each.subject_kind is SubjectKind.MONITORING]
    others = [
        each for each in duties if each.subject_kind not in {SubjectKind.ACTION, SubjectKind.MONITORING}
    ]
    return StillOpen(len(actions), len(looks), len(others))


def require_may_end(work: UnitOfWork, person: Person, contract_id: UUID) -> None:
    """Refuse whoever may not end a contract."""
    refusal = "A contract is ended by its lead or an administrator. Please ask them."
    require_act(work, person, contract_id, Act.END_CONTRACT, refusal)


def end_contract(
    work: UnitOfWork,
    person: Person,
    contract_id: UUID,
    last_day: date,
    reason: str,
    now: datetime,
    *,
    is_deed: bool = False,
) -> Contract:
    """Keep from which day a contract is over, and why; the provider is told, and reminders stop on that day.

    `is_deed`: executed as a deed, which keeps its records for longer (domain/retention.py).
    """
    require_may_end(work, person, contract_id)
    contract, today = work.contracts.get(contract_id), calendar_of(work, contract_id).local(now).date()
    if contract.ended_on is not None and contract.ended_on <= today:
        raise NotAllowed("This contract has ended already.")
    if last_day < today:
        raise NotAllowed("Please choose today or a day to come.", "ended_on")
    if not reason.strip():
        raise NotAllowed("Please say why it ends.", "reason")
    contract.ended_on, contract.is_deed = last_day, is_deed
    subject = (SubjectKind.CONTRACT, contract_id)
    keep_texts(work, subject, ContentClass.INTERNAL, person, now, {"ended_because": reason})
    record(work, Event.CONTRACT_ENDED, subject, person, now, contract_id, ended_on=last_day)
    word = Owed(
        kind=NoticeKind.CONTRACT_ENDED,
        subject=subject,
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"{contract_id.hex}:ended:{last_day}",
        contract_id=contract_id,
    )
    if not owe_channels(work, word, ChannelPurpose.SHARED, now):
        owe_people(work, word, work.people.holding((Role.PROVIDER_REPRESENTATIVE,), contract_id), now)
    stop_reminders(work, now)
    return contract


def stop_reminders(work: UnitOfWork, now: datetime) -> None:
    """Stop what is still chased in contracts whose last day has come; nothing of safeguarding is touched."""
    today = calendar_of(work, None).local(now).date()
    for contract in work.contracts.ended_by(today):
        if chased := _reminders(work, contract.id):
            cancel_these(work, chased, now)
        for schedule in work.monitoring.schedules(contract.id):
            schedule.next_plan_at = None


def has_to_stop(work: UnitOfWork, now: datetime) -> bool:
    """Say whether something is chased in a contract whose last day has come."""
    today = calendar_of(work, None).local(now).date()
    return any(_reminders(work, contract.id) for contract in work.contracts.ended_by(today))


def _reminders(work: UnitOfWork, contract_id: UUID) -> list[Deadline]:
    return [duty for duty in work.deadlines.live_in(contract_id) if duty.subject_kind not in GOES_ON]
