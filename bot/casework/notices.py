"""Owing a message: to a person or to a channel, at its speed, under a key that makes it impossible to owe it twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bot.casework.access import party_of
from bot.casework.audiences import leads_of
from bot.casework.employers import may_be_written_to
from bot.casework.outside import destination_of, ways_for
from domain.calendar import WorkingCalendar
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.notices import NoticeKind
from domain.people import Party
from domain.rhythm import OWN_RHYTHM, PROVIDER_RHYTHM, Rhythm, Speed, send_from
from domain.routes import Means
from storage.deadlines import Deadline
from storage.notices import URGENCY, Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""A message not yet tried may be tried at any real moment."""


SAID_ALIKE = frozenset(
    {
        NoticeKind.AGREEMENT_ANSWERED,
        NoticeKind.AGREEMENT_ASKED,
        NoticeKind.AGREEMENT_REACHED,
        NoticeKind.AGREEMENT_VOIDED,
        NoticeKind.IMPROVEMENT_CLOSED,
        NoticeKind.IMPROVEMENT_STEP,
        NoticeKind.IMPROVEMENT_SUSTAINED,
        NoticeKind.REASONS_ASKED,
    }
)
"""What says the same to all who hear it, so that one message can do for its reader and for somebody without Slack."""

SAID_OF_ALL = frozenset(
    {NoticeKind.AGREEMENT_ANSWERED, NoticeKind.AGREEMENT_REACHED, NoticeKind.AGREEMENT_VOIDED}
)
"""What of it neither asks for an answer nor can be taken as a letter, so that it can do for several without Slack."""


@dataclass(frozen=True)
class Owed:
    """What is owed, before it is known to whom. `event` makes its key: the same event owes the same person once.

    `is_at_once` answers somebody who waits for it now: it goes at any hour, without the urgency of safeguarding.
    """

    kind: NoticeKind
    subject: tuple[SubjectKind, UUID]
    content_class: ContentClass
    speed: Speed
    event: str
    contract_id: UUID | None = None
    deadline: Deadline | None = None
    step: str = ""
    is_late: bool = False
    is_at_once: bool = False
    not_before: datetime | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def calendar_of(work: UnitOfWork, contract_id: UUID | None) -> WorkingCalendar:
    """Return the working days of a contract's nation with our closure days; ours without a contract."""
    nation = work.contracts.get(contract_id).nation if contract_id else None
    return work.organisations.calendar(nation)


def safeguarding_calendar(work: UnitOfWork, contract_id: UUID | None) -> WorkingCalendar:
    """Return the same for safeguarding, which no closure day of ours ever holds back."""
    return calendar_of(work, contract_id).for_safeguarding()


def calendar_about(
    work: UnitOfWork, subject: tuple[SubjectKind, UUID], contract_id: UUID | None
) -> WorkingCalendar:
    """Return the working days that a record's clocks count."""
    kind, subject_id = subject
    if kind is SubjectKind.SAFEGUARDING:
        concern = work.safeguarding.find(subject_id)
        return safeguarding_calendar(work, concern.contract_id if concern else None)
    if kind is SubjectKind.SUPPORT:
        return safeguarding_calendar(work, None)
    return calendar_of(work, contract_id)


def rhythm_of(party: Party | None) -> Rhythm:
    """Return when a party's people hear what can wait (practice.md 2.3)."""
    return OWN_RHYTHM if party in {Party.OWN, Party.PARTNER, None} else PROVIDER_RHYTHM


def owe_people(work: UnitOfWork, owed: Owed, people: Sequence[Person], now: datetime) -> None:
    """Owe a message to each of some people. For somebody without Slack it goes to the lead, to be passed on.

    Nothing goes to whoever raised danger or risk from outside and has not allowed it: their employer may read it.
    Nor to anybody whose name is sealed: they read on their code's page. Where the lead hears the same themselves,
    their own message asks them to pass it on too. Of several, each has a message of their own where they are asked
    for something or can have it as a letter: each answers for themselves, and each letter is to one (practice.md 2.2).
    """
    concern = work.safeguarding.find(owed.subject[1]) if owed.subject[0] is SubjectKind.SAFEGUARDING else None
    told = [each for each in people if concern is None or may_be_written_to(work, each, concern)]
    outside = [each for each in told if not each.user_id and work.speak_up.of_stand_in(each.id) is None]
    is_joined = owed.kind in SAID_OF_ALL or (
        owed.kind in SAID_ALIKE and len({each.id for each in outside}) == 1
    )
    hear_it = {each.id for each in told if each.user_id} if is_joined else set[UUID]()
    too: dict[UUID, list[Person]] = {}
    for person in outside:
        for lead in leads_of(work, owed.contract_id):
            if lead.id in hear_it:
                too.setdefault(lead.id, []).append(person)
            elif lead.user_id:
                _owe_person(work, owed, lead, now, pass_on_to=person)
    for person in told:
        if person.user_id:
            _owe_person(work, _with_others(owed, too.get(person.id, [])), person, now)


