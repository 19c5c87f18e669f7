"""The story of closing a concern: the lead says what came of it, and may open it again; and the list of open ones."""

from bot.answers import Answer, Note, OpenForm
from bot.blocks import Block, buttons, form, paragraphs, reason_form, text_input
from bot.buttons import CLOSE_CONCERN, OPEN_CONCERN, REOPEN_CONCERN, open_concern_button
from bot.casework.concern_access import find_concern
from bot.casework.concern_closing import close_concern, concern_to_close, open_actions, reopen_concern
from bot.casework.concern_facts import facts_for
from bot.casework.concern_reading import read_concern
from bot.casework.items import open_concerns
from bot.inbound import Command, Press, Submission
from bot.kept import kept_here
from bot.listeners import Listeners
from bot.needs_blocks import needs_blocks
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.concerns import Closing
from domain.errors import NotAllowed

CLOSE_FORM = "concern_close_form"
REOPEN_FORM = "concern_reopen_form"
MOST_LISTED = 20
"""Concerns in one list; two blocks each keep it within Slack's fifty."""


def close_form(turn: Turn[Press]) -> Answer:
    """*Close this concern*: what came of it, and why it is closed if an action of it goes on."""
    concern = concern_to_close(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("concern_view")
    fields = needs_blocks(turn.work, [turn.work.people.get(concern.reporter_id)])
    fields.append(text_input("outcome", label.close_outcome, hint=label.close_outcome_hint, lines=True))
    if open_actions(turn.work, concern):
        fields.append(text_input("why_open", label.close_why_open, lines=True))
    fields.append(text_input("note", label.close_note, optional=True, lines=True))
    about = {"concern": concern.id.hex}
    return OpenForm(form(CLOSE_FORM, label.close_title, fields, submit=label.close_submit, about=about))


def close(turn: Turn[Submission]) -> Answer:
    """Keep what came of it."""
    answers = turn.inbound.form
    closing = Closing(answers.text("outcome"), answers.text("note"), answers.text("why_open"))
    concern_id = record_id(turn.inbound.about()["concern"])
    close_concern(turn.work, turn.person, concern_id, closing, turn.now)
    return kept_here(turn, "concern_closed", (OPEN_CONCERN, concern_id))


def reopen_form(turn: Turn[Press]) -> Answer:
    """*Open it again*: asks why."""
    concern = find_concern(turn.work, record_id(turn.inbound.value))
    if not read_concern(turn.work, turn.person, concern.id, turn.now).may_reopen:
        raise NotAllowed(words("refusals").concern_not_changed)
    about = {"concern": concern.id.hex}
    return OpenForm(reason_form(REOPEN_FORM, words("concern_view"), "reopen", about))


def reopen(turn: Turn[Submission]) -> Answer:
    """Keep that it is open again."""
    concern_id = record_id(turn.inbound.about()["concern"])
    reopen_concern(turn.work, turn.person, concern_id, turn.inbound.form.text("reason"), turn.now)
    return kept_here(turn, "concern_reopened", (OPEN_CONCERN, concern_id))


def list_open(turn: Turn[Command]) -> Answer:
    """`/concern list`: the open concerns of somebody's own contracts, the oldest first."""
    found = open_concerns(turn.work, turn.person)
    top = render("concern_list", {"count": len(found), "most": MOST_LISTED})
    text, lines = top, list[Block]()
    for concern in found[:MOST_LISTED]:
        line = render("concern_mine_line", facts_for(turn.work, concern, turn.person))
        text += f"\n{line}"
        lines += [*paragraphs(line), *buttons(open_concern_button(concern.id))]
    return Note(text, [*paragraphs(top), *lines])


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/concern", list_open, word="list")
    listeners.press(CLOSE_CONCERN, close_form, writes=False)
    listeners.press(REOPEN_CONCERN, reopen_form, writes=False)
    listeners.submission(CLOSE_FORM, close)
    listeners.submission(REOPEN_FORM, reopen)
