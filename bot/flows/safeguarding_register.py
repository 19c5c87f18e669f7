"""The story of the safeguarding register, for its named people; and of `/safeguarding mine`, for anybody."""

from datetime import datetime
from uuid import UUID

from bot.answers import Answer, Note, OpenForm, ShowInstead
from bot.blocks import button, buttons, form, paragraphs, section
from bot.buttons import open_safeguarding_button
from bot.casework.safeguarding_arrival import outcome_goes_at
from bot.casework.safeguarding_register import (
    Entry,
    had_by,
    line_of,
    open_register,
    raised_by,
    require_register,
)
from bot.inbound import Command, Press
from bot.listeners import Listeners
from bot.safeguarding_buttons import OPEN_REGISTER
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn
from domain.deadlines import DeadlineState
from domain.safeguarding import SafeguardingState
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

MOST_MINE = 40


def offer_register(turn: Turn[Command]) -> Answer:
    """`/safeguarding register`: a button, since opening it is recorded and a command keeps nothing."""
    require_register(turn.work, turn.person)
    text = render("safeguarding_register_offer", {})
    label = words("safeguarding_buttons").open_register
    return Note(text, [*paragraphs(text), *buttons(button(OPEN_REGISTER, label, "register"))])


def show_register(turn: Turn[Press]) -> Answer:
    """*Open the register*: what this person is named for, a page at a time, and nothing of what they are not."""
    value = turn.inbound.value
    page = open_register(turn.work, turn.person, turn.now, int(value) if value.isdecimal() else 0)
    blocks = paragraphs(
        render(
            "safeguarding_register",
            {"count": page.count, "is_later": page.start > 0, "first": page.start + 1},
        )
    )
    blocks += [
        section(_line(turn.work, each, turn.now), open_safeguarding_button(each.concern.id))
        for each in page.entries
    ]
    if page.left:
        label = words("safeguarding_buttons").more_of_register
        following = str(page.start + len(page.entries))
        blocks += paragraphs(render("safeguarding_register_more", {"count": page.left}))
        blocks += buttons(button(OPEN_REGISTER, label, following))
    window = form("read_only", words("safeguarding_register_form").title, blocks)
    return ShowInstead(window) if turn.inbound.in_form else OpenForm(window)


def _line(work: UnitOfWork, entry: Entry, now: datetime) -> str:
    clock = entry.next_clock
    is_closed = entry.concern.state is SafeguardingState.CLOSED
    facts = {
        "reference": entry.concern.reference,
        "state": entry.concern.state.value,
        "lead": entry.lead,
        "age": render("safeguarding_register_age", {"days": entry.age.days, "is_closed": is_closed}),
        "clock": render(
            "safeguarding_clock",
            {
                "kind": clock.kind.value,
                "due_at": clock.due_at,
                "is_late": clock.due_at < now,
                "is_paused": clock.state is DeadlineState.PAUSED,
                "goes_at": outcome_goes_at(work, entry.concern, now),
            },
        )
        if clock
        else "",
    }
    return render("safeguarding_register_line", facts)


def mine(turn: Turn[Command]) -> Answer:
    """`/safeguarding mine`: what somebody raised, and what waits for them; references only, nothing that was said."""
    listed: dict[UUID, SafeguardingConcern] = {}
    if turn.met is not None:
        found = [*had_by(turn.work, turn.met), *raised_by(turn.work, turn.met)]
        listed = {concern.id: concern for concern in found}
    top = render("safeguarding_register_mine", {"count": len(listed)})
    text, blocks = top, paragraphs(top)
    for concern in list(listed.values())[:MOST_MINE]:
        assert turn.met is not None
        line = _my_line(turn.work, turn.met, concern)
        text += f"\n{line}"
        blocks.append(section(line, open_safeguarding_button(concern.id)))
    if len(listed) > MOST_MINE:
        more = render("safeguarding_register_mine_more", {"count": len(listed) - MOST_MINE})
        text += f"\n{more}"
        blocks += paragraphs(more)
    return Note(text, blocks)


def _my_line(work: UnitOfWork, person: Person, concern: SafeguardingConcern) -> str:
    return render("items_risk", line_of(work, person, concern))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/safeguarding", offer_register, word="register")
    listeners.command("/safeguarding", mine, word="mine")
    listeners.press(OPEN_REGISTER, show_register)
