"""The judges of every flow test hear what they should, and would complain."""

import re

from playground.delivery import EVENT
from tests.flows.hearing import Hearing
from tests.flows.played import Played
from tests.judges import kind_of

CODE_ALONE = re.compile(r"[A-Z]+-[0-9A-Z]{4,}")


def test_every_story_is_judged_in_both_directions_and_in_every_shape(played: Played) -> None:
    hearing = played.hearing

    assert played.refused == []
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
    views = [view for heard in hearing.from_the_bot() if isinstance(view := heard.body.get("view"), dict)]
    titles = {view["title"]["text"] for view in views if view["type"] == "modal"}
    assert "Improvement" in {title.split()[0] for title in titles}
    assert not [each for each in titles if CODE_ALONE.fullmatch(each)], "a code alone tells nobody anything"


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
