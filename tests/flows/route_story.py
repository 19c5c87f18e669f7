"""How an administrator sets up the safeguarding route in the tests, by the words on the screen."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from playground import alderwick
from playground.visitor import Answer, Visitor
from tests.flows.setting_up import GENERAL, LEADS_LIST, set_up

LEVEL_1 = "Level 1: designated safeguarding leads"
ON_CALL = "On call"
LEVEL_2 = "Level 2: second line, such as the head of safeguarding"
LEVEL_3 = "Level 3: senior on call"
DIRECTOR = "Director"

WHO_IS_ON, FIRST_DAY, BEGINS = "Who is on duty?", "First day", "Begins at"
LAST_DAY, ENDS = "Last day", "Ends at"
WHO_IS_AWAY, FIRST_AWAY, LAST_AWAY = "Who is away?", "First day away", "Last day away"
STANDS_IN = "Who stands in for them?"
EMAIL, NUMBER = "E-mail address", "Mobile number"
AREA_NAME, AREA_NUMBER = "The area's name", "Number of its emergency duty team"
AREA_CONTRACT, IN_WHICH = "Contract", "In which area does the service lie?"
ALDERWICK = "Alderwick House (ALD-2024-17)"

GRACE, NADIA = alderwick.GRACE.user_id, alderwick.NADIA.user_id
HELEN, LEAH = alderwick.HELEN.user_id, alderwick.LEAH.user_id


async def change_route(anita: Visitor, changed: Mapping[str, Any]) -> Answer:
    """Fill in `/contract route` and send it."""
    await anita.command("/contract", GENERAL, "route")
    await anita.fill(dict(changed))
    return await anita.submit()


async def add_turn(anita: Visitor, who: str, **changed: Any) -> Answer:
    """Open the rota, press *Add a turn*, fill it in and send it."""
    await anita.command("/contract", GENERAL, "rota")
    await anita.press("Add a turn")
    named = {"first_day": FIRST_DAY, "begins": BEGINS, "last_day": LAST_DAY, "ends": ENDS}
    await anita.fill({WHO_IS_ON: who} | {named[name]: value for name, value in changed.items()})
    return await anita.submit()


async def add_leave(by: Visitor, who: str, first: date, last: date, cover: str = "") -> Answer:
    """Open the list of leave, press *Add leave*, fill it in and send it."""
    await by.command("/contract", GENERAL, "leave")
    await by.press("Add leave")
    answers: dict[str, Any] = {WHO_IS_AWAY: who, FIRST_AWAY: first, LAST_AWAY: last}
    await by.fill(answers | ({STANDS_IN: cover} if cover else {}))
    return await by.submit()


async def add_area(anita: Visitor, name: str = "North", number: str = "01632 960 500") -> Answer:
    """Open the areas, press *Add an area*, fill it in and send it."""
    await anita.command("/contract", GENERAL, "area")
    await anita.press("Add an area")
    await anita.fill({AREA_NAME: name, AREA_NUMBER: number})
    return await anita.submit()


async def place(anita: Visitor, contract: str, area: str) -> Answer:
    """Say in which area a contract's service lies, from the list of areas that is open."""
    await anita.press("Say where a service lies")
    await anita.fill({AREA_CONTRACT: contract, IN_WHICH: area})
    return await anita.submit()


async def play_route(anita: Visitor) -> None:
    """Let an administrator be offered every button and every form of the route; who is on it stays as it was."""
    await set_up(anita, {LEADS_LIST: [GRACE]})
    await anita.close()
    await anita.open_home()
    await anita.press("Set up", "home")
    await anita.fill({LEADS_LIST: [GRACE, NADIA]})
    assert (await anita.submit()).ok
    await anita.press("Who is told")
    assert (await anita.submit()).ok
    await anita.close()
    assert (await add_turn(anita, "Grace Obi", begins=time(18, 0))).ok
    await anita.close()
    assert (await add_leave(anita, "Nadia Shah", date(2026, 12, 1), date(2026, 12, 2), "Helen Marsh")).ok
    await anita.press("Ways outside Slack")
    await anita.press("Change")
    await anita.fill({NUMBER: "07700 900 123"})
    assert (await anita.submit()).ok
    await anita.close()
    assert (await add_area(anita)).ok
    assert (await place(anita, ALDERWICK, "North")).ok
    await anita.press("Change")
    await anita.close()
