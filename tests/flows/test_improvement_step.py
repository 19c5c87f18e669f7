"""The light route, what keeps people safe meanwhile, and a rest in which everything else waits."""

from datetime import date

from domain.deadlines import DeadlineKind, DeadlineState
from domain.improvements import ImprovementState, Route
from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from storage.actions import Action
from storage.deadlines import Deadline
from tests.flows.improvement_story import (
    LIGHT,
    explain,
    open_improvement,
    open_window,
    press_more,
    the_process,
)
from tests.flows.reporting import SHARED
from tests.journeys.days import at

WHAT, WHO, SHOWN, WHEN = (
    "What is to be done?",
    "Who will do it?",
    "What will show that it is done?",
    "By when?",
)
JOANNE = "Joanne Field, Alderwick Care"
HELP = "What help is offered, by whom, and until when?"
MORE = "Why is more needed than support and two actions?"
WHY_REST, UNTIL, IN_A_LINE = (
    "Why does it rest?",
    "When do you look at it again?",
    "In a line, for everybody",
)


async def actions_of(house: House) -> list[Action]:
    """The actions of the process."""
    improvement = await the_process(house)
    return await house.handrail.services.database.read(
        lambda work: list(work.actions.of_improvement(improvement.id))
    )


async def clock(house: House, subject_id: object, kind: DeadlineKind) -> Deadline:
    """A live clock of a record."""
    [found] = await house.handrail.services.database.read(
        lambda work: work.deadlines.live(subject_id, (kind,))  # type: ignore[arg-type]
    )
    return found


async def one_action(house: House, who: Visitor, what: str, label: str = "Agree an action") -> Answer:
    """Ask Joanne for an action from the open window of the process."""
    pressed = await who.press(label)
    if not pressed.ok:
        return pressed
    await who.fill({WHAT: what, WHO: JOANNE, SHOWN: "Two names on each chart"})
    answer = await who.submit()
    await house.settle()
    return answer


async def test_what_keeps_people_safe_is_agreed_on_the_first_day_before_anything_is_explained(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya = await open_improvement(house)
    await open_window(priya)
    assert (await one_action(house, priya, "A second check each night", "Keep people safe now")).ok

    [action] = await actions_of(house)
    assert action.keeps_safe_now
    joanne = house.visitor(alderwick.JOANNE)
    assert (await joanne.press("I will do this", "direct")).ok
    assert "Medicines at night" not in await joanne.sees()
    await open_window(priya)
    await priya.press("Keep people safe now")
    await priya.fill({WHAT: "Another thing", WHO: JOANNE, SHOWN: "Seen", "Does one of these apply?": []})
    refused = await priya.submit()
    assert "agreed in the plan, by everybody" in refused.errors["kind"]


async def test_the_light_route_takes_support_and_two_actions_and_says_the_way_on_for_a_third(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya = await explain(house, LIGHT)
    await open_window(priya)
    await priya.press("Offer support")
    await priya.fill({HELP: "The medicines coach comes on three nights until the end of October"})
    assert (await priya.submit()).ok
    await house.settle()
    assert "The medicines coach comes" in await house.visitor(alderwick.JOANNE).sees()
    for what in ("Two names on each chart", "Ring families the same morning"):
        await open_window(priya)
        assert (await one_action(house, priya, what)).ok
    await open_window(priya)
    window = await priya.modal()
    assert window is not None
    assert "two actions are agreed" in "\n".join(window.texts)
    assert "take the full route" in "\n".join(window.texts)
    await priya.press("Go on to looking at how it goes")
    await house.settle()

    improvement = await the_process(house)
    assert improvement.state is ImprovementState.MONITORING
    await priya.press("Take the full route")
    await priya.fill({MORE: "Nights are worse, and two actions do not reach the cause"})
    assert (await priya.submit()).ok
    await house.settle()
    improvement = await the_process(house)
    assert (improvement.route, improvement.state) == (Route.FULL, ImprovementState.EXPLAINED)
    assert (await clock(house, improvement.id, DeadlineKind.IMPROVEMENT_PLAN)).basis == (
        "28 days from taking the full route"
    )


async def test_in_an_outbreak_all_but_safety_rests_and_the_days_are_given_back(sqlite_house: House) -> None:
    house = sqlite_house
    priya = await explain(house, LIGHT)
    await open_window(priya)
    assert (await one_action(house, priya, "Two names on each chart")).ok
    await open_window(priya)
    await press_more(priya, "Let it rest")
    await priya.fill({WHY_REST: "An outbreak", UNTIL: date(2026, 9, 15)})
    assert (await priya.submit()).ok
    await house.settle()

    improvement, [action] = await the_process(house), await actions_of(house)
    before = await clock(house, improvement.id, DeadlineKind.IMPROVEMENT_PLAN)
    assert before.state is DeadlineState.PAUSED
    confirm = await clock(house, action.id, DeadlineKind.ACTION_CONFIRM)
    assert confirm.state is DeadlineState.PAUSED
    joanne = house.visitor(alderwick.JOANNE)
    assert "rests until Tuesday 15 September 2026 (Alderwick House): an outbreak" in "\n".join(
        await joanne.messages(SHARED)
    )
    await house.move_to(at("2026-09-15", "12:00"))
    assert "it rests, and is to be looked at again" in await priya.sees()
    await open_window(priya)
    await priya.press("Go on with it")
    await house.settle()

    improvement = await the_process(house)
    after = await clock(house, improvement.id, DeadlineKind.IMPROVEMENT_PLAN)
    assert improvement.state is ImprovementState.EXPLAINED
    assert after.state is DeadlineState.OPEN
    assert (before.due_at.date(), after.due_at.date()) == (date(2026, 10, 6), date(2026, 10, 13))


async def test_everybody_finds_in_their_open_items_where_it_stands_and_what_waits_for_whom(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    await explain(house)
    joanne, priya = house.visitor(alderwick.JOANNE), house.visitor(alderwick.PRIYA)
    await joanne.press("My open items", SHARED)
    window = await joanne.modal()
    assert window is not None
    said = "\n".join(window.texts)
    assert "Improving together" in said
    assert "3 of 8" in said
    assert "*For you:* read why it must improve, and press Received" in said
    await priya.open_home()
    home = await priya.home()
    assert "Improving together" in home
    assert "Waiting for: Alderwick Care, Westermere Advocacy, Westermere Integrated Care Board" in home
