"""Forms: how long one may be asked for, how many lie on each other, who may change one."""

from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from playground.visitor import Visitor
from tests.playground.alderwick import TOM
from tests.playground.hand_clock import HandClock
from tests.playground.little_bot import concern_form, form, open_form, section
from tests.playground.refusals import refusal, refused_with


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


async def test_two_people_have_each_their_own_forms(
    client: AsyncWebClient, playground: Playground, tom: Visitor, joanne: Visitor
) -> None:
    await open_form(playground, client, concern_form())

    assert await joanne.modal() is None
    assert await tom.modal() is not None
