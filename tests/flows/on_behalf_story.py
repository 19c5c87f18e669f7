"""How a colleague records for somebody who is not in Slack, so that a test tells only its own part."""

from playground.house import House
from playground.visitor import Answer, Visitor
from tests.flows.reporting import INTERNAL

WHO_SAID, HOW, WHERE = "Who said it?", "How did they say it?", "Where can that be seen?"
IF_IN_SLACK, ASKED = "If they are in Slack", "They asked me to record it for them"
RUTH, JOANNE = "Ruth Keane, Alderwick Care", "Joanne Field, Alderwick Care"
MAIL = "e-mail of 8 September in the contract mailbox"


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
