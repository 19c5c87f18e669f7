"""What stories do is tested on SQLite; here all of them are played on PostgreSQL too and must say the same."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from playground.workspace import Json, Workspace
from tests.flows.hearing import FORMS, without_ids
from tests.flows.planted import WORDS
from tests.flows.played import Played, play
from tests.storage.dump import dumped

Said = dict[str, list[str]]

COUNTED = re.compile(
    r"[DF]0PG\d+"
)  # whose direct messages were opened first, or which picture drawn, is chance
ITEM_NUMBER = re.compile(r'(?<=")\d+(?=: )')  # of what was found about somebody
REFERENCE = re.compile(
    r"\b[A-Z]{1,3}-[2-9A-HJ-NP-Z]{4}\b"
)  # which of several made at one moment has which is chance
MARK = re.compile(r"marked-\d+")  # of several kept at one moment, which are shown first is chance
SECRET = re.compile(r"[^/\s]+/(?:exports|calendar)/[\w-]+")  # the address of a page, drawn anew each time
SEEN = re.compile(r'(?<=seen\\":\\")[0-9a-f]{16}')  # a sum over ids


def everything_said(played: Played) -> tuple[Said, Sequence[str]]:
    """All messages as they stand in each conversation in the end, and all forms and windows in their order.

    A home tab is drawn beside what people do, so among forms its place is chance: all of them come last.
    """
    forms, homes = (
        [in_any_order(heard.body) for heard in played.hearing.from_the_bot() if heard.what in kinds]
        for kinds in (FORMS, ("views.publish",))
    )
    return messages(played.said), [*forms, *sorted(homes)]


def in_any_order(body: Json) -> str:
    """A form without its ids; of what was raised at one moment, which stands first in a list is chance."""
    view = _unlisted(body["view"])
    blocks = sorted(ITEM_NUMBER.sub("#", _plain(_unnumbered(block))) for block in view["blocks"])
    return _plain({**view, "blocks": blocks})


def _unlisted(node: Any) -> Any:
    """The same with the lines of each text, and the choices of each question, in the order of their letters."""
    if isinstance(node, dict):
        return {name: _unlisted(each) for name, each in node.items()}
    if isinstance(node, list):
        inner = [_unlisted(each) for each in node]
        return (
            sorted(inner, key=_plain)
            if all(isinstance(each, dict) and "value" in each for each in inner)
            else inner
        )
    return "\n".join(sorted(_undrawn(node).split("\n"))) if isinstance(node, str) else node


def _plain(body: Any) -> str:
    """As text, without ids and without whatever else is drawn by lot."""
    return SEEN.sub("#", _undrawn(without_ids(body)))


def _undrawn(text: str) -> str:
    for drawn in (COUNTED, REFERENCE, SECRET, MARK):
        text = drawn.sub("#", text)
    return text


def messages(workspace: Workspace) -> Said:
    """What stands in each conversation, ids left out; whose direct messages were opened first is chance."""
    return {
        "+".join(sorted(channel.members)) if channel.is_im else channel.id: [
            _plain({"text": each.text, "blocks": [_unnumbered(block) for block in each.blocks]})
            for each in channel.messages
        ]
        for channel in workspace.channels.values()
    }


def _unnumbered(block: Json) -> Json:
    """A block without the number that Slack counts for it over all conversations."""
    return {**block, "block_id": ""}


@pytest.mark.timeout(1800)
async def test_every_story_says_the_same_on_either_database_and_nothing_typed_can_be_read_in_them(
    played: Played, tmp_path: Path, postgres_url: str
) -> None:
    """Compared is what stands in each conversation in the end, in its order, and every form: no moment of either."""
    (tmp_path / "there").mkdir()
    played_there = await play(tmp_path / "there", postgres_url, look_for_marks=False)
    (said, shown), (said_there, shown_there) = everything_said(played), everything_said(played_there)
    assert played_there.hearing.complaints() == []

    assert sum(map(len, said.values())) > 200
    assert said_there == said
    assert len(shown) > 400
    assert shown_there == shown
    for url in (played.copied(tmp_path).url, postgres_url):
        taken_away = dumped(url)
        assert "concern_logged" in taken_away
        assert [word for word in WORDS if word in taken_away] == [], "nobody reads it without the keys"
