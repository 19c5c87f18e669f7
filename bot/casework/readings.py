"""Readings of measures: recorded by the day they count for, corrected beside what was first said (CPC424-P12)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, require_act
from bot.casework.monitoring_access import activity_to_change, subject_of
from bot.casework.monitoring_record import FIELD_OF, answer
from bot.casework.notices import calendar_of
from bot.casework.reading_points import measures_due, points_on, poor_readings
from bot.casework.reading_word import tell
from bot.casework.records import keep_texts, record
from bot.casework.shared_words import require_words_for_all
from bot.casework.sustaining import ask_when_held
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.errors import NotAllowed, NotYours
from domain.measures import number
from domain.monitoring import ActivityState, is_past, require_text
from domain.people import Act
from storage.measures import Measure, Reading
from storage.monitoring import MonitoringActivity, MonitoringSchedule
from storage.people import Person
from storage.unit_of_work import UnitOfWork

BECAUSE = "because"


@dataclass(frozen=True)
class Given:
    """What was typed for each measure, by its id, and why what was left empty could not be read. SHARED words."""

    typed: Mapping[UUID, str] = field(default_factory=dict)
    because: str = ""


def field_of(measure: Measure) -> str:
    """Return the name of a measure's field in a form."""
    return f"reading_{measure.number}"


def record_readings(
    work: UnitOfWork, person: Person, activity_id: UUID, given: Given, now: datetime
) -> MonitoringActivity:
    """Record what was read at one occurrence, late or not, by the day it counts for.

    What could not be read is kept as a gap with its reason, never as a nought; where nothing could be read, the
    occurrence ends as not done. Raises NotYours, and NotAllowed for what is no number or has no reason.
    """
    activity, schedule = activity_to_change(work, person, activity_id)
    measures = measures_due(work, activity)
    values = _values(work, measures, given, activity.contract_id)
    is_read = any(value is not None for value in values.values())
    state = ActivityState.DONE if is_read else ActivityState.NOT_DONE
    answer(work, activity, person, state, now)
    for measure in measures:
        _keep(work, measure, activity, values[measure.id], given.because, (person, now))
    today = calendar_of(work, schedule.contract_id).local(now).date()
    done = Event.MONITORING_DONE if is_read else Event.MONITORING_NOT_DONE
    facts = {"original_on": activity.original_on, "is_late": is_past(activity.counts_on, today)}
    record(work, done, subject_of(activity), person, now, activity.contract_id, **facts)
    _record(work, Event.READING_RECORDED, activity, person, now, values)
    tell(work, activity, person, points_on(work, activity, now), now)
    _ask_whether_it_lasts(work, schedule, now)
    return activity


def correct_readings(
    work: UnitOfWork, person: Person, activity_id: UUID, given: Given, now: datetime
) -> MonitoringActivity:
    """Correct what was read, or add what came in later; what was said first is kept beside it.

    Where that makes a reading poor which was not, the lead is told as of any other.
    """
    activity, schedule = activity_to_change(work, person, activity_id)
    if activity.state not in FIELD_OF:
        raise NotAllowed("Nothing is recorded here that could be corrected.")
    measures = measures_due(work, activity)
    values = _values(work, measures, given, activity.contract_id)
    before = {
        each.id: standing
        for each in measures
        if (standing := work.measures.standing(each.id, activity.counts_on)) is not None
    }
    is_reworded = given.because.strip() not in _reasons(work, before.values())
    changed = [
        each
        for each in measures
        if each.id not in before
        or before[each.id].value != values[each.id]
        or (values[each.id] is None and is_reworded)
    ]
    if not changed:
        raise NotAllowed(
            "Nothing is changed yet. Please correct a number or a reason, or press Cancel.",
            field_of(measures[0]),
        )
    was_poor = {each.measure.id for each in points_on(work, activity, now) if each.point.is_poor}
    for measure in changed:
        _keep(work, measure, activity, values[measure.id], given.because, (person, now))
    new = {each.id: values[each.id] for each in changed}
    _record(work, Event.READING_CORRECTED, activity, person, now, new)
    work.notices.redraw(activity.id)
    found = [each for each in points_on(work, activity, now) if each.measure in changed]
    tell(work, activity, person, found, now, was_poor=was_poor, is_corrected=True)
    _ask_whether_it_lasts(work, schedule, now)
    return activity


