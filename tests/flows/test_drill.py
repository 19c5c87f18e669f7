"""The drill: the whole route is tested each quarter and on demand, and whoever did not answer is known."""

import asyncio
from datetime import date, datetime, timedelta

import pytest

from bot.casework.drills import ask_for_drill
from domain.calendar import LONDON, Nation, WorkingCalendar
from domain.chronology import Event
from domain.drills import following_quarter, may_start, next_start, planned_for, quarter_of
from domain.routes import Means
from playground import alderwick
from playground.alderwick import ANITA, GRACE, HELEN, LEAH, NADIA
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished
from tests.engine.stage import known, london, posts
from tests.flows.reporting import DANGER, report
from tests.flows.setting_up import happened
from tests.receivers import MailServer

ROUTE = (GRACE, NADIA, HELEN, LEAH, ANITA)
GOT_IT = "I got this test"
HURT = "Bed 7 was pushed"


def heard_tests(house: House, *people: alderwick.Character) -> list[str]:
    """When each of these people got a test, as London clocks showed it."""
    return [
        datetime.fromtimestamp(float(post.ts), LONDON).strftime("%a %d %b %H:%M")
        for who in people
        for post in posts(house, who)
        if post.text.startswith("*TEST:")
    ]


async def send_test(house: House) -> None:
    """Anita asks for a test."""
    anita = house.visitor(ANITA)
    assert (await anita.command("/contract", "general", "drill")).ok
    assert (await anita.submit()).ok
    await house.settle()


async def answer(house: House, *people: alderwick.Character) -> None:
    """These people press *I got this test*."""
    for who in people:
        assert (await house.visitor(who).press(GOT_IT, "direct")).ok
    await house.settle()


async def result(house: House) -> list[str]:
    """What Anita reads of the test."""
    return [said for said in await house.visitor(ANITA).direct_messages() if "*The test of the" in said]


async def test_on_demand_everybody_on_every_level_is_asked_with_test_for_a_first_word(house: House) -> None:
    await send_test(house)

    assert heard_tests(house, *ROUTE) == ["Tue 08 Sep 10:15"] * 5
    direct = await house.visitor(GRACE).direct_messages()
    assert direct[-1].startswith("*TEST: please press I got this test.*")
    assert "Nobody is at risk" in direct[-1]
    for channel in (alderwick.SHARED, alderwick.INTERNAL, alderwick.LEADS):
        assert "TEST" not in "".join(post.text for post in posts(house, channel))


async def test_after_a_working_day_the_administrator_reads_who_did_not_answer_and_what_to_do(
    house: House,
) -> None:
    await send_test(house)
    await answer(house, GRACE, NADIA, ANITA)
    assert (await house.visitor(GRACE).direct_messages())[-1].startswith(
        "*TEST: thank you, you answered at 10:15.*"
    )

    await house.move_to(london("2026-09-09 10:14"))
    assert await result(house) == []
    await house.move_to(london("2026-09-09 10:15"))

    (said,) = await result(house)
    assert said.startswith(
        "*The test of the safeguarding route: 3 of 5 answered. Please ring those who did not:*"
    )
    assert "Helen Marsh (level 2): the message arrived and was not answered." in said
    assert "Leah Brand (level 3): the message arrived and was not answered." in said
    assert (
        "Only Slack reaches these people, and Slack wakes nobody:* Grace Obi, Nadia Shah, Helen Marsh" in said
    )
    await answer(house, HELEN)
    (later,) = await result(house)
    assert "4 of 5 answered" in later
    assert "Helen Marsh (level 2)" not in later
    assert await happened(house, Event.DRILL_ANSWERED) == 4


async def test_when_everybody_has_answered_the_administrator_need_not_wait(house: House) -> None:
    await send_test(house)
    await asyncio.gather(*(house.visitor(who).press(GOT_IT, "direct") for who in ROUTE))
    await house.settle()

    (said,) = await result(house)
    assert said.startswith("*The test of the safeguarding route: all 5 answered.*")
    await house.move_to(london("2026-09-11 12:00"))
    assert len(await result(house)) == 1


async def test_each_quarter_from_the_day_of_the_set_up_whatever_was_changed_since(house: House) -> None:
    await house.move_to(london("2026-11-02 12:00"))
    anita = house.visitor(ANITA)
    await anita.command("/contract", "general", "setup")
    await anita.submit()
    await house.move_to(london("2026-12-08 09:59"))
    assert heard_tests(house, *ROUTE) == []

    await house.move_to(london("2026-12-08 10:00"))
    assert heard_tests(house, *ROUTE) == ["Tue 08 Dec 10:00"] * 5
    await house.move_to(london("2027-03-08 12:00"))
    assert heard_tests(house, GRACE) == ["Tue 08 Dec 10:00", "Mon 08 Mar 10:00"]
    assert len(await result(house)) == 1


async def test_it_waits_while_nobody_has_taken_something_urgent_and_does_not_say_why(house: House) -> None:
    await report(house.visitor(alderwick.TOM), DANGER, HURT)
    await house.settle()
    anita = house.visitor(ANITA)
    await anita.command("/contract", "general", "drill")
    await anita.submit()
    window = await anita.modal()
    assert window is not None
    assert window.texts[0].startswith("*The test goes out as soon as it disturbs nobody.*")
    assert "urgent" not in "".join(window.texts).lower()
    await house.move_to(london("2026-09-08 11:00"))
    assert heard_tests(house, *ROUTE) == []

    assert (await house.visitor(GRACE).press("I have this", "direct")).ok
    await house.move_to(london("2026-09-08 11:02"))
    assert len(heard_tests(house, *ROUTE)) == 5


