"""The story of a second look: *Nothing has happened*, *I do not agree*, and *I am looking at this*."""

from datetime import datetime

from bot.answers import Answer, Nothing, OpenForm, ShowInstead
from bot.blocks import Block, buttons, form, option, paragraphs, text_input, ticks_input
from bot.buttons import NOTHING_HAPPENED, open_safeguarding_button
from bot.casework import safeguarding_review
from bot.casework.notices import safeguarding_calendar
from bot.casework.numbers import numbers_about
from bot.inbound import Press, Submission
from bot.listeners import Listeners
from bot.lock_screen import lock_screen_words
from bot.messages import Message
from bot.safeguarding_buttons import DISAGREE, LOOK_AGAIN, safeguarding_button
from bot.safeguarding_window import safeguarding_window
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.notices import NoticeKind
from domain.rhythm import Speed
from domain.safeguarding import ReviewKind
from storage.notices import Notice
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork

DISAGREE_FORM = "safeguarding_disagree_form"


def nothing_happened(turn: Turn[Press]) -> Answer:
    """*Nothing has happened*: past the first line, at once; what they can do themselves stays on the screen."""
    concern_id = record_id(turn.inbound.value)
    concern = safeguarding_review.say_nothing_happened(turn.work, turn.reporter, concern_id, turn.now)
    return ShowInstead(_saved(turn.work, concern, turn.now))


def _saved(work: UnitOfWork, concern: SafeguardingConcern, now: datetime) -> Block:
    numbers = numbers_about(work, concern)
    nation = safeguarding_calendar(work, concern.contract_id).nation
    facts = {
        "reference": concern.reference,
        "asked": safeguarding_review.who_is_asked(work, concern, now).value,
        "is_at_once": safeguarding_review.is_at_once(work, concern),
        "emergency_number": numbers.emergency_number,
        "duty_number": numbers.duty_number,
        "regulator": getattr(words("safeguarding_nations"), f"{nation.value}_regulator"),
    }
    blocks = paragraphs(render("safeguarding_review_saved", facts))
    return form("read_only", words("safeguarding_review_form").saved_title, blocks)


def disagree_form(turn: Turn[Press]) -> Answer:
    """*I do not agree*: with what, and whether somebody is still at risk."""
    concern = safeguarding_review.to_disagree_with(turn.work, turn.reporter, record_id(turn.inbound.value))
    label = words("safeguarding_review_form")
    blocks = [
        text_input("reason", label.reason, hint=label.reason_hint, lines=True),
        ticks_input("applies", label.applies, [option(label.still_at_risk, "still_at_risk")]),
    ]
    about = {"concern": concern.id.hex}
    return OpenForm(form(DISAGREE_FORM, label.title, blocks, submit=label.submit, about=about))


def disagree(turn: Turn[Submission]) -> Answer:
    """Keep the disagreement; the next line is asked to look at it."""
    answers, concern_id = turn.inbound.form, record_id(turn.inbound.about()["concern"])
    safeguarding_review.disagree(
        turn.work,
        turn.reporter,
        concern_id,
        answers.text("reason"),
        turn.now,
        still_at_risk="still_at_risk" in answers.choices("applies"),
    )
    return ShowInstead(_saved(turn.work, turn.work.safeguarding.get(concern_id), turn.now))


def look_again(turn: Turn[Press]) -> Answer:
    """*I am looking at this*: it is theirs from now on, and earlier messages say so."""
    concern_id = record_id(turn.inbound.value)
    safeguarding_review.look_again(turn.work, turn.person, concern_id, turn.now)
    if not turn.inbound.in_form:
        return Nothing()
    return ShowInstead(safeguarding_window(turn.work, turn.person, concern_id, turn.now))


def _say_review(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    concern = work.safeguarding.get(notice.subject_id)
    reviews = work.safeguarding_decisions.reviews(concern.id)
    waiting = [each for each in reviews if each.taken_by is None]
    if not waiting and notice.posted_ts is None:
        return None
    before = (ReviewKind.NOT_SAFE, ReviewKind.NOTHING_HAPPENED)
    first = [each for kind in before for each in waiting if each.kind is kind]
    about = (first or waiting[-1:] or reviews[-1:])[0]
    facts = {
        "reference": concern.reference,
        "kind": about.kind.value,
        "is_urgent": notice.speed is Speed.URGENT,
        "lead": work.people.get(concern.lead_id).name if concern.lead_id else "",
        "taken_by": work.people.get(about.taken_by).name if about.taken_by else "",
        "is_yours": about.taken_by is not None and about.taken_by == notice.person_id,
    }
    text = render("safeguarding_review", facts)
    row = buttons(
        safeguarding_button(LOOK_AGAIN, concern.id, style="primary") if waiting else None,
        open_safeguarding_button(concern.id),
    )
    push = lock_screen_words(concern.reference, is_urgent=notice.speed is Speed.URGENT and bool(waiting))
    return Message(push, [*paragraphs(text), *row])


def _say_not_looked_at(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Tell whoever asked that nobody has taken the second look, and whom to ring; once somebody has, that they have."""
    concern = work.safeguarding.get(notice.subject_id)
    numbers = numbers_about(work, concern)
    asked = [
        each for each in work.safeguarding_decisions.reviews(concern.id) if each.asked_by == notice.person_id
    ]
    if not asked:
        return None
    facts = {
        "reference": concern.reference,
        "is_taken": asked[-1].taken_by is not None,
        "since": asked[-1].taken_at or asked[-1].asked_at,
        "is_at_once": safeguarding_review.is_at_once(work, concern),
        "emergency_number": numbers.emergency_number,
        "duty_number": numbers.duty_number,
    }
    text = render("safeguarding_not_looked_at", facts)
    return Message(text.splitlines()[0], [*paragraphs(text), *buttons(open_safeguarding_button(concern.id))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(NOTHING_HAPPENED, nothing_happened)
    listeners.press(DISAGREE, disagree_form, writes=False)
    listeners.press(LOOK_AGAIN, look_again)
    listeners.submission(DISAGREE_FORM, disagree)
    services.messages.add(NoticeKind.SAFEGUARDING_REVIEW, _say_review)
    services.messages.add(NoticeKind.SAFEGUARDING_NOT_LOOKED_AT, _say_not_looked_at)
