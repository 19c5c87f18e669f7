"""The story of reporting danger or risk: one screen, by whatever way somebody comes to it, and what is asked after."""

from bot.answers import Answer, Note, OpenForm, ShowInstead
from bot.blocks import button, buttons, choice_input, form, option, paragraphs, text_input
from bot.buttons import EXCLUDE, REPORT_RISK
from bot.casework.access import is_own
from bot.casework.meeting import meet
from bot.casework.numbers import numbers_about
from bot.casework.readiness import missing
from bot.casework.route import administrators, live_route, route_of
from bot.casework.safeguarding import raise_safeguarding
from bot.casework.safeguarding_raise import answer_safety, exclude, excluded_on_form, kept_from_by
from bot.contract_choice import chosen_contract, contract_choice
from bot.inbound import Command, Press, Shortcut, Submission
from bot.listeners import Listeners
from bot.raising_blocks import (
    MAY_WRITE,
    excluded_window,
    exclusion_fields,
    may_write_field,
    saved_window,
    what_happened_input,
    who_is_told,
    whom_to_ring,
)
from bot.safety_blocks import IS_NOT_SAFE, IS_SAFE, IS_UNSURE, answered_window
from bot.services import Services
from bot.speak_up_blocks import seal_offer
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.concerns import Kind, NewConcern
from domain.errors import NotAllowed
from domain.safeguarding import SafeguardingState, Safety

FORM = "safeguarding_form"
EXCLUDE_FORM = "safeguarding_exclude_form"
SHORTCUT = "raise_safeguarding"


def command(turn: Turn[Command]) -> Answer:
    """`/safeguarding` opens the form once it can be relied on; anything else says how it is used."""
    _learn_numbers(turn)
    if turn.inbound.text:
        return Note(render("safeguarding_usage", vars(turn.services.emergency)))
    readiness = missing(turn.work)
    if readiness.is_ready:
        return _form(turn)
    facts = {
        **vars(turn.services.emergency),
        **vars(readiness),
        "administrators": " or ".join(each.name for each in administrators(turn.work)),
    }
    text = render("safeguarding_not_ready", facts)
    label = words("buttons").report_all_the_same
    return Note(text, [*paragraphs(text), *buttons(button(REPORT_RISK, label, "hub", style="danger"))])


def report(turn: Turn[Press]) -> Answer:
    """*Someone may be at risk*, wherever that button stands: never refused, ready or not (practice.md 1.5)."""
    return _form(turn)


def shortcut(turn: Turn[Shortcut]) -> Answer:
    """The same screen from a message, its words in it."""
    return _form(turn, turn.inbound.message_text)


def _form(turn: Turn[Command | Press | Shortcut], text: str = "") -> OpenForm:
    """One screen with one line to write. Danger or risk is left open: a choice made for them could slow danger down."""
    _learn_numbers(turn)
    label, work = words("safeguarding_form"), turn.work
    here = work.contracts.linked_to(turn.inbound.channel) if turn.inbound.channel else []
    top = whom_to_ring(work, here, text)
    route = live_route(work)
    blocks = [
        *paragraphs(top),
        choice_input(
            "kind",
            label.kind,
            [option(label.danger_now, Kind.DANGER_NOW), option(label.at_risk, Kind.AT_RISK)],
            kind="radio_buttons",
        ),
        what_happened_input(label, text),
        *paragraphs(who_is_told(work, route, turn.now)),
        *exclusion_fields(route, by_name=_is_own(turn)),
        *may_write_field(is_own=_is_own(turn)),
        contract_choice(work, turn.met, turn.inbound.channel),
        seal_offer(turn.inbound.channel),
    ]
    return OpenForm(form(FORM, label.title, blocks, submit=label.submit))


def _is_own(turn: Turn[Command | Press | Shortcut]) -> bool:
    """Our own staff choose among names and are written to; to anybody else, and to whoever has left, they are roles."""
    return turn.met is not None and turn.met.is_active and is_own(turn.work, turn.met)


def _learn_numbers(turn: Turn[Command | Press | Shortcut | Submission]) -> None:
    turn.services.emergency.learn(turn.work.organisations.settings())


