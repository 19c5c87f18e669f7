"""Somebody's due dates and visits as a calendar file (RFC 5545) that calendar programs subscribe to."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.escaping import as_plain
from bot.templates import render, words
from domain.calendar import LONDON
from domain.calendar_feeds import Entry

if TYPE_CHECKING:
    from icalendar import Calendar

LASTS = timedelta(hours=1)
"""How long a visit is shown to last: the record knows only when it begins."""

MARCH = 3
REFRESH = "PT4H"
"""How often a calendar program is asked to fetch it anew."""


def calendar_file(entries: Iterable[Entry]) -> bytes:
    """Return the file's bytes: the same entries give the same bytes, and an entry keeps its UID for good."""
    from icalendar import (
        Calendar,
        Event,
    )  # a third of a second at the start, for what is fetched now and then

    calendar = Calendar()
    calendar.add("prodid", "-//Handrail//Handrail//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words("calendar_words").name)
    calendar.add("x-wr-timezone", "Europe/London")
    calendar.add("x-published-ttl", REFRESH)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.id.hex}@handrail")
        event.add("dtstamp", entry.since.astimezone(UTC).replace(microsecond=0))
        if entry.at is None:
            event.add("dtstart", entry.on)
            event.add("dtend", entry.on + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
        else:
            begins = entry.at.astimezone(LONDON)
            event.add("dtstart", begins)
            event.add("dtend", begins + LASTS)
        facts = {"what": entry.what, "title": entry.title, "reference": entry.reference}
        event.add("summary", as_plain(render("calendar_entry", facts)))
        event.add("description", as_plain(render("calendar_about", {"contract": entry.contract})))
        calendar.add_component(event)
    _add_london(calendar)
    return bytes(calendar.to_ical())


def _add_london(calendar: "Calendar") -> None:
    """Say what Europe/London is, summer time and all, so that no calendar has to guess; it stands first.

    By the rule of the law (Summer Time Order 2002); what icalendar works out begins summer time an hour late.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

    london = Timezone()
    london.add("tzid", "Europe/London")
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "BST", 3, 1, 0, 1),
        (TimezoneStandard(), "GMT", 10, 2, 1, 0),
    ):
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("dtstart", datetime(2001, month, 25 if month == MARCH else 28, hour))  # noqa: DTZ001  local by its kind
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
        london.add_component(part)
    calendar.subcomponents.insert(0, london)
