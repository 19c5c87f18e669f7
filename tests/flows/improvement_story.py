"""How an improvement process is lived through, part by part, so that a test tells only its own part."""

from datetime import date

from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from storage.improvements import Improvement
from tests.flows.reporting import INTERNAL

WHAT, WHY_NOW, HOW_MUCH = (
    "What is to improve, in one line?",
    "Why now? (for your own side alone)",
    "How much is needed?",
)
TITLE, BECAUSE = "Medicines at night and telling families", "Third medicines concern in 90 days"
LIGHT = "Light: support and up to two actions"
FULL = "Full: reasons, options and a plan, agreed by all"


async def open_improvement(house: House, route: str = FULL) -> Visitor:
    """Open a process as the contract lead, from the internal channel; return her."""
    priya = house.visitor(alderwick.PRIYA)
    answer = await priya.command("/contract", INTERNAL, "improve")
    assert answer.ok
    await priya.fill({WHAT: TITLE, HOW_MUCH: route, WHY_NOW: BECAUSE})
    assert (await priya.submit()).ok
    await priya.close()
    await house.settle()
    return priya


async def open_window(visitor: Visitor) -> Answer:
    """Open the process from the list."""
    await visitor.command("/contract", INTERNAL, "improvements")
    return await visitor.press("Open", INTERNAL)


async def press_more(visitor: Visitor, label: str) -> Answer:
    """Press what is needed less often, behind *More* in the window of the process that is open."""
    assert (await visitor.press("More")).ok
    return await visitor.press(label)


WHAT_IS_WRONG_ASKED, EVIDENCE_ASKED = (
    "What is not as it should be?",
    "What shows it, and when was that seen?",
)
WHAT_IS_WRONG = "Doses at night are not signed for, and families hear of missed ones late"
EVIDENCE = "The charts of August, seen at the visit of 8 September"
IN_WORDS = {
    WHAT_IS_WRONG_ASKED: WHAT_IS_WRONG,
    EVIDENCE_ASKED: EVIDENCE,
    "What does it mean for the people who live there?": "Pain in the night, and families who are not told",
    "Which clause of the contract, or which standard, does it fall short of?": "Clause 7.2, medicines",
    "A note for our own organisation": "PLANTED: we may have to look at the fee",
}


async def write_explanation(visitor: Visitor, other: dict[str, str] | None = None) -> Answer:
    """Press Explain why in the open window, and say it."""
    assert (await visitor.press("Explain why")).ok
    await visitor.fill(IN_WORDS | (other or {}))
    return await visitor.submit()


async def explain(house: House, route: str = FULL) -> Visitor:
    """Open a process and explain it to everybody; return the contract lead."""
    priya = await open_improvement(house, route)
    await open_window(priya)
    assert (await write_explanation(priya)).ok
    await house.settle()
    return priya


async def the_process(house: House) -> Improvement:
    """The newest process of the record."""
    return await house.handrail.services.database.read(
        lambda work: work.improvements.in_contracts([each.id for each in work.contracts.all()])[0]
    )


WHY, EVIDENCE_OF_IT, SORT, NOTE = (
    "Why do you think it has come to this?",
    "What shows it?",
    "What sort of reason is it?",
    "A note for our own organisation",
)
A_REASON = "Nights are on agency staff who do not know the charts"


async def open_from_messages(visitor: Visitor) -> Answer:
    """Open the process as somebody without commands does: from the message that explained it."""
    return await visitor.press("Where it stands", "direct")


async def give_reason(
    house: House, visitor: Visitor, why: str = A_REASON, sort: str = "Staff and time", note: str = ""
) -> Answer:
    """Add a reason from the window that is open."""
    assert (await visitor.press("Add a reason")).ok
    said = {SORT: sort, WHY: why, EVIDENCE_OF_IT: "The rota of September"} | ({NOTE: note} if note else {})
    await visitor.fill(said)
    answer = await visitor.submit()
    await house.settle()
    return answer


async def give_reasons(house: House) -> Visitor:
    """Open and explain a process, let three sides say why, and go on to options; return the contract lead."""
    priya = await explain(house)
    await open_window(priya)
    await give_reason(
        house, priya, "Our reassessments are late", "Something the commissioners do or leave undone"
    )
    for who, why in ((alderwick.JOANNE, A_REASON), (alderwick.SAM, "The pharmacy changed its packs")):
        visitor = house.visitor(who)
        await open_from_messages(visitor)
        await give_reason(house, visitor, why)
    await open_window(priya)
    assert (await priya.press("Go on to options")).ok
    await house.settle()
    return priya


NAME_OF_IT, MEANS, COSTS, GOES_WRONG, NEEDS, SORT_OF_OPTION = (
    "What is the option, in one line?",
    "What would it mean for the people who live there?",
    "What would it cost, in money and time, and whom?",
    "What could go wrong with it?",
    "What support would it need, and from whom? (It may be added later, before everybody is asked to agree.)",
    "What sort of option is it?",
)
ONE_A_WEEK, AS_THEY_ARE = "One new admission a week until nights are settled", "Leave things as they are"


