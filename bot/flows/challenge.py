"""The story of a challenge: *This is not right*, what is said, and the decision of somebody who had no part in it."""

from datetime import datetime
from uuid import UUID

from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.blocks import Block, button, buttons, choice_input, form, option, paragraphs, text_input
from bot.buttons import READ_EVALUATION, letter_button
from bot.casework import challenges
from bot.casework.challenge_deciders import evaluation_of
from bot.casework.challenge_reading import challenge_facts, read_challenge
from bot.casework.evaluation_shared_facts import facts_for
from bot.inbound import Press, Submission
from bot.kept import kept
from bot.listeners import Listeners
from bot.messages import Message
from bot.needs_blocks import needs_blocks
from bot.required import required_kind
from bot.route_blocks import ROUTE
from bot.services import Services
from bot.shared_evaluation_blocks import (
    CHALLENGE,
    DECIDE_CHALLENGE,
    WITHDRAW_CHALLENGE,
    challenge_part,
    rests_on,
    window,
)
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.challenges import ANSWER_WITHIN, DECISIONS, ChallengeState, Grounds
from domain.deadlines import DeadlineState
from domain.evaluations import Judgement
from domain.notices import NoticeKind
from storage.challenges import Challenge
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

FORM = "challenge_form"
DECISION_FORM = "challenge_decision_form"


def challenge_form(turn: Turn[Press]) -> Answer:
    """*This is not right*: what it is about, in one's own words, and where it can be seen."""
    evaluation, waiting = challenges.require_may_challenge(
        turn.work, turn.person, record_id(turn.inbound.value), turn.now
    )
    label = words("challenge_forms")
    facts = {**facts_for(turn.work, evaluation, turn.person, turn.now), "most": ANSWER_WITHIN}
    facts |= {"has_open_challenge": waiting is not None, "challenge": "", "answer_by": None}
    side = challenges.challenging_side(turn.work, turn.person, evaluation)
    facts["for_whom"] = "" if side in {None, turn.person.organisation_id} else _name(turn.work, side)
    if waiting is not None:
        about_it = challenge_facts(turn.work, waiting, turn.now)
        facts |= {"challenge": waiting.reference, "answer_by": about_it["answer_by"]}
    grounds = [option(getattr(label, f"grounds_{each.value}"), each.value) for each in Grounds]
    about = choice_input("grounds", label.grounds, grounds, kind="radio_buttons")
    return OpenForm(
        form(
            FORM,
            label.title,
            [
                *paragraphs(render("challenge_top", facts)),
                *([about] if waiting is None else []),
                text_input("said", label.said, hint=label.said_hint, lines=True),
                text_input("shown_by", label.shown_by, hint=label.shown_by_hint, optional=True),
            ],
            submit=label.submit,
            about={"evaluation": evaluation.id.hex},
        )
    )


def send(turn: Turn[Submission]) -> Answer:
    """Keep the challenge, or add to the open one; the same form sent again is the same."""
    answers = turn.inbound.form
    said = challenges.Said(
        grounds=required_kind(Grounds, answers, "grounds") if answers.choice("grounds") else None,
        words=answers.text("said"),
        shown_by=answers.text("shown_by"),
    )
    evaluation_id = record_id(turn.inbound.about()["evaluation"])
    challenges.open_challenge(turn.work, turn.person, evaluation_id, said, turn.now, turn.services.choose)
    return kept(turn, "challenged")


def _name(work: UnitOfWork, organisation_id: UUID | None) -> str:
    return work.organisations.get(organisation_id).name if organisation_id else ""


