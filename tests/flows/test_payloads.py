"""The judges of every flow test hear what they should, and would complain."""

from playground import alderwick
from playground.delivery import EVENT
from playground.house import House
from tests.flows.hearing import Hearing
from tests.flows.planted import play
from tests.flows.reporting import as_somebody_else, send_again
from tests.judges import kind_of


async def test_a_story_is_judged_in_both_directions_and_in_every_shape(
    sqlite_house: House,
) -> None:
    hearing = Hearing.of(sqlite_house)
    await play(sqlite_house)
    exchanges = sqlite_house.playground.slack.inspector.newest_first()
    pressed = next(
        h.body for h in hearing.heard if h.body.get("type") == "block_actions" and "message" in h.body
    )
    cara = as_somebody_else(sqlite_house, pressed, alderwick.CARA.user_id, alderwick.COUNCIL)
    await send_again(sqlite_house, cara)

    assert [each for each in exchanges if each["direction"] == "from_bot" and not each["ok"]] == []
    sent = {heard.what for heard in hearing.from_the_bot()}
    assert sent >= {
        "chat.postMessage",
        "chat.update",
        "conversations.open",
        "views.open",
        "views.push",
        "response_url",
        "acknowledgement interactive",
        "acknowledgement slash_commands",
    }
    told = {kind_of(heard.body) for heard in hearing.heard if heard.what.startswith("to_bot")}
    assert told >= {
        "slash_command",
        "block_actions_on_message",
        "block_actions_on_view",
        "view_submission",
        "message_action",
        "message.im",
        "message_metadata_posted",
    }
    assert hearing.complaints() == []


def test_the_judges_complain_of_what_slack_would_refuse() -> None:
    hearing = Hearing()
    hearing.take("chat.postMessage", {"channel": "C1", "text": "", "blocks": [{"type": "sectoin"}]})
    hearing.take("views.open", {"trigger_id": "1", "view": {"type": "modal", "blocks": []}})
    hearing.take("acknowledgement interactive", {"response_action": "errors", "errors": {}})
    hearing.take("to_bot interactive", {"type": "block_actions", "container": {"type": "message"}})
    hearing.take(f"to_bot {EVENT}", {"type": "event_callback", "event": {"type": "app_mention"}})
    hearing.take("chat.invented", {"channel": "C1"})

    complained = {complaint.split(":")[0] for complaint in hearing.complaints()}
    assert complained == {heard.what for heard in hearing.heard}
