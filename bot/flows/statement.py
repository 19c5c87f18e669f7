"""The story of what was recorded for somebody: it is sent to them, and they may say that it is not what they said."""

from datetime import datetime
from uuid import UUID

from bot.answers import Answer, Note, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    form,
    option,
    paragraphs,
    reason_form,
    section,
    text_input,
)
from bot.buttons import COPY_LETTER, OPEN_STATEMENT
from bot.casework import statement_disputes
from bot.casework.statement_reading import parts_of, read_statement, statements_in_reach
from bot.casework.statements import keep_sent, take_up
from bot.inbound import Command, Press, Submission
from bot.kept import kept_here
from bot.letters import letter_about
from bot.listeners import Listeners
from bot.messages import Message
from bot.needs_blocks import needs_blocks
from bot.on_behalf_blocks import items_window
from bot.required import required_kind
from bot.services import Services
from bot.statement_blocks import (
    DISPUTE,
    RECORD_MORE,
    SAY_SENT,
    SETTLE,
    part_lines,
    statement_facts,
    statement_window,
)
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineKind, DeadlineState
from domain.errors import NotYours
from domain.notices import NoticeKind
from domain.routes import Means
from domain.statements import SETTLED, StatementState
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

DISPUTE_FORM = "statement_dispute_form"
SETTLE_FORM = "statement_settle_form"


def list_recorded(turn: Turn[Command]) -> Answer:
    """`/contract recorded`: the latest of what was recorded for others, each to be opened."""
    found = statements_in_reach(turn.work, turn.person)
    top = render("statement_list", {"count": len(found)})
    text, blocks = top, list[Block](paragraphs(top))
    for statement in found:
        line = render("statement_list_line", statement_facts(turn.work, statement))
        text += f"\n{line}"
        blocks.append(section(line, button(OPEN_STATEMENT, words("buttons").open, statement.id.hex)))
    return Note(text, blocks)


def open_(turn: Turn[Press]) -> Answer:
    """*Open*: what was recorded, how it stands, and what may be done with it."""
    return OpenForm(statement_window(turn.work, turn.person, record_id(turn.inbound.value)))


