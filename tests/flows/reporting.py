"""How people in the tests report: by the same words that they read on the form."""

from typing import Any

from playground.delivery import INTERACTION, Parcel
from playground.house import House
from playground.visitor import Answer, Visitor
from playground.workspace import Json

KIND, WHAT, CONTRACT = "What kind of concern is it?", "What happened?", "Which contract is it about?"
DANGER_OR_RISK = "Is somebody in danger now?"
TOLD_BY, DONE_ALREADY = "Who told us?", "What has been done already?"
DANGER, RISK, QUALITY = (
    "Someone is in danger now",
    "Someone may be at risk or may have been harmed",
    "Quality or contract",
)
ROUTE, TELL, TELL_ON, FOR_PROVIDER = (
    "Where does it go?",
    "Tell the provider?",
    "On which date?",
    "What may everybody on this contract read?",
)
SUPPORT = "Support: help the provider put it right"
INTERNAL, SHARED = "alderwick-internal", "alderwick-shared"

GAPS = "Gaps in the medicine charts of the last two weeks"


async def report(
    who: Visitor, kind: str = QUALITY, what: str = GAPS, channel: str = INTERNAL, **more: str
) -> Answer:
    """Fill in the concern form behind `/concern` and send it."""
    opened = await who.command("/concern", channel)
    assert opened.ok, opened
    return await fill_in(who, kind, what, **more)


async def report_by_hub(who: Visitor, kind: str = QUALITY, what: str = GAPS) -> Answer:
    """Fill in the concern form behind the hub's button, as somebody without commands does."""
    pressed = await who.press("Report a concern", SHARED)
    assert pressed.ok, pressed
    return await fill_in(who, kind, what)


async def fill_in(who: Visitor, kind: str = QUALITY, what: str = GAPS, **more: str) -> Answer:
    """Fill in the form that is open, of a concern or of danger and risk, and send it."""
    form = await who.modal()
    assert form is not None
    answers = {KIND if KIND in form.labels else DANGER_OR_RISK: kind, WHAT: what}
    answers |= {TOLD_BY: more["told_by"]} if "told_by" in more else {}
    answers |= {DONE_ALREADY: more["done_already"]} if "done_already" in more else {}
    answers |= {CONTRACT: more["contract"]} if "contract" in more else {}
    await who.fill(answers)
    return await who.submit()


async def decide(who: Visitor, tell: str, for_provider: str = "", on: str = "") -> Answer:
    """Fill in the form of the decision that is open and send it."""
    answers: dict[str, str] = {ROUTE: SUPPORT, TELL: tell}
    answers |= {FOR_PROVIDER: for_provider} if for_provider else {}
    answers |= {TELL_ON: on} if on else {}
    await who.fill(answers)
    return await who.submit()


def reference_in(text: str, kind: str = "C") -> str:
    """The reference of a concern in what somebody reads. Raises StopIteration when there is none."""
    return next(word.strip("*:.,") for word in text.split() if word.strip("*:.,").startswith(f"{kind}-"))


async def send_again(house: House, payload: dict[str, Any]) -> dict[str, Any]:
    """What the bot answers when an interaction is delivered to it once more."""
    answer = await house.playground.slack.line.ask(Parcel(INTERACTION, "once more", payload))
    assert answer.ok, answer
    return answer.body or {}


def as_somebody_else(house: House, body: Json, user_id: str, team_id: str) -> Json:
    """The same press as if this person had made it: with a ticket of their own to open a window."""
    slack = house.playground.slack
    channel = next(channel.id for channel in slack.workspace.channels_of(user_id))
    address = slack.answer_addresses.give(user_id, channel)
    changed = {
        "user": {**body["user"], "id": user_id, "team_id": team_id},
        "trigger_id": slack.triggers.give(user_id),
        "response_url": f"{slack.url}/answers/{address}",
    }
    return {**body, **{name: value for name, value in changed.items() if name in body}}
