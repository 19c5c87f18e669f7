"""What is shown around a sealed name: the form, the code's page, and what whoever handles the record reads of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from bot.blocks import (
    Block,
    button,
    buttons,
    choice_input,
    form,
    option,
    paragraphs,
    section,
    several_choices_input,
    text_input,
    ticks_input,
    typed,
)
from bot.buttons import ANSWER_SEALED, SEAL_NAME
from bot.casework.numbers import numbers_about, numbers_for
from bot.casework.route import live_route
from bot.casework.safeguarding_raise import choices_to_exclude
from bot.casework.speak_up import CONTRACT_LEAD, OF_LEAD, SPEAK_UP_LEADS
from bot.casework.speak_up_access import may_answer, reference_of, speak_up_leads
from bot.casework.speak_up_answers import DUTY
from bot.casework.speak_up_page import Said, conversation, is_unheard, safe_until
from bot.templates import render, words
from domain.calendar import Nation
from domain.concerns import Kind
from domain.deadlines import DeadlineState
from domain.safeguarding import Safety
from storage.people import Person
from storage.speak_up import SpeakUp
from storage.unit_of_work import UnitOfWork

PAGE_FORM = "speak_up_page_form"
ANSWER_FORM = "speak_up_answer_form"
MAY_WRITE = "may_write"
NOTHING_DONE = "nothing_done"
SHOWN = 20
"""Messages of one page that are shown, the newest ones: a window has room for a hundred blocks."""


def seal_offer(channel: str) -> Block:
    """Return the one choice of every form that takes a concern: to keep one's name sealed. The default is nobody's."""
    return section(
        render("speak_up_offer", {}), button(SEAL_NAME, words("speak_up_form").offer, channel or "none")
    )


def what_sealing_means(work: UnitOfWork, nation: Nation) -> list[Block]:
    """Return what sealing means and does not mean, with the other routes; never a promise that nobody finds out."""
    regulator = getattr(words("safeguarding_nations"), f"{nation.value}_regulator")
    facts = {"leads": len(speak_up_leads(work)), "regulator": regulator, "nation": nation.value}
    return paragraphs(render("speak_up_means", facts))


def kept_from_field(work: UnitOfWork, *, by_name: bool) -> list[Block]:
    """Return the field by which people are kept from it: those on the route, who could learn the name, the lead."""
    label, on_route = words("speak_up_form"), words("safeguarding_form")
    options = [
        option(f"{each.name} ({getattr(on_route, each.level.value)})", each.value)
        if each.name
        else option(getattr(on_route, f"all_{each.level.value}"), each.value)
        for each in choices_to_exclude(live_route(work), by_name=by_name)
    ]
    leads = speak_up_leads(work)
    if by_name:
        options += [
            option(f"{each.name} ({label.speak_up_lead})", f"{OF_LEAD}{each.id.hex}") for each in leads
        ]
    elif leads:
        options.append(option(label.all_leads, SPEAK_UP_LEADS))
    options.append(option(label.contract_lead, CONTRACT_LEAD))
    return [several_choices_input("kept_from", label.kept_from, options, hint=label.kept_from_hint)]


def kind_field(chosen: str = "") -> Block:
    """Return the first question of every concern, with its three answers (practice.md 1.1)."""
    label = words("concern_form")
    options = [
        option(label.danger_now, Kind.DANGER_NOW),
        option(label.at_risk, Kind.AT_RISK),
        option(label.quality, Kind.QUALITY),
    ]
    return choice_input("kind", label.kind, options, kind="radio_buttons", initial=chosen)


def may_write_field() -> Block:
    """Return the box by which one message that says nothing is allowed; it is empty to begin with."""
    label = words("speak_up_form")
    box = option(label.may_write_tick, MAY_WRITE)
    return ticks_input(MAY_WRITE, label.may_write, [box], hint=label.may_write_hint)


def page(
    work: UnitOfWork,
    sealed: SpeakUp,
    who: str,
    now: datetime,
    *,
    code: str = "",
    is_again: bool = False,
    is_sent: bool = False,
) -> Block:
    """Return the code's page, to read and to add to. `who` has shown the code, and may go on for an hour or two."""
    label = words("speak_up_form")
    facts = {**_page_facts(work, sealed), "code": code, "is_again": is_again, "is_sent": is_sent}
    blocks = [*paragraphs(render("speak_up_page", facts)), *_safety_field(work, sealed, now)]
    blocks += _said(conversation(work, sealed), label.you, label.we)
    blocks.append(text_input("more", label.more, hint=label.more_hint, optional=True, lines=True))
    tick = option(label.nothing_done_tick, NOTHING_DONE)
    if not code:
        blocks.append(ticks_input(NOTHING_DONE, label.nothing_done, [tick]))
    about = {
        "speak_up": sealed.id.hex,
        "pass": work.speak_up.pass_for(sealed.id, who, now),
        # The page takes the place of itself under one name of Slack's: each time it is shown it is a form of its own.
        "shown": uuid4().hex,
    }
    return form(PAGE_FORM, label.page_title, blocks, submit=label.page_submit, about=about)