def more(turn: Turn[Press]) -> Answer:
    """*Record more*: from the same call or e-mail."""
    take_up(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    assert turn.work.speaking is not None
    view = items_window(turn.work, turn.work.speaking.statement, turn.now)
    return ShowInstead(view) if turn.inbound.in_form else OpenForm(view)


def sent(turn: Turn[Press]) -> Answer:
    """*The letter is sent*."""
    statement = keep_sent(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    view = statement_window(turn.work, turn.person, statement.id)
    return ShowInstead(view) if turn.inbound.in_form else OpenForm(view)


def dispute_form(turn: Turn[Press]) -> Answer:
    """*That is not what was said*: asks what they say instead."""
    read = read_statement(turn.work, turn.person, record_id(turn.inbound.value))
    statement_disputes.require_open_to_dispute(read.statement)
    about = {"statement": read.statement.id.hex}
    return OpenForm(reason_form(DISPUTE_FORM, words("statement_forms"), "disputed", about, name="says"))


def dispute(turn: Turn[Submission]) -> Answer:
    """Keep what they say instead, beside what was recorded."""
    statement_id = record_id(turn.inbound.about()["statement"])
    statement_disputes.dispute(turn.work, turn.person, statement_id, turn.inbound.form.text("says"), turn.now)
    settled = (statement_id, DeadlineKind.STATEMENT_DISPUTE)
    return kept_here(turn, "statement_disputed", (OPEN_STATEMENT, statement_id), due=settled)


def settle_form(turn: Turn[Press]) -> Answer:
    """*Settle it*: put right, or it stands and both are kept."""
    read = read_statement(turn.work, turn.person, record_id(turn.inbound.value))
    if not read.may_settle:
        raise NotYours(
            "This is settled by somebody who did not record it, while it waits. Please open it to see."
        )
    label = words("statement_forms")
    options = [option(getattr(label, each.value), each.value) for each in StatementState if each in SETTLED]
    fields = [
        *paragraphs(render("statement_settle_top", statement_facts(turn.work, read.statement))),
        *needs_blocks(turn.work, [turn.work.people.get(read.statement.person_id)]),
        choice_input("outcome", label.outcome, options, kind="radio_buttons"),
        text_input("reasons", label.reasons, hint=label.reasons_hint, lines=True),
    ]
    about = {"statement": read.statement.id.hex}
    return OpenForm(form(SETTLE_FORM, label.settle_title, fields, submit=label.settle_submit, about=about))


def settle(turn: Turn[Submission]) -> Answer:
    """Keep how it is settled; they are told."""
    answers = turn.inbound.form
    statement = statement_disputes.settle(
        turn.work,
        turn.person,
        record_id(turn.inbound.about()["statement"]),
        required_kind(StatementState, answers, "outcome"),
        answers.text("reasons"),
        turn.now,
        can_mail=turn.services.outside.has(Means.EMAIL),
    )
    return kept_here(turn, "statement_settled", (OPEN_STATEMENT, statement.id))


def _say(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    """Say it to whoever typed it or settles it, to whom it was recorded for, or whole in a letter by e-mail."""
    statement = work.statements.get(notice.subject_id)
    assert notice.person_id is not None
    reader = work.people.get(notice.person_id)
    if notice.means is not Means.SLACK:
        letter = letter_about(work, NoticeKind.STATEMENT_RECORDED, statement.id, reader, now)
        return Message(letter, [])
    facts = statement_facts(work, statement) | {
        "parts": part_lines(parts_of(work, statement)),
        "is_theirs": reader.id == statement.person_id,
        "settle_by": _due(work, statement.id, DeadlineKind.STATEMENT_DISPUTE),
        "send_by": _due(work, statement.id, DeadlineKind.STATEMENT_SEND),
        "may_settle": statement_disputes.may_settle(work, reader, statement),
    }
    text = render(notice.kind.value, facts)
    value, label = statement.id.hex, words("statement_view")
    is_open = statement.state is not StatementState.DISPUTED
    letter_value = f"{NoticeKind.STATEMENT_RECORDED.value}:{value}:{statement.person_id.hex}"
    has_to_go = facts["send_by"] is not None and not facts["is_theirs"]
    row = buttons(
        button(SETTLE, label.settle, value, style="primary") if facts["may_settle"] else None,
        button(COPY_LETTER, words("buttons").copy_letter, letter_value) if has_to_go else None,
        button(SAY_SENT, label.sent, value) if has_to_go else None,
        button(DISPUTE, label.not_said, value) if is_open and facts["is_theirs"] else None,
        button(OPEN_STATEMENT, words("buttons").open, value),
    )
    return Message(text, [*paragraphs(text), *row])


def _due(work: UnitOfWork, statement_id: UUID, kind: DeadlineKind) -> datetime | None:
    live = work.deadlines.live(statement_id, (kind,))
    return live[0].due_at if live else None


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    assert notice.deadline_id is not None
    deadline = work.deadlines.get(notice.deadline_id)
    if deadline.state is not DeadlineState.OPEN:
        return None
    statement = work.statements.get(notice.subject_id)
    facts = statement_facts(work, statement) | {"duty": deadline.kind.value, "due_at": deadline.due_at}
    text = render("statement_line", facts | {"is_past": now > deadline.due_at})
    return Message(
        text, [*paragraphs(text), *buttons(button(OPEN_STATEMENT, words("buttons").open, statement.id.hex))]
    )


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", list_recorded, word="recorded")
    listeners.press(OPEN_STATEMENT, open_, writes=False)
    listeners.press(RECORD_MORE, more, writes=False)
    listeners.press(SAY_SENT, sent)
    listeners.press(DISPUTE, dispute_form, writes=False)
    listeners.press(SETTLE, settle_form, writes=False)
    listeners.submission(DISPUTE_FORM, dispute)
    listeners.submission(SETTLE_FORM, settle)
    services.messages.add(NoticeKind.STATEMENT_RECORDED, _say)
    services.messages.add(NoticeKind.STATEMENT_DISPUTED, _say)
    services.messages.add(NoticeKind.STATEMENT_LINE, _say_line)
