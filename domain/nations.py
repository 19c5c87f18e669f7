"""What each nation gives for safeguarding, as data; blank where it is not known (domain.md 2.1, 2.2).

Nothing is guessed: where a nation's clock is None, people follow their own procedure and no clock is started.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.calendar import Nation, WorkingCalendar
from domain.safeguarding import OF_WALES, Reply


@dataclass(frozen=True)
class Profile:
    """A nation's safeguarding clocks.

    `allegation_working_days` or `allegation_hours` (real time) say how soon the body that looks at allegations against
    people who work with children is told; `enquiry_working_days` how long an enquiry normally takes from receipt.
    `has_three_tests`: the duty to enquire rests on the three tests of the Care Act 2014 s.42. `replies`: what the body
    it was referred to may answer.
    """

    has_three_tests: bool = False
    knows_allegations_body: bool = False
    allegation_working_days: int | None = None
    allegation_hours: int | None = None
    enquiry_working_days: int | None = None
    replies: tuple[Reply, ...] = (Reply.TAKEN_ON, Reply.NOT_TAKEN_ON, Reply.NO_ANSWER)


PROFILES: dict[Nation, Profile] = {
    Nation.ENGLAND: Profile(has_three_tests=True, knows_allegations_body=True, allegation_working_days=1),
    Nation.WALES: Profile(
        knows_allegations_body=True,
        allegation_hours=24,
        enquiry_working_days=7,
        replies=(Reply.TAKEN_ON, *OF_WALES, Reply.NOT_TAKEN_ON, Reply.NO_ANSWER),
    ),
    Nation.SCOTLAND: Profile(),
    Nation.NORTHERN_IRELAND: Profile(),
}


def allegation_due_at(said_at: datetime, calendar: WorkingCalendar) -> datetime | None:
    """Return by when (aware UTC) the body for allegations is told; None where the nation's clock is not known.

    England: one working day. Wales: 24 hours, and the next working day for what is said out of hours.
    """
    profile = PROFILES[calendar.nation]
    if profile.allegation_working_days is not None:
        return calendar.due_after(said_at, profile.allegation_working_days)
    if profile.allegation_hours is None:
        return None
    if not calendar.is_working_time(said_at):
        opens_at = calendar.next_working_moment(said_at)
        return calendar.at(calendar.local(opens_at).date(), calendar.closes)
    return said_at + timedelta(hours=profile.allegation_hours)


def enquiry_due_at(received_at: datetime, calendar: WorkingCalendar) -> datetime | None:
    """Return when (aware UTC) an enquiry normally ends, counted from receipt; None where nothing is known."""
    days = PROFILES[calendar.nation].enquiry_working_days
    return None if days is None else calendar.due_after(received_at, days)
