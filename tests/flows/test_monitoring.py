"""Planning what is looked at regularly: the dates are seen before anything is kept, and changed only ahead."""

from datetime import date

import pytest

from domain.monitoring import ActivityState, Interval, Rating
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.conftest import Furnished
from tests.flows.action_story import JOANNE, london, sent_twice
from tests.flows.monitoring_story import (
    AT,
    CRITERION,
    FIRST_ON,
    GOOD_ENOUGH,
    HOW_OFTEN,
    RATED,
    RESTS_ON,
    TITLE,
    WHAT,
    WHO_LOOKS,
    WHY_CHANGED,
    WHY_ENDED,
    change_often,
    occurrences,
    open_first,
    play_monitoring,
    read,
    record,
    schedule,
    show_dates,
    the_schedule,
)
from tests.flows.reporting import INTERNAL, SHARED


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough for words and days; that both keep and lock alike is proven over months."""
    return furnished_sqlite


@pytest.mark.criterion("CPC424-P10")
async def test_the_next_three_dates_are_shown_with_their_reasons_and_nothing_is_kept_before(
    house: House, priya: Visitor
) -> None:
    await show_dates(priya)

    shown = await read(priya)
    assert "These are the next dates. Nothing is kept until you press Keep." in shown
    assert "Thursday 26 November 2026\n" in shown
    assert "Tuesday 29 December 2026 (26th a Saturday, 28th a bank holiday)" in shown
    assert "Tuesday 26 January 2027" in shown
    assert await occurrences(house) == []
    await priya.close()
    form = await priya.modal()
    assert form is not None
    assert form.labels == [WHAT, CRITERION, HOW_OFTEN, FIRST_ON, AT, WHO_LOOKS]
    await priya.close()
    assert await occurrences(house) == []


async def test_days_on_which_our_own_organisation_is_closed_are_passed_over_and_named(
    priya: Visitor,
) -> None:
    await show_dates(priya, "Every week", date(2026, 12, 23))

    shown = await read(priya)
    assert "Monday 4 January 2027 (30th to 31st closed here, 1st a bank holiday, 2nd a Saturday)" in shown


async def test_what_was_shown_is_kept_once_and_the_words_may_still_be_mended(
    house: House, priya: Visitor
) -> None:
    await show_dates(priya, owner=JOANNE)
    await priya.fill({WHAT: "Doses  given"})
    async with sent_twice(house):
        await priya.submit()
    monthly = await read(priya)  # of what comes each month one word is said, on its day
    assert "knows of it, and is reminded in time." in monthly

    kept = await the_schedule(house)
    assert (kept.title, kept.criterion, kept.interval) == ("Doses given", GOOD_ENOUGH, Interval.MONTHLY)
    assert [each.planned_on for each in await occurrences(house)] == [date(2026, 11, 26)]


async def test_whoever_is_to_look_is_told_and_nothing_stands_in_the_shared_channel(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    before = await joanne.messages(SHARED)

    await schedule(house, priya, owner=JOANNE)

    said = (await joanne.direct_messages())[-1]
    assert "please look every month, next on Thursday 26 November 2026." in said
    assert f"“{TITLE}” (Alderwick House)" in said
    await joanne.press("Open", "direct")
    seen = await read(joanne)
    assert GOOD_ENOUGH in seen
    assert "Change how often" not in seen
    assert await joanne.messages(SHARED) == before


async def test_nobody_is_told_what_they_planned_themselves(house: House, tom: Visitor) -> None:
    before = await tom.direct_messages()

    await schedule(house, tom)

    assert await tom.direct_messages() == before


async def test_the_form_says_what_the_rating_suggests_and_that_there_is_none_yet(
    priya: Visitor,
) -> None:
    await priya.command("/monitor", INTERNAL, "schedule")
    assert "This contract is not rated yet, so nothing is suggested." in await read(priya)
    await priya.close()
    await priya.command("/monitor", INTERNAL, "rate")
    await priya.fill({RATED: "Amber", RESTS_ON: "One concern in a year"})
    await priya.submit()
    await priya.close()

    await priya.command("/monitor", INTERNAL, "schedule")

    assert "This contract is rated amber: every three months is suggested." in await read(priya)
    await priya.fill({WHAT: TITLE, CRITERION: GOOD_ENOUGH, AT: "09:15"})
    await priya.submit()
    assert "every three months at 09:15" in await read(priya)


@pytest.mark.parametrize(
    ("first_on", "words"),
    [
        (date(2026, 9, 7), "Please choose today or a later day."),
        (date(2028, 9, 8), "Please choose a first day within a year from now."),
    ],
)
async def test_a_first_day_that_cannot_be_meant_is_sent_back_beside_the_field(
    priya: Visitor, first_on: date, words: str
) -> None:
    await show_dates(priya, first_on=first_on)

    form = await priya.modal()
    assert form is not None
    assert form.faults == {FIRST_ON: words}


@pytest.mark.criterion("CPC305-P5")
async def test_a_rating_changes_no_date_and_the_new_interval_is_shown_before_it_is_kept(
    house: House, priya: Visitor, tom: Visitor
) -> None:
    await schedule(house, priya, "Every three months", date(2026, 9, 15))
    await house.move_to(london(15))
    await record(house, tom)
    await tom.close()
    await priya.command("/monitor", INTERNAL, "rate")
    await priya.fill({RATED: "Red", RESTS_ON: "Two concerns in a month"})
    await priya.submit()
    assert "is now rated red. No dates have changed yet." in await read(priya)
    planned = [each.planned_on for each in await occurrences(house)]
    assert planned == [date(2026, 9, 15), date(2026, 12, 15)]

    await priya.press("Change how often")
    await priya.fill({"From which day?": date(2026, 10, 15), WHY_CHANGED: "It is rated red"})
    await priya.submit()
    assert "Thursday 15 October 2026\nMonday 16 November 2026 (15th a Sunday)" in await read(priya)
    assert [each.planned_on for each in await occurrences(house)] == planned
    await priya.submit()
    await house.settle()

    found = [(each.planned_on, each.state) for each in await occurrences(house)]
    assert found == [
        (date(2026, 9, 15), ActivityState.DONE),
        (date(2026, 10, 15), ActivityState.PLANNED),
        (date(2026, 12, 15), ActivityState.CANCELLED),
    ]
    kept = await the_schedule(house)
    assert (kept.interval, kept.version) == (Interval.MONTHLY, 2)
    assert "please look every month, next on Thursday 15 October 2026." in (await tom.direct_messages())[-1]
    seen = await open_first(priya)
    assert "*Tuesday 15 December 2026: called off.*" in seen
    assert "It is rated red" in seen


async def test_the_provider_learns_of_a_new_interval_and_never_of_the_rating(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await schedule(house, priya, "Every three months", date(2026, 9, 15), JOANNE)
    await priya.command("/monitor", INTERNAL, "rate")
    await priya.fill({RATED: "Red", RESTS_ON: "Two concerns in a month"})
    await priya.submit()
    await house.settle()
    await joanne.press("My open items", SHARED)
    await joanne.press("Open")

    seen = (await joanne.sees()).lower()
    assert "rated" not in seen
    assert "two concerns" not in seen
    rated = await house.handrail.services.database.read(
        lambda work: [work.monitoring.rating_of(each.id) for each in work.contracts.all()]
    )
    assert [each.rating for each in rated if each] == [Rating.RED]


async def test_an_end_calls_off_what_is_to_come_and_says_why_where_it_may_be_read(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await schedule(house, priya, owner=JOANNE)
    await open_first(priya)
    await priya.press("End this")
    await priya.fill({WHY_ENDED: "The new system counts this itself"})
    await priya.submit()
    await house.settle()

    assert [each.state for each in await occurrences(house)] == [ActivityState.CANCELLED]
    assert "has ended: nothing more is planned for it." in (await joanne.direct_messages())[-1]
    await joanne.press("Open", "direct")
    assert "The new system counts this itself" in await read(joanne)
    await house.move_to(london(29, 12))
    assert not [said for said in await joanne.direct_messages() if said.startswith("*Today for you")]


async def test_the_list_has_late_ones_first_with_what_was_last_done_and_what_comes_next(
    house: House, priya: Visitor, tom: Visitor
) -> None:
    await schedule(house, priya, "Every month", date(2026, 9, 15), title="Doses given")
    await schedule(house, priya, "Every month", date(2026, 9, 17), title="Families told")
    await house.move_to(london(15))
    await record(house, tom)
    await tom.close()
    await house.move_to(london(21))

    await priya.command("/monitor", INTERNAL, "list")

    listed = await read(priya)
    assert "*2 things are looked at regularly, 1 of them late.*" in listed
    assert listed.index("Families told") < listed.index("Doses given")
    assert "Late: planned for Thursday 17 September 2026, and nothing is recorded." in listed
    assert "Last done: Tuesday 15 September 2026." in listed
    assert "Next: Thursday 15 October 2026." in listed


async def test_everything_that_was_planned_stays_to_be_read_page_by_page(
    house: House, priya: Visitor
) -> None:
    await schedule(house, priya, "Every week", date(2026, 9, 15))
    await change_often(house, (await the_schedule(house)).id, 12)

    first = await open_first(priya)
    await priya.press("Earlier ones")
    second = await read(priya)

    assert first.count("called off.*") == 8
    assert second.count("called off.*") == 4
    assert "Tuesday 15 September 2026: called off." in second


async def test_only_those_who_lead_may_plan_and_rate(house: House, cara: Visitor, tom: Visitor) -> None:
    leah = house.visitor(alderwick.LEAH)
    for who, words in ((leah, "schedule"), (leah, "rate"), (tom, "rate")):
        await who.command("/monitor", "general", words)
        assert "This is done by the people who lead a contract." in (await who.ephemerals("general"))[-1]

    await cara.command("/monitor", "general")
    assert "You are not known here yet" in (await cara.ephemerals("general"))[-1]


async def test_every_screen_of_it_is_one_that_slack_takes(house: House) -> None:
    await play_monitoring(house)

    assert len(await occurrences(house)) > 10
