"""What the tests of the engine do to it: owe messages that are easy to tell apart, and read what arrived."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from bot.casework.notices import Owed, owe_channel, owe_people
from domain.calendar import LONDON
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.notices import NoticeKind, NoticeState
from domain.rhythm import Speed
from playground import alderwick
from playground.alderwick import Character
from playground.house import House
from playground.server import Pace
from playground.workspace import Message
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.conftest import Furnished

UNHURRIED = Pace(patience=10.0, burst=None)
WORD = re.compile(r"Slack answered “(\w+)”")
SENT = NoticeState.SENT
POST = "chat.postMessage"
AGAIN = "Sent again"
UNTIL_TOLD = 60.0
"""Seconds of a slow Slack that a test ends itself, by making it behave again: longer than any machine takes."""

LATE = "This is late"


def open_house(furnished: Furnished, **about: Any) -> House:
    """Open the house with everything in it, on the Tuesday morning."""
    return House(furnished.url, **{"workspace": furnished.workspace, "pace": UNHURRIED, **about})


def london(text: str) -> datetime:
    """A moment as London clocks show it, such as "2026-12-25 02:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


async def owe(
    house: House,
    *words: str,
    to: Character | str = alderwick.PRIYA,
    speed: Speed = Speed.PROMPT,
    content_class: ContentClass = ContentClass.SHARED,
) -> None:
    """Owe somebody, or a channel, a message for each word; the word stands in it."""
    now = house.clock.now()

    def task(work: UnitOfWork) -> None:
        contract_id = alderwick.contract_id(work)
        for word in words:
            owed = Owed(
                kind=NoticeKind.FAULT,
                subject=(SubjectKind.CONTRACT, contract_id),
                content_class=content_class,
                speed=speed,
                event=f"word:{word}",
                contract_id=contract_id,
                facts={"code": word, "detail": "a test"},
            )
            if isinstance(to, str):
                owe_channel(work, owed, to, now)
            else:
                owe_people(work, owed, [known(work, to)], now)

    await house.handrail.services.database.write(task, within=10)


def known(work: UnitOfWork, who: Character) -> Person:
    """The person in our tables; met now if they were not."""
    return work.people.in_slack(who.team_id, who.user_id) or work.people.add(
        Person(
            name=who.name,
            team_id=who.team_id,
            user_id=who.user_id,
            organisation_id=work.organisations.of_team(who.team_id),
        )
    )


def posts(house: House, to: Character | str = alderwick.PRIYA) -> list[Message]:
    """Every message of the bot's to somebody, or in a channel, oldest first."""
    workspace = house.playground.workspace
    if isinstance(to, str):
        return [each for each in workspace.channels[to].messages if each.bot_id]
    direct = workspace.direct_messages(to.user_id)
    return [each for each in direct.messages if each.bot_id] if direct else []


def heard(house: House, to: Character | str = alderwick.PRIYA) -> list[str]:
    """The words of owed messages that arrived, in the order of their arrival."""
    found = (WORD.search(post.text) for post in posts(house, to))
    return [match.group(1) for match in found if match]


def texts(house: House, to: Character | str = alderwick.PRIYA) -> list[str]:
    """All that the bot said to somebody, or in a channel."""
    return [post.text for post in posts(house, to)]


async def notices(house: House, **about: Any) -> Sequence[Notice]:
    """The notices that stand as asked for, in the order owed."""
    return await house.handrail.services.database.read(lambda work: all_notices(work, **about))


def all_notices(work: UnitOfWork, **about: Any) -> Sequence[Notice]:
    """Every notice whose fields are as given, in the order owed."""
    every = work.notices._session.exec(select(Notice).order_by(col(Notice.number))).all()
    return [each for each in every if all(getattr(each, name) == value for name, value in about.items())]


async def word(house: House, code: str) -> Notice:
    """The one notice of that word."""
    (found,) = [each for each in await notices(house) if each.facts.get("code") == code]
    return found


async def states(house: House) -> dict[str, int]:
    """How many messages stand in each state."""
    return await house.handrail.services.database.read(lambda work: work.notices.counts())


def slack(house: House, mode: str, *methods: str, count: int | None = None, seconds: float = 1.0) -> None:
    """Make Slack misbehave, or behave again with `none`."""
    house.playground.slack.faults.switch(mode, methods, count, seconds)


def calls(house: House, method: str) -> int:
    """How often the bot has lately called a method."""
    lines = house.playground.slack.inspector.newest_first()
    return sum(line["what"] == method for line in lines)


async def cycles(house: House, seconds: float, every: float = 1.0) -> None:
    """Let so many seconds of real time pass with the engine ticking."""
    passed = 0.0
    while passed < seconds:
        await house.clock.rest(every)
        passed += every
        await house.handrail.engine.cycle()
    await arrived(house)
    await house.playground.settle()


async def arrived(house: House) -> None:
    """Wait until nothing is on its way any more: a cycle does not wait for a slow answer."""
    await house.handrail.engine._courier.finish()


def only(found: Sequence[Notice]) -> Notice:
    """The one notice there is."""
    (notice,) = found
    return notice


def subjects(found: Sequence[Notice]) -> set[UUID]:
    """The records that some notices are about."""
    return {each.subject_id for each in found}


async def wait_out(house: House) -> None:
    """Let a minute and a half of real time pass: longer than a lease, a settle time and the wait after an outage."""
    await cycles(house, 90, every=6)


def repeats(house: House, where: str) -> list[bool]:
    """For each message with a word, in the order it arrived: whether it says that it was sent again."""
    return [text.startswith(AGAIN) for text in texts(house, where) if "Slack answered" in text]
