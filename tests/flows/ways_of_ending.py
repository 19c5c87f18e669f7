"""How people do what the matrix says about the end of a process."""

from datetime import timedelta

from domain.people import Act
from playground import alderwick
from playground.house import House
from tests.flows.a_way import Step, people, way
from tests.flows.ending_play import followed
from tests.flows.ending_story import SHOWN_BY_WHAT, UNTIL
from tests.flows.improvement_story import open_window


@way(Act.CLOSE_IMPROVEMENT, "a process that is reached and now watched")
async def _see_that_it_lasts(house: House) -> Step:
    await followed(house)
    [priya] = people(house, alderwick.PRIYA)
    await open_window(priya)
    await priya.press("See that it lasts")
    until = house.clock.now().date() + timedelta(days=1)
    await priya.fill({UNTIL: until, SHOWN_BY_WHAT: "The charts of a week are whole"})
    return priya.submit
