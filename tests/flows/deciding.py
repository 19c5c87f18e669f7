"""How a safeguarding concern is taken, decided on and answered for, so that a test tells only its own part."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from domain.calendar import LONDON, Nation
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from storage.safeguarding import SafeguardingConcern
from storage.unit_of_work import UnitOfWork
from tests.flows.reporting import DANGER, report

T = TypeVar("T")

DECIDED, MADE_ON, MADE_AT = (
    "What have you decided?",
    "If referred: on which day?",
    "If referred: at what time?",
)
THEIR_REFERENCE, REASONS = "If referred: their reference", "Why?"
WISHES, CONSENT = "What does the person want to happen?", "Does the person agree?"
ADVOCATE, APPLIES = "Does the person need an advocate?", "Does this apply?"
TO_ADULTS = "Referred to adult safeguarding at the local authority"
TO_POLICE = "Referred to the police"
TO_LADO = "Referred to the local authority designated officer (LADO)"
NO_ACTION = "No further action"
ALLEGATION = "It is an allegation against somebody who works with children"
HURT = "Bed 7 was pushed and has a broken wrist"


async def ask(house: House, question: Callable[[UnitOfWork], T]) -> T:
    """Ask the record something."""
    return await house.handrail.services.database.read(question)


async def the_concern(house: House) -> SafeguardingConcern:
    """The safeguarding concern raised last."""
    return await ask(house, lambda work: work.safeguarding.newest()[0])


async def duties(house: House) -> dict[DeadlineKind, str]:
    """What is open for the concern, by when on London clocks; that the reporter is asked how they are left out."""
    concern = await the_concern(house)

    def found(work: UnitOfWork) -> dict[DeadlineKind, str]:
        kinds = frozenset(DeadlineKind) - {DeadlineKind.SAFEGUARDING_ASK_REPORTER}
        live = work.deadlines.live(concern.id, kinds)
        return {each.kind: f"{each.due_at.astimezone(LONDON):%a %d %b %H:%M}" for each in live}

    return await ask(house, found)


async def events(house: House) -> list[Event]:
    """What happened to the concern, oldest first."""
    concern = await the_concern(house)
    return await ask(house, lambda work: [each.event for each in work.chronology.of(concern.id)])


async def press(house: House, who: Visitor, label: str, in_: str | None = None) -> Answer:
    """Press a button; what that owes arrives."""
    answer = await who.press(label, in_)
    await house.settle()
    return answer


async def taken(house: House, lead: Visitor, reporter: Visitor | None = None, kind: str = DANGER) -> None:
    """Somebody reports danger, and a lead takes it."""
    who = reporter or house.visitor(alderwick.TOM)
    await report(who, kind, HURT)
    if await who.modal() is not None:
        await who.close()
    await house.settle()
    await press(house, lead, "I have this", "direct")


async def in_window(lead: Visitor, label: str) -> None:
    """Open the concern and press a button in its window."""
    await lead.press("Open", "direct")
    answer = await lead.press(label)
    assert answer.ok, answer


async def fill_in_decision(lead: Visitor, decided: str = TO_ADULTS, **more: object) -> Answer:
    """Fill in the form of the decision that is open and send it."""
    answers: dict[str, object] = {DECIDED: decided, CONSENT: "Yes", ADVOCATE: "No"}
    named = {"why": REASONS, "wishes": WISHES, "reference": THEIR_REFERENCE, "made_on": MADE_ON}
    named |= {"made_at": MADE_AT, "consent": CONSENT, "advocate": ADVOCATE, "applies": APPLIES}
    answers |= {named[name]: value for name, value in more.items()}
    await lead.fill(answers)
    return await lead.submit()


async def decide(house: House, lead: Visitor, decided: str = TO_ADULTS, **more: object) -> Answer:
    """Record a decision from the window of the concern."""
    concern = await the_concern(house)
    decisions = await ask(house, lambda work: work.safeguarding_decisions.of(concern.id))
    await in_window(lead, "Record another decision" if decisions else "Record the decision")
    answer = await fill_in_decision(lead, decided, **more)
    await house.settle()
    return answer


async def replied(house: House, lead: Visitor, reply: str = "They take it on") -> None:
    """Record what the body answered to the referral that has waited longest."""
    await in_window(lead, "They replied")
    await lead.fill({"What did they answer?": reply})
    assert (await lead.submit()).ok
    await house.settle()


async def hand_over(house: House, lead: Visitor, to: str) -> Answer:
    """Hand the concern to somebody."""
    await in_window(lead, "Hand over")
    await lead.fill({"To whom?": to, "What should they know?": "The ward rings back at nine"})
    answer = await lead.submit()
    await house.settle()
    return answer


async def tell_reporter(house: House, lead: Visitor, *, asks: bool = False) -> Answer:
    """Let Handrail tell the person who raised it."""
    await in_window(lead, "Tell the person who raised it")
    if asks:
        await lead.fill({"And in the same message?": ["Ask them how they are"]})
    answer = await lead.submit()
    await house.settle()
    return answer


async def window(lead: Visitor) -> str:
    """Every word of the concern's window."""
    await lead.press("Open", "direct")
    shown = await lead.modal()
    assert shown is not None
    await lead.close()
    return "\n".join(shown.texts)


async def in_nation(house: House, nation: Nation) -> None:
    """The contract lies in another nation."""

    def move(work: UnitOfWork) -> None:
        work.contracts.get(alderwick.contract_id(work)).nation = nation

    await house.handrail.services.database.write(move)


def london(text: str) -> datetime:
    """A moment on London clocks, written without its zone."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


async def play_deciding(house: House) -> None:
    """Offer every button and form by which a safeguarding concern is decided on, looked at again and closed."""
    grace, tom = house.visitor(alderwick.GRACE), house.visitor(alderwick.TOM)
    await taken(house, grace)
    await tom.command("/safeguarding", "general", "mine")
    await tom.press("Open", "general")
    await close_all(tom)
    await decide(house, grace)
    for label in (
        "They replied",
        "Hand over",
        "Tell the provider",
        "Tell the contract lead",
        "I do not agree",
    ):
        await in_window(grace, label)
        await close_all(grace)
    await replied(house, grace)
    await in_window(grace, "Close this case")
    await close_all(grace)
    await tell_reporter(house, grace, asks=True)
    await press(house, tom, "I would like to talk", "direct")
    await press(house, grace, "I have rung them", "direct")
    await press(house, tom, "Nothing has happened", "direct")
    await close_all(tom)
    await grace.command("/safeguarding", "general", "register")
    await press(house, grace, "Open the register", "general")
    await close_all(grace)


async def close_all(who: Visitor) -> None:
    """Close every window that is open."""
    while await who.modal() is not None:
        await who.close()
