"""What everybody reads of a look back: what was written, without a name from three on, and how many answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do
from bot.casework.improvement_access import sees
from bot.casework.reflections import FIELDS, asked_only_once, everybody_of, named_reflection
from domain.actions import ActionState
from domain.errors import NotYours
from domain.improvements import ImprovementState
from domain.people import Act
from domain.reflections import shown
from storage.actions import Action
from storage.improvements import Improvement
from storage.people import Person
from storage.reflections import Reflection
from storage.unit_of_work import UnitOfWork

LOOKED_BACK = frozenset({ImprovementState.REFLECTING, ImprovementState.CLOSED})


@dataclass(frozen=True)
class Shown:
    """One reflection as it is read: the name and side of whoever wrote it are empty where it carries none."""

    name: str
    side: str
    texts: dict[str, str]


@dataclass(frozen=True)
class Looking:
    """Where a look back stands. It does not say who answered: beside the names, a nameless one would be known."""

    named: Sequence[Shown]
    nameless: Sequence[Shown]
    nameless_count: int
    answered: int
    asked: int
    once: int
    recommendations: Sequence[Action]
    lesson: str
    because: str


def look_back_of(work: UnitOfWork, improvement: Improvement) -> Looking:
    """Return where a look back stands. Who may read it is asked by the caller: whoever may open the process."""
    rows = work.reflections.of(improvement.id)
    named = sorted((each for each in rows if not each.is_anonymous), key=_written)
    # By its words, so that no order says who wrote when.
    nameless = sorted((_shown(work, each) for each in rows if each.is_anonymous), key=_words)
    here = {each.id for each in everybody_of(work, improvement)}
    asked = [
        each for each in work.reflections.asked(improvement.id) if each.has_answered or each.person_id in here
    ]
    texts = work.narratives.latest(improvement.id)
    return Looking(
        named=[_shown(work, each) for each in named],
        nameless=shown(nameless),
        nameless_count=len(nameless),
        answered=sum(each.has_answered for each in asked),
        asked=len(asked),
        once=len(asked_only_once(work, improvement)),
        recommendations=recommendations(work, improvement),
        lesson=texts.get("lesson", ""),
        because=texts.get("none_because", ""),
    )


def _written(reflection: Reflection) -> datetime:
    assert reflection.written_at is not None
    return reflection.written_at


def _words(reflection: Shown) -> str:
    return " ".join(reflection.texts.values())


def _shown(work: UnitOfWork, reflection: Reflection) -> Shown:
    latest = work.narratives.latest(reflection.id)
    side = reflection.organisation_id
    return Shown(
        name=work.people.get(reflection.written_by).name if reflection.written_by else "",
        side=work.organisations.get(side).name if side else "",
        texts={name: latest[name] for name in FIELDS if latest.get(name, "").strip()},
    )


def recommendations(work: UnitOfWork, improvement: Improvement) -> Sequence[Action]:
    """Return the actions agreed since everybody was asked to look back; they are chased after it is closed too."""
    since = improvement.reflecting_since
    return [
        each
        for each in work.actions.of_improvement(improvement.id)
        if since is not None and each.proposed_at >= since and each.state is not ActionState.WITHDRAWN
    ]


def may_look_back(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody may write what they make of it now."""
    if improvement.state is not ImprovementState.REFLECTING or not sees(work, person, improvement):
        return False
    if not may_do(work, person, improvement.contract_id, Act.TAKE_PART):
        return False
    asked = {each.person_id: each for each in work.reflections.asked(improvement.id)}.get(person.id)
    has_answered = asked is not None and asked.has_answered
    return not has_answered or named_reflection(work, improvement, person) is not None


def waiting_for(work: UnitOfWork, person: Person, contract_ids: Sequence[UUID]) -> list[Improvement]:
    """Return the processes of some contracts on which somebody is asked to look back and has not."""
    return [
        each
        for each in work.improvements.in_contracts(contract_ids, only_under_way=True)
        if may_look_back(work, person, each) and named_reflection(work, each, person) is None
    ]


def asked_to_look_back(work: UnitOfWork, reader: Person, asked_id: UUID) -> Improvement:
    """Return the process that somebody was asked to look back on, to them alone. Raises NotYours for others."""
    asked = work.reflections.find_asked(asked_id)
    if asked is None or asked.person_id != reader.id:
        raise NotYours(NOT_YOURS)
    improvement = work.improvements.get(asked.improvement_id)
    if not sees(work, reader, improvement):
        raise NotYours(NOT_YOURS)
    return improvement
