"""What somebody reads of the formal steps of a process: commissioners all of it, the others what was served."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, reads
from bot.casework.formal_steps import FOLLOWED, open_step
from bot.casework.improvement_access import sees
from bot.casework.senior_approval import may_approve
from domain.confidentiality import ContentClass, may_read
from domain.errors import NotYours
from domain.formal_steps import FormalState
from domain.people import Act, Party
from storage.formal_steps import FormalStep
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class FormalReading:
    """One formal step to one reader: the newest of each text they may read, and what they may do with it now."""

    step: FormalStep
    improvement: Improvement
    texts: dict[str, str]
    may_answer: bool
    may_record: bool


def leads_formal(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody may take formal steps in a process."""
    is_own = party_of(work, person, improvement.contract_id) is Party.OWN
    return is_own and may_do(work, person, improvement.contract_id, Act.CLOSE_IMPROVEMENT)


def may_ask_formally(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody may ask for a formal step now, to decide which buttons they are offered."""
    is_time = improvement.state in FOLLOWED and open_step(work, improvement.id) is None
    return is_time and leads_formal(work, person, improvement)


def steps_read(work: UnitOfWork, person: Person, improvement: Improvement) -> list[FormalStep]:
    """Return the formal steps that somebody may know of, the oldest first: what was served everybody, the rest few."""
    reads_all = reads(work, person, improvement.contract_id, ContentClass.PARTNERS)
    return [
        each for each in work.formal_steps.of(improvement.id) if reads_all or each.state is FormalState.SERVED
    ]


def read_step(work: UnitOfWork, person: Person, step_id: UUID, now: datetime) -> FormalReading:
    """Return a formal step to whoever may read it, or is asked to approve it. Raises NotYours for others."""
    step = work.formal_steps.find(step_id)
    if step is None:
        raise NotYours(NOT_YOURS)
    improvement = work.improvements.get(step.improvement_id)
    contract_id = improvement.contract_id
    may_answer = step.state is FormalState.ASKED and may_approve(
        work, person, contract_id, step.asked_by, now
    )
    reads_it = sees(work, person, improvement) and step in steps_read(work, person, improvement)
    if not (reads_it or may_answer):
        raise NotYours(NOT_YOURS)
    party = party_of(work, person, contract_id)
    return FormalReading(
        step=step,
        improvement=improvement,
        texts={
            text.field: text.body
            for text in work.narratives.of(step.id)
            if party is not None and may_read(party, text.content_class) and text.body.strip()
        },
        may_answer=may_answer,
        may_record=step.state in {FormalState.ASKED, FormalState.APPROVED}
        and leads_formal(work, person, improvement),
    )


def served_step(work: UnitOfWork, reader: Person, step_id: UUID) -> Improvement:
    """Return the process of a formal step that was served, to whoever may know of it. Raises NotYours for others."""
    step = work.formal_steps.find(step_id)
    improvement = work.improvements.get(step.improvement_id) if step else None
    if step is None or improvement is None or step.state is not FormalState.SERVED:
        raise NotYours(NOT_YOURS)
    if not sees(work, reader, improvement):
        raise NotYours(NOT_YOURS)
    return improvement
