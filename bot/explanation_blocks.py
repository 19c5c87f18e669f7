"""An explanation on the screen: its part of the process, the form, its window, and the message that carries it."""

from datetime import datetime
from uuid import UUID

from bot.blocks import (
    Block,
    beginning,
    button,
    buttons,
    divider,
    form,
    header,
    paragraphs,
    section,
    text_input,
    typed,
)
from bot.buttons import OPEN_IMPROVEMENT, letter_button, open_improvement_button
from bot.casework.access import party_of
from bot.casework.audiences import leads_of
from bot.casework.evaluation_sharing import sides_of
from bot.casework.explaining import NOTE, PARTS, Explained, explanations, latest_texts
from bot.casework.explanation_receipts import (
    may_receive,
    receipt_facts,
    records_receipts,
    who_has_not_received,
)
from bot.casework.improvements import is_light, leads_it
from bot.casework.notices import calendar_of
from bot.casework.owners import possible_owners
from bot.casework.reasons import given_facts, may_give
from bot.earlier_versions import earlier_versions
from bot.improvement_parts import part
from bot.messages import Message
from bot.needs_blocks import needs_blocks
from bot.reason_blocks import ADD as ADD_REASON
from bot.statement_blocks import spoken_marks
from bot.templates import render, words
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from domain.improvements import ImprovementState
from domain.people import Party
from storage.improvements import Improvement
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

EXPLAIN, READ_EXPLANATION = "explanation_write", "explanation_read"
RECEIVED, RECEIVED_FOR = "explanation_received", "explanation_received_for"
EXPLAIN_FORM = "explanation_form"
RESTS = frozenset({ImprovementState.PAUSED, ImprovementState.CLOSED})


def explanation_facts(work: UnitOfWork, improvement: Improvement, person: Person | None) -> dict[str, object]:
    """Return what may be said of an explanation to one reader; without a person to a channel."""
    by = work.people.get(improvement.explained_by) if improvement.explained_by else None
    local = calendar_of(work, improvement.contract_id).local
    return {
        "reference": improvement.reference,
        "title": improvement.title,
        "contract": work.contracts.get(improvement.contract_id).title,
        "version": improvement.explanation_version,
        "is_latest": True,
        "is_light": is_light(improvement),
        "explained_by": by.name if by else "",
        "explained_on": local(improvement.explained_at).date() if improvement.explained_at else None,
        "pass_on_to": "",
        **receipt_facts(work, improvement, person),
    }


def explanation_part(
    work: UnitOfWork, person: Person, improvement: Improvement, _now: datetime
) -> list[Block]:
    """Return where the explanation stands, and what this reader may do with it now."""
    facts = explanation_facts(work, improvement, person)
    explain_by = work.deadlines.live(improvement.id, (DeadlineKind.IMPROVEMENT_EXPLAIN,))
    facts |= {
        "state": "explained" if improvement.explanation_version else "opened",
        "explain_by": explain_by[0].due_at if explain_by else None,
        "missing": [each.side for each in who_has_not_received(work, improvement)],
    }
    reads = button(READ_EXPLANATION, words("explanation_words").read, improvement.id.hex)
    return part(render("explanation_part", facts), reads if improvement.explanation_version else None)


def explanation_form(work: UnitOfWork, improvement: Improvement) -> Block:
    """Return the form in which it is explained: who gets it stands above, what stands now is filled in."""
    label, version = words("explanation_words"), improvement.explanation_version
    said = latest_texts(work, improvement, (*PARTS, NOTE)) if version else dict.fromkeys((*PARTS, NOTE), "")
    hints = {name: getattr(label, f"{name}_hint", "") for name in said}
    fields = [
        text_input(
            name,
            getattr(label, name),
            hint=hints[name],
            optional=name in {"voice", NOTE},
            lines=True,
            initial=beginning(said[name]),
        )
        for name in said
    ]
    people = [each for each, _ in possible_owners(work, improvement.contract_id)]
    blocks = [
        *paragraphs(render("explanation_top", _who_gets_it(work, improvement))),
        *needs_blocks(work, people),
        divider(),
        *fields,
    ]
    about = {"improvement": improvement.id.hex, "version": str(version)}
    return form(EXPLAIN_FORM, label.title, blocks, submit=label.submit, about=about)


def _who_gets_it(work: UnitOfWork, improvement: Improvement) -> dict[str, object]:
    sides = sides_of(work, improvement.contract_id)
    outside = [person.name for side in sides for person in side.people if not person.user_id]
    return {
        "reference": improvement.reference,
        "version": improvement.explanation_version,
        "channels": len(work.contracts.channels(improvement.contract_id, ChannelPurpose.SHARED)),
        "sides": [
            {"name": side.organisation.name, "people": ", ".join(person.name for person in side.people)}
            for side in sides
        ],
        "outside": ", ".join(outside),
        "leads": " or ".join(lead.name for lead in leads_of(work, improvement.contract_id)),
    }


