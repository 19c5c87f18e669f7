"""Starting, answering, pausing and climbing: what happens to every timed duty, whatever its story."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from bot.casework.notices import calendar_about, calendar_of, rhythm_of
from bot.casework.saying import asked_by, say_step
from domain.calendar import WorkingCalendar
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind, DeadlineState, move
from domain.ladders import (
    Hears,
    Ladder,
    Step,
    applicable,
    following,
    moment_of,
    steps_from_data,
    steps_to_data,
    to_come,
)
from domain.notices import PENDING
from domain.people import Party
from domain.profiles import LADDERS
from domain.rhythm import Speed, send_from
from storage.deadlines import Deadline
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Duty:
    """A timed duty about to start. `basis` says where its clock comes from."""

    kind: DeadlineKind
    subject: tuple[SubjectKind, UUID]
    contract_id: UUID | None
    owner: Person | None
    party: Party
    due_at: datetime
    basis: str
    is_requirement: bool = True
    ladder: Ladder | None = None


def start(work: UnitOfWork, duty: Duty, now: datetime) -> Deadline:
    """Start a duty's clock, its ladder frozen as it stands today."""
    return start_all(work, [duty], now)[0]


def start_all(work: UnitOfWork, duties: Sequence[Duty], now: datetime) -> list[Deadline]:
    """Start the clocks of several duties, as each would alone."""
    started = [_started(work, duty, now) for duty in duties]
    work.deadlines.add(*started)
    return started


def _started(work: UnitOfWork, duty: Duty, now: datetime) -> Deadline:
    calendar = calendar_about(work, duty.subject, duty.contract_id)
    days = calendar.working_days_between(calendar.local(now).date(), calendar.local(duty.due_at).date())
    ladder = applicable(
        LADDERS[duty.kind] if duty.ladder is None else duty.ladder,
        is_requirement=duty.is_requirement,
        working_days=days,
    )
    subject_kind, subject_id = duty.subject
    deadline = Deadline(
        kind=duty.kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        contract_id=duty.contract_id,
        owner_id=duty.owner.id if duty.owner else None,
        party=duty.party,
        basis=duty.basis,
        started_at=now,
        due_at=duty.due_at,
        original_due_at=duty.due_at,
        ladder=steps_to_data(ladder),
    )
    early = (step for step in ladder if step.offset < 0)
    deadline.climbed = [step.name for step in early if _moment_by(calendar, deadline, step) < now]
    deadline.next_step_at = _next_of(ladder, calendar, deadline, now)
    return deadline


def _calendar_for(work: UnitOfWork, deadline: Deadline) -> WorkingCalendar:
    return calendar_about(work, (deadline.subject_kind, deadline.subject_id), deadline.contract_id)


def step_moment(work: UnitOfWork, deadline: Deadline, step: Step) -> datetime:
    """Return when a step is reached, in the rhythm of the side that hears it."""
    return _moment_by(_calendar_for(work, deadline), deadline, step)


def _moment_by(calendar: WorkingCalendar, deadline: Deadline, step: Step) -> datetime:
    hears_theirs = step.hears in {Hears.OWNER, Hears.OWNER_SENIOR}
    rhythm = rhythm_of(deadline.party if hears_theirs else Party.OWN)
    return moment_of(step, deadline.due_at, calendar, rhythm)


def plan(work: UnitOfWork, deadline: Deadline, now: datetime) -> None:
    """Work out when the ladder next has something to say: now, for what the clock found behind it as it started."""
    ladder = steps_from_data(deadline.ladder)
    deadline.next_step_at = _next_of(ladder, _calendar_for(work, deadline), deadline, now)


def _next_of(ladder: Ladder, calendar: WorkingCalendar, deadline: Deadline, now: datetime) -> datetime | None:
    remaining = [_moment_by(calendar, deadline, step) for step in to_come(ladder, deadline.climbed)]
    return max(min(remaining), now) if remaining else None


def restart(deadline: Deadline, now: datetime) -> None:
    """Let a ladder that came to a stop say everything again, whatever was owed of it before."""
    deadline.restarts += 1
    deadline.climbed, deadline.next_step_at, deadline.parked_until = [], now, None


