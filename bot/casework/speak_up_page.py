"""The code's page: what whoever sealed their name reads there, and what they add, answer or complain of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.audiences import answerers_of, seniors_of
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.records import keep_texts, record
from bot.casework.safeguarding_raise import answer_safety
from bot.casework.safeguarding_review import say_nothing_happened
from bot.casework.safeguarding_urgency import still_asked_until
from bot.casework.speak_up import class_of, subject_of, wait_for_answer
from domain.chronology import Event
from domain.concerns import LONGEST_TEXT
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Party
from domain.rhythm import Speed
from domain.safeguarding import SafeguardingState, Safety
from domain.speak_up import ACKNOWLEDGE_WITHIN, AnswerState, WrongCodes, digest_of_code, move
from storage.speak_up import SpeakUp
from storage.unit_of_work import UnitOfWork

WRONG_CODE = (
    "This code opens nothing. Please check each sign. "
    "After five wrong codes nothing is tried for a quarter of an hour."
)
SHOW_CODE_AGAIN = "This page has been open for a long time. Please close it and enter your code again."


@dataclass(frozen=True)
class Said:
    """One message to or from the page: on which day, by whom, and its words."""

    on: date
    is_theirs: bool
    body: str


@dataclass(frozen=True)
class Added:
    """What is sent from the page."""

    more: str = ""
    nothing_done: bool = False
    safety: Safety | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.more.strip() or self.nothing_done or self.safety)


def open_by_code(work: UnitOfWork, tried: WrongCodes, who: str, typed: str, now: datetime) -> SpeakUp:
    """Return what a code opens, and keep the day. Wrong ones are counted; whether any code exists shows in nothing.

    Who tried is not written down, refused or not: a row would say who may have spoken up.
    """
    if tried.is_barred(who, now):
        raise NotAllowed(WRONG_CODE, "code")
    sealed = work.speak_up.of_code(digest_of_code(typed))
    if sealed is None:
        tried.count(who, now)
        raise NotAllowed(WRONG_CODE, "code")
    keep_looked(work, sealed, now)
    return sealed


def keep_looked(work: UnitOfWork, sealed: SpeakUp, now: datetime) -> None:
    """Keep the day on which the page was last looked at: whoever answers reads whether it was seen."""
    sealed.looked_on = calendar_of(work, None).local(now).date()


def of_pass(work: UnitOfWork, speak_up_id: UUID, given: str, who: str, now: datetime) -> SpeakUp:
    """Return the page that somebody has shown the code for, locked. Raises NotAllowed once that is too long ago."""
    if not work.speak_up.is_passed(given, speak_up_id, who, now):
        raise NotAllowed(SHOW_CODE_AGAIN, "more")
    sealed = work.speak_up.find_to_change(speak_up_id)
    if sealed is None:
        raise NotAllowed(SHOW_CODE_AGAIN, "more")
    return sealed


def conversation(work: UnitOfWork, sealed: SpeakUp) -> Sequence[Said]:
    """Return what was written to and from the page, oldest first, by days."""
    calendar = calendar_of(work, None)
    written = sorted(work.narratives.of(sealed.id), key=lambda text: text.written_at)
    return [
        Said(calendar.local(text.written_at).date(), text.author_id == sealed.stand_in_id, text.body)
        for text in written
        if text.field in {"added", "answer"}
    ]


def safe_until(work: UnitOfWork, sealed: SpeakUp, now: datetime) -> date | None:
    """Return the day of *is the person safe until <day>?*, which is asked here in place of a message; or None."""
    if sealed.safeguarding_id is None:
        return None
    return still_asked_until(work, work.safeguarding.get(sealed.safeguarding_id), now)


def add(work: UnitOfWork, sealed: SpeakUp, added: Added, now: datetime) -> None:
    """Keep what is sent from the page, in the stand-in's name, and tell whoever handles the record."""
    if len(added.more) > LONGEST_TEXT:
        raise NotAllowed("This is too long for one message. Please send it in parts.", "more")
    keep_looked(work, sealed, now)
    stand_in = work.people.get(sealed.stand_in_id)
    if added.safety is not None and safe_until(work, sealed, now) is not None:
        answer_safety(work, stand_in, sealed.record_id, added.safety, now)
    if not (added.more.strip() or added.nothing_done):
        return
    if added.more.strip():
        keep_texts(work, subject_of(sealed), class_of(sealed), stand_in, now, {"added": added.more})
    if added.nothing_done and sealed.safeguarding_id is not None:
        say_nothing_happened(work, stand_in, sealed.record_id, now)
    record(
        work, Event.SPEAK_UP_ADDED_TO, subject_of(sealed), stand_in, now, is_nothing_done=added.nothing_done
    )
    if sealed.state is AnswerState.ANSWERED:
        sealed.state = move(sealed.state, AnswerState.WAITING)
        wait_for_answer(work, sealed, ACKNOWLEDGE_WITHIN, now)
    _tell(work, sealed, now, is_nothing_done=added.nothing_done)


def _tell(work: UnitOfWork, sealed: SpeakUp, now: datetime, *, is_nothing_done: bool) -> None:
    """Tell whoever handles it; of a quality concern that nobody acts on, the senior contact of our side as well."""
    entries = [each for each in work.chronology.of(sealed.id) if each.event is Event.SPEAK_UP_ADDED_TO]
    owed = Owed(
        kind=NoticeKind.SPEAK_UP_ADDED,
        subject=subject_of(sealed),
        content_class=class_of(sealed),
        speed=Speed.PROMPT,
        event=f"speak_up_added:{sealed.id.hex}:{len(entries)}",
        facts={"is_nothing_done": is_nothing_done},
    )
    people = {person.id: person for person in answerers_of(work, sealed)}
    concern = work.concerns.find(sealed.concern_id) if sealed.concern_id else None
    if concern is not None and is_nothing_done:
        people |= {each.id: each for each in seniors_of(work, concern.contract_id, Party.OWN)}
    owe_people(work, owed, list(people.values()), now)


def is_unheard(work: UnitOfWork, sealed: SpeakUp) -> bool:
    """Say whether nobody has picked up danger or risk yet: the page then says whom to ring."""
    if sealed.safeguarding_id is None:
        return False
    return work.safeguarding.get(sealed.safeguarding_id).state is SafeguardingState.RAISED
