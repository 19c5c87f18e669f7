"""The story of deciding on a safeguarding concern: what was decided, handing it over, and closing it."""

from collections.abc import Sequence
from datetime import datetime

from bot.answers import Answer, OpenForm
from bot.blocks import (
    Block,
    beginning,
    buttons,
    choice_input,
    day_input,
    form,
    hour_input,
    option,
    paragraphs,
    text_input,
    ticks_input,
)
from bot.buttons import (
    DECIDE_SAFEGUARDING,
    HAND_OVER,
    decision_buttons,
    have_this_button,
    open_safeguarding_button,
)
from bot.casework import safeguarding_closing, safeguarding_decisions, safeguarding_hand_over
from bot.casework.notices import safeguarding_calendar
from bot.casework.safeguarding_access import could_have_it, of_named_taken
from bot.casework.safeguarding_reading import open_safeguarding
from bot.inbound import Press, Submission
from bot.listeners import Listeners
from bot.lock_screen import lock_screen_words
from bot.messages import Message
from bot.required import required_choice
from bot.safeguarding_buttons import CLOSE
from bot.safeguarding_kept import kept_and_due
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.calendar import WorkingCalendar
from domain.deadlines import DeadlineState
from domain.errors import NotAllowed
from domain.nations import PROFILES
from domain.notices import NoticeKind
from domain.safeguarding import Advocate, Body, Consent, DecisionKind, Whether, WishesMet
from domain.safeguarding_decisions import NewClosing, NewDecision
from storage.notices import Notice
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.safeguarding_decisions import SafeguardingDecision
from storage.unit_of_work import UnitOfWork

DECISION_FORM = "safeguarding_decision_form"
HAND_OVER_FORM = "safeguarding_hand_over_form"
THREE_TESTS = ("has_needs", "is_at_risk", "cannot_protect")
CLOSE_FORM = "safeguarding_close_form"


def _calendar(work: UnitOfWork, concern: SafeguardingConcern) -> WorkingCalendar:
    return safeguarding_calendar(work, concern.contract_id)


def decision_form(turn: Turn[Press]) -> Answer:
    """*Record the decision*: what was decided, what the person wants, and who speaks for them.

    It shows what was said of their wishes, so it counts as an opening.
    """
    concern = of_named_taken(turn.work, turn.person, record_id(turn.inbound.value))
    open_safeguarding(turn.work, turn.person, concern.id, turn.now)
    label = words("safeguarding_decision_form")
    calendar = _calendar(turn.work, concern)
    local = calendar.local(turn.now)
    made = turn.work.safeguarding_decisions.of(concern.id)
    written = turn.work.narratives.latest(made[-1].id if made else concern.id).get("wishes", "")
    top = render(
        "safeguarding_decision_top", {"reference": concern.reference, "nation": calendar.nation.value}
    )
    blocks = [
        *paragraphs(top),
        choice_input("decided", label.decided, _choices(calendar), hint=label.decided_hint),
        day_input("made_on", label.made_on, optional=True, initial=local.date()),
        hour_input("made_at", label.made_at, initial=local.time()),
        text_input("their_reference", label.their_reference, optional=True, longest=100),
        text_input("reasons", label.reasons, hint=label.reasons_hint, optional=True, lines=True),
        text_input(
            "wishes",
            label.wishes,
            hint=label.wishes_hint,
            optional=True,
            lines=True,
            initial=beginning(written),
        ),
        choice_input(
            "consent",
            label.consent,
            [option(getattr(label, f"consent_{each.value}"), each) for each in Consent],
            initial=concern.consent or "",
        ),
        choice_input(
            "advocate",
            label.advocate,
            [option(getattr(label, f"advocate_{each.value}"), each) for each in Advocate],
            hint=label.advocate_hint,
            initial=concern.advocate or "",
        ),
        *_three_tests(calendar, made),
        ticks_input("applies", label.applies, [option(label.allegation, "allegation")]),
    ]
    about = {"concern": concern.id.hex, "seen": str(len(made))}
    return OpenForm(form(DECISION_FORM, label.title, blocks, submit=label.submit, about=about))


