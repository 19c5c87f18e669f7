"""Plays people coming, changing what they are and leaving, so that every button and form of that has been offered."""

from bot.casework.roles_ended import end_roles
from playground import alderwick
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import JOANNE, SHOWN_BY, TITLE, WHAT, WHO
from tests.flows.route_story import change_route
from tests.flows.setting_up import INTERNAL, SHARED, comes_in, nia

WHY = "Why are they not to be added?"


async def play_people(house: House) -> None:
    """Somebody asks and is not added, somebody is asked to lead and will not, a contract's end is looked at."""
    priya, anita, tom = (house.visitor(who) for who in (alderwick.PRIYA, alderwick.ANITA, alderwick.TOM))
    carer = await comes_in(house, nia())
    await carer.press("My open items", SHARED)
    await carer.press("Ask to be added", SHARED)
    await house.settle()
    await priya.press("Add", "direct")
    await priya.close()
    await priya.press("Not to be added", "direct")
    await priya.fill({WHY: "Not of this home"})
    await priya.submit()
    await house.settle()
    await priya.command("/contract", INTERNAL, "lead")
    await priya.fill({"Who is to lead it?": alderwick.TOM.user_id})
    await priya.submit()
    await house.settle()
    await tom.press("Not me", "direct")
    await play_role_requests(house)
    await anita.command("/contract", INTERNAL, "end")
    await anita.submit()
    await anita.close()
    await priya.command("/contract", INTERNAL, "people")
    await priya.press("End role")
    await priya.close()
    await priya.press("Changes of roles")
    await priya.close()
    await priya.close()
    await house.handrail.services.database.write(_leave)
    await priya.command("/contract", INTERNAL, "people")
    await priya.press("Back again")
    await priya.press("How to reach them")
    await priya.close()
    await priya.close()
    await house.settle()
    await anita.command("/contract", "general", "people")
    await anita.close()
    await tom.command("/action", INTERNAL, "new")
    await tom.fill({WHAT: TITLE, WHO: JOANNE, SHOWN_BY: "Four weeks of charts"})
    await tom.submit()
    await house.settle()
    joanne = house.visitor(alderwick.JOANNE)
    await joanne.press("I will do this", "direct")
    await house.settle()
    await joanne.press("Open", "direct")
    await joanne.press("Somebody else does it")
    await joanne.close()
    await joanne.close()


async def play_role_requests(house: House) -> None:
    """Anita asks to be speak-up lead: once nobody agrees, then somebody does, and she gives it back."""
    anita, leah = house.visitor(alderwick.ANITA), house.visitor(alderwick.LEAH)
    leads = [alderwick.LEAH.user_id]
    for answer in ("Do not agree", "Agree"):
        assert (await change_route(anita, {"Speak-up leads": [*leads, alderwick.ANITA.user_id]})).ok
        await anita.close()
        await house.settle()
        await leah.press(answer, "direct")
        await house.settle()
    assert (await change_route(anita, {"Speak-up leads": leads})).ok
    await anita.close()


async def play_views(house: House) -> None:
    """An advocate is asked what they think of how things are, and says it."""
    priya, yusuf = house.visitor(alderwick.PRIYA), house.visitor(alderwick.YUSUF)
    await priya.command("/evaluate", INTERNAL)
    await priya.submit()
    await priya.press("Ask for a view")
    await priya.fill({"Who is asked?": ["Yusuf Ali"], "What do you ask them?": "How are the nights?"})
    assert (await priya.submit()).ok
    while await priya.modal() is not None:
        await priya.close()
    await house.settle()
    await yusuf.press("Say what you think", "direct")
    await yusuf.fill({"What do you think?": "planted: calmer than in spring"})
    assert (await yusuf.submit()).ok
    await house.settle()


async def end_roles_of(house: House, who: alderwick.Character) -> None:
    """The contract lead ends every role that somebody holds for the contract."""
    now = house.clock.now()

    def end(work: UnitOfWork) -> None:
        priya = work.people.in_slack(alderwick.PRIYA.team_id, alderwick.PRIYA.user_id)
        person = work.people.in_slack(who.team_id, who.user_id)
        assert priya is not None
        assert person is not None
        contract_id = alderwick.contract_id(work)
        held = work.people.held(person.id, contract_id)
        end_roles(work, priya, contract_id, person.id, held, "They work elsewhere now", now)

    await house.handrail.services.database.write(end)


def _leave(work: UnitOfWork) -> None:
    """Leah's account is found to be switched off."""
    leah = work.people.in_slack(alderwick.COUNCIL, alderwick.LEAH.user_id)
    assert leah is not None
    leah.is_active = False
