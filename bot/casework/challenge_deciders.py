"""Who decides a challenge: somebody of our side who had no part in what is judged (CPC305-P31, practice.md 3)."""

from collections.abc import Sequence
from datetime import time
from uuid import UUID

from bot.casework.access import may_do, party_of
from bot.casework.notices import calendar_of
from bot.casework.reviewers import independent_reviewers
from domain.calendar import ONE_DAY
from domain.people import Act, Party, Role
from storage.challenges import Challenge
from storage.evaluations import Evaluation
from storage.people import Person
from storage.unit_of_work import UnitOfWork

DECIDERS = (Role.QUALITY_OFFICER, Role.CONTRACT_LEAD, Role.SENIOR_CONTACT)
"""Who is asked to decide, in this order, of those who had no part in the evaluation; then an independent reviewer."""


def deciders_of(work: UnitOfWork, challenge: Challenge, evaluation: Evaluation) -> Sequence[Person]:
    """Return who may decide a challenge, the first to be asked first."""
    found: list[Person] = []
    for role in DECIDERS:
        found += [
            person
            for person in work.people.holding((role,), challenge.contract_id)
            if decides(work, person, challenge, evaluation)
        ]
    found += [each for each in independent_reviewers(work) if decides(work, each, challenge, evaluation)]
    return list({person.id: person for person in found}.values())


def decides(work: UnitOfWork, person: Person, challenge: Challenge, evaluation: Evaluation) -> bool:
    """Say whether somebody may decide a challenge: by role, of our side, and with no part in the evaluation."""
    return (
        party_of(work, person, challenge.contract_id) is Party.OWN
        and may_do(work, person, challenge.contract_id, Act.DECIDE_CHALLENGE)
        and person.id not in authors_of(work, challenge, evaluation)
    )


def authors_of(work: UnitOfWork, challenge: Challenge, evaluation: Evaluation) -> frozenset[UUID]:
    """Return who had a part in what is challenged, or wrote the challenge.

    Who compiled, confirmed or shared it; who logged a concern or recorded a finding that it rests on; and whoever
    added to the challenge, or recorded for the provider what it adds.
    """
    wrote = [text.author_id for text in work.narratives.versions(challenge.id, "said")]
    authors = (evaluation.asked_by, evaluation.judged_by, evaluation.shared_by, challenge.opened_by, *wrote)
    return frozenset(author for author in authors if author is not None) | recorders_of(work, evaluation)


def recorders_of(work: UnitOfWork, evaluation: Evaluation) -> frozenset[UUID]:
    """Return who recorded what an evaluation rests on: concerns logged, and findings of looks, in its period."""
    calendar = calendar_of(work, evaluation.contract_id)
    first, last = evaluation.period_from, evaluation.period_to
    since, until = calendar.at(first, time(0, 0)), calendar.at(last + ONE_DAY, time(0, 0))
    looks = work.monitoring.between(evaluation.contract_id, first, last)
    logged = work.concerns.reporters_in(evaluation.contract_id, since, until)
    return logged | frozenset(look.answered_by for look in looks if look.answered_by is not None)


def evaluation_of(work: UnitOfWork, challenge: Challenge) -> Evaluation:
    """Return the evaluation that is challenged."""
    evaluation = work.evaluations.find(challenge.evaluation_id)
    assert evaluation is not None
    return evaluation
