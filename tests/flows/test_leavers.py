"""Somebody leaves: found within a working day, told to whoever can hand on what was theirs; nothing moves by itself."""

from datetime import timedelta

import pytest

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.action_story import JOANNE, SHOWN_BY, TITLE, WHAT, WHO
from tests.flows.reporting import report
from tests.flows.setting_up import INTERNAL, SHARED, happened

ONE_DAY = timedelta(days=1)
NEXT = "Who takes it on?"
DELE = "Dele Akande, Alderwick Care"


async def agrees(house: House, tom: Visitor, joanne: Visitor) -> None:
    """An action that Joanne does."""
    await tom.command("/action", INTERNAL, "new")
    await tom.fill({WHAT: TITLE, WHO: JOANNE, SHOWN_BY: "Four weeks of charts"})
    await tom.submit()
    await house.settle()
    await joanne.press("I will do this", "direct")
    await house.settle()


def leaves(house: House, who: alderwick.Character) -> None:
    house.playground.workspace.people[who.user_id].deleted = True


async def test_what_a_leaver_had_to_do_waits_until_the_lead_has_handed_it_on(sqlite_house: House) -> None:
    house = sqlite_house
    tom, priya, joanne, dele = (
        house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE, alderwick.DELE)
    )
    await agrees(house, tom, joanne)
    leaves(house, alderwick.JOANNE)
    await house.move_to(house.clock.now() + ONE_DAY)

    told = next(said for said in reversed(await priya.direct_messages()) if "Joanne Field" in said)
    assert "*Please hand on what Joanne Field had to do: they have left* (Alderwick House)." in told
    assert TITLE in told
    assert await happened(house, Event.PERSON_LEFT) == 1
    await house.move_to(house.clock.now() + timedelta(days=6))
    assert "that Joanne Field had to do is still with nobody" in await priya.sees()

    await priya.press("Hand on", "direct")
    await priya.fill({NEXT: DELE})
    assert (await priya.submit()).ok
    await house.settle()

    assert "it was with Joanne Field.*" in (await dele.direct_messages())[-1]
    await dele.press("My open items", "direct")
    await dele.press("Open")
    assert "Show it is done" in await dele.sees()
    assert "*Joanne Field has left, and everything is with somebody*" in await priya.sees()
    assert await happened(house, Event.DUTY_HANDED_ON) == 1


async def test_the_provider_names_who_does_its_own_action_and_no_other_sides_people_can(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    tom, joanne, dele = (house.visitor(who) for who in (alderwick.TOM, alderwick.JOANNE, alderwick.DELE))
    await agrees(house, tom, joanne)
    await joanne.press("Open", "direct")
    await joanne.press("Somebody else does it")
    form = await joanne.modal()
    assert form is not None
    assert form.choices(NEXT) == [DELE, "Ruth Keane, Alderwick Care (not in Slack)"]
    await joanne.fill({NEXT: DELE})
    await joanne.submit()
    await house.settle()

    assert (
        "what was with" in (await dele.direct_messages())[-1]
        or "it was with" in (await dele.direct_messages())[-1]
    )
    await tom.press("Open", SHARED)
    assert "Somebody else does it" not in await tom.sees()


async def test_when_the_lead_leaves_administrators_and_the_senior_contact_are_asked_for_another(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    anita = house.visitor(alderwick.ANITA)
    leaves(house, alderwick.PRIYA)
    await house.move_to(house.clock.now() + ONE_DAY)

    assert "*Please name who leads Alderwick House now: Priya Nair has left.*" in await anita.sees()


@pytest.mark.parametrize("how", ["deleted", "is_restricted"])
async def test_of_a_leaver_on_the_route_only_administrators_hear_and_no_word_of_any_case(
    sqlite_house: House, how: str
) -> None:
    house = sqlite_house
    anita, priya, helen = (house.visitor(who) for who in (alderwick.ANITA, alderwick.PRIYA, alderwick.HELEN))
    before = [await priya.direct_messages(), await helen.direct_messages()]
    setattr(house.playground.workspace.people[alderwick.NADIA.user_id], how, True)
    await house.move_to(house.clock.now() + ONE_DAY)

    [told] = [said for said in await anita.direct_messages() if "Nadia Shah" in said]
    assert told.startswith(
        "*Please set somebody in place of Nadia Shah on the safeguarding route, who has left.*"
    )
    assert "SG-" not in told
    assert [await priya.direct_messages(), await helen.direct_messages()] == before


async def test_where_slack_seems_to_have_lost_everybody_nobody_is_taken_for_a_leaver(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    for who in alderwick.CAST:
        if who is not alderwick.ANITA:
            leaves(house, who)
    await house.move_to(house.clock.now() + ONE_DAY)

    assert await happened(house, Event.PERSON_LEFT) == 0


async def test_one_of_our_own_who_is_a_guest_by_now_reads_nothing_and_silences_what_is_ours_alone(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    leah, tom = house.visitor(alderwick.LEAH), house.visitor(alderwick.TOM)
    house.playground.workspace.people[alderwick.LEAH.user_id].is_restricted = True
    await house.move_to(house.clock.now() + ONE_DAY)

    await leah.command("/contract", INTERNAL, "people")
    assert "You are not known here yet" in (await leah.ephemerals(INTERNAL))[-1]
    assert "Alderwick House" not in await leah.home()
    before = await leah.messages(INTERNAL)
    await report(tom)
    await house.settle()
    assert await leah.messages(INTERNAL) == before
