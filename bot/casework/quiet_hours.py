"""What missed its hour, through an outage or downtime: urgent at once, the rest when people are at work again."""

from datetime import datetime, timedelta

from bot.casework.access import party_of
from bot.casework.drills import drill_waits_until
from bot.casework.notices import calendar_of, rhythm_of
from domain.notices import NoticeKind, NoticeState, move
from domain.rhythm import Rhythm, Speed, catch_up_from, send_from
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork


def waits_for_a_good_time(work: UnitOfWork, notice: Notice, now: datetime, late_after: timedelta) -> bool:
    """Mark what is late, and put it off until a good time for whoever hears it; False when it may go at once."""
    if notice.kind is NoticeKind.DRILL and (later := drill_waits_until(work, now)) is not None:
        notice.send_from = later
        return True
    if now - notice.send_from <= late_after:
        return False
    if notice.state is not NoticeState.UNCERTAIN:  # that one may have been in time
        notice.is_late = True
    if notice.speed is Speed.URGENT:
        return False
    if notice.speed is Speed.DIGEST and notice.state is not NoticeState.UNCERTAIN:
        return _comes_apart(work, notice, now)
    calendar, rhythm = calendar_of(work, notice.contract_id), _rhythm(work, notice)
    good = (
        catch_up_from(now, notice.send_from, calendar, rhythm)
        if notice.speed is Speed.DIGEST
        else send_from(notice.speed, now, calendar, rhythm)
    )
    if good <= now:
        return False
    notice.send_from = good
    return True


def _rhythm(work: UnitOfWork, notice: Notice) -> Rhythm:
    person = work.people.get(notice.person_id) if notice.person_id else None
    return rhythm_of(party_of(work, person, notice.contract_id) if person else None)


def _comes_apart(work: UnitOfWork, digest: Notice, now: datetime) -> bool:
    """A digest that cannot go on its day is taken apart, so that its lines go with the next: one message a day."""
    lines = work.notices.lines_of(digest.id)
    waiting = [line for line in lines if line_waits(work, line, now)]
    if not waiting:
        return False
    digest.state = move(digest.state, NoticeState.CANCELLED)
    for line in lines:
        line.carrier_id = None
    return True


def line_waits(work: UnitOfWork, line: Notice, now: datetime) -> bool:
    """Put a line off until the next digest when the day of its own is over; False when it may go now."""
    slot = catch_up_from(now, line.send_from, calendar_of(work, line.contract_id), _rhythm(work, line))
    if slot <= now:
        return False
    line.send_from, line.is_late = slot, True
    return True
