"""What is mine, what is late, what I reported: one answer for the hub, the commands and the home tab."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from bot.casework.access import is_own, may_do, reads
from bot.casework.action_access import answers_date, checks, class_of, sees
from bot.casework.asked_of_others import to_look_at, to_receive
from bot.casework.audiences import leads_of
from bot.casework.concern_access import decides_about
from bot.casework.improvement_items import ProcessItem, patterns_for
from bot.casework.improvement_lists import processes_of
from bot.casework.notices import calendar_of
from bot.casework.own_duties import duties_of
from bot.casework.safeguarding_register import had_by
from domain.actions import ActionState
from domain.concerns import ConcernState
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.people import Act, Party
from storage.actions import Action
from storage.concerns import Concern
from storage.contracts import Contract
from storage.deadlines import Deadline
from storage.evaluations import Evaluation
from storage.monitoring import MonitoringActivity
from storage.patterns import PatternFound
from storage.people import Person
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork
from storage.views import AskedView

ANSWERS = (DeadlineKind.ACTION_VERIFY, DeadlineKind.ACTION_EXTENSION)
DUE_SOON = timedelta(days=4)
"""From when a concern that only waits to be closed counts among what waits for somebody."""

OfContract = TypeVar(
    "OfContract", Action, Concern, MonitoringActivity, Deadline, AskedView, ProcessItem, PatternFound
)


@dataclass(frozen=True)
class Items:
    """One person's open items. `others_late` are late actions of others in contracts the person may see.

    `others_open` is filled where one contract is asked for: what others still have to do in it, and is not late.

    `monitoring` is what the person is to look at, and `duties` what they are to answer of evaluations and challenges,
    both the earliest first.
    `asked` and `to_receive` wait for people of other organisations: a concern to look at, an evaluation received;
    `views` for voices who were asked what they think.
    `to_close` are decided concerns of theirs of which no action goes on; `open_concerns` all that are open around them.
    Of actions, `waiting` wait for the other side, `late` for their owner, and `shared` may be known to all parties.
    `processes` are the improvement processes that go on around them, those that wait for them first.
    `risks` wait for a designated safeguarding lead, and only they have any; `reported_risks` are one's own.
    """

    my_actions: Sequence[Action]
    to_check: Sequence[Action]
    concerns: Sequence[Concern]
    reported: Sequence[Concern]
    others_late: Sequence[Action]
    contracts: Sequence[Contract]
    risks: Sequence[SafeguardingConcern] = ()
    reported_risks: Sequence[SafeguardingConcern] = ()
    monitoring: Sequence[MonitoringActivity] = ()
    duties: Sequence[Deadline] = ()
    others_open: Sequence[Action] = ()
    open_concerns: Sequence[Concern] = ()
    to_close: Sequence[Concern] = ()
    asked: Sequence[Concern] = ()
    to_receive: Sequence[Evaluation] = ()
    views: Sequence[AskedView] = ()
    processes: Sequence[ProcessItem] = ()
    patterns: Sequence[PatternFound] = ()
    due_to_close: frozenset[UUID] = frozenset()
    waiting: frozenset[UUID] = frozenset()
    late: frozenset[UUID] = frozenset()
    shared: frozenset[UUID] = frozenset()


def items_of(work: UnitOfWork, person: Person, now: datetime) -> Items:
    """Return what waits for somebody, what they reported, and what is late around them."""
    contracts = work.contracts.of_person(person.id)
    ids = frozenset(contract.id for contract in contracts)
    leads = frozenset(each for each in ids if may_do(work, person, each, Act.TRIAGE_CONCERN))
    mine, around = work.actions.owned_by(person.id), work.actions.open_in(ids)
    every = {action.id: action for action in (*mine, *around)}.values()
    work.concerns.hold({action.concern_id for action in every if action.concern_id})
    asking = work.actions.asking_for_time([action.id for action in every])
    seen = [action for action in around if sees(work, person, action, now)]
    waiting = frozenset(
        action.id for action in every if action.state is ActionState.SUBMITTED or action.id in asking
    )
    late = frozenset(action.id for action in every if action.id not in waiting and is_past(work, action, now))
    around_them = open_concerns(work, person)
    answered = {action.concern_id for action in around}
    taken_up = work.improvements.taken_up_in(ids)
    return Items(
        my_actions=mine,
        to_check=[action for action in seen if action.id in waiting and _answers(work, person, action, now)],
        concerns=_waiting_for(work, person, leads),
        reported=work.concerns.logged_by(person.id),
        open_concerns=around_them,
        asked=to_look_at(work, person, ids, now),
        to_receive=to_receive(work, person, ids),
        views=work.views.waiting_for(person.id, ids),
        processes=processes_of(work, person, ids, now),
        patterns=patterns_for(work, person, ids),
        to_close=[
            concern
            for concern in around_them
            if concern.state is ConcernState.TRIAGED
            and concern.lead_id == person.id
            and concern.id not in answered
            and concern.id not in taken_up
        ],
        due_to_close=frozenset(
            duty.subject_id
            for duty in work.deadlines.open_in(ids, (DeadlineKind.CONCERN_CLOSE,), Party.OWN)
            if duty.due_at - now < DUE_SOON
        ),
        others_late=[action for action in seen if action.owner_id != person.id and action.id in late],
        contracts=contracts,
        risks=_risks(work, person),
        reported_risks=work.safeguarding.raised_by(person.id),
        monitoring=work.monitoring.planned_for(person.id),
        duties=duties_of(work, person, ids, now),
        waiting=waiting,
        late=late,
        shared=frozenset(action.id for action in every if class_of(work, action, now) is ContentClass.SHARED),
    )


def _answers(work: UnitOfWork, person: Person, action: Action, now: datetime) -> bool:
    """Say whether what an action waits for is asked of somebody: to look, or to answer about its date."""
    is_proposed = action.state is ActionState.PROPOSED
    return (answers_date if is_proposed else checks)(work, person, action, now)


def _waiting_for(work: UnitOfWork, person: Person, leads: frozenset[UUID]) -> Sequence[Concern]:
    """Return the concerns that somebody is to take or decide; not those they logged, where a lead is asked to."""
    found = work.concerns.waiting_for(person.id, leads, or_none=decides_about(work, person, None))
    logged_in = {each.contract_id for each in found if each.reporter_id == person.id}
    leading = {each for each in logged_in if person in leads_of(work, each)}
    return [
        concern
        for concern in found
        if concern.reporter_id != person.id or concern.lead_id == person.id or concern.contract_id in leading
    ]


def open_concerns(work: UnitOfWork, person: Person) -> Sequence[Concern]:
    """Return what is open in the contracts whose concerns somebody of our own side may read, the oldest first."""
    if not is_own(work, person):
        return ()
    ids = [each.id for each in work.contracts.of_person(person.id)]
    readable = [each for each in ids if reads(work, person, each, ContentClass.INTERNAL)]
    return work.concerns.open_in(readable)


def items_in(work: UnitOfWork, person: Person, contract_id: UUID, now: datetime) -> Items:
    """Return the same of one contract, with what others still have to do there; nothing about risk is among it."""
    found = items_of(work, person, now)
    mine = {action.id for action in (*found.my_actions, *found.to_check, *found.others_late)}
    around = [action for action in work.actions.open_in([contract_id]) if sees(work, person, action, now)]
    return replace(
        found,
        my_actions=_within(found.my_actions, contract_id),
        to_check=_within(found.to_check, contract_id),
        concerns=_within(found.concerns, contract_id),
        open_concerns=_within(found.open_concerns, contract_id),
        to_close=_within(found.to_close, contract_id),
        reported=_within(found.reported, contract_id),
        others_late=_within(found.others_late, contract_id),
        others_open=[action for action in around if action.id not in mine],
        contracts=(),
        risks=(),
        reported_risks=(),
        monitoring=_within(found.monitoring, contract_id),
        views=_within(found.views, contract_id),
        processes=_within(found.processes, contract_id),
        patterns=_within(found.patterns, contract_id),
        duties=_within(found.duties, contract_id),
    )


def _within(records: Sequence[OfContract], contract_id: UUID) -> Sequence[OfContract]:
    return [record for record in records if record.contract_id == contract_id]


def _risks(work: UnitOfWork, person: Person) -> Sequence[SafeguardingConcern]:
    if not may_do(work, person, None, Act.ACKNOWLEDGE_SAFEGUARDING):
        return ()
    return had_by(work, person)


def waits_for_others(work: UnitOfWork, action: Action) -> bool:
    """Say whether an action's owner has done what they can, and the other side has to answer."""
    return action.state is ActionState.SUBMITTED or work.actions.extension_asked(action.id) is not None


