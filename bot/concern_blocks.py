"""The window in which a concern is read: its texts as they stand, earlier versions, and what the reader may do."""

from datetime import datetime

from bot.blocks import Block, button, buttons, form, header, paragraphs, typed
from bot.buttons import (
    CLOSE_CONCERN,
    CORRECT,
    NEW_ACTION,
    OPEN_IMPROVEMENT,
    REOPEN_CONCERN,
    TAKE_CONCERN,
    TELLING,
    TRIAGE,
    WITHDRAW_CONCERN,
    add_evidence_button,
    hand_off_button,
    new_improvement_button,
)
from bot.casework.access import reads
from bot.casework.concern_facts import facts_for
from bot.casework.concern_reading import Reading
from bot.casework.hand_off_access import may_hand_off
from bot.casework.improvement_access import sees
from bot.casework.improvements import may_open, under_way_about
from bot.casework.kept_evidence_reading import may_add_to
from bot.casework.views import may_ask, views_about
from bot.earlier_versions import earlier_versions
from bot.kept_evidence_blocks import evidence_blocks
from bot.speak_up_blocks import sealed_blocks
from bot.statement_blocks import spoken_marks
from bot.templates import render, words
from bot.titles import title_of
from bot.view_blocks import views_blocks
from domain.chronology import SubjectKind
from domain.concerns import ConcernState
from domain.confidentiality import ContentClass
from storage.concerns import Concern
from storage.people import Person
from storage.unit_of_work import UnitOfWork

FIELDS = (
    "what_happened",
    "told_by",
    "done_already",
    "for_provider",
    "outcome",
    "closing_note",
    "why_open",
    "reopened_because",
    "withdrawn_because",
)


def concern_window(work: UnitOfWork, reading: Reading, reader: Person, now: datetime) -> Block:
    """Return the window in which somebody reads a concern, with what they may do with it below."""
    label = words("concern_view")
    concern = reading.concern
    facts = {
        **facts_for(work, concern, reader),
        "is_for_them": reading.is_for_them,
        "is_asked": reading.is_asked,
    }
    blocks = paragraphs(render("concern_view_top", facts))
    blocks += sealed_blocks(work, reader, concern.id, now)
    for name in FIELDS:
        if reading.texts.get(name):
            is_asked = reading.is_for_them and name == "for_provider"
            heading = label.asked_of_you if is_asked and reading.is_asked else getattr(label, name)
            blocks += [header(heading), *typed(reading.texts[name])]
    blocks += evidence_blocks(work, reader, concern)
    earlier = [(getattr(label, name), text) for name in FIELDS for text in reading.earlier.get(name, [])]
    blocks += earlier_versions(earlier, blocks, (SubjectKind.CONCERN, concern.id))
    blocks += spoken_marks(work, reader, concern.id)
    if reads(work, reader, concern.contract_id, ContentClass.INTERNAL):
        asks = concern.id if may_ask(work, reader, concern, now) else None
        blocks += views_blocks(work, views_about(work, concern.id), asks)
    act, value = words("buttons"), concern.id.hex
    blocks += buttons(
        button(TAKE_CONCERN, act.take, value, style="primary") if reading.may_take else None,
        button(TRIAGE, act.decide, value, style="primary") if reading.may_triage else None,
        button(TELLING, act.decide_telling, value) if reading.may_change_telling else None,
        button(NEW_ACTION, act.add_action, value) if reading.may_propose_action else None,
        add_evidence_button(SubjectKind.CONCERN, concern.id)
        if may_add_to(work, reader, concern, now)
        else None,
        button(CLOSE_CONCERN, act.close_concern, value) if reading.may_close else None,
        button(REOPEN_CONCERN, act.reopen_concern, value) if reading.may_reopen else None,
        _improve_button(work, reader, concern),
        hand_off_button(SubjectKind.CONCERN, concern.id)
        if may_hand_off(work, reader, concern.contract_id)
        else None,
        button(CORRECT, act.correct, value) if reading.may_correct else None,
        button(WITHDRAW_CONCERN, act.withdraw, value, style="danger")
        if reading.may_correct and concern.state is not ConcernState.RESOLVED
        else None,
    )
    return form("read_only", title_of(SubjectKind.CONCERN, concern.reference), blocks)


def _improve_button(work: UnitOfWork, reader: Person, concern: Concern) -> Block | None:
    """Return the way to the process that goes on about a concern, or for whoever may to a new one."""
    first = under_way_about(work, concern.id)
    if first is not None:
        may_read = sees(work, reader, first)
        label = f"{words('buttons').open} {first.reference}"
        return button(OPEN_IMPROVEMENT, label, first.id.hex) if may_read else None
    is_decided = concern.state in {ConcernState.TRIAGED, ConcernState.RESOLVED}
    may = is_decided and may_open(work, reader, concern.contract_id)
    return new_improvement_button(SubjectKind.CONCERN, concern.id) if may else None
