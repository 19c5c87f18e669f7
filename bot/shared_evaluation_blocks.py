"""A shared evaluation on the screen: its message, and the window that every party of the contract may open."""

from datetime import datetime
from uuid import UUID

from bot.blocks import Block, button, buttons, context, form, header, paragraphs, typed
from bot.buttons import READ_EVALUATION, letter_button
from bot.casework.access import party_of
from bot.casework.challenge_reading import ChallengeRead, challenges_for
from bot.casework.evaluation_reading import facts_of, own_facts
from bot.casework.evaluation_receipts import not_received, record_reading
from bot.casework.evaluation_shared_facts import facts_for
from bot.evaluation_charts import pictures_of
from bot.feedback_blocks import feedback_part, say_button
from bot.messages import Message
from bot.statement_blocks import spoken_marks
from bot.templates import render, words
from bot.titles import title_of
from domain.challenges import ANSWER_WITHIN
from domain.chronology import SubjectKind
from domain.evaluation_evidence import Evidence
from domain.people import Party
from storage.evaluations import Evaluation
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

RECEIVED = "evaluation_received"
RECEIVED_FOR = "evaluation_received_for"
CHALLENGE = "challenge_start"
DECIDE_CHALLENGE = "challenge_decide"
WITHDRAW_CHALLENGE = "challenge_withdraw"


def said_facts(
    work: UnitOfWork, evaluation: Evaluation, person: Person | None, now: datetime
) -> dict[str, object]:
    """Return the facts of the shared words as one reader sees them, the figures that all may know among them."""
    return {
        **facts_of(work, evaluation),
        **facts_for(work, evaluation, person, now),
        "most": ANSWER_WITHIN,
        "pass_on_to": "",
        "has_reached_them": True,
    }


def message_about(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    """Return what is said of a shared evaluation to one reader or to a channel, with the buttons they may press."""
    evaluation = work.evaluations.find(notice.subject_id)
    assert evaluation is not None
    person = work.people.get(notice.person_id) if notice.person_id else None
    facts = {**said_facts(work, evaluation, person, now), "pass_on_to": notice.facts.get("pass_on_to", "")}
    if facts["pass_on_to"]:
        receipt = work.evaluations.receipt_of(evaluation.id, UUID(notice.facts["organisation"]))
        facts["has_reached_them"] = receipt is not None and receipt.delivered_at is not None
    text = render("evaluation_shared", facts)
    on_behalf = on_behalf_buttons(work, evaluation, facts) if facts["pass_on_to"] else []
    letter = letter_button(notice) if notice.person_id else None
    say = say_button(work, person, evaluation)
    row = buttons(*_answers(evaluation, facts), say, *on_behalf, _open(evaluation), letter)
    # A channel is told that there is something to read, and no figure; so it has no chart either.
    pictures = pictures_of(work, evaluation) if person is not None else []
    return Message(text, [*paragraphs(text), *row], pictures)


def _open(evaluation: Evaluation) -> Block:
    return button(READ_EVALUATION, words("buttons").open, evaluation.id.hex)


def _answers(evaluation: Evaluation, facts: dict[str, object]) -> list[Block | None]:
    """Return the two answers. A channel offers both for as long as somebody may give them; a press asks again who."""
    label, value = words("evaluation_sharing"), evaluation.id.hex
    in_channel = facts["reader"] == "channel"
    may_receive = bool(facts["not_received"]) if in_channel else facts["may_receive"]
    may_challenge = facts["has_open_window"] if in_channel else facts["may_challenge_now"]
    return [
        button(RECEIVED, label.received, value, style="primary") if may_receive else None,
        button(CHALLENGE, label.challenge, value) if may_challenge else None,
    ]


def window(work: UnitOfWork, person: Person, evaluation: Evaluation, now: datetime) -> Block:
    """Return the window of a shared evaluation: all that this person may read of it. The opening is recorded."""
    record_reading(work, person, evaluation, now)
    facts = said_facts(work, evaluation, person, now)
    blocks = [*paragraphs(render("evaluation_shared", facts)), *typed_parts(work, evaluation)]
    for challenge in challenges_for(work, person, evaluation):
        blocks += challenge_part(challenge)
        blocks += spoken_marks(work, person, challenge.challenge.id)
    blocks += spoken_marks(work, person, evaluation.id)
    blocks += feedback_part(work, person, evaluation)
    is_own = party_of(work, person, evaluation.contract_id) is Party.OWN
    on_behalf = on_behalf_buttons(work, evaluation, facts) if is_own else []
    row = buttons(*_answers(evaluation, facts), say_button(work, person, evaluation), *on_behalf)
    return form("read_only", title_of(SubjectKind.EVALUATION, evaluation.reference), [*blocks, *row])


def on_behalf_buttons(
    work: UnitOfWork, evaluation: Evaluation, facts: dict[str, object]
) -> list[Block | None]:
    """Return how our own side records what another one said by other means (practice.md 2.2)."""
    label, value = words("evaluation_sharing"), evaluation.id.hex
    receipt = button(RECEIVED_FOR, label.record_receipt, value)
    challenge = button(CHALLENGE, label.record_challenge, value)
    return [
        receipt if not_received(work, evaluation) else None,
        challenge if facts["has_open_window"] else None,
    ]


def typed_parts(work: UnitOfWork, evaluation: Evaluation) -> list[Block]:
    """Return what was typed for all parties."""
    label, texts = words("evaluation_sharing"), work.narratives.latest(evaluation.id)
    because = [header(label.because), *typed(texts["because"])] if texts.get("because") else []
    blocks = [header(label.summary), *typed(texts["summary"])] if texts.get("summary") else []
    voice = [header(label.people_say), *typed(texts["voice"])] if texts.get("voice") else []
    return [*because, *blocks, *voice]


def rests_on(work: UnitOfWork, evaluation: Evaluation) -> list[Block]:
    """Return what a challenge is decided on: what was judged and suggested, the reasons, the figures, the words."""
    evidence = Evidence.from_data(evaluation.evidence)
    judge = work.people.get(evaluation.judged_by) if evaluation.judged_by else None
    facts = {
        **own_facts(work, evaluation.contract_id, evidence),
        "reference": evaluation.reference,
        "judgement": evaluation.judgement.value if evaluation.judgement else "",
        "judged_by": judge.name if judge else "",
    }
    return [*paragraphs(render("challenge_rests_on", facts)), *typed_parts(work, evaluation)]


def challenge_part(read: ChallengeRead, *, with_buttons: bool = True) -> list[Block]:
    """Return a challenge as part of a window, with the buttons for its next step unless it is above a form."""
    label, challenge = words("challenge_view"), read.challenge
    blocks: list[Block] = [header(f"{challenge.reference}: {label.heading}")]
    for heading, texts in (
        (label.said, read.said),
        (label.shown_by, read.shown_by),
        (label.instead, [read.instead] if read.instead else []),
        (label.reasons, [read.reasons] if read.reasons else []),
    ):
        if texts:
            blocks.append(context(heading))
        for text in texts:
            blocks += typed(text)
    value = challenge.id.hex
    decide = button(DECIDE_CHALLENGE, label.decide, value, style="primary")
    withdraw = button(WITHDRAW_CHALLENGE, label.withdraw, value)
    row = buttons(decide if read.may_decide else None, withdraw if read.may_withdraw else None)
    if not with_buttons:
        return blocks
    return [*blocks, *row] if len(blocks) > 1 or row else []
