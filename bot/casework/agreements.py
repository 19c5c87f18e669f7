"""Agreeing by party and version: everybody is asked, silence is never a yes, an edit voids (CPC424-P6, P9, P15).

practice.md 1.10, 2.1 and section 3; domain.md 4.4 C. What follows once something is agreed stands in `ON_AGREED`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, require_act
from bot.casework.agreement_access import (
    agreement_to_change,
    asked_through_lead,
    subject_of,
    word_about,
)
from bot.casework.audiences import leads_of
from bot.casework.deadlines import Duty, cancel, meet_these, start
from bot.casework.explanation_receipts import receive_by_agreeing
from bot.casework.improvements import parties_of, speakers_of
from bot.casework.notices import calendar_of, owe_channels, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from bot.casework.views import voices
from domain.agreements import (
    ANSWER_WITHIN,
    Decision,
    Outcome,
    PartyAnswer,
    Standing,
    require_comment,
    require_still_asked,
    require_this_version,
    standing,
)
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.improvements import require_awake
from domain.notices import NoticeKind
from domain.people import Act, Party
from storage.agreements import Agreement, AgreementParty
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

Follow = Callable[[UnitOfWork, Agreement, Person, datetime], None]

ON_AGREED: dict[SubjectKind, Follow] = {}
"""What follows when everybody has agreed, or a way forward is approved, by what was asked about (agreed.py)."""

ON_VOIDED: dict[SubjectKind, Follow] = {}
"""What follows when something that was asked about has changed since, by what it was."""

VOIDED_WITH: list[Callable[[UnitOfWork, UUID], Sequence[Agreement]]] = []
"""What else was asked about with a record in it, and counts no more once that record has changed."""

NOT_FOR_THEM = (
    "Agreeing for an organisation is done by those who speak for it: the contract lead or the senior contact, "
    "the commissioning partner, the provider. Please ask them."
)


def ask(
    work: UnitOfWork,
    person: Person,
    improvement: Improvement,
    subject: tuple[SubjectKind, UUID],
    version: int,
    now: datetime,
) -> Agreement:
    """Ask every party, ours too, to agree to one version of an option, a plan or a pack; what was asked before is void.

    Raises NotYours for whoever may not ask, and NotAllowed while an organisation has nobody who could answer for it,
    and for a version that is asked about already.
    """
    if require_act(work, person, improvement.contract_id, Act.LEAD_IMPROVEMENT) is not Party.OWN:
        raise NotYours(NOT_YOURS)
    _require_speakers(work, improvement)
    kind, subject_id = subject
    for earlier in work.agreements.about(subject_id):
        if earlier.version == version:
            raise NotAllowed("This is being asked already. Open it to see who has answered.")
        if earlier.settled_at is None:
            _void(work, earlier, person, now)
    agreement = Agreement(
        improvement_id=improvement.id,
        subject_kind=kind,
        subject_id=subject_id,
        version=version,
        asked_by=person.id,
        asked_at=now,
    )
    work.agreements.add(agreement)
    facts = {"about": subject_id, "about_kind": kind.value, "version": version}
    contract_id = improvement.contract_id
    record(work, Event.AGREEMENT_ASKED, subject_of(agreement), person, now, contract_id, **facts)
    through_the_lead = asked_through_lead(work, improvement)
    for organisation, party in parties_of(work, contract_id):
        asked = AgreementParty(
            agreement_id=agreement.id, organisation_id=organisation.id, party=party, last_asked_at=now
        )
        work.agreements.add(asked)
        ask_party(work, improvement, agreement, asked, now, through_the_lead)
    word = word_about(work, agreement, NoticeKind.AGREEMENT_ASKED, "asked")
    owe_channels(work, word, ChannelPurpose.SHARED, now)
    work.notices.redraw(improvement.id)
    return agreement


def _require_speakers(work: UnitOfWork, improvement: Improvement) -> None:
    for organisation, _party in parties_of(work, improvement.contract_id):
        if not speakers_of(work, improvement.contract_id, organisation.id):
            raise NotAllowed(
                f"Nobody can agree for {organisation.name} yet. Please add somebody who speaks for them with "
                "/contract add, then ask."
            )


def ask_party(
    work: UnitOfWork,
    improvement: Improvement,
    agreement: Agreement,
    asked: AgreementParty,
    now: datetime,
    through_the_lead: Sequence[Person] = (),
) -> None:
    """Ask one organisation, and start its clock: all who speak for it hear, and any of them answers.

    Who of the others is asked `through_the_lead` is so in the message that asks our own side, and not by itself.
    """
    speakers = speakers_of(work, improvement.contract_id, asked.organisation_id)
    first = next((each for each in speakers if each.user_id), speakers[0] if speakers else None)
    duty = Duty(
        kind=DeadlineKind.AGREEMENT_ANSWER,
        subject=subject_of(agreement),
        contract_id=improvement.contract_id,
        owner=first,
        party=asked.party,
        due_at=calendar_of(work, improvement.contract_id).due_after(now, ANSWER_WITHIN),
        basis=f"{ANSWER_WITHIN} working days from being asked",
    )
    asked.deadline_id, asked.last_asked_at = start(work, duty, now).id, now
    event = f"asked_{asked.times_asked}"
    word = word_about(
        work, agreement, NoticeKind.AGREEMENT_ASKED, event, organisation=asked.organisation_id.hex
    )
    if asked.party is Party.OWN:
        told = [*speakers, *through_the_lead]
    else:
        told = [each for each in speakers if each not in through_the_lead]
    owe_people(work, word, told, now)


def agreement_to_answer(
    work: UnitOfWork, person: Person, agreement_id: UUID, version: int
) -> tuple[Agreement, Improvement, AgreementParty]:
    """Return what somebody may answer for their organisation now, locked. Raises NotYours and NotAllowed."""
    agreement, improvement, _side = agreement_to_change(
        work, person, agreement_id, Act.AGREE_FOR_PARTY, NOT_FOR_THEM
    )
    asked = person.organisation_id and work.agreements.party_of(agreement.id, person.organisation_id)
    if not asked:
        raise NotYours(NOT_FOR_THEM)
    require_awake(improvement.state)
    require_this_version(version, work.agreements.about(agreement.subject_id)[-1].version)
    require_still_asked(
        version,
        is_settled=agreement.settled_at is not None,
        is_voided=agreement.voided_at is not None,
    )
    return agreement, improvement, asked


def answer(
    work: UnitOfWork,
    person: Person,
    agreement_id: UUID,
    version: int,
    decision: Decision,
    comment: str,
    now: datetime,
) -> Agreement:
    """Keep what somebody says for their organisation to one version; its last answer counts until all is settled.

    Raises NotYours for whoever speaks for none that is asked; NotAllowed for a no without its reason, a version that
    was changed since, and what is settled.
    """
    agreement, improvement, asked = agreement_to_answer(work, person, agreement_id, version)
    require_comment(decision, comment)
    require_words_for_all(work, improvement.contract_id, {"comment": comment})
    asked.decision, asked.answered_by, asked.answered_at = decision, person.id, now
    if comment.strip():
        texts = {"comment": comment}
        keep_texts(work, (SubjectKind.AGREEMENT, asked.id), ContentClass.SHARED, person, now, texts)
    facts = {"organisation": asked.organisation_id, "decision": decision.value, "version": version}
    contract_id = improvement.contract_id
    record(work, Event.AGREEMENT_ANSWERED, subject_of(agreement), person, now, contract_id, **facts)
    if decision is Decision.AGREE:
        receive_by_agreeing(work, improvement, asked.organisation_id, person, now)
    if asked.deadline_id is not None:
        duty = work.deadlines.live(agreement.id, (DeadlineKind.AGREEMENT_ANSWER,))
        meet_these(work, [each for each in duty if each.id == asked.deadline_id], person, now)
    agreement.outcome = standing_of(work, agreement).outcome
    if agreement.outcome is Outcome.AGREED:
        settled(work, agreement, person, now)
    elif decision is not Decision.AGREE:
        event = f"answered:{asked.organisation_id.hex}:{now.isoformat()}"
        word = word_about(
            work, agreement, NoticeKind.AGREEMENT_ANSWERED, event, organisation=asked.organisation_id.hex
        )
        owe_people(work, word, [each for each in leads_of(work, contract_id) if each.id != person.id], now)
    work.notices.redraw(agreement.id)
    work.notices.redraw(improvement.id)
    return agreement


def standing_of(work: UnitOfWork, agreement: Agreement) -> Standing:
    """Return where a version stands: who agreed, who did not, who has not answered, in the order of being asked."""
    asked = work.agreements.parties(agreement.id)
    answers = [
        PartyAnswer(each.organisation_id, agreement.version, each.decision, each.answered_at)
        for each in asked
        if each.decision is not None and each.answered_at is not None
    ]
    return standing(answers, agreement.version, [each.organisation_id for each in asked])


def settled(work: UnitOfWork, agreement: Agreement, by: Person, now: datetime) -> None:
    """Settle a version, by everybody's yes or by an approved way forward; what it was about goes on from here."""
    improvement = work.improvements.get(agreement.improvement_id)
    agreement.settled_at = now
    cancel(work, agreement.id, now=now)
    if agreement.way_approved_at is None:
        facts, contract_id = {"version": agreement.version}, improvement.contract_id
        record(work, Event.AGREEMENT_REACHED, subject_of(agreement), by, now, contract_id, **facts)
    word = word_about(work, agreement, NoticeKind.AGREEMENT_REACHED, "reached")
    owe_channels(work, word, ChannelPurpose.SHARED, now)
    owe_people(work, word, everybody(work, improvement), now)
    ON_AGREED[agreement.subject_kind](work, agreement, by, now)


