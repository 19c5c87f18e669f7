"""How people do what the matrix says about concerns, actions, danger and sealed names."""

from datetime import date

from domain.confidentiality import ContentClass
from domain.people import Act, Party
from playground import alderwick
from playground.house import House
from tests.flows.a_way import Step, but_not, close_all, ours_and, people, readers_of, way
from tests.flows.action_story import (
    LEAH,
    SHOWN_BY,
    TITLE,
    WHAT,
    WHO,
    agree,
    ask_for_time,
    decide_not_to_tell_yet,
    hand_in,
)
from tests.flows.monitoring_story import (
    HOLD,
    TOM,
    WHY_HELD,
)
from tests.flows.on_behalf_story import HOW as SAID_HOW
from tests.flows.on_behalf_story import MAIL, RUTH, WHERE, WHO_SAID
from tests.flows.raising import raise_it
from tests.flows.reporting import INTERNAL, QUALITY, SHARED, report
from tests.flows.speaking_up import CONTRACT_OF_DEMO, seal_from_form

JOANNE, SAM = "Joanne Field, Alderwick Care", "Sam Whitlock, Westermere Integrated Care Board"
DELE = "Dele Akande, Alderwick Care"


@way(Act.TRIAGE_CONCERN, "a concern to be taken")
async def _triage(house: House) -> Step:
    tom, priya = people(house, alderwick.TOM, alderwick.PRIYA)
    await report(tom)
    await house.settle()
    return lambda: priya.press("I will take this", "direct")


@way(Act.READ_CONTRACT, "an action of all parties", readers_of(ContentClass.SHARED))
async def _read(house: House) -> Step:
    tom, joanne, priya = people(house, alderwick.TOM, alderwick.JOANNE, alderwick.PRIYA)
    await agree(house, tom, joanne)
    return lambda: priya.press("Open", SHARED)


@way(
    Act.READ_CONTRACT,
    "an action for a concern the provider has not been told of",
    readers_of(ContentClass.INTERNAL),
)
async def _read_internal(house: House) -> Step:
    tom, priya = people(house, alderwick.TOM, alderwick.PRIYA)
    await decide_not_to_tell_yet(house, tom, priya)
    await priya.press("Open", "direct")
    await priya.press("Agree an action")
    await priya.fill({WHAT: TITLE, WHO: LEAH, SHOWN_BY: "The charts"})
    assert (await priya.submit()).errors == {}
    await house.settle()
    await close_all(priya)
    [leah] = people(house, alderwick.LEAH)
    return lambda: leah.press("Open", "direct")


@way(Act.PROPOSE_ACTION, "a new action")
async def _propose(house: House) -> Step:
    [tom] = people(house, alderwick.TOM)
    await tom.command("/action", INTERNAL, "new")
    await tom.fill({WHAT: TITLE, WHO: JOANNE, SHOWN_BY: "Four weeks of charts"})
    return tom.submit


@way(Act.VERIFY_ACTION, "an action of the provider", but_not(Party.PROVIDER))
async def _verify(house: House) -> Step:
    tom, joanne, priya = people(house, alderwick.TOM, alderwick.JOANNE, alderwick.PRIYA)
    await agree(house, tom, joanne)
    await hand_in(house, joanne)
    return lambda: priya.press("It looks done", "direct")


@way(Act.VERIFY_ACTION, "an action of our own", but_not(Party.OWN))
async def _verify_ours(house: House) -> Step:
    tom, leah, joanne = people(house, alderwick.TOM, alderwick.LEAH, alderwick.JOANNE)
    await agree(house, tom, leah, owner=LEAH)
    await hand_in(house, leah)
    return lambda: joanne.press("It looks done", "direct")


@way(Act.VERIFY_ACTION, "more time for an action of the provider", but_not(Party.PROVIDER))
async def _more_time(house: House) -> Step:
    tom, joanne, priya = people(house, alderwick.TOM, alderwick.JOANNE, alderwick.PRIYA)
    await agree(house, tom, joanne)
    await ask_for_time(house, joanne, date(2026, 9, 29))
    return lambda: priya.press("Agree to more time", "direct")


@way(Act.HOLD_ESCALATION, "an action that is late")
async def _hold(house: House) -> Step:
    tom, joanne, priya = people(house, alderwick.TOM, alderwick.JOANNE, alderwick.PRIYA)
    await agree(house, tom, joanne)
    await priya.press("Open", SHARED)
    await priya.press(HOLD)
    await priya.fill({WHY_HELD: "We talk with them first"})
    return priya.submit


@way(Act.NAME_OWNER, "an action of the provider", ours_and(Party.PROVIDER))
async def _hand_on(house: House) -> Step:
    tom, joanne = people(house, alderwick.TOM, alderwick.JOANNE)
    await agree(house, tom, joanne)
    await joanne.press("Open", "direct")
    await joanne.press("Somebody else does it")
    await joanne.fill({"Who takes it on?": DELE})
    return joanne.submit


@way(Act.NAME_OWNER, "an action of our own", ours_and(Party.OWN))
async def _hand_on_ours(house: House) -> Step:
    tom, leah, priya = people(house, alderwick.TOM, alderwick.LEAH, alderwick.PRIYA)
    await agree(house, tom, leah, owner=LEAH)
    await priya.press("Open", SHARED)
    await priya.press("Somebody else does it")
    await priya.fill({"Who takes it on?": TOM})
    return priya.submit


@way(Act.ACKNOWLEDGE_SAFEGUARDING, "a danger to be taken")
async def _take(house: House) -> Step:
    tom, grace = people(house, alderwick.TOM, alderwick.GRACE)
    await raise_it(tom)
    await house.settle()
    return lambda: grace.press("I have this", "direct")


@way(Act.RECORD_FOR, "what somebody said in an e-mail")
async def _record_for(house: House) -> Step:
    [tom] = people(house, alderwick.TOM)
    await tom.command("/contract", INTERNAL, "for")
    await tom.fill({WHO_SAID: RUTH, SAID_HOW: "By e-mail", WHERE: MAIL})
    return tom.submit


@way(Act.REVEAL_SPEAK_UP, "a sealed name")
async def _reveal(house: House) -> Step:
    joanne, leah = people(house, alderwick.JOANNE, alderwick.LEAH)
    assert (await joanne.press("Report a concern", SHARED)).ok
    await seal_from_form(joanne, QUALITY, {"Which contract is it about?": CONTRACT_OF_DEMO})
    await joanne.close()
    await house.settle()
    await leah.command("/concern", INTERNAL, "sealed")
    await leah.press("Open the name", INTERNAL)
    await leah.fill({"Why is the name needed?": "The police ask for a witness"})
    return leah.submit
