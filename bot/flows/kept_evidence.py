"""The story of keeping evidence: from a message by its shortcut, or beside a concern or an action by its button."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from bot.answers import Answer, DrawAgain, OpenForm, ShowInstead
from bot.blocks import Block, form, paragraphs, text_input
from bot.buttons import (
    ADD_EVIDENCE,
    ALL_EVIDENCE,
    OPEN_ACTION,
    OPEN_CONCERN,
    OPEN_IMPROVEMENT,
    incident_buttons,
)
from bot.casework import kept_evidence
from bot.casework.access import NOT_YOURS
from bot.casework.action_record import open_action
from bot.casework.concern_reading import open_concern
from bot.casework.kept_evidence_reading import Beside, record_to_add_to, records_to_add_to
from bot.inbound import Form, Press, Shortcut, Submission
from bot.kept import kept_here
from bot.kept_evidence_blocks import (
    LEARNED,
    RECORD,
    class_field,
    evidence_window,
    learned_field,
    message_facts,
    readers_fields,
    record_field,
    shows_field,
    words_fields,
)
from bot.listeners import Listeners
from bot.messages import Message
from bot.required import required_choice, required_kind
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.chronology import SubjectKind
from domain.errors import NotYours
from domain.kept_evidence import Keeping, without_mentions
from domain.notices import NoticeKind
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

SHORTCUT = "keep_evidence"
FORM, ADD_FORM, NAMED_FORM = "kept_evidence_form", "kept_evidence_add_form", "kept_evidence_named_form"


def from_message(turn: Turn[Shortcut]) -> Answer:
    """*Keep as evidence*: which record it is for, what it shows, and whether its words are kept.

    Of a message that names somebody nothing is offered but to have it deleted.
    """
    message, person = turn.inbound, turn.person
    pointer = _pointer(turn.services, _carried(message))
    found = kept_evidence.offer(turn.work, person, pointer, message.message_text, turn.now)
    if not found:
        return OpenForm(_named_window(turn))
    return OpenForm(_form(turn, _carried(message), found, without_mentions(message.message_text)))


def _form(
    turn: Turn[Shortcut] | Turn[Press] | Turn[Submission],
    about: dict[str, str],
    found: Sequence[Beside],
    message_words: str,
    chosen: Beside | None = None,
) -> Block:
    """Return the form for a message; who may read it is asked as soon as one answer holds for every record."""
    label = words("kept_evidence_form")
    titles = {each.id: each.title for each in turn.work.contracts.of_person(turn.person.id)}
    facts = message_facts(about["channel"], about["user"])
    facts["written_at"] = _pointer(turn.services, about).written_at
    fields = [
        *paragraphs(render("kept_evidence_top", facts)),
        record_field(found, titles, chosen),
        *readers_fields(found, chosen),
        shows_field(),
        *learned_field(found),
        *words_fields(message_words),
    ]
    return form(FORM, label.title, fields, submit=label.submit, about=about)


def choose_record(turn: Turn[Press]) -> Answer:
    """A record is chosen: who may read what is kept there is asked, and nobody who could not be chosen is offered."""
    chosen = _beside(turn, turn.inbound.value)
    about = dict(json.loads(turn.inbound.metadata))
    return DrawAgain(_with_readers(turn, about, turn.inbound.form, chosen))


def _with_readers(
    turn: Turn[Press] | Turn[Submission], about: dict[str, str], answers: Form, chosen: Beside
) -> Block:
    """Draw the form again for the record chosen, with the words as they stand in it."""
    found = records_to_add_to(turn.work, turn.person, about["channel"], turn.now)
    return _form(turn, about, found, answers.text("words"), chosen)


def _carried(message: Shortcut) -> dict[str, str]:
    """Ids alone: where a message stands, and who wrote it."""
    author = message.author
    return {
        "channel": message.channel,
        "ts": message.message_ts,
        "team": author.team_id,
        "user": author.user_id,
    }


def _pointer(services: Services, about: Mapping[str, str]) -> kept_evidence.Pointer:
    url, channel, ts = services.workspace_url, about["channel"], about["ts"]
    return kept_evidence.Pointer(
        slack_channel=channel,
        message_ts=ts,
        written_team=about["team"],
        written_user=about["user"],
        link=f"{url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}" if url else "",
        is_ours=bool(about["user"]) and about["user"] == services.own_user,
    )


def keep(turn: Turn[Submission]) -> Answer:
    """Keep where the message stands, and its words if that was chosen."""
    answers, about = turn.inbound.form, turn.inbound.about()
    record = required_choice(answers, RECORD)
    beside = _beside(turn, record)
    if len(beside.offered) > 1 and "content_class" not in answers.values:  # its choice was not heard in time
        return DrawAgain(_with_readers(turn, about, answers, beside))
    new = kept_evidence.NewEvidence(
        shows=answers.text("shows"),
        content_class=answers.choice("content_class"),
        keeping=required_kind(Keeping, answers, "keeping"),
        words=answers.text("words"),
        is_learning=LEARNED in answers.choices("learned"),
        pointer=_pointer(turn.services, about),
    )
    evidence = kept_evidence.keep_evidence(turn.work, turn.person, beside, new, turn.now)
    facts = {
        "reference": beside.reference,
        "content_class": evidence.content_class.value,
        "has_words": new.keeping is Keeping.WORDS,
    }
    text = render("kept_evidence_saved", facts)
    return ShowInstead(form("read_only", words("common").saved_title, paragraphs(text)))


def _beside(turn: Turn[Press] | Turn[Submission], value: str) -> Beside:
    kind, _, record = value.partition(":")
    return record_to_add_to(turn.work, turn.person, _kind(kind), record_id(record), turn.now)


def _kind(value: str) -> SubjectKind:
    try:
        return SubjectKind(value)
    except ValueError:
        raise NotYours(NOT_YOURS) from None


def add_form(turn: Turn[Press]) -> Answer:
    """*Add evidence*, in the window of a record: for everybody who may do something there, with commands or without."""
    beside, label = _beside(turn, turn.inbound.value), words("kept_evidence_form")
    only = beside.offered[0] if len(beside.offered) == 1 else None
    top = render("kept_evidence_add_top", {"reference": beside.reference, "only": only.value if only else ""})
    fields = [
        *paragraphs(top),
        text_input("seen_at", label.seen_at, hint=label.seen_at_hint, longest=500),
        shows_field(),
        *class_field(beside.offered),
    ]
    about = {"record": turn.inbound.value}
    return OpenForm(form(ADD_FORM, label.add_title, fields, submit=label.add_submit, about=about))


def add(turn: Turn[Submission]) -> Answer:
    """Keep where it can be seen."""
    answers = turn.inbound.form
    new = kept_evidence.NewEvidence(
        shows=answers.text("shows"),
        content_class=answers.choice("content_class"),
        seen_at=answers.text("seen_at"),
    )
    beside = _beside(turn, turn.inbound.about()["record"])
    evidence = kept_evidence.keep_evidence(turn.work, turn.person, beside, new, turn.now)
    then = render("kept_evidence_next", {"content_class": evidence.content_class.value})
    return kept_here(turn, "evidence_added", _opens(beside), then=then)


def _opens(beside: Beside) -> tuple[str, UUID] | None:
    """Return the button that opens the record: an area stands in the window of its process."""
    if beside.improvement_id is not None:
        return OPEN_IMPROVEMENT, beside.improvement_id
    return (OPEN_ACTION if beside.kind is SubjectKind.ACTION else OPEN_CONCERN), beside.id


def all_of_it(turn: Turn[Press]) -> Answer:
    """*All evidence* of a record, opened as its own window opens: that is written down."""
    kind, _, record = turn.inbound.value.partition(":")
    if _kind(kind) is SubjectKind.ACTION:
        action = open_action(turn.work, turn.person, record_id(record), turn.now).action
        return OpenForm(evidence_window(turn.work, turn.person, action))
    concern = open_concern(turn.work, turn.person, record_id(record), turn.now).concern
    return OpenForm(evidence_window(turn.work, turn.person, concern))


def _named_window(turn: Turn[Shortcut]) -> Block:
    """Say that nothing is kept, and offer to ask whoever wrote it to delete it, and to note a data incident."""
    message, label = turn.inbound, words("kept_evidence_form")
    author = message.author
    asked = kept_evidence.author_to_ask(turn.work, turn.person, author.team_id, author.user_id)
    facts = {
        "is_own": author.user_id == message.actor.user_id,
        "can_ask": asked is not None,
    }
    blocks = [
        *paragraphs(render("kept_evidence_offered", facts)),
        *incident_buttons(message.message_ts, message.channel),
    ]
    if asked is None:
        return form("read_only", label.named_title, blocks)
    return form(NAMED_FORM, label.named_title, blocks, submit=label.named_submit, about=_carried(message))


def ask_author(turn: Turn[Submission]) -> Answer:
    """*Ask them to delete it*: they are written to, without a word of what stands there."""
    about = turn.inbound.about()
    author = kept_evidence.ask_author(turn.work, turn.person, about, turn.now)
    text = render("kept_evidence_author_asked", {"author": author.name})
    below = incident_buttons(about["ts"], about["channel"])
    return ShowInstead(form("read_only", words("common").saved_title, [*paragraphs(text), *below]))


def _say_named(_work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    """Ask whoever wrote it to delete a message that names somebody. It says where it stands, and nothing of it."""
    channel, ts = str(notice.facts["channel"]), str(notice.facts["ts"])
    facts = message_facts(channel, "") | {"written_at": datetime.fromtimestamp(float(ts), UTC)}
    text = render("kept_evidence_named", facts)
    return Message(text, [*paragraphs(text), *incident_buttons(ts, channel)])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.shortcut(SHORTCUT, from_message)
    listeners.press(RECORD, choose_record, writes=False)
    listeners.submission(FORM, keep)
    listeners.press(ADD_EVIDENCE, add_form, writes=False, for_others=True)
    listeners.submission(ADD_FORM, add, for_others=True)
    listeners.press(ALL_EVIDENCE, all_of_it, for_others=True)
    listeners.submission(NAMED_FORM, ask_author)
    services.messages.add(NoticeKind.KEPT_EVIDENCE_NAMED, _say_named)