def _three_tests(calendar: WorkingCalendar, made: Sequence[SafeguardingDecision]) -> list[Block]:
    """The three tests where the nation has them, as answered last; nothing is worked out from them."""
    if not PROFILES[calendar.nation].has_three_tests:
        return []
    label = words("safeguarding_decision_form")
    options = [option(getattr(label, f"whether_{each.value}"), each) for each in Whether]
    return [
        choice_input(
            name,
            getattr(label, name),
            options,
            initial=(getattr(made[-1], name) if made else None) or Whether.NOT_KNOWN,
        )
        for name in THREE_TESTS
    ]


def _choices(calendar: WorkingCalendar) -> list[Block]:
    """To whom it may be referred, in the words of the nation, and what else may be decided."""
    label = words("safeguarding_decision_form")
    allegations = getattr(words("safeguarding_nations"), f"{calendar.nation.value}_allegations")
    named = {body: getattr(label, f"referred_{body.value}", allegations) for body in Body}
    others = [DecisionKind.QUALITY, DecisionKind.NO_FURTHER_ACTION]
    return [
        *(
            option(words_for, f"{DecisionKind.REFERRED.value}:{body.value}")
            for body, words_for in named.items()
        ),
        *(option(getattr(label, kind.value), kind) for kind in others),
    ]


def decide(turn: Turn[Submission]) -> Answer:
    """Keep the decision; what follows from it is on its way."""
    answers, about = turn.inbound.form, turn.inbound.about()
    concern = of_named_taken(turn.work, turn.person, record_id(about["concern"]))
    kind, _, body = required_choice(answers, "decided").partition(":")
    consent, advocate = answers.choice("consent"), answers.choice("advocate")
    new = NewDecision(
        kind=DecisionKind(kind),
        body=Body(body) if body else None,
        made_at=_made_at(turn, concern) if kind == DecisionKind.REFERRED else None,
        their_reference=answers.text("their_reference"),
        reasons=answers.text("reasons"),
        wishes=answers.text("wishes"),
        consent=Consent(consent) if consent else None,
        advocate=Advocate(advocate) if advocate else None,
        is_allegation="allegation" in answers.choices("applies"),
        **{name: Whether(chosen) for name in THREE_TESTS if (chosen := answers.choice(name))},
    )
    safeguarding_decisions.decide(turn.work, turn.person, concern.id, new, int(about["seen"]), turn.now)
    return kept_and_due(turn, "safeguarding_decided", concern.id)


def _made_at(turn: Turn[Submission], concern: SafeguardingConcern) -> datetime | None:
    day, hour = turn.inbound.form.day("made_on"), turn.inbound.form.hour("made_at")
    return _calendar(turn.work, concern).at(day, hour) if day and hour else None


def hand_over_form(turn: Turn[Press]) -> Answer:
    """*Hand over*: to whom, of those who may have it."""
    concern = of_named_taken(turn.work, turn.person, record_id(turn.inbound.value))
    label = words("safeguarding_decision_form")
    takers = could_have_it(turn.work, concern)
    if not takers:
        raise NotAllowed(words("refusals").safeguarding_not_handed_over)
    lead = turn.work.people.get(concern.lead_id).name if concern.lead_id else ""
    top = render("safeguarding_decision_hand_over", {"reference": concern.reference, "lead": lead})
    blocks = [
        *paragraphs(top),
        choice_input("taker", label.taker, [option(_known_as(each), each.id.hex) for each in takers]),
        text_input("note", label.note, optional=True, lines=True),
    ]
    about = {"concern": concern.id.hex}
    return OpenForm(
        form(HAND_OVER_FORM, label.hand_over_title, blocks, submit=label.hand_over_submit, about=about)
    )


def _known_as(person: Person) -> str:
    return f"{person.name}, {person.job}" if person.job else person.name


