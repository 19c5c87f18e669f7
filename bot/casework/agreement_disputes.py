"""*That is not what I said* of an answer for an organisation: not settled, they are asked anew; settled, all are told.

What was agreed stands until the lead has heard them; where the answer was not right, a new version asks everybody.
practice.md 2.1 and 2.2.
"""

from datetime import datetime
from uuid import UUID

from bot.casework.agreement_access import subject_of, word_about
from bot.casework.agreements import ask_party, everybody, standing_of
from bot.casework.audiences import leads_of
from bot.casework.deadlines import cancel, pause
from bot.casework.notices import owe_people
from bot.casework.records import record
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.improvements import ImprovementState
from domain.notices import NoticeKind
from domain.statements import StatementState
from storage.agreements import Agreement, AgreementParty
from storage.chronology import ChronologyEntry
from storage.people import Person
from storage.statements import Statement
from storage.unit_of_work import UnitOfWork


def last_answers(work: UnitOfWork, agreement: Agreement) -> dict[UUID, ChronologyEntry]:
    """Return the entry of the last answer of each organisation: it is the one that counts."""
    return {
        UUID(entry.facts["organisation"]): entry
        for entry in work.chronology.of(agreement.id)
        if entry.event is Event.AGREEMENT_ANSWERED
    }


def dispute_of(work: UnitOfWork, entry: ChronologyEntry | None) -> str:
    """Return what became of *that is not what was said* about an answer: disputed, corrected, stands; else nothing."""
    if entry is None or "statement" not in entry.facts:
        return ""
    state = work.statements.get(UUID(entry.facts["statement"])).state
    return "" if state is StatementState.RECORDED else state.value


def has_dispute(work: UnitOfWork, agreement: Agreement) -> bool:
    """Say whether an answer that counts is said not to be what they said, and that is not settled yet."""
    found = last_answers(work, agreement).values()
    return any(dispute_of(work, entry) == StatementState.DISPUTED.value for entry in found)


def doubted(work: UnitOfWork, improvement_id: UUID) -> list[Agreement]:
    """Return what was settled in a process with an answer that is said not to be what they said."""
    return [
        each
        for each in work.agreements.of_improvements([improvement_id])
        if each.settled_at is not None and each.voided_at is None and has_dispute(work, each)
    ]


def answers_disputed(work: UnitOfWork, statement: Statement, by: Person, now: datetime) -> None:
    """Do what follows for each answer that a disputed statement holds, where no later answer took its place."""
    for part in work.statements.parts(statement.id):
        if part.event is not Event.AGREEMENT_ANSWERED:
            continue
        found = work.agreements.find(part.subject_id)
        assert found is not None
        work.improvements.find_to_change(found.improvement_id)
        agreement = work.agreements.find_to_change(found.id)
        organisation_id = UUID(part.facts["organisation"])
        asked = work.agreements.party_of(found.id, organisation_id)
        assert agreement is not None
        assert asked is not None
        is_last = last_answers(work, agreement)[organisation_id].number == part.number
        if not is_last or agreement.voided_at is not None or asked.decision is None:
            continue  # a later answer counts, or none does: they have been asked anew already
        if agreement.settled_at is None:
            _ask_anew(work, agreement, asked, by, now)
        else:
            _tell(work, agreement, asked, by, now)
        work.notices.redraw(agreement.improvement_id)


def _ask_anew(
    work: UnitOfWork, agreement: Agreement, asked: AgreementParty, by: Person, now: datetime
) -> None:
    """Count the answer no more, and ask them as if once more; a way forward that stood on it waits no longer."""
    asked.decision, asked.answered_by, asked.answered_at = None, None, None
    asked.times_asked += 1
    agreement.outcome = standing_of(work, agreement).outcome
    agreement.way_asked_by, agreement.way_asked_at = None, None
    cancel(work, agreement.id, (DeadlineKind.WAY_FORWARD_APPROVE,), now=now)
    work.notices.cancel_about(agreement.id, (NoticeKind.WAY_FORWARD_ASKED,))
    improvement = work.improvements.get(agreement.improvement_id)
    ask_party(work, improvement, agreement, asked, now)
    if improvement.state is ImprovementState.PAUSED:
        pause(work, agreement.id, DeadlineKind.AGREEMENT_ANSWER, now)
    facts = {"organisation": asked.organisation_id, "times": asked.times_asked}
    event = Event.AGREEMENT_ASKED_AGAIN
    record(work, event, subject_of(agreement), by, now, improvement.contract_id, **facts)


def _tell(work: UnitOfWork, agreement: Agreement, asked: AgreementParty, by: Person, now: datetime) -> None:
    """Tell the lead, who goes on from here, and all who agreed beside them."""
    improvement = work.improvements.get(agreement.improvement_id)
    event = f"disputed:{asked.organisation_id.hex}:{now.isoformat()}"
    organisation = asked.organisation_id.hex
    word = word_about(work, agreement, NoticeKind.AGREEMENT_ANSWERED, event, organisation=organisation)
    told = [*leads_of(work, improvement.contract_id), *everybody(work, improvement)]
    owe_people(work, word, list({each.id: each for each in told if each.id != by.id}.values()), now)
