"""The home tab: what is mine for our own people; for everybody else how to report, and no data."""

from datetime import date

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.action_story import agree, london
from tests.flows.reporting import RISK, reference_in, report
from tests.flows.setting_up import GENERAL, LEADS_LIST, comes_in, nia, set_up

LEAH = "Leah Brand, Westermere Council"


async def test_it_shows_what_waits_and_how_much_of_it_is_late(house: House, tom: Visitor) -> None:
    leah = house.visitor(alderwick.LEAH)
    await agree(house, tom, leah, owner=LEAH, by=date(2026, 9, 17))
    await house.move_to(london(22))

    shown = await leah.home()

    assert shown.startswith("*1 thing waits for you, 1 of them late.*")
    assert "As of 12:00 on Tuesday 22 September 2026." in shown
    assert "Yours to do" in shown
    assert "*Alderwick House* (ALD-2024-17)" in shown


async def test_it_is_drawn_anew_each_time_it_is_opened(house: House, tom: Visitor, priya: Visitor) -> None:
    assert "Nothing waits for you now." in await priya.home()
    await report(tom)
    await house.settle()

    assert (await priya.home()).startswith("*1 thing waits for you.*")
    await priya.press("Open", "home")
    assert await priya.modal() is not None


async def test_a_risk_that_somebody_reported_does_not_stand_open_on_their_screen(
    house: House, tom: Visitor, grace: Visitor
) -> None:
    await report(tom, kind=RISK)
    await house.settle()

    assert "SG-" not in await tom.home()
    assert reference_in((await grace.direct_messages())[-1], "SG") in await grace.home()


async def test_outsiders_are_shown_the_buttons_and_no_data(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne, by=date(2026, 9, 17))

    shown = await joanne.home()

    assert "ring 999 first" in shown
    assert "use the same buttons in the channel of your contract" in shown
    assert "Alderwick" not in shown


async def test_from_the_home_tab_an_outsider_still_reaches_what_is_theirs(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne, by=date(2026, 9, 17))
    await joanne.open_home()
    await joanne.press("My open items", "home")

    form = await joanne.modal()
    assert form is not None
    assert "Yours to do" in form.texts


async def test_an_unknown_person_and_cara_are_shown_how_to_report(house: House, cara: Visitor) -> None:
    stranger = await comes_in(house, nia())
    await cara._act("join", channel=alderwick.SHARED)
    for visitor in (stranger, cara):
        shown = await visitor.home()

        assert "You can report from here at any time" in shown
        assert "Alderwick" not in shown

    await cara.press("Someone may be at risk", "home")
    assert await cara.modal() is not None


async def test_an_administrator_is_told_what_is_still_missing_and_nobody_else(
    anita: Visitor, priya: Visitor
) -> None:
    assert "/contract setup" not in await anita.home()
    await set_up(anita, {LEADS_LIST: [alderwick.GRACE.user_id]})
    await anita.close()

    assert "there is only one safeguarding lead, and two are needed" in await anita.home()
    assert "/contract setup" not in await priya.home()

    await anita.press("Who is told", "home")
    form = await anita.modal()
    assert form is not None
    await anita.fill(
        {"Level 1: designated safeguarding leads": [alderwick.GRACE.user_id, alderwick.HELEN.user_id]}
    )
    assert (await anita.submit()).ok
    assert "/contract setup" not in await anita.home()


async def test_on_the_first_day_the_administrator_is_told_where_to_begin(database_url: str) -> None:
    async with House(database_url, handrail_admins=frozenset({alderwick.ANITA.user_id})) as house:
        await house.handrail.greeted()
        anita = house.visitor(alderwick.ANITA)

        assert (await anita.home()).startswith(
            "*Next, as administrator: type /contract setup in any channel.*"
        )
        await anita.command("/contract", GENERAL)
        assert "type /contract new to set the first one up" in (await anita.ephemerals(GENERAL))[-1]
