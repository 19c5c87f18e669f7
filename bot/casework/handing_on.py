"""What somebody still has to do in a contract, and handing it on: nothing changes hands by itself (design.md 1.9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, require_act
from bot.casework.action_access import sees
from bot.casework.action_dates import drop_question
from bot.casework.monitoring import tell_owner_of_plan
from bot.casework.monitoring_changes import hand_schedule_to
from bot.casework.notices import Owed, calendar_of, owe_people
from bot.casework.owners import possible_owners
from bot.casework.planned_duties import hand_planned_to, planned_for
from bot.casework.records import record
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.monitoring import ScheduleState
from domain.notices import NoticeKind
from domain.people import Act, Party
from domain.rhythm import Speed
from storage.actions import Action
from storage.deadlines import Deadline
from storage.people import Person
from storage.unit_of_work import UnitOfWork

OF_NAMED_PEOPLE = frozenset(
    {SubjectKind.SAFEGUARDING, SubjectKind.SUPPORT, SubjectKind.SPEAK_UP, SubjectKind.DATA_INCIDENT}
)
"""Whose duty these are is nobody's business but their named people's: they are on no list, and have routes of
their own."""

ALL = "all"
OWN_FORM = frozenset({DeadlineKind.ACTION_DUE, DeadlineKind.ACTION_CONFIRM, DeadlineKind.MONITORING_DUE})
"""Duties that go with the action or the schedule they are about."""
WITH_THE_PROCESS = frozenset(
    {
        DeadlineKind.IMPROVEMENT_EXPLAIN,
        DeadlineKind.IMPROVEMENT_PLAN,
        DeadlineKind.IMPROVEMENT_HOLD,
        DeadlineKind.IMPROVEMENT_REFLECT,
        DeadlineKind.IMPROVEMENT_REVIEW,
    }
)
"""Duties of whoever leads an improvement process: they go with it."""
OF_ONE_PERSON = frozenset({DeadlineKind.LEAD_OFFER, DeadlineKind.VIEW_ANSWER, DeadlineKind.REFLECTION_WRITE})
"""What only whoever was asked can answer: somebody else is asked anew."""


@dataclass(frozen=True)
class Item:
    """One thing that somebody has to do: an action, what they look at regularly, or an answer they owe.

    `what` is the kind of the answer; `name` is SHARED words, for nothing else may stand in a message.
    """

    subject: SubjectKind
    id: UUID
    what: str = ""
    reference: str = ""
    name: str = ""
    due_on: date | None = None

    @property
    def key(self) -> str:
        """Return what stands for it in a form."""
        return f"{self.subject.value}:{self.id.hex}"


def items_left(work: UnitOfWork, person: Person, contract_id: UUID) -> list[Item]:
    """Return what somebody still has to do in a contract; nothing of safeguarding is ever among it."""
    actions = [each for each in work.actions.owned_by(person.id) if each.contract_id == contract_id]
    schedules = [
        each
        for each in work.monitoring.schedules(contract_id)
        if each.owner_id == person.id and each.state is ScheduleState.ACTIVE
    ]
    duties = [
        each
        for each in work.deadlines.owned_by(person.id, contract_id)
        if each.kind not in OWN_FORM | OF_ONE_PERSON | WITH_THE_PROCESS
        and each.subject_kind not in OF_NAMED_PEOPLE
    ]
    under_way = work.improvements.in_contracts([contract_id], only_under_way=True)
    led = [each for each in under_way if each.lead_id == person.id]
    references = work.references_of([duty.subject_id for duty in duties])
    local = calendar_of(work, contract_id).local
    return [
        *(Item(SubjectKind.ACTION, each.id, "", each.reference, each.title, each.due_on) for each in actions),
        *(Item(SubjectKind.MONITORING, each.id, "", each.reference, each.title) for each in schedules),
        *(Item(SubjectKind.IMPROVEMENT, each.id, "improvement_lead", each.reference) for each in led),
        *(
            Item(kind, item_id, "", each.reference, name, due_on)
            for each in under_way
            for kind, item_id, name, due_on in planned_for(work, person, each.id)
        ),
        *(
            Item(
                SubjectKind.ORGANISATION,
                duty.id,
                duty.kind.value,
                references.get(duty.subject_id, ""),
                due_on=local(duty.due_at).date(),
            )
            for duty in duties
        ),
    ]


def may_name_owner(work: UnitOfWork, person: Person, action: Action, now: datetime) -> bool:
    """Say whether somebody may name who does an action: the lead, or of the provider's the provider themselves."""
    party = party_of(work, person, action.contract_id)
    names_own = party in {Party.OWN, action.owner_party}
    may = may_do(work, person, action.contract_id, Act.NAME_OWNER)
    return may and names_own and sees(work, person, action, now)


