"""What was recorded for somebody on the screen: its window, its letter, and the mark beside the records it is about."""

from collections.abc import Sequence
from uuid import UUID

from bot.blocks import Block, button, buttons, context, form, header, paragraphs, typed
from bot.buttons import COPY_LETTER, OPEN_STATEMENT
from bot.casework.access import may_do
from bot.casework.statement_reading import Part, StatementRead, is_disputed, read_statement, spoken_about
from bot.templates import Markup, render, words
from domain.notices import NoticeKind
from domain.people import Act
from storage.people import Person
from storage.statements import Statement
from storage.unit_of_work import UnitOfWork

RECORD_MORE = "statement_more"
SAY_SENT = "statement_sent"
DISPUTE = "statement_dispute"
SETTLE = "statement_settle"


def statement_facts(work: UnitOfWork, statement: Statement) -> dict[str, object]:
    """Return what the words about a statement may use: names of people at work, means, days and states."""
    person, own = work.people.get(statement.person_id), work.organisations.own()
    return {
        "name": person.name,
        "recorder": work.people.get(statement.recorder_id).name,
        "contract": work.contracts.get(statement.contract_id).title,
        "own_side": own.name if own else "",
        "said_by": statement.said_by.value,
        "said_on": statement.said_on,
        "state": statement.state.value,
        "sent_at": statement.sent_at,
        "is_in_slack": person.user_id is not None,
        "has_address": bool(person.email),
        "has_asked": statement.has_asked,
        "settled_by": work.people.get(statement.settled_by).name if statement.settled_by else "",
    }


def part_lines(parts: Sequence[Part]) -> list[Markup]:
    """Return what was recorded, a line each. Words that somebody typed are shown elsewhere."""
    return [
        Markup(
            render(
                "statement_part",
                {"event": part.event.value, "reference": part.reference, "title": part.title},
            )
        )
        for part in parts
    ]


def statement_window(work: UnitOfWork, person: Person, statement_id: UUID) -> Block:
    """Return the window of a statement: what was recorded, how it stands, and what its reader may do with it."""
    read = read_statement(work, person, statement_id)
    label, facts = words("statement_view"), statement_facts(work, read.statement)
    facts |= {"parts": part_lines(read.parts)}
    blocks = paragraphs(render("statement_top", facts))
    for name in ("evidence", "disputed", "settled_because"):
        if read.texts.get(name):
            blocks += [header(getattr(label, name)), *typed(read.texts[name])]
    for part in read.parts:
        for said in part.said:
            blocks += [context(render("statement_said", {"reference": part.reference})), *typed(said)]
    return form("read_only", label.title, [*blocks, *buttons(*_steps(read))])


def _steps(read: StatementRead) -> list[Block | None]:
    label, value = words("statement_view"), read.statement.id.hex
    reader = read.statement.person_id.hex
    letter = f"{NoticeKind.STATEMENT_RECORDED.value}:{value}:{reader}"
    return [
        button(SETTLE, label.settle, value, style="primary") if read.may_settle else None,
        button(RECORD_MORE, label.more, value) if read.may_add else None,
        button(COPY_LETTER, words("buttons").copy_letter, letter),
        button(SAY_SENT, label.sent, value) if read.may_send else None,
        button(DISPUTE, label.dispute, value) if read.may_dispute else None,
    ]


def spoken_marks(work: UnitOfWork, reader: Person, subject_id: UUID) -> list[Block]:
    """Return beside a record what of it was recorded for somebody, and whether they say that it is not right."""
    blocks: list[Block] = []
    for statement, person, _recorder in spoken_about(work, subject_id):
        blocks.append(context(render("statement_mark", statement_facts(work, statement))))
        reads_it = may_do(work, reader, statement.contract_id, Act.RECORD_FOR) or reader.id == person.id
        if reads_it and work.speaking is None:
            opens = button(OPEN_STATEMENT, words("statement_view").open, statement.id.hex)
            blocks += buttons(opens)
    return blocks


def disputed_mark(work: UnitOfWork, subject_id: UUID) -> str:
    """Return the sentence for messages about a record of which something is disputed; nothing while nothing is."""
    return render("statement_disputed_mark", {}) if is_disputed(work, subject_id) else ""