def everybody(work: UnitOfWork, improvement: Improvement) -> Sequence[Person]:
    """Return all who hear what came of it: those who speak for the parties, and for the people who use the service."""
    speakers = [
        person
        for organisation, _party in parties_of(work, improvement.contract_id)
        for person in speakers_of(work, improvement.contract_id, organisation.id)
    ]
    return [*speakers, *voices(work, improvement.contract_id)]


def void(work: UnitOfWork, subject_id: UUID, now: datetime, by: Person | None = None) -> Agreement | None:
    """Void what was asked about a record, agreed or not, since it has changed; whoever had answered is told."""
    for found in VOIDED_WITH:
        for pack in found(work, subject_id):
            _void(work, pack, by, now)
    newest = next(iter(work.agreements.about(subject_id)[::-1]), None)
    if newest is None or newest.voided_at is not None:
        return None
    _void(work, newest, by, now)
    return newest


def _void(work: UnitOfWork, agreement: Agreement, by: Person | None, now: datetime) -> None:
    if agreement.voided_at is not None:
        return
    agreement.voided_at = now
    cancel(work, agreement.id, now=now)
    asked_by_now = (NoticeKind.AGREEMENT_ASKED, NoticeKind.WAY_FORWARD_ASKED)
    work.notices.cancel_about(agreement.id, asked_by_now)
    improvement, facts = work.improvements.get(agreement.improvement_id), {"version": agreement.version}
    record(work, Event.AGREEMENT_VOIDED, subject_of(agreement), by, now, improvement.contract_id, **facts)
    word = word_about(work, agreement, NoticeKind.AGREEMENT_VOIDED, "voided")
    answered = [each.answered_by for each in work.agreements.parties(agreement.id) if each.answered_by]
    told = [work.people.get(person_id) for person_id in answered if by is None or person_id != by.id]
    owe_people(work, word, told, now)
    if agreement.subject_kind in ON_VOIDED:
        asker = work.people.get(agreement.asked_by)
        ON_VOIDED[agreement.subject_kind](work, agreement, by or asker, now)
    work.notices.redraw(agreement.id)


def waits_for(
    work: UnitOfWork, person: Person, improvement: Improvement, *, with_answered: bool = False
) -> Sequence[Agreement]:
    """Return what somebody's organisation has not answered yet in a process, where they may answer for it.

    With `with_answered`, also what it has answered and may answer anew, since not all have yet.
    """
    if not may_do(work, person, improvement.contract_id, Act.AGREE_FOR_PARTY):
        return []
    waiting = []
    for agreement in work.agreements.under_way(improvement.id):
        asked = person.organisation_id and work.agreements.party_of(agreement.id, person.organisation_id)
        if asked and (with_answered or asked.decision is None):
            waiting.append(agreement)
    return waiting
