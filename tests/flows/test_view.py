"""What people say: an advocate or a family is asked, answers or not, and it stands beside what is judged."""

from datetime import timedelta

import pytest

from domain.chronology import Event
from domain.people import Role
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.flows.on_behalf_story import record_for
from tests.flows.reporting import decide, report
from tests.flows.setting_up import INTERNAL, NAME, ROLE, SHARED, add, happened, window

ASK, GIVE = "Ask for a view", "Say what you think"
WHOM, QUESTION, VIEW = "Who is asked?", "What do you ask them?", "What do you think?"
YUSUF, MAEVE = "Yusuf Ali", "Maeve Dunn"
ASKED, SAID = "How have the nights been this autumn?", "Nights are calmer, and Margaret is rung back sooner"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """Alderwick House on SQLite: the database makes no difference here."""
    return sqlite_house


async def ask_about_evaluation(house: House, lead: Visitor, *people: str) -> None:
    """Compile an evaluation, and ask voices from the form in which it is judged."""
    await lead.command("/evaluate", INTERNAL)
    await lead.submit()
    assert "Nobody has been asked yet" in await window(lead)
    await lead.press(ASK)
    await lead.fill({WHOM: list(people), QUESTION: ASKED})
    assert (await lead.submit()).errors == {}
    await house.settle()


@pytest.mark.criterion("CPC305-P4")
async def test_an_advocate_is_asked_by_the_lead_and_what_they_say_stands_where_it_is_judged(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    yusuf = house.visitor(alderwick.YUSUF)
    await ask_about_evaluation(house, priya, YUSUF)

    assert "asks what you think of how things are at Alderwick House" in (await yusuf.direct_messages())[-1]
    await yusuf.press("My open items", SHARED)
    assert "You are asked what you think" in await window(yusuf)
    await yusuf.press(GIVE)
    assert ASKED in await window(yusuf)
    refused = await yusuf.submit()
    assert "Please write what you think" in str(refused.errors)
    await yusuf.fill({VIEW: SAID})
    assert (await yusuf.submit()).errors == {}
    await house.settle()

    assert "*Yusuf Ali said what they think about EV-" in await priya.sees()
    await priya.press("Open", "direct")
    said = await window(priya)
    assert "*Yusuf Ali* said this on Tuesday 8 September 2026, when Priya Nair asked." in said
    assert said.index(ASKED) < said.index(SAID)
    assert SAID not in await joanne.sees() + "".join(await joanne.direct_messages())
    assert await happened(house, Event.VIEW_GIVEN) == 1


async def test_nobody_is_asked_more_than_twice_and_no_reply_is_shown_and_holds_nothing_up(
    house: House, priya: Visitor
) -> None:
    yusuf = house.visitor(alderwick.YUSUF)
    await ask_about_evaluation(house, priya, YUSUF)

    await house.move_to(house.clock.now() + timedelta(days=12))

    said = [each for each in await yusuf.direct_messages() if "what you think" in each]
    assert len(said) == 2
    assert "you need not answer" in said[1]
    await priya.command("/evaluate", INTERNAL, "list")
    await priya.press("Open", INTERNAL)
    assert "has not answered. That holds nothing up." in await window(priya)
    await priya.press("Confirm or change")
    assert "has not answered. That holds nothing up." in await window(priya)


async def test_what_a_daughter_without_slack_said_on_the_telephone_is_recorded_with_who_and_by_what_means(
    house: House, priya: Visitor, tom: Visitor
) -> None:
    family = {
        NAME: MAEVE,
        ROLE: "somebody who uses the service, or their family",
        "Their organisation": "Family",
    }
    assert (await add(priya, family)).ok
    await priya.close()
    await ask_about_evaluation(house, priya, f"{MAEVE} (not in Slack)")
    assert "Maeve Dunn" in (await priya.direct_messages())[-1], "to be passed on: she is not in Slack"

    await record_for(house, tom, f"{MAEVE}, Family")
    await tom.press(GIVE)
    await tom.fill({VIEW: SAID})
    assert (await tom.submit()).ok
    await house.settle()

    await priya.press("Open", "direct")
    said = await window(priya)
    assert SAID in said
    assert "*Maeve Dunn* said this on" in said
    assert "Tom Hadley" in said, "who recorded it"
    assert "e-mail" in said, "and by what means they said it"


async def test_about_a_concern_nobody_is_asked_before_the_provider_has_been_told(
    house: House, priya: Visitor, tom: Visitor
) -> None:
    await report(tom)
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await priya.press("Open", "direct")
    assert ASK not in await priya.sees()
    await priya.close()
    await priya.press("Decide what happens")
    await decide(priya, "Now", "Please look at the charts")
    await house.settle()

    await priya.press("Open", "direct")
    await priya.press(ASK)
    await priya.fill({WHOM: [YUSUF], QUESTION: ASKED})
    assert (await priya.submit()).errors == {}
    await house.settle()
    yusuf = house.visitor(alderwick.YUSUF)
    assert "what you think about concern C-" in (await yusuf.direct_messages())[-1]
    await yusuf.press(GIVE, "direct")
    asked = await window(yusuf)
    assert "Please look at the charts" in asked, "what every party may read of it"
    await yusuf.fill({"Or": ["I have nothing to say about this"]})
    assert (await yusuf.submit()).ok
    await house.settle()
    assert "has nothing to say about C-" in await priya.sees()


async def test_however_many_speak_for_people_each_of_them_can_be_asked(house: House, priya: Visitor) -> None:
    family = [f"Daughter {number:02}" for number in range(12)]

    def add_family(work: UnitOfWork) -> None:
        lead = work.people.in_slack(alderwick.PRIYA.team_id, alderwick.PRIYA.user_id)
        assert lead is not None
        for name in family:
            person = work.people.add(Person(name=name, organisation_id=lead.organisation_id))
            work.people.give(person.id, Role.VOICE, alderwick.contract_id(work), house.clock.now())

    await house.handrail.services.database.write(add_family)
    await ask_about_evaluation(house, priya, f"{family[-1]} (not in Slack)", YUSUF)

    assert await happened(house, Event.VIEW_ASKED) == 2
