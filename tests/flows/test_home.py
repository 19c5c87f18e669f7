"""The home tab: what is mine for our own people; for everybody else how to report, and no data."""

from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import event

from bot.answers import ShowHome
from bot.casework.improvement_lists import LOOKED_INTO
from bot.flows.home import opened
from bot.inbound import Actor, Happened
from bot.turn import Turn
from domain.actions import Basis
from domain.improvements import ImprovementState, Route
from domain.people import Party, Role
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.actions import OPEN_STATES, Action
from storage.concerns import Concern
from storage.contracts import Contract
from storage.improvements import Improvement
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import agree, london, read_window
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
    assert "*1 thing waits for you.* Press My open items" in shown
    assert "What you take part in is behind My open items" in shown
    assert "Ask to be added" not in shown
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
        assert "use the same buttons in the channel of your contract" in shown
        assert "Ask to be added" in shown
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
    shown = await anita.home()
    assert "/contract setup" not in shown
    assert "people who are told of risk can be reached only in Slack, which wakes nobody at night." in shown
    assert "can be reached only in Slack" not in await priya.home()
    await anita.press("Ways outside Slack", "home")
    form = await anita.modal()
    assert form is not None
    assert form.title == "Ways outside Slack"


async def test_on_the_first_day_the_administrator_is_told_where_to_begin(database_url: str) -> None:
    async with House(database_url, handrail_admins=frozenset({alderwick.ANITA.user_id})) as house:
        await house.handrail.greeted()
        anita = house.visitor(alderwick.ANITA)

        assert (await anita.home()).startswith(
            "*Next, as administrator: type /contract setup in any channel.*"
        )
        await anita.command("/contract", GENERAL)
        assert "type /contract new to set the first one up" in (await anita.ephemerals(GENERAL))[-1]


async def test_each_contract_says_what_comes_next_and_how_much_is_late(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    tom, joanne, priya = (house.visitor(who) for who in (alderwick.TOM, alderwick.JOANNE, alderwick.PRIYA))
    await agree(house, tom, joanne, by=date(2026, 9, 17))
    await agree(house, tom, joanne, by=date(2026, 9, 24), title="Ring each family weekly")
    await house.move_to(london(22))

    shown = await priya.home()

    assert "*Alderwick House* (ALD-2024-17). 1 thing is late. Next date: Thursday 24 September 2026." in shown
    await priya.press("Open items", "home")
    lines = await read_window(priya)
    assert "*Nothing waits for you in Alderwick House now.*" in lines
    assert "Late, and waiting for others" in lines
    assert "Open, and not late" in lines
    await priya.close()
    await priya.press("Evaluate", "home")
    assert "Alderwick House" in await read_window(priya)


async def test_the_open_items_of_a_contract_say_nothing_of_risk(sqlite_house: House) -> None:
    house = sqlite_house
    priya, tom = house.visitor(alderwick.PRIYA), house.visitor(alderwick.TOM)
    await report(priya, kind=RISK)
    await priya.close()
    await report(tom)
    await house.settle()
    await priya.home()
    await priya.press("Open items", "home")

    assert "SG-" not in await read_window(priya)
    assert "Concerns to take or decide" in await read_window(priya)


async def fill_up(house: House, actions: int) -> None:
    """Give Priya a full desk: actions of both sides in every state, concerns, and a dozen contracts."""
    now = house.clock.now()

    def fill(work: UnitOfWork) -> None:
        contract = work.contracts.get(alderwick.contract_id(work))
        people = {
            who: work.people.in_slack(who.team_id, who.user_id) for who in (alderwick.PRIYA, alderwick.JOANNE)
        }
        priya = people[alderwick.PRIYA]
        assert priya is not None
        for number in range(12):
            other = Contract(**{**contract.model_dump(), "id": uuid4(), "reference": f"MORE-{number}"})
            work.contracts.add(other)
            work.people.give(priya.id, Role.CONTRACT_LEAD, other.id, now)
        work.people.give(priya.id, Role.ADMINISTRATOR, None, now)
        for number in range(actions):
            owner = people[alderwick.PRIYA if number % 2 else alderwick.JOANNE]
            assert owner is not None
            work.actions.add(
                Action(
                    reference=f"A-{number:04}",
                    contract_id=contract.id,
                    title=f"Step {number}",
                    basis=Basis.REQUIREMENT,
                    state=OPEN_STATES[number % 3],
                    owner_id=owner.id,
                    owner_party=Party.OWN if number % 2 else Party.PROVIDER,
                    proposed_by=priya.id,
                    proposed_at=now,
                    agreed_at=now,
                    due_on=date(2026, 8, 20) + timedelta(days=number % 30),
                    original_due_on=date(2026, 8, 20),
                )
            )
        for number in range(30):
            concern = Concern(
                reference=f"C-{number:04}", contract_id=contract.id, reporter_id=priya.id, logged_at=now
            )
            work.concerns.add(concern)
        for number in range(LOOKED_INTO + 1):
            work.improvements.add(a_process(work, number))

    await house.handrail.services.database.write(fill, within=30)


def a_process(work: UnitOfWork, number: int) -> Improvement:
    """A process that Priya leads, whose options are still to be written."""
    priya = work.people.in_slack(alderwick.COUNCIL, alderwick.PRIYA.user_id)
    assert priya is not None
    return Improvement(
        reference=f"IP-{number:04}",
        contract_id=alderwick.contract_id(work),
        title="Medicines at night",
        route=Route.FULL,
        state=ImprovementState.REASONED,
        lead_id=priya.id,
        explanation_version=1,
        opened_by=priya.id,
        opened_at=alderwick.BEGINS + timedelta(minutes=number),
    )


async def questions_asked(house: House) -> int:
    """How many questions drawing Priya's home tab puts to the database."""
    services = house.handrail.services
    inbound = Happened(
        actor=Actor(alderwick.COUNCIL, alderwick.PRIYA.user_id), kind="app_home_opened", event={"tab": "home"}
    )

    def draw(work: UnitOfWork) -> int:
        met = work.people.in_slack(alderwick.COUNCIL, alderwick.PRIYA.user_id)
        asked: list[object] = []
        connection = work.people._session.connection()
        event.listen(connection, "before_cursor_execute", lambda *each: asked.append(each))
        answer = opened(Turn(services, work, inbound, met, services.clock.now()))
        assert isinstance(answer, ShowHome)
        assert len(answer.view["blocks"]) <= 100
        return len(asked)

    return await services.database.read(draw, within=30)


async def test_two_hundred_open_items_and_dozens_of_processes_ask_no_more_of_the_database_than_few(
    sqlite_house: House,
) -> None:
    await fill_up(sqlite_house, actions=20)
    few = await questions_asked(sqlite_house)
    priya = sqlite_house.visitor(alderwick.PRIYA)
    assert "And " in await priya.home()

    def more(work: UnitOfWork) -> None:
        for action in work.actions.open_in([alderwick.contract_id(work)]):
            for number in range(9):
                copied = {**action.model_dump(), "id": uuid4(), "reference": f"{action.reference}-{number}"}
                work.actions.add(Action(**copied))
        for number in range(100, 130):
            work.improvements.add(a_process(work, number))

    await sqlite_house.handrail.services.database.write(more, within=30)

    assert await questions_asked(sqlite_house) <= few + 2
    assert few < 60 + 14 * LOOKED_INTO
