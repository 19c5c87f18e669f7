"""The story as `make story` plays it: every message expected, none that is not.

One database is enough: tests/flows/test_either_database.py plays every button and form on both.
"""

import pytest

from playground import alderwick
from playground.house import House
from playground.server import Pace
from playground.story import play
from playground.telling import StoryBroken, Teller


@pytest.mark.criterion("CPC424-P1")
@pytest.mark.criterion("CPC424-P2")
@pytest.mark.criterion("CPC424-P3")
@pytest.mark.criterion("CPC424-P6")
@pytest.mark.criterion("CPC424-P9")
@pytest.mark.criterion("CPC424-P12")
@pytest.mark.criterion("CPC424-P13")
@pytest.mark.criterion("CPC424-P14")
@pytest.mark.criterion("CPC424-P15")
@pytest.mark.criterion("CPC424-P16")
async def test_the_story_holds(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    await play(sqlite_url)
    told = capsys.readouterr().out
    assert "Tue 08 Sep 2026 10:20  Tom Hadley, #alderwick-internal: /concern" in told
    assert "→ #alderwick-shared: @Joanne Field: quality matter" in told
    assert "Sat 19 Sep 2026 02:31  Helen Marsh, direct: [I have this]" in told
    assert "Third concern about medicines in 90 days" in told
    assert "Tuesday 29 December 2026" in told
    assert "could not be read. This is a gap, not a nought." in told
    assert "Alderwick Care is waiting for us" in told
    assert "suggest “close to target”" in told
    assert "until Thursday 11 February 2027" in told
    assert told.index("all agreed to the action plan, version 1") < told.index("the action plan, version 2")
    assert "Tue 08 Jun 2027 10:00  Priya Nair, form: [Close this]" in told
    assert told.count("Next: see below what is said not to be right") == 1  # once decided, it is no next step


async def test_a_message_that_nobody_expected_breaks_the_story(sqlite_url: str) -> None:
    async with House(sqlite_url, pace=Pace(burst=None)) as house:
        await house.set_up()
        story = Teller(house)
        await story.command(alderwick.TOM, "alderwick-internal", "/concern")
        answers = {"What kind of concern is it?": "Quality or contract", "What happened?": "Gaps"}
        with pytest.raises(StoryBroken, match="nobody expected this in Priya Nair"):
            await story.form(alderwick.TOM, answers)


async def test_a_message_that_never_comes_breaks_the_story(sqlite_url: str) -> None:
    async with House(sqlite_url, pace=Pace(burst=None)) as house:
        await house.set_up()
        story = Teller(house)
        with pytest.raises(StoryBroken, match="never said"):
            await story.move_to("2026-09-08 12:00", expect={"Priya Nair": "something"})
