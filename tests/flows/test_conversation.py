"""Writing to the bot: it answers with its buttons, and keeps nothing of what was written."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from playground import alderwick
from playground.delivery import EVENT, Parcel
from playground.house import House
from playground.visitor import Visitor
from tests.flows.conftest import UNHURRIED
from tests.flows.hearing import Hearing, Json
from tests.flows.setting_up import SHARED, comes_in, nia, window

SAID = "Mrs Ferncombe in room 4 has not had her tablets"


async def test_a_mention_is_answered_in_its_thread_with_the_buttons(joanne: Visitor) -> None:
    await joanne.say(SHARED, f"@Handrail {SAID}")

    *_, written, answer = await joanne.messages(SHARED)
    assert SAID in written
    assert answer.startswith("*If what you wrote is about somebody, please delete it:")
    assert answer.endswith("My open items\nAsk for help\nI have a code\nNote a data incident")
    conversation = next(each for each in (await joanne.view())["conversations"] if each["name"] == SHARED)
    assert [len(message["replies"]) for message in conversation["messages"]] == [0, 1]


async def test_the_buttons_of_the_answer_work(joanne: Visitor) -> None:
    await joanne.say(SHARED, "@Handrail help")
    await joanne.press("My open items", SHARED)

    assert "Your contracts" in await window(joanne)


async def test_a_direct_message_is_told_kindly_that_it_is_no_report(tom: Visitor) -> None:
    await tom.say_to_the_bot(SAID)

    answer = (await tom.direct_messages())[-1]
    assert answer.startswith("*This is not a report, and Handrail keeps nothing of it: please press a button")
    assert "If your message is about somebody, please delete it: hold or point at it" in answer
    assert "The emergency duty team is on 01632 960 404." in answer
    assert answer.endswith("Ask for help\nI have a code\nNote a data incident")


async def test_a_word_or_two_is_no_story(tom: Visitor, joanne: Visitor) -> None:
    await tom.say_to_the_bot("Good morning")
    await joanne.say(SHARED, "@Handrail help please")

    answers = [(await tom.direct_messages())[-1], (await joanne.messages(SHARED))[-1]]
    assert [answer for answer in answers if "data incident" in answer or "hold or point" in answer] == []


async def test_an_outsider_and_an_unknown_person_can_write_too(house: House, joanne: Visitor) -> None:
    stranger = await comes_in(house, nia())
    await joanne.say_to_the_bot(SAID)
    await stranger.say_to_the_bot(SAID)

    assert (await joanne.direct_messages())[-1].endswith("I have a code\nNote a data incident")
    answer = (await stranger.direct_messages())[-1]
    assert answer.endswith("Someone may be at risk\nReport a concern\nI have a code\nAsk to be added")
    assert "Alderwick" not in "".join(await stranger.direct_messages())


async def test_nothing_of_what_is_written_is_kept_said_again_or_logged(
    house: House, hearing: Hearing, tom: Visitor, joanne: Visitor, capfd: pytest.CaptureFixture[str]
) -> None:
    await tom.say_to_the_bot(SAID)
    await joanne.say(SHARED, f"@Handrail {SAID}")
    await house.settle()

    assert "Ferncombe" not in await everything_kept(house)
    assert "Ferncombe" not in "".join(str(heard.body) for heard in hearing.from_the_bot())
    captured = capfd.readouterr()
    assert "Ferncombe" not in captured.out + captured.err


async def everything_kept(house: House) -> str:
    """Every row of every table."""

    def read(work: Any) -> str:
        session = work._session
        tables = SQLModel.metadata.sorted_tables
        return "\n".join(
            str(row)
            for table in tables
            for row in session.execute(text(f"SELECT * FROM {table.name}"))  # noqa: S608
        )

    kept = await house.handrail.services.database.read(read)
    assert "Joanne Field" in kept
    return kept


def written_by(who: Visitor, hearing: Hearing) -> Json:
    """The one event by which Slack told the bot what somebody wrote."""
    events = [each.body for each in hearing.heard if "event" in each.body]
    [told] = [
        each
        for each in events
        if each["event"]["type"] == "message" and each["event"].get("user") == who.user_id
    ]
    return told


@pytest.mark.parametrize(
    "changed",
    [
        {"subtype": "message_changed", "hidden": True},
        {"subtype": "message_deleted"},
        {"bot_id": "B0OTHER"},
        {"edited": {"user": alderwick.TOM.user_id, "ts": "1"}},
    ],
)
async def test_edits_and_the_words_of_apps_are_left_unanswered(
    house: House, hearing: Hearing, tom: Visitor, changed: dict[str, object]
) -> None:
    await tom.say_to_the_bot("Good morning")
    event = written_by(tom, hearing)
    before = len(await tom.direct_messages())

    again = {**event, "event_id": "Ev0AGAIN", "event": {**event["event"], **changed}}
    answer = await house.playground.slack.line.ask(Parcel(EVENT, "the same, changed", again))

    assert answer.ok
    assert len(await tom.direct_messages()) == before


async def test_a_picture_sent_as_evidence_is_answered_like_words(database_url: str) -> None:
    async with House(database_url, pace=UNHURRIED) as house:
        hearing = Hearing.of(house)  # not judged: the judges know no shape of a message with a picture
        await house.set_up()
        tom = house.visitor(alderwick.TOM)
        await tom.say_to_the_bot("Good morning")
        event = written_by(tom, hearing)

        again = {**event, "event_id": "Ev0AGAIN", "event": {**event["event"], "subtype": "file_share"}}
        await house.playground.slack.line.ask(Parcel(EVENT, "a picture", again))

        assert sum(said.startswith("*This is not a report") for said in await tom.direct_messages()) == 2