def explanation_window(work: UnitOfWork, person: Person, improvement: Improvement) -> Block:
    """Return what one reader may read of the explanation: as it stands, and below it what stood there before."""
    party = party_of(work, person, improvement.contract_id) or Party.OTHER
    found, label = explanations(work, improvement, party), words("explanation_words")
    facts = explanation_facts(work, improvement, person)
    blocks = paragraphs(render("explanation_read_top", facts))
    blocks += explained_parts(found[0])
    value = improvement.id.hex
    may_write = leads_it(work, person, improvement) and improvement.state not in RESTS
    blocks += buttons(
        button(RECEIVED, label.received, value, style="primary")
        if may_receive(work, person, improvement)
        else None,
        button(RECEIVED_FOR, label.record_receipt, value)
        if records_receipts(work, person, improvement)
        else None,
        button(EXPLAIN, label.correct, value) if may_write else None,
    )
    blocks += spoken_marks(work, person, improvement.id)
    earlier = [
        (f"{label.earlier} {each.version}: {getattr(label, f'heading_{name}')}", each.texts[name])
        for each in found[1:]
        for name in (*PARTS, NOTE)
        if name in each.texts
    ]
    blocks += earlier_versions(earlier, blocks)
    return form("read_only", label.title, blocks)


def explained_parts(explained: Explained) -> list[Block]:
    """Return the parts of one version; what nobody has been asked yet is shown as a gap, never left out."""
    label, blocks = words("explanation_words"), list[Block]()
    for name in PARTS:
        heading = header(getattr(label, f"heading_{name}"))
        if name in explained.texts:
            blocks += [heading, *typed(explained.texts[name])]
        elif name == "voice":
            blocks += [heading, section(label.no_voice)]
    if NOTE in explained.texts:
        blocks += [header(label.heading_note), *typed(explained.texts[NOTE])]
    return blocks


def message_about(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    """Return the message that carries an explanation to one reader, or that tells a channel of it.

    People read it where they are; a channel hears only that it is there. What was put right since is not said again.
    """
    improvement = work.improvements.get(notice.subject_id)
    person = work.people.get(notice.person_id) if notice.person_id else None
    passed_on_to = _passed_on_to(work, notice)
    facts = explanation_facts(work, improvement, passed_on_to or person)
    facts |= {
        "is_latest": int(notice.facts["version"]) == improvement.explanation_version,
        "pass_on_to": notice.facts.get("pass_on_to", ""),
        **given_facts(work, improvement, passed_on_to or person),
    }
    text = render("improvement_explained", facts)
    blocks = [*paragraphs(text), *_below(work, improvement, notice, facts)]
    return Message(text, blocks, is_passed_on=not facts["is_latest"])


def _passed_on_to(work: UnitOfWork, notice: Notice) -> Person | None:
    return work.people.find(UUID(notice.facts["pass_on_id"])) if "pass_on_id" in notice.facts else None


def _below(
    work: UnitOfWork, improvement: Improvement, notice: Notice, facts: dict[str, object]
) -> list[Block]:
    label, value = words("explanation_words"), improvement.id.hex
    opens = button(READ_EXPLANATION, words("buttons").open, value)
    if not facts["is_latest"]:
        return buttons(opens)
    if notice.person_id is None:
        # It is read before it is received: a channel shows nothing of what it says.
        first = button(READ_EXPLANATION, words("buttons").open, value, style="primary")
        received = button(RECEIVED, label.received, value)
        return buttons(first, received) if facts["not_received"] else buttons(opens)
    receive = button(RECEIVED, label.received, value, style="primary")
    explained = explanations(work, improvement, Party.PROVIDER)[0]
    if facts["pass_on_to"]:
        arrived = button(RECEIVED_FOR, label.record_receipt, value) if not facts["is_received"] else None
        return [*explained_parts(explained), *buttons(arrived, opens, letter_button(notice))]
    reader = work.people.get(notice.person_id)
    gives = button(ADD_REASON, words("reason_words").add, value)
    row = buttons(
        receive if facts["may_receive"] else None,
        gives if may_give(work, reader, improvement) else None,
        button(OPEN_IMPROVEMENT, label.where, value),
        letter_button(notice),
    )
    return [*explained_parts(explained), *row]


def thanks(work: UnitOfWork, person: Person, improvement: Improvement) -> tuple[str, list[Block]]:
    """Return what only whoever pressed *Received* in a channel reads, with what they may do next."""
    gives = may_give(work, person, improvement)
    side = work.organisations.get(person.organisation_id).name if person.organisation_id else ""
    text = render("explanation_thanks", {"side": side, "reference": improvement.reference, "may_give": gives})
    add = button(ADD_REASON, words("reason_words").add, improvement.id.hex) if gives else None
    return text, [*paragraphs(text), *buttons(add)]


def standing_message(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    """Return what our own side hears of who has the explanation; edited with each receipt."""
    improvement = work.improvements.get(notice.subject_id)
    reader = work.people.get(notice.person_id) if notice.person_id else None
    facts = explanation_facts(work, improvement, reader)
    facts["is_latest"] = int(notice.facts["version"]) == improvement.explanation_version
    text = render("improvement_received", facts)
    arrived = button(RECEIVED_FOR, words("explanation_words").record_receipt, improvement.id.hex)
    is_waiting = bool(facts["is_latest"] and facts["not_received"])
    row = buttons(open_improvement_button(improvement.id), arrived if is_waiting else None)
    return Message(text, [*paragraphs(text), *row])
