"""Seeing that it lasts: the lead is asked once the readings have held, and says so; nothing moves by itself.

domain.md 4.4 C: evaluated → sustaining → reflecting; CPC424-P16. The engine of reminders asks again; people decide.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bot.casework.access import may_do, party_of
from bot.casework.deadlines import Duty, cancel, meet, start
from bot.casework.formal_steps import led_improvement, open_step
from bot.casework.improvement_access import subject_of, word_about
from bot.casework.improvement_figures import MeasureFigures, figures_of
from bot.casework.improvements import take_to
from bot.casework.notices import calendar_of, owe_channels, owe_people
from bot.casework.plan_versions import in_force
from bot.casework.records import keep_texts, record
from bot.casework.reflections import begin_reflecting, everybody_of
from bot.casework.shared_words import require_words_for_all
from domain.calendar import suggested_due_on
from domain.chronology import Event
from domain.confidentiality import ContentClass
from domain.contracts import ChannelPurpose
from domain.deadlines import DeadlineKind
from domain.errors import NotAllowed
from domain.formal_steps import require_none_open
from domain.improvements import ImprovementState, move, require_length, require_text
from domain.notices import NoticeKind
from domain.people import Act, Party
from domain.sustaining import (
    ANSWER_WITHIN,
    one_interval_on,
    require_hold_day,
    require_hold_over,
    require_lasted,
    require_nothing_asked,
    require_reached,
)
from storage.actions import OPEN_STATES
from storage.improvements import Improvement
from storage.people import Person
from storage.unit_of_work import UnitOfWork

FOLLOWED = frozenset({ImprovementState.MONITORING, ImprovementState.FORMAL})
LEFT_AGAIN = frozenset({ImprovementState.FORMAL, ImprovementState.SUSTAINING, ImprovementState.REFLECTING})
"""From where people may go back to what was agreed."""


@dataclass(frozen=True)
class Reached:
    """What the figures say of the exit criteria now: the measures that count, and whether all of them held."""

    figures: tuple[MeasureFigures, ...]
    at_least: int
    unfinished: int

    @property
    def has_measures(self) -> bool:
        """Whether anything is measured at all; on the light route mostly nothing is."""
        return bool(self.figures)

    @property
    def has_held(self) -> bool:
        """Whether every measure that counts held its target for as many readings as were agreed."""
        return self.has_measures and all(each.has_held(self.at_least) for each in self.figures)

    @property
    def last_on(self) -> date | None:
        """The last day of which there is a reading."""
        days = [each.course.last.on for each in self.figures if each.course.last is not None]
        return max(days, default=None)


def reached(work: UnitOfWork, improvement: Improvement, now: datetime) -> Reached:
    """Return what the figures say of the exit criteria of the plan that stands."""
    plan = in_force(work, improvement.id)
    count = {UUID(each) for each in (plan.exit_measures or plan.measures)} if plan else set()
    figures = [each for each in figures_of(work, improvement, now) if not count or each.measure.id in count]
    actions = work.actions.of_improvement(improvement.id)
    return Reached(
        figures=tuple(figures),
        at_least=max(plan.hold_readings if plan else 1, 1),
        unfinished=sum(each.state in OPEN_STATES for each in actions),
    )


def suggested_until(work: UnitOfWork, improvement: Improvement, now: datetime) -> date:
    """Return the day until which it is suggested to watch: one interval on, on a good day of the week."""
    plan, calendar = in_force(work, improvement.id), calendar_of(work, improvement.contract_id)
    end = one_interval_on(calendar.local(now).date(), plan.interval if plan else None)
    return suggested_due_on(end, calendar, 0)


def ask_when_held(work: UnitOfWork, improvement: Improvement, now: datetime) -> None:
    """Ask the lead whether it is to be watched now, once the exit criteria have held; once for each last reading."""
    if improvement.state not in FOLLOWED or open_step(work, improvement.id) is not None:
        return
    found = reached(work, improvement, now)
    if not found.has_held or found.last_on is None:
        return
    lead = work.people.get(improvement.lead_id) if improvement.lead_id else None
    if lead is None or work.deadlines.live(improvement.id, (DeadlineKind.IMPROVEMENT_HOLD,)):
        return
    due_at = calendar_of(work, improvement.contract_id).due_after(now, ANSWER_WITHIN)
    _start(work, improvement, due_at, f"{ANSWER_WITHIN} working days from the last reading", now)
    word = word_about(
        improvement, NoticeKind.IMPROVEMENT_HELD, f"held:{found.last_on}", ContentClass.INTERNAL
    )
    owe_people(work, word, [lead], now)


def _start(work: UnitOfWork, improvement: Improvement, due_at: datetime, basis: str, now: datetime) -> None:
    duty = Duty(
        kind=DeadlineKind.IMPROVEMENT_HOLD,
        subject=subject_of(improvement),
        contract_id=improvement.contract_id,
        owner=work.people.get(improvement.lead_id) if improvement.lead_id else None,
        party=Party.OWN,
        due_at=due_at,
        basis=basis,
    )
    start(work, duty, now)


def may_end(work: UnitOfWork, person: Person, improvement: Improvement) -> bool:
    """Say whether somebody of our side decides how a process ends."""
    is_own = party_of(work, person, improvement.contract_id) is Party.OWN
    return is_own and may_do(work, person, improvement.contract_id, Act.CLOSE_IMPROVEMENT)


def require_may_hold(work: UnitOfWork, person: Person, improvement_id: UUID) -> Improvement:
    """Return a process, locked, that may be taken on to be watched; refuse in words where it has not come so far."""
    improvement = led_improvement(work, person, improvement_id)
    move(improvement.state, ImprovementState.SUSTAINING)
    require_none_open(open_step(work, improvement.id) is not None)
    require_nothing_asked(is_asked=bool(work.agreements.under_way(improvement.id)))
    return improvement


def hold(
    work: UnitOfWork, person: Person, improvement_id: UUID, until: date, because: str, now: datetime
) -> Improvement:
    """Say that what was agreed is reached, and watch until a day whether it lasts; every party is told."""
    improvement = require_may_hold(work, person, improvement_id)
    found = reached(work, improvement, now)
    require_reached(
        has_measures=found.has_measures,
        has_held=found.has_held,
        unfinished=found.unfinished,
        because=because,
    )
    require_length(because, "because")
    calendar = calendar_of(work, improvement.contract_id)
    require_hold_day(until, calendar.local(now).date(), calendar)
    require_words_for_all(work, improvement.contract_id, {"because": because})
    _end_question(work, improvement, person, now)
    improvement.hold_until = until
    texts = {"reached_because": because}
    keep_texts(work, subject_of(improvement), ContentClass.SHARED, person, now, texts)
    record(
        work,
        Event.IMPROVEMENT_HELD,
        subject_of(improvement),
        person,
        now,
        improvement.contract_id,
        hold_until=until,
        last_reading_on=found.last_on,
    )
    take_to(work, improvement, ImprovementState.SUSTAINING, person, now)
    _start(work, improvement, calendar.at(until, calendar.closes), "the day until which it is watched", now)
    _tell_all(work, improvement, f"sustained:{now.isoformat()}", person, now)
    return improvement


def _end_question(work: UnitOfWork, improvement: Improvement, person: Person, now: datetime) -> None:
    meet(work, improvement.id, (DeadlineKind.IMPROVEMENT_HOLD,), person, now)
    work.notices.cancel_about(improvement.id, (NoticeKind.IMPROVEMENT_HELD,))


def _tell_all(work: UnitOfWork, improvement: Improvement, event: str, by: Person, now: datetime) -> None:
    word = word_about(improvement, NoticeKind.IMPROVEMENT_SUSTAINED, event)
    owe_channels(work, word, ChannelPurpose.SHARED, now)
    owe_people(work, word, people_told(work, improvement, by), now)


def people_told(work: UnitOfWork, improvement: Improvement, by: Person) -> list[Person]:
    """Return everybody who takes part in a process, whoever did something excepted."""
    return [each for each in everybody_of(work, improvement) if each.id != by.id]


def not_yet(
    work: UnitOfWork, person: Person, improvement_id: UUID, because: str, now: datetime
) -> Improvement:
    """Answer that it is not to be watched yet, with a reason; the lead is asked again with the next readings."""
    improvement = led_improvement(work, person, improvement_id)
    if not work.deadlines.live(improvement.id, (DeadlineKind.IMPROVEMENT_HOLD,)):
        raise NotAllowed("Nobody asks this any more. Open it to see where it stands.")
    if improvement.state not in FOLLOWED:
        raise NotAllowed("It is watched already. If it does not last, please go back to the plan.")
    require_text(because, "reason", "Please say why not yet. It stays on the record.")
    texts = {"not_yet_because": because}
    keep_texts(work, subject_of(improvement), ContentClass.INTERNAL, person, now, texts)
    facts = {"hold_until": None}
    record(
        work, Event.IMPROVEMENT_HELD, subject_of(improvement), person, now, improvement.contract_id, **facts
    )
    _end_question(work, improvement, person, now)
    work.notices.redraw(improvement.id)
    return improvement


def look_back(work: UnitOfWork, person: Person, improvement_id: UUID, now: datetime) -> Improvement:
    """Say at the end of the hold that it lasted; from here on everybody is asked to look back."""
    improvement = led_improvement(work, person, improvement_id)
    move(improvement.state, ImprovementState.REFLECTING)
    require_nothing_asked(is_asked=bool(work.agreements.under_way(improvement.id)))
    today = calendar_of(work, improvement.contract_id).local(now).date()
    require_hold_over(improvement.hold_until, today)
    found = reached(work, improvement, now)
    require_lasted(has_measures=found.has_measures, has_held=found.has_held)
    _end_question(work, improvement, person, now)
    take_to(work, improvement, ImprovementState.REFLECTING, person, now)
    begin_reflecting(work, improvement, person, now)
    return improvement


def go_back(
    work: UnitOfWork, person: Person, improvement_id: UUID, because: str, now: datetime
) -> Improvement:
    """Go back to what was agreed, with a reason that every party reads: it did not last, or a letter is answered."""
    improvement = led_improvement(work, person, improvement_id)
    if improvement.state not in LEFT_AGAIN:
        raise NotAllowed("What was agreed is followed already. Open it to see what comes next.")
    require_none_open(open_step(work, improvement.id) is not None)
    require_text(because, "reason", "Please say why. Everybody reads this.")
    require_words_for_all(work, improvement.contract_id, {"reason": because})
    _end_question(work, improvement, person, now)
    kinds = (DeadlineKind.IMPROVEMENT_REFLECT,)
    meet(work, improvement.id, kinds, person, now)
    for asked in work.reflections.asked(improvement.id):
        cancel(work, asked.id, (DeadlineKind.REFLECTION_WRITE,), now)
        work.notices.redraw(asked.id)
    improvement.hold_until = None
    texts = {"back_because": because}
    keep_texts(work, subject_of(improvement), ContentClass.SHARED, person, now, texts)
    take_to(work, improvement, ImprovementState.MONITORING, person, now)
    _tell_all(work, improvement, f"back:{now.isoformat()}", person, now)
    return improvement