def require_may_hand_on(work: UnitOfWork, person: Person, of: Person, contract_id: UUID) -> None:
    """Refuse whoever may not hand on somebody's duties: for another side than their own only our lead may."""
    party = require_act(work, person, contract_id, Act.NAME_OWNER, "The contract lead hands this on.")
    if party is not Party.OWN and party is not party_of(work, of, contract_id):
        raise NotYours(NOT_YOURS)


def who_may_take(work: UnitOfWork, of: Person, contract_id: UUID) -> Sequence[tuple[Person, str]]:
    """Return who may take on somebody's duties: of their own side, since each side agreed to what is its own."""
    side = party_of(work, of, contract_id)
    return [
        (person, name)
        for person, name in possible_owners(work, contract_id)
        if person.id != of.id and party_of(work, person, contract_id) is side
    ]


def hand_on(
    work: UnitOfWork, by: Person, of: Person, contract_id: UUID, what: str, to_id: UUID, now: datetime
) -> None:
    """Hand on one of somebody's duties, or all of them, to somebody of the same side, who is told."""
    require_may_hand_on(work, by, of, contract_id)
    to = next((person for person, _ in who_may_take(work, of, contract_id) if person.id == to_id), None)
    if to is None:
        raise NotAllowed("Please choose somebody of the same side who takes part.", "who")
    items = [each for each in items_left(work, of, contract_id) if what in {ALL, each.key}]
    if not items:
        raise NotAllowed("This has been handed on already, or it is done.")
    pass_on(work, by, of, to, contract_id, items, now)


def pass_on(
    work: UnitOfWork,
    by: Person,
    of: Person,
    to: Person,
    contract_id: UUID,
    items: Sequence[Item],
    now: datetime,
) -> None:
    """Make somebody the owner of some duties; whoever asked for permission has done so before."""
    for item in items:
        _pass_one(work, by, to, item, now)
        subject = (SubjectKind.PERSON, of.id)
        record(
            work,
            Event.DUTY_HANDED_ON,
            subject,
            by,
            now,
            contract_id,
            what=item.what or item.subject.value,
            record=item.id,
            to=to.id,
        )
    if to.id == by.id:
        return
    owed = Owed(
        kind=NoticeKind.DUTIES_HANDED_ON,
        subject=(SubjectKind.PERSON, to.id),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"{of.id.hex}:{contract_id.hex[:8]}:to:{now:%Y%m%dT%H%M%S}:{len(items)}",
        contract_id=contract_id,
        facts={"from": of.id.hex},
    )
    owe_people(work, owed, [to], now)


def _pass_one(work: UnitOfWork, by: Person, to: Person, item: Item, now: datetime) -> None:
    match item.subject:
        case SubjectKind.ACTION:
            action = work.actions.find_to_change(item.id)
            assert action is not None
            drop_question(work, action, by, now)
            former, action.owner_id = action.owner_id, to.id
            owned = [each for each in _live(work, action.id) if each.owner_id == former]
            _give(work, owned, to)
            work.notices.redraw(action.id)
        case SubjectKind.MONITORING:
            schedule = work.monitoring.find_schedule_to_change(item.id)
            assert schedule is not None
            schedule.version += 1
            hand_schedule_to(work, schedule, to, now)
            tell_owner_of_plan(work, schedule, by, now)
        case SubjectKind.IMPROVEMENT:
            improvement = work.improvements.find_to_change(item.id)
            assert improvement is not None
            led_by, improvement.lead_id = improvement.lead_id, to.id
            led = work.deadlines.live(improvement.id, tuple(WITH_THE_PROCESS))
            _give(work, [each for each in led if each.owner_id == led_by], to)
            work.notices.redraw(improvement.id)
        case SubjectKind.PLAN_LINE | SubjectKind.MEASURE:
            hand_planned_to(work, item.subject, item.id, to)
        case _:
            duty = work.deadlines.get_to_change(item.id)
            _give(work, [duty], to)
            if duty.subject_kind is SubjectKind.CONCERN:
                concern = work.concerns.find_to_change(duty.subject_id)
                if concern is not None and concern.lead_id is not None:
                    concern.lead_id = to.id
                work.notices.redraw(duty.subject_id)


def _live(work: UnitOfWork, action_id: UUID) -> Sequence[Deadline]:
    return work.deadlines.live(action_id, tuple(OWN_FORM))


def _give(work: UnitOfWork, duties: Sequence[Deadline], to: Person) -> None:
    """What the former owner was still to hear is not said: the new one is told what is theirs now."""
    for duty in duties:
        duty.owner_id = to.id
    work.notices.cancel([duty.id for duty in duties])
