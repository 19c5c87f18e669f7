"""Sharing a confirmed evaluation with every party of its contract, and the clock until it is (CPC424-P14)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, require_act
from bot.casework.audiences import leads_of
from bot.casework.deadlines import Duty, meet, start
from bot.casework.evaluation_subject import require_explained
from bot.casework.improvement_access import begin_at_rest
from bot.casework.lead_duties import start_for_leads
from bot.casework.notices import Owed, calendar_of, owe_channels, owe_people
from bot.casework.records import record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.evaluations import SHARE_WITHIN, EvaluationState, move
from domain.notices import NoticeKind
from domain.people import Act, Party, Role
from domain.rhythm import Speed
from storage.evaluations import Evaluation, EvaluationReceipt
from storage.organisations import Organisation
from storage.people import Person
from storage.unit_of_work import UnitOfWork

RECEIVE_WITHIN = 5
"""Working days after which our lead is reminded of who has not said that an evaluation arrived."""

TOLD = (Role.PROVIDER_REPRESENTATIVE, Role.PROVIDER_SENIOR, Role.COMMISSIONING_PARTNER, Role.VOICE)
"""Who gets it in person: everybody who speaks for another party of the contract."""


@dataclass(frozen=True)
class Side:
    """Another organisation of the contract, and its people who are told: none where only the channel reaches it."""

    organisation: Organisation
    party: Party
    people: Sequence[Person]


def subject_of(evaluation: Evaluation) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about an evaluation point at."""
    return SubjectKind.EVALUATION, evaluation.id


def word_about(evaluation: Evaluation, kind: NoticeKind, event: str, content_class: ContentClass) -> Owed:
    """Return a message about an evaluation, owed at once within working hours."""
    return Owed(
        kind=kind,
        subject=subject_of(evaluation),
        content_class=content_class,
        speed=Speed.PROMPT,
        event=f"{evaluation.id.hex}:{event}",
        contract_id=evaluation.contract_id,
    )


def sides_of(work: UnitOfWork, contract_id: UUID) -> Sequence[Side]:
    """Return the other organisations of a contract, the provider first, each with the people who are told."""
    told = work.people.holding(TOLD, contract_id)
    found = [
        Side(
            work.organisations.get(organisation_id),
            party,
            [person for person in told if person.organisation_id == organisation_id],
        )
        for organisation_id, party in work.contracts.parties(contract_id).items()
        if party is not Party.OWN
    ]
    return sorted(found, key=lambda side: (side.party is not Party.PROVIDER, side.organisation.name))


def evaluation_to_share(work: UnitOfWork, person: Person, evaluation: Evaluation | None) -> Evaluation:
    """Return a confirmed evaluation to somebody who may share it.

    Raises NotAllowed when nobody has confirmed its judgement, when it has been shared, and when a party could not be
    told at all: everybody gets it, or nobody does.
    """
    if evaluation is None:
        raise NotYours(NOT_YOURS)
    refusal = "An evaluation is shared by the contract lead or their senior contact. Please ask them."
    require_act(work, person, evaluation.contract_id, Act.SHARE_EVALUATION, refusal)
    move(evaluation.state, EvaluationState.SHARED)
    require_explained(work, evaluation)
    sides = sides_of(work, evaluation.contract_id)
    has_channel = bool(work.contracts.channels(evaluation.contract_id, ChannelPurpose.SHARED))
    missing = [side.organisation.name for side in sides if not side.people]
    if missing and not has_channel:
        raise NotAllowed(
            f"Nobody of {' or '.join(missing)} can be told yet: no shared channel is linked, and none of their "
            "people is on this contract. Please add somebody with /contract add, then share."
        )
    return evaluation


def share_evaluation(work: UnitOfWork, person: Person, evaluation_id: UUID, now: datetime) -> Evaluation:
    """Share a confirmed evaluation: in the shared channel, with each party's people, and through the lead with others.

    Each organisation's time to challenge runs from its own delivery (practice.md section 3).
    """
    evaluation = evaluation_to_share(work, person, work.evaluations.find_to_change(evaluation_id))
    evaluation.state = move(evaluation.state, EvaluationState.SHARED)
    evaluation.shared_by, evaluation.shared_at = person.id, now
    meet(work, evaluation.id, (DeadlineKind.EVALUATION_SHARE,), person, now)
    record(work, Event.EVALUATION_SHARED, subject_of(evaluation), person, now, evaluation.contract_id)
    word = word_about(evaluation, NoticeKind.EVALUATION_SHARED, "shared", ContentClass.SHARED)
    owe_channels(work, word, ChannelPurpose.SHARED, now)
    for side in sides_of(work, evaluation.contract_id):
        receipt = EvaluationReceipt(
            evaluation_id=evaluation.id, organisation_id=side.organisation.id, party=side.party
        )
        work.evaluations.add(receipt)
        theirs = replace(word, facts={"organisation": side.organisation.id.hex})
        owe_people(work, theirs, side.people, now)
    _await_receipts(work, evaluation, now)
    received = word_about(evaluation, NoticeKind.EVALUATION_RECEIVED, "received", ContentClass.INTERNAL)
    leads = {each.id: each for each in (*leads_of(work, evaluation.contract_id), person)}
    owe_people(work, received, list(leads.values()), now)
    work.notices.redraw(evaluation.id)
    if evaluation.improvement_id is not None:
        work.notices.redraw(evaluation.improvement_id)
    return evaluation


def _await_receipts(work: UnitOfWork, evaluation: Evaluation, now: datetime) -> None:
    duty = Duty(
        kind=DeadlineKind.EVALUATION_RECEIVE,
        subject=subject_of(evaluation),
        contract_id=evaluation.contract_id,
        owner=None,
        party=Party.PROVIDER,
        due_at=calendar_of(work, evaluation.contract_id).due_after(now, RECEIVE_WITHIN),
        basis=f"{RECEIVE_WITHIN} working days from sharing",
    )
    begin_at_rest(work, evaluation.improvement_id, start(work, duty, now), now)


def start_share_clock(work: UnitOfWork, evaluation: Evaluation, now: datetime) -> None:
    """Start our duty to share what has been confirmed: the lead is reminded, then their senior contact (CPC424-P14)."""
    kind, subject = DeadlineKind.EVALUATION_SHARE, subject_of(evaluation)
    duty, _ = start_for_leads(work, kind, subject, evaluation.contract_id, SHARE_WITHIN, "confirming", now)
    begin_at_rest(work, evaluation.improvement_id, duty, now)
