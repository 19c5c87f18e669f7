"""Asking to be added: somebody not known here asks once, the contract lead answers, and nothing is read until then."""

from datetime import timedelta

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.setting_up import (
    REPRESENTATIVE,
    ROLE,
    SHARED,
    WHO,
    comes_in,
    happened,
    nia,
    window,
)

ASK, MINE = "Ask to be added", "My open items"
WHY = "Why are they not to be added?"
REASON = "She left the home last month"


async def asks(visitor: Visitor, channel: str = SHARED) -> str:
    """Somebody not known here presses what they find, and asks to be added; what is then said to them."""
    await visitor.press(MINE, channel)
    await visitor.press(ASK, channel)
    return (await visitor.ephemerals(channel))[-1]


async def test_a_new_carer_asks_once_and_the_lead_adds_her_with_two_presses(sqlite_house: House) -> None:
    house = sqlite_house
    carer, priya = await comes_in(house, nia()), house.visitor(alderwick.PRIYA)

    first = await asks(carer)
    again = await asks(carer)
    await house.settle()

    assert first.startswith("*The contract lead has been asked to add you.*")
    assert again.startswith("*You asked to be added at 10:15 on Tuesday 8 September 2026")
    assert await happened(house, Event.PERSON_ASKED_TO_JOIN) == 1
    asked = (await priya.direct_messages())[-1]
    assert "Nia Price asks to be added to Alderwick House.*" in asked
    assert "In Slack they belong to Alderwick Care." in asked
    await priya.press("Add", "direct")
    form = await priya.modal()
    assert form is not None
    assert form.input(WHO)["element"]["initial_user"] == "U0NIA"
    assert form.input(ROLE)["element"]["initial_option"]["text"]["text"] == REPRESENTATIVE
    assert (await priya.submit()).ok
    await house.settle()

    assert "*Nia Price has been added by Priya Nair.*" in (await priya.direct_messages())[-1]
    assert (await carer.direct_messages())[-1].startswith("*You now take part in Alderwick House")
    await carer.press(MINE, "direct")
    assert "Nothing waits for you now." in await window(carer)


async def test_whoever_is_not_added_hears_a_neutral_sentence_and_only_the_lead_reads_why(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    carer, priya = await comes_in(house, nia()), house.visitor(alderwick.PRIYA)
    await asks(carer)
    await house.settle()

    await priya.press("Not to be added", "direct")
    await priya.fill({WHY: REASON})
    await priya.submit()
    await house.settle()

    [told] = await carer.direct_messages()
    assert told.startswith("*You have not been added for now, and that says nothing about your work.*")
    assert "please talk to Priya Nair" in told
    await asks(carer)
    assert REASON not in await carer.sees()
    await priya.press("Why not", "direct")
    assert REASON in await window(priya)
    await house.move_to(house.clock.now() + timedelta(days=7))
    assert "waits to hear" not in await priya.sees()


async def test_nobody_forgets_whoever_waits_to_be_added(sqlite_house: House) -> None:
    house = sqlite_house
    carer, priya, anita = (
        await comes_in(house, nia()),
        house.visitor(alderwick.PRIYA),
        house.visitor(alderwick.ANITA),
    )
    await asks(carer)

    await house.move_to(house.clock.now() + timedelta(days=8))

    assert "*Nia Price* waits to hear whether they are added (Alderwick House)." in await priya.sees()
    assert "*Nia Price* waits to hear" in await anita.sees()  # the lead's senior contact, later


async def test_one_of_our_own_people_asks_an_administrator_where_no_contract_is_linked(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    cara, anita, priya = (house.visitor(who) for who in (alderwick.CARA, alderwick.ANITA, alderwick.PRIYA))
    before = await priya.sees()
    await cara.command("/action", "general")
    await cara.press(ASK, "general")
    await house.settle()

    assert "*An administrator has been asked to add you.*" in (await cara.ephemerals("general"))[-1]
    assert await priya.sees() == before
    asked = (await anita.direct_messages())[-1]
    assert "Cara Lund asks to be added.*" in asked
    assert "one of your own people" in asked
    await anita.press("Add", "direct")
    form = await anita.modal()
    assert form is not None
    assert form.input(ROLE)["element"]["initial_option"]["text"]["text"] == "colleague"


async def test_a_guest_of_our_workspace_is_an_outsider_to_commands_home_and_adding(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    guest = await comes_in(house, nia(alderwick.COUNCIL, guest=True), alderwick.SHARED)
    for name in ("/action", "/monitor", "/evaluate", "/contract"):
        await guest.command(name, SHARED)
        assert "You are not known here yet" in (await guest.ephemerals(SHARED))[-1]
    await guest.press(ASK, SHARED)
    await house.settle()

    assert "Alderwick House" not in await guest.home()
    priya = house.visitor(alderwick.PRIYA)
    assert "they are a guest, who counts as an outsider" in (await priya.direct_messages())[-1]
    await priya.press("Add", "direct")
    await priya.fill({ROLE: "colleague"})
    assert "a guest counts as an outsider" in (await priya.submit()).errors["role"]
    await priya.fill({ROLE: REPRESENTATIVE})
    assert (await priya.submit()).errors == {}
    await guest.command("/contract", SHARED)
    seen = await guest.sees()
    assert "by Alderwick Care" in seen
