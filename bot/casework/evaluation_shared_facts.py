"""What the words about a shared evaluation may use beside its figures: who has it, and who says it is not right."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.audiences import leads_of
from bot.casework.evaluation_subject import about
from bot.casework.notices import calendar_of
from bot.casework.receipts import of_their_side, receipts_as_said, receipts_for
from domain.challenges import WINDOW, ChallengeState, last_day
from domain.deadlines import DeadlineKind
from domain.people import Act, Party, may
from storage.challenges import Challenge
from storage.evaluations import Evaluation, EvaluationReceipt
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Window:
    """Until when an organisation may say that an evaluation is not right: all of that London day.

    Before it has been delivered there, nothing of that time has run and there is no last day to say.
    """

    side: str
    has_begun: bool
    last_on: date
    is_over: bool


@dataclass(frozen=True)
class Challenged:
    """One challenge as it stands now, without a word of what was typed."""

    reference: str
    side: str
    state: str
    answer_by: datetime | None
    decided_on: date | None
    judgement: str


def shared_facts(work: UnitOfWork, evaluation: Evaluation, now: datetime) -> dict[str, object]:
    """Return what everybody of the contract may know about a shared evaluation."""
    receipts = work.evaluations.receipts(evaluation.id)
    theirs = [each for each in receipts if each.party is Party.PROVIDER]
    windows = [_window(work, evaluation, each, now) for each in theirs]
    return {
        "reference": evaluation.reference,
        "contract": about(work, evaluation),
        "period_from": evaluation.period_from,
        "period_to": evaluation.period_to,
        "judgement": evaluation.judgement.value if evaluation.judgement else "",
        **receipts_as_said(work, evaluation.contract_id, receipts),
        "lead": " or ".join(lead.name for lead in leads_of(work, evaluation.contract_id)),
        "windows": windows,
        "days": WINDOW,
        "has_open_window": any(
            not window.is_over and not _is_decided(work, evaluation, receipt)
            for window, receipt in zip(windows, theirs, strict=True)
        ),
        "challenges": [_challenged(work, each) for each in work.challenges.of_evaluation(evaluation.id)],
    }


def facts_for(
    work: UnitOfWork, evaluation: Evaluation, person: Person | None, now: datetime
) -> dict[str, object]:
    """Return the same as one reader sees it: what their own organisation has said, and what they may say.

    Without a person it is a channel that everybody reads.
    """
    receipts = work.evaluations.receipts(evaluation.id)
    receipt = of_their_side(receipts, person)
    last = last_day_of(work, evaluation, receipt, now) if receipt else None
    is_over = last is not None and calendar_of(work, evaluation.contract_id).local(now).date() > last
    may_challenge = receipt is not None and _challenges(work, person, evaluation)
    challenge = work.challenges.open_of(evaluation.id, receipt.organisation_id) if receipt else None
    return {
        **shared_facts(work, evaluation, now),
        **receipts_for(work, evaluation.contract_id, receipts, person),
        "may_challenge": may_challenge,
        "last_on": last,
        "is_over": is_over,
        "may_challenge_now": may_challenge
        and (challenge is not None or not (is_over or _is_decided(work, evaluation, receipt))),
    }


def _is_decided(work: UnitOfWork, evaluation: Evaluation, receipt: EvaluationReceipt | None) -> bool:
    """Say whether a challenge of this organisation has been decided and none is open: it is not offered twice."""
    if receipt is None:
        return False
    of_theirs = [
        each
        for each in work.challenges.of_evaluation(evaluation.id)
        if each.organisation_id == receipt.organisation_id
    ]
    return not any(is_open(each) for each in of_theirs) and any(each.decided_at for each in of_theirs)


def _challenges(work: UnitOfWork, person: Person | None, evaluation: Evaluation) -> bool:
    return person is not None and may(
        work.people.roles(person.id, evaluation.contract_id), Act.CHALLENGE_EVALUATION
    )


def last_day_of(work: UnitOfWork, evaluation: Evaluation, receipt: EvaluationReceipt, now: datetime) -> date:
    """Return the last day of an organisation's window; until the delivery as if it were delivered now."""
    return last_day(receipt.delivered_at or now, calendar_of(work, evaluation.contract_id))


def _window(work: UnitOfWork, evaluation: Evaluation, receipt: EvaluationReceipt, now: datetime) -> Window:
    last = last_day_of(work, evaluation, receipt, now)
    today = calendar_of(work, evaluation.contract_id).local(now).date()
    has_begun = receipt.delivered_at is not None
    side = work.organisations.get(receipt.organisation_id).name
    return Window(side, has_begun, last, is_over=has_begun and today > last)


def _challenged(work: UnitOfWork, challenge: Challenge) -> Challenged:
    calendar = calendar_of(work, challenge.contract_id)
    return Challenged(
        reference=challenge.reference,
        side=work.organisations.get(challenge.organisation_id).name,
        state=challenge.state.value,
        answer_by=answer_by(work, challenge.id),
        decided_on=calendar.local(challenge.decided_at).date() if challenge.decided_at else None,
        judgement=challenge.judgement.value if challenge.judgement else "",
    )


def answer_by(work: UnitOfWork, challenge_id: UUID) -> datetime | None:
    """Return when a challenge is to be decided; None once it is over."""
    live = work.deadlines.live(challenge_id, (DeadlineKind.CHALLENGE_ANSWER,))
    return live[0].due_at if live else None


def is_open(challenge: Challenge) -> bool:
    """Say whether a challenge still waits for its decision."""
    return challenge.state is ChallengeState.OPENED
