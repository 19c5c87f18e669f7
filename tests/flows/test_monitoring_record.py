"""Recording what was found: by whoever looks, from any side, with where it comes from, late or not, or why not."""

from datetime import date

import pytest

from domain.chronology import Event
from domain.monitoring import ActivityState, Met, Source
from playground.house import House
from playground.visitor import Visitor
from tests.conftest import Furnished
from tests.flows.action_story import JOANNE, digests, london, press
from tests.flows.monitoring_story import (
    FOUND,
    IT_MEETS,
    MEETS,
    NEW_DAY,
    RESULT,
    SOURCE,
    TITLE,
    not_done,
    occurrences,
    open_first,
    read,
    record,
    schedule,
)
from tests.flows.reporting import GAPS, INTERNAL, SHARED, fill_in


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough for words and days; that both keep and lock alike is proven over months."""
    return furnished_sqlite


async def events(house: House) -> list[Event]:
    """What the contract's chronology says of monitoring, oldest first."""
    return await house.handrail.services.database.read(
        lambda work: [
            entry.event
            for contract in work.contracts.all()
            for entry in work.chronology.stream(contract.id)
            if entry.event.value.startswith("monitoring_")
        ]
    )


async def facts_of(house: House, event: Event) -> list[dict[str, object]]:
    """What the contract's chronology holds beside each entry of one kind."""
    return await house.handrail.services.database.read(
        lambda work: [
            dict(entry.facts)
            for contract in work.contracts.all()
            for entry in work.chronology.stream(contract.id)
            if entry.event is event
        ]
    )


