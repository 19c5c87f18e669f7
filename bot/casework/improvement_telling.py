"""Telling the parties of a process that it has come a step further: each in person, and the shared channel."""

from dataclasses import replace
from datetime import datetime

from bot.casework.audiences import leads_of
from bot.casework.evaluation_sharing import sides_of
from bot.casework.improvement_access import class_of, word_about
from bot.casework.notices import owe_channels, owe_people
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.notices import NoticeKind
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def tell_step(work: UnitOfWork, improvement: Improvement, step: str, by: Person, now: datetime) -> None:
    """Tell everybody but whoever took it of a step; nobody but our own leads before it is explained.

    The words are made from the record when they go out; `step` names them.
    """
    times = sum(each.kind is NoticeKind.IMPROVEMENT_STEP for each in work.notices.about(improvement.id))
    word = word_about(improvement, NoticeKind.IMPROVEMENT_STEP, f"{step}:{times}", class_of(improvement))
    word = replace(word, facts={"step": step})
    told = {each.id: each for each in leads_of(work, improvement.contract_id)}
    if class_of(improvement) is ContentClass.SHARED:
        owe_channels(work, word, ChannelPurpose.SHARED, now)
        told |= {each.id: each for side in sides_of(work, improvement.contract_id) for each in side.people}
    owe_people(work, word, [each for each in told.values() if each.id != by.id], now)
