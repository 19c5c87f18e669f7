"""Who hears of readings: the lead at once of a poor one, everybody of the rest; nothing starts by itself."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from bot.casework.audiences import leads_of
from bot.casework.monitoring_access import subject_of
from bot.casework.notices import Owed, owe_channels, owe_people
from bot.casework.reading_points import Read
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.measure_course import is_for_everybody
from domain.notices import NoticeKind
from domain.rhythm import Speed
from storage.monitoring import MonitoringActivity
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def tell(
    work: UnitOfWork,
    activity: MonitoringActivity,
    person: Person,
    found: Sequence[Read],
    now: datetime,
    *,
    was_poor: Collection[UUID] = (),
    is_corrected: bool = False,
) -> None:
    """Tell the lead, within working hours, unless they recorded it themselves; and the channel what all may hear.

    A poor reading the lead hears of first and alone: they ring before anything is written (CPC424-P12). What is
    corrected is not said in the channel again: the message that stands there is edited.
    """
    leads = [lead for lead in leads_of(work, activity.contract_id) if lead.id != person.id]
    is_poor = any(each.point.is_poor and each.measure.id not in was_poor for each in found)
    kind = NoticeKind.READING_POOR if is_poor else NoticeKind.READING_RECORDED
    owed = _owed(activity, kind, ContentClass.INTERNAL, f"{kind.value}:{now.isoformat()}")
    owe_people(work, owed, leads, now)
    if is_corrected or not any(each.point.value is not None for each in found):
        return
    if is_for_everybody([each.point for each in found]):
        word = _owed(activity, NoticeKind.READING_RECORDED, ContentClass.SHARED, "readings")
        owe_channels(work, word, ChannelPurpose.SHARED, now)


def _owed(activity: MonitoringActivity, kind: NoticeKind, content_class: ContentClass, event: str) -> Owed:
    return Owed(
        kind=kind,
        subject=subject_of(activity),
        content_class=content_class,
        speed=Speed.PROMPT,
        event=f"{activity.id.hex}:{event}",
        contract_id=activity.contract_id,
    )
