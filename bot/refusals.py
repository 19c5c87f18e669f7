"""Refusals and failures in words: beside the field of a form, in its window, or in a private note."""

from collections.abc import Sequence

from bot.answers import Answer, FieldErrors, Note, OpenForm, ShowInstead
from bot.blocks import Block, form, paragraphs
from bot.buttons import join_buttons, report_buttons
from bot.casework.second_look import LookAgain
from bot.escaping import as_plain
from bot.inbound import Command, Inbound, Press, Shortcut, Submission
from bot.services import Emergency
from bot.templates import render, words
from bot.turn import NotKnown
from domain.errors import NotAllowed, NotYours


def refusal(inbound: Inbound, refused: NotAllowed) -> Answer:
    """Answer an expected refusal; nothing was kept. Whoever is not known here is shown how to report all the same."""
    if isinstance(refused, NotKnown):
        return say(inbound, "not_known", [*report_buttons(), *join_buttons(inbound.channel)])
    if isinstance(inbound, Submission) and refused.field and refused.field in inbound.form.values:
        return FieldErrors({refused.field: refused.message})
    # Whoever may not read here may have something to report all the same (practice.md 1.5).
    below = report_buttons() if isinstance(refused, NotYours) and isinstance(inbound, Command) else ()
    return say(inbound, "refused", below, message=refused.message)


def look_again(inbound: Submission, found: LookAgain) -> Answer:
    """Say beside each field what its words look like, and that the same button keeps them."""
    label = words("identifiers")
    errors = {
        _field_of(inbound, field, found.texts[field]): as_plain(
            render("second_look", {"what": " and ".join(getattr(label, kind.value) for kind in kinds)})
        )
        for field, kinds in found.found.items()
    }
    return FieldErrors(errors)


def _field_of(inbound: Submission, field: str, text: str) -> str:
    """Return the field of the form in which a text was typed; the record may know it under another name."""
    typed = (name for name in inbound.form.values if inbound.form.text(name).strip() == text.strip())
    return field if field in inbound.form.values else next(typed, next(iter(inbound.form.values)))


def not_recorded(inbound: Inbound, emergency: Emergency) -> Answer:
    """Say that nothing was kept. Said only when that is certain."""
    return say(inbound, "not_recorded", **vars(emergency))


def unsure(inbound: Inbound, emergency: Emergency) -> Answer:
    """Say that nobody can tell whether it was kept, and how to find out."""
    return say(inbound, "unsure", **vars(emergency))


def slack_silent(inbound: Inbound) -> Answer:
    """Say that Slack did not tell us in time what had to be known first, so that nothing was kept."""
    return say(inbound, "slack_silent")


def not_shown(inbound: Inbound, emergency: Emergency) -> Answer:
    """Say that Slack did not show what was asked for."""
    has_windows = isinstance(inbound, Press) and inbound.in_form
    return say(inbound, "not_shown", has_windows=has_windows, **vars(emergency))


def something_wrong(inbound: Inbound, emergency: Emergency) -> Answer:
    """Say that a fault of ours undid it."""
    return say(inbound, "something_wrong", **vars(emergency))


def say(inbound: Inbound, prompt: str, below: Sequence[Block] = (), **facts: object) -> Answer:
    """Say a prompt privately, in the shape that this kind of arrival allows.

    A form stays open with its words where it can, so that what was typed is not lost.
    """
    text = render(prompt, dict(facts))
    if isinstance(inbound, Submission):
        first = next(iter(inbound.form.values), None)
        if first is not None and prompt not in {"refused", "not_known"}:
            return FieldErrors({first: as_plain(text)})
        return ShowInstead(form("read_only", words("common").notice_title, [*paragraphs(text), *below]))
    if isinstance(inbound, Press | Shortcut) and not inbound.response_url:
        return OpenForm(form("read_only", words("common").notice_title, [*paragraphs(text), *below]))
    return Note(text, [*paragraphs(text), *below])