def _reasons(work: UnitOfWork, standing: Collection[Reading]) -> set[str]:
    """Return why what is missing could not be read, as it was said before; one reason may stand for several."""
    return {
        work.narratives.latest(each.id).get(BECAUSE, "").strip() for each in standing if each.value is None
    }


def _ask_whether_it_lasts(work: UnitOfWork, schedule: MonitoringSchedule, now: datetime) -> None:
    improvement = work.improvements.find(schedule.improvement_id) if schedule.improvement_id else None
    if improvement is not None:
        ask_when_held(work, improvement, now)


def may_ring(work: UnitOfWork, person: Person, activity: MonitoringActivity) -> bool:
    """Say whether somebody rings the provider about a poor reading: whoever leads the process on our side."""
    return may_do(work, person, activity.contract_id, Act.LEAD_IMPROVEMENT)


def rang(work: UnitOfWork, person: Person, activity_id: UUID, now: datetime) -> MonitoringActivity:
    """Record that somebody rang about the poor readings of an occurrence; nothing follows from it by itself.

    Raises NotYours, and NotAllowed when nothing is poor, or somebody rang before.
    """
    activity = work.monitoring.find_to_change(activity_id)
    if activity is None:
        raise NotYours(NOT_YOURS)
    require_act(work, person, activity.contract_id, Act.LEAD_IMPROVEMENT)
    poor = poor_readings(work, activity, now)
    if not poor:
        raise NotAllowed("Nothing here is below the agreed level any more.")
    if any(each.rung_at for each in poor):
        raise NotAllowed("Somebody has rung about this already. The message above says who.")
    for each in poor:
        each.rung_by, each.rung_at = person.id, now
    record(work, Event.READING_RUNG, subject_of(activity), person, now, activity.contract_id)
    work.notices.redraw(activity.id)
    return activity


def _values(
    work: UnitOfWork, measures: Sequence[Measure], given: Given, contract_id: UUID
) -> dict[UUID, Decimal | None]:
    values: dict[UUID, Decimal | None] = {}
    for each in measures:
        said = given.typed.get(each.id, "").strip()
        values[each.id] = number(said, field_of(each), each.unit) if said else None
    _require_reason(values.values(), given.because)
    require_words_for_all(work, contract_id, {BECAUSE: given.because})
    return values


def _require_reason(values: Collection[Decimal | None], because: str) -> None:
    if None in values:
        require_text(
            because, BECAUSE, "Something is left empty. Please say why it could not be read, or fill it in."
        )
    elif because.strip():
        raise NotAllowed(
            "Every number is filled in. Please empty the one that could not be read, or clear this reason.",
            BECAUSE,
        )


def _keep(
    work: UnitOfWork,
    measure: Measure,
    activity: MonitoringActivity,
    value: Decimal | None,
    because: str,
    by: tuple[Person, datetime],
) -> None:
    person, now = by
    before = work.measures.standing(measure.id, activity.counts_on)
    if before is not None:
        before.replaced_at = now
    reading = Reading(
        measure_id=measure.id,
        activity_id=activity.id,
        counts_on=activity.counts_on,
        value=value,
        recorded_by=person.id,
        recorded_at=now,
    )
    work.measures.add(reading)
    if value is None:
        subject = (SubjectKind.READING, reading.id)
        keep_texts(work, subject, ContentClass.SHARED, person, now, {BECAUSE: because})


def _record(
    work: UnitOfWork,
    event: Event,
    activity: MonitoringActivity,
    person: Person,
    now: datetime,
    values: Mapping[UUID, Decimal | None],
) -> None:
    """Write down the figures themselves beside the occurrence: a number is no narrative, and a gap stays one."""
    said = {each.hex: None if value is None else str(value) for each, value in values.items()}
    facts = {"counts_on": activity.counts_on, "values": said}
    record(work, event, subject_of(activity), person, now, activity.contract_id, **facts)