@pytest.mark.criterion("CPC424-P12")
async def test_the_provider_records_from_the_reminder_and_the_lead_hears(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await schedule(house, priya, owner=JOANNE)
    await house.move_to(london(26, 11))
    assert f"“{TITLE}”" in (await digests(joanne))[-1]

    await record(house, joanne)

    [first, second] = await occurrences(house)
    assert (first.state, first.source, first.source_on) == (
        ActivityState.DONE,
        Source.DOCUMENT,
        date(2026, 11, 26),
    )
    assert second.planned_on == date(2026, 12, 29)
    assert "The next one is on Tuesday 29 December 2026." in await read(joanne)
    said = (await priya.direct_messages())[-1]
    assert "is recorded as done." in said
    assert RESULT not in said
    assert (await digests(joanne))[-1].startswith("*Today for you: nothing left.*")
    assert await events(house) == [
        Event.MONITORING_SCHEDULED,
        Event.MONITORING_PLANNED,
        Event.MONITORING_PLANNED,
        Event.MONITORING_DONE,
    ]
    await priya.press("Open", "direct")
    assert RESULT in await read(priya)


@pytest.mark.criterion("CPC424-P13")
async def test_what_does_not_meet_what_was_agreed_is_told_to_the_lead_and_shown_and_nothing_is_raised(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await schedule(house, priya, owner=JOANNE)
    await house.move_to(london(26, 11))
    await joanne.press("Record it")
    await joanne.fill({FOUND: RESULT, SOURCE: "Seen there"})
    await joanne.submit()
    form = await joanne.modal()
    assert form is not None
    assert list(form.faults) == [MEETS], "whoever looked says it, nobody else"

    await joanne.fill({MEETS: "No, it does not meet what was agreed"})
    await joanne.submit()
    await house.settle()

    told = (await priya.direct_messages())[-1]
    assert "what was found does not meet what was agreed.* Press Open to read it." in told
    assert "nothing is raised by itself" in told
    assert "Log a concern from this" in told
    assert "The contract lead hears of it." in await read(joanne)
    await priya.command("/monitor", INTERNAL)
    assert "Last done: Thursday 26 November 2026. It does not meet what was agreed." in await read(priya)
    await priya.close()
    assert "It does not meet what was agreed. Seen there, Thursday 26 November 2026." in await open_first(
        priya
    )
    await priya.close()
    await priya.command("/evaluate", INTERNAL)
    assert "What was agreed is not met: 1." in await read(priya)


async def test_whether_it_met_what_was_agreed_can_be_corrected_and_both_stay_on_the_record(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await schedule(house, priya, owner=JOANNE)
    await house.move_to(london(26, 11))
    await record(house, joanne)
    await joanne.close()
    await open_first(joanne)
    await joanne.press("Correct it")
    await joanne.fill({MEETS: "In part"})
    await joanne.submit()
    await house.settle()

    assert (await occurrences(house))[0].met is Met.PARTLY
    assert "meets only in part what was agreed" in (await priya.direct_messages())[-1]
    assert (await facts_of(house, Event.MONITORING_CORRECTED))[-1]["met_before"] == "met"


async def test_my_open_items_has_it_and_it_can_be_recorded_from_there(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await schedule(house, priya, owner=JOANNE)
    await joanne.press("My open items", SHARED)
    assert "Nothing waits for you now." in await read(joanne)
    assert "Planned for Thursday 26 November 2026." in await read(joanne)
    await joanne.close()
    await house.move_to(london(27, 11))

    await joanne.press("My open items", SHARED)
    assert "1 thing waits for you." in await read(joanne)
    await joanne.press("Open")
    await record(house, joanne)

    assert (await occurrences(house))[0].state is ActivityState.DONE


async def test_what_is_recorded_late_is_shown_as_late(house: House, priya: Visitor, tom: Visitor) -> None:
    await schedule(house, priya)
    await house.move_to(london(30, 11))

    await record(house, tom)

    assert "is recorded as done, late." in (await priya.direct_messages())[-1]
    await tom.close()
    seen = await open_first(priya)
    assert (
        "*Thursday 26 November 2026: done.* Recorded late, on Monday 30 November 2026, by Tom Hadley." in seen
    )


async def test_not_done_needs_a_reason_and_the_lead_reads_it_in_the_window_only(
    house: House, priya: Visitor, tom: Visitor
) -> None:
    await schedule(house, priya)
    await house.move_to(london(26, 11))
    await not_done(house, tom, "   ")
    form = await tom.modal()
    assert form is not None
    assert form.faults == {"Why was it not done?": "Please say why it was not done."}
    await tom.close()

    await not_done(house, tom, "Norovirus on two floors")

    assert (await occurrences(house))[0].state is ActivityState.NOT_DONE
    said = (await priya.direct_messages())[-1]
    assert "was not done." in said
    assert "Norovirus" not in said
    assert "Norovirus on two floors" in await open_first(priya)


async def test_a_new_day_stands_beside_the_first_and_lies_before_the_next_time(
    house: House, priya: Visitor, tom: Visitor
) -> None:
    await schedule(house, priya)
    await house.move_to(london(26, 11))
    await not_done(house, tom, "Norovirus", date(2026, 12, 29))
    form = await tom.modal()
    assert form is not None
    assert list(form.faults) == [NEW_DAY]
    await tom.close()

    await not_done(house, tom, "Norovirus", date(2026, 12, 3))

    first = (await occurrences(house))[0]
    assert (first.state, first.planned_on, first.original_on) == (
        ActivityState.PLANNED,
        date(2026, 12, 3),
        date(2026, 11, 26),
    )
    assert "is moved to Thursday 3 December 2026." in (await priya.direct_messages())[-1]
    assert (await events(house))[-1] is Event.MONITORING_MOVED
    await tom.close()
    await house.move_to(london(3, 12))
    assert "please look on Thursday 3 December 2026" in (await digests(tom))[-1]


async def test_what_our_own_people_found_is_not_the_providers_to_read(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    """An unannounced visit stays unannounced: the provider does not learn that it is planned either."""
    await schedule(house, priya, title="Visit at night")
    await house.move_to(london(26, 11))
    await record(house, tom, found="One of two on the floor")
    await joanne.press("My open items", SHARED)

    seen = await joanne.sees()
    assert "Visit at night" not in seen
    assert "One of two" not in seen
    assert "MN-" not in seen


async def test_the_quality_officer_records_for_the_provider_and_a_second_answer_is_refused(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    await schedule(house, priya, owner=JOANNE)
    await house.move_to(london(26, 11))
    await joanne.press("Record it", "direct")
    await tom.command("/monitor", INTERNAL)
    await tom.press("Open")
    await record(house, tom)

    await joanne.fill({FOUND: "98 of 100", SOURCE: "Seen there", MEETS: IT_MEETS})
    await joanne.submit()

    assert "This has already been recorded." in await read(joanne)
    assert (await events(house)).count(Event.MONITORING_DONE) == 1


async def test_a_day_to_come_is_no_source(house: House, priya: Visitor, tom: Visitor) -> None:
    await schedule(house, priya)
    await house.move_to(london(26, 11))
    await tom.press("Record it", "direct")
    await tom.fill(
        {FOUND: RESULT, SOURCE: "Seen there", MEETS: IT_MEETS, "Of which day is it?": date(2026, 11, 27)}
    )
    await tom.submit()

    form = await tom.modal()
    assert form is not None
    assert list(form.faults) == ["Of which day is it?"]


async def test_a_concern_can_be_logged_from_a_finding_on_top_of_any_window(
    house: House, priya: Visitor, tom: Visitor
) -> None:
    await schedule(house, priya)
    await house.move_to(london(26, 11))
    await open_first(tom)
    await record(house, tom)

    pressed = await tom.press("Log a concern from this")
    assert pressed.ok, pressed
    await fill_in(tom, what=GAPS)
    await house.settle()

    assert "Please take C-" in "\n".join(await priya.direct_messages())


async def test_the_lead_can_log_a_concern_from_what_they_were_told(
    house: House, priya: Visitor, tom: Visitor
) -> None:
    await schedule(house, priya)
    await house.move_to(london(26, 11))
    await record(house, tom)

    await press(house, priya, "Log a concern from this", "direct")

    form = await priya.modal()
    assert form is not None
    assert "What happened?" in form.labels
