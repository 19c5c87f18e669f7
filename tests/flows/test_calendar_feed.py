"""My calendar: due dates and visits by a secret address, for its owner alone, and for as long as they take part."""

import asyncio
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import aiohttp
from icalendar import Calendar, Event

from bot.casework import calendar_feeds
from domain.calendar import LONDON
from domain.calendar_feeds import FETCHES
from domain.people import Role
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.conftest import on_both_databases
from tests.flows.action_story import TITLE, agree
from tests.flows.monitoring_story import schedule
from tests.flows.reporting import RISK, SHARED, report

ADDRESS = re.compile(r"`(http[^`]+\.ics)`")


async def make_address(who: Visitor, button: str = "Make an address") -> str:
    """Open My calendar from My open items, and make an address or a new one."""
    await who.press("My open items", SHARED)
    await who.press("My calendar")
    assert (await who.press(button)).ok
    found = ADDRESS.search(str((await who.view())["modals"]))
    assert found
    for _ in range(2):
        await who.close()
    return found[1]


async def fetch(address: str, etag: str = "") -> tuple[int, str, bytes]:
    """What a calendar program gets: the status, the ETag, and the file."""
    headers = {"If-None-Match": etag} if etag else {}
    async with aiohttp.ClientSession() as web, web.get(address, headers=headers) as answer:
        return answer.status, answer.headers.get("ETag", ""), await answer.read()


def events_of(content: bytes) -> Sequence[Event]:
    """The entries of a calendar file, as another program reads them."""
    return Calendar.from_ical(content).events


async def test_joannes_calendar_has_her_action_under_a_name_that_stays_and_nothing_about_safeguarding(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await agree(house, priya, joanne)
    await report(tom, RISK, "planted-risk: bed 7 was pushed")
    await house.settle()
    address = await make_address(joanne)
    status, etag, content = await fetch(address)
    [entry] = events_of(content)

    assert status == 200
    assert TITLE in str(entry["SUMMARY"])
    assert not isinstance(entry.start, datetime)
    assert str(entry["UID"]).endswith("@handrail")
    for kept_apart in ("planted", "SG-", "afeguarding"):
        assert kept_apart not in content.decode()
    assert (await fetch(address, etag))[0] == 304
    await house.move_to(house.clock.now() + timedelta(hours=1))
    again = events_of((await fetch(address))[2])
    assert [str(each["UID"]) for each in again] == [str(entry["UID"])]


async def test_a_visit_stands_at_its_time_on_london_clocks_and_on_its_day_where_nobody_gave_one(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    await schedule(house, priya, at="14:00")
    await schedule(house, priya, first_on=date(2026, 12, 3), title="Handovers at night")
    content = (await fetch(await make_address(tom)))[2]
    calendar = Calendar.from_ical(content)
    timed, whole_day = sorted(calendar.events, key=lambda each: f"{each.start:%m-%d}")
    [zone] = calendar.timezones

    assert timed["DTSTART"].params["TZID"] == "Europe/London"
    assert f"{timed.start:%d %H:%M}" == "26 14:00"
    assert whole_day.start == date(2026, 12, 3)
    london = zone.to_tz()
    for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)):
        noon = alderwick.BEGINS.replace(year=day.year, month=day.month, day=day.day, hour=12, tzinfo=None)
        assert noon.replace(tzinfo=london).utcoffset() == noon.replace(tzinfo=LONDON).utcoffset()


async def test_an_address_that_was_renewed_taken_away_or_whose_owner_left_leads_nowhere(
    house: House, joanne: Visitor
) -> None:
    first = await make_address(joanne)
    second = await make_address(joanne, "New address")
    assert [(await fetch(each))[0] for each in (first, second)] == [404, 200]
    for _ in range(FETCHES - 1):
        await fetch(second)
    assert (await fetch(second))[0] == 429  # a program gone wild, or somebody who guesses

    third = await make_address(joanne, "New address")
    assert (await fetch(third))[0] == 200

    def leave(work: UnitOfWork) -> None:
        person = work.people.in_slack(alderwick.PROVIDER, alderwick.JOANNE.user_id)
        assert person is not None
        work.people.end_roles(person.id)

    await house.handrail.services.database.write(leave)
    assert (await fetch(third))[0] == 404
    await house.move_to(house.clock.now() + timedelta(days=1))
    await give_role_back(house)
    assert (await fetch(third))[0] == 404  # who comes back makes another
    assert (await fetch(third.replace(".ics", "x.ics")))[0] == 404
    stored = await house.handrail.services.database.read(lambda work: work.calendar_feeds.bearing(third))
    assert stored is None


async def give_role_back(house: House) -> None:
    """Joanne comes back to the contract."""
    now = house.clock.now()

    def keep(work: UnitOfWork) -> None:
        person = work.people.in_slack(alderwick.PROVIDER, alderwick.JOANNE.user_id)
        assert person is not None
        work.people.give(person.id, Role.PROVIDER_REPRESENTATIVE, alderwick.contract_id(work), now)

    await house.handrail.services.database.write(keep)


@on_both_databases
async def test_pressed_several_times_at_the_same_moment_it_is_one_address_and_taken_away_none(
    house: House, joanne: Visitor
) -> None:
    now, database = house.clock.now(), house.handrail.services.database

    def make(work: UnitOfWork) -> str:
        person = work.people.in_slack(alderwick.PROVIDER, alderwick.JOANNE.user_id)
        assert person is not None
        return calendar_feeds.make_address(work, person, now)

    made = await asyncio.gather(*(database.write(make, within=30) for _ in range(4)))
    owners = await database.read(lambda work: [calendar_feeds.owner_of(work, each) for each in made])
    assert len([each for each in owners if each is not None]) == 1

    address = await make_address(joanne, "New address")
    await joanne.press("My open items", SHARED)
    await joanne.press("My calendar")
    assert (await joanne.press("Take it away")).ok
    assert (await fetch(address))[0] == 404
