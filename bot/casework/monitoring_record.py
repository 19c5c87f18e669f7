"""One occurrence answered: done with what was found, not done with the reason, or moved to another day."""

from datetime import date, datetime
from uuid import UUID

from bot.casework.audiences import leads_of
from bot.casework.deadlines import meet, pause, resume
from bot.casework.monitoring import next_after
from bot.casework.monitoring_access import activity_for, activity_to_change, class_of, subject_of
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import keep_texts, record
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.monitoring import (
    FALLS_SHORT,
    ActivityState,
    Finding,
    Met,
    asked_at,
    counted_on,
    is_past,
    move,
    require_new_day,
    require_text,
)
from domain.notices import NoticeKind
from domain.rhythm import Speed
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.people import Person
from storage.unit_of_work import UnitOfWork

RESULT, NOT_DONE_BECAUSE, MOVED_BECAUSE = "result", "not_done_because", "moved_because"
OLDER_BECAUSE = "older_because"
FIELD_OF = {ActivityState.DONE: RESULT, ActivityState.NOT_DONE: NOT_DONE_BECAUSE}


def record_done(
    work: UnitOfWork,
    person: Person,
    activity_id: UUID,
    found: Finding,
    now: datetime,
) -> MonitoringActivity:
    """Record what was found, where that comes from and of which day; late or not, it counts (CPC424-P12).

    Whether it meets what was agreed is said beside it, by whoever looked: the lead hears it, and what follows from it
    they decide.

    What is older than the time before shows nothing of this one, unless somebody says why it does.
    """
    activity, schedule = activity_to_change(work, person, activity_id)
    today = calendar_of(work, schedule.contract_id).local(now).date()
    require_text(found.result, RESULT, "Please say in a sentence or two what was found.")
    if found.source_on > today:
        raise NotAllowed(
            "Please choose today or an earlier day: the day it was seen, said or written.", "source_on"
        )
    is_older = found.source_on < time_before(work, schedule, activity)
    if is_older and not found.older_because.strip():
        raise NotAllowed(
            "That is before the time before this one. If it is right, please say why.", "source_on"
        )
    activity.source, activity.source_on, activity.met = found.source, found.source_on, found.met
    _answer(work, activity, schedule, person, ActivityState.DONE, now)
    texts = {RESULT: found.result, OLDER_BECAUSE: found.older_because if is_older else ""}
    keep_texts(work, subject_of(activity), class_of(schedule), person, now, texts)
    is_late = is_past(activity.counts_on, today)
    said = found.met.value if found.met else ""
    facts = {"source_on": found.source_on, "is_late": is_late, "met": said}
    _record(work, Event.MONITORING_DONE, activity, person, now, **facts)
    return activity


def time_before(work: UnitOfWork, schedule: MonitoringSchedule, activity: MonitoringActivity) -> date:
    """Return the day planned before one occurrence; of the first, the day one interval earlier."""
    earlier = [
        each.original_on
        for each in work.monitoring.of_schedule(schedule.id)
        if each.original_on < activity.original_on and each.state is not ActivityState.CANCELLED
    ]
    return max(earlier, default=counted_on(activity.original_on, schedule.interval, -1))


def to_correct(work: UnitOfWork, person: Person, activity_id: UUID) -> tuple[MonitoringActivity, str]:
    """Return what was recorded, and its text as it stands. Raises NotYours, NotAllowed while nothing is recorded."""
    activity, _ = activity_for(work, person, activity_id)
    return activity, work.narratives.latest(activity.id).get(_field_of(activity), "")


def correct_record(
    work: UnitOfWork, person: Person, activity_id: UUID, text: str, now: datetime, met: Met | None = None
) -> MonitoringActivity:
    """Correct what was written down, or whether it meets what was agreed; what was said first is kept, and its day."""
    activity, schedule = activity_to_change(work, person, activity_id)
    field = _field_of(activity)
    require_text(text, "text", "Please say in a sentence or two how it was.")
    is_same = text.strip() == work.narratives.latest(activity.id).get(field, "").strip()
    if is_same and met in {None, activity.met}:
        raise NotAllowed("Nothing is changed yet. Please correct the text, or press Cancel.", "text")
    if not is_same:
        keep_texts(work, subject_of(activity), class_of(schedule), person, now, {field: text})
    before, falls_short = activity.met, activity.met in FALLS_SHORT
    activity.met = met or before
    facts = {"met_before": before.value, "met": met.value} if met and before and met is not before else {}
    _record(work, Event.MONITORING_CORRECTED, activity, person, now, **facts)
    if activity.met in FALLS_SHORT and not falls_short:
        _tell(work, activity, schedule, person, now)
    work.notices.redraw(activity.id)
    return activity


