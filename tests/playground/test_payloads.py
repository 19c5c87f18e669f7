"""What the stand-in tells the bot has the shape that Slack publishes, and names both teams of an outsider."""

import re
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground import channel_changes
from playground.server import Playground
from playground.visitor import Visitor
from tests.judges import check_inbound
from tests.playground import alderwick
from tests.playground.alderwick import COUNCIL, INTERNAL, JOANNE, LEADS, PROVIDER, SHARED, TOM
from tests.playground.little_bot import (
    LINE,
    actions,
    ask,
    button,
    concern_form,
    form,
    option,
    section,
    select,
    words,
)

Heard = list[dict[str, Any]]


EVERYTHING = re.compile(".*")
EVENTS = (
    "app_mention",
    "app_home_opened",
    "message",
    "message_metadata_posted",
    "member_joined_channel",
    "member_left_channel",
    "channel_shared",
    "channel_unshared",
    "channel_id_changed",
    "channel_archive",
    "channel_unarchive",
    "channel_left",
    "group_archive",
    "group_unarchive",
    "group_left",
)
FORM = concern_form(notify_on_close=True, private_metadata="{}")
EVERY_QUESTION = form(
    ask("Words", LINE, optional=True),
    ask("One", select("Yes", "No")),
    ask("Several", {"type": "checkboxes", "options": [option("A", "a"), option("B", "b")]}),
    ask("Many", {"type": "multi_static_select", "options": [option("A", "a"), option("B", "b")]}),
    ask("Either", {"type": "radio_buttons", "options": [option("A", "a"), option("B", "b")]}),
    ask("Day", {"type": "datepicker"}),
    ask("Hour", {"type": "timepicker"}),
    ask("Moment", {"type": "datetimepicker"}),
    ask("Count", {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}),
    ask("Address", {"type": "email_text_input"}),
    ask("Files", {"type": "file_input"}, optional=True),
)
CHOOSE = {**select("Open", "Late"), "action_id": "filter", "placeholder": words("Which?")}
PANEL = [section("Report"), actions(button("Report a concern", "open"), CHOOSE)]


@pytest.fixture
def heard(bot: AsyncApp) -> Heard:
    """Every body that reaches the bot. It acknowledges all of them, and opens a form where it is asked to."""
    bodies: Heard = []

    @bot.middleware
    async def listen(body: dict[str, Any], client: AsyncWebClient, next_: Any) -> None:
        bodies.append(body)
        opener = body.get("actions", [{}])[0].get("action_id") == "open" or body.get("command")
        if opener:
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await next_()

    async def yes(ack: Any) -> None:
        await ack()

    for constraint in (bot.command, bot.action, bot.shortcut):
        constraint(EVERYTHING)(yes)
    bot.view(EVERYTHING)(yes)
    bot.view_closed(EVERYTHING)(yes)
    for event in EVENTS:
        bot.event(event)(yes)
    return bodies


async def test_a_command_has_slacks_shape(heard: Heard, tom: Visitor) -> None:
    await tom.command(
        "/concern", channel="alderwick-internal", text="about @Priya Nair, <@U0JOANNEF> & others"
    )

    (body,) = heard
    assert check_inbound("slash_command", body) == []
    assert body["team_id"] == COUNCIL
    assert body["text"] == "about <@U0PRIYANAIR|priya.nair>, <@U0JOANNEF|joanne.field> &amp; others"
    assert body["channel_name"] == "alderwick-internal"


async def test_an_outsiders_press_names_our_team_and_theirs(
    heard: Heard, client: AsyncWebClient, joanne: Visitor
) -> None:
    posted = await client.chat_postMessage(channel=SHARED, text="Report", blocks=PANEL)
    await joanne.choose("Which?", "Late")
    await joanne.press("Report a concern")

    chosen, pressed = heard
    assert [check_inbound("block_actions_on_message", body) for body in heard] == [[], []]
    assert chosen["actions"][0]["selected_option"]["value"] == "late"
    assert pressed["state"]["values"]["acts"]["filter"]["selected_option"]["value"] == "late"
    assert (pressed["team"]["id"], pressed["user"]["team_id"]) == (COUNCIL, PROVIDER)
    assert pressed["message"]["ts"] == posted["ts"]
    assert pressed["actions"][0]["value"] == "C-7Q2K"


async def test_an_outsiders_form_names_their_team_and_ours_inside(
    heard: Heard, client: AsyncWebClient, joanne: Visitor
) -> None:
    await client.chat_postMessage(channel=SHARED, text="Report", blocks=PANEL)
    await joanne.press("Report a concern")
    await joanne.fill({"What happened?": "Two doses missed", "Kind": "Quality"})
    assert (await joanne.submit()).ok

    body = heard[-1]
    assert check_inbound("view_submission", body) == []
    assert (body["team"]["id"], body["user"]["team_id"]) == (PROVIDER, PROVIDER)
    assert body["view"]["app_installed_team_id"] == COUNCIL
    values = body["view"]["state"]["values"]
    assert values["seen_on"]["answer"] == {"type": "datepicker", "selected_date": None}