def is_late(work: UnitOfWork, action: Action, now: datetime) -> bool:
    """Say whether an action is past its date and waits for its owner; one that waits for the other side is not late."""
    if action.state not in {ActionState.PROPOSED, ActionState.AGREED}:
        return False
    if work.actions.extension_asked(action.id) is not None:
        return False
    return is_past(work, action, now)


def is_past(work: UnitOfWork, action: Action, now: datetime) -> bool:
    """Say whether the day by which an action was to be done is over, on London clocks; whoever it waits for."""
    return calendar_of(work, action.contract_id).local(now).date() > action.due_on


def has_come(work: UnitOfWork, activity: MonitoringActivity, now: datetime) -> bool:
    """Say whether the day of something to be looked at has come, on London clocks."""
    return calendar_of(work, activity.contract_id).local(now).date() >= activity.planned_on


@dataclass(frozen=True)
class Week:
    """What the shared channel hears of a contract once a week: two numbers, and nobody's name (practice.md 2.5).

    `need_update` are late with the other sides; `wait_for_us` are late with ours, our answers among them (2.4).
    """

    need_update: int
    wait_for_us: int

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to say."""
        return not self.need_update and not self.wait_for_us


def week_of(work: UnitOfWork, contract: Contract, now: datetime) -> Week:
    """Count the week's late actions of a contract, of those that the shared channel may know of."""
    if (
        contract.ended_on is not None
        and contract.ended_on <= calendar_of(work, contract.id).local(now).date()
    ):
        return Week(0, 0)
    shown = [
        action
        for action in work.actions.open_in([contract.id])
        if class_of(work, action, now) is ContentClass.SHARED
    ]
    late = [action for action in shown if is_late(work, action, now)]
    ours = {action.id for action in late if action.owner_party is Party.OWN}
    answers = work.deadlines.open_in([contract.id], ANSWERS, Party.OWN)
    unanswered = {duty.subject_id for duty in answers if duty.due_at < now}
    waiting = ours | (unanswered & {action.id for action in shown})
    return Week(need_update=len(late) - len(ours), wait_for_us=len(waiting))
