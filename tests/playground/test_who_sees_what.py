"""Each person sees what they would see in Slack, and can do what they could do there."""

from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.blocks import words_in
from playground.server import Playground
from playground.visitor import Visitor
from tests.playground.alderwick import INTERNAL, LEADS, PRIYA, RUTH, SHARED, TOM
from tests.playground.hand_clock import HandClock
from tests.playground.little_bot import actions, button, section


async def test_an_outsider_has_no_commands_and_no_shortcuts(
    client: AsyncWebClient, joanne: Visitor, tom: Visitor
) -> None:
    await client.chat_postMessage(channel=SHARED, text="Hub")
    refused = await joanne.command("/concern", channel="alderwick-shared")

    assert (refused.ok, refused.error) == (False, "not_allowed")
    assert refused.shown is not None
    assert refused.shown.startswith("/concern is not a valid command here")
    assert (await joanne.shortcut("log")).error == "not_allowed"
    assert (await joanne.message_shortcut("keep", "alderwick-shared", "Hub")).error == "not_allowed"
    theirs, ours = await joanne.view(), await tom.view()
    assert (theirs["commands"], theirs["shortcuts"]) == ([], [])
    assert [command["command"] for command in ours["commands"]] == ["/concern", "/evaluate"]
    assert theirs["me"]["outsider"] is True


async def test_only_commands_of_the_manifest_exist(tom: Visitor) -> None:
    assert (await tom.command("/shout", channel="alderwick-internal")).error == "unknown_command"
    assert (await tom.shortcut("shout")).error == "unknown_shortcut"
    assert (await tom.command("/concern", channel=LEADS)).error == "channel_not_found"


async def test_channels_and_direct_messages_are_for_those_in_them(
    client: AsyncWebClient, tom: Visitor, priya: Visitor, joanne: Visitor
) -> None:
    await client.chat_postMessage(channel=LEADS, text="SG-K7QP")
    await client.chat_postMessage(channel=PRIYA, text="For Priya alone")
    await client.chat_postMessage(channel=SHARED, text="For everybody")

    assert "SG-K7QP" in await priya.sees()
    assert "For Priya alone" in await priya.sees()
    for other in (tom, joanne):
        seen = await other.sees()
        assert "For everybody" in seen
        assert "SG-K7QP" not in seen
        assert "safeguarding-leads" not in seen
        assert "Priya alone" not in seen
    assert await tom.direct_messages() == []
    with pytest.raises(LookupError, match="only in"):
        await joanne.messages("alderwick-internal")


async def test_an_answer_to_a_command_is_only_for_who_typed_it(
    bot: AsyncApp, tom: Visitor, priya: Visitor
) -> None:
    @bot.command("/concern")
    async def usage(ack: Any) -> None:
        await ack("Usage: /concern")

    @bot.command("/evaluate")
    async def openly(ack: Any) -> None:
        await ack({"response_type": "in_channel", "text": "Close to target"})

    await tom.command("/concern", channel="alderwick-internal", text="help")
    await tom.command("/evaluate", channel="alderwick-internal", text="alderwick")

    assert await tom.ephemerals("alderwick-internal") == ["Usage: /concern"]
    assert await priya.ephemerals("alderwick-internal") == []
    assert await priya.messages("alderwick-internal") == ["/evaluate alderwick", "Close to target"]


async def test_an_ephemeral_of_the_bots_can_be_pressed_replaced_and_taken_away(
    bot: AsyncApp, client: AsyncWebClient, tom: Visitor, priya: Visitor
) -> None:
    seen: list[dict[str, Any]] = []

    @bot.action("again")
    async def again(ack: Any, body: Any, respond: Any) -> None:
        seen.append(body)
        await respond(text="Are you sure?", replace_original=True, blocks=[actions(button("Hide", "hide"))])
        await ack()

    @bot.action("hide")
    async def hide(ack: Any, respond: Any) -> None:
        await respond(delete_original=True)
        await ack()

    blocks = [section("Saved"), actions(button("Again", "again"))]
    await client.chat_postEphemeral(channel=INTERNAL, user=TOM, text="Saved", blocks=blocks)
    assert await tom.ephemerals("alderwick-internal") == ["Saved\nAgain"]
    await tom.press("Again")
    assert await tom.ephemerals("alderwick-internal") == ["Hide"]
    await tom.press("Hide")
    assert await tom.ephemerals("alderwick-internal") == []
    assert await priya.ephemerals("alderwick-internal") == []
    assert seen[0]["container"]["is_ephemeral"] is True
    assert "message" not in seen[0]


async def test_a_later_answer_is_hidden_by_default_and_reaches_an_outsider(
    bot: AsyncApp, client: AsyncWebClient, joanne: Visitor, tom: Visitor
) -> None:
    @bot.action("read")
    async def read(ack: Any, respond: Any) -> None:
        await respond("This one is not yours")
        await respond(text="Joanne has read it", response_type="in_channel")
        await ack()

    await client.chat_postMessage(channel=SHARED, text="Hub", blocks=[actions(button("Read", "read"))])
    await joanne.press("Read")

    assert await joanne.ephemerals("alderwick-shared") == ["This one is not yours"]
    assert await tom.ephemerals("alderwick-shared") == []
    assert (await tom.messages("alderwick-shared"))[-1] == "Joanne has read it"


