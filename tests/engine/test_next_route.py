"""Somebody who is asked and cannot be reached: the next line of the route is asked within two minutes."""

from collections.abc import Callable

import pytest

from playground.alderwick import GRACE, HELEN, NADIA, Character
from playground.house import House
from tests.conftest import on_both_databases
from tests.engine.concerns import raise_safeguarding
from tests.engine.leavers import FIRST_LINE, leave_slack, lose_conversation
from tests.engine.stage import cycles, texts

Loss = Callable[..., None]


def cannot_be_written_to(house: House, *people: Character) -> None:
    """Slack opens no conversation with them any more, though they are still there."""
    lose_conversation(house, *people)
    for who in people:
        house.playground.workspace.people[who.user_id].is_bot = True


def cannot_be_seen(house: House, *people: Character) -> None:
    """Their organisation shares no channel with ours any more."""
    lose_conversation(house, *people)
    for channel in house.playground.workspace.channels.values():
        channel.members = [member for member in channel.members if member not in {p.user_id for p in people}]
    for who in people:
        house.playground.workspace.people[who.user_id].team_id = "T0ELSEWHERE"


@on_both_databases
@pytest.mark.parametrize("lost", [leave_slack, cannot_be_written_to, cannot_be_seen])
async def test_when_the_first_line_cannot_be_reached_the_next_hears_within_two_minutes(
    house: House, lost: Loss
) -> None:
    await house.settle()
    lost(house, *FIRST_LINE)

    await raise_safeguarding(house)
    await cycles(house, 115, every=23)

    assert len([text for text in texts(house, HELEN) if "SG-" in text]) == 1
    assert not [text for who in (GRACE, NADIA) for text in texts(house, who) if "SG-" in text]