def climb(work: UnitOfWork, deadline: Deadline, now: datetime, late_after: timedelta) -> None:
    """Owe what the steps reached by now call for.

    After downtime several steps may have been passed at once: each person then hears the last of theirs only,
    marked late (design.md section 6: each thing once, merged).
    """
    climb_all(work, [deadline], now, late_after)


def climb_all(work: UnitOfWork, deadlines: Sequence[Deadline], now: datetime, late_after: timedelta) -> None:
    """Let several duties climb, as each would alone. What was said changes them all at the end, in one statement."""
    reached = [_say_reached(work, deadline, now, late_after) for deadline in deadlines]
    for deadline, steps in zip(deadlines, reached, strict=True):
        deadline.climbed = [*deadline.climbed, *(step.name for step in steps)]
        plan(work, deadline, now)


def _say_reached(work: UnitOfWork, deadline: Deadline, now: datetime, late_after: timedelta) -> list[Step]:
    reached = _reached(work, deadline, now)
    said: set[UUID] = set()
    # What is earlier than planned lay behind the clock as it started: nobody was late with it.
    is_late = now - (deadline.next_step_at or now) > late_after
    for _moment, step in reversed(reached):
        asked = asked_by(work, deadline, step, now)
        fresh = replace(asked, people=[person for person in asked.people if person.id not in said])
        said |= {person.id for person in fresh.people}
        not_before = _after_the_owners_digest(work, deadline, step, reached, now)
        say_step(work, deadline, step, fresh, now, is_late=is_late, not_before=not_before)
    return [step for _, step in reached]


def _reached(work: UnitOfWork, deadline: Deadline, now: datetime) -> list[tuple[datetime, Step]]:
    """The steps reached by now, earliest first; of one that repeats, the last saying that has come round."""
    found = []
    for first in to_come(steps_from_data(deadline.ladder), deadline.climbed):
        step, moment = first, step_moment(work, deadline, first)
        if moment > now:
            continue
        while (
            step.every
            and not following(step).is_over
            and (later := step_moment(work, deadline, following(step))) <= now
        ):
            step, moment = following(step), later
        found.append((moment, step))
    # Of what falls together, whoever reported it and is on the route too is asked rather than told.
    return sorted(found, key=lambda pair: (pair[0], pair[1].hears is not Hears.REPORTER))


def _after_the_owners_digest(
    work: UnitOfWork, deadline: Deadline, step: Step, reached: list[tuple[datetime, Step]], now: datetime
) -> datetime | None:
    """Nobody's senior contact hears before they do (practice.md 2.5).

    Where the owner's word goes out in the digest of the same day, as after a weekend or after downtime, the senior
    contact's waits for the next one; an answer in between cancels it.
    """
    if step.hears is not Hears.OWNER_SENIOR or all(other.hears is not Hears.OWNER for _, other in reached):
        return None
    calendar = calendar_of(work, deadline.contract_id)
    owners = send_from(Speed.DIGEST, now, calendar, rhythm_of(deadline.party))
    return calendar.at(calendar.next_working_day(calendar.local(owners).date()), time(0, 0))


def meet(
    work: UnitOfWork, subject_id: UUID, kinds: Iterable[DeadlineKind], by: Person | None, now: datetime
) -> None:
    """Answer a record's duties: what was pending for them is cancelled in the same transaction."""
    meet_these(work, work.deadlines.live(subject_id, tuple(kinds)), by, now)


def meet_these(work: UnitOfWork, met: Sequence[Deadline], by: Person | None, now: datetime) -> None:
    """Answer some duties: what was pending for them is cancelled in the same transaction."""
    for deadline in met:
        deadline.state = move(deadline.state, DeadlineState.MET)
        deadline.met_at, deadline.met_by = now, by.id if by else None
    work.notices.cancel([deadline.id for deadline in met])


def cancel(
    work: UnitOfWork,
    subject_id: UUID,
    kinds: Iterable[DeadlineKind] = tuple(DeadlineKind),
    now: datetime | None = None,
) -> None:
    """End a record's duties without their having been met, such as when it is withdrawn.

    `now` is kept for what an evaluation counts: an answer that was late already does not become one never owed.
    """
    cancel_these(work, work.deadlines.live(subject_id, tuple(kinds)), now)


