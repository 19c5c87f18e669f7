"""How people of Alderwick House agree an action and move through its days, so that a test tells only its own part."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta

from domain.calendar import LONDON
from domain.chronology import Event
from playground import alderwick
from playground.delivery import INTERACTION
from playground.house import House
from playground.visitor import Answer, Visitor
from playground.workspace import Json
from storage.actions import Action
from tests.flows.reporting import INTERNAL, decide, report, send_again

WHAT, WHO, WHEN = "What is to be done?", "Who will do it?", "By when?"
SHOWN_BY, APPLIES = "What will show that it is done?", "Does one of these apply?"
CLAUSE = "Which clause or regulation?"
SAFE_NOW, REQUIRED = "It keeps people safe now", "The contract or the law requires it"
TITLE = "Second check of medicine charts each night"
JOANNE, LEAH, RUTH = (
    "Joanne Field, Alderwick Care",
    "Leah Brand, Westermere Council",
    "Ruth Keane, Alderwick Care (not in Slack)",
)


async def propose(
    house: House,
    visitor: Visitor,
    owner: str = JOANNE,
    applies: Sequence[str] = (REQUIRED,),
    by: date | None = None,
    title: str = TITLE,
) -> Answer:
    """Propose an action with `/action new` in the internal channel; what that owes arrives."""
    await visitor.command("/action", INTERNAL, "new")
    answers: dict[str, object] = {
        WHAT: title,
        WHO: owner,
        SHOWN_BY: "Four weeks of night charts without a gap",
        APPLIES: list(applies),
        CLAUSE: "Schedule 2, clause 14.3",
    }
    await visitor.fill(answers if by is None else answers | {WHEN: by})
    answer = await visitor.submit()
    await house.settle()
    return answer


async def press(house: House, visitor: Visitor, label: str, in_: str | None = None) -> Answer:
    """Press a button; what that owes arrives."""
    answer = await visitor.press(label, in_)
    await house.settle()
    return answer


async def agree(
    house: House,
    proposer: Visitor,
    doer: Visitor,
    owner: str = JOANNE,
    applies: Sequence[str] = (REQUIRED,),
    by: date | None = None,
    title: str = TITLE,
) -> None:
    """Propose an action and let its owner confirm it."""
    await propose(house, proposer, owner, applies, by, title)
    await press(house, doer, "I will do this")


async def decide_not_to_tell_yet(house: House, reporter: Visitor, lead: Visitor) -> None:
    """Log a concern and decide on it, without the provider being told."""
    await report(reporter)
    await house.settle()
    await press(house, lead, "I will take this")
    await lead.press("Decide what happens")
    await decide(lead, "Not yet")
    await house.settle()


async def hand_in(house: House, owner: Visitor, where: str = "Night folder, seen on 14 September") -> Answer:
    """Show that it is done."""
    await owner.press("Show it is done")
    await owner.fill({"Where can it be seen?": where})
    answer = await owner.submit()
    await house.settle()
    return answer


async def send_back(house: House, checker: Visitor, missing: str = "The third week is missing") -> Answer:
    """Say what is still missing."""
    await checker.press("Not yet")
    await checker.fill({"What is still missing?": missing})
    answer = await checker.submit()
    await house.settle()
    return answer


async def ask_for_time(house: House, owner: Visitor, until: date) -> Answer:
    """Ask for more time."""
    await owner.press("Ask for more time")
    await owner.fill({"Until when?": until, "Why is more time needed?": "Two of the night staff are ill"})
    answer = await owner.submit()
    await house.settle()
    return answer


@asynccontextmanager
async def sent_twice(house: House) -> AsyncIterator[None]:
    """Slack hands every form over a second time, word for word, as when a person presses twice."""
    slack, forms = house.playground.slack, list[Json]()

    def hear(what: str, body: Json) -> None:
        if what == f"to_bot {INTERACTION}" and body["type"] == "view_submission":
            forms.append(body)

    slack.inspector.overhear = hear
    yield
    assert forms
    for body in list(forms):
        assert "counts once" in str((await send_again(house, body))["view"]["blocks"])
    await house.settle()


async def read_window(visitor: Visitor) -> str:
    """Every word of the topmost window."""
    shown = await visitor.modal()
    assert shown is not None
    return "\n".join([shown.title, *shown.texts])


async def digests(visitor: Visitor) -> list[str]:
    """The grouped messages somebody has had."""
    return [said for said in await visitor.direct_messages() if said.startswith("*Today for you")]


async def the_action(house: House) -> Action:
    """The one action of the record."""
    [action] = await all_actions(house)
    return action


async def all_actions(house: House) -> Sequence[Action]:
    """Every open or finished action of the contract that its chronology knows of."""
    return await house.handrail.services.database.read(
        lambda work: [
            work.actions.get(entry.subject_id)
            for contract in work.contracts.all()
            for entry in work.chronology.stream(contract.id)
            if entry.event is Event.ACTION_PROPOSED
        ]
    )


async def what_happened(house: House) -> list[Event]:
    """The events of the one action, oldest first."""
    action = await the_action(house)
    return await house.handrail.services.database.read(
        lambda work: [entry.event for entry in work.chronology.of(action.id)]
    )


def london(day: int, month: int = 9, at: time = time(12), year: int = 2026) -> datetime:
    """A moment of the story on London clocks."""
    return datetime.combine(date(year, month, day), at, tzinfo=LONDON)


async def name_a_date(house: House, owner: Visitor, by: date) -> None:
    """Agree to an action with another date."""
    await owner.press("Agree with another date", "direct")
    await owner.fill({"By when will you do it?": by, "Why is another date needed?": "The pharmacist is away"})
    await owner.submit()
    await house.settle()


async def play_another_date(house: House) -> None:
    """Joanne names another date twice: Tom keeps his once, and agrees the second time."""
    tom, joanne = house.visitor(alderwick.TOM), house.visitor(alderwick.JOANNE)
    await propose(house, tom)
    action = (await all_actions(house))[-1]
    for answer, day in (("Keep the date", 6), ("Agree to that date", 8)):
        await name_a_date(house, joanne, action.due_on + timedelta(days=day))
        await press(house, tom, answer, "direct")
