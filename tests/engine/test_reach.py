"""Can we still reach every channel, every lead and whoever stands in? Asked each day, and said when not."""

import json
from datetime import timedelta

import pytest

from bot.casework.reachable import relied_on, to_reach
from domain.chronology import Event
from domain.people import Role
from playground.alderwick import ANITA, BOT, HELEN, INTERNAL, PRIYA, SHARED, contract_id
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.engine.leavers import lose_conversation
from tests.engine.stage import calls, known, london, notices, texts

NEXT_DAY = "2026-09-09 12:00"


def told(house: House, words: str) -> list[str]:
    """What the administrator was told with these words in it."""
    return [text for text in texts(house, ANITA) if words in text]


async def test_a_channel_that_is_lost_without_a_word_is_found_and_both_who_can_mend_it_hear(
    house: House,
) -> None:
    await house.settle()
    channels = house.playground.workspace.channels
    channels[SHARED].is_archived = True  # Slack's events of both never came
    channels[INTERNAL].members.remove(BOT)

    await house.move_to(london(NEXT_DAY))

    assert len(told(house, f"take <#{SHARED}> out of the archive")) == 1
    assert len(told(house, f"Please invite the bot to <#{INTERNAL}>")) == 1
    asked = [text for text in texts(house, PRIYA) if "archived" in text or "taken out of" in text]
    assert len(asked) == 2

    await house.move_to(london("2026-09-11 12:00"))

    kept = await house.handrail.services.database.read(
        lambda work: [
            entry
            for contract in work.contracts.all()
            for entry in work.chronology.stream(contract.id)
            if entry.event is Event.CHANNEL_CHANGED
        ]
    )
    assert len(kept) == 2, "asked once for each loss, however often it is seen"


async def test_a_lead_with_whom_slack_opens_no_conversation_is_named_with_the_remedy(house: House) -> None:
    await house.settle()
    lose_conversation(house, HELEN)
    house.playground.workspace.people[HELEN.user_id].is_bot = True

    await house.move_to(london(NEXT_DAY))

    (said,) = told(house, "Helen Marsh can be reached")
    assert "/contract reach" in said
    kept = json.dumps([notice.facts for notice in await notices(house)])
    assert "reach_person" in kept
    assert "Marsh" not in kept, "her name is read when it is said"


async def test_administrators_and_speak_up_leads_are_relied_on_and_leads_of_what_has_ended_are_not(
    house: House,
) -> None:
    now = house.clock.now()

    def read_twice(work: UnitOfWork) -> tuple[set[str], ...]:
        contract = work.contracts.get(contract_id(work))
        work.people.give(known(work, HELEN).id, Role.SPEAK_UP_LEAD, None, now)
        found = []
        for ends_in in (None, timedelta(1), timedelta(0)):
            contract.ended_on = None if ends_in is None else now.date() + ends_in
            people = {f"{each.person.name}: {each.role}" for each in relied_on(work, now)}
            found.append(people | {each.channel for each in to_reach(work, now) if each.channel})
        return tuple(found)

    running, ending, ended = await house.handrail.services.database.write(read_twice)
    assert {f"{ANITA.name}: administrator", f"{HELEN.name}: speak_up_lead"} < ended
    assert running == ending, "a last day that lies ahead changes nothing"
    assert running - ended == {f"{PRIYA.name}: contract_lead", SHARED, INTERNAL}


@pytest.mark.criterion("CPC424-P2")
async def test_all_are_looked_at_once_a_day_and_nobody_is_written_to(house: House) -> None:
    await house.settle()
    before = {who: texts(house, who) for who in (PRIYA, HELEN, ANITA)}

    opened = calls(house, "conversations.open")
    await house.move_to(london("2026-09-08 18:00"))
    assert calls(house, "conversations.open") == opened
    await house.move_to(london(NEXT_DAY))

    assert calls(house, "conversations.open") > opened
    assert {who: texts(house, who) for who in before} == before
