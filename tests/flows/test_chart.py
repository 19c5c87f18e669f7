"""Charts of a process: seen where Slack takes files, the same in words always, and through the gate as any message."""

from typing import Any

import pytest

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from playground.workspace import Message
from tests.conftest import Furnished
from tests.engine.stage import open_house
from tests.flows.action_story import london
from tests.flows.evaluation_story import IN_WORDS, SUMMARY
from tests.flows.reading_story import DOSES, FAMILIES, SURVEY, monitored, read_out
from tests.flows.reporting import INTERNAL

PNG = b"\x89PNG\r\n\x1a\n"
IN_ALL_WORDS = f"“{DOSES}”: 95 % on Tuesday 29 December 2026 (started at 91 %, target 98 %)."


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough: what is proven is what is said where."""
    return furnished_sqlite


async def two_months(house: House, joanne: Visitor) -> str:
    """Record November, and December without the families' survey; return the process's reference."""
    improvement_id, _ = await monitored(house)
    await house.move_to(london(26, 11))
    await read_out(house, joanne, "93", "61", "52")
    await joanne.close()
    await house.move_to(london(29, 12))
    await read_out(house, joanne, "95", "70", because=SURVEY)
    return await house.handrail.services.database.read(
        lambda work: work.improvements.get(improvement_id).reference
    )


async def share(house: House, priya: Visitor, reference: str) -> None:
    """Evaluate the process, confirm what is suggested, and share it."""
    await priya.command("/evaluate", INTERNAL, reference)
    await priya.submit()
    await priya.fill({SUMMARY: IN_WORDS})
    await priya.submit()
    await priya.press("Share with all parties")
    await priya.submit()
    await house.settle()


def pictures(message: Message) -> list[dict[str, Any]]:
    """The pictures of a message."""
    return [block for block in message.blocks if block["type"] == "image"]


def said_to(house: House, who: alderwick.Character) -> list[Message]:
    """What the bot said to somebody, oldest first."""
    channel = house.playground.workspace.direct_messages(who.user_id)
    assert channel is not None
    return channel.messages


@pytest.mark.criterion("CPC424-P13")
@pytest.mark.criterion("CPC424-P14")
async def test_every_party_sees_the_chart_below_the_words_and_it_is_uploaded_once(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    reference = await two_months(house, joanne)
    await share(house, priya, reference)

    shared = said_to(house, alderwick.JOANNE)[-1]
    [picture] = pictures(shared)
    assert IN_ALL_WORDS in shared.text
    alt = picture["alt_text"]
    assert (
        f"{DOSES}: started at 91 % on Tuesday 8 September 2026, target 98 %, the higher the better; "
        "Thursday 26 November 2026 93 %, Tuesday 29 December 2026 95 %" in alt
    )
    assert f"{FAMILIES}: started at 40 %" in alt
    assert "Tuesday 29 December 2026 missing" in alt
    assert reference in picture["title"]["text"]
    files = house.playground.slack.files.by_id
    assert [picture["slack_file"]["id"]] == list(files)
    assert files[picture["slack_file"]["id"]].content.startswith(PNG)
    [of_sam] = pictures(said_to(house, alderwick.SAM)[-1])
    assert of_sam["slack_file"] == picture["slack_file"], "the same file, not another one"

    await joanne.press("Received", "direct")
    await house.settle()
    [edited] = pictures(said_to(house, alderwick.JOANNE)[-1])
    assert edited["slack_file"] == picture["slack_file"], "an edit keeps it"
    channels = house.playground.workspace.channels.values()
    assert not [each for c in channels if not c.is_im for each in c.messages if pictures(each)]


async def test_without_the_permission_the_words_go_all_the_same(furnished_sqlite: Furnished) -> None:
    async with open_house(furnished_sqlite, optional_scopes=frozenset({"pins:write"})) as house:
        await house.handrail.greeted()
        priya, joanne = house.visitor(alderwick.PRIYA), house.visitor(alderwick.JOANNE)
        reference = await two_months(house, joanne)
        await share(house, priya, reference)

        shared = said_to(house, alderwick.JOANNE)[-1]
        assert IN_ALL_WORDS in shared.text
        assert pictures(shared) == []


async def test_whoever_may_evaluate_sees_the_charts_before_anything_is_shared(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    reference = await two_months(house, joanne)
    await priya.command("/evaluate", INTERNAL, reference)
    await priya.submit()
    await priya.close()
    await priya.command("/evaluate", INTERNAL, "list")
    await priya.press("Open")
    await priya.press("Send me the charts")
    await house.settle()

    sent = said_to(house, alderwick.PRIYA)[-1]
    assert len(pictures(sent)) == 1
    assert IN_ALL_WORDS in sent.text
    assert not [each for each in said_to(house, alderwick.JOANNE) if pictures(each)]
