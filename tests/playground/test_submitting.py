"""Submitting a form: what Slack checks before the bot hears of it, and what the bot's answer does."""

import asyncio
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from playground.visitor import Visitor
from tests.playground.alderwick import TOM
from tests.playground.conftest import IMPATIENT
from tests.playground.little_bot import LINE, actions, ask, button, concern_form, form, open_form, option


async def test_what_the_form_itself_refuses_is_not_sent(
    bot: AsyncApp, client: AsyncWebClient, playground: Playground, tom: Visitor
) -> None:
    sent: list[str] = []

    @bot.view("concern")
    async def save(ack: Any, view: Any) -> None:
        sent.append(view["id"])
        await ack()

    await open_form(playground, client, concern_form())
    empty = await tom.submit()
    assert empty.error == "invalid_answers"
    assert set(empty.errors) == {"what_happened", "kind"}
    await tom.fill({"What happened?": "a" * 201, "Kind": "Quality"})
    assert set((await tom.submit()).errors) == {"what_happened"}
    modal = await tom.modal()
    assert modal is not None
    assert set(modal.faults) == {"What happened?"}
    assert sent == []

    await tom.fill({"What happened?": "a" * 200})
    assert (await tom.submit()).ok
    assert len(sent) == 1


async def test_numbers_and_addresses_are_checked_by_the_form(
    client: AsyncWebClient, playground: Playground, tom: Visitor
) -> None:
    number = {"type": "number_input", "is_decimal_allowed": False, "min_value": "0", "max_value": "100"}
    asked = form(ask("Doses", number), ask("Write to", {"type": "email_text_input"}))
    await open_form(playground, client, asked)

    said = {}
    for doses in ("many", "9.5", "-1", "101"):
        await tom.fill({"Doses": doses, "Write to": "nobody"})
        said[doses] = (await tom.submit()).errors
    assert said["9.5"] == {
        "doses": "Please enter a whole number.",
        "write_to": "Please enter a valid email address.",
    }
    assert [errors["doses"] for errors in said.values()] == [
        "Please enter a whole number.",
        "Please enter a whole number.",
        "Please enter 0 or more.",
        "Please enter 100 or less.",
    ]


async def test_the_bots_answer_decides_what_becomes_of_the_form(
    bot: AsyncApp, client: AsyncWebClient, playground: Playground, tom: Visitor
) -> None:
    answers: Iterator[dict[str, Any]] = iter(
        [
            {"response_action": "errors", "errors": {"what_happened": "Please name nobody."}},
            {"response_action": "push", "view": concern_form(title="Who told us?")},
            {"response_action": "update", "view": concern_form(title="Saved")},
            {},
            {"response_action": "clear"},
        ]
    )

    @bot.view("concern")
    async def save(ack: Any) -> None:
        await ack(**next(answers))

    await open_form(playground, client, concern_form())

    async def submit() -> tuple[str | None, str | None]:
        modal = await tom.modal()
        assert modal is not None
        await tom.fill({"What happened?": "Gaps", "Kind": "Quality"})
        answer = await tom.submit()
        assert answer.ok, answer
        left = await tom.modal()
        return answer.response_action, left.title if left else None

    assert await submit() == ("errors", "Log a concern")
    assert await submit() == ("push", "Who told us?")
    assert await submit() == ("update", "Saved")
    assert await submit() == (None, "Log a concern")
    assert await submit() == ("clear", None)


async def test_what_was_typed_survives_an_update(
    bot: AsyncApp, client: AsyncWebClient, playground: Playground, tom: Visitor
) -> None:
    seen: list[Any] = []

    @bot.action("more")
    async def more(ack: Any, body: Any, client: AsyncWebClient) -> None:
        longer = concern_form()
        longer["blocks"].append(ask("Who told us?", LINE, optional=True))
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=longer)
        await ack()

    @bot.view("concern")
    async def save(ack: Any, view: Any) -> None:
        seen.append(view["state"]["values"])
        await ack()

    asked = concern_form()
    asked["blocks"].append(actions(button("Somebody told us", "more")))
    await open_form(playground, client, asked)
    await tom.fill({"What happened?": "Gaps", "Kind": "Quality"})
    await tom.press("Somebody told us")
    await tom.fill({"Who told us?": "Margaret"})
    assert (await tom.submit()).ok
    assert seen[0]["what_happened"]["answer"]["value"] == "Gaps"
    assert seen[0]["who_told_us"]["answer"]["value"] == "Margaret"