def _with_others(owed: Owed, others: Sequence[Person]) -> Owed:
    """Let a message name for whom else it is, who have no Slack; a letter is then one to them."""
    if not others:
        return owed
    names = " and ".join(dict.fromkeys(each.name for each in others))
    only = {"also_id": others[0].id.hex} if len({each.id for each in others}) == 1 else {}
    return replace(owed, facts=owed.facts | {"also_to": names} | only)


def owe_sealed(work: UnitOfWork, owed: Owed, stand_in: Person, now: datetime) -> None:
    """Owe the one message that somebody whose name is sealed has allowed, to their stand-in: no row says who it is."""
    _owe_person(work, owed, stand_in, now)


def _owe_person(
    work: UnitOfWork, owed: Owed, person: Person, now: datetime, pass_on_to: Person | None = None
) -> None:
    rhythm = rhythm_of(party_of(work, person, owed.contract_id))
    destination = f"person:{person.id.hex}"
    notice = _notice(work, owed, destination, rhythm, now)
    notice.person_id = person.id
    notice.is_line = owed.speed is Speed.DIGEST
    if pass_on_to is not None:
        notice.key += f":{pass_on_to.id.hex}"
        notice.facts = owed.facts | {"pass_on_to": pass_on_to.name, "pass_on_id": pass_on_to.id.hex}
    work.notices.owe(notice)
    for way in ways_for(work, owed.kind, owed.speed, person):
        outside = _notice(work, owed, destination_of(way), rhythm, now)
        outside.person_id, outside.means = person.id, way.means
        work.notices.owe(outside)


def owe_letter(work: UnitOfWork, owed: Owed, person: Person, now: datetime) -> None:
    """Owe somebody a whole letter by e-mail, to the address that we have for them when it goes."""
    notice = _notice(work, owed, f"{Means.EMAIL.value}:{person.id.hex}", PROVIDER_RHYTHM, now)
    notice.person_id, notice.means = person.id, Means.EMAIL
    work.notices.owe(notice)


def owe_channels(work: UnitOfWork, owed: Owed, purpose: ChannelPurpose, now: datetime) -> bool:
    """Owe a message to every channel of that purpose linked to the contract; False when there is none."""
    channels = work.contracts.channels(owed.contract_id, purpose) if owed.contract_id else []
    for channel in channels:
        owe_channel(work, owed, channel.slack_channel, now)
    return bool(channels)


def owe_channel(work: UnitOfWork, owed: Owed, slack_channel: str, now: datetime) -> None:
    """Owe a message to one channel."""
    notice = _notice(work, owed, f"channel:{slack_channel}", PROVIDER_RHYTHM, now)
    notice.to_channel = slack_channel
    work.notices.owe(notice)


def _notice(work: UnitOfWork, owed: Owed, destination: str, rhythm: Rhythm, now: datetime) -> Notice:
    kind, subject_id = owed.subject
    calendar = calendar_about(work, owed.subject, owed.contract_id)
    earliest = max(now, owed.not_before or now)
    return Notice(
        key=f"{owed.event}:{destination}",
        kind=owed.kind,
        subject_kind=kind,
        subject_id=subject_id,
        contract_id=owed.contract_id,
        deadline_id=owed.deadline.id if owed.deadline else None,
        step=owed.step,
        destination=destination,
        content_class=owed.content_class,
        speed=owed.speed,
        urgency=URGENCY[owed.speed],
        facts=owed.facts,
        is_late=owed.is_late,
        owed_at=now,
        send_from=earliest if owed.is_at_once else send_from(owed.speed, earliest, calendar, rhythm),
        next_attempt_at=AT_ONCE,
    )
