"""The record is sealed as the day goes on, and what goes back while the bot serves is said within a minute."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from playground import alderwick
from playground.house import House, seals_file_of
from storage.seals_file import SealsFile
from tests.conftest import Furnished
from tests.engine.stage import open_house
from tests.flows.reporting import QUALITY, report
from tests.storage.samples import beside
from tests.storage.tampering import alter

HOUR = timedelta(hours=1)


def sealed_at(furnished: Furnished) -> list[str]:
    """The hours of the seals in the file."""
    return [json.loads(line)["sealed_at"][11:13] for line in SealsFile(seals_file_of(furnished.url)).lines()]


async def on(house: House, moment: timedelta) -> None:
    await house.move_to(house.clock.now() + moment)


async def test_what_moved_is_sealed_within_the_hour_and_nothing_where_nothing_moved(
    furnished: Furnished,
) -> None:
    async with open_house(furnished) as house:
        before = len(sealed_at(furnished))
        await report(house.visitor(alderwick.TOM), QUALITY, "Gaps in the charts")
        await on(house, HOUR)
        await on(house, HOUR / 60)
        after_first = len(sealed_at(furnished))
        await on(house, HOUR / 60)
        assert after_first == before + 1
        assert len(sealed_at(furnished)) == after_first


@pytest.mark.criterion("CPC424-P11")
async def test_entries_and_head_put_back_together_while_the_bot_serves_are_told_to_administrators(
    furnished_sqlite: Furnished,
) -> None:
    engine = beside(furnished_sqlite.url)
    async with open_house(furnished_sqlite) as house:
        await house.settle()
        with engine.connect() as connection:
            asked = text("SELECT stream, number, digest FROM chronology_head")
            heads = {row.stream: row for row in connection.execute(asked)}
        await report(house.visitor(alderwick.TOM), QUALITY, "Gaps in the charts")
        await on(house, HOUR / 60)
        for head in heads.values():
            alter(
                engine,
                "DELETE FROM chronology_entry WHERE stream = :stream AND stream_number > :number",
                "UPDATE chronology_head SET number = :number, digest = :digest WHERE stream = :stream",
                **head._mapping,
            )
        await on(house, HOUR / 60)
        told = await house.visitor(alderwick.ANITA).direct_messages()

    assert any("the database is an older one" in words for words in told), told
