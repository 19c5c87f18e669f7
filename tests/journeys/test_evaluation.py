"""Beat 14 of the demo on each database: confirmed, shared, received, challenged, decided; both figures kept."""

from datetime import datetime

import pytest

from domain.calendar import LONDON
from domain.challenges import ChallengeState
from domain.chronology import Event
from domain.evaluations import EvaluationState
from playground import alderwick
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.flows.evaluation_story import challenge, decide, receive, share, the_evaluation


def january(day: int, hour: int) -> datetime:
    """An hour of January or February 2027 on London clocks: the 32nd is the 1st of February."""
    month, date = (1, day) if day <= 31 else (2, day - 31)
    return datetime(2027, month, date, hour, tzinfo=LONDON)


@pytest.mark.criterion("CPC424-P14")
@pytest.mark.criterion("CPC305-P31")
async def test_an_evaluation_is_shared_challenged_and_put_right_beside_it(house: House) -> None:
    priya, tom, joanne, sam = (
        house.visitor(who) for who in (alderwick.PRIYA, alderwick.TOM, alderwick.JOANNE, alderwick.SAM)
    )
    house.clock.set(january(28, 10))
    await house.settle()
    await share(house, priya)
    assert "you can say so until Thursday 11 February 2027" in (await joanne.direct_messages())[-1]
    await receive(house, joanne)
    await receive(house, sam)
    await challenge(house, joanne)

    await house.move_to(january(32, 10))
    await decide(house, tom)

    evaluation = await the_evaluation(house)
    assert evaluation.state is EvaluationState.SHARED

    def read(work: UnitOfWork) -> tuple[list[ChallengeState], list[Event]]:
        found = work.challenges.of_evaluation(evaluation.id)
        entries = work.chronology.stream(alderwick.contract_id(work))
        return [each.state for each in found], [entry.event for entry in entries]

    states, events = await house.handrail.services.database.read(read)
    assert states == [ChallengeState.ACCEPTED]
    assert events.count(Event.EVALUATION_DELIVERED) == 3
    assert events.count(Event.EVALUATION_RECEIVED) == 2
    assert events[-1] in {Event.CHALLENGE_DECIDED, Event.EVALUATION_OPENED}
    assert "Alderwick Care was right, decided on Monday 1 February 2027." in (await sam.direct_messages())[-1]
