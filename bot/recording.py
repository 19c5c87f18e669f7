"""Recording for somebody who said it outside Slack: how a window knows for whom it is, in one place (practice.md 2.2).

The windows of somebody's own items are opened for whoever records. They carry the statement under which it is recorded,
and so does each window and form opened from them. Each press and each form then asks for both sides' permission.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import context
from bot.casework.statements import take_up
from bot.inbound import Inbound, Press, Submission
from bot.templates import render, words
from bot.turn import record_id
from domain.errors import NotAllowed
from storage.people import Person
from storage.unit_of_work import UnitOfWork

FOR = "for"
"""Where the windows carry the statement, beside the ids of their own."""

MOST_BLOCKS = 100


def _statement_in(inbound: Inbound) -> UUID | None:
    """Return the statement that a window carried, or None: most windows are one's own."""
    if not isinstance(inbound, Press | Submission):
        return None
    carried = _carried(inbound.metadata).get(FOR)
    return record_id(carried) if carried else None


def _carried(metadata: str) -> dict[str, Any]:
    try:
        found = json.loads(metadata) if metadata else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Voice:
    """In whose name something is done, who types it for them, and why it is not done for them after all."""

    met: Person | None
    recorder: Person | None = None
    refused: NotAllowed | None = None


def voice_of(
    work: UnitOfWork,
    met: Person | None,
    inbound: Inbound,
    now: datetime,
    *,
    for_others: bool,
    is_report: bool,
) -> Voice:
    """Return in whose name this is done: one's own, unless the window says otherwise and both sides may.

    A form that may report danger is never refused here (practice.md 1.5): it goes on as that of whoever types. Anything
    else raises NotAllowed.
    """
    try:
        person = _spoken_for(work, met, inbound, now, for_others=for_others)
    except NotAllowed as refused:
        if not is_report:
            raise
        return Voice(met, refused=refused)
    return Voice(met) if person is None else Voice(person, recorder=met)


def _spoken_for(
    work: UnitOfWork, met: Person | None, inbound: Inbound, now: datetime, *, for_others: bool
) -> Person | None:
    statement_id = _statement_in(inbound)
    if statement_id is None:
        return None
    person = take_up(work, met, statement_id, now)
    if not for_others:
        raise NotAllowed(words("on_behalf_form").as_oneself)
    return person


def carried_on(work: UnitOfWork, answer: Answer) -> Answer:
    """Let what is shown next carry the statement, and say on top for whom it is recorded."""
    if work.speaking is None or not isinstance(answer, OpenForm | ShowInstead):
        return answer
    statement = work.speaking.statement
    facts = {
        "name": work.people.get(statement.person_id).name,
        "said_by": statement.said_by.value,
        "said_on": statement.said_on,
    }
    view = dict(answer.view)
    if len(view["blocks"]) < MOST_BLOCKS:
        view["blocks"] = [context(render("on_behalf_for", facts)), *view["blocks"]]
    carried = _carried(view.get("private_metadata", "")) | {FOR: statement.id.hex}
    view["private_metadata"] = json.dumps(carried, separators=(",", ":"))
    return replace(answer, view=view)
