"""The judges of every flow test hear what they should, and would complain."""

import re

from playground.delivery import EVENT, INTERACTION
from tests.flows.hearing import Heard, Hearing
from tests.flows.played import Played
from tests.judges import kind_of

SENT = f"to_bot {INTERACTION}"
"""A press, or a form sent."""

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


def test_after_every_form_whoever_sent_it_reads_that_it_is_kept_or_sees_their_message_change(
    played: Played,
) -> None:
    silent, place = [], dict[str, tuple[str, str]]()
    for at, each in enumerate(played.heard):
        if each.what != SENT:
            continue
        user, container = each.body["user"]["id"], each.body.get("container") or {}
        if each.body["type"] == "block_actions":
            place[user] = (container.get("channel_id", ""), container.get("message_ts", ""))
        if each.body["type"] == "view_submission":
            after = _until_they_act_again(played.heard[at + 1 :], user)
            answer = next(later for later in after if later.what in {SENT, "acknowledgement interactive"})
            if not _says_it(answer, place.get(user, ("", "")), after):
                silent.append(each.body["view"]["callback_id"])

    assert silent == []


def _until_they_act_again(after: list[Heard], user: str) -> list[Heard]:
    """What was heard before somebody pressed or sent anything more: what comes later they have not seen at once."""
    acts = (at for at, each in enumerate(after) if each.what == SENT and each.body["user"]["id"] == user)
    return after[: next(acts, len(after))]


def _says_it(answer: Heard, opened_from: tuple[str, str], after: list[Heard]) -> bool:
    """Say whether an answer to a form shows something, or the message that it was opened from is edited."""
    if answer.body.get("response_action") != "clear":
        return answer.body.get("response_action") in {"update", "push", "errors"}
    edited = [(each.body["channel"], each.body["ts"]) for each in after if each.what == "chat.update"]
    return opened_from in edited


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
