"""What is shown of a request for one's own data: where it stands, one item, and what is to be signed."""

from datetime import datetime
from uuid import UUID

from bot.blocks import (
    INPUT_LIMIT,
    OPTIONS_LIMIT,
    Block,
    choice_input,
    divider,
    option,
    paragraphs,
    shortened,
    text_input,
    typed,
)
from bot.casework import subject_items, subject_requests
from bot.templates import render, words
from domain.subject_requests import Exemption, ItemDecision, target_on
from storage.people import Person
from storage.subject_requests import SubjectRequest, SubjectRequestItem
from storage.unit_of_work import UnitOfWork

OPEN, SIGN, ANSWERED = "subject_open", "subject_sign", "subject_answered"
"""Buttons that both stories of a request show."""

MOST_SHOWN = 30
"""Items in the window of whoever signs; two blocks at most each. The rest is in the file."""
SHORT = 1000


def view_facts(work: UnitOfWork, request: SubjectRequest, now: datetime) -> dict[str, object]:
    """Return what is said of a request."""
    items, label = work.subject_requests.items(request.id), words("subject_request_forms")
    left = [item for item in items if item.decision is None]
    about = work.narratives.latest(request.id).get("about", "")
    name = work.people.get(request.person_id).name if request.person_id else about or label.somebody
    return {
        "reference": request.reference,
        "about": name,
        "due_on": request.due_on,
        "is_late": work.organisations.calendar(None).local(now).date() > request.due_on,
        "received_on": request.received_on,
        "target_on": target_on(request.received_on),
        "identity_on": request.identity_on,
        "is_extended": request.is_extended,
        "paused_on": request.paused_on,
        "items": len(items),
        "left": len(left),
        "held_back": sum(item.is_held_back for item in left),
        "state": request.state.value,
        "signers": " or ".join(each.name for each in subject_requests.signers(work, request)),
        "signed_by": work.people.get(request.signed_by).name if request.signed_by else "",
    }


def item_blocks(
    work: UnitOfWork, request: SubjectRequest, item: SubjectRequestItem, left: int
) -> list[Block]:
    """Return one item to be decided: its words, who else is in it, and the choices."""
    label = words("subject_request_forms")
    others = [work.people.get(UUID(each)).name for each in item.third_parties]
    facts = {
        "number": item.number,
        "left": left,
        "third_parties": ", ".join(others),
        "is_held_back": item.is_held_back,
    }
    decisions = [option(getattr(label, f"decision_{each.value}"), each) for each in ItemDecision]
    reasons = [option(getattr(label, f"exemption_{each.value}"), each) for each in Exemption]
    covered = subject_items.covered(work, request, item)[:INPUT_LIMIT]
    return [
        *paragraphs(render("subject_request_item_top", facts)),
        *typed(subject_items.content_of(work, item)),
        choice_input("decision", label.decision, decisions, kind="radio_buttons"),
        text_input("words", label.words, optional=True, hint=label.words_hint, lines=True, initial=covered),
        choice_input("exemption", label.exemption, reasons[:OPTIONS_LIMIT], optional=True),
    ]


def sign_blocks(work: UnitOfWork, person: Person, request: SubjectRequest) -> list[Block]:
    """Return what whoever signs reads: counts, and what is not given as it is, unless it is held back from them."""
    items, label = work.subject_requests.items(request.id), words("subject_request_forms")
    counts = {each.value: sum(item.decision is each for item in items) for each in ItemDecision}
    blocks = paragraphs(render("subject_request_sign_top", counts))
    texts = work.narratives.latest(request.id)
    may_read_all = subject_requests.decides_held_back(work, person)
    changed = [item for item in items if item.decision is not ItemDecision.GIVE]
    for item in changed[:MOST_SHOWN]:
        said = f"{item.number}: {getattr(label, f'decision_{item.decision.value}') if item.decision else ''}"
        if item.exemption:
            said += f", {getattr(label, f'exemption_{item.exemption.value}')}"
        if item.decision is ItemDecision.COVER and (may_read_all or not item.is_held_back):
            said += f"\n{texts.get(f'given_{item.number}', '')}"
        blocks += typed(shortened(said, SHORT))
    choices = [option(label.sign_yes, "yes"), option(label.sign_no, "no")]
    return [*blocks, divider(), choice_input("answer", label.sign_choice, choices, kind="radio_buttons")]