def decision_form(turn: Turn[Press]) -> Answer:
    """*Decide*: what was said stands above the fields."""
    found = turn.work.challenges.find(record_id(turn.inbound.value))
    challenge = challenges.challenge_to_decide(turn.work, turn.person, found)
    read = read_challenge(turn.work, turn.person, challenge.id)
    label = words("challenge_forms")
    decisions = [option(getattr(label, f"decision_{each.value}"), each.value) for each in DECISIONS]
    judgements = [option(getattr(words("evaluation_form"), each.value), each.value) for each in Judgement]
    evaluation = evaluation_of(turn.work, challenge)
    return OpenForm(
        form(
            DECISION_FORM,
            label.decide_title,
            [
                *rests_on(turn.work, evaluation),
                *challenge_part(read, with_buttons=False),
                *needs_blocks(turn.work, [turn.work.people.get(challenge.opened_by)]),
                choice_input("decision", label.decision, decisions, kind="radio_buttons"),
                choice_input(
                    "judgement", label.judgement, judgements, hint=label.judgement_hint, optional=True
                ),
                text_input("instead", label.instead, hint=label.instead_hint, lines=True, optional=True),
                text_input("reasons", label.reasons, hint=label.reasons_hint, lines=True),
            ],
            submit=label.decide_submit,
            about={"challenge": challenge.id.hex},
        )
    )


def decide(turn: Turn[Submission]) -> Answer:
    """Keep the decision, with its reasons."""
    answers = turn.inbound.form
    decision = challenges.Decision(
        state=required_kind(ChallengeState, answers, "decision"),
        reasons=answers.text("reasons"),
        instead=answers.text("instead"),
        judgement=Judgement(answers.choice("judgement")) if answers.choice("judgement") else None,
    )
    challenge_id = record_id(turn.inbound.about()["challenge"])
    challenges.decide_challenge(turn.work, turn.person, challenge_id, decision, turn.now)
    return kept(turn, "decided")


def withdraw(turn: Turn[Press]) -> Answer:
    """*Withdraw what we said*: nothing more is asked of anybody; it stays on the record."""
    challenge_id = record_id(turn.inbound.value)
    challenge = challenges.withdraw_challenge(turn.work, turn.person, challenge_id, turn.now)
    if turn.inbound.in_form:
        evaluation = evaluation_of(turn.work, challenge)
        return ShowInstead(window(turn.work, turn.person, evaluation, turn.now))
    return Nothing()


def _say(work: UnitOfWork, notice: Notice, now: datetime) -> Message:
    """Say how a challenge stands now, with the buttons for it that the reader may press."""
    challenge = work.challenges.find(notice.subject_id)
    assert challenge is not None
    assert notice.person_id is not None
    reader = work.people.get(notice.person_id)
    facts = {**challenge_facts(work, challenge, now, reader), "step": notice.step}
    text = render(notice.kind.value, facts)
    label, value = words("challenge_view"), challenge.id.hex
    decide_it = button(DECIDE_CHALLENGE, label.decide, value, style="primary")
    letter = letter_button(notice) if notice.kind is NoticeKind.CHALLENGE_DECIDED else None
    row = buttons(decide_it if facts["may_decide"] else None, _open(challenge), letter)
    return Message(text, [*paragraphs(text), *row])


def _open(challenge: Challenge) -> Block:
    return button(READ_EVALUATION, words("buttons").open, challenge.evaluation_id.hex)


def _say_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    assert notice.deadline_id is not None
    if work.deadlines.get(notice.deadline_id).state is not DeadlineState.OPEN:
        return None
    return _say(work, notice, now)


def _say_reviewer_wanted(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """Ask an administrator to name somebody who is free to decide, as long as nobody is."""
    challenge = work.challenges.find(notice.subject_id)
    assert challenge is not None
    facts = challenge_facts(work, challenge, now)
    if notice.posted_ts is None and (facts["deciders"] or not facts["answer_by"]):
        return None
    text = render("challenge_reviewer_wanted", facts)
    return Message(text, [*paragraphs(text), *buttons(button(ROUTE, words("route_buttons").route, "set_up"))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(CHALLENGE, challenge_form, writes=False, for_others=True)
    listeners.press(DECIDE_CHALLENGE, decision_form, writes=False)
    listeners.press(WITHDRAW_CHALLENGE, withdraw, for_others=True)
    listeners.submission(FORM, send, for_others=True)
    listeners.submission(DECISION_FORM, decide)
    services.messages.add(NoticeKind.CHALLENGE_OPENED, _say)
    services.messages.add(NoticeKind.CHALLENGE_DECIDED, _say)
    services.messages.add(NoticeKind.CHALLENGE_LINE, _say_line)
    services.messages.add(NoticeKind.CHALLENGE_REVIEWER_WANTED, _say_reviewer_wanted)
