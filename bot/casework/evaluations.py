"""Evaluations: looked at, kept as evidence, confirmed or discarded by a named person (practice.md 1.10)."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, require_act
from bot.casework.deadlines import cancel, meet
from bot.casework.evaluation_evidence import confirmed, gather
from bot.casework.evaluation_sharing import start_share_clock, subject_of
from bot.casework.evaluation_subject import evaluated_process, suggested_end
from bot.casework.improvement_access import begin_at_rest
from bot.casework.lead_duties import ask_leads, start_for_leads
from bot.casework.notices import calendar_of
from bot.casework.records import keep_texts, record
from bot.casework.running import require_within
from bot.casework.shared_words import require_words_for_all
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.evaluation_evidence import Evidence
from domain.evaluation_period import days_of_contract, period_of, suggested_days
from domain.evaluations import (
    CONFIRM_WITHIN,
    EvaluationState,
    Verdict,
    is_as_suggested,
    move,
    require_reason_for_change,
)
from domain.notices import NoticeKind
from domain.people import Act
from domain.references import Choose, new_reference
from domain.rhythm import Speed
from storage.evaluations import Evaluation
from storage.people import Person
from storage.unit_of_work import UnitOfWork

Days = tuple[date, date]


def find_evaluation(work: UnitOfWork, evaluation_id: UUID) -> Evaluation:
    """Return an evaluation, or answer as for one that is not the person's own."""
    return _found(work.evaluations.find(evaluation_id))


def evaluation_to_change(work: UnitOfWork, evaluation_id: UUID) -> Evaluation:
    """Return an evaluation, locked until this unit of work is over."""
    return _found(work.evaluations.find_to_change(evaluation_id))


def _found(evaluation: Evaluation | None) -> Evaluation:
    if evaluation is None:
        raise NotYours(NOT_YOURS)
    return evaluation


def evaluate(
    work: UnitOfWork,
    person: Person,
    contract_id: UUID,
    days: Days | None,
    now: datetime,
    improvement_id: UUID | None = None,
) -> Evidence:
    """Return how a contract, or one process of it, stands, to somebody who may evaluate it; looking keeps nothing.

    Without days the period is the one since the last confirmed evaluation, from the very moment as of which that was
    counted, else the last three months; of a process since it was opened. What lies before the contract is left out.
    """
    require_act(work, person, contract_id, Act.EVALUATE)
    require_within(work, contract_id, days[1] if days else None, now)
    calendar, starts_on = calendar_of(work, contract_id), work.contracts.get(contract_id).starts_on
    process = evaluated_process(work, person, contract_id, improvement_id)
    before = confirmed(work, contract_id, improvement_id)
    ended_at = before[-1][0] if before and days is None else None
    asked = days or suggested_days(suggested_end(work, process, ended_at), calendar, now)
    chosen = days_of_contract(asked, starts_on, is_asked=days is not None)
    evidence = gather(work, contract_id, period_of(chosen, calendar, now, ended_at), now, process)
    return replace(evidence, asked_from=asked[0] if asked != chosen else None)


def compile_evaluation(
    work: UnitOfWork,
    person: Person,
    contract_id: UUID,
    days: Days | None,
    now: datetime,
    choose: Choose,
    improvement_id: UUID | None = None,
) -> Evaluation:
    """Keep how it stands as evidence; the lead is then asked to confirm the judgement, or to change it."""
    evidence = evaluate(work, person, contract_id, days, now, improvement_id)
    evaluation = Evaluation(
        reference=new_reference("EV", work.is_reference_taken, choose),
        contract_id=contract_id,
        improvement_id=improvement_id,
        period_from=evidence.first,
        period_to=evidence.last,
        asked_by=person.id,
        compiled_at=now,
        evidence=evidence.to_data(),
        suggested=evidence.suggestion.judgement,
    )
    work.evaluations.add(evaluation)
    record(
        work,
        Event.EVALUATION_COMPILED,
        subject_of(evaluation),
        person,
        now,
        contract_id,
        reference=evaluation.reference,
        period_from=evidence.first,
        period_to=evidence.last,
        suggested=evaluation.suggested.value,
        **({"improvement": improvement_id} if improvement_id else {}),
    )
    _redraw(work, evaluation)
    _ask_lead(work, evaluation, person, now)
    return evaluation


