"""Three concerns of one theme: somebody is asked whether to look at them together, and nothing starts by itself."""

from domain.improvements import ImprovementState
from domain.patterns import PatternAnswer
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.patterns import PatternFound
from tests.flows.improvement_story import BECAUSE, HOW_MUCH, LIGHT, TITLE, WHAT, WHY_NOW, the_process
from tests.flows.reporting import INTERNAL, QUALITY, ROUTE, SUPPORT, TELL, report

THEME = "What is it about?"


async def one_more(house: House, who: Visitor, theme: str = "Medicines") -> None:
    """Somebody logs a concern, and the lead decides it and says what it is about."""
    priya = house.visitor(alderwick.PRIYA)
    await report(who, QUALITY, "A dose was missed in the night")
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await priya.press("Decide what happens")
    await priya.fill({ROUTE: SUPPORT, TELL: "Not yet", THEME: theme})
    assert (await priya.submit()).ok
    await house.settle()


async def patterns(house: House) -> list[PatternFound]:
    """What was found of medicines."""
    from domain.patterns import Theme

    return await house.handrail.services.database.read(
        lambda work: list(work.patterns.of(alderwick.contract_id(work), Theme.MEDICINES))
    )


async def test_the_third_concern_about_medicines_asks_the_lead_who_opens_a_process_with_all_three(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    tom, priya = house.visitor(alderwick.TOM), house.visitor(alderwick.PRIYA)
    await one_more(house, tom)
    await one_more(house, tom)
    assert await patterns(house) == []
    await one_more(house, tom)

    [found] = await patterns(house)
    assert found.count == 3
    said = (await priya.direct_messages())[-1]
    assert "Third concern about medicines in 90 days" in said
    assert "It may also show that people report well" in said
    await priya.press("Look at them together")
    await priya.fill({WHAT: TITLE, HOW_MUCH: LIGHT, WHY_NOW: BECAUSE})
    assert (await priya.submit()).ok
    await house.settle()

    improvement = await the_process(house)
    sources = await house.handrail.services.database.read(
        lambda work: [each.concern_id for each in work.improvements.sources(improvement.id)]
    )
    assert len(set(sources)) == 3
    [answered] = await patterns(house)
    assert (answered.answer, answered.improvement_id) == (PatternAnswer.LOOKED_AT, improvement.id)
    assert f"looked at together, in {improvement.reference}" in await priya.sees()
    await priya.close()
    await tom.command("/concern", INTERNAL, "mine")
    await tom.press("Open", INTERNAL)
    assert (await tom.press(f"Open {improvement.reference}")).ok
    assert improvement.state is ImprovementState.OPENED


async def test_not_now_needs_a_reason_and_the_same_three_are_not_asked_about_again(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    tom, priya = house.visitor(alderwick.TOM), house.visitor(alderwick.PRIYA)
    for _ in range(3):
        await one_more(house, tom)
    await priya.press("Not now")
    await priya.fill(
        {"Why are they not looked at together now?": "Two are the same night, and the cause is known"}
    )
    assert (await priya.submit()).ok
    await house.settle()
    await one_more(house, tom)

    [found] = await patterns(house)
    assert found.answer is PatternAnswer.NOT_NOW
