"""Agreeing on the screen: its part of a process, the window with who said what, its forms and messages (CPC424-P6)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bot.agreement_contents import content_of, name_of_it, what_is_asked
from bot.blocks import Block, button, buttons, form, header, paragraphs, reason_form, text_input, typed
from bot.casework.access import party_of
from bot.casework.agreement_disputes import dispute_of, doubted, has_dispute, last_answers
from bot.casework.agreements import standing_of, waits_for
from bot.casework.improvements import leads_it
from bot.casework.notices import calendar_of
from bot.casework.plan_versions import latest_of
from bot.casework.senior_approval import may_approve
from bot.casework.way_forward import is_way_asked, may_ask_again, may_ask_way
from bot.improvement_parts import part
from bot.plan_blocks import OPEN_PLAN
from bot.statement_blocks import spoken_marks
from bot.templates import render, words
from domain.agreements import Decision
from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind
from domain.improvements import ImprovementState
from domain.people import Party
from storage.agreements import Agreement, AgreementParty
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

AGREE, WITH_COMMENT, DISAGREE, READ = (
    "agreement_agree",
    "agreement_with_comment",
    "agreement_disagree",
    "agreement_read",
)
ASK_AGAIN, WAY_FORWARD, APPROVE, REFUSE = (
    "agreement_ask_again",
    "way_forward_ask",
    "way_forward_approve",
    "way_forward_refuse",
)
COMMENT_FORM, DISAGREE_FORM = "agreement_comment_form", "agreement_disagree_form"
WAY_FORM, REFUSE_FORM = "way_forward_form", "way_forward_refuse_form"
MOST_BLOCKS = 100
SAYS_MORE = frozenset({Decision.AGREE_WITH_COMMENT, Decision.DISAGREE})


def agreement_part(work: UnitOfWork, person: Person, improvement: Improvement, _now: datetime) -> list[Block]:
    """Return what the parties are asked to agree to now, and how many have answered; who is asked reads so first."""
    blocks = list[Block]()
    for agreement in [*work.agreements.under_way(improvement.id), *doubted(work, improvement.id)]:
        facts = standing_facts(work, agreement, person.organisation_id)
        blocks += part(render("agreement_part", facts), read_button(agreement))
    return blocks


def standing_facts(
    work: UnitOfWork, agreement: Agreement, organisation_id: UUID | None = None
) -> dict[str, Any]:
    """Return where an agreement stands, by numbers, and what one organisation is asked and has said."""
    standing = standing_of(work, agreement)
    asked = work.agreements.party_of(agreement.id, organisation_id) if organisation_id else None
    return {
        "what": what_is_asked(work, agreement),
        "named": name_of_it(work, agreement),
        "asked": len(standing.agreed) + len(standing.disagreed) + len(standing.silent),
        "answered": len(standing.agreed) + len(standing.disagreed),
        "disagreed": len(standing.disagreed),
        "side": work.organisations.get(asked.organisation_id).name if asked else "",
        "has_answered": asked is not None and asked.decision is not None,
        "is_again": asked is not None and asked.times_asked > 1,
        "answer_by": _answer_by(work, agreement, asked),
        "is_settled": agreement.settled_at is not None,
        "is_voided": agreement.voided_at is not None,
        "is_disputed": has_dispute(work, agreement),
        "is_way_asked": is_way_asked(agreement),
        "is_by_way_forward": agreement.way_approved_at is not None,
        "way_asked_by": work.people.get(agreement.way_asked_by).name if agreement.way_asked_by else "",
    }


def _answer_by(work: UnitOfWork, agreement: Agreement, asked: AgreementParty | None) -> datetime | None:
    """Until when an organisation is asked to answer; for a channel until when the last of them is."""
    live = work.deadlines.live(agreement.id, (DeadlineKind.AGREEMENT_ANSWER,))
    due = [each.due_at for each in live if asked is None or each.id == asked.deadline_id]
    return max(due) if due else None


def answer_buttons(agreement: Agreement) -> list[Block]:
    """Return the three answers. Each carries the version it answers, so that none is taken for another."""
    label, value = words("agreement_words"), f"{agreement.id.hex}:{agreement.version}"
    return [
        button(AGREE, label.agree, value, style="primary"),
        button(WITH_COMMENT, label.with_comment, value),
        button(DISAGREE, label.disagree, value),
    ]


def read_button(agreement: Agreement, *, asks: bool = False) -> Block:
    """Return the button that opens all of what is asked, and who has said what.

    Where an answer is asked it is the way to it: nobody agrees to what they have not been shown.
    """
    style = "primary" if asks else None
    return button(READ, words("agreement_words").read, agreement.id.hex, style)


def plan_button(work: UnitOfWork, reader: Person | None, agreement: Agreement) -> Block | None:
    """Return the way on to the plan once an option is agreed, for whoever leads it, while the plan comes next."""
    improvement, label = work.improvements.get(agreement.improvement_id), words("plan_words")
    is_agreed = agreement.settled_at is not None and agreement.voided_at is None
    is_option = agreement.subject_kind is SubjectKind.OPTION and is_agreed
    is_next = is_option and improvement.state is ImprovementState.CHOSEN
    if not is_next or reader is None or not leads_it(work, reader, improvement):
        return None
    name = label.open if latest_of(work, improvement.id) else label.begin
    return button(OPEN_PLAN, name, improvement.id.hex, style="primary")


def agreement_window(
    work: UnitOfWork, person: Person, agreement: Agreement, improvement: Improvement, now: datetime
) -> Block:
    """Return who has said what to one version, all that it is about, and what this reader may do now."""
    label, local = words("agreement_words"), calendar_of(work, improvement.contract_id).local
    answers = buttons(*_answers(work, person, agreement, improvement))
    facts = standing_facts(work, agreement) | {
        "reference": improvement.reference,
        "title": improvement.title,
        "contract": work.contracts.get(improvement.contract_id).title,
        "asked_on": local(agreement.asked_at).date(),
        "settled_on": local(agreement.settled_at).date() if agreement.settled_at else None,
        "voided_on": local(agreement.voided_at).date() if agreement.voided_at else None,
        "approved_by": work.people.get(agreement.way_approved_by).name if agreement.way_approved_by else "",
        "may_answer": bool(answers),
    }
    is_ours = party_of(work, person, improvement.contract_id) is Party.OWN
    blocks = [
        *paragraphs(render("agreement_top", facts)),
        *_steps(work, person, agreement, improvement, now),
        *_ground(work, agreement, is_ours=is_ours),
        header(label.heading_parties),
    ]
    for asked in work.agreements.parties(agreement.id):
        blocks += _said(work, agreement, asked, improvement)
    blocks += spoken_marks(work, person, agreement.id)
    # What stands there now is another version than the one that these answers were given to.
    content = content_of(work, person, agreement) if agreement.voided_at is None else []
    if content:
        room = MOST_BLOCKS - len(blocks) - len(answers) - 2
        more = paragraphs(label.more_about) if len(content) > room else []
        blocks += [header(label.heading_about), *content[:room], *more]
    return form("read_only", label.agreement_title, [*blocks, *answers])


def _answers(work: UnitOfWork, person: Person, agreement: Agreement, improvement: Improvement) -> list[Block]:
    """Return the three answers for whoever may give one while it is asked, also one who gives it anew."""
    is_over = agreement.settled_at is not None or agreement.voided_at is not None
    return (
        answer_buttons(agreement) if not is_over and may_answer(work, person, agreement, improvement) else []
    )


def _said(
    work: UnitOfWork, agreement: Agreement, asked: AgreementParty, improvement: Improvement
) -> list[Block]:
    local = calendar_of(work, improvement.contract_id).local
    is_over = agreement.settled_at is not None or agreement.voided_at is not None
    facts = {
        "side": work.organisations.get(asked.organisation_id).name,
        "decision": asked.decision.value if asked.decision else "",
        "answered_by": work.people.get(asked.answered_by).name if asked.answered_by else "",
        "answered_on": local(asked.answered_at).date() if asked.answered_at else None,
        "times": asked.times_asked,
        "is_over": is_over,
        "dispute": dispute_of(work, last_answers(work, agreement).get(asked.organisation_id)),
        "answer_by": None if is_over or asked.decision else _answer_by(work, agreement, asked),
    }
    comment = work.narratives.latest(asked.id).get("comment", "") if asked.decision in SAYS_MORE else ""
    return [*paragraphs(render("agreement_line", facts)), *typed(comment)]


def _ground(work: UnitOfWork, agreement: Agreement, *, is_ours: bool) -> list[Block]:
    """Return on what ground it goes on without everybody's yes, while that is asked and once it is approved."""
    label, texts, blocks = words("agreement_words"), work.narratives.latest(agreement.id), list[Block]()
    is_asked = agreement.way_asked_at is not None
    if is_asked and (is_ours or agreement.way_approved_at is not None):
        for name in ("clause", "because"):
            blocks += [header(getattr(label, f"heading_{name}")), *typed(texts.get(name, ""))]
    elif not is_asked and is_ours and texts.get("way_refused_because"):
        blocks += [header(label.heading_refused), *typed(texts["way_refused_because"])]
    return blocks


