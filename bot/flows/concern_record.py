"""The story of reading a concern, putting it right, or withdrawing it; the original is always kept."""

import json

from bot.answers import Answer, Nothing, OpenForm
from bot.blocks import Block, button, buttons, form, header, paragraphs, text_input, typed
from bot.buttons import CORRECT, NEW_ACTION, OPEN_CONCERN, TAKE_CONCERN, TELLING, TRIAGE, WITHDRAW_CONCERN
from bot.casework import concerns
from bot.casework.concern_facts import facts_for
from bot.casework.concern_reading import Reading, open_concern
from bot.inbound import Press, Submission
from bot.listeners import Listeners
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.concerns import ConcernState
from domain.errors import NotAllowed
from storage.people import Person
from storage.unit_of_work import UnitOfWork

CORRECT_FORM = "concern_correct_form"
WITHDRAW_FORM = "concern_withdraw_form"

FIELDS = ("what_happened", "told_by", "done_already", "for_provider", "withdrawn_because")
MOST_EARLIER_BLOCKS = 60  # of the hundred that a window holds; the rest is for the texts as they stand
LARGEST_WINDOW = 200_000  # bytes as JSON; Slack takes 250 KB


def open_(turn: Turn[Press]) -> Answer:
    """*Open*: what this person may read of the concern, and what they may do with it."""
    concern = concerns.find_concern(turn.work, record_id(turn.inbound.value))
    is_own = turn.met is not None and concern.reporter_id == turn.met.id
    # Whoever logged it may always see their own words, confirmed by anybody here or not.
    reader = turn.met if turn.met is not None and is_own else turn.person
    reading = open_concern(turn.work, reader, concern.id, turn.now)
    return OpenForm(form("read_only", concern.reference, _read_blocks(turn.work, reading, reader)))


def _read_blocks(work: UnitOfWork, reading: Reading, reader: Person) -> list[Block]:
    label = words("concern_view")
    concern = reading.concern
    blocks = paragraphs(render("concern_view_top", facts_for(work, concern, reader)))
    for name in FIELDS:
        if reading.texts.get(name):
            blocks += [header(getattr(label, name)), *typed(reading.texts[name])]
    blocks += _earlier_blocks(reading, len(json.dumps(blocks)))
    act, value = words("buttons"), concern.id.hex
    return blocks + buttons(
        button(TAKE_CONCERN, act.take, value, style="primary") if reading.may_take else None,
        button(TRIAGE, act.decide, value, style="primary") if reading.may_triage else None,
        button(TELLING, act.decide_telling, value) if reading.may_change_telling else None,
        button(NEW_ACTION, act.add_action, value) if reading.may_propose_action else None,
        button(CORRECT, act.correct, value) if reading.may_correct else None,
        button(WITHDRAW_CONCERN, act.withdraw, value, style="danger")
        if reading.may_correct and concern.state is not ConcernState.RESOLVED
        else None,
    )


def _earlier_blocks(reading: Reading, taken: int) -> list[Block]:
    """Earlier versions, the newest first, as far as one window holds them; what does not fit is counted."""
    label, blocks, left_out = words("concern_view"), list[Block](), 0
    for name in FIELDS:
        for earlier in reading.earlier.get(name, []):
            one = [*paragraphs(f"{getattr(label, name)}. {label.earlier_version}"), *typed(earlier)]
            taken += len(json.dumps(one))
            if left_out or taken > LARGEST_WINDOW or len(blocks) + len(one) > MOST_EARLIER_BLOCKS:
                left_out += 1
            else:
                blocks += one
    return blocks + (paragraphs(render("concern_view_more", {"count": left_out})) if left_out else [])


def correct_form(turn: Turn[Press]) -> Answer:
    """*Put right*: the text as it stands, to be changed; the first version stays on the record."""
    label = words("concern_view")
    reading = open_concern(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    if not reading.may_correct:
        raise NotAllowed("This concern can no longer be changed.")
    field = text_input(
        "what_happened",
        label.correct_field,
        hint=label.correct_hint,
        lines=True,
        initial=reading.texts.get("what_happened", ""),
    )
    about = {"concern": reading.concern.id.hex}
    return OpenForm(
        form(CORRECT_FORM, label.correct_title, [field], submit=label.correct_submit, about=about)
    )


def correct(turn: Turn[Submission]) -> Answer:
    """Keep the corrected text as a new version."""
    if turn.was_taken(CORRECT_FORM):
        return Nothing()
    concern_id = record_id(turn.inbound.about()["concern"])
    text = turn.inbound.form.text("what_happened")
    concerns.correct_concern(turn.work, turn.person, concern_id, text, turn.now)
    turn.keep_submission(CORRECT_FORM, concern_id)
    return Nothing()


def withdraw_form(turn: Turn[Press]) -> Answer:
    """*Withdraw*: asks why."""
    label = words("concern_view")
    concern = concerns.find_concern_to_correct(turn.work, turn.person, record_id(turn.inbound.value))
    field = text_input("reason", label.withdraw_field, hint=label.withdraw_hint, lines=True)
    about = {"concern": concern.id.hex}
    return OpenForm(
        form(WITHDRAW_FORM, label.withdraw_title, [field], submit=label.withdraw_submit, about=about)
    )


def withdraw(turn: Turn[Submission]) -> Answer:
    """Keep the withdrawal."""
    if turn.was_taken(WITHDRAW_FORM):
        return Nothing()
    concern_id = record_id(turn.inbound.about()["concern"])
    concerns.withdraw_concern(turn.work, turn.person, concern_id, turn.inbound.form.text("reason"), turn.now)
    turn.keep_submission(WITHDRAW_FORM, concern_id)
    return Nothing()


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(OPEN_CONCERN, open_)
    listeners.press(CORRECT, correct_form)
    listeners.press(WITHDRAW_CONCERN, withdraw_form, writes=False)
    listeners.submission(CORRECT_FORM, correct)
    listeners.submission(WITHDRAW_FORM, withdraw)
