"""A concern from the typed command to the message it leaves, over real HTTP and a real Bolt app."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncApp

from playground.visitor import Visitor
from tests.playground import alderwick
from tests.playground.little_bot import actions, button, concern_form, section


def teach(bot: AsyncApp, saved: dict[str, Any]) -> None:
    """A bot that logs a concern, tells the contract lead, and lets her take it."""

    @bot.command("/concern")
    async def open_form(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=concern_form())
        await ack()

    @bot.view("concern")
    async def save(ack: Any, view: Any, client: Any) -> None:
        saved.update(view["state"]["values"])
        blocks = [section("*C-7Q2K* is waiting"), actions(button("I will take this", "take"))]
        await client.chat_postMessage(channel=alderwick.PRIYA, text="C-7Q2K is waiting", blocks=blocks)
        await ack()

    @bot.action("take")
    async def take(ack: Any, body: Any, client: Any) -> None:
        place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**place, text="Taken", blocks=[section("Priya has *C-7Q2K*")])
        await ack()


async def test_a_concern_is_typed_saved_told_and_taken(bot: AsyncApp, tom: Visitor, priya: Visitor) -> None:
    saved: dict[str, Any] = {}
    teach(bot, saved)

    answer = await tom.command("/concern", channel="alderwick-internal")
    assert answer.ok, answer
    modal = await tom.modal()
    assert modal is not None
    assert modal.title == "Log a concern"
    assert modal.labels == ["What happened?", "Kind", "Seen on"]

    gaps = "Gaps in the charts & <nobody> told"
    await tom.fill({"What happened?": gaps, "Kind": "At risk", "Seen on": date(2026, 9, 7)})
    answer = await tom.submit()
    assert answer.ok, answer
    assert await tom.modal() is None
    assert saved["what_happened"]["answer"] == {"type": "plain_text_input", "value": gaps}
    assert saved["kind"]["answer"]["selected_option"]["value"] == "at risk"
    assert saved["seen_on"]["answer"] == {"type": "datepicker", "selected_date": "2026-09-07"}

    assert await priya.direct_messages() == ["*C-7Q2K* is waiting\nI will take this"]
    assert "C-7Q2K" not in await tom.sees()
    answer = await priya.press("I will take this")
    assert answer.ok, answer
    assert await priya.direct_messages() == ["Priya has *C-7Q2K*"]
