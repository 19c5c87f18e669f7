"""Reading an evaluation: all of it for our own side, and what may be said of it to every party."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.casework.access import may_do, require_act
from bot.casework.audiences import leads_of
from bot.casework.evaluation_measures import is_as_suggested, measure_facts
from bot.casework.evaluation_sharing import subject_of, word_about
from bot.casework.evaluation_subject import title_of
from bot.casework.evaluations import find_evaluation, may_discard
from bot.casework.hand_off_access import may_hand_off
from bot.casework.notices import owe_people
from bot.casework.records import record
from bot.casework.views import View, is_judged, views_about
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.evaluation_evidence import Before, Evidence, HowMissing, Missing
from domain.evaluation_figures import Figures
from domain.evaluations import EvaluationState, Reason
from domain.notices import NoticeKind
from domain.people import Act
from storage.evaluations import Evaluation
from storage.people import Person
from storage.unit_of_work import UnitOfWork

MOST_GAPS = 10
"""Gaps named one by one; the rest is counted."""

SHARED_TEXTS = ("because", "summary", "voice")
OWN_TEXTS = (*SHARED_TEXTS, "changed_because", "discarded_because")


@dataclass(frozen=True)
class Reading:
    """An evaluation as one of our own people reads it, its texts as they stand, and what they may do with it."""

    evaluation: Evaluation
    evidence: Evidence
    texts: dict[str, str]
    may_confirm: bool
    may_share: bool
    may_discard: bool
    may_hand_off: bool
    views: Sequence[View] = ()
    may_ask_voices: bool = False
    may_improve: bool = False


def open_evaluation(work: UnitOfWork, person: Person, evaluation_id: UUID, now: datetime) -> Reading:
    """Read an evaluation to somebody who may evaluate the contract: that they opened it is recorded."""
    reading = read_evaluation(work, person, evaluation_id)
    evaluation = reading.evaluation
    record(work, Event.EVALUATION_OPENED, subject_of(evaluation), person, now, evaluation.contract_id)
    return reading


def read_evaluation(work: UnitOfWork, person: Person, evaluation_id: UUID) -> Reading:
    """Return an evaluation as it was compiled. Raises NotYours for anybody who may not evaluate the contract."""
    evaluation = find_evaluation(work, evaluation_id)
    require_act(work, person, evaluation.contract_id, Act.EVALUATE)
    texts = work.narratives.latest(evaluation.id)
    may_decide = may_do(work, person, evaluation.contract_id, Act.SHARE_EVALUATION)
    return Reading(
        evaluation=evaluation,
        evidence=Evidence.from_data(evaluation.evidence),
        texts={name: texts[name] for name in OWN_TEXTS if texts.get(name)},
        may_confirm=may_decide and evaluation.state is EvaluationState.COMPILED,
        may_share=may_decide and evaluation.state is EvaluationState.CONFIRMED,
        may_discard=may_discard(work, person, evaluation),
        may_hand_off=may_hand_off(work, person, evaluation.contract_id),
        views=views_about(work, evaluation.id),
        may_ask_voices=is_judged(evaluation),
        may_improve=is_judged(evaluation)
        and evaluation.improvement_id is None
        and may_do(work, person, evaluation.contract_id, Act.LEAD_IMPROVEMENT),
    )


def ask_for_charts(work: UnitOfWork, person: Person, evaluation_id: UUID, now: datetime) -> None:
    """Owe somebody who may read an evaluation its charts, at once: they wait for them."""
    evaluation = read_evaluation(work, person, evaluation_id).evaluation
    event = f"charts:{now.isoformat()}"
    owed = word_about(evaluation, NoticeKind.EVALUATION_CHARTS, event, ContentClass.INTERNAL)
    owe_people(work, replace(owed, is_at_once=True), [person], now)


def facts_of(work: UnitOfWork, evaluation: Evaluation) -> dict[str, object]:
    """Return everything that may be said of an evaluation to every party: SHARED texts, and what they may know.

    Nothing in it counts a concern that the provider has not been told of. What the figures alone suggest rests on what
    they know of too, so that it is said where another judgement was chosen.
    Figures stand as they were compiled. `judgement` is empty until a named person has confirmed one.
    """
    evidence = Evidence.from_data(evaluation.evidence)
    shared = {
        text.field: text.body
        for text in work.narratives.of(evaluation.id)
        if text.content_class is ContentClass.SHARED and text.field in SHARED_TEXTS
    }
    judge = work.people.get(evaluation.judged_by) if evaluation.judged_by else None
    return {
        **_what_it_is_about(work, evaluation.contract_id, evidence),
        **_gaps(work, [each for each in evidence.missing if each.is_theirs]),
        **_figures(evidence.shared, evidence.shared_before),
        "sides": _sides(work, evaluation.contract_id, evidence.shared),
        "position": "",
        "position_from": None,
        "has_schedules": evidence.has_shared_schedules,
        "next_look_on": evidence.shared_next_look_on,
        "is_shared": True,
        "reference": evaluation.reference,
        "state": evaluation.state.value,
        "judgement": evaluation.judgement.value if evaluation.judgement else "",
        "is_as_suggested": is_as_suggested(evaluation, evidence),
        "measures": measure_facts(work, evidence, evaluation),
        "suggested": evaluation.suggested.value,
        "judged_by": judge.name if judge else "",
        "judged_at": evaluation.judged_at,
        "summary": shared.get("summary", ""),
        "voice": shared.get("voice", ""),
        "has_voice": bool(shared.get("voice", "").strip()),
        "has_views": False,
    }


def own_facts(work: UnitOfWork, contract_id: UUID, evidence: Evidence) -> dict[str, object]:
    """Return the facts of evidence for our own side, kept or not: all that was counted."""
    return {
        **_what_it_is_about(work, contract_id, evidence),
        **_gaps(work, evidence.missing),
        **_figures(evidence.own, evidence.own_before),
        "sides": _sides(work, contract_id, evidence.own),
        "position": evidence.position.value if evidence.position else "",
        "position_from": evidence.position_from,
        "has_schedules": evidence.has_schedules,
        "next_look_on": evidence.next_look_on,
        **_judged(evidence.shared),
        "measures": measure_facts(work, evidence),
        "is_shared": False,
        "is_as_suggested": False,
        "has_voice": False,
        "has_views": False,
        "suggested": evidence.suggestion.judgement.value,
    }


def standing_facts(work: UnitOfWork, reading: Reading) -> dict[str, object]:
    """Return what is said above a kept evaluation: how far it has come, by whom, and by when it is to go on."""
    evaluation = reading.evaluation
    judge = work.people.get(evaluation.judged_by) if evaluation.judged_by else None
    return {
        **own_facts(work, evaluation.contract_id, reading.evidence),
        "measures": measure_facts(work, reading.evidence, evaluation),
        "has_voice": bool(reading.texts.get("voice", "").strip()),
        "has_views": any(each.said for each in reading.views),
        "reference": evaluation.reference,
        "state": evaluation.state.value,
        "judgement": evaluation.judgement.value if evaluation.judgement else "",
        "judged_by": judge.name if judge else "",
        "judged_at": evaluation.judged_at,
        "compiled_by": work.people.get(evaluation.asked_by).name,
        "compiled_at": evaluation.compiled_at,
        "shared_at": evaluation.shared_at,
        "next_by": next_by(work, evaluation),
        "lead": " or ".join(lead.name for lead in leads_of(work, evaluation.contract_id)),
        "may_decide": reading.may_confirm or reading.may_share,
    }


def next_by(work: UnitOfWork, evaluation: Evaluation) -> datetime | None:
    """Return by when our own side is to confirm or to share it; None when neither is asked."""
    kinds = (DeadlineKind.EVALUATION_CONFIRM, DeadlineKind.EVALUATION_SHARE)
    live = work.deadlines.live(evaluation.id, kinds)
    return live[0].due_at if live else None


def _what_it_is_about(work: UnitOfWork, contract_id: UUID, evidence: Evidence) -> dict[str, object]:
    own = work.organisations.own()
    provider = work.contracts.provider_of(contract_id)
    reasons = evidence.suggestion.reasons
    return {
        "contract": title_of(work, contract_id, evidence.improvement_id),
        "is_process": evidence.improvement_id is not None,
        "own": own.name if own else "",
        "provider": work.organisations.get(provider).name if provider else "",
        "period_from": evidence.first,
        "period_to": evidence.last,
        "follows": evidence.follows,
        "is_clipped": evidence.asked_from is not None,
        **{f"is_{reason.value}": reason in reasons for reason in Reason},
    }


def _gaps(work: UnitOfWork, missing: Sequence[Missing]) -> dict[str, object]:
    """Each planned look that gives no evidence, by the title that its reader knows it under."""
    found = []
    for each in missing[:MOST_GAPS]:
        schedule = work.monitoring.find_schedule(each.schedule_id)
        found.append(
            {
                "title": schedule.title if schedule else "",
                "planned_on": each.planned_on,
                "is_missed": each.how is HowMissing.MISSED,
            }
        )
    return {"gaps": found, "gaps_more": max(len(missing) - MOST_GAPS, 0)}


def _figures(figures: Figures, before: Before | None) -> dict[str, object]:
    return {
        **asdict(figures),
        "looks_missing": figures.looks_missing,
        **_looked_at(figures),
        "has_before": before is not None,
        "before_reference": before.reference if before else "",
        "before_on": before.last if before else None,
        "before_concerns_open": before.figures.concerns_open if before else 0,
        "before_actions_late": before.figures.actions_late if before else 0,
        "before_our_answers_late": before.figures.our_answers_late if before else 0,
        "before_looks_missing": before.figures.looks_missing if before else 0,
    }


def _sides(work: UnitOfWork, contract_id: UUID, figures: Figures) -> list[dict[str, object]]:
    """What fell due by side, each by the names of its organisations."""
    parties = work.contracts.parties(contract_id)
    return [
        {
            "name": " and ".join(
                sorted(work.organisations.get(each).name for each, side in parties.items() if side is party)
            ),
            **asdict(found),
        }
        for party, found in figures.sides.items()
    ]


def _judged(shared: Figures) -> dict[str, int]:
    """The suggestion rests on what the provider knew of, so its sentences say those figures."""
    theirs = {name: value for name, value in asdict(shared).items() if name.startswith("their_")}
    return {**theirs, **_looked_at(shared)}


def _looked_at(figures: Figures) -> dict[str, int]:
    return {"their_looks_missing": figures.their_looks_missing, "their_looks_over": figures.their_looks_over}
