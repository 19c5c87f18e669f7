"""What an evaluation counts, and the figures it comes to; safeguarding is none of it (practice.md 1.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.calendar import LONDON
from domain.monitoring import ActivityState, Met
from domain.people import Party


def london_day(moment: datetime) -> date:
    """Return the day on which something happened, on London clocks."""
    return moment.astimezone(LONDON).date()


@dataclass(frozen=True)
class Period:
    """The London days that are looked at, both ends among them; `ends_at` is the moment as of which is counted.

    That is the end of the last day, or now where that day is not over yet. `follows`: the moment at which the period
    before this one ended, where that was in the middle of the first day; nothing is counted twice then.
    """

    first: date
    last: date
    starts_at: datetime
    ends_at: datetime
    follows: datetime | None = None

    @property
    def as_of(self) -> date:
        """The London day as of which something is late."""
        return london_day(self.ends_at)

    def holds(self, moment: datetime | None) -> bool:
        """Whether something happened in the period."""
        return moment is not None and self.starts_at <= moment <= self.ends_at

    def had(self, moment: datetime | None) -> bool:
        """Whether something had happened by the end of the period."""
        return moment is not None and moment <= self.ends_at


@dataclass(frozen=True)
class ConcernFact:
    """The dates of one quality or contract concern. `known_at`: since when the reader may know of it.

    `told_at`: when the provider was told. `is_voice`: said by people who use the service, a family or an advocate.
    """

    known_at: datetime
    told_at: datetime | None = None
    acknowledged_at: datetime | None = None
    triaged_at: datetime | None = None
    closed_at: datetime | None = None
    is_voice: bool = False


def told(concerns: Iterable[ConcernFact]) -> list[ConcernFact]:
    """Return the concerns that the provider was told of, as they know them: from the moment they were told."""
    return [replace(each, known_at=each.told_at) for each in concerns if each.told_at is not None]


@dataclass(frozen=True)
class ExtensionFact:
    """One request for more time: the date that stood, when it was asked and answered, whether it was agreed.

    `is_before_agreeing`: for another date than the one proposed, before the owner had agreed to any.
    """

    from_date: date
    asked_at: datetime
    answered_at: datetime | None = None
    is_agreed: bool = False
    is_before_agreeing: bool = False

    @property
    def is_in_time(self) -> bool:
        """Whether it was asked on the day that stood, or before: after it the action was late already."""
        return london_day(self.asked_at) <= self.from_date


@dataclass(frozen=True)
class ActionFact:
    """The dates of one action; whose side does it.

    `due_on` is the date that stands today. `extensions`: every request for more time. `is_shared`: the provider knew
    of the action by the end of the period.
    """

    party: Party
    due_on: date
    proposed_at: datetime
    agreed_at: datetime | None = None
    submitted_at: datetime | None = None
    verified_at: datetime | None = None
    withdrawn_at: datetime | None = None
    keeps_safe_now: bool = False
    is_shared: bool = True
    extensions: tuple[ExtensionFact, ...] = ()


@dataclass(frozen=True)
class DutyFact:
    """One timed duty of our own side; a paused one waits for somebody else.

    `ended_at`: since when nobody waits for it, though it was not met.
    """

    started_at: datetime
    due_at: datetime
    met_at: datetime | None = None
    ended_at: datetime | None = None
    is_paused: bool = False
    is_shared: bool = True


@dataclass(frozen=True)
class LookFact:
    """One planned occurrence of monitoring, cancelled ones left out; whose side it is."""

    party: Party
    planned_on: date
    state: ActivityState
    answered_at: datetime | None
    met: Met | None = None


@dataclass(frozen=True)
class HandOffFact:
    """The dates of something passed on to somebody else; `ended_at`: answered, or no answer awaited any more."""

    recorded_at: datetime
    reply_on: date
    ended_at: datetime | None = None
    is_answered: bool = False


@dataclass(frozen=True)
class SideFigures:
    """What fell due of one side's actions."""

    due: int
    on_time: int
    done_late: int
    late: int
    withdrawn_late: int


