"""The story of showing that an action is done: its owner hands it in, the other side looks at it."""

from datetime import datetime

from bot.action_blocks import LOOKS_DONE, NOT_YET, SHOW_DONE, message_about, show_again
from bot.answers import Answer, OpenForm
from bot.blocks import header, reason_form, typed
from bot.buttons import OPEN_ACTION
from bot.casework import evidence
from bot.casework.action_record import offered
from bot.inbound import Press, Submission
from bot.kept import kept_in_message
from bot.listeners import Listeners
from bot.messages import Message
from bot.needs_blocks import needs_blocks
from bot.services import Services
from bot.templates import words
from bot.turn import Turn, record_id
from domain.actions import ActionState
from domain.errors import NotAllowed
from domain.notices import NoticeKind
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

EVIDENCE_FORM = "evidence_form"
RETURN_FORM = "evidence_return_form"


def evidence_form(turn: Turn[Press]) -> Answer:
    """*Show it is done*: what was agreed to show it, and where that can be seen."""
    action, may = offered(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    if not may.submit:
        raise NotAllowed(words("refusals").action_not_handed_in)
    label = words("action_forms")
    agreed = turn.work.narratives.latest(action.id).get("shown_by", "")
    above = [header(label.shown_by), *typed(agreed)]
    about = {"action": action.id.hex}
    return OpenForm(reason_form(EVIDENCE_FORM, label, "evidence", about, above=above, name="evidence"))


def submit(turn: Turn[Submission]) -> Answer:
    """Keep the evidence; the same form sent again is the same evidence."""
    action_id = record_id(turn.inbound.about()["action"])
    evidence.submit_evidence(turn.work, turn.person, action_id, turn.inbound.form.text("evidence"), turn.now)
    return kept_in_message(turn, "action_handed_in", (OPEN_ACTION, action_id))


def looks_done(turn: Turn[Press]) -> Answer:
    """*It looks done*: the first to press closes the action, and every message about it shows that."""
    action_id = record_id(turn.inbound.value)
    evidence.verify_action(turn.work, turn.person, action_id, turn.now)
    return show_again(turn, action_id)


def return_form(turn: Turn[Press]) -> Answer:
    """*Not yet*: asks what is still missing."""
    action, may = offered(turn.work, turn.person, record_id(turn.inbound.value), turn.now)
    if not may.check:
        raise NotAllowed(words("refusals").evidence_not_checked)
    above, about = needs_blocks(turn.work, [turn.work.people.get(action.owner_id)]), {"action": action.id.hex}
    return OpenForm(reason_form(RETURN_FORM, words("action_forms"), "returned", about, above=above))


def send_back(turn: Turn[Submission]) -> Answer:
    """Keep what is still missing; the same form sent again sends it back once."""
    action_id = record_id(turn.inbound.about()["action"])
    evidence.return_action(turn.work, turn.person, action_id, turn.inbound.form.text("reason"), turn.now)
    return kept_in_message(turn, "action_sent_back", (OPEN_ACTION, action_id))


def _say_submitted(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    action = work.actions.get(notice.subject_id)
    if action.state is not ActionState.SUBMITTED and notice.posted_ts is None:
        return None
    return message_about(work, notice, now)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(SHOW_DONE, evidence_form, writes=False, for_others=True)
    listeners.press(LOOKS_DONE, looks_done, for_others=True)
    listeners.press(NOT_YET, return_form, writes=False, for_others=True)
    listeners.submission(EVIDENCE_FORM, submit, for_others=True)
    listeners.submission(RETURN_FORM, send_back, for_others=True)
    services.messages.add(NoticeKind.ACTION_SUBMITTED, _say_submitted)
    services.messages.add(NoticeKind.ACTION_RETURNED, message_about)
    services.messages.add(NoticeKind.ACTION_VERIFIED, message_about)
