"""What stands around a message of which somebody without Slack is to hear too: for whom it is, and what to do with it.

Whoever leads passes it on (practice.md 2.2): as a message of its own, or below the one that they get themselves.
"""

from typing import Any
from uuid import UUID

from bot.blocks import Block, button, buttons
from bot.buttons import COPY_LETTER
from bot.messages import Message
from bot.templates import render, words
from domain.notices import NoticeKind
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

RECORD_ANSWER = "on_behalf_answer"

ASKED = frozenset(
    {
        NoticeKind.ACTION_PROPOSED,
        NoticeKind.AGREEMENT_ASKED,
        NoticeKind.REASONS_ASKED,
        NoticeKind.REFLECTION_ASKED,
    }
)
"""What asks for an answer: whoever passes it on records it next."""

TO_WHOEVER_PASSES_IT_ON = frozenset(
    {
        NoticeKind.AGREEMENT_ASKED,
        NoticeKind.EVALUATION_SHARED,
        NoticeKind.FORMAL_STEP_SERVED,
        NoticeKind.IMPROVEMENT_CLOSED,
        NoticeKind.IMPROVEMENT_EXPLAINED,
        NoticeKind.REASONS_ASKED,
        NoticeKind.REFLECTION_ASKED,
    }
)
"""What is written to whoever passes it on; anything else is written to whom it is for."""


def around(notice: Notice, message: Message) -> tuple[dict[str, Any], list[Block]]:
    """Return the facts of the marks of a message, and the row that stands below it.

    Nothing stands around what is over: there is nothing left to pass on.
    """
    alone, too = str(notice.facts.get("pass_on_to", "")), str(notice.facts.get("also_to", ""))
    asks = notice.kind in ASKED
    facts = {
        "pass_on_to": "" if message.is_passed_on else alone,
        "also_to": "" if message.is_passed_on else too,
        "asks": asks,
        "kind": notice.kind.value,
        "asked_side": message.asked_side,
        "is_to_them": notice.kind not in TO_WHOEVER_PASSES_IT_ON,
        "has_letter": _has_letter(message),
    }
    is_wanted = asks and not message.is_passed_on and bool(alone or too)
    return facts, buttons(_record_answer(notice)) if is_wanted else []


def _has_letter(message: Message) -> bool:
    """Say whether *Copy as a letter* stands below a message: nobody is sent to a button that is not there."""
    rows = [block.get("elements") or () for block in message.blocks]
    return any(each.get("action_id") == COPY_LETTER for row in rows for each in row)


def asked_through(work: UnitOfWork, notice: Notice) -> Person | None:
    """Return who has no Slack and is asked through the reader of a message; None where it is for its reader alone."""
    found = notice.facts.get("pass_on_id") or notice.facts.get("also_id")
    return work.people.find(UUID(found)) if found else None


def _record_answer(notice: Notice) -> Block | None:
    if notice.contract_id is None:
        return None
    whose = notice.facts.get("pass_on_id") or notice.facts.get("also_id", "")
    return button(RECORD_ANSWER, words("buttons").record_answer, f"{notice.contract_id.hex}:{whose}")


def below(facts: dict[str, Any]) -> str:
    """Return what whoever passes a message on does next; nothing where it is for its reader alone."""
    return render("passing_on", facts).strip()