@dataclass(frozen=True)
class Figures:
    """Counts only: nothing that anybody typed, and nobody's name.

    `their` actions and looks are the provider's, `our` ones the commissioning organisation's own, `partners` those of
    the others who commission with it. What was passed on to somebody else is counted for our own side alone. What fell
    due was handed in during the period, is late at its end, or was withdrawn after its date. A look is one planned
    occurrence of monitoring; it falls short where what was found meets what was agreed in part or not at all.
    """

    concerns_new: int = 0
    concerns_closed: int = 0
    concerns_open: int = 0
    concerns_waiting: int = 0
    concerns_undecided: int = 0
    concerns_decided: int = 0
    concerns_young: int = 0
    concerns_older: int = 0
    concerns_oldest: int = 0
    concerns_voice: int = 0
    actions_due: int = 0
    actions_on_time: int = 0
    actions_done_late: int = 0
    actions_late: int = 0
    actions_withdrawn_late: int = 0
    actions_extended: int = 0
    actions_extended_late: int = 0
    actions_waiting: int = 0
    actions_verified: int = 0
    actions_to_come: int = 0
    actions_unconfirmed: int = 0
    their_due: int = 0
    their_on_time: int = 0
    their_late: int = 0
    their_done_late: int = 0
    their_withdrawn_late: int = 0
    our_due: int = 0
    our_on_time: int = 0
    our_done_late: int = 0
    our_withdrawn_late: int = 0
    partners_due: int = 0
    partners_on_time: int = 0
    partners_done_late: int = 0
    partners_late: int = 0
    partners_withdrawn_late: int = 0
    their_safety_late: int = 0
    their_safety_withdrawn: int = 0
    their_looks_done: int = 0
    their_looks_not_done: int = 0
    their_looks_missed: int = 0
    their_looks_short: int = 0
    our_actions_late: int = 0
    our_answers_on_time: int = 0
    our_answers_given_late: int = 0
    our_answers_late: int = 0
    our_answers_missed: int = 0
    our_looks_missed: int = 0
    looks_planned: int = 0
    looks_done: int = 0
    looks_done_late: int = 0
    looks_not_done: int = 0
    looks_missed: int = 0
    looks_met: int = 0
    looks_partly: int = 0
    looks_not_met: int = 0
    looks_unclear: int = 0
    hand_offs_made: int = 0
    hand_offs_answered: int = 0
    hand_offs_waiting: int = 0
    hand_offs_late: int = 0

    @property
    def sides(self) -> dict[Party, SideFigures]:
        """What fell due by side, the provider first; nothing where it was counted before sides were told apart."""
        found = {
            Party.PROVIDER: SideFigures(
                self.their_due,
                self.their_on_time,
                self.their_done_late,
                self.their_late,
                self.their_withdrawn_late,
            ),
            Party.OWN: SideFigures(
                self.our_due,
                self.our_on_time,
                self.our_done_late,
                self.our_actions_late,
                self.our_withdrawn_late,
            ),
            Party.PARTNER: SideFigures(
                self.partners_due,
                self.partners_on_time,
                self.partners_done_late,
                self.partners_late,
                self.partners_withdrawn_late,
            ),
        }
        is_told_apart = sum(each.due for each in found.values()) == self.actions_due
        return {party: each for party, each in found.items() if each.due} if is_told_apart else {}

    @property
    def looks_missing(self) -> int:
        """How many planned looks give no evidence: missed, or not done with a reason."""
        return self.looks_missed + self.looks_not_done

    @property
    def their_looks_missing(self) -> int:
        """How many of the provider's planned looks give no evidence."""
        return self.their_looks_missed + self.their_looks_not_done

    @property
    def their_looks_over(self) -> int:
        """How many of the provider's planned looks were done, or give no evidence; not those that are still to come."""
        return self.their_looks_done + self.their_looks_missing
