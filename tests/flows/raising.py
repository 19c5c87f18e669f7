"""How people in the tests report danger or risk, keep somebody from it, and read what they were told of it."""

from datetime import datetime

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.reporting import DANGER, DANGER_OR_RISK, INTERNAL, RISK, SHARED, WHAT
from tests.flows.setting_up import happened, window

HURT = "Bed 7 was pushed and has a broken wrist"
EXCLUDED, WHICH = (
    "Is one of them the person who may have caused it, or close to them?",
    "Which contract is it about?",
)
MAY_WRITE = "May we write to you in Slack about this?"
MAY_WRITE_TICK = "Handrail may write to me in Slack; my employer may be able to read it"
ASKED = [DANGER_OR_RISK, WHAT, EXCLUDED, WHICH]
ASKED_OF_OTHERS = [DANGER_OR_RISK, WHAT, EXCLUDED, MAY_WRITE, WHICH]
ALL_LEADS, SECOND_LINE = "The designated safeguarding leads", "The second line of safeguarding"
GRACE_HERSELF, NADIA_HERSELF, LEAH_HERSELF = (
    "Grace Obi (designated safeguarding lead)",
    "Nadia Shah (designated safeguarding lead)",
    "Leah Brand (senior on call)",
)
MAY_BE_AT_RISK = "Someone may be at risk"


async def raise_it(who: Visitor, kind: str = DANGER, excluded: str = "", channel: str = INTERNAL) -> str:
    """Report by `/safeguarding` and read what stays on the screen."""
    assert (await who.command("/safeguarding", channel)).ok
    await who.fill({DANGER_OR_RISK: kind, WHAT: HURT} | ({EXCLUDED: excluded} if excluded else {}))
    assert (await who.submit()).response_action == "update"
    return await window(who)


async def raise_by_hub(
    who: Visitor, kind: str = DANGER, excluded: str = "", *, may_write: bool = True
) -> str:
    """Report by the button in the shared channel, as somebody without commands does; messages are allowed."""
    assert (await who.press(MAY_BE_AT_RISK, SHARED)).ok
    form = await who.modal()
    assert form is not None
    answers: dict[str, object] = {DANGER_OR_RISK: kind, WHAT: HURT}
    answers |= {EXCLUDED: excluded} if excluded else {}
    answers |= {MAY_WRITE: [MAY_WRITE_TICK]} if may_write and MAY_WRITE in form.labels else {}
    await who.fill(answers)
    assert (await who.submit()).response_action == "update"
    return await window(who)


async def keep_from(who: Visitor, whom: str) -> str:
    """Press *Hide this report from somebody*, choose, send, and read what it says."""
    assert (await who.press("Hide this report from somebody")).ok
    await who.fill({EXCLUDED: whom})
    assert (await who.submit()).response_action == "update"
    return await window(who)


async def raised(house: House) -> int:
    """How many safeguarding concerns are on the record."""
    return await happened(house, Event.SAFEGUARDING_RAISED)


def pings(messages: list[str]) -> list[str]:
    """The messages about a safeguarding concern."""
    return [message for message in messages if "SG-" in message]


async def play_raising(house: House) -> None:
    """Late in the day somebody reports a risk, is asked what is asked then, adds to it, and keeps somebody from it."""
    await house.move_to(datetime.fromisoformat("2026-09-08T15:30:00+01:00"))
    dele, tom = house.visitor(alderwick.DELE), house.visitor(alderwick.TOM)
    await raise_it(tom, RISK)
    await tom.close()
    await raise_by_hub(dele, RISK)
    await dele.press("Add what you know")
    await dele.fill({"Who has been told already?": "The night nurse"})
    await dele.submit()
    await dele.close()
    await keep_from(dele, SECOND_LINE)
    await dele.close()
    await dele.close()
    await house.settle()
