"""The story of what a referral came to: the answer that is recorded, and the chase for one that is missing."""

from datetime import datetime

from bot.answers import Answer, OpenForm
from bot.blocks import buttons, choice_input, form, option, paragraphs, text_input
from bot.buttons import open_safeguarding_button
from bot.casework.notices import safeguarding_calendar
from bot.casework.safeguarding_access import of_named_taken
from bot.casework.safeguarding_decisions import keep_reply
from bot.inbound import Press, Submission
from bot.listeners import Listeners
from bot.lock_screen import lock_screen_words
from bot.messages import Message
from bot.required import required_kind
from bot.safeguarding_buttons import REPLIED, TELL_REPORTER, safeguarding_button
from bot.safeguarding_kept import kept_and_due
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.deadlines import DeadlineKind, DeadlineState
from domain.errors import NotAllowed
from domain.nations import PROFILES
from domain.notices import NoticeKind
from domain.safeguarding import Body, Reply
from domain.safeguarding_decisions import NewReply
from storage.notices import Notice
from storage.safeguarding import SafeguardingConcern
from storage.safeguarding_decisions import SafeguardingDecision
from storage.unit_of_work import UnitOfWork

REPLY_FORM = "safeguarding_reply_form"


def reply_form(turn: Turn[Press]) -> Answer:
    """*They replied*: which referral, and what was answered."""
    concern = of_named_taken(turn.work, turn.person, record_id(turn.inbound.value))
    waiting = turn.work.safeguarding_decisions.answerable(concern.id)
    if not waiting:
        raise NotAllowed(words("refusals").safeguarding_reply_recorded)
    label = words("safeguarding_reply_form")
    calendar = safeguarding_calendar(turn.work, concern.contract_id)
    referrals = [
        option(f"{calendar.local(each.made_at or each.decided_at):%H:%M %d/%m}: {_body(each)}", each.id.hex)
        for each in waiting
    ]
    blocks = [
        *paragraphs(render("safeguarding_reply_top", {"reference": concern.reference})),
        choice_input("referral", label.referral, referrals, initial=waiting[0].id.hex),
        choice_input(
            "reply",
            label.reply,
            [option(getattr(label, each.value), each) for each in PROFILES[calendar.nation].replies],
            kind="radio_buttons",
        ),
        text_input("note", label.note, hint=label.note_hint, optional=True, lines=True),
    ]
    return OpenForm(form(REPLY_FORM, label.title, blocks, submit=label.submit))


def _body(decision: SafeguardingDecision) -> str:
    return str(getattr(words("safeguarding_decision_body"), decision.body or Body.OTHER))


def reply(turn: Turn[Submission]) -> Answer:
    """Keep what they answered."""
    answers = turn.inbound.form
    new = NewReply(required_kind(Reply, answers, "reply"), answers.text("note"))
    concern = keep_reply(turn.work, turn.person, record_id(answers.choice("referral")), new, turn.now)
    return kept_and_due(turn, "safeguarding_replied", concern.id)


def _say_duty_line(work: UnitOfWork, notice: Notice, now: datetime) -> Message | None:
    """What still follows from a decision, in one line of the digest: an answer to ask for, somebody to tell."""
    concern = work.safeguarding.get(notice.subject_id)
    reply_duty = (DeadlineKind.SAFEGUARDING_REPLY,)
    telling_duty = (DeadlineKind.SAFEGUARDING_TELL_REPORTER,)
    reply_by, tell_by = (
        _due_by_today(work, concern, reply_duty, now),
        _due_by_today(work, concern, telling_duty, now),
    )
    if reply_by is None and tell_by is None:
        return None
    facts = {
        "reference": concern.reference,
        "is_yours": concern.lead_id == notice.person_id,
        "lead": work.people.get(concern.lead_id).name if concern.lead_id else "",
        "is_reply": reply_by is not None,
        "is_telling": tell_by is not None,
        "is_late": tell_by is not None and tell_by < now,
        "is_reply_late": reply_by is not None and reply_by < now,
        "reply_by": reply_by or now,
        "tell_by": tell_by or now,
    }
    text = render("safeguarding_duty_line", facts)
    row = buttons(
        safeguarding_button(REPLIED, concern.id) if facts["is_reply"] else None,
        safeguarding_button(TELL_REPORTER, concern.id) if tell_by is not None else None,
        open_safeguarding_button(concern.id),
    )
    push = lock_screen_words(concern.reference, is_urgent=False, is_due=True)
    return Message(push, [*paragraphs(text), *row])


def _due_by_today(
    work: UnitOfWork, concern: SafeguardingConcern, kinds: tuple[DeadlineKind, ...], now: datetime
) -> datetime | None:
    calendar = safeguarding_calendar(work, concern.contract_id)
    today = calendar.local(now).date()
    open_ones = [each for each in work.deadlines.live(concern.id, kinds) if each.state is DeadlineState.OPEN]
    due = (each.due_at for each in open_ones)
    return next((moment for moment in due if calendar.local(moment).date() <= today), None)


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(REPLIED, reply_form, writes=False)
    listeners.submission(REPLY_FORM, reply)
    services.messages.add(NoticeKind.SAFEGUARDING_DUTY_LINE, _say_duty_line)
