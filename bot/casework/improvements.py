"""Improvement processes: opened by a person, taken from step to step by people (domain.md 4.4 C; practice.md 2.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.casework.access import NOT_YOURS, may_do, party_of, require_act
from bot.casework.audiences import leads_of
from bot.casework.deadlines import Duty, cancel, start
from bot.casework.improvement_access import subject_of
from bot.casework.notices import calendar_of
from bot.casework.patterns import settle_patterns
from bot.casework.records import keep_texts, record
from bot.casework.running import require_running
from bot.casework.shared_words import require_words_for_all
from domain.calendar import words_for_day
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.contracts import NewWork
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed, NotYours
from domain.improvements import EXPLAIN_WITHIN, PLAN_WITHIN, ImprovementState, NewImprovement, Route, move
from domain.people import ROLES_OF_PARTY, Act, Party
from domain.references import Choose, new_reference
from storage.improvements import Improvement, ImprovementSource
from storage.organisations import Organisation
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Sources:
    """What a process is opened from; nothing of these when somebody opens it of their own accord."""

    concerns: tuple[UUID, ...] = ()
    evaluation: UUID | None = None
    activity: UUID | None = None


def open_improvement(
    work: UnitOfWork,
    person: Person,
    contract_id: UUID,
    new: NewImprovement,
    sources: Sources,
    now: datetime,
    choose: Choose,
) -> Improvement:
    """Open a process and start its clocks: explained in five working days, a plan agreed by day 28 (practice.md 2.1).

    Raises NotYours for whoever may not, and for sources of another contract; NotAllowed once the contract is over.
    """
    require_may_open(work, person, contract_id)
    require_running(work, contract_id, NewWork.ACTION, now)
    for concern_id in sources.concerns:
        require_not_open_already(work, concern_id)
    require_words_for_all(work, contract_id, {"title": new.title})
    leads = leads_of(work, contract_id)
    improvement = Improvement(
        reference=new_reference("IP", work.is_reference_taken, choose),
        contract_id=contract_id,
        title=" ".join(new.title.split()),
        route=new.route,
        lead_id=leads[0].id if leads else person.id,
        opened_by=person.id,
        opened_at=now,
    )
    work.improvements.add(improvement)
    keep_texts(work, subject_of(improvement), ContentClass.INTERNAL, person, now, {"because": new.because})
    facts = {"reference": improvement.reference, "route": improvement.route.value}
    record(work, Event.IMPROVEMENT_OPENED, subject_of(improvement), person, now, contract_id, **facts)
    link_sources(work, improvement, sources, person, now)
    settle_patterns(work, improvement, person, now)
    _start_clocks(work, improvement, now)
    return improvement


def require_may_open(work: UnitOfWork, person: Person, contract_id: UUID) -> None:
    """Raise NotYours unless somebody of our own side may open a process of this contract."""
    if require_act(work, person, contract_id, Act.LEAD_IMPROVEMENT) is not Party.OWN:
        raise NotYours(NOT_YOURS)


def may_open(work: UnitOfWork, person: Person, contract_id: UUID | None) -> bool:
    """Say whether somebody is offered to open a process of a contract."""
    is_ours = contract_id is not None and party_of(work, person, contract_id) is Party.OWN
    return is_ours and may_do(work, person, contract_id, Act.LEAD_IMPROVEMENT)


def under_way_about(work: UnitOfWork, concern_id: UUID) -> Improvement | None:
    """Return the process that goes on about a concern, or None."""
    found = work.improvements.of_concern(concern_id)
    return next((each for each in found if each.state is not ImprovementState.CLOSED), None)


def require_not_open_already(work: UnitOfWork, concern_id: UUID) -> None:
    """Refuse a second process about a concern, with the first."""
    first = under_way_about(work, concern_id)
    if first is not None:
        raise NotAllowed(
            f"{first.reference} is open about this concern already. Nothing was opened: please go on there."
        )


def link_sources(
    work: UnitOfWork, improvement: Improvement, sources: Sources, person: Person, now: datetime
) -> None:
    """Link records of the same contract to a process. Raises NotYours for others."""
    found: list[tuple[str, UUID, Any]] = [
        ("concern_id", each, work.concerns.find(each)) for each in sources.concerns
    ]
    if sources.evaluation is not None:
        found.append(("evaluation_id", sources.evaluation, work.evaluations.find(sources.evaluation)))
    if sources.activity is not None:
        found.append(("activity_id", sources.activity, work.monitoring.find(sources.activity)))
    for column, record_id, row in found:
        if row is None or row.contract_id != improvement.contract_id:
            raise NotYours(NOT_YOURS)
        source = ImprovementSource(
            improvement_id=improvement.id, linked_by=person.id, linked_at=now, **{column: record_id}
        )
        work.improvements.add(source)
        if (
            column == "concern_id"
        ):  # what it leads to is done in the process, so nobody is asked to close it meanwhile
            cancel(work, record_id, (DeadlineKind.CONCERN_CLOSE,), now)
        facts = {column.removesuffix("_id"): record_id}
        subject = subject_of(improvement)
        record(work, Event.IMPROVEMENT_LINKED, subject, person, now, improvement.contract_id, **facts)


def _start_clocks(work: UnitOfWork, improvement: Improvement, now: datetime) -> None:
    due_at = calendar_of(work, improvement.contract_id).due_after(now, EXPLAIN_WITHIN)
    basis = f"{EXPLAIN_WITHIN} working days from opening"
    start_own_clock(work, improvement, DeadlineKind.IMPROVEMENT_EXPLAIN, due_at, basis, now)
    start_plan_clock(work, improvement, now)


def start_plan_clock(
    work: UnitOfWork, improvement: Improvement, now: datetime, since: str = "opening"
) -> None:
    """Let the 28 days run to an agreed plan; a last day that is not worked ends on the working day before it."""
    calendar = calendar_of(work, improvement.contract_id)
    end = calendar.at(calendar.on_or_before((calendar.local(now) + PLAN_WITHIN).date()), calendar.closes)
    basis = f"{PLAN_WITHIN.days} days from {since}"
    start_own_clock(work, improvement, DeadlineKind.IMPROVEMENT_PLAN, end, basis, now)


def start_own_clock(
    work: UnitOfWork,
    improvement: Improvement,
    kind: DeadlineKind,
    due_at: datetime,
    basis: str,
    now: datetime,
) -> None:
    """Start a duty of whoever leads a process on our own side."""
    duty = Duty(
        kind=kind,
        subject=subject_of(improvement),
        contract_id=improvement.contract_id,
        owner=work.people.get(improvement.lead_id) if improvement.lead_id else None,
        party=Party.OWN,
        due_at=due_at,
        basis=basis,
    )
    start(work, duty, now)


def take_to(
    work: UnitOfWork, improvement: Improvement, wanted: ImprovementState, by: Person, now: datetime
) -> None:
    """Take a process to its next state, or refuse in words; every open message about it then shows where it stands."""
    require_not_paused(work, improvement)
    before = improvement.state
    improvement.state = move(before, wanted)
    facts = {"before": before.value, "state": wanted.value}
    record(work, Event.IMPROVEMENT_MOVED, subject_of(improvement), by, now, improvement.contract_id, **facts)
    work.notices.redraw(improvement.id)


def require_not_paused(work: UnitOfWork, improvement: Improvement) -> None:
    """Refuse a step while a process rests, with the day on which somebody looks again (practice.md 2.3)."""
    if improvement.state is not ImprovementState.PAUSED:
        return
    review_on = work.improvements.pauses(improvement.id)[-1].review_on
    raise NotAllowed(
        f"This rests until {words_for_day(review_on)}. Whoever leads it can go on with it before that: open it, and "
        "press Go on with it."
    )


def leads_it(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody of our own side may take a process forward."""
    is_ours = party_of(work, person, improvement.contract_id) is Party.OWN
    return is_ours and may_lead(work, person, improvement)


