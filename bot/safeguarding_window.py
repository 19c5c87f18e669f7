"""The window in which a safeguarding concern is read, by its named people and by whoever raised it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.blocks import Block, buttons, form, header, paragraphs, section, typed
from bot.buttons import (
    add_details_button,
    decision_buttons,
    exclude_button,
    have_this_button,
    make_urgent_button,
    nothing_happened_button,
)
from bot.casework.employers import may_be_written_to
from bot.casework.notices import safeguarding_calendar
from bot.casework.safeguarding_arrival import arrival_of
from bot.casework.safeguarding_call import RUNG_WITHIN, who_waits_for_call
from bot.casework.safeguarding_decisions import is_acted_on
from bot.casework.safeguarding_reading import May, Reading, open_safeguarding
from bot.casework.safeguarding_urgency import still_asked_until, was_asked
from bot.earlier_versions import earlier_versions
from bot.safeguarding_buttons import (
    CLOSE,
    DISAGREE,
    DO_NOT_ASK,
    LOOK_AGAIN,
    REPLIED,
    RUNG,
    TELL_CONTRACT_LEAD,
    TELL_PROVIDER,
    TELL_REPORTER,
    WANTS_TO_TALK,
    safeguarding_button,
)
from bot.safeguarding_kept import clock_lines
from bot.safety_blocks import question
from bot.speak_up_blocks import sealed_blocks
from bot.templates import render, words
from bot.titles import title_of
from domain.chronology import SubjectKind
from domain.nations import enquiry_due_at
from domain.safeguarding import Body, SafeguardingState, Whether
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.safeguarding_decisions import SafeguardingDecision
from storage.unit_of_work import UnitOfWork

FIELDS = (
    "what_happened",
    "told_by",
    "done_already",
    "already_told",
    "where_it_happened",
    "wishes",
    "their_record",
    "hand_over_note",
    "why_taken_back",
    "why_kept_from",
    "reporter_told_how",
    "closing_reasons",
    "why_reporter_untold",
    "why_no_advocate",
)

SHOWN_IN_FULL = 3
"""Decisions, tellings and reviews of each kind whose words are shown: a window has room for a hundred blocks."""


def safeguarding_window(work: UnitOfWork, reader: Person, concern_id: UUID, now: datetime) -> Block:
    """Return the window of a concern for one reader, with what they may do next; the opening is recorded."""
    reading = open_safeguarding(work, reader, concern_id, now)
    label = words("safeguarding_view")
    blocks = paragraphs(render("safeguarding_view_top", _facts(work, reading, now)))
    if reader.id == reading.concern.reporter_id:
        blocks += question(work, reading.concern, still_asked_until(work, reading.concern, now), now)
    blocks += sealed_blocks(work, reader, concern_id, now) if reading.is_lead else []
    blocks += _answers(reading)
    for name in FIELDS:
        if any(reading.texts.get(name, [])):
            blocks += [header(getattr(label, name))]
            blocks += [block for text in reading.texts[name] for block in typed(text)]
    blocks += _buttons(reading)
    if reading.is_lead:
        blocks += _details(work, reading.concern) + _decisions(work, reading) + _tellings(work, reading)
        blocks += _reviews(work, reading)
    earlier = [(getattr(label, name), text) for name in FIELDS for text in reading.earlier.get(name, [])]
    blocks += earlier_versions(earlier, blocks)
    return form("read_only", title_of(SubjectKind.SAFEGUARDING, reading.concern.reference), blocks)


def _facts(work: UnitOfWork, reading: Reading, now: datetime) -> dict[str, Any]:
    concern = reading.concern
    reporter = work.people.get(concern.reporter_id)
    contract = work.contracts.get(concern.contract_id) if concern.contract_id else None
    organisation = work.organisations.get(reporter.organisation_id) if reporter.organisation_id else None
    return {
        "reference": concern.reference,
        "kind": concern.kind.value,
        "state": concern.state.value,
        "lead": _name(work, concern.lead_id),
        "handed_to": _name(work, concern.handed_to),
        "raised_at": concern.raised_at,
        "raised_on": safeguarding_calendar(work, concern.contract_id).local(concern.raised_at).date(),
        "is_confirmed": concern.reporter_is_confirmed,
        "is_sealed": work.speak_up.of_record(concern.id) is not None,
        "is_review_open": bool(work.safeguarding_decisions.open_reviews(concern.id)),
        "is_acted_on": is_acted_on(work, concern),
        "for_lead": reading.is_lead,
        "is_written_to": may_be_written_to(work, reporter, concern),
        "answer": concern.reporter_answer.value if concern.reporter_answer else "",
        "contract": contract.title if contract else "",
        "reporter": reporter.name,
        "organisation": organisation.name if organisation else "",
        "ring": who_waits_for_call(work, concern) if _is_to_ring(reading) else "",
        "ring_by": concern.raised_at + RUNG_WITHIN,
        "clocks": clock_lines(work, concern, reading.clocks, now),
    }


def _is_to_ring(reading: Reading) -> bool:
    """Say whether whoever reads is asked to ring: somebody has it, and nothing is decided yet."""
    return reading.is_lead and reading.concern.state is SafeguardingState.ACKNOWLEDGED


def _name(work: UnitOfWork, person_id: UUID | None) -> str:
    return work.people.get(person_id).name if person_id else ""


ANSWERS = (May.ACKNOWLEDGE, May.LOOK_AGAIN)
"""What is pressed before anything is read: it stands above what was said; everything else below it."""

USUAL = (
    May.DECIDE,
    May.RUNG,
    May.REPLIED,
    May.TELL_REPORTER,
    May.CLOSE,
    May.NOTHING_HAPPENED,
    May.TALK,
)
"""The steps that most concerns take, in the order in which they come. The others are in a row of their own."""


def _answers(reading: Reading) -> list[Block]:
    offered = _offered(reading)
    return buttons(*(offered[may] for may in ANSWERS if may in reading.may))


def _buttons(reading: Reading) -> list[Block]:
    """The steps from here: first those that most concerns take, then the others."""
    concern, offered = reading.concern, _offered(reading)
    usual = [offered[may] for may in USUAL if may in reading.may]
    others = [block for may, block in offered.items() if may in reading.may - {*ANSWERS, *USUAL}]
    is_closed = concern.state is SafeguardingState.CLOSED
    may_hurry = May.ACKNOWLEDGE in reading.may and not concern.is_urgent and concern.lead_id is None
    return [
        *buttons(*usual, None if is_closed else add_details_button(concern.id)),
        *buttons(
            make_urgent_button(concern.id) if may_hurry else None,
            *others,
            exclude_button(concern.id) if May.KEEP_FROM in reading.may else None,
        ),
    ]


def _offered(reading: Reading) -> Mapping[May, Block]:
    concern = reading.concern
    record_it, hand_over = decision_buttons(concern.id)
    if reading.decisions:
        record_it["text"]["text"] = words("safeguarding_buttons").decide_again
        del record_it["style"]
    return {
        May.ACKNOWLEDGE: have_this_button(concern.id),
        May.LOOK_AGAIN: safeguarding_button(LOOK_AGAIN, concern.id, style="primary"),
        May.DECIDE: record_it,
        May.REPLIED: safeguarding_button(REPLIED, concern.id),
        May.RUNG: safeguarding_button(RUNG, concern.id),
        May.TELL_REPORTER: safeguarding_button(TELL_REPORTER, concern.id),
        May.CLOSE: safeguarding_button(CLOSE, concern.id),
        May.NOTHING_HAPPENED: nothing_happened_button(concern.id),
        May.TALK: safeguarding_button(WANTS_TO_TALK, concern.id),
        May.HAND_OVER: hand_over,
        May.TELL_PROVIDER: safeguarding_button(TELL_PROVIDER, concern.id),
        May.TELL_CONTRACT_LEAD: safeguarding_button(TELL_CONTRACT_LEAD, concern.id),
        May.DISAGREE: safeguarding_button(DISAGREE, concern.id),
        May.NOT_ASK: safeguarding_button(DO_NOT_ASK, concern.id),
    }


def _details(work: UnitOfWork, concern: SafeguardingConcern) -> list[Block]:
    label = words("safeguarding_details")
    area = work.routes.area(concern.area_id) if concern.area_id else None
    facts = {
        "types": [getattr(label, each) for each in concern.types],
        "area": area.name if area else "",
        "duty_number": area.duty_number if area else "",
        "is_about_a_child": concern.is_about_a_child,
        "is_allegation": concern.is_allegation,
        "works_with_children": concern.works_with_children,
        "consent": getattr(label, concern.consent) if concern.consent else "",
        "advocate": getattr(label, concern.advocate) if concern.advocate else "",
        "safety": concern.safety.value
        if concern.safety
        else "unanswered"
        if was_asked(work, concern)
        else "",
        "wishes_met": _wishes_met(concern),
    }
    return paragraphs(render("safeguarding_view_details", facts)) if any(facts.values()) else []


def _wishes_met(concern: SafeguardingConcern) -> str:
    met = concern.wishes_met if concern.state is SafeguardingState.CLOSED else None
    return str(getattr(words("safeguarding_decision_form"), f"wishes_met_{met.value}")) if met else ""


def _decisions(work: UnitOfWork, reading: Reading) -> list[Block]:
    blocks: list[Block] = [header(words("safeguarding_view").decisions)] if reading.decisions else []
    for each in reading.decisions:
        blocks += paragraphs(
            render("safeguarding_decision_line", _decision_facts(work, reading.concern, each))
        )
        if each in reading.decisions[-SHOWN_IN_FULL:]:
            blocks += _said(work, each.id)
    return blocks


def _decision_facts(
    work: UnitOfWork, concern: SafeguardingConcern, decision: SafeguardingDecision
) -> dict[str, Any]:
    body = words("safeguarding_decision_body")
    calendar = safeguarding_calendar(work, concern.contract_id)
    is_enquiry = decision.body in {Body.LOCAL_AUTHORITY, Body.CHILDREN}
    made_at = decision.made_at or decision.decided_at
    return {
        "kind": decision.kind.value,
        "body": getattr(body, decision.body) if decision.body else "",
        "made_at": made_at,
        "who": _name(work, decision.decided_by),
        "at": decision.decided_at,
        **{name: _whether(getattr(decision, name)) for name in ("has_needs", "is_at_risk", "cannot_protect")},
        "reply": decision.reply.value if decision.reply else "",
        "replied_at": decision.replied_at or decision.decided_at,
        "enquiry_by": enquiry_due_at(made_at, calendar) if is_enquiry else None,
    }


def _whether(answer: Whether | None) -> str:
    return str(getattr(words("safeguarding_decision_form"), f"whether_{answer.value}")) if answer else ""


def _said(work: UnitOfWork, record_id: UUID) -> list[Block]:
    """What was typed with a decision, a telling or a review, each under its label."""
    label = words("safeguarding_decision_texts")
    blocks: list[Block] = []
    for name, text in work.narratives.latest(record_id).items():
        heading = getattr(label, name, "")
        blocks += ([section(f"*{heading}*")] if heading else []) + typed(text)
    return blocks


def _tellings(work: UnitOfWork, reading: Reading) -> list[Block]:
    blocks: list[Block] = [header(words("safeguarding_view").tellings)] if reading.tellings else []
    for each in reading.tellings[-SHOWN_IN_FULL:]:
        facts = {
            "told": each.told.value,
            "is_told": each.is_told,
            "arrival": arrival_of(work, each).value,
            "whom": _name(work, each.person_id),
            "who": _name(work, each.decided_by),
            "at": each.decided_at,
        }
        blocks += [*paragraphs(render("safeguarding_telling_line", facts)), *_said(work, each.id)]
    return blocks


def _reviews(work: UnitOfWork, reading: Reading) -> list[Block]:
    blocks: list[Block] = [header(words("safeguarding_view").reviews)] if reading.reviews else []
    for each in reading.reviews[-SHOWN_IN_FULL:]:
        facts = {
            "kind": each.kind.value,
            "who": _name(work, each.asked_by),
            "at": each.asked_at,
            "taken_by": _name(work, each.taken_by),
            "taken_at": each.taken_at or each.asked_at,
        }
        blocks += [*paragraphs(render("safeguarding_review_line", facts)), *_said(work, each.id)]
    return blocks
