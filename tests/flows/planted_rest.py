"""Plays what only the planted texts need: what a partner looks at, and answers that the other stories leave open."""

from datetime import date, timedelta

from playground import alderwick
from playground.house import HandClock, House
from tests.flows.action_story import JOANNE, SHOWN_BY, TITLE, WHAT, WHO
from tests.flows.deciding import close_all, decide, in_window, replied, taken
from tests.flows.monitoring_story import RESULT, not_done, record, schedule
from tests.flows.records_play import WHY, keep_old_contract, record_request
from tests.flows.reporting import INTERNAL

SAM = "Sam Whitlock, Westermere Integrated Care Board"
MET = "Were the person's wishes met?"
UNTOLD = "The person who raised it has not been told. Why not?"


async def play_the_rest(house: House) -> None:
    """Fill in and send what is only looked at elsewhere."""
    await _a_partner_looks(house)
    await _answers_no(house)
    await _keeps_records(house)
    await _decides_about_an_incident(house)
    await _closes_a_case(house)


async def _a_partner_looks(house: House) -> None:
    """Sam records what the partner looked at, which no provider reads; Joanne looks at the list."""
    priya, sam, joanne = (house.visitor(who) for who in (alderwick.PRIYA, alderwick.SAM, alderwick.JOANNE))
    for who in (priya, sam, joanne):
        await close_all(who)
    await schedule(house, priya, first_on=date(2026, 9, 24), owner=SAM)
    await sam.press("Open", "direct")
    assert (await record(house, sam, RESULT)).ok
    await priya.command("/monitor", INTERNAL)
    await priya.press("Open")
    await close_all(priya)
    await joanne.press("My open items", alderwick.SHARED)
    await close_all(joanne)


async def _answers_no(house: House) -> None:
    """Joanne will not do what is asked, and Tom has not looked."""
    tom, joanne = house.visitor(alderwick.TOM), house.visitor(alderwick.JOANNE)
    await close_all(tom)
    await tom.command("/action", INTERNAL, "new")
    await tom.fill({WHAT: TITLE, WHO: JOANNE, SHOWN_BY: "Four weeks of charts"})
    assert (await tom.submit()).ok
    await house.settle()
    await joanne.press("I cannot do this", "direct")
    await joanne.fill({"Why not, and what would be possible instead?": "The trainer is away"})
    assert (await joanne.submit()).ok
    await schedule(house, house.visitor(alderwick.PRIYA), first_on=date(2026, 9, 24))
    await tom.press("Open", "direct")
    assert (await not_done(house, tom, "The visit was put off")).ok
    await close_all(tom)


async def _keeps_records(house: House) -> None:
    """Grace keeps an old record for longer, and covers names in what is given of somebody's data."""
    grace = house.visitor(alderwick.GRACE)
    await close_all(grace)
    await record_request(house)
    await grace.press("Find the data")
    await grace.press("Next item")
    await grace.fill({"What happens to it?": "Give it with names covered"})
    assert (await grace.submit()).ok
    await close_all(grace)
    await keep_old_contract(house, "Elm House", "ELM-2006-01")
    await grace.command("/contract", "general", "retention")
    await grace.press("Keep for longer")
    await grace.fill({"Keep until": date(2027, 9, 8), WHY: "An inquest may follow"})
    assert (await grace.submit()).ok


async def _decides_about_an_incident(house: House) -> None:
    """Tom wrote a name, Grace decides about it, and Priya keeps how somebody is best written to."""
    tom, grace, priya = (house.visitor(who) for who in (alderwick.TOM, alderwick.GRACE, alderwick.PRIYA))
    for who in (tom, grace, priya):
        await close_all(who)
    await tom.say_to_the_bot("Mrs Ferncombe in room 4 has not had her tablets")
    await tom.press("Note a data incident", "direct")
    await tom.fill({"What kind of detail was it?": ["Somebody's name"]})
    assert (await tom.submit()).ok
    await house.settle()
    await grace.press("Decide about it", "direct")
    await grace.fill({"What have you decided?": "No breach of personal data", WHY: "It was deleted at once"})
    assert (await grace.submit()).ok
    await priya.command("/contract", INTERNAL, "people")
    await priya.press("How to reach them")
    await priya.fill({"Anything else to know": "Rings back after two"})
    assert (await priya.submit()).ok
    for who in (grace, priya):
        await close_all(who)


async def _closes_a_case(house: House) -> None:
    """Grace decides about a case, records the answer, and says what came of it and why nobody was told."""
    grace = house.visitor(alderwick.GRACE)
    await close_all(grace)
    assert isinstance(house.clock, HandClock)
    house.clock.set(
        house.clock.now() + timedelta(seconds=1)
    )  # of two raised at one moment none is the newest
    await taken(house, grace)
    await decide(house, grace)
    await replied(house, grace)
    await in_window(grace, "Close this case")
    await grace.fill({"What came of it?": "The bedrails were checked", MET: "Fully", UNTOLD: "He has left"})
    assert (await grace.submit()).ok
    await close_all(grace)