def _steps(
    work: UnitOfWork, person: Person, agreement: Agreement, improvement: Improvement, now: datetime
) -> list[Block]:
    """Return the buttons of this reader beside their answer: the lead's next steps; the senior contact's yes or no."""
    if agreement.settled_at is not None or agreement.voided_at is not None:
        return buttons(plan_button(work, person, agreement))
    label, value = words("agreement_words"), agreement.id.hex
    again = may_ask_again(work, person, agreement, now)
    approves = _may_approve(work, person, agreement, improvement, now)
    leads = leads_it(work, person, improvement) and may_ask_way(work, agreement, now)
    return buttons(
        button(APPROVE, label.approve, value, style="primary") if approves else None,
        button(REFUSE, label.refuse, value) if approves else None,
        button(ASK_AGAIN, label.ask_again, value) if again else None,
        button(WAY_FORWARD, label.way_forward, value) if leads else None,
    )


def may_answer(work: UnitOfWork, person: Person, agreement: Agreement, improvement: Improvement) -> bool:
    """Say whether somebody is offered to answer for their organisation, or to answer anew."""
    return agreement.id in {each.id for each in waits_for(work, person, improvement, with_answered=True)}


def _may_approve(
    work: UnitOfWork, person: Person, agreement: Agreement, improvement: Improvement, now: datetime
) -> bool:
    asked_by = agreement.way_asked_by
    waits = is_way_asked(agreement) and asked_by is not None and work.speaking is None
    return waits and may_approve(work, person, improvement.contract_id, asked_by or person.id, now)


def comment_form(agreement: Agreement) -> Block:
    """Return the form for a yes with a comment."""
    return _answer_form(COMMENT_FORM, "comment", agreement)


def disagree_form(agreement: Agreement) -> Block:
    """Return the form for a no, which needs its reason."""
    return _answer_form(DISAGREE_FORM, "disagree", agreement)


def _answer_form(callback_id: str, step: str, agreement: Agreement) -> Block:
    about = {"agreement": agreement.id.hex, "version": str(agreement.version)}
    return reason_form(callback_id, words("agreement_words"), step, about, name="comment")


def way_form(agreement: Agreement) -> Block:
    """Return the form in which the lead says on what ground it goes on without everybody's yes."""
    label = words("agreement_words")
    fields = [
        text_input("clause", label.clause, hint=label.clause_hint, longest=300),
        text_input("because", label.because, hint=label.because_hint, lines=True),
    ]
    about = {"agreement": agreement.id.hex}
    return form(WAY_FORM, label.way_title, fields, submit=label.way_submit, about=about)


def refuse_form(agreement: Agreement) -> Block:
    """Return the form in which the senior contact says why not."""
    return reason_form(REFUSE_FORM, words("agreement_words"), "refuse", {"agreement": agreement.id.hex})
