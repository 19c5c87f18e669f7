"""Roles that open what is closed: nobody gives one to themselves alone, and nobody gains or loses one unseen."""

from datetime import time

import pytest

from bot.casework.deadlines import cancel
from bot.casework.leavers import leave
from bot.casework.organisation import make_administrator
from bot.casework.role_keeping import CONFIRM
from bot.casework.role_requests import agree
from bot.casework.route import administrators
from domain.chronology import Event
from domain.errors import NotAllowed
from domain.people import Role
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished
from tests.flows.action_story import london
from tests.flows.route_story import HELEN, LEAH, LEVEL_2, change_route
from tests.flows.setting_up import GENERAL, happened, window

ANITA = alderwick.ANITA.user_id
SPEAK_UP, OFFICERS = "Speak-up leads", "Records officers"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """Alderwick House on SQLite: the database makes no difference here."""
    return sqlite_house


def known(work: UnitOfWork, who: alderwick.Character) -> Person:
    """Somebody of the scenario, as they are kept."""
    person = work.people.in_slack(who.team_id, who.user_id)
    assert person is not None
    return person


async def holds(house: House, who: alderwick.Character, role: Role) -> bool:
    """Whether somebody holds a role for the whole organisation."""

    def held(work: UnitOfWork) -> bool:
        person = work.people.in_slack(who.team_id, who.user_id)
        return person is not None and role in work.people.roles(person.id, None)

    return await house.handrail.services.database.read(held)


async def test_an_administrator_who_makes_themselves_speak_up_lead_waits_until_somebody_else_agrees(
    house: House, anita: Visitor
) -> None:
    leah = house.visitor(alderwick.LEAH)

    assert (await change_route(anita, {SPEAK_UP: [LEAH, ANITA]})).ok
    assert "You chose yourself. Somebody else is asked to agree first" in await window(anita)
    assert (await change_route(anita, {SPEAK_UP: [LEAH, ANITA]})).ok, "sent again, it asks nobody twice"
    await house.settle()

    asked = [said for said in await leah.direct_messages() if "Anita Cole is to be speak-up lead" in said]
    assert len(asked) == 1
    assert "It opens the names of people who asked for their name to be kept sealed." in asked[0]
    assert not await holds(house, alderwick.ANITA, Role.SPEAK_UP_LEAD)
    await house.handrail.services.database.write(
        lambda work: cancel(work, known(work, alderwick.ANITA).id, CONFIRM, house.clock.now())
    )
    await house.handrail.start(ticking=False)
    await house.handrail.greeted()
    reminder = "*Anita Cole* waits: please say whether they are to be speak-up lead."
    await house.move_to(london(9, at=time(10, 0)))
    assert reminder not in await leah.sees()
    await house.move_to(london(11, at=time(10, 0)))
    said = [each for each in await leah.direct_messages() if reminder in each]
    assert len(said) == 2, "from the second working day on, each day, though its clock was missing"
    assert reminder not in await anita.sees()
    await leah.press("Agree", "direct")
    await house.settle()
    assert reminder not in await leah.sees()
    assert await holds(house, alderwick.ANITA, Role.SPEAK_UP_LEAD)
    assert "*You are speak-up lead now: Leah Brand agreed.*" in await anita.sees()
    assert (await happened(house, Event.ROLE_REQUESTED), await happened(house, Event.ROLE_CONFIRMED)) == (
        1,
        1,
    )


async def test_whoever_loses_such_a_role_is_told_by_whom_and_so_is_whoever_else_holds_one(
    house: House, anita: Visitor
) -> None:
    leah, helen = house.visitor(alderwick.LEAH), house.visitor(alderwick.HELEN)

    await change_route(anita, {SPEAK_UP: [alderwick.TOM.user_id]})
    await change_route(anita, {LEVEL_2: [HELEN, alderwick.CARA.user_id]})
    await house.settle()

    now = house.clock.now()
    await house.handrail.services.database.write(
        lambda work: make_administrator(work, alderwick.COUNCIL, alderwick.CARA.user_id, "Cara", now)
    )
    await house.settle()
    assert "*Whoever runs Handrail changed who is administrator.*" in await anita.sees()
    said = await leah.sees()
    assert "*You are no longer speak-up lead: Anita Cole changed it.*" in said
    assert "New: Tom Hadley." in said
    assert "*Anita Cole changed who is second line of safeguarding.*" in await helen.sees()
    assert "*Anita Cole changed" not in await anita.sees(), "whoever did it is told nothing"