async def test_an_answer_that_slack_cannot_show_keeps_the_form_and_tells_the_developer(
    bot: AsyncApp, client: AsyncWebClient, playground: Playground, tom: Visitor
) -> None:
    answers: Iterator[dict[str, Any]] = iter(
        [
            {"response_action": "errors", "errors": {"nowhere": "No such question."}},
            {"response_action": "update", "view": concern_form(title="a" * 25)},
        ]
    )

    @bot.view("concern")
    async def save(ack: Any) -> None:
        await ack(**next(answers))

    await open_form(playground, client, concern_form())
    await tom.fill({"What happened?": "Gaps", "Kind": "Quality"})
    first, second = await tom.submit(), await tom.submit()

    assert [first.error, second.error] == ["unusable_answer"] * 2
    assert first.shown == "We had some trouble connecting. Try again?"
    assert first.details["error"] == "invalid_errors"
    assert "/view/title/text" in second.details["response_metadata"]["messages"][0]
    assert await tom.modal() is not None


@pytest.mark.parametrize("pace", [IMPATIENT])
async def test_a_bot_that_is_too_slow_leaves_the_form_open(
    bot: AsyncApp, client: AsyncWebClient, playground: Playground, tom: Visitor
) -> None:
    patience_over = asyncio.Event()

    @bot.view("concern")
    async def save(ack: Any) -> None:
        await patience_over.wait()
        await ack()

    await open_form(playground, client, concern_form())
    await tom.fill({"What happened?": "Gaps", "Kind": "Quality"})
    answer = await tom.submit()
    patience_over.set()

    assert (answer.ok, answer.error) == (False, "operation_timeout")
    assert answer.shown == "We had some trouble connecting. Try again?"
    assert await tom.modal() is not None


async def test_a_form_on_top_hides_the_one_below(
    bot: AsyncApp, client: AsyncWebClient, playground: Playground, tom: Visitor
) -> None:
    closed: list[str] = []

    @bot.view_closed("concern")
    async def note(ack: Any, view: Any) -> None:
        closed.append(view["title"]["text"])
        await ack()

    below = await open_form(playground, client, concern_form(notify_on_close=True))
    top = concern_form(title="On top", notify_on_close=True, clear_on_close=True)
    await client.views_push(trigger_id=playground.slack.triggers.give(TOM), view=top)
    async with aiohttp.ClientSession() as session:
        address = f"{playground.control_url}/submit"
        body = {"as": TOM, "view_id": below["id"], "values": {}}
        answer = await (await session.post(address, json=body)).json()

    assert answer["error"] == "view_not_found"
    await tom.close()
    assert closed == ["On top"]
    assert await tom.modal() is None


async def test_menus_and_too_many_choices(
    bot: AsyncApp, client: AsyncWebClient, playground: Playground, tom: Visitor
) -> None:
    chosen: list[str] = []

    @bot.action("menu")
    async def note(ack: Any, action: Any) -> None:
        chosen.append(action["selected_option"]["value"])
        await ack()

    menu = {
        "type": "overflow",
        "action_id": "menu",
        "options": [option("Hand over", "over"), option("Hold", "hold")],
    }
    several = {
        "type": "multi_static_select",
        "max_selected_items": 1,
        "options": [option("A", "a"), option("B", "b")],
    }
    why = ask("Why?", {**LINE, "min_length": 5})
    await open_form(playground, client, form(ask("Which?", several), why, actions(menu)))
    assert (await tom.choose("menu", "Hold")).ok
    with pytest.raises(LookupError, match="not offered"):
        await tom.choose("menu", "Close")
    with pytest.raises(LookupError, match="asks nothing called"):
        await tom.fill({"Who?": "Tom"})
    await tom.fill({"Which?": ["A", "B"], "Why?": "Late"})
    refused = await tom.submit()

    assert chosen == ["hold"]
    assert refused.errors == {
        "which": "Please choose at most 1.",
        "why": "Please write at least 5 characters.",
    }
