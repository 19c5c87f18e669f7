"""What stories do is tested on SQLite; here all of them are played on both databases and must say the same."""

import re
from collections.abc import Sequence

from playground.house import House
from playground.workspace import Json
from tests.conftest import Furnished
from tests.flows.conftest import judged_house
from tests.flows.everything import play_everything
from tests.flows.hearing import FORMS, Hearing, without_ids
from tests.flows.planted import WORDS
from tests.storage.dump import dumped

Said = dict[str, list[str]]

DIRECT = re.compile(r"D0PG\d+")  # whose direct messages were opened first is chance
ITEM_NUMBER = re.compile(r'(?<=")\d+(?=: )')  # of what was found about somebody


async def everything_said(furnished: Furnished) -> tuple[Said, Sequence[str]]:
    """All messages as they stand in each conversation in the end, and all forms and windows in their order.

    A home tab is drawn beside what people do, so among forms its place is chance: all of them come last.
    """
    async with judged_house(furnished) as house:
        hearing = Hearing.of(house)
        await play_everything(house)
        forms, homes = (
            [in_any_order(heard.body) for heard in hearing.from_the_bot() if heard.what in kinds]
            for kinds in (FORMS, ("views.publish",))
        )
        return messages(house), [*forms, *sorted(homes)]


def in_any_order(body: Json) -> str:
    """A form without its ids; of what was raised at one moment, which stands first in a list is chance."""
    view = body["view"]
    blocks = sorted(ITEM_NUMBER.sub("#", without_ids(_unnumbered(block))) for block in view["blocks"])
    return DIRECT.sub("#", without_ids({**view, "blocks": blocks}))


def messages(house: House) -> Said:
    """What stands in each conversation, ids left out; whose direct messages were opened first is chance."""
    return {
        "+".join(sorted(channel.members)) if channel.is_im else channel.id: [
            without_ids({"text": each.text, "blocks": [_unnumbered(block) for block in each.blocks]})
            for each in channel.messages
        ]
        for channel in house.playground.workspace.channels.values()
    }


def _unnumbered(block: Json) -> Json:
    """A block without the number that Slack counts for it over all conversations."""
    return {**block, "block_id": ""}


async def test_every_story_says_the_same_on_either_database_and_nothing_typed_can_be_read_in_them(
    furnished_sqlite: Furnished, furnished_postgres: Furnished
) -> None:
    said, shown = await everything_said(furnished_sqlite)
    said_there, shown_there = await everything_said(furnished_postgres)

    assert sum(map(len, said.values())) > 100
    assert said_there == said
    assert len(shown) > 100
    assert shown_there == shown
    for place in (furnished_sqlite, furnished_postgres):
        taken_away = dumped(place.url)
        assert "concern_logged" in taken_away
        assert [word for word in WORDS if word in taken_away] == [], "nobody reads it without the keys"
