"""How a meeting about a process is recorded: who was there, what each of them said, and one pack for all."""

from playground.house import House
from playground.visitor import Answer, Visitor
from tests.flows.improvement_story import (
    AS_THEY_ARE,
    COSTS,
    EVIDENCE_OF_IT,
    GOES_WRONG,
    MEANS,
    NAME_OF_IT,
    NEEDS,
    ONE_A_WEEK,
    SORT,
    SORT_OF_OPTION,
    add_line,
    explain,
    open_window,
    set_measure,
    watch,
)

WHY_TO_THEM = "Why do they think it has come to this?"
PRESENT, KNOW, SAID_BY, PROPOSED_BY = (
    "Who was there?",
    "Does everybody know that you record this?",
    "Who said it?",
    "Who proposed it?",
)
PRIYA, JOANNE, SAM, YUSUF = (
    "Priya Nair, Westermere Council",
    "Joanne Field, Alderwick Care",
    "Sam Whitlock, Westermere Integrated Care Board",
    "Yusuf Ali, Westermere Advocacy",
)
NIGHTS, NOBODY_TELLS = "Nights are on agency", "Nobody tells us"
MEDICINES = "Medicines at night"


async def begin_meeting(house: House) -> Visitor:
    """Open and explain a process, and begin to record a meeting about it; return the contract lead."""
    priya = await explain(house)
    await open_window(priya)
    assert (await priya.press("Record a meeting")).ok
    people = [PRIYA, JOANNE, SAM, YUSUF]
    await priya.fill({PRESENT: people, KNOW: ["Yes. They asked me to record in their names."]})
    assert (await priya.submit()).ok
    await house.settle()
    return priya


async def say_reason(house: House, priya: Visitor, who: str, why: str) -> Answer:
    """Record a reason in somebody's name."""
    assert (await priya.press("Add a reason")).ok
    await priya.fill(
        {SAID_BY: who, SORT: "Staff and time", WHY_TO_THEM: why, EVIDENCE_OF_IT: "The rota of September"}
    )
    answer = await priya.submit()
    await house.settle()
    return answer


async def say_option(house: House, priya: Visitor, who: str, name: str, sort: str) -> Answer:
    """Record an option in somebody's name."""
    assert (await priya.press("Add an option")).ok
    said = {
        PROPOSED_BY: who,
        NAME_OF_IT: name,
        SORT_OF_OPTION: sort,
        MEANS: "Fewer new faces",
        COSTS: "Four beds",
    }
    await priya.fill(said | {GOES_WRONG: "People wait", NEEDS: "A coach"})
    answer = await priya.submit()
    await house.settle()
    return answer


async def go_on(priya: Visitor) -> None:
    """Open the meeting again from the list of processes."""
    await open_window(priya)
    assert (await priya.press("Go on with the meeting")).ok


async def record_meeting(house: House) -> Visitor:
    """Come as far as a pack that lacks nothing, its window open at the contract lead's, who is returned."""
    priya = await begin_meeting(house)
    await say_reason(house, priya, JOANNE, NIGHTS)
    await say_reason(house, priya, YUSUF, NOBODY_TELLS)
    await say_reason(house, priya, PRIYA, "Our reassessments are late")
    assert (await priya.press("Name an area")).ok
    await priya.fill({"What is the area of concern, in one line?": MEDICINES})
    assert (await priya.submit()).ok
    await say_option(house, priya, JOANNE, ONE_A_WEEK, "Do something")
    await say_option(house, priya, PRIYA, AS_THEY_ARE, "Leave things as they are")
    assert (await priya.press("Preferred option")).ok
    await priya.fill({"Which option did everybody prefer?": f"A. {ONE_A_WEEK}"})
    assert (await priya.submit()).ok
    assert (await priya.press("Measures and plan")).ok
    for title, owner in (
        ("A second check each night", JOANNE),
        ("Train the night staff", SAM),
        ("Finish the four reassessments", "Leah Brand, Westermere Council"),
    ):
        kept = await add_line(house, priya, title, owner, area=MEDICINES)
        assert kept.ok, kept
    await set_measure(house, priya)
    await watch(house, priya)
    await go_on(priya)
    return priya


async def send_pack(house: House) -> Visitor:
    """Come as far as a pack that every party is asked about; return the contract lead."""
    priya = await record_meeting(house)
    assert (await priya.press("Send the pack")).ok
    await house.settle()
    return priya
