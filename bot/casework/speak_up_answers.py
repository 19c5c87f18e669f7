"""Answering somebody whose name is sealed: on the code's page, by whoever handles the record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.deadlines import meet
from bot.casework.notices import Owed, owe_sealed
from bot.casework.records import keep_texts, record
from bot.casework.safeguarding_arrival import keep_told_reporter
from bot.casework.speak_up import class_of, next_due, subject_of, wait_for_answer
from bot.casework.speak_up_access import to_answer
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.rhythm import Speed
from domain.safeguarding import SafeguardingState
from domain.speak_up import AnswerState, move
from storage.people import Person
from storage.speak_up import SpeakUp
from storage.unit_of_work import UnitOfWork

DUTY = (DeadlineKind.SPEAK_UP_ANSWER,)


@dataclass(frozen=True)
class NewAnswer:
    """What stands on the code's page next; `is_last`: it says what became of it."""

    words: str
    is_last: bool

    def __post_init__(self) -> None:
        if not self.words.strip():
            raise NotAllowed("Please write what they will read on their page.", "answer")


def answer(work: UnitOfWork, person: Person, speak_up_id: UUID, new: NewAnswer, now: datetime) -> SpeakUp:
    """Put an answer on the code's page. A word in Slack goes out only where it was allowed, and says nothing.

    Of what is decided, whoever raised it counts as told by the answer that says what became of it.
    """
    sealed = to_answer(work, person, speak_up_id)
    sealed.state = move(sealed.state, AnswerState.ANSWERED if new.is_last else AnswerState.ACKNOWLEDGED)
    meet(work, sealed.id, DUTY, person, now)
    within = next_due(sealed.state)
    if within is not None:
        wait_for_answer(work, sealed, within, now)
    keep_texts(work, subject_of(sealed), class_of(sealed), person, now, {"answer": new.words})
    record(work, Event.SPEAK_UP_ANSWERED, subject_of(sealed), person, now, state=sealed.state.value)
    if new.is_last and sealed.safeguarding_id is not None:
        concern = work.safeguarding.get(sealed.safeguarding_id)
        if concern.state is SafeguardingState.DECIDED and concern.reporter_told_at is None:
            keep_told_reporter(work, concern, person, now, by_handrail=False)
    if sealed.may_write:
        _send_word(work, sealed, now)
    work.notices.redraw(sealed.record_id)
    return sealed


def _send_word(work: UnitOfWork, sealed: SpeakUp, now: datetime) -> None:
    times = len([each for each in work.chronology.of(sealed.id) if each.event is Event.SPEAK_UP_ANSWERED])
    owed = Owed(
        kind=NoticeKind.SPEAK_UP_ANSWERED,
        subject=subject_of(sealed),
        content_class=ContentClass.RESTRICTED,
        speed=Speed.PROMPT,
        event=f"speak_up_answered:{sealed.id.hex}:{times}",
    )
    owe_sealed(work, owed, work.people.get(sealed.stand_in_id), now)
