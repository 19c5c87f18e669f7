"""Evidence on the screen: beside a concern or an action, in a window of its own, and the form by which it is kept."""

from collections.abc import Sequence
from uuid import UUID

from bot.blocks import (
    Block,
    beginning,
    button,
    buttons,
    choice_input,
    context,
    form,
    header,
    option,
    paragraphs,
    text_input,
    ticks_input,
    typed,
)
from bot.buttons import ALL_EVIDENCE
from bot.casework.kept_evidence_reading import Beside, Shown, evidence_beside
from bot.templates import Markup, channel_mention, mention, render, words
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.kept_evidence import Keeping
from storage.actions import Action
from storage.concerns import Concern
from storage.people import Person
from storage.unit_of_work import UnitOfWork

LEARNED = "learned"
RECORD = "kept_evidence_record"
"""The field of the record, and what is heard when one is chosen there."""

BESIDE_A_RECORD = 14
IN_A_WINDOW = 90
"""Blocks: the record itself has to stay within a window's hundred too."""

CHANNELS = ("C", "G")
"""How Slack's ids of channels begin; those of direct messages have no name to show."""


def evidence_blocks(work: UnitOfWork, reader: Person, record: Concern | Action) -> list[Block]:
    """Return the newest evidence of a record that its reader may read, with a button for all of it; or nothing."""
    found = evidence_beside(work, reader, record)
    if not found:
        return []
    blocks, left_out = _as_many_as_fit(work, found, BESIDE_A_RECORD)
    kind = SubjectKind.CONCERN if isinstance(record, Concern) else SubjectKind.ACTION
    more = button(ALL_EVIDENCE, words("buttons").all_evidence, f"{kind.value}:{record.id.hex}")
    return [header(words("kept_evidence_form").heading), *blocks, *(buttons(more) if left_out else [])]


def evidence_window(work: UnitOfWork, reader: Person, record: Concern | Action) -> Block:
    """Return the window with all the evidence of a record that its reader may read."""
    blocks, left_out = _as_many_as_fit(work, evidence_beside(work, reader, record), IN_A_WINDOW)
    facts = {"reference": record.reference, "has_any": bool(blocks), "left_out": left_out}
    top = paragraphs(render("kept_evidence_list", facts))
    return form("read_only", words("kept_evidence_form").heading, [*top, *blocks])


def evidence_lines(work: UnitOfWork, found: Sequence[Shown], most: int) -> list[Block]:
    """Return as much of some evidence as so many blocks hold, the newest first; what does not fit is counted."""
    blocks, left_out = _as_many_as_fit(work, found, most)
    more = [context(render("kept_evidence_more", {"count": left_out}))] if left_out else []
    return [*blocks, *more]


def _as_many_as_fit(work: UnitOfWork, found: Sequence[Shown], most: int) -> tuple[list[Block], int]:
    blocks = list[Block]()
    for number, shown in enumerate(found):
        one = _one(work, shown)
        if len(blocks) + len(one) > most:
            return blocks, len(found) - number
        blocks += one
    return blocks, 0


def _one(work: UnitOfWork, shown: Shown) -> list[Block]:
    evidence, texts = shown.evidence, shown.texts
    author = work.people.get(evidence.written_by).name if evidence.written_by else ""
    facts = {
        "written_by": mention(evidence.written_user or None, author),
        "channel": _channel(evidence.slack_channel),
        "written_at": evidence.written_at,
        "link": Markup(f"<{evidence.link}|{words('kept_evidence_form').link}>") if evidence.link else "",
        "kept_by": shown.kept_by,
        "kept_at": evidence.kept_at,
        "content_class": evidence.content_class.value,
        "has_words": bool(texts.get("words")),
    }
    blocks = [*typed(texts.get("shows", "")), *typed(texts.get("seen_at", ""))]
    return [*blocks, *paragraphs(render("kept_evidence_line", facts)), *typed(texts.get("words", ""))]


def _channel(slack_channel: str) -> str:
    return channel_mention(slack_channel) if slack_channel.startswith(CHANNELS) else ""


def message_facts(slack_channel: str, author_id: str) -> dict[str, object]:
    """Return what the words about a message may use: who wrote it, and in which channel."""
    return {"written_by": mention(author_id or None, ""), "channel": _channel(slack_channel)}


def record_field(found: Sequence[Beside], titles: dict[UUID, str], chosen: Beside | None) -> Block:
    """Return the list of records to choose from: an action by what is to be done, a concern by its contract.

    Choosing one is heard at once, since each has its own readers to choose from.
    """
    label = words("kept_evidence_form")
    options = [
        option(
            f"{each.reference}: {each.title or titles.get(each.contract_id or each.id, label.no_contract)}",
            _value_of(each),
        )
        for each in found
    ]
    field = choice_input(RECORD, label.record, options, initial=_value_of(chosen) if chosen else "")
    return {**field, "dispatch_action": True}


def _value_of(beside: Beside) -> str:
    return f"{beside.kind.value}:{beside.id.hex}"


def readers_fields(found: Sequence[Beside], chosen: Beside | None) -> list[Block]:
    """Return the field that asks who may read it, once that is known: of the record chosen, or alike for all."""
    offered = {chosen.offered} if chosen is not None else {each.offered for each in found}
    return class_field(*offered) if len(offered) == 1 else []


def shows_field() -> Block:
    """Return the field that asks what it shows."""
    label = words("kept_evidence_form")
    return text_input("shows", label.shows, hint=label.shows_hint, longest=500)


def learned_field(found: Sequence[Beside]) -> list[Block]:
    """Return the box to tick for something that was learned, where an area of a process can be chosen."""
    if all(each.kind is not SubjectKind.CONCERN_AREA for each in found):
        return []
    label = words("kept_evidence_form")
    return [ticks_input("learned", label.learned, [option(label.learned_tick, LEARNED)])]


def words_fields(message: str) -> list[Block]:
    """Return the choice of what is kept of a message, and its words: kept only if somebody chooses so."""
    label = words("kept_evidence_form")
    keeping = [option(getattr(label, f"keeping_{each.value}"), each.value) for each in Keeping]
    return [
        choice_input("keeping", label.keeping, keeping, kind="radio_buttons", initial=Keeping.POINTER),
        text_input(
            "words", label.words, hint=label.words_hint, lines=True, optional=True, initial=beginning(message)
        ),
    ]


def class_field(offered: Sequence[ContentClass]) -> list[Block]:
    """Return the field that asks who may read it, where there is a choice."""
    if len(offered) < 2:
        return []
    label = words("kept_evidence_form")
    classes = [option(getattr(label, f"class_{each.value}"), each.value) for each in offered]
    return [choice_input("content_class", label.content_class, classes, kind="radio_buttons")]
