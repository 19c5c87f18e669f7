"""How people do what the matrix says about keeping, erasing and holding records, and about somebody's own data."""

from datetime import date

from domain.people import Act, Role
from domain.subject_requests import RequestState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.a_way import Step, close_all, nobody_by_role, people, way
from tests.flows.raising import raise_it
from tests.flows.records_play import (
    BECAUSE,
    GROUND,
    WHAT,
    WHY,
    fill_in_request,
    keep_old_contract,
    place_hold,
    record_request,
    stands,
)

OFFICER = "U0ONLYRECORDSOFFICER"
WHAT_HAPPENS, SAY = "What happens to it?", "What do you say?"


async def officer_of(house: House) -> Visitor:
    """The records officer of the matrix at their screen, with nothing open on it."""
    officer = Visitor(house.playground.control_url, OFFICER)
    await close_all(officer)
    return officer


@way(Act.REVIEW_RETENTION, "the periods", besides={Role.ADMINISTRATOR})
async def _periods(house: House) -> Step:
    [anita] = people(house, alderwick.ANITA)
    await anita.command("/contract", "general", "retention")
    await anita.press("Periods and people")
    return anita.submit


@way(Act.REVIEW_RETENTION, "an old record that is kept for longer")
async def _keep(house: House) -> Step:
    officer = await officer_of(house)
    await keep_old_contract(house)
    await officer.command("/contract", "general", "retention")
    await officer.press("Keep for longer")
    await officer.fill({"Keep until": date(2027, 9, 8), WHY: "An inquest may follow"})
    return officer.submit


async def _about_to_propose(house: House) -> Step:
    officer = await officer_of(house)
    await keep_old_contract(house)
    await officer.command("/contract", "general", "retention")
    await officer.press("Propose to erase")
    await officer.fill({WHY: "Kept for long enough"})
    return officer.submit


way(Act.REVIEW_RETENTION, "an old record to be erased")(_about_to_propose)


@way(Act.REVIEW_RETENTION, "the second person of those who erase: the lead of that contract", nobody_by_role)
async def _agree(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    assert (await (await _about_to_propose(house))()).ok
    await house.settle()
    await priya.press("Open", "direct")
    await priya.fill({SAY: "I agree: erase the words for good"})
    return priya.submit


@way(Act.HOLD_RECORDS, "everything")
async def _hold(house: House) -> Step:
    [anita] = people(house, alderwick.ANITA)
    await anita.command("/contract", "general", "holds")
    await anita.press("Place a hold")
    await anita.fill(
        {WHAT: "Everything", GROUND: "Court case, or one expected", BECAUSE: "A claim is expected"}
    )
    return anita.submit


@way(Act.HOLD_RECORDS, "a hold that is lifted")
async def _lift(house: House) -> Step:
    [anita] = people(house, alderwick.ANITA)
    await place_hold(house)
    await anita.command("/contract", "general", "holds")
    await anita.press("Lift")
    await anita.fill({"Why may records be erased again?": "There is no claim"})
    return anita.submit


@way(Act.ANSWER_SUBJECT_REQUEST, "a new request")
async def _record(house: House) -> Step:
    officer = await officer_of(house)
    await fill_in_request(house, officer)
    return officer.submit


@way(Act.ANSWER_SUBJECT_REQUEST, "the data is looked for")
async def _find(house: House) -> Step:
    officer = await officer_of(house)
    await record_request(house, officer=officer)
    return lambda: officer.press("Find the data")


@way(Act.ANSWER_SUBJECT_REQUEST, "an item that the records officer decides about")
async def _item(house: House) -> Step:
    officer = await officer_of(house)
    await record_request(house, officer=officer)
    await officer.press("Find the data")
    await officer.press("Next item")
    await officer.fill({WHAT_HAPPENS: "Give it as it is"})
    return officer.submit


@way(
    Act.ANSWER_SUBJECT_REQUEST,
    "an item of safeguarding, of which no records officer reads anything",
    nobody_by_role,
    besides={Role.SECOND_LINE, Role.SENIOR_ON_CALL},
)
async def _held_back(house: House) -> Step:
    tom, helen = people(house, alderwick.TOM, alderwick.HELEN)
    await raise_it(tom)
    await close_all(tom)
    officer = await officer_of(house)
    await record_request(house, officer=officer)
    await officer.press("Find the data")
    await helen.command("/contract", "general", "subject")
    await helen.press("Open")
    await helen.press("Next item")
    await helen.fill({WHAT_HAPPENS: "Give it as it is"})
    return helen.submit


@way(
    Act.ANSWER_SUBJECT_REQUEST,
    "an answer signed off by somebody who decided none of it",
    besides={Role.DIRECTOR},
)
async def _sign(house: House) -> Step:
    [anita] = people(house, alderwick.ANITA)
    await record_request(house, officer=await officer_of(house))
    await stands(house, RequestState.REVIEWED)
    await anita.command("/contract", "general", "subject")
    await anita.press("Open")
    await anita.press("Look and sign off")
    await anita.fill({SAY: "I agree: it can go out like this"})
    return anita.submit