def submit(turn: Turn[Submission]) -> Answer:
    """Save and ping; the same form sent again is the same report and shows the same numbers."""
    earlier = turn.work.submissions.find(turn.inbound.view_id, FORM)
    if earlier is not None and earlier.record_id is not None:
        return ShowInstead(saved_window(turn.work, turn.work.safeguarding.get(earlier.record_id)))
    _learn_numbers(turn)
    answers = turn.inbound.form
    new = NewConcern(_kind(answers.choice("kind")), answers.text("what_happened"))
    excluded = excluded_on_form(turn.work, [answers.choice("excluded")])
    contract_id = chosen_contract(turn.work, answers.choice("contract"))
    reporter = meet(turn.work, turn.met, turn.inbound.actor)
    may_write = MAY_WRITE in answers.choices(MAY_WRITE)
    raised = raise_safeguarding(
        turn.work,
        reporter,
        new,
        contract_id,
        turn.now,
        turn.services.choose,
        excluded,
        may_write=may_write,
    )
    turn.keep_submission(FORM, raised.id)
    return ShowInstead(saved_window(turn.work, raised))


def _kind(chosen: str) -> Kind:
    """Slack asks for it itself; should it not have, it is asked again beside the question."""
    if chosen not in {Kind.DANGER_NOW, Kind.AT_RISK}:
        raise NotAllowed(words("safeguarding_form").kind_missing, "kind")
    return Kind(chosen)


def exclude_form(turn: Turn[Press]) -> Answer:
    """*Hide this report from somebody*: offered right after it was saved, and to a named person, who says why."""
    raised = kept_from_by(turn.work, turn.reporter, record_id(turn.inbound.value))
    label = words("safeguarding_form")
    is_reporter = raised.reporter_id == turn.reporter.id
    route = route_of(turn.work, raised)
    if not is_reporter:
        route = {level: [each for each in people if each != turn.reporter] for level, people in route.items()}
    by_name = _is_own(turn) or not is_reporter
    field = exclusion_fields(route, by_name=by_name, is_required=True)
    if not field:
        numbers = numbers_about(turn.work, raised)
        ring = numbers.duty_number or numbers.emergency_number
        raise NotAllowed(f"There is nobody left who is told of it. Please ring {ring}.")
    top = {"reference": raised.reference, "is_reporter": is_reporter}
    blocks = [*paragraphs(render("safeguarding_exclude_top", top)), *field]
    if not is_reporter:
        blocks.append(text_input("why_kept_from", label.why_kept_from, lines=True))
    about = {"concern": raised.id.hex}
    return OpenForm(
        form(EXCLUDE_FORM, label.excluded_title, blocks, submit=label.excluded_submit, about=about)
    )


def keep_from(turn: Turn[Submission]) -> Answer:
    """Keep somebody from the concern; whoever comes in their place is asked at once."""
    concern_id = record_id(turn.inbound.about()["concern"])
    chosen = turn.inbound.form.choice("excluded")
    why = turn.inbound.form.text("why_kept_from")
    raised = exclude(turn.work, turn.reporter, concern_id, [chosen], turn.now, why)
    is_reporter = raised.reporter_id == turn.reporter.id
    return ShowInstead(excluded_window(turn.work, raised, is_reporter=is_reporter))


def is_safe(turn: Turn[Press]) -> Answer:
    """*Yes, safe until then*: it stays with working hours."""
    return _answer(turn, Safety.SAFE)


def is_not_safe(turn: Turn[Press]) -> Answer:
    """*No*: it is urgent from now on."""
    return _answer(turn, Safety.NOT_SAFE)


def is_unsure(turn: Turn[Press]) -> Answer:
    """*Not sure* counts as no."""
    return _answer(turn, Safety.UNSURE)


def _answer(turn: Turn[Press], safety: Safety) -> Answer:
    raised = answer_safety(turn.work, turn.reporter, record_id(turn.inbound.value), safety, turn.now)
    if raised.state is not SafeguardingState.RAISED:
        # Somebody has it: what is said on being saved, that a message goes out now, would no longer be so.
        return ShowInstead(answered_window(turn.work, raised, turn.now))
    return ShowInstead(saved_window(turn.work, raised, answered=True))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/safeguarding", command)
    listeners.shortcut(SHORTCUT, shortcut)
    listeners.press(REPORT_RISK, report, writes=False)
    listeners.submission(FORM, submit, once=False)
    listeners.press(EXCLUDE, exclude_form, writes=False)
    listeners.submission(EXCLUDE_FORM, keep_from)
    listeners.press(IS_SAFE, is_safe)
    listeners.press(IS_NOT_SAFE, is_not_safe)
    listeners.press(IS_UNSURE, is_unsure)