async def test_nobody_gives_themselves_copies_of_what_is_restricted_while_nobody_else_could_agree(
    house: House, anita: Visitor
) -> None:
    assert (await anita.command("/contract", GENERAL, "retention")).ok
    await anita.press("Periods and people")
    await anita.fill({OFFICERS: [ANITA]})
    refused = await anita.submit()
    assert "You cannot give this to yourself alone" in str(refused.errors)

    await anita.fill({OFFICERS: [alderwick.GRACE.user_id]})
    assert (await anita.submit()).ok
    await house.settle()
    assert await holds(house, alderwick.GRACE, Role.RECORDS_OFFICER)
    await anita.close()
    await anita.press("Periods and people")
    await anita.fill({OFFICERS: [alderwick.GRACE.user_id, ANITA]})
    assert (await anita.submit()).ok
    await house.settle()
    assert not await holds(house, alderwick.ANITA, Role.RECORDS_OFFICER)
    await house.visitor(alderwick.GRACE).press("Do not agree", "direct")
    await house.settle()
    assert "*You are not records officer: Grace Obi did not agree.*" in await anita.sees()
    assert not await holds(house, alderwick.ANITA, Role.RECORDS_OFFICER)


async def test_what_somebody_asked_for_and_gave_up_again_is_granted_by_nobody(
    house: House, anita: Visitor
) -> None:
    leah = house.visitor(alderwick.LEAH)
    await change_route(anita, {SPEAK_UP: [LEAH, ANITA]})
    await house.settle()
    await change_route(anita, {LEVEL_2: [HELEN]})
    assert "You chose yourself." in await window(anita), "what else they change gives up nothing"
    await change_route(anita, {SPEAK_UP: [LEAH]})
    await house.settle()

    assert "*Anita Cole does not ask to be speak-up lead any more.*" in await leah.sees()
    with pytest.raises(LookupError):
        await leah.press("Agree", "direct")
    assert await happened(house, Event.ROLE_WITHDRAWN) == 1

    await change_route(anita, {SPEAK_UP: [LEAH, ANITA]})
    await house.settle()
    await leah.press("Agree", "direct")
    await house.settle()
    assert await holds(house, alderwick.ANITA, Role.SPEAK_UP_LEAD), "asked anew, it can be agreed to"


async def test_nobody_agrees_to_what_somebody_asked_for_who_has_left(house: House, anita: Visitor) -> None:
    await change_route(anita, {SPEAK_UP: [LEAH, ANITA]})

    def go_and_be_agreed_to(work: UnitOfWork) -> None:
        now, asker = house.clock.now(), known(work, alderwick.ANITA)
        (request,) = work.role_requests.waiting_of(asker.id)
        leave(work, asker, now)
        with pytest.raises(NotAllowed):
            agree(work, known(work, alderwick.LEAH), request.id, now)

    await house.handrail.services.database.write(go_and_be_agreed_to, within=10)
    assert not await holds(house, alderwick.ANITA, Role.SPEAK_UP_LEAD)


async def started(furnished: Furnished, *admins: str) -> set[str]:
    """Start the bot with these administrators in its settings; return who is administrator then."""
    named = frozenset(admins)
    async with House(furnished.url, workspace=furnished.workspace, handrail_admins=named) as house:
        await house.handrail.greeted()
        await house.settle()
        people = await house.handrail.services.database.read(administrators)
        return {person.name for person in people}


async def test_whoever_the_settings_name_no_more_is_administrator_no_longer_and_all_hear_of_it(
    furnished_sqlite: Furnished,
) -> None:
    anita, cara = alderwick.ANITA, alderwick.CARA
    both = {anita.name, cara.name}
    assert await started(furnished_sqlite, anita.user_id, cara.user_id) == both
    assert await started(furnished_sqlite) == both, "where nobody is named nobody loses it"
    assert await started(furnished_sqlite, "U0NOBODY") == both, "nor where Slack knows nobody who is"
    async with House(
        furnished_sqlite.url,
        workspace=furnished_sqlite.workspace,
        handrail_admins=frozenset({anita.user_id}),
    ) as house:
        await house.handrail.greeted()
        await house.settle()

        assert not await holds(house, cara, Role.ADMINISTRATOR)
        assert await holds(house, anita, Role.ADMINISTRATOR)
        assert await happened(house, Event.ROLE_ENDED) == 1
        assert f"No longer: {cara.name}." in await house.visitor(anita).sees()
        assert "*You are no longer administrator: whoever" in await house.visitor(cara).sees()
