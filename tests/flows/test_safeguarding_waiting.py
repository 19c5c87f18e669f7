"""What waits for a named person is found in their lists, and whatever shows what was said is a recorded opening."""

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from tests.flows.deciding import (
    NO_ACTION,
    close_all,
    decide,
    events,
    hand_over,
    in_window,
    press,
    taken,
    the_concern,
)

INTERNAL = "alderwick-internal"


async def mine(house: House, who: object) -> str:
    """What `/safeguarding mine` answers."""
    visitor = house.visitor(who)  # type: ignore[arg-type]
    await visitor.command("/safeguarding", "general", "mine")
    return str((await visitor.ephemerals("general"))[-1])


async def test_what_is_handed_to_somebody_and_a_second_look_are_among_what_waits_for_them(
    sqlite_house: House,
) -> None:
    house, grace, helen = (sqlite_house, *map(sqlite_house.visitor, (alderwick.GRACE, alderwick.HELEN)))
    await taken(house, grace)
    await hand_over(house, grace, "Helen Marsh, head of safeguarding")

    assert "Grace Obi hands it to you. Open it and press I have this." in await mine(house, alderwick.HELEN)
    await helen.open_home()
    assert "Grace Obi hands it to you." in await helen.home()
    assert "Nothing here" in await mine(house, alderwick.LEAH)

    tom = house.visitor(alderwick.TOM)
    await tom.command("/safeguarding", INTERNAL, "mine")
    await tom.press("Open")
    await press(house, tom, "Nothing has happened")
    await close_all(tom)
    assert "a second look is asked for." in await mine(house, alderwick.LEAH)
    assert "you have it." in await mine(house, alderwick.GRACE)


async def test_what_was_decided_waits_again_for_whoever_may_look_at_it(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    await decide(house, grace, NO_ACTION, why="A misunderstanding")
    concern = await the_concern(house)
    await in_window(grace, "I do not agree")
    await grace.fill({"What do you not agree with?": "She is not safe"})
    assert (await grace.submit()).ok
    await close_all(grace)

    assert concern.reference in await mine(house, alderwick.HELEN)


async def test_a_form_that_shows_what_was_said_is_a_recorded_opening(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await taken(house, grace)
    opened = []
    await grace.press("Open", "direct")
    for label in ("Record the decision", "Add what you know"):
        before = (await events(house)).count(Event.SAFEGUARDING_OPENED)
        assert (await grace.press(label)).ok
        opened.append((await events(house)).count(Event.SAFEGUARDING_OPENED) - before)
        await grace.close()

    assert opened == [1, 1]
