"""Challenges: raised within the window, answered by somebody who had no part in what is challenged (CPC305-P31).

The evaluation itself is never altered: the decision stands beside it, and both figures stay (practice.md section 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, require_act
from bot.casework.audiences import leads_of
from bot.casework.challenge_deciders import authors_of, deciders_of, evaluation_of
from bot.casework.deadlines import Duty, cancel, hand_to, meet, start
from bot.casework.evaluation_receipts import shared_with
from bot.casework.improvement_access import begin_at_rest
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.route import administrators
from bot.casework.shared_words import require_words_for_all
from domain.challenges import (
    ANSWER_WITHIN,
    DECISIONS,
    ChallengeState,
    Grounds,
    move,
    require_in_time,
    require_independent,
)
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.evaluations import Judgement
from domain.notices import NoticeKind
from domain.people import Act, Party, Role
from domain.references import Choose, new_reference
from domain.rhythm import Speed
from storage.challenges import Challenge
from storage.evaluations import Evaluation
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Said:
    """What somebody says is not right with an evaluation. `shown_by` is where it can be seen.

    What is added to an open challenge needs no grounds of its own.
    """

    grounds: Grounds | None
    words: str
    shown_by: str = ""

    def __post_init__(self) -> None:
        if not self.words.strip():
            raise NotAllowed("Please say what is not right.", "said")


@dataclass(frozen=True)
class Decision:
    """How a challenge is decided. `instead` is what the evaluation should have said, where it was wrong.

    `judgement` is the one it should have come to, where that is another.
    """

    state: ChallengeState
    reasons: str
    instead: str = ""
    judgement: Judgement | None = None

    def __post_init__(self) -> None:
        if self.state not in DECISIONS:
            raise NotAllowed("Please choose how it is decided.", "decision")
        if not self.reasons.strip():
            raise NotAllowed("Please give the reasons. The organisation that asked reads them.", "reasons")
        if self.state is not ChallengeState.REJECTED and not self.instead.strip():
            raise NotAllowed("Please write what it should have said. Both stay on the record.", "instead")


def subject_of(challenge: Challenge) -> tuple[SubjectKind, UUID]:
    """Return what entries and messages about a challenge point at."""
    return SubjectKind.CHALLENGE, challenge.id


def require_may_challenge(
    work: UnitOfWork, person: Person, evaluation_id: UUID, now: datetime
) -> tuple[Evaluation, Challenge | None]:
    """Return a shared evaluation that somebody may challenge now, and the provider's open challenge to it, if any.

    Our own people may record what the provider said by other means (practice.md 2.2). More can be added to an open
    challenge at any time. Raises NotYours for others, and NotAllowed once the window is over.
    """
    evaluation = shared_with(work, person, evaluation_id)
    lead = _lead_of(work, evaluation.contract_id)
    organisation_id = challenging_side(work, person, evaluation)
    receipt = work.evaluations.receipt_of(evaluation.id, organisation_id) if organisation_id else None
    if receipt is None:
        raise NotYours(
            f"A challenge is made by the provider. If you see something that is not right, please tell {lead}."
        )
    challenge = work.challenges.open_of(evaluation.id, receipt.organisation_id)
    if challenge is None:
        require_in_time(receipt.delivered_at, now, calendar_of(work, evaluation.contract_id), lead)
    return evaluation, challenge


def challenging_side(work: UnitOfWork, person: Person, evaluation: Evaluation) -> UUID | None:
    """Return for which organisation somebody challenges: their own, or the provider for whom we record it."""
    if may_do(work, person, evaluation.contract_id, Act.CHALLENGE_EVALUATION):
        return person.organisation_id
    is_ours = party_of(work, person, evaluation.contract_id) is Party.OWN
    if is_ours and may_do(work, person, evaluation.contract_id, Act.EVALUATE):
        return work.contracts.provider_of(evaluation.contract_id)
    return None


def _lead_of(work: UnitOfWork, contract_id: UUID) -> str:
    return " or ".join(lead.name for lead in leads_of(work, contract_id)) or "The contract lead"


def open_challenge(
    work: UnitOfWork, person: Person, evaluation_id: UUID, said: Said, now: datetime, choose: Choose
) -> Challenge:
    """Keep a challenge, or add to the one that the organisation has open; lead and quality officer are told."""
    work.evaluations.find_to_change(
        evaluation_id
    )  # of two who send at once, one opens it and the other adds to it
    evaluation, challenge = require_may_challenge(work, person, evaluation_id, now)
    organisation_id = challenging_side(work, person, evaluation)
    assert organisation_id is not None
    is_new = challenge is None
    if challenge is None:
        if said.grounds is None:
            raise NotAllowed("Please choose what it is about.", "grounds")
        challenge = work.challenges.add(
            Challenge(
                reference=new_reference("CH", work.is_reference_taken, choose),
                evaluation_id=evaluation.id,
                contract_id=evaluation.contract_id,
                organisation_id=organisation_id,
                grounds=said.grounds,
                opened_by=person.id,
                party=Party.PROVIDER,
                opened_at=now,
            )
        )
    texts = {"said": said.words, "shown_by": said.shown_by}
    texts = {name: text for name, text in texts.items() if text.strip()}
    keep_texts(work, subject_of(challenge), ContentClass.SHARED, person, now, texts)
    facts = {
        "reference": challenge.reference,
        "grounds": challenge.grounds.value,
        "evaluation": evaluation.id,
    }
    record(work, Event.CHALLENGE_OPENED, subject_of(challenge), person, now, challenge.contract_id, **facts)
    if is_new:
        _start_answer_clock(work, challenge, evaluation, now)
    times = len(work.narratives.versions(challenge.id, "said"))
    told = _word_about(challenge, NoticeKind.CHALLENGE_OPENED, f"said:{times}", ContentClass.INTERNAL)
    asked = [
        *work.people.holding((Role.CONTRACT_LEAD, Role.QUALITY_OFFICER), challenge.contract_id),
        *deciders_of(work, challenge, evaluation)[:1],
    ]
    owe_people(work, told, list({each.id: each for each in asked}.values()), now)
    if person.organisation_id != challenge.organisation_id:
        # What was recorded for somebody is sent to them, so that they can say that it is not what they said.
        recorded = replace(told, content_class=ContentClass.SHARED)
        owe_people(work, recorded, challengers_of(work, challenge), now)
    _redraw(work, challenge)
    return challenge


def _start_answer_clock(
    work: UnitOfWork, challenge: Challenge, evaluation: Evaluation, now: datetime
) -> None:
    able = deciders_of(work, challenge, evaluation)
    duty = Duty(
        kind=DeadlineKind.CHALLENGE_ANSWER,
        subject=subject_of(challenge),
        contract_id=challenge.contract_id,
        owner=able[0] if able else None,
        party=Party.OWN,
        due_at=calendar_of(work, challenge.contract_id).due_after(now, ANSWER_WITHIN),
        basis=f"{ANSWER_WITHIN} working days from the challenge",
    )
    begin_at_rest(work, evaluation.improvement_id, start(work, duty, now), now)
    if not able:
        wanted = _word_about(
            challenge, NoticeKind.CHALLENGE_REVIEWER_WANTED, "reviewer", ContentClass.INTERNAL
        )
        owe_people(work, wanted, administrators(work), now)


def ask_whoever_is_free(work: UnitOfWork, now: datetime) -> None:
    """Ask somebody for each decision that nobody was free to make, now that there may be somebody."""
    for challenge in work.challenges.undecided():
        free = deciders_of(work, challenge, evaluation_of(work, challenge))
        ownerless = [
            duty
            for duty in work.deadlines.live(challenge.id, (DeadlineKind.CHALLENGE_ANSWER,))
            if duty.owner_id is None
        ]
        if not free or not ownerless:
            continue
        hand_to(work, challenge.id, DeadlineKind.CHALLENGE_ANSWER, free[0])
        asked = _word_about(challenge, NoticeKind.CHALLENGE_OPENED, "free", ContentClass.INTERNAL)
        owe_people(work, asked, free[:1], now)
        work.notices.redraw(challenge.id)


def challenge_to_decide(work: UnitOfWork, person: Person, challenge: Challenge | None) -> Challenge:
    """Return an open challenge to somebody who may decide it."""
    if challenge is None:
        raise NotYours(NOT_YOURS)
    if require_act(work, person, challenge.contract_id, Act.DECIDE_CHALLENGE) is not Party.OWN:
        raise NotYours(NOT_YOURS)
    require_independent(person.id, authors_of(work, challenge, evaluation_of(work, challenge)))
    move(
        challenge.state, ChallengeState.ACCEPTED
    )  # only to refuse what is over; the decision itself comes later
    return challenge


def decide_challenge(
    work: UnitOfWork, person: Person, challenge_id: UUID, decision: Decision, now: datetime
) -> Challenge:
    """Decide a challenge with reasons; the challenging organisation is told, and the shared words say so beside it."""
    challenge = challenge_to_decide(work, person, work.challenges.find_to_change(challenge_id))
    require_words_for_all(work, challenge.contract_id, {"instead": decision.instead})
    challenge.state = move(challenge.state, decision.state)
    challenge.decided_by, challenge.decided_at = person.id, now
    challenge.judgement = None if decision.state is ChallengeState.REJECTED else decision.judgement
    texts = {"reasons": decision.reasons, "instead": decision.instead}
    keep_texts(work, subject_of(challenge), ContentClass.SHARED, person, now, texts)
    meet(work, challenge.id, (DeadlineKind.CHALLENGE_ANSWER,), person, now)
    facts = {"decision": challenge.state.value}
    record(work, Event.CHALLENGE_DECIDED, subject_of(challenge), person, now, challenge.contract_id, **facts)
    work.notices.cancel_about(challenge.id, (NoticeKind.CHALLENGE_OPENED,))
    told = _word_about(challenge, NoticeKind.CHALLENGE_DECIDED, "decided", ContentClass.SHARED)
    owe_people(work, told, challengers_of(work, challenge), now)
    _redraw(work, challenge)
    return challenge


def challengers_of(work: UnitOfWork, challenge: Challenge) -> Sequence[Person]:
    """Return the people of the organisation that challenges, who speak for it."""
    roles = (Role.PROVIDER_REPRESENTATIVE, Role.PROVIDER_SENIOR)
    people = work.people.holding(roles, challenge.contract_id)
    return [person for person in people if person.organisation_id == challenge.organisation_id]


def withdraw_challenge(work: UnitOfWork, person: Person, challenge_id: UUID, now: datetime) -> Challenge:
    """Withdraw a challenge that nobody has decided; what was said stays on the record."""
    challenge = work.challenges.find_to_change(challenge_id)
    if challenge is None or challenge.organisation_id != person.organisation_id:
        raise NotYours(NOT_YOURS)
    require_act(work, person, challenge.contract_id, Act.CHALLENGE_EVALUATION)
    challenge.state = move(challenge.state, ChallengeState.WITHDRAWN)
    cancel(work, challenge.id, now=now)
    record(work, Event.CHALLENGE_WITHDRAWN, subject_of(challenge), person, now, challenge.contract_id)
    work.notices.cancel_about(challenge.id, (NoticeKind.CHALLENGE_OPENED,))
    _redraw(work, challenge)
    return challenge


def _word_about(challenge: Challenge, kind: NoticeKind, event: str, content_class: ContentClass) -> Owed:
    return Owed(
        kind=kind,
        subject=subject_of(challenge),
        content_class=content_class,
        speed=Speed.PROMPT,
        event=f"{challenge.id.hex}:{event}",
        contract_id=challenge.contract_id,
    )


def _redraw(work: UnitOfWork, challenge: Challenge) -> None:
    """Both what was said of the challenge and what was shared show how it stands now."""
    work.notices.redraw(challenge.id)
    work.notices.redraw(challenge.evaluation_id)
