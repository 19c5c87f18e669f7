"""How a colleague records for somebody who is not in Slack, so that a test tells only its own part."""

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from storage.chronology import ChronologyEntry
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import RUTH as RUTH_OWNS
from tests.flows.action_story import press, propose
from tests.flows.reporting import INTERNAL, SHARED

WHO_SAID, HOW, WHERE = "Who said it?", "How did they say it?", "Where can that be seen?"
IF_IN_SLACK, ASKED = "If they are in Slack", "They asked me to record it for them"
RUTH, JOANNE = "Ruth Keane, Alderwick Care", "Joanne Field, Alderwick Care"
MAIL = "e-mail of 8 September in the contract mailbox"
SAYS = "I said that we need two weeks more, not that we agree"


async def record_for(
    house: House, recorder: Visitor, who: str = RUTH, *, has_asked: bool = False, where: str = MAIL
) -> Answer:
    """Fill in the one form; the items of whoever said it then stand in the recorder's window."""
    opened = await recorder.command("/contract", INTERNAL, "for")
    assert opened.ok, opened
    await recorder.fill(
        {WHO_SAID: who, HOW: "By e-mail", WHERE: where, IF_IN_SLACK: [ASKED] if has_asked else []}
    )
    answer = await recorder.submit()
    await house.settle()
    return answer


async def confirm_for_ruth(house: House, proposer: Visitor, recorder: Visitor) -> None:
    """Ruth is asked to do something and says by e-mail that she will, and a colleague records that."""
    await propose(house, proposer, RUTH_OWNS)
    await record_for(house, recorder)
    await recorder.press("Open")
    await press(house, recorder, "I will do this")


async def dispute(house: House, who: Visitor, button: str = "They say it is not right") -> None:
    """Note, in the window of what was recorded, what they say instead."""
    await who.press(button)
    await who.fill({"What do they say instead?": SAYS})
    await who.submit()
    await house.settle()


async def settle(house: House, who: Visitor, outcome: str) -> Answer:
    """Settle it, from the message that asks to."""
    await who.press("Settle it", "direct")
    await who.fill(
        {"How is it settled?": outcome, "What was put right, or why does it stand?": "The e-mail says so"}
    )
    answer = await who.submit()
    await house.settle()
    return answer


async def stream_of(house: House, *events: Event) -> list[ChronologyEntry]:
    """What the contract's chronology says of some events, oldest first."""

    def read(work: UnitOfWork) -> list[ChronologyEntry]:
        return [
            entry for entry in work.chronology.stream(alderwick.contract_id(work)) if entry.event in events
        ]

    return await house.handrail.services.database.read(read)


async def play_recording(house: House) -> None:
    """Let everybody be offered what there is of recording for others, of letters, and of an owner's own words."""
    tom, priya, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE))
    await propose(house, priya)
    await joanne.press("I cannot do this", "direct")
    await press(house, joanne, "I will do this", "direct")
    await joanne.press("Open", "direct")
    await joanne.press("Say how it is going")
    await joanne.press("Copy as a letter", "direct")
    await confirm_for_ruth(house, priya, tom)
    await tom.press("Open", SHARED)
    await tom.press("Record for somebody")
    await tom.press("Open", "direct")
    await dispute(house, tom)
    await priya.press("Settle it", "direct")