def cancel_these(work: UnitOfWork, ended: Sequence[Deadline], now: datetime | None = None) -> None:
    """End some duties without their having been met."""
    for deadline in ended:
        deadline.state, deadline.ended_at = move(deadline.state, DeadlineState.CANCELLED), now
    work.notices.cancel([deadline.id for deadline in ended])


def pause(work: UnitOfWork, subject_id: UUID, kind: DeadlineKind, now: datetime) -> None:
    """Stop the owner's clock while they wait for us (practice.md 2.4)."""
    for deadline in work.deadlines.live(subject_id, (kind,)):
        if deadline.state is DeadlineState.OPEN:
            deadline.state, deadline.paused_at = move(deadline.state, DeadlineState.PAUSED), now
            unsaid = {
                notice.step
                for notice in work.notices.pending(subject_id)
                if notice.deadline_id == deadline.id and notice.state in PENDING
            }
            deadline.climbed = [name for name in deadline.climbed if name not in unsaid]
            work.notices.cancel([deadline.id])


def resume(
    work: UnitOfWork, subject_id: UUID, kind: DeadlineKind, now: datetime, due_at: datetime | None = None
) -> datetime | None:
    """Let the owner's clock run again, to a new due moment when one was agreed; return the moment it runs to.

    Without one, the working days that the owner waited are given back: our slowness never makes them late.
    """
    runs_to = None
    for deadline in work.deadlines.live(subject_id, (kind,)):
        runs_to = due_at or _after_the_wait(work, deadline, now)
        if deadline.state is DeadlineState.PAUSED:
            deadline.state, deadline.paused_at = move(deadline.state, DeadlineState.OPEN), None
            deadline.restarts += 1  # what was cancelled unsaid may be owed again under the same day and step
        deadline.due_at = runs_to
        _climb_again(work, deadline, now)
    return runs_to


def _after_the_wait(work: UnitOfWork, deadline: Deadline, now: datetime) -> datetime:
    if deadline.paused_at is None:
        return deadline.due_at
    calendar = calendar_of(work, deadline.contract_id)
    due = calendar.local(deadline.due_at)
    waited = calendar.working_days_between(
        calendar.local(deadline.paused_at).date(), calendar.local(now).date()
    )
    return (
        calendar.at(calendar.add_working_days(due.date(), waited), due.time()) if waited else deadline.due_at
    )


def _climb_again(work: UnitOfWork, deadline: Deadline, now: datetime) -> None:
    """Below a moved due moment the ladder begins again; what lies behind it is neither repeated nor caught up."""
    reached = [
        (step.name, step.offset < 0)
        for step in steps_from_data(deadline.ladder)
        if step_moment(work, deadline, step) <= now
    ]
    deadline.climbed = [name for name, is_early in reached if is_early or name in deadline.climbed]
    plan(work, deadline, now)


def release(work: UnitOfWork, subject_id: UUID, kind: DeadlineKind, now: datetime) -> None:
    """Let the step to the owner's senior contact be said as usual, after it was held.

    What was passed over is said next. The owner hears first once more (practice.md 2.5): they were told that nobody
    is told.
    """
    for deadline in work.deadlines.live(subject_id, (kind,)):
        steps = steps_from_data(deadline.ladder)
        last_to_owner = [step.name for step in steps if step.hears is Hears.OWNER][-1:]
        again = {step.name for step in steps if step.hears is Hears.OWNER_SENIOR} | set(last_to_owner)
        if again.isdisjoint(deadline.climbed):
            continue
        deadline.climbed = [name for name in deadline.climbed if name not in again]
        deadline.restarts += 1
        plan(work, deadline, now)


def hand_to(work: UnitOfWork, subject_id: UUID, kind: DeadlineKind, owner: Person) -> None:
    """Make somebody the owner of a record's duty."""
    for deadline in work.deadlines.live(subject_id, (kind,)):
        deadline.owner_id = owner.id
