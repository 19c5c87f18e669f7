"""The light route, what keeps people safe meanwhile, and a rest in which everything else waits."""

from datetime import date

from domain.deadlines import DeadlineKind, DeadlineState
from domain.improvements import ImprovementState
from playground import alderwick
from playground.house import House
from storage.actions import Action
from tests.flows.improvement_story import LIGHT, explain, open_improvement, open_window, the_process
from tests.flows.reporting import SHARED

WHAT, WHO, SHOWN = "What is to be done?", "Who will do it?", "What will show that it is done?"
JOANNE = "Joanne Field, Alderwick Care"


async def actions_of(house: House) -> list[Action]:
    """The actions of the process."""
    improvement = await the_process(house)
    return await house.handrail.services.database.read(
        lambda work: list(work.actions.of_improvement(improvement.id))
    )


async def test_what_keeps_people_safe_is_agreed_on_the_first_day_before_anything_is_explained(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya = await open_improvement(house)
    await open_window(priya)
    await priya.press("Keep people safe now")
    await priya.fill({WHAT: "A second check of the charts each night", SHOWN: "Two names on each chart"})
    options = await priya.modal()
    print(options)
    answer = await priya.submit()
    assert answer.ok, answer
    await house.settle()

    [action] = await actions_of(house)
    assert action.keeps_safe_now