def _ask_lead(work: UnitOfWork, evaluation: Evaluation, person: Person, now: datetime) -> None:
    """The lead has five working days; whoever compiled it has it on the screen, anybody else hears of it next."""
    kind, subject = DeadlineKind.EVALUATION_CONFIRM, subject_of(evaluation)
    duty, leads = start_for_leads(
        work, kind, subject, evaluation.contract_id, CONFIRM_WITHIN, "compiling", now
    )
    begin_at_rest(work, evaluation.improvement_id, duty, now)
    others = [each for each in leads if each.id != person.id]
    ask_leads(work, duty, NoticeKind.EVALUATION_LINE, Speed.DIGEST, "compiled", others, now)


def confirm_evaluation(
    work: UnitOfWork, person: Person, evaluation_id: UUID, verdict: Verdict, now: datetime
) -> Evaluation:
    """Confirm the suggested judgement, or another one with a reason, in somebody's own name; it may then be shared.

    The words for all parties are SHARED, and so is why another judgement was chosen than the figures suggest: who
    reads the one reads the other. A note beside it stays with our own side. From here EVALUATION_SHARE runs, until it
    is met when it is shared. Raises NotAllowed once it is confirmed or discarded.
    """
    evaluation = evaluation_to_change(work, evaluation_id)
    require_act(work, person, evaluation.contract_id, Act.SHARE_EVALUATION)
    moved = move(evaluation.state, EvaluationState.CONFIRMED)
    of_measures = Evidence.from_data(evaluation.evidence).measures_suggested
    judged = {each: verdict.measures.get(each, suggested) for each, suggested in of_measures.items()}
    verdict = replace(verdict, measures=judged)
    require_reason_for_change(evaluation.suggested, verdict, of_measures)
    shared = {"summary": verdict.summary, "voice": verdict.voice}
    if not is_as_suggested(evaluation.suggested, verdict, of_measures):
        shared["because"] = verdict.because
    require_words_for_all(work, evaluation.contract_id, shared)
    evaluation.state, evaluation.judgement = moved, verdict.judgement
    evaluation.measures_judged = {each.hex: said.value for each, said in judged.items()} or None
    evaluation.judged_by, evaluation.judged_at = person.id, now
    keep_texts(work, subject_of(evaluation), ContentClass.SHARED, person, now, shared)
    keep_texts(
        work, subject_of(evaluation), ContentClass.INTERNAL, person, now, {"changed_because": verdict.note}
    )
    meet(work, evaluation.id, (DeadlineKind.EVALUATION_CONFIRM,), person, now)
    start_share_clock(work, evaluation, now)
    record(
        work,
        Event.EVALUATION_CONFIRMED,
        subject_of(evaluation),
        person,
        now,
        evaluation.contract_id,
        suggested=evaluation.suggested.value,
        judgement=verdict.judgement.value,
        **({"measures": evaluation.measures_judged} if evaluation.measures_judged else {}),
    )
    _redraw(work, evaluation)
    return evaluation


def _redraw(work: UnitOfWork, evaluation: Evaluation) -> None:
    work.notices.redraw(evaluation.id)
    if evaluation.improvement_id is not None:
        work.notices.redraw(evaluation.improvement_id)


def may_discard(work: UnitOfWork, person: Person, evaluation: Evaluation) -> bool:
    """Say whether somebody may set it aside: who may share it, until it is shared; who compiled it, until confirmed."""
    if evaluation.state not in {EvaluationState.COMPILED, EvaluationState.CONFIRMED}:
        return False
    is_theirs = evaluation.asked_by == person.id and evaluation.state is EvaluationState.COMPILED
    act = Act.EVALUATE if is_theirs else Act.SHARE_EVALUATION
    return may_do(work, person, evaluation.contract_id, act)


def discard_evaluation(
    work: UnitOfWork, person: Person, evaluation_id: UUID, reason: str, now: datetime
) -> Evaluation:
    """Set aside with a reason what is not to be shared; it stays on the record. Raises NotAllowed once shared."""
    evaluation = evaluation_to_change(work, evaluation_id)
    require_act(work, person, evaluation.contract_id, Act.EVALUATE)
    moved = move(evaluation.state, EvaluationState.DISCARDED)
    if not may_discard(work, person, evaluation):
        raise NotYours("The contract lead or their senior contact sets it aside. Please ask them.")
    if not reason.strip():
        raise NotAllowed("Please say why it is set aside. It stays on the record.", "reason")
    evaluation.state = moved
    because = {"discarded_because": reason}
    keep_texts(work, subject_of(evaluation), ContentClass.INTERNAL, person, now, because)
    cancel(work, evaluation.id, now=now)
    record(work, Event.EVALUATION_DISCARDED, subject_of(evaluation), person, now, evaluation.contract_id)
    work.notices.redraw(evaluation.id)
    return evaluation
