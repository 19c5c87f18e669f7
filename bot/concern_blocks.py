"""The window in which a concern is read: its texts as they stand, earlier versions, and what the reader may do."""

from datetime import datetime

from bot.blocks import Block, button, buttons, form, header, paragraphs, typed
from bot.buttons import CORRECT, NEW_ACTION, TAKE_CONCERN, TELLING, TRIAGE, WITHDRAW_CONCERN
from bot.casework.concern_facts import facts_for
from bot.casework.concern_reading import Reading
from bot.earlier_versions import earlier_versions
from bot.speak_up_blocks import sealed_blocks
from bot.statement_blocks import spoken_marks
from bot.templates import render, words
from domain.chronology import SubjectKind
from domain.concerns import ConcernState
from storage.people import Person
from storage.unit_of_work import UnitOfWork

FIELDS = ("what_happened", "told_by", "done_already", "for_provider", "withdrawn_because")


def concern_window(work: UnitOfWork, reading: Reading, reader: Person, now: datetime) -> Block:
    """Return the window in which somebody reads a concern, with what they may do with it below."""
    label = words("concern_view")
    concern = reading.concern
    facts = {**facts_for(work, concern, reader), "is_for_them": reading.is_for_them}
    blocks = paragraphs(render("concern_view_top", facts))
    blocks += sealed_blocks(work, reader, concern.id, now)
    for name in FIELDS:
        if reading.texts.get(name):
            heading = label.asked_of_you if reading.is_for_them else getattr(label, name)
            blocks += [header(heading), *typed(reading.texts[name])]
    earlier = [(getattr(label, name), text) for name in FIELDS for text in reading.earlier.get(name, [])]
    blocks += earlier_versions(earlier, blocks, (SubjectKind.CONCERN, concern.id))
    blocks += spoken_marks(work, reader, concern.id)
    act, value = words("buttons"), concern.id.hex
    blocks += buttons(
        button(TAKE_CONCERN, act.take, value, style="primary") if reading.may_take else None,
        button(TRIAGE, act.decide, value, style="primary") if reading.may_triage else None,
        button(TELLING, act.decide_telling, value) if reading.may_change_telling else None,
        button(NEW_ACTION, act.add_action, value) if reading.may_propose_action else None,
        button(CORRECT, act.correct, value) if reading.may_correct else None,
        button(WITHDRAW_CONCERN, act.withdraw, value, style="danger")
        if reading.may_correct and concern.state is not ConcernState.RESOLVED
        else None,
    )
    return form("read_only", concern.reference, blocks)