async def test_every_kind_of_question_is_answered_in_slacks_form(
    heard: Heard, client: AsyncWebClient, tom: Visitor, playground: Playground
) -> None:
    trigger = playground.slack.triggers.give(TOM)
    await client.views_open(trigger_id=trigger, view=EVERY_QUESTION)
    await tom.fill({"One": "No", "Several": ["A", "B"], "Many": ["B"], "Either": "A", "Day": "2026-09-10"})
    await tom.fill(
        {"Hour": "17:00", "Moment": "2026-09-10T17:00:00+01:00", "Count": "4", "Address": "a@b.example"}
    )
    answer = await tom.submit()
    assert answer.ok, answer

    body = heard[-1]
    assert check_inbound("view_submission", body) == []
    values = {name: entry["answer"] for name, entry in body["view"]["state"]["values"].items()}
    assert values["words"] == {"type": "plain_text_input", "value": None}
    assert [chosen["value"] for chosen in values["several"]["selected_options"]] == ["a", "b"]
    assert values["hour"]["selected_time"] == "17:00"
    assert values["moment"]["selected_date_time"] == 1789056000
    assert values["count"]["value"] == "4"
    assert values["files"]["files"] == []


async def test_a_closed_form_and_a_press_inside_one_have_slacks_shape(
    heard: Heard, client: AsyncWebClient, tom: Visitor, playground: Playground
) -> None:
    inside = form(ask("Why?", LINE, optional=True), *PANEL, notify_on_close=True)
    await client.views_open(trigger_id=playground.slack.triggers.give(TOM), view=inside)
    await tom.fill({"Why?": "half a sentence"})
    await tom.choose("Which?", "Late")
    await tom.close()

    pressed, closed = heard
    assert check_inbound("block_actions_on_view", pressed) == []
    assert pressed["view"]["state"]["values"]["why"]["answer"]["value"] == "half a sentence"
    assert "response_url" not in pressed
    assert check_inbound("view_closed", closed) == []


async def test_shortcuts_have_slacks_shape(heard: Heard, client: AsyncWebClient, tom: Visitor) -> None:
    await client.chat_postMessage(channel=INTERNAL, text="The pharmacy changed packs")
    assert (await tom.shortcut("log")).ok
    assert (await tom.message_shortcut("keep", "alderwick-internal", "pharmacy")).ok

    assert check_inbound("shortcut", heard[0]) == []
    assert check_inbound("message_action", heard[1]) == []
    assert heard[1]["message"]["text"] == "The pharmacy changed packs"


async def test_events_have_slacks_shape(
    heard: Heard, client: AsyncWebClient, tom: Visitor, joanne: Visitor, playground: Playground
) -> None:
    slack = playground.slack
    await joanne.say("alderwick-shared", "@Handrail what is open?")
    await tom.say_to_the_bot("Hello")
    proof = {"event_type": "delivery", "event_payload": {"id": "d-1"}}
    await client.chat_postMessage(channel=SHARED, text="Hub", metadata=proof)
    await playground.settle()
    guest = slack.workspace.people[alderwick.GUEST]
    priya = slack.workspace.people[alderwick.PRIYA]
    await channel_changes.join(slack, guest, {"channel": SHARED})
    await channel_changes.share(slack, priya, {"channel": INTERNAL, "team": PROVIDER})
    await channel_changes.unshare(slack, priya, {"channel": INTERNAL, "team": PROVIDER})
    moved = await channel_changes.change_id(slack, priya, {"channel": LEADS})
    for channel in (INTERNAL, str(moved["channel"])):
        await channel_changes.archive(slack, priya, {"channel": channel})
        await channel_changes.unarchive(slack, priya, {"channel": channel})
        await channel_changes.leave(slack, slack.bot, {"channel": channel})

    bodies = {body["event"]["type"]: body for body in heard}
    kinds = {name: "message.im" if name == "message" else name for name in bodies}
    assert [check_inbound(kinds[name], body) for name, body in bodies.items()] == [[]] * len(bodies)
    assert set(kinds.values()) == alderwick.app().bot_events
    assert len({body["event_id"] for body in heard}) == len(heard)
    mention = bodies["app_mention"]
    assert mention["event"]["text"] == "<@U0PLAYGROUND> what is open?"
    assert (mention["event"]["user"], mention["event"]["user_team"]) == (JOANNE, PROVIDER)
    assert mention["is_ext_shared_channel"] is True
    assert bodies["message_metadata_posted"]["event"]["metadata"] == proof