def _field_of(activity: MonitoringActivity) -> str:
    if activity.state not in FIELD_OF:
        raise NotAllowed("Nothing is recorded here that could be corrected.")
    return FIELD_OF[activity.state]


def record_not_done(
    work: UnitOfWork,
    person: Person,
    activity_id: UUID,
    reason: str,
    moved_to: date | None,
    now: datetime,
) -> MonitoringActivity:
    """Record why it was not done; with a new day it is moved, the day planned first stays on the record."""
    activity, schedule = activity_to_change(work, person, activity_id)
    require_text(reason, "reason", "Please say why it was not done.")
    if moved_to is not None:
        return _move(work, activity, schedule, person, (moved_to, reason), now)
    _answer(work, activity, schedule, person, ActivityState.NOT_DONE, now)
    keep_texts(work, subject_of(activity), class_of(schedule), person, now, {NOT_DONE_BECAUSE: reason})
    _record(work, Event.MONITORING_NOT_DONE, activity, person, now)
    return activity


def _move(
    work: UnitOfWork,
    activity: MonitoringActivity,
    schedule: MonitoringSchedule,
    person: Person,
    to: tuple[date, str],
    now: datetime,
) -> MonitoringActivity:
    moved_to, reason = to
    move(activity.state, ActivityState.NOT_DONE)
    calendar = calendar_of(work, schedule.contract_id)
    today, next_on = calendar.local(now).date(), next_after(work, schedule, activity)
    require_new_day(moved_to, today, activity.planned_on, next_on, calendar)
    from_date, activity.planned_on = activity.planned_on, moved_to
    if not is_past(activity.counts_on, today):
        activity.counts_on = moved_to
    pause(
        work, activity.id, DeadlineKind.MONITORING_DUE, now
    )  # what is not said yet of the old day is not said
    resume(work, activity.id, DeadlineKind.MONITORING_DUE, now, calendar.at(moved_to, asked_at(schedule.at)))
    keep_texts(work, subject_of(activity), class_of(schedule), person, now, {MOVED_BECAUSE: reason})
    _record(work, Event.MONITORING_MOVED, activity, person, now, from_date=from_date, moved_to=moved_to)
    _tell(work, activity, schedule, person, now)
    return activity


def _answer(
    work: UnitOfWork,
    activity: MonitoringActivity,
    schedule: MonitoringSchedule,
    person: Person,
    state: ActivityState,
    now: datetime,
) -> None:
    answer(work, activity, person, state, now)
    _tell(work, activity, schedule, person, now)


def answer(
    work: UnitOfWork, activity: MonitoringActivity, person: Person, state: ActivityState, now: datetime
) -> None:
    """Take an occurrence to its end, whoever is told of it: nobody is reminded any more, open messages say so."""
    activity.state = move(activity.state, state)
    activity.answered_by, activity.answered_at = person.id, now
    meet(work, activity.id, (DeadlineKind.MONITORING_DUE,), person, now)
    work.notices.redraw(activity.id)


def _record(
    work: UnitOfWork,
    event: Event,
    activity: MonitoringActivity,
    person: Person,
    now: datetime,
    **facts: object,
) -> None:
    facts |= {"original_on": activity.original_on}
    record(work, event, subject_of(activity), person, now, activity.contract_id, **facts)


def _tell(
    work: UnitOfWork,
    activity: MonitoringActivity,
    schedule: MonitoringSchedule,
    person: Person,
    now: datetime,
) -> None:
    """Tell the lead, unless they recorded it themselves, and edit what was said before."""
    owed = Owed(
        kind=NoticeKind.MONITORING_ANSWERED,
        subject=subject_of(activity),
        content_class=class_of(schedule),
        speed=Speed.PROMPT,
        event=f"{activity.id.hex}:answered:{now.isoformat()}",
        contract_id=activity.contract_id,
    )
    leads = [lead for lead in leads_of(work, activity.contract_id) if lead.id != person.id]
    owe_people(work, owed, leads, now)
    work.notices.redraw(activity.id)
