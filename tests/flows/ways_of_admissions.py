"""How people do what the matrix says about admissions and about what is passed on."""

from datetime import date

from domain.people import Act, Party
from playground import alderwick
from playground.house import House
from tests.flows.a_way import Step, people, way
from tests.flows.placement_story import (
    ASKED,
    BECAUSE,
    HEALTH,
    LETTER_WORDS,
    LINE,
    NOTIFICATION,
    OUR_REASON,
    OUR_WHY,
    PASSED,
    POSITION,
    RECIPIENT,
    REVIEW,
    REVIEW_ON,
    SUSPENDED,
    THEIR_WORDS,
    TO_PROVIDER,
    WHOM,
    WHY,
    decide,
    open_admissions,
    pass_on,
)
from tests.flows.reporting import INTERNAL, SHARED

MADE = {"On which day was it made?": date(2026, 9, 8), "Its reference": "NOT-11"}


@way(Act.READ_PLACEMENT, "a limit of admissions", or_act=(Act.PAUSE_ADMISSIONS, Party.PROVIDER))
async def _read(house: House) -> Step:
    priya, tom = people(house, alderwick.PRIYA, alderwick.TOM)
    await decide(house, priya)
    return lambda: tom.press("Open", "direct")


@way(Act.DECIDE_PLACEMENT, "admissions are to be suspended")
async def _decide(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    await priya.command("/contract", INTERNAL, "placement")
    await priya.press("Decide")
    await priya.fill({POSITION: SUSPENDED, WHY: OUR_REASON, TO_PROVIDER: LETTER_WORDS, REVIEW: REVIEW_ON})
    return priya.submit


@way(Act.DECIDE_PLACEMENT, "the second person of a suspension that a senior contact asked for")
async def _agree(house: House) -> Step:
    anita, priya = people(house, alderwick.ANITA, alderwick.PRIYA)
    await decide(house, anita, SUSPENDED)
    return lambda: priya.press("Suspend admissions", "direct")


@way(Act.DECIDE_PLACEMENT, "a suspension that is not agreed to")
async def _refuse(house: House) -> Step:
    anita, priya = people(house, alderwick.ANITA, alderwick.PRIYA)
    await decide(house, anita, SUSPENDED)
    await priya.press("Do not suspend", "direct")
    await priya.fill({"Why are admissions not suspended?": "The rota is filled from Monday"})
    return priya.submit


@way(Act.RECORD_FOR, "somebody without Slack was told of a limit")
async def _told(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    await decide(house, priya)
    await priya.command("/contract", INTERNAL, "placement")
    await priya.press("Somebody was told")
    await priya.fill({"Who was told?": f"{alderwick.RUTH} (not in Slack)", "How?": "by telephone"})
    return priya.submit


async def _about_to_pause(house: House) -> Step:
    [joanne] = people(house, alderwick.JOANNE)
    await open_admissions(joanne)
    await joanne.press("We are pausing admissions")
    await joanne.fill({"Until when?": REVIEW_ON, BECAUSE: LINE})
    return joanne.submit


way(Act.PAUSE_ADMISSIONS, "the provider's own pause")(_about_to_pause)


@way(Act.PAUSE_ADMISSIONS, "the end of the provider's own pause")
async def _lift(house: House) -> Step:
    [joanne] = people(house, alderwick.JOANNE)
    assert (await (await _about_to_pause(house))()).ok
    await house.settle()
    await open_admissions(joanne)
    await joanne.press("Lift our pause")
    await joanne.fill({"Why is it lifted, in a line?": "Nobody is ill any more"})
    return joanne.submit


@way(Act.HAND_OFF, "something new")
async def _pass_on(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    await priya.command("/contract", INTERNAL, "handoffs")
    await priya.press("Pass on to …")
    await priya.fill(
        {RECIPIENT: HEALTH, WHY: OUR_WHY, WHOM: "Medicines team", PASSED: "Letter of 7 September"}
    )
    return priya.submit


@way(Act.HAND_OFF, "the answer of a health partner")
async def _answer(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    await pass_on(house, priya)
    await priya.command("/contract", INTERNAL, "handoffs")
    await priya.press("Open")
    await priya.press("They have answered")
    await priya.fill({"What did they say?": THEIR_WORDS})
    return priya.submit


@way(Act.HAND_OFF, "no answer awaited any more")
async def _close(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    await pass_on(house, priya, NOTIFICATION, **{ASKED: "The scalding of 7 September"})
    await priya.command("/contract", INTERNAL, "handoffs")
    await priya.press("Open")
    await priya.press("No answer awaited")
    await priya.fill({"Why is no answer awaited any more?": "Settled in the meeting"})
    return priya.submit


@way(Act.RECORD_NOTIFICATION, "a notification that was asked for", or_act=(Act.HAND_OFF, Party.OWN))
async def _notified(house: House) -> Step:
    priya, joanne = people(house, alderwick.PRIYA, alderwick.JOANNE)
    await pass_on(house, priya, NOTIFICATION, **{ASKED: "The scalding of 7 September"})
    await joanne.press("The regulator is notified", "direct")
    await joanne.fill(MADE)
    return joanne.submit


@way(Act.RECORD_NOTIFICATION, "a notification that nobody asked for")
async def _notify(house: House) -> Step:
    [joanne] = people(house, alderwick.JOANNE)
    await joanne.press("My open items", SHARED)
    await joanne.press("Passed on")
    await joanne.press("The regulator is notified")
    await joanne.fill(MADE)
    return joanne.submit
