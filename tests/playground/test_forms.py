"""Forms: how long one may be asked for, how many lie on each other, and what an answer to one does."""

import asyncio
from collections.abc import Iterator
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from playground.visitor import Visitor
from tests.playground.alderwick import TOM
from tests.playground.hand_clock import HandClock
from tests.playground.little_bot import LINE, actions, ask, button, concern_form, form, section
from tests.playground.refusals import refusal, refused_with


async def open_form(playground: Playground, client: AsyncWebClient, view: dict[str, Any]) -> dict[str, Any]:
    """Put a form before Tom, as an app does that he just asked for it."""
    trigger = playground.slack.triggers.give(TOM)
    opened: dict[str, Any] = (await client.views_open(trigger_id=trigger, view=view))["view"]
    return opened


async def test_a_form_may_be_asked_for_once_within_three_seconds(
    client: AsyncWebClient, playground: Playground, clock: HandClock
) -> None:
    triggers = playground.slack.triggers
    late, in_time = triggers.give(TOM), triggers.give(TOM)

    clock.wait(2.9)
    assert (await client.views_open(trigger_id=in_time, view=concern_form()))["ok"]
    again = client.views_open(trigger_id=in_time, view=concern_form())
    assert await refused_with(again) == "exchanged_trigger_id"
    clock.wait(0.2)
    assert await refused_with(client.views_open(trigger_id=late, view=concern_form())) == "expired_trigger_id"
    unknown = client.views_open(trigger_id="1.2.3", view=concern_form())
    assert await refused_with(unknown) == "invalid_trigger_id"


async def test_a_faulty_form_does_not_use_the_trigger_up(
    client: AsyncWebClient, playground: Playground
) -> None:
    trigger = playground.slack.triggers.give(TOM)
    body = await refusal(
        client.views_open(trigger_id=trigger, view=concern_form(title="Log a concern about a home"))
    )

    assert body["error"] == "invalid_arguments"
    assert "/view/title/text" in body["response_metadata"]["messages"][0]
    assert (await client.views_open(trigger_id=trigger, view=concern_form()))["ok"]


async def test_three_forms_lie_on_each_other_and_no_fourth(
    client: AsyncWebClient, playground: Playground, tom: Visitor
) -> None:
    give = playground.slack.triggers.give
    assert await refused_with(client.views_push(trigger_id=give(TOM), view=concern_form())) == "not_found"
    first = await open_form(playground, client, concern_form())
    second = (await client.views_push(trigger_id=give(TOM), view=form(section("Two"), title="Two")))["view"]
    third = (await client.views_push(trigger_id=give(TOM), view=form(section("Three"), title="Three")))[
        "view"
    ]

    fourth = client.views_push(trigger_id=give(TOM), view=concern_form())
    assert await refused_with(fourth) == "push_limit_reached"
    assert (third["root_view_id"], third["previous_view_id"]) == (first["id"], second["id"])
    modal = await tom.modal()
    assert modal is not None
    assert modal.title == "Three"
    await tom.close()
    modal = await tom.modal()
    assert modal is not None
    assert modal.title == "Two"


async def test_a_form_is_brought_up_to_date_only_by_who_saw_it_last(
    client: AsyncWebClient, playground: Playground, tom: Visitor
) -> None:
    first = await open_form(playground, client, concern_form(external_id="one"))
    await client.views_update(view_id=first["id"], hash=first["hash"], view=concern_form(title="Saved"))

    late = client.views_update(view_id=first["id"], hash=first["hash"], view=concern_form(title="Late"))
    assert await refused_with(late) == "hash_conflict"
    gone = client.views_update(view_id="V0GONE", view=concern_form())
    assert await refused_with(gone) == "not_found"
    modal = await tom.modal()
    assert modal is not None
    assert modal.title == "Saved"


async def test_a_name_of_the_apps_own_is_for_one_form(client: AsyncWebClient, playground: Playground) -> None:
    await open_form(playground, client, concern_form(external_id="one"))
    twice = client.views_push(
        trigger_id=playground.slack.triggers.give(TOM), view=concern_form(external_id="one")
    )

    assert await refused_with(twice) == "duplicate_external_id"
    assert (await client.views_update(external_id="one", view=concern_form(title="By name")))["ok"]


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


async def test_two_people_have_each_their_own_forms(
    client: AsyncWebClient, playground: Playground, tom: Visitor, joanne: Visitor
) -> None:
    await open_form(playground, client, concern_form())

    assert await joanne.modal() is None
    assert await tom.modal() is not None