async def test_a_test_that_is_owed_waits_too_when_something_urgent_comes_first(house: House) -> None:
    house.playground.slack.faults.switch("down", (), None, 1.0)
    now = house.clock.now()
    await house.handrail.services.database.write(lambda work: ask_for_drill(work, known(work, ANITA), now))
    house.playground.slack.faults.switch("none", (), None, 1.0)
    await report(house.visitor(alderwick.TOM), DANGER, HURT)
    await house.settle()
    assert heard_tests(house, *ROUTE) == []
    assert (await house.visitor(GRACE).press("I have this", "direct")).ok
    await house.move_to(london("2026-09-08 11:00"))
    assert len(heard_tests(house, *ROUTE)) == 5


@pytest.mark.parametrize(
    ("asked", "went"),
    [
        ("2026-09-12 12:00", "Mon 14 Sep 09:00"),  # a Saturday
        ("2026-09-08 15:01", "Wed 09 Sep 09:00"),  # within two hours of closing
        ("2026-12-24 16:00", "Tue 29 Dec 09:00"),  # Christmas and a substitute day
        ("2026-12-29 16:00", "Mon 04 Jan 09:00"),  # closure days and New Year
    ],
)
async def test_only_in_working_hours_and_never_within_two_hours_of_closing(
    sqlite_house: House, asked: str, went: str
) -> None:
    house = sqlite_house
    await house.move_to(london(asked))
    earlier = len(heard_tests(house, GRACE))
    await send_test(house)
    assert len(heard_tests(house, GRACE)) == earlier
    await house.move_to(london(asked) + timedelta(days=12))

    assert heard_tests(house, GRACE)[earlier:] == [went]


async def test_only_an_administrator_asks_for_one_and_only_who_was_asked_answers(house: House) -> None:
    priya = house.visitor(alderwick.PRIYA)
    await priya.command("/contract", "general", "drill")
    assert "This is set up by an administrator. Please ask Anita Cole." in await priya.sees()
    assert await priya.modal() is None


async def test_asked_for_twice_it_is_one(house: House) -> None:
    await house.move_to(london("2026-09-12 12:00"))
    await send_test(house)
    await house.visitor(ANITA).close()
    await send_test(house)
    await house.move_to(london("2026-09-14 12:00"))

    assert heard_tests(house, GRACE) == ["Mon 14 Sep 09:00"]


async def test_it_tries_the_ways_outside_slack_too_and_says_which_failed(
    furnished_sqlite: Furnished,
) -> None:
    async with (
        MailServer() as mail,
        House(
            furnished_sqlite.url,
            workspace=furnished_sqlite.workspace,
            smtp_host="127.0.0.1",
            smtp_port=mail.port,
            smtp_tls="none",
            smtp_from="handrail@westermere.example",
        ) as house,
    ):
        await house.handrail.greeted()

        def reach(work: UnitOfWork) -> None:
            for who in (GRACE, HELEN):
                address = f"{who.user_id.lower()}@westermere.example"
                work.routes.set_outside(known(work, who).id, Means.EMAIL, address)

        await house.handrail.services.database.write(reach)
        await send_test(house)
        assert [str(letter["Subject"]) for letter in mail.letters] == [
            "TEST: please open Slack and press I got this test."
        ] * 2
        await answer(house, *ROUTE)
        assert "Grace Obi" not in (await result(house))[0]

        mail.mode = "refuses"
        await house.visitor(ANITA).close()
        await send_test(house)
        await house.move_to(house.clock.now() + timedelta(days=1))
        said = (await result(house))[-1]
        assert "*Grace Obi could not be reached by their e-mail address.* Please check it" in said


ENGLAND = WorkingCalendar(Nation.ENGLAND)


def test_quarters_are_counted_from_the_day_of_the_set_up() -> None:
    anchor = date(2026, 11, 30)
    assert quarter_of(anchor, date(2027, 2, 27)) is None
    assert quarter_of(anchor, date(2027, 2, 28)) == date(2027, 2, 28)
    assert quarter_of(anchor, date(2027, 5, 29)) == date(2027, 2, 28)
    assert quarter_of(anchor, date(2027, 5, 30)) == date(2027, 5, 30)
    assert following_quarter(anchor, date(2027, 2, 28)) == date(2027, 5, 30)


@pytest.mark.parametrize("hour", range(0, 24 * 21, 5))
def test_a_drill_never_starts_at_a_bad_time(hour: int) -> None:
    moment = london("2026-12-18 00:30") + timedelta(hours=hour)
    found = next_start(moment, ENGLAND)
    assert found >= moment
    assert may_start(found, ENGLAND)
    local = ENGLAND.local(found)
    assert ENGLAND.is_working_day(local.date())
    assert 9 <= local.hour < 15 or (local.hour, local.minute) == (15, 0)


def test_a_quarterly_drill_goes_out_mid_morning_of_the_first_working_day() -> None:
    assert planned_for(date(2026, 12, 25), ENGLAND) == london("2026-12-29 10:00")
    assert planned_for(date(2027, 3, 28), ENGLAND) == london("2027-03-30 10:00")