def may_lead(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody may take a process forward: our lead, our quality officer, our senior contact."""
    return may_do(work, person, improvement.contract_id, Act.LEAD_IMPROVEMENT)


def parties_of(work: UnitOfWork, contract_id: UUID) -> Sequence[tuple[Organisation, Party]]:
    """Return the organisations that agree together: ours first, then the provider, then commissioning partners."""
    order = (Party.OWN, Party.PROVIDER, Party.PARTNER)
    found = [
        (work.organisations.get(organisation_id), party)
        for organisation_id, party in work.contracts.parties(contract_id).items()
        if party in order
    ]
    return sorted(found, key=lambda each: (order.index(each[1]), each[0].name))


def speakers_of(work: UnitOfWork, contract_id: UUID, organisation_id: UUID) -> Sequence[Person]:
    """Return who may agree for an organisation: of ours the lead and the senior contact, of others their own."""
    roles = [role for party in (Party.OWN, Party.PROVIDER, Party.PARTNER) for role in ROLES_OF_PARTY[party]]
    return [
        person
        for person in work.people.holding(tuple(roles), contract_id)
        if person.organisation_id == organisation_id
        and may_do(work, person, contract_id, Act.AGREE_FOR_PARTY)
    ]


def is_light(improvement: Improvement) -> bool:
    """Say whether a process goes the light route: support and up to two actions (practice.md 2.1)."""
    return improvement.route is Route.LIGHT