def hand_over(turn: Turn[Submission]) -> Answer:
    """Ask them to take it; until they press *I have this* nothing changes hands."""
    answers = turn.inbound.form
    concern_id, taker_id = record_id(turn.inbound.about()["concern"]), record_id(answers.choice("taker"))
    safeguarding_hand_over.hand_over(
        turn.work, turn.person, concern_id, taker_id, answers.text("note"), turn.now
    )
    return kept_and_due(turn, "safeguarding_handed_over", concern_id)


def close_form(turn: Turn[Press]) -> Answer:
    """*Close*: refused with the first thing that is still open; else it asks what came of it."""
    concern_id = record_id(turn.inbound.value)
    concern = safeguarding_closing.require_closable(turn.work, turn.person, concern_id)
    label = words("safeguarding_decision_form")
    reasons = text_input("reasons", label.close_reasons, hint=label.close_reasons_hint, lines=True)
    met = [option(getattr(label, f"wishes_met_{each.value}"), each) for each in WishesMet]
    blocks = [
        *paragraphs(render("safeguarding_decision_close", {"reference": concern.reference})),
        reasons,
        choice_input("wishes_met", label.wishes_met, met, kind="radio_buttons"),
    ]
    if safeguarding_closing.is_reporter_untold(concern):
        blocks.append(text_input("why_untold", label.why_untold, lines=True))
    if safeguarding_closing.lacks_advocate(concern):
        hint = label.why_no_advocate_hint
        blocks.append(text_input("why_no_advocate", label.why_no_advocate, hint=hint, lines=True))
    about = {"concern": concern.id.hex}
    return OpenForm(form(CLOSE_FORM, label.close_title, blocks, submit=label.close_submit, about=about))


def close(turn: Turn[Submission]) -> Answer:
    """Close it, with what came of it."""
    answers = turn.inbound.form
    concern_id = record_id(turn.inbound.about()["concern"])
    met = answers.choice("wishes_met")
    new = NewClosing(
        reasons=answers.text("reasons"),
        wishes_met=WishesMet(met) if met else None,
        why_untold=answers.text("why_untold"),
        why_no_advocate=answers.text("why_no_advocate"),
    )
    safeguarding_closing.close(turn.work, turn.person, concern_id, new, turn.now)
    return kept_and_due(turn, "safeguarding_closed", concern_id)


def _say_handed(work: UnitOfWork, notice: Notice, _now: datetime) -> Message | None:
    """Ask whoever is to take it; tell whoever hands it over, then the second line, that nobody has taken it yet."""
    concern = work.safeguarding.get(notice.subject_id)
    deadline = work.deadlines.get(notice.deadline_id) if notice.deadline_id else None
    is_back = deadline is not None and deadline.state is DeadlineState.OPEN and concern.handed_to is None
    is_over = deadline is None or deadline.met_at is not None or (concern.handed_to is None and not is_back)
    if is_over and notice.posted_ts is None:
        return None
    is_asked = not is_over and concern.handed_to == notice.person_id
    is_yours = concern.lead_id == notice.person_id
    facts = {
        "reference": concern.reference,
        "is_urgent": concern.is_urgent,
        "is_over": is_over,
        "is_asked": is_asked,
        "is_yours": is_yours,
        "is_back": is_back,
        "lead": work.people.get(concern.lead_id).name if concern.lead_id else "",
        "handed_to": work.people.get(concern.handed_to).name if concern.handed_to else "",
    }
    text = render("safeguarding_handed", facts)
    _, again = decision_buttons(concern.id)
    row = buttons(
        have_this_button(concern.id) if is_asked or (is_yours and not is_over) else None,
        again if not is_over and not is_asked else None,
        open_safeguarding_button(concern.id),
    )
    push = lock_screen_words(concern.reference, is_urgent=concern.is_urgent and not is_over)
    return Message(push, [*paragraphs(text), *row])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(DECIDE_SAFEGUARDING, decision_form)
    listeners.press(HAND_OVER, hand_over_form, writes=False)
    listeners.press(CLOSE, close_form, writes=False)
    listeners.submission(DECISION_FORM, decide)
    listeners.submission(HAND_OVER_FORM, hand_over)
    listeners.submission(CLOSE_FORM, close)
    services.messages.add(NoticeKind.SAFEGUARDING_HANDED, _say_handed)
