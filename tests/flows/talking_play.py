"""Reasons, areas, options and agreeing, played with everything that somebody may press in them."""

from datetime import timedelta

from domain.deadlines import DeadlineKind
from playground import alderwick
from playground.house import HandClock, House
from storage.unit_of_work import UnitOfWork
from tests.flows.improvement_story import (
    AS_THEY_ARE,
    COSTS,
    agree,
    ask_everybody,
    give_reason,
    open_from_messages,
    open_window,
    propose_option,
)

TWO_NURSES = "Two nurses each night"


async def play_talking(house: House) -> None:
    """Reasons given, taken back and asked for; two areas named and ranked."""
    priya, joanne = house.visitor(alderwick.PRIYA), house.visitor(alderwick.JOANNE)
    for why in ("The charts are long", "Nights are on agency staff"):
        a_second_later(house)  # of two given at one moment none is the first
        await open_from_messages(joanne)
        await give_reason(house, joanne, why)
    await open_from_messages(joanne)
    await joanne.press("Read the reasons")
    await joanne.press("Take this back")
    await joanne.close()
    await joanne.close()
    await open_window(priya)
    await priya.press("Read the reasons")
    await priya.press("Ask who has said nothing")
    await house.settle()
    await priya.press("Go on to options")
    await house.settle()
    for title in ("Tablets in the night", "Families hear late"):
        await open_window(priya)
        if title != "Tablets in the night":
            await priya.press("Read the areas")
        await priya.press("Name an area")
        await priya.fill({"What is the area of concern, in one line?": title})
        await priya.submit()
    await open_window(priya)
    await priya.press("Read the areas")
    await priya.press("Put it in another place")
    await priya.fill({"Which place is it to have?": "2"})
    await priya.fill({"Why is it there, though the figures say something else?": "It cannot wait"})
    await priya.submit()
    await house.settle()


async def play_agreeing(house: House) -> None:
    """Options weighed, changed and taken back; asked, asked again, answered in every way, and gone on without all."""
    cast = (alderwick.PRIYA, alderwick.JOANNE, alderwick.ANITA)
    priya, joanne, anita = (house.visitor(who) for who in cast)
    await open_from_messages(joanne)
    await propose_option(house, joanne)
    await open_from_messages(joanne)
    await joanne.press("Read the options")
    await joanne.press("Change")
    await joanne.fill({COSTS: "Two beds for a month"})
    await joanne.submit()
    for name, sort in ((AS_THEY_ARE, AS_THEY_ARE), (TWO_NURSES, "Do something")):
        await open_window(priya)
        await propose_option(house, priya, name, sort)
    await open_window(priya)
    await priya.press("Read the options")
    await priya.press("Take it back")
    await priya.fill({"Why is it taken back?": "The home has thought of another"})
    await priya.submit()
    await ask_everybody(house, priya, f"C. {TWO_NURSES}")
    await priya.press("Record their answer", "direct")
    await priya.close()
    await agree(house, alderwick.PRIYA)
    await joanne.press("Read and answer", "direct")
    await joanne.press("Agree with a comment")
    await joanne.fill({"What is your comment?": "From November, please"})
    await joanne.submit()
    await joanne.press("Disagree")
    await joanne.fill({"What do you not agree with, and what would you agree to?": "It costs too much"})
    await joanne.submit()
    await let_time_go_by(house)
    await open_window(priya)
    await priya.press("Read and answer")
    await priya.press("Ask them again")
    await house.settle()
    await let_time_go_by(house)
    for answer in ("Do not approve", "Approve"):
        await open_window(priya)
        await priya.press("Read and answer")
        await priya.press("Go on without agreement")
        await priya.fill(
            {
                "Under which clause or regulation is it required?": "Clause 12.3",
                "Why does it go on without everybody's agreement?": "Nights cannot wait",
            }
        )
        await priya.submit()
        await house.settle()
        await anita.press("Read and answer", "direct")
        await anita.press(answer)
        if answer != "Approve":
            await anita.fill({"Why does it not go on?": "Please talk with them once more"})
            await anita.submit()
        await house.settle()
    await anita.close()


def a_second_later(house: House) -> None:
    """Let the clock that is set by hand go on a little."""
    assert isinstance(house.clock, HandClock)
    house.clock.set(house.clock.now() + timedelta(seconds=1))


async def let_time_go_by(house: House) -> None:
    """Whoever has not answered has let their time go by; nothing else has moved."""
    before = house.clock.now() - timedelta(minutes=1)

    def write(work: UnitOfWork) -> None:
        for duty in work.deadlines.live_in(alderwick.contract_id(work)):
            if duty.kind is DeadlineKind.AGREEMENT_ANSWER:
                duty.due_at = before

    await house.handrail.services.database.write(write)
