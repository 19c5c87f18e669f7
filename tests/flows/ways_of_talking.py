"""How people do what the matrix says about talking, agreeing and going on without everybody's yes."""

from domain.people import Act
from playground import alderwick
from playground.house import House
from tests.flows.a_way import Step, people, way
from tests.flows.improvement_story import (
    A_REASON,
    EVIDENCE_OF_IT,
    SORT,
    WHY,
    agree,
    ask_everybody,
    explain,
    open_from_messages,
    open_window,
    weigh_options,
)


@way(Act.TAKE_PART, "a reason why it has come to this")
async def _give_reason(house: House) -> Step:
    await explain(house)
    [joanne] = people(house, alderwick.JOANNE)
    await open_from_messages(joanne)
    await joanne.press("Add a reason")
    await joanne.fill({SORT: "Staff and time", WHY: A_REASON, EVIDENCE_OF_IT: "The rota of September"})
    return joanne.submit


@way(Act.LEAD_IMPROVEMENT, "an area of concern to be named")
async def _name_area(house: House) -> Step:
    priya = await explain(house)
    await open_window(priya)
    await priya.press("Name an area")
    await priya.fill({"What is the area of concern, in one line?": "Tablets in the night"})
    return priya.submit


@way(Act.AGREE_FOR_PARTY, "an option that every party is asked about")
async def _agree(house: House) -> Step:
    priya = await weigh_options(house)
    await ask_everybody(house, priya)
    [joanne] = people(house, alderwick.JOANNE)
    await joanne.press("Read and answer", "direct")
    return lambda: joanne.press("Agree")


@way(Act.APPROVE_FORMAL, "an option that goes on though the provider disagrees")
async def _approve(house: House) -> Step:
    priya = await weigh_options(house)
    await ask_everybody(house, priya)
    tom, joanne, anita = people(house, alderwick.TOM, alderwick.JOANNE, alderwick.ANITA)
    await agree(house, alderwick.PRIYA, alderwick.SAM)
    await joanne.press("Read and answer", "direct")
    await joanne.press("Disagree")
    await joanne.fill({"What do you not agree with, and what would you agree to?": "It costs too much"})
    await joanne.submit()
    await house.settle()
    await open_window(tom)
    await tom.press("Read and answer")
    await tom.press("Go on without agreement")
    await tom.fill(
        {
            "Under which clause or regulation is it required?": "Clause 12.3",
            "Why does it go on without everybody's agreement?": "Nights cannot wait",
        }
    )
    await tom.submit()
    await house.settle()
    await anita.press("Read and answer", "direct")
    return lambda: anita.press("Approve")
