"""Who is asked at a step of an urgent ladder: the level itself, or the one that comes in its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.casework.route import live_route, on_duty, route_of
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind
from domain.ladders import Hears
from domain.notices import is_turned_away
from domain.routes import CLIMBED, LEVEL_OF_HEARS, Level, Means
from storage.deadlines import Deadline
from storage.notices import Notice
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

Present = dict[Level, list[Person]]

IN_THEIR_PLACE = (*CLIMBED, Level.ON_CALL, Level.DIRECTOR)
"""Who is asked for whom: the next line up, and where no line has anybody, whoever else is on the route."""


@dataclass(frozen=True)
class Asked:
    """Who is asked, at which level, and which lines below them have nobody or could not be reached."""

    people: Sequence[Person]
    level: Level | None = None
    empty: Sequence[Level] = ()
    unreached: Sequence[Level] = ()
    is_in_place: bool = False

    def facts(self, run: int) -> dict[str, Any]:
        """Return what a message carries of it: levels, never names. `run` counts how often the ladder began anew."""
        return {
            "run": run,
            "level": self.level.value if self.level else "",
            "in_place": self.is_in_place,
            "empty": [level.value for level in self.empty],
            "unreached": [level.value for level in self.unreached],
        }


def on_duty_now(work: UnitOfWork, deadline: Deadline, now: datetime, *, off_turn: bool = False) -> Present:
    """Return who is on duty at each level of the route that a duty climbs; levels with nobody are left out.

    With `off_turn`, whoever has no turn now counts too.
    """
    concern = concern_of(work, deadline)
    route = route_of(work, concern) if concern else live_route(work)
    barred = barred_from(work, deadline)
    asked = {level: [each for each in people if each.id not in barred] for level, people in route.items()}
    # Whoever must not be told stands in for nobody either.
    return {
        level: on_duty(work, people, level, now, barred, off_turn=off_turn)
        for level, people in asked.items()
        if people
    }


def hearers_on_route(work: UnitOfWork, deadline: Deadline, hears: Hears, now: datetime) -> Sequence[Person]:
    """Return who hears a step of an urgent ladder now; an empty level is skipped, so that the next one hears it."""
    return ask_on_route(work, deadline, hears, now).people


def ask_on_route(work: UnitOfWork, deadline: Deadline, hears: Hears, now: datetime) -> Asked:
    """Work out who is asked at a step: a level, or everybody on duty.

    Where a level has nobody, the next one that has not been asked yet is asked at its time (practice.md section 4).
    """
    # Once every line was asked and nobody has answered, whose turn it is holds nobody back.
    present = on_duty_now(work, deadline, now, off_turn=hears is Hears.ON_DUTY)
    if hears is Hears.ON_DUTY:
        lines: list[Level] = [level for level in present if level is not Level.DIRECTOR]
        everybody = lines or list(present)
        return Asked(_once(person for level in everybody for person in present[level]))
    before = asks_of(work, deadline)
    wanted = LEVEL_OF_HEARS[hears]
    level = _level_for(wanted, present, before)
    if level is None:
        return Asked([])
    below = CLIMBED[: CLIMBED.index(level)] if level in CLIMBED else CLIMBED if hears in _CLIMBING else ()
    return Asked(
        _once(present[level]),
        level,
        empty=[each for each in below if each not in present],
        unreached=[each for each in below if each in present and _is_unreached(each, before)],
        is_in_place=level is not wanted,
    )


_CLIMBING = frozenset(hears for hears, level in LEVEL_OF_HEARS.items() if level in CLIMBED)


def asks_of(work: UnitOfWork, deadline: Deadline) -> list[Notice]:
    """Return the messages in Slack by which people on the route were asked since the ladder last began."""
    return [
        notice
        for notice in work.notices.of_deadline(deadline.id)
        if notice.means is Means.SLACK and notice.facts.get("run") == deadline.restarts
    ]


def _level_for(level: Level, present: Present, before: Sequence[Notice]) -> Level | None:
    if level not in CLIMBED:
        return level if level in present else None
    had_its_turn = any(
        each.facts.get("level") == level.value and each.facts.get("in_place") for each in before
    )
    if level in present and not had_its_turn:
        return level
    candidates = [each for each in CLIMBED if each in present] or [
        each for each in IN_THEIR_PLACE if each in present
    ]
    asked = {notice.facts.get("level") for notice in before}
    from_here = IN_THEIR_PLACE.index(level)
    unasked = [
        each for each in candidates if IN_THEIR_PLACE.index(each) >= from_here and each.value not in asked
    ]
    if unasked:
        return unasked[0]
    return level if level in present else next(iter(candidates[-1:]), None)


def _is_unreached(level: Level, before: Sequence[Notice]) -> bool:
    tried = [notice for notice in before if notice.facts.get("level") == level.value]
    return bool(tried) and all(is_turned_away(notice.state, notice.error) for notice in tried)


def barred_from(work: UnitOfWork, deadline: Deadline) -> frozenset[UUID]:
    """Return who must not be told of a concern, and who asks for support: nobody helps themselves.

    A second look is not asked of whoever has the concern, nor of whoever asks for it.
    """
    if deadline.subject_kind is SubjectKind.SUPPORT:
        request = work.support.find(deadline.subject_id)
        return frozenset({request.requester_id}) if request else frozenset()
    concern = concern_of(work, deadline)
    named = work.safeguarding.named(concern.id) if concern else []
    barred = frozenset(row.person_id for row in named if row.is_excluded)
    if concern is None or deadline.kind is not DeadlineKind.SAFEGUARDING_REVIEW:
        return barred
    asking = {each.asked_by for each in work.safeguarding_decisions.open_reviews(concern.id)}
    return barred | asking | ({concern.lead_id} if concern.lead_id else set())


def concern_of(work: UnitOfWork, deadline: Deadline) -> SafeguardingConcern | None:
    """Return the safeguarding concern that a duty is about, if it is about one."""
    if deadline.subject_kind is not SubjectKind.SAFEGUARDING:
        return None
    return work.safeguarding.get(deadline.subject_id)


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.id: person for person in people}.values())
