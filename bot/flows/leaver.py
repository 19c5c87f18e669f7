"""The story of somebody who has left: what they leave behind, and who takes each of it on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.answers import Answer, OpenForm
from bot.blocks import Block, button, buttons, choice_input, form, option, paragraphs, shortened
from bot.buttons import HAND_ON, MY_ITEMS
from bot.casework.access import may_do
from bot.casework.handing_on import ALL, Item, items_left, require_may_hand_on, who_may_take
from bot.casework.leavers import hand_on_what_was_left, is_handed_on, takes_part
from bot.inbound import Press, Submission
from bot.kept import kept_in_message
from bot.listeners import Listeners
from bot.messages import Message
from bot.people_words import listed
from bot.required import required_choice
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from domain.people import Act, Role
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

FORM = "person_hand_on_form"
LISTED = 10


def hand_on_form(turn: Turn[Press]) -> Answer:
    """*Hand on*: which of what somebody has to do, and who takes it on."""
    of_id, _, rest = turn.inbound.value.partition(":")
    contract, _, which = rest.partition(":")
    of, contract_id = turn.work.people.get(record_id(of_id)), record_id(contract)
    require_may_hand_on(turn.work, turn.person, of, contract_id)
    items = [each for each in items_left(turn.work, of, contract_id) if which in {"", each.key}]
    takers = who_may_take(turn.work, of, contract_id)
    if not items:
        raise NotAllowed(words("leaver_forms").nothing_left)
    if not takers:
        raise NotAllowed(words("leaver_forms").nobody_else)
    label = words("leaver_forms")
    what = [option(_name(each), each.key) for each in items[: LISTED * 5]]
    if not which:
        what = [option(label.everything, ALL), *what]
    fields = [
        choice_input("what", label.what, what, initial=what[0]["value"]),
        choice_input("who", label.who, [option(listed(each, side), each.id.hex) for each, side in takers]),
    ]
    top = paragraphs(render("hand_on_top", {"name": of.name, "count": len(items)}))
    about = {"of": of.id.hex, "contract": contract_id.hex}
    return OpenForm(form(FORM, label.title, [*top, *fields], submit=label.submit, about=about))


def hand_on(turn: Turn[Submission]) -> Answer:
    """Keep who takes it on; they are told."""
    about, answers = turn.inbound.about(), turn.inbound.form
    of, contract_id = turn.work.people.get(record_id(about["of"])), record_id(about["contract"])
    require_may_hand_on(turn.work, turn.person, of, contract_id)
    what, to_id = required_choice(answers, "what"), record_id(required_choice(answers, "who"))
    hand_on_what_was_left(turn.work, turn.person, of, contract_id, what, to_id, turn.now)
    return kept_in_message(turn, "handed_on")


def _name(item: Item) -> str:
    """Return one line for a duty: of an answer its kind, of everything else its SHARED title."""
    label = words("duty_names")
    name = item.name or getattr(label, item.what, label.other)
    return shortened(f"{item.reference}: {name}" if item.reference else name, 75)


def _say_left(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    return _said(work, notice, now, "person_left")


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """Say what is still with nobody; nothing once all of it has been handed on."""
    person = work.people.get(notice.subject_id)
    if takes_part(work, person, notice.contract_id) or is_handed_on(work, person, notice.contract_id, now):
        return None
    return _said(work, notice, now, "duties_line")


def _said(work: UnitOfWork, notice: Notice, now: datetime, prompt: str) -> Message:
    assert notice.person_id is not None
    person, reader = work.people.get(notice.subject_id), work.people.get(notice.person_id)
    facts: dict[str, Any] = ROUTE_FACTS
    below: list[Block] = []
    if notice.contract_id is not None:
        facts, items = _facts(work, person, notice.contract_id, reader)
        if facts["may_hand_on"] and items:
            value = f"{person.id.hex}:{notice.contract_id.hex}"
            below = buttons(button(HAND_ON, words("leaver_forms").hand_on, value, style="primary"))
    is_back = takes_part(work, person, notice.contract_id)
    is_done = is_back or is_handed_on(work, person, notice.contract_id, now)
    gone = not person.is_active
    facts = facts | {"name": person.name, "is_done": is_done, "is_back": is_back, "is_gone": gone}
    text = render(prompt, facts)
    return Message(text, [*paragraphs(text), *(below if not is_done else [])])


def _facts(
    work: UnitOfWork, person: Person, contract_id: UUID, reader: Person
) -> tuple[dict[str, Any], Sequence[Item]]:
    items = items_left(work, person, contract_id)
    may_hand_on = may_do(work, reader, contract_id, Act.NAME_OWNER)
    has_lead = bool(work.people.holding((Role.CONTRACT_LEAD,), contract_id))
    return {
        "is_route": False,
        "contract": work.contracts.get(contract_id).title,
        "count": len(items),
        "has_lead": has_lead,
        "may_hand_on": may_hand_on,
        # An administrator reads nothing of a case by being one: only how much there is.
        "lines": [_name(each) for each in items[:LISTED]] if may_hand_on else [],
        "more": max(len(items) - LISTED, 0) if may_hand_on else 0,
    }, items


ROUTE_FACTS: dict[str, Any] = {
    "is_route": True,
    "contract": "",
    "count": 0,
    "has_lead": True,
    "may_hand_on": False,
    "lines": [],
    "more": 0,
}
"""Of safeguarding nothing is said but that the route needs somebody."""


def _say_handed_on(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    assert notice.contract_id is not None
    to = work.people.get(notice.subject_id)
    items = items_left(work, to, notice.contract_id)
    facts = {
        "contract": work.contracts.get(notice.contract_id).title,
        "by_whom": work.people.get(UUID(notice.facts["from"])).name,
        "lines": [_name(each) for each in items[:LISTED]],
        "more": max(len(items) - LISTED, 0),
    }
    text = render("duties_handed_on", facts)
    return Message(text, [*paragraphs(text), *buttons(button(MY_ITEMS, words("buttons").my_items, "hub"))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(HAND_ON, hand_on_form, writes=False)
    listeners.submission(FORM, hand_on)
    services.messages.add(NoticeKind.PERSON_LEFT, _say_left)
    services.messages.add(NoticeKind.DUTIES_LINE, _say_line)
    services.messages.add(NoticeKind.DUTIES_HANDED_ON, _say_handed_on)
