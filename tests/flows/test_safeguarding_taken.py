"""Whoever presses *I have this* at the moment when something else happens: the press counts, and nobody is pinged."""

import asyncio
from collections import Counter
from datetime import timedelta

from bot.engine.due import _climb_one
from bot.messages import Message
from domain.chronology import Event
from domain.deadlines import DeadlineKind
from domain.notices import NoticeKind
from domain.routes import Means
from playground.alderwick import GRACE, HELEN, LEAH, NADIA, TOM
from playground.house import House
from playground.visitor import Visitor
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork
from tests.conftest import on_both_databases
from tests.engine.stage import all_notices, known
from tests.flows.deciding import ask, events, london, the_concern
from tests.flows.raising import pings, raise_it
from tests.flows.reporting import DANGER

NIGHT = london("2026-09-12 02:00")
QUARTER = timedelta(minutes=15)
PRESSES = 50


@on_both_databases
async def test_fifty_presses_at_once_are_one_acknowledgement_and_everybody_is_answered(
    house: House, tom: Visitor, grace: Visitor
) -> None:
    nadia = house.visitor(NADIA)
    await house.move_to(NIGHT)
    await raise_it(tom, DANGER)
    await house.settle()

    answers = await asyncio.gather(
        *(who.press("I have this", "direct") for who in (grace, nadia) for _ in range(PRESSES // 2))
    )
    await house.settle()

    assert Counter(answer.ok for answer in answers) == {True: PRESSES}
    assert (await events(house)).count(Event.SAFEGUARDING_ACKNOWLEDGED) == 1
    screens = [await grace.sees(), await nadia.sees()]
    assert sum("*You have SG-" in screen for screen in screens) == 1
    assert sum("already has SG-" in screen for screen in screens) == 1
    await house.move_to(NIGHT + timedelta(hours=2))
    for who in (GRACE, NADIA, HELEN, LEAH):
        assert not [text for text in await house.visitor(who).direct_messages() if "open.*" in text]


@on_both_databases
async def test_taken_at_the_moment_when_the_second_line_would_be_asked_nobody_else_is_asked(
    house: House, tom: Visitor, grace: Visitor
) -> None:
    await house.move_to(NIGHT)
    await raise_it(tom, DANGER)
    await house.settle()
    concern = await the_concern(house)
    kinds = (DeadlineKind.SAFEGUARDING_ACKNOWLEDGE,)
    (found_due,) = await ask(house, lambda work: work.deadlines.live(concern.id, kinds))
    house.clock.set(NIGHT + QUARTER)

    assert (await grace.press("I have this", "direct")).ok
    await _climb_one(house.handrail.services, found_due.id, house.clock.now())
    await house.settle()

    assert await ask(house, lambda work: all_notices(work, person_id=known(work, HELEN).id)) == []
    assert pings(await house.visitor(HELEN).direct_messages()) == []
    [told] = pings(await tom.direct_messages())
    assert told.startswith("*SG-")
    assert "was picked up at 02:15" in told


async def test_a_ping_still_in_our_hands_when_somebody_takes_it_is_not_sent(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    tom, grace = house.visitor(TOM), house.visitor(GRACE)
    await raise_it(tom, DANGER)
    await house.settle()
    await grace.press("I have this", "direct")
    messages, now = house.handrail.services.messages, house.clock.now()

    def would_say(work: UnitOfWork) -> list[Message | None]:
        (posted,) = all_notices(
            work, kind=NoticeKind.SAFEGUARDING_RAISED, person_id=known(work, NADIA).id, means=Means.SLACK
        )
        on_its_way = Notice(**posted.model_dump(exclude={"number", "posted_ts"}))
        return [messages.compose(work, posted, now), messages.compose(work, on_its_way, now)]

    as_edited, as_sent = await ask(house, would_say)

    assert as_edited is not None
    assert "Grace Obi has this" in str(as_edited.blocks)
    assert as_sent is None
