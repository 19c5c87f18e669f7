"""When those who are asked cannot be reached: the next line is asked at once, and it is known when nobody is left."""

from datetime import datetime
from uuid import UUID

from bot.casework.asking import Asked, asks_of, barred_from, concern_of, on_duty_now
from bot.casework.deadlines import plan, step_moment
from bot.casework.route import join_route
from bot.casework.saying import asked_by, say_step
from domain.deadlines import DeadlineState
from domain.ladders import Ladder, Step, steps_from_data
from domain.notices import PENDING, NoticeState, is_held_up, is_turned_away
from domain.routes import LEVEL_OF_HEARS, Means
from storage.deadlines import Deadline
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

ON_ITS_WAY = PENDING | {NoticeState.CLAIMED}


def bring_forward(work: UnitOfWork, deadline_id: UUID, now: datetime) -> bool:
    """Ask the next line now, when nobody on the line asked last can be reached; say whether somebody is asked.

    Somebody who has left, or to whom Slack has no way, will not answer: the next line does not wait for its usual
    quarter of an hour. That somebody is not to be disturbed is no such thing, for the message does arrive. One of a
    line who is reached, or may still be, is enough; who must not be told since does not count as reached.
    """
    deadline = work.deadlines.get_to_change(deadline_id)
    if deadline.state is not DeadlineState.OPEN or not has_nobody_on_last_line(work, deadline):
        return False
    for step in _lines_left(deadline):
        asked = asked_by(work, deadline, step, now)
        say_step(work, deadline, step, asked, now)
        deadline.climbed = [*deadline.climbed, step.name]
        plan(work, deadline, now)
        if asked.people:
            return True
    return False


def has_nobody_on_last_line(work: UnitOfWork, deadline: Deadline) -> bool:
    """Say whether everybody on the line asked last has left, has no way in Slack for now, or must not be told since."""
    moments = {step.name: step_moment(work, deadline, step) for step in _ladder(deadline)}
    barred = barred_from(work, deadline)
    asks = [ask for ask in asks_of(work, deadline) if ask.step in moments]
    last = max((moments[ask.step] for ask in asks), default=None)
    on_it = [ask for ask in asks if moments[ask.step] == last]
    return bool(on_it) and all(
        is_turned_away(ask.state, ask.error) or is_held_up(ask.state, ask.error) or ask.person_id in barred
        for ask in on_it
    )


def _ladder(deadline: Deadline) -> Ladder:
    return steps_from_data(deadline.ladder)


def _lines_left(deadline: Deadline) -> list[Step]:
    """The lines of the route that a ladder has not come to yet, as it comes to them."""
    climbed = {name.partition(".")[0] for name in deadline.climbed}
    return [step for step in _ladder(deadline) if step.hears in LEVEL_OF_HEARS and step.name not in climbed]


def has_stopped(work: UnitOfWork, deadline: Deadline) -> bool:
    """Say whether a duty that must never be silent is: nothing is planned, or what was said reached nobody.

    What Slack is still to take, or refuses at present, is on its way.
    """
    if deadline.next_step_at is None:
        return True
    if not any(step.is_ask and step.name in deadline.climbed for step in _ladder(deadline)):
        return False
    asks = _all_asks(work, deadline)
    return not any(ask.state is NoticeState.SENT or ask.state in ON_ITS_WAY for ask in asks)


def reaches_nobody(work: UnitOfWork, deadline: Deadline, now: datetime) -> bool:
    """Say whether a person must step in: nobody is on duty, or nobody who is can be reached."""
    present = {person.id for people in on_duty_now(work, deadline, now).values() for person in people}
    present |= {deadline.owner_id} if deadline.owner_id else set()
    if not present:
        return True
    latest = {ask.person_id: ask for ask in asks_of(work, deadline) if ask.person_id in present}
    if not latest or _lines_left(deadline):
        return False
    return all(is_turned_away(ask.state, ask.error) for ask in latest.values())


def _all_asks(work: UnitOfWork, deadline: Deadline) -> list[Notice]:
    asking = {step.name for step in _ladder(deadline) if step.is_ask}
    owed = work.notices.of_deadline(deadline.id)
    return [ask for ask in owed if ask.step in asking and ask.means is Means.SLACK]


def last_asked_at(work: UnitOfWork, deadline: Deadline) -> datetime | None:
    """Return when somebody was last owed the question, in domain time; None when nobody ever was."""
    return max((ask.owed_at for ask in _all_asks(work, deadline)), default=None)


def ask_newcomers(work: UnitOfWork, deadline: Deadline, now: datetime) -> None:
    """Bring whoever is on the route by now into a case that nobody has, and ask them if their line was asked.

    Who was asked already is not asked again; whose line is still to come is asked with it.
    """
    concern = concern_of(work, deadline)
    if concern is not None:
        join_route(work, concern, now)
    asked = {ask.person_id for ask in _all_asks(work, deadline)}
    reached = {name.partition(".")[0] for name in deadline.climbed}
    present = on_duty_now(work, deadline, now)
    for step in _ladder(deadline):
        level = LEVEL_OF_HEARS.get(step.hears)
        if level is None or step.name not in reached:
            continue
        new = [person for person in present.get(level, []) if person.id not in asked]
        say_step(work, deadline, step, Asked(new, level), now)
        asked |= {person.id for person in new}
