"""What a drill has shown: who did not answer, at which level, by which way nobody was reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.notices import NoticeKind, NoticeState
from domain.routes import CLIMBED, Level, Means
from storage.notices import Notice
from storage.people import Person
from storage.routes import DrillAnswer
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Tested:
    """How one person of the route came out of it. `failed` are the ways besides Slack that did not take the test."""

    person: Person
    level: Level
    answered_at: datetime | None
    is_away: bool
    arrived_in_slack: bool
    failed: frozenset[Means]
    has_way_outside: bool


@dataclass(frozen=True)
class Result:
    """What a drill has shown as it stands now."""

    tested: Sequence[Tested]
    empty: Sequence[Level]


def result_of(work: UnitOfWork, drill_id: UUID) -> Result:
    """Return what a drill has shown, person by person, the first levels first."""
    said = [each for each in work.notices.about(drill_id) if each.kind is NoticeKind.DRILL]
    answers = work.routes.drill_answers(drill_id)
    tested = sorted((_tested(work, answer, said) for answer in answers), key=_place)
    levels = {answer.level for answer in answers}
    return Result(tested, [level for level in CLIMBED if level not in levels])


def _place(tested: Tested) -> tuple[int, str]:
    return list(Level).index(tested.level), tested.person.name


def _tested(work: UnitOfWork, answer: DrillAnswer, said: Sequence[Notice]) -> Tested:
    mine = [notice for notice in said if notice.person_id == answer.person_id]
    day = max(
        (work.organisations.calendar(None).local(notice.owed_at).date() for notice in mine), default=None
    )
    return Tested(
        person=work.people.get(answer.person_id),
        level=answer.level,
        answered_at=answer.answered_at,
        is_away=day is not None
        and answer.person_id in {leave.person_id for leave in work.routes.on_leave(day)},
        arrived_in_slack=any(
            notice.means is Means.SLACK and notice.state is NoticeState.SENT for notice in mine
        ),
        failed=frozenset(
            notice.means
            for notice in mine
            if notice.means is not Means.SLACK and notice.state is not NoticeState.SENT
        ),
        has_way_outside=bool(work.routes.outside(answer.person_id)),
    )
