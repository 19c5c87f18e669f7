"""The story of the speak-up leads: the list of sealed names, and opening one, with a reason, for one look."""

from datetime import datetime
from uuid import UUID

from bot.answers import Answer, Note, OpenForm, ShowInstead
from bot.blocks import button, form, paragraphs, reason_form, section
from bot.casework.speak_up import organisation_of
from bot.casework.speak_up_reveal import Line, require_may_reveal, reveal, sealed_names
from bot.inbound import Command, Press, Submission
from bot.listeners import Listeners
from bot.messages import Message
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.notices import NoticeKind
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

REVEAL = "speak_up_reveal"
REVEAL_FORM = "speak_up_reveal_form"


def list_names(turn: Turn[Command]) -> Answer:
    """`/concern sealed`: the sealed names with state and age, for a speak-up lead; nothing of what they are about."""
    lines = sealed_names(turn.work, turn.person, turn.now)
    top = render("speak_up_list", {"count": len(lines)})
    label = words("speak_up_form").reveal
    said = [render("speak_up_list_line", _facts(each)) for each in lines]
    rows = [
        section(text, button(REVEAL, label, each.speak_up_id.hex))
        for text, each in zip(said, lines, strict=True)
    ]
    return Note("\n".join([top, *said]), [*paragraphs(top), *rows])


def _facts(line: Line) -> dict[str, object]:
    return {
        "reference": line.reference,
        "state": line.state.value,
        "sealed_on": line.sealed_on,
        "looked_on": line.looked_on,
        "days": line.days,
        "is_late": line.is_late,
        "reveals": line.reveals,
    }


def reveal_form(turn: Turn[Press]) -> Answer:
    """*Open the name*: asks why."""
    sealed = require_may_reveal(turn.work, turn.person, record_id(turn.inbound.value))
    above = paragraphs(render("speak_up_reveal_top", {"reference": sealed.reference}))
    about = {"speak_up": sealed.id.hex}
    return OpenForm(reason_form(REVEAL_FORM, words("speak_up_form"), "reveal", about, above=above))


def show_name(turn: Turn[Submission]) -> Answer:
    """Show the name once; to see it again is to open it again."""
    speak_up_id = record_id(turn.inbound.about()["speak_up"])
    sealed = require_may_reveal(turn.work, turn.person, speak_up_id)
    identity = reveal(turn.work, turn.person, speak_up_id, turn.inbound.form.text("reason"), turn.now)
    organisation = organisation_of(turn.work, identity)
    facts = {
        "reference": sealed.reference,
        "name": identity.name,
        "organisation": organisation.name if organisation else "",
        "may_write": sealed.may_write,
    }
    return ShowInstead(
        form("read_only", words("speak_up_form").name_title, paragraphs(render("speak_up_name", facts)))
    )


def _say_raised(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    text = render("speak_up_raised", {"reference": _reference(work, notice)})
    return Message(text, paragraphs(text))


def _say_revealed(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    who = work.people.get(UUID(notice.facts["by"])).name
    text = render("speak_up_revealed", {"reference": _reference(work, notice), "who": who})
    return Message(text, paragraphs(text))


def _reference(work: UnitOfWork, notice: Notice) -> str:
    sealed = work.speak_up.find(notice.subject_id)
    assert sealed is not None
    return sealed.reference


def _say_lead_missing(_work: UnitOfWork, _notice: Notice, _now: datetime) -> Message:
    text = render("speak_up_lead_missing", {})
    return Message(text, paragraphs(text))


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.command("/concern", list_names, word="sealed")
    listeners.press(REVEAL, reveal_form, writes=False)
    listeners.submission(REVEAL_FORM, show_name, goes_on=True)
    services.messages.add(NoticeKind.SPEAK_UP_RAISED, _say_raised)
    services.messages.add(NoticeKind.SPEAK_UP_REVEALED, _say_revealed)
    services.messages.add(NoticeKind.SPEAK_UP_LEAD_MISSING, _say_lead_missing)