async def propose_option(
    house: House,
    visitor: Visitor,
    name: str = ONE_A_WEEK,
    sort: str = "Do something",
    support: str = "A coach",
) -> Answer:
    """Add an option from the window that is open."""
    assert (await visitor.press("Add an option")).ok
    await visitor.fill(
        {
            NAME_OF_IT: name,
            SORT_OF_OPTION: sort,
            MEANS: "Fewer new faces at night",
            COSTS: "About four beds empty for two months, for the home",
            GOES_WRONG: "People wait in hospital",
            **({NEEDS: support} if support else {}),
        }
    )
    answer = await visitor.submit()
    await house.settle()
    return answer


async def weigh_options(house: House) -> Visitor:
    """Come as far as two options, one of them to leave things as they are; return the contract lead."""
    priya = await give_reasons(house)
    joanne = house.visitor(alderwick.JOANNE)
    await open_from_messages(joanne)
    await propose_option(house, joanne)
    await open_window(priya)
    await propose_option(house, priya, AS_THEY_ARE, "Leave things as they are", "None")
    return priya


async def ask_everybody(house: House, priya: Visitor, option: str = f"A. {ONE_A_WEEK}") -> Answer:
    """Ask every party to agree on one option, as the lead, from the list of processes."""
    await open_window(priya)
    assert (await priya.press("Ask everybody to agree")).ok
    await priya.fill({"Which option is preferred?": option})
    answer = await priya.submit()
    await house.settle()
    return answer


async def agree(house: House, *people: alderwick.Character) -> None:
    """Let some people read what they are asked, and press Agree below it."""
    for who in people:
        visitor = house.visitor(who)
        assert (await visitor.press("Read and answer", "direct")).ok
        assert (await visitor.press("Agree")).ok
        assert (await visitor.close()).ok
    await house.settle()


async def agree_option(house: House) -> Visitor:
    """Come as far as an option that all agree on: the action plan is next; return the contract lead."""
    priya = await weigh_options(house)
    await ask_everybody(house, priya)
    await agree(house, alderwick.PRIYA, alderwick.JOANNE, alderwick.SAM)
    return priya


COUNTED, OUTCOME, STARTS_AT, COMES_TO = (
    "What is counted?",
    "What are people to have from it?",
    "Where does it start?",
    "Where is it to come?",
)
A_MEASURE = {
    COUNTED: "Doses given as prescribed",
    OUTCOME: "I get my tablets when I need them",
    "In what is it counted?": "%",
    STARTS_AT: "91",
    COMES_TO: "98",
    "From which figure on is it nearly there?": "95",
    "Past which figure is it far from the target?": "90",
    "Where does the figure come from?": "The medicine charts of the month",
    "Who takes the figure?": "Joanne Field, Alderwick Care",
    "How often?": "Every month",
}
DONE_BY, DUE_ON, AREA = "Who will do it?", "By when?", "Which area of concern does it answer?"
NIGHT_CHECK, TRAINING, REASSESSMENTS = (
    "A second check of charts each night",
    "Train the night staff on the new packs",
    "Finish the four reassessments",
)
WATCHED = {
    "How often?": "Every month",
    "First on which day?": date(2026, 11, 26),
    "What has to be reached, so that this can end?": "Doses are given as prescribed, by the charts",
    "For how many readings in a row?": "2",
}


async def open_plan(visitor: Visitor, label: str = "Open the plan") -> Answer:
    """Open the plan from the list of processes, as our own side does."""
    await open_window(visitor)
    return await visitor.press(label)


async def set_measure(house: House, visitor: Visitor, other: dict[str, object] | None = None) -> Answer:
    """Set a measure in the plan's window that is open."""
    assert (await visitor.press("Set a measure")).ok
    await visitor.fill(A_MEASURE | (other or {}))
    answer = await visitor.submit()
    await house.settle()
    return answer


async def add_line(
    house: House,
    visitor: Visitor,
    title: str,
    owner: str,
    by: date = date(2026, 10, 15),
    area: str = "",
) -> Answer:
    """Add an action in the plan's window that is open."""
    assert (await visitor.press("Add an action")).ok
    line: dict[str, object] = {"What is to be done?": title, DONE_BY: owner, DUE_ON: by}
    line |= {"What will show that it is done?": "The night folder"} | ({AREA: area} if area else {})
    await visitor.fill(line)
    answer = await visitor.submit()
    await house.settle()
    return answer


async def watch(house: House, visitor: Visitor, other: dict[str, object] | None = None) -> Answer:
    """Say in the plan's window that is open how progress is looked at."""
    assert (await visitor.press("How progress is looked at")).ok
    await visitor.fill(WATCHED | (other or {}))
    answer = await visitor.submit()
    await house.settle()
    return answer


async def draft_plan(house: House) -> Visitor:
    """Come as far as a plan that is complete; it is open at the contract lead's, who is returned."""
    priya = await agree_option(house)
    await open_plan(priya, "Draft the plan")
    for title, owner in (
        (NIGHT_CHECK, "Joanne Field, Alderwick Care"),
        (TRAINING, "Sam Whitlock, Westermere Integrated Care Board"),
        (REASSESSMENTS, "Leah Brand, Westermere Council"),
    ):
        assert (await add_line(house, priya, title, owner)).ok
    await set_measure(house, priya)
    await watch(house, priya)
    return priya


async def agree_plan(house: House) -> Visitor:
    """Come as far as a plan that all agree on, from which progress is looked at; return the contract lead."""
    priya = await draft_plan(house)
    assert (await priya.press("Ask everybody to agree")).ok
    await house.settle()
    await agree(house, alderwick.PRIYA, alderwick.JOANNE, alderwick.SAM)
    return priya
