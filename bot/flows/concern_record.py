"""The story of reading a concern, putting it right, or withdrawing it; the original is always kept."""

from datetime import datetime

from bot.answers import Answer, OpenForm
from bot.blocks import beginning, buttons, form, paragraphs, reason_form, text_input
from bot.buttons import CORRECT, OPEN_CONCERN, WITHDRAW_CONCERN, open_concern_button
from bot.casework import concerns
from bot.casework.concern_access import find_concern
from bot.casework.concern_facts import facts_of
from bot.casework.concern_reading import open_concern, read_concern, record_opening
from bot.concern_blocks import concern_window
from bot.inbound import Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.messages import Message
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from storage.actions import OPEN_STATES
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

CORRECT_FORM = "concern_correct_form"
WITHDRAW_FORM = "concern_withdraw_form"


def open_(turn: Turn[Press]) -> Answer:
    """*Open*: what this person may read of the concern, and what they may do with it."""
    concern = find_concern(turn.work, record_id(turn.inbound.value))
    is_own = turn.met is not None and concern.reporter_id == turn.met.id
    # Whoever logged it may always see their own words, confirmed by anybody here or not.
    reader = turn.met if turn.met is not None and is_own else turn.person
    reading = open_concern(turn.work, reader, concern.id, turn.now)
    return OpenForm(concern_window(turn.work, reading, reader, turn.now))


def correct_form(turn: Turn[Press]) -> Answer:
    """*Correct the text*: the text as it stands, to be changed; the first version stays on the record."""
    label = words("concern_view")
    reading = read_concern(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    if not reading.may_correct:
        raise NotAllowed(words("refusals").concern_not_changed)
    record_opening(turn.work, turn.person, reading.concern, turn.now)
    field = text_input(
        "what_happened",
        label.correct_field,
        hint=label.correct_hint,
        lines=True,
        initial=beginning(reading.texts.get("what_happened", "")),
    )
    about = {"concern": reading.concern.id.hex}
    return OpenForm(
        form(CORRECT_FORM, label.correct_title, [field], submit=label.correct_submit, about=about)
    )


def correct(turn: Turn[Submission]) -> Answer:
    """Keep the corrected text as a new version."""
    concern_id = record_id(turn.inbound.about()["concern"])
    text = turn.inbound.form.text("what_happened")
    concerns.correct_concern(turn.work, turn.person, concern_id, text, turn.now)
    return kept_here(turn, "concern_corrected", (OPEN_CONCERN, concern_id))


def withdraw_form(turn: Turn[Press]) -> Answer:
    """*Withdraw*: asks why."""
    concern = concerns.find_concern_to_correct(turn.work, turn.person, record_id(turn.inbound.value))
    about = {"concern": concern.id.hex}
    return OpenForm(reason_form(WITHDRAW_FORM, words("concern_view"), "withdraw", about))


def withdraw(turn: Turn[Submission]) -> Answer:
    """Keep the withdrawal."""
    concern_id = record_id(turn.inbound.about()["concern"])
    concerns.withdraw_concern(turn.work, turn.person, concern_id, turn.inbound.form.text("reason"), turn.now)
    return kept_here(turn, "concern_withdrawn", (OPEN_CONCERN, concern_id))


def _say_changed(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    concern = work.concerns.get(notice.subject_id)
    staying = [each.reference for each in work.actions.of_concern(concern.id) if each.state in OPEN_STATES]
    text = render("concern_changed", {**facts_of(work, concern), "actions": staying})
    return Message(text, [*paragraphs(text), *buttons(open_concern_button(concern.id))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(OPEN_CONCERN, open_, for_others=True)
    listeners.press(CORRECT, correct_form, for_others=True)
    listeners.press(WITHDRAW_CONCERN, withdraw_form, writes=False, for_others=True)
    listeners.submission(CORRECT_FORM, correct, for_others=True)
    listeners.submission(WITHDRAW_FORM, withdraw, for_others=True)
    services.messages.add(NoticeKind.CONCERN_CHANGED, _say_changed)
