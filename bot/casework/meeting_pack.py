"""The pack of a meeting: one message per party with everything in it, one answer that settles option and plan together.

practice.md 2.1. An edit after sending voids it; the meeting is then open again, and everybody is asked anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.casework import agreements
from bot.casework.action_plans import put_into_force, tell_seniors
from bot.casework.improvements import take_to
from bot.casework.meetings import meeting_to_change, meeting_to_lead, subject_of
from bot.casework.options import chosen_option, gaps_of, standing_options
from bot.casework.plan_lines import missing_of
from bot.casework.plan_versions import latest_of, take_back
from bot.casework.records import record
from domain import action_plans
from domain.action_plans import Missing, PlanState
from domain.agreements import goes_to_seniors
from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed
from domain.improvements import ImprovementState, require_awake
from domain.meetings import Lacks, MeetingState, Recorded, lacks, move, require_packed
from domain.options import require_complete
from storage.agreements import Agreement
from storage.improvements import Improvement
from storage.meetings import Meeting
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Gaps:
    """What a pack lacks: of what was recorded at the meeting, and of its plan, by name."""

    recorded: Sequence[Lacks]
    has_plan: bool
    plan: Sequence[tuple[Missing, str]]

    @property
    def are_none(self) -> bool:
        """Whether the pack can be sent."""
        return self.has_plan and not self.recorded and not self.plan


class IncompletePack(NotAllowed):
    """A pack lacks something: all of it, for whoever shows it in words."""

    def __init__(self, gaps: Gaps) -> None:
        super().__init__("The pack is not complete yet. The window of the meeting says what is missing.")
        self.gaps = gaps


def gaps_in(work: UnitOfWork, improvement: Improvement, now: datetime) -> Gaps:
    """Return all that keeps the pack of a process from being sent."""
    recorded = Recorded(
        reasons=len(work.reasons.of(improvement.id)),
        areas=len(work.reasons.areas(improvement.id)),
        is_nothing=[each.is_nothing for each in standing_options(work, improvement)],
        has_preferred=chosen_option(work, improvement) is not None,
    )
    plan = latest_of(work, improvement.id)
    return Gaps(lacks(recorded), plan is not None, missing_of(work, improvement, plan, now) if plan else ())


def send_pack(work: UnitOfWork, person: Person, meeting_id: UUID, version: int, now: datetime) -> Agreement:
    """Ask every party for one answer to all of it: the preferred option and the plan.

    Raises IncompletePack with everything that is missing, and NotAllowed for another version than the one seen.
    """
    meeting, improvement = meeting_to_change(work, person, meeting_id)
    if meeting.version != version:
        raise NotAllowed("This has changed since. Please open the meeting again and look at it once more.")
    gaps = gaps_in(work, improvement, now)
    if not gaps.are_none:
        raise IncompletePack(gaps)
    require_complete(gaps_of(work, improvement))
    plan, option = latest_of(work, improvement.id), chosen_option(work, improvement)
    assert plan is not None
    assert option is not None
    if plan.state is PlanState.DRAFT:
        plan.state = action_plans.move(plan.state, PlanState.ASKED)
    meeting.state, meeting.packed_at = move(meeting.state, MeetingState.PACKED), now
    facts = {"improvement": improvement.id, "version": meeting.version, "plan": plan.id}
    record(work, Event.MEETING_PACKED, subject_of(meeting), person, now, improvement.contract_id, **facts)
    agreement = agreements.ask(work, person, improvement, subject_of(meeting), meeting.version, now)
    agreement.plan_id, agreement.option_id, agreement.option_version = plan.id, option.id, option.version
    if goes_to_seniors(plan.round_number):
        tell_seniors(work, improvement, plan, now)
    return agreement


def open_again(work: UnitOfWork, person: Person, meeting_id: UUID, now: datetime) -> Meeting:
    """Open a meeting whose pack is out, to change it: what the parties said to the pack no longer counts.

    Raises NotYours for whoever does not lead, and NotAllowed while the process rests and once the pack is settled.
    """
    meeting, improvement = meeting_to_lead(work, person, meeting_id)
    require_awake(improvement.state)
    require_packed(meeting.state)
    agreements.void(work, meeting.id, now, person)
    return meeting


def pack_agreed(work: UnitOfWork, agreement: Agreement, by: Person, now: datetime) -> None:
    """Everybody agreed, or a way forward was approved: the option is chosen and the plan stands, in one step."""
    meeting = work.meetings.find_to_change(agreement.subject_id)
    improvement = work.improvements.find_to_change(agreement.improvement_id)
    assert meeting is not None
    assert improvement is not None
    plan = work.action_plans.find_to_change(agreement.plan_id) if agreement.plan_id else None
    assert plan is not None
    meeting.state = move(meeting.state, MeetingState.CLOSED)
    if improvement.state is ImprovementState.REASONED:
        take_to(work, improvement, ImprovementState.CHOSEN, by, now)
    put_into_force(work, plan, by, now)


def pack_voided(work: UnitOfWork, agreement: Agreement, by: Person, now: datetime) -> None:
    """A pack that was sent counts no more: its meeting is open again, and its plan a draft, each as its next version.

    The plan that was sent stays readable as it was.
    """
    meeting = work.meetings.find_to_change(agreement.subject_id)
    if meeting is None or meeting.state is not MeetingState.PACKED:
        return
    meeting.state, meeting.version, meeting.packed_at = (
        move(meeting.state, MeetingState.OPEN),
        meeting.version + 1,
        None,
    )
    plan = work.action_plans.find(agreement.plan_id) if agreement.plan_id else None
    if plan is not None:
        take_back(work, plan, by, now)


def packs_about(work: UnitOfWork, subject_id: UUID) -> Sequence[Agreement]:
    """Return the packs under way that an option or a version of a plan is in."""
    option, plan = work.options.find(subject_id), work.action_plans.find(subject_id)
    improvement_id = option.improvement_id if option else plan.improvement_id if plan else None
    if improvement_id is None:
        return ()
    return [
        each for each in work.agreements.under_way(improvement_id) if each.subject_kind is SubjectKind.MEETING
    ]
