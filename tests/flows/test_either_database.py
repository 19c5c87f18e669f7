"""What stories do is tested on SQLite; here all of them are played on PostgreSQL too and must say the same."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from playground.workspace import Json, Workspace
from tests.flows.hearing import FORMS, without_ids
from tests.flows.planted import WORDS
from tests.flows.played import Played, play
from tests.storage.dump import dumped

Said = dict[str, list[str]]

DIRECT = re.compile(r"D0PG\d+")  # whose direct messages were opened first is chance
ITEM_NUMBER = re.compile(r'(?<=")\d+(?=: )')  # of what was found about somebody


def everything_said(played: Played) -> tuple[Said, Sequence[str]]:
    """All messages as they stand in each conversation in the end, and all forms and windows in their order.

    A home tab is drawn beside what people do, so among forms its place is chance: all of them come last.
    """
    forms, homes = (
        [in_any_order(heard.body) for heard in played.hearing.from_the_bot() if heard.what in kinds]
        for kinds in (FORMS, ("views.publish",))
    )
    return messages(played.workspace), [*forms, *sorted(homes)]


def in_any_order(body: Json) -> str:
    """A form without its ids; of what was raised at one moment, which stands first in a list is chance."""
    view = body["view"]
    blocks = sorted(ITEM_NUMBER.sub("#", without_ids(_unnumbered(block))) for block in view["blocks"])
    return DIRECT.sub("#", without_ids({**view, "blocks": blocks}))


def messages(workspace: Workspace) -> Said:
    """What stands in each conversation, ids left out; whose direct messages were opened first is chance."""
    return {
        "+".join(sorted(channel.members)) if channel.is_im else channel.id: [
            without_ids({"text": each.text, "blocks": [_unnumbered(block) for block in each.blocks]})
            for each in channel.messages
        ]
        for channel in workspace.channels.values()
    }


def _unnumbered(block: Json) -> Json:
    """A block without the number that Slack counts for it over all conversations."""
    return {**block, "block_id": ""}


@pytest.mark.timeout(600)
async def test_every_story_says_the_same_on_either_database_and_nothing_typed_can_be_read_in_them(
    sqlite_template: Path, tmp_path: Path, postgres_url: str
) -> None:
    """Improving together is not among these stories: its agreements are tried on both databases in its own tests."""
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    shutil.copy(sqlite_template, tmp_path / "here" / "handrail.db")
    played = await play(tmp_path / "here", f"sqlite:///{tmp_path / 'here' / 'handrail.db'}", improving=False)
    played_there = await play(tmp_path / "there", postgres_url, improving=False)
    said, shown = everything_said(played)
    said_there, shown_there = everything_said(played_there)
    assert played_there.hearing.complaints() == []

    assert sum(map(len, said.values())) > 100
    assert said_there == said
    assert len(shown) > 100
    assert shown_there == shown
    for url in (played.copied(tmp_path).url, postgres_url):
        taken_away = dumped(url)
        assert "concern_logged" in taken_away
        assert [word for word in WORDS if word in taken_away] == [], "nobody reads it without the keys"
