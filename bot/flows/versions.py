"""The story of what changed: the versions of a record, and two of them compared in words."""

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import Block, choice_input, form, header, option, paragraphs, typed
from bot.casework.versions import Version, compare, versions_for
from bot.earlier_versions import WHAT_CHANGED
from bot.inbound import Press, Submission
from bot.listeners import Listeners
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.chronology import SubjectKind
from domain.differences import differences, shortened_same
from domain.errors import NotAllowed, NotYours

FORM = "versions_form"
MOST_CHOICES = 100
MOST_STRETCHES = 40
"""Stretches of one comparison: two blocks each and room for the words above them."""


def list_versions(turn: Turn[Press]) -> Answer:
    """*What changed*: which versions there are, of what, by whom, from when; the newest two are filled in."""
    kind, _, subject = turn.inbound.value.partition(":")
    if kind not in set(SubjectKind):
        raise NotYours(words("versions_form").not_yours)
    subject_id = record_id(subject)
    found = versions_for(turn.work, turn.person, SubjectKind(kind), subject_id, turn.now).found[
        -MOST_CHOICES:
    ]
    label = words("versions_form")
    if not found:
        raise NotAllowed(label.nothing)
    choices = [option(_heading(each), each.key) for each in found]
    last = max(found, key=lambda each: (each.written_at, each.number))
    newest = [each for each in found if each.field == last.field][-2:]
    blocks = [
        *paragraphs(render("versions_top", {"count": len(found)})),
        choice_input("before", label.before, choices, initial=newest[0].key),
        choice_input("after", label.after, choices, initial=newest[-1].key),
    ]
    about = {"kind": kind, "subject": subject_id.hex}
    return OpenForm(form(FORM, label.title, blocks, submit=label.submit, about=about))


def _heading(version: Version) -> str:
    return render(
        "version",
        {
            "field": version.field.replace("_", " "),
            "number": version.number,
            "author": version.author,
            "written_at": version.written_at,
        },
    )


def show_changes(turn: Turn[Submission]) -> Answer:
    """Compare two versions: what it was and what it is now, each change in words of its own."""
    about, answers = turn.inbound.about(), turn.inbound.form
    subject = (SubjectKind(about["kind"]), record_id(about["subject"]))
    keys = (answers.choice("before"), answers.choice("after"))
    older, newer = compare(turn.work, turn.person, subject, keys, turn.now)
    label = words("versions_form")
    found = differences(older.text, newer.text)
    changes = sum(not each.is_same for each in found)
    blocks = paragraphs(
        render("versions_compared", {"older": _heading(older), "newer": _heading(newer), "count": changes})
    )
    for each in found[:MOST_STRETCHES]:
        blocks += _said(each.was, each.now)
    if len(found) > MOST_STRETCHES:
        blocks += paragraphs(label.more)
    return ShowInstead(form("read_only", label.title, blocks))


def _said(was: str, now: str) -> list[Block]:
    label = words("versions_form")
    if was == now:
        return typed(shortened_same(was)) if was.strip() else []
    if not was.strip():
        return [header(label.added), *typed(now)] if now.strip() else []
    if not now.strip():
        return [header(label.removed), *typed(was)]
    return [header(label.was), *typed(was), header(label.is_now), *typed(now)]


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.press(WHAT_CHANGED, list_versions, writes=False, for_others=True)
    listeners.submission(FORM, show_changes, once=False, for_others=True)