async def test_an_answer_address_is_good_five_times_and_half_an_hour(
    playground: Playground, clock: HandClock
) -> None:
    slack = playground.slack

    async def answer(key: str, body: dict[str, Any]) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{playground.url}/answers/{key}", json=body) as response,
        ):
            said = await response.json()
            return response.status, said.get("error", "ok")

    key = slack.answer_addresses.give(TOM, INTERNAL)
    assert [await answer(key, {"text": str(n)}) for n in range(5)] == [(200, "ok")] * 5
    assert await answer(key, {"text": "once more"}) == (404, "used_url")
    late = slack.answer_addresses.give(TOM, INTERNAL)
    assert await answer(late, {"blocks": [section("a" * 3001)]}) == (200, "invalid_blocks")
    assert await answer(late, {}) == (200, "no_text")
    clock.wait(30 * 60 + 1)
    assert await answer(late, {"text": "late"}) == (404, "expired_url")
    assert await answer("guessed", {"text": "x"}) == (404, "invalid_url")


async def test_a_home_shows_what_was_published_for_that_person(
    bot: AsyncApp, tom: Visitor, priya: Visitor
) -> None:
    pressed: list[str] = []

    @bot.event("app_home_opened")
    async def opened(event: Any, client: AsyncWebClient) -> None:
        if event["tab"] == "home":
            blocks = [section(f"Yours, <@{event['user']}>"), actions(button("Refresh", "refresh"))]
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @bot.action("refresh")
    async def refresh(ack: Any, body: Any) -> None:
        pressed.append(body["container"]["type"])
        await ack()

    assert await tom.home() == f"Yours, <@{TOM}>\nRefresh"
    assert (await priya.view())["home"] is None
    assert (await tom.press("Refresh", in_="home")).ok
    assert pressed == ["view"]


async def test_a_stranger_has_nothing_of_the_bot(playground: Playground) -> None:
    ruth = Visitor(playground.control_url, RUTH)

    assert (await ruth.open_home()).error == "not_allowed"
    assert (await ruth.open_messages()).error == "not_allowed"
    assert await ruth.sees() == ""


async def test_threads_pins_and_what_is_unread(
    client: AsyncWebClient, tom: Visitor, playground: Playground
) -> None:
    hub = (await client.chat_postMessage(channel=INTERNAL, text="Hub"))["ts"]
    await client.pins_add(channel=INTERNAL, timestamp=hub)
    await client.chat_postMessage(channel=INTERNAL, text="A reply", thread_ts=hub)
    await tom.say("alderwick-internal", "Thank you & <goodbye>", thread_ts=hub)

    view = await tom.view()
    internal = next(c for c in view["conversations"] if c["id"] == INTERNAL)
    assert internal["pins"] == [hub]
    assert [reply["text"] for reply in internal["messages"][0]["replies"]] == [
        "A reply",
        "Thank you &amp; &lt;goodbye&gt;",
    ]
    assert await tom.messages("alderwick-internal") == ["Hub", "A reply", "Thank you & <goodbye>"]
    assert view["unread"][INTERNAL] == 0
    await client.chat_postMessage(channel=INTERNAL, text="New")
    assert (await tom.view())["unread"][INTERNAL] == 1
    async with aiohttp.ClientSession() as session:
        await session.post(f"{playground.control_url}/read", json={"as": TOM, "channel": INTERNAL})
    assert (await tom.view())["unread"][INTERNAL] == 0


async def test_what_is_not_there_cannot_be_pressed(tom: Visitor, playground: Playground) -> None:
    with pytest.raises(LookupError, match="sees no button 'Take'"):
        await tom.press("Take")
    gone = {"type": "message", "channel": INTERNAL, "ts": "1.000001"}
    async with aiohttp.ClientSession() as session:

        async def act(name: str, **body: Any) -> Any:
            return await (await session.post(f"{playground.control_url}/{name}", json=body)).json()

        pressed = await act("press", **{"as": TOM}, container=gone, block_id="b", action_id="a")
        nobody = await act("say", **{"as": "U0NOBODY"}, channel=INTERNAL, text="x")
        unknown = await act("dance", **{"as": TOM})
        missing = await act("say", **{"as": TOM})
    assert [answer["error"] for answer in (pressed, nobody, unknown, missing)] == [
        "message_not_found",
        "user_not_found",
        "unknown_act",
        "missing_field",
    ]


def test_every_word_of_a_block_counts_as_seen() -> None:
    axes = {"categories": ["Oct", "Nov"], "y_label": "Per cent"}
    series = [{"name": "Doses", "data": [{"label": "Oct", "value": 91}]}]
    chart = {
        "type": "data_visualization",
        "title": "Doses given",
        "chart": {"type": "line", "series": series, "axis_config": axes},
    }
    picture = {"type": "image", "image_url": "https://a.example/b.png", "alt_text": "A &amp; B"}

    seen = list(
        words_in([section("*Due* Friday"), actions(button("Take", "take", value="hidden")), chart, picture])
    )
    assert seen == ["*Due* Friday", "Take", "Doses given", "Doses", "Oct", "Oct", "Nov", "Per cent", "A & B"]