def _safety_field(work: UnitOfWork, sealed: SpeakUp, now: datetime) -> list[Block]:
    """*Is the person safe until <day>?* is asked here; no answer counts as *not sure* after a quarter of an hour."""
    until = safe_until(work, sealed, now)
    if until is None:
        return []
    today = work.organisations.calendar(None).local(now).date()
    question = render("speak_up_safe", {"safe_until": until, "is_today": until == today})
    label = words("buttons")
    options = [
        option(label.is_safe, Safety.SAFE),
        option(label.is_not_safe, Safety.NOT_SAFE),
        option(label.is_unsure, Safety.UNSURE),
    ]
    return [choice_input("safety", question, options, kind="radio_buttons", optional=True)]


def _page_facts(work: UnitOfWork, sealed: SpeakUp) -> dict[str, Any]:
    is_safeguarding = sealed.safeguarding_id is not None
    if is_safeguarding:
        raised = work.safeguarding.get(sealed.record_id)
        numbers, state = numbers_about(work, raised), raised.state.value
    else:
        concern = work.concerns.get(sealed.record_id)
        numbers, state = numbers_for(work, concern.contract_id), concern.state.value
    return {
        "emergency_number": numbers.emergency_number,
        "duty_number": numbers.duty_number,
        "reference": reference_of(work, sealed),
        "is_safeguarding": is_safeguarding,
        "is_unheard": is_unheard(work, sealed),
        "state": state,
        "answer": sealed.state.value,
        "answer_by": _answer_by(work, sealed),
        "may_write": sealed.may_write,
    }


def _answer_by(work: UnitOfWork, sealed: SpeakUp) -> datetime | None:
    live = [each for each in work.deadlines.live(sealed.id, DUTY) if each.state is DeadlineState.OPEN]
    return live[0].due_at if live else None


def _said(conversation_: Sequence[Said], theirs: str, ours: str) -> list[Block]:
    blocks: list[Block] = []
    for each in conversation_[-SHOWN:]:
        who = theirs if each.is_theirs else ours
        blocks += [*paragraphs(render("speak_up_said", {"who": who, "on_day": each.on})), *typed(each.body)]
    return blocks


def sealed_blocks(work: UnitOfWork, reader: Person, record_id: UUID, now: datetime) -> list[Block]:
    """Return what whoever handles a record reads of its sealed name, and the way to answer; nothing for others."""
    sealed = work.speak_up.of_record(record_id)
    if sealed is None or not may_answer(work, reader, sealed):
        return []
    due = _answer_by(work, sealed)
    facts = {
        "reference": sealed.reference,
        "looked_on": sealed.looked_on,
        "answer": sealed.state.value,
        "answer_by": due,
        "is_late": due is not None and due < now,
    }
    return [*paragraphs(render("speak_up_record", facts)), *buttons(answer_button(sealed.id))]


def answer_button(speak_up_id: UUID) -> Block:
    """Return the button by which whoever handles a record writes on the code's page."""
    return button(ANSWER_SEALED, words("speak_up_form").answer_button, speak_up_id.hex)


def answer_form(work: UnitOfWork, sealed: SpeakUp) -> Block:
    """Return the form of an answer, below what was written to and from the page so far."""
    label = words("speak_up_form")
    top = {"reference": reference_of(work, sealed), "may_write": sealed.may_write}
    choices = [option(label.is_first_word, "first_word"), option(label.is_answer, "answer")]
    blocks = [
        *paragraphs(render("speak_up_answer_top", top)),
        *_said(conversation(work, sealed), label.they, label.answered),
        text_input("answer", label.answer, hint=label.answer_hint, lines=True),
        choice_input("is_last", label.is_last, choices, kind="radio_buttons"),
    ]
    about = {"speak_up": sealed.id.hex}
    return form(ANSWER_FORM, label.answer_title, blocks, submit=label.answer_submit, about=about)
