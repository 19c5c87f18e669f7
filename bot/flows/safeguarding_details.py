"""The story of adding to what was reported: by its reporter at any time, by the named people, all of it optional."""

from datetime import datetime
from uuid import UUID

from bot.answers import Answer, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    buttons,
    choice_input,
    form,
    option,
    paragraphs,
    several_choices_input,
    text_input,
    ticks_input,
)
from bot.buttons import ADD_DETAILS, open_safeguarding_button
from bot.casework.numbers import numbers_about
from bot.casework.safeguarding_details import add_details, what_they_said
from bot.casework.safeguarding_reading import open_safeguarding
from bot.inbound import Form, Press, Submission
from bot.listeners import Listeners
from bot.lock_screen import lock_screen_words
from bot.messages import Message
from bot.raising_blocks import MAY_WRITE, may_write_field
from bot.services import Services
from bot.templates import render, words
from bot.turn import Turn, record_id
from domain.notices import NoticeKind
from domain.safeguarding import AbuseType, Advocate, Consent
from domain.safeguarding_report import LONGEST_RECORD_NUMBER, TYPED, Details
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

FORM = "safeguarding_details_form"
ABOUT = ("is_allegation", "works_with_children", "is_about_a_child")


def details_form(turn: Turn[Press]) -> Answer:
    """*Add what you know*: what this person said before is there to be gone on with, so it counts as an opening."""
    known = what_they_said(turn.work, turn.reporter, record_id(turn.inbound.value))
    open_safeguarding(turn.work, turn.reporter, known.concern.id, turn.now)
    label, concern = words("safeguarding_details"), known.concern
    blocks = [
        *paragraphs(render("safeguarding_details_top", {"reference": concern.reference})),
        *_fields(turn.work, known.details),
    ]
    about = {"concern": concern.id.hex}
    return OpenForm(form(FORM, label.title, blocks, submit=label.submit, about=about))


def _fields(work: UnitOfWork, details: Details) -> list[Block]:
    label = words("safeguarding_details")
    chosen_types = frozenset(each.value for each in details.types)
    types = [option(getattr(label, each.value), each) for each in AbuseType]
    about = [option(getattr(label, name), name) for name in ABOUT]
    ticked = [name for name in ABOUT if getattr(details, name)]
    return [
        _typed("already_told", details),
        _typed("where_it_happened", details),
        *_area(work, details),
        several_choices_input("types", label.types, types, hint=label.types_hint, initial=chosen_types),
        ticks_input("about", label.about, about, initial=ticked),
        *_taking_back(details),
        _typed("wishes", details),
        _one_of("consent", Consent, details.consent),
        _one_of("advocate", Advocate, details.advocate),
        text_input(
            "their_record",
            label.their_record,
            hint=label.their_record_hint,
            optional=True,
            initial=details.texts.get("their_record", ""),
            longest=LONGEST_RECORD_NUMBER,
        ),
        *may_write_field(is_own=details.may_write is None, ticked=bool(details.may_write)),
    ]


def _taking_back(details: Details) -> list[Block]:
    """Why it is no allegation after all: asked where its tick stands, of those who may take it back."""
    if not details.works_with_children:
        return []
    label = words("safeguarding_details")
    why, hint = label.why_taken_back, label.why_taken_back_hint
    return [text_input("why_taken_back", why, hint=hint, optional=True)]


def _typed(name: str, details: Details) -> Block:
    label = words("safeguarding_details")
    hint, initial = getattr(label, f"{name}_hint"), details.texts.get(name, "")
    return text_input(name, getattr(label, name), hint=hint, optional=True, lines=True, initial=initial)


def _one_of(name: str, kinds: type[Consent] | type[Advocate], chosen: Consent | Advocate | None) -> Block:
    label = words("safeguarding_details")
    options = [option(getattr(label, each.value), each.value) for each in kinds]
    return choice_input(name, getattr(label, name), options, optional=True, initial=chosen or "")


def _area(work: UnitOfWork, details: Details) -> list[Block]:
    """Where areas have emergency duty teams of their own, the one where it happened is the one to ring."""
    areas = [option(area.name, area.id.hex) for area in work.routes.areas()]
    if not areas:
        return []
    initial = details.area_id.hex if details.area_id else ""
    return [choice_input("area", words("safeguarding_details").area, areas, optional=True, initial=initial)]


def add(turn: Turn[Submission]) -> Answer:
    """Keep what was added and show whom to ring where it happened."""
    concern_id = record_id(turn.inbound.about()["concern"])
    is_asked = what_they_said(turn.work, turn.reporter, concern_id).details.may_write is not None
    details = _details(turn.work, turn.inbound.form, is_asked)
    concern = add_details(turn.work, turn.reporter, concern_id, details, turn.now)
    facts = {
        **vars(numbers_about(turn.work, concern)),
        "reference": concern.reference,
        "is_allegation": details.is_allegation or details.works_with_children,
    }
    blocks = paragraphs(render("safeguarding_details_saved", facts))
    return ShowInstead(form("read_only", words("safeguarding_details").saved_title, blocks))


def _details(work: UnitOfWork, answers: Form, is_asked: bool) -> Details:
    ticked = answers.choices("about")
    return Details(
        {name: answers.text(name) for name in TYPED},
        area_id=_chosen_area(work, answers.choice("area")),
        types=frozenset(each for each in AbuseType if each in answers.choices("types")),
        is_allegation="is_allegation" in ticked or "works_with_children" in ticked,
        works_with_children="works_with_children" in ticked,
        is_about_a_child="is_about_a_child" in ticked,
        consent=next((each for each in Consent if each == answers.choice("consent")), None),
        advocate=next((each for each in Advocate if each == answers.choice("advocate")), None),
        why_taken_back=answers.text("why_taken_back"),
        may_write=MAY_WRITE in answers.choices(MAY_WRITE) if is_asked else None,
    )


def _chosen_area(work: UnitOfWork, chosen: str) -> UUID | None:
    """An area that is gone since the form was opened is passed over: the rest of what was said is not lost for it."""
    return next((area.id for area in work.routes.areas() if area.id.hex == chosen), None)


def _say_added(work: UnitOfWork, notice: Notice, _now: datetime) -> Message:
    concern = work.safeguarding.get(notice.subject_id)
    text = render("safeguarding_added", {"reference": concern.reference})
    push = lock_screen_words(concern.reference, is_urgent=concern.is_urgent and concern.lead_id is None)
    return Message(push, [*paragraphs(text), *buttons(open_safeguarding_button(concern.id))])


def register(listeners: Listeners, services: Services) -> None:
    """Make the story known."""
    listeners.press(ADD_DETAILS, details_form)
    listeners.submission(FORM, add)
    services.messages.add(NoticeKind.SAFEGUARDING_ADDED, _say_added)
