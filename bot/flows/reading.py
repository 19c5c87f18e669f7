"""The story of readings: the numbers of one occurrence recorded or corrected, and a poor one rung about."""

from functools import partial
from uuid import UUID

from bot.answers import Answer, Nothing, ShowInstead
from bot.casework import readings
from bot.casework.monitoring_access import activity_for
from bot.casework.reading_points import measures_due
from bot.inbound import Press, Submission
from bot.kept import kept
from bot.listeners import Listeners
from bot.monitoring_blocks import window
from bot.reading_blocks import RANG, poor_message, recorded_message, saved_window
from bot.reading_form import CORRECT_READINGS_FORM, READINGS_FORM, given_in
from bot.services import Services
from bot.turn import Turn, record_id
from domain.notices import NoticeKind


def record(turn: Turn[Submission]) -> Answer:
    """Keep what was read, and what could not be."""
    activity_id, given = _given(turn)
    activity = readings.record_readings(turn.work, turn.person, activity_id, given, turn.now)
    return ShowInstead(saved_window(turn.work, turn.person, activity, turn.now))


def correct(turn: Turn[Submission]) -> Answer:
    """Keep the corrected numbers beside the first ones."""
    activity_id, given = _given(turn)
    activity = readings.correct_readings(turn.work, turn.person, activity_id, given, turn.now)
    return kept(turn, "corrected", partial(window, turn.work, turn.person, activity.schedule_id, turn.now))


def _given(turn: Turn[Submission]) -> tuple[UUID, readings.Given]:
    activity_id = record_id(turn.inbound.about()["activity"])
    activity, _schedule = activity_for(turn.work, turn.person, activity_id)
    return activity_id, given_in(turn.inbound.form, measures_due(turn.work, activity))


def rang(turn: Turn[Press]) -> Answer:
    """*I have rung*: kept, and said to the others who were told."""
    readings.rang(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    return Nothing()


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.submission(READINGS_FORM, record, for_others=True)
    listeners.submission(CORRECT_READINGS_FORM, correct)
    listeners.press(RANG, rang)
    services.messages.add(NoticeKind.READING_RECORDED, recorded_message)
    services.messages.add(NoticeKind.READING_POOR, poor_message)
