"""What Slack refuses never breaks a story: the bot does without, and an administrator is told what to fix."""

import pytest

from domain.notices import NoticeState
from domain.rhythm import Speed
from playground import web_api
from playground.alderwick import ANITA, BOT, CARA, HELEN, PRIYA, SHARED
from playground.house import House
from tests.conftest import Furnished
from tests.engine.concerns import log_concern, raise_safeguarding
from tests.engine.leavers import FIRST_LINE, leave_slack
from tests.engine.stage import (
    UNHURRIED,
    cycles,
    heard,
    open_house,
    owe,
    posts,
    slack,
    states,
    texts,
    wait_out,
    word,
)


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough: what Slack refuses does not depend on it."""
    return furnished_sqlite


def told(house: House, words: str) -> list[str]:
    """What the administrator was told with these words in it."""
    return [text for text in texts(house, ANITA) if words in text]


async def test_without_permission_to_pin_the_hub_stands_unpinned_and_the_permission_is_named(
    sqlite_url: str,
) -> None:
    receipts_only = frozenset({"metadata.message:read"})
    async with House(sqlite_url, pace=UNHURRIED, optional_scopes=receipts_only) as house:
        await house.set_up()

        assert len(posts(house, SHARED)) == 1
        assert house.playground.workspace.channels[SHARED].pins == []
        assert len(told(house, "*Please give the app the permission pins:write")) == 1


async def leave(house: House) -> None:
    house.playground.workspace.channels[SHARED].members.remove(BOT)


async def archive(house: House) -> None:
    house.playground.workspace.channels[SHARED].is_archived = True


async def disappear(house: House) -> None:
    workspace = house.playground.workspace
    workspace.channels["C0ELSEWHERE"] = workspace.channels.pop(SHARED)


async def come_back(house: House) -> None:
    workspace = house.playground.workspace
    if "C0ELSEWHERE" in workspace.channels:
        workspace.channels[SHARED] = workspace.channels.pop("C0ELSEWHERE")
    channel = workspace.channels[SHARED]
    channel.is_archived = False
    if BOT not in channel.members:
        channel.members.append(BOT)


@pytest.mark.parametrize(
    ("lose", "asked"),
    [
        (leave, "Please invite the bot to a channel"),
        (archive, "Please link another channel"),
        (disappear, "Please invite the bot to a channel"),
    ],
)
async def test_a_channel_that_is_lost_keeps_its_message_until_it_is_back(
    house: House, lose: object, asked: str
) -> None:
    assert callable(lose)
    await lose(house)
    await owe(house, "shared", to=SHARED)
    await owe(house, "private")

    await house.settle()

    assert heard(house) == ["private"]
    assert (await word(house, "shared")).state is NoticeState.PARKED
    assert [SHARED in text for text in told(house, asked)] == [True]

    await come_back(house)
    await cycles(house, 300, every=60)

    assert heard(house, SHARED) == ["shared"]
    assert len(told(house, asked)) == 1


async def test_a_slack_that_does_not_know_a_method_is_done_without(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(web_api.METHODS, "conversations.members")
    await house.clock.rest(21)  # what was seen of the channel is then too old
    await owe(house, "shared", to=SHARED)
    await log_concern(house)

    await house.settle()

    assert heard(house, SHARED) == []
    assert [text for text in texts(house) if "Something was not posted in the shared channel" in text] != []
    assert [text for text in texts(house) if "Please take" in text] != []
    assert len(told(house, "“unknown_method” (conversations.members)")) == 1


async def test_without_permission_to_look_a_private_message_is_said_once_more_marked(
    furnished: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_house(furnished, optional_scopes=frozenset()) as house:
        await house.handrail.greeted()
        monkeypatch.delitem(web_api.METHODS, "conversations.history")
        slack(house, "drop_after_accept", "chat.postMessage", count=1)
        await owe(house, "private")

        await wait_out(house)

        assert heard(house) == ["private", "private"]
        assert len([text for text in texts(house) if text.startswith("Sent again")]) == 1


async def test_what_was_for_somebody_who_left_goes_to_the_lead_and_a_successor_is_asked_for(
    house: House,
) -> None:
    house.playground.workspace.people[CARA.user_id].deleted = True
    await owe(house, "orphan", to=CARA)

    await house.settle()

    assert heard(house, PRIYA) == ["orphan"]
    assert len(told(house, "Please add somebody in place of Cara Lund")) == 1


async def test_what_is_restricted_goes_up_its_own_route_and_nowhere_else_when_its_leads_have_left(
    house: House,
) -> None:
    leave_slack(house, *FIRST_LINE)

    await raise_safeguarding(house)
    await wait_out(house)

    told_of_it = {
        member
        for each in house.playground.workspace.channels.values()
        for message in each.messages
        if "SG-" in message.text
        for member in each.members
    }
    assert told_of_it == {HELEN.user_id, BOT}
    for who in FIRST_LINE:
        assert len(told(house, f"Please add somebody in place of {who.name}")) == 1


async def test_a_token_that_slack_no_longer_takes_loses_nothing(house: House) -> None:
    app = house.playground.slack.app
    good = app.bot_token
    object.__setattr__(app, "bot_token", "xoxb-another")
    await owe(house, "urgent", speed=Speed.URGENT)
    await house.handrail.engine.cycle()
    assert (await states(house))["parked"] == 1

    object.__setattr__(app, "bot_token", good)
    await cycles(house, 60, every=20)

    assert heard(house) == ["urgent"]
    assert len(told(house, "Please install the app in Slack again")) == 1
