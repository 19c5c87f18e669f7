"""Where the buttons of the clock lead: a quarter of an hour, an hour, a working day, a week, or a moment given."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from playground.workspace import Json

LONDON = ZoneInfo("Europe/London")


def destination(now: datetime, asked: Json, next_working_day: Callable[[date], date]) -> datetime:
    """The moment to move to, in UTC. Days and weeks keep the hour on the wall in England.

    Raises ValueError for a step there is none of, a moment without its zone, or a way back.
    """
    here = now.astimezone(LONDON)
    match asked:
        case {"to": str(text)}:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                raise ValueError("A moment needs its time zone, such as +01:00.")
        case {"by": "quarter_hour"}:
            moment = now + timedelta(minutes=15)
        case {"by": "hour"}:
            moment = now + timedelta(hours=1)
        case {"by": "working_day"}:
            moment = datetime.combine(next_working_day(here.date()), here.timetz())
        case {"by": "week"}:
            moment = datetime.combine(here.date() + timedelta(days=7), here.timetz())
        case _:
            raise ValueError("Time moves by quarter_hour, hour, working_day or week, or to a moment.")
    moment = moment.astimezone(UTC)
    if moment < now:
        raise ValueError("Time only moves on.")
    return moment
