"""*This is not right*: until a day that is said, decided by somebody who had no part in it; both figures stay."""

from collections.abc import Sequence
from datetime import datetime, time

import pytest

from domain.calendar import LONDON, Nation
from domain.challenges import ChallengeState
from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.challenges import Challenge
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import digests, london, press, read_window
from tests.flows.evaluation_story import (
    ABOUT,
    FACT,
    HOW,
    NIGHT_FIGURE,
    REASONS,
    WRONG,
    challenge,
    decide,
    share,
    the_evaluation,
)
from tests.flows.hearing import Hearing
from tests.flows.reporting import SHARED


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is told here does not depend on the database; the whole way on each of them is in the journeys."""
    return sqlite_house


async def challenges(house: House) -> Sequence[Challenge]:
    """Every challenge to the evaluation, oldest first."""
    evaluation = await the_evaluation(house)
    return await house.handrail.services.database.read(
        lambda work: work.challenges.of_evaluation(evaluation.id)
    )


@pytest.mark.criterion("CPC305-P31")
@pytest.mark.criterion("CPC424-P14")
@pytest.mark.parametrize(
    ("nation", "last"),
    [(Nation.ENGLAND, "Wednesday 6 January 2027"), (Nation.SCOTLAND, "Thursday 7 January 2027")],
)
async def test_the_last_day_of_the_window_is_said_as_a_date(
    house: House, priya: Visitor, joanne: Visitor, nation: Nation, last: str
) -> None:
    def keeps_no_closure_days(work: UnitOfWork) -> None:
        work.contracts.get(alderwick.contract_id(work)).nation = nation
        work.organisations.set_closure_days(frozenset())

    await house.handrail.services.database.write(keeps_no_closure_days)
    await house.move_to(london(18, 12, at=time(11)))
    await share(house, priya)

    assert f"you can say so until {last}*, and all of that day" in (await joanne.direct_messages())[-1]
    assert f"Alderwick Care can say until {last}" in (await joanne.messages(SHARED))[-1]


@pytest.mark.criterion("CPC305-P31")
async def test_on_the_last_evening_it_is_taken_and_the_next_day_kindly_not(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    await house.move_to(london(22, at=time(23, 59)))
    await joanne.press("This is not right", "direct")
    await joanne.fill({ABOUT: FACT, WRONG: NIGHT_FIGURE})

    await house.move_to(datetime(2026, 9, 23, 0, 1, tzinfo=LONDON))
    late = await joanne.submit()

    said = f"{late.errors} {late.shown} {await read_window(joanne)}"
    assert "ended on Tuesday 22 September 2026" in said
    assert "Priya Nair can still be asked to look at it again" in said
    assert await challenges(house) == []


@pytest.mark.criterion("CPC305-P31")
async def test_a_challenge_one_minute_before_midnight_of_the_last_day_is_kept(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    await house.move_to(london(22, at=time(23, 59)))

    assert (await challenge(house, joanne)).ok

    [kept] = await challenges(house)
    assert kept.state is ChallengeState.OPENED


async def test_lead_and_quality_officer_hear_of_it_and_everybody_sees_that_it_is_asked(
    house: House, hearing: Hearing, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    await challenge(house, joanne)

    [kept] = await challenges(house)
    asked = (await tom.direct_messages())[-1]
    assert asked.startswith(f"*Please decide {kept.reference} by 17:00 on Tuesday 22 September 2026")
    assert "You had no part in" in asked
    told = (await priya.direct_messages())[-1]
    assert "It is for Tom Hadley or Anita Cole to decide" in told
    channel = (await joanne.messages(SHARED))[-1]
    assert "It is said that something in it is not right." in channel
    assert "Alderwick Care says" not in channel
    assert NIGHT_FIGURE not in hearing.in_channel(alderwick.SHARED)
    assert NIGHT_FIGURE not in asked + told


async def test_more_can_be_added_and_it_stays_one_challenge(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    dele = house.visitor(alderwick.DELE)
    await share(house, priya)
    await challenge(house, joanne)
    await dele.press("This is not right", "direct")
    await dele.fill({WRONG: "So does the rota of the weekend staff"})
    assert (await dele.submit()).ok
    await house.settle()

    assert len(await challenges(house)) == 1
    await press(house, tom, "Decide")
    shown = await read_window(tom)
    assert NIGHT_FIGURE in shown
    assert "So does the rota of the weekend staff" in shown


@pytest.mark.criterion("CPC305-P31")
async def test_whoever_had_a_part_in_it_cannot_decide_it(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    await challenge(house, joanne)
    await tom.press("Decide")
    await tom.fill({HOW: "It stays as it is", REASONS: "The rota was looked at"})

    def swap(work: UnitOfWork) -> None:
        evaluation = work.evaluations.find(evaluation_id)
        shared_by = work.people.in_slack(alderwick.COUNCIL, alderwick.TOM.user_id)
        assert evaluation is not None
        assert shared_by is not None
        evaluation.shared_by = shared_by.id

    evaluation_id = (await the_evaluation(house)).id
    await house.handrail.services.database.write(swap)
    answer = await tom.submit()

    assert "decided by somebody who had no part" in f"{answer.errors} {await read_window(tom)}"
    [kept] = await challenges(house)
    assert kept.state is ChallengeState.OPENED


@pytest.mark.criterion("CPC424-P14")
@pytest.mark.criterion("CPC305-P31")
async def test_a_decision_stands_beside_the_figures_and_nothing_is_written_over(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor, sam: Visitor
) -> None:
    await share(house, priya)
    before = await the_evaluation(house)
    await challenge(house, joanne)
    await decide(house, tom)

    after = await the_evaluation(house)
    assert (after.evidence, after.judgement, after.suggested) == (
        before.evidence,
        before.judgement,
        before.suggested,
    )
    [kept] = await challenges(house)
    assert kept.state is ChallengeState.ACCEPTED
    told = (await joanne.direct_messages())[-1]
    assert told.startswith(f"*{kept.reference} is decided: you are right about")
    assert "Press Open to read what is asked and what is decided." in (await joanne.messages(SHARED))[-1]
    first = (await sam.direct_messages())[-1]
    assert f"{kept.reference}: Alderwick Care was right, decided on Tuesday 8 September 2026." in first
    await press(house, joanne, "Open", "direct")
    shown = await read_window(joanne)
    assert NIGHT_FIGURE in shown
    assert "86 of 100 nights" in shown
    assert "The rota of January shows it" in shown
    await press(house, sam, "Open", "direct")
    others = await read_window(sam)
    assert "86 of 100 nights" in others
    assert NIGHT_FIGURE not in others, "what the provider wrote is between the two sides"


async def test_accepting_needs_what_it_should_have_said(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    await challenge(house, joanne)
    await tom.press("Decide")
    await tom.fill({HOW: "They are right in part", REASONS: "The rota shows it"})

    answer = await tom.submit()

    assert answer.errors == {"instead": "Please write what it should have said. Both stay on the record."}


async def test_a_decision_is_chased_as_visibly_as_anything_else_of_ours(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor, anita: Visitor
) -> None:
    await share(house, priya)
    await challenge(house, joanne)
    [kept] = await challenges(house)
    await house.move_to(london(22, at=time(12)))
    assert any(kept.reference in said for said in await digests(tom))

    await house.move_to(london(25, at=time(12)))
    [said] = [said for said in await digests(anita) if kept.reference in said]
    assert "Alderwick Care is waiting for Westermere Council to decide it" in said

    await decide(house, tom, "It stays as it is", "")
    count = len(await digests(tom))
    await house.move_to(london(9, 10, at=time(12)))
    assert not any(kept.reference in said for said in (await digests(tom))[count:])


async def test_the_provider_may_withdraw_what_it_said(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    await challenge(house, joanne)
    await joanne.press("Open", "direct")
    await press(house, joanne, "Withdraw what we said")

    [kept] = await challenges(house)
    assert kept.state is ChallengeState.WITHDRAWN
    assert (await tom.direct_messages())[-1].startswith(f"*{kept.reference} is withdrawn by Alderwick Care*")
    assert (
        "has withdrawn what it said was not right"
        in (await house.visitor(alderwick.SAM).direct_messages())[-1]
    )


async def test_only_the_provider_challenges_and_others_are_told_whom_to_ask(
    house: House, priya: Visitor, sam: Visitor
) -> None:
    await share(house, priya)
    await sam.press("This is not right", SHARED)
    await house.settle()

    assert "please tell Priya Nair" in (await sam.ephemerals(SHARED))[-1]
    assert await challenges(house) == []


@pytest.mark.criterion("CPC305-P31")
async def test_what_the_provider_says_by_telephone_is_recorded_for_it_and_sent_to_it(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    await share(house, priya)
    await priya.press("Record what is not right", "direct")
    assert "You record for Alderwick Care what it has said" in await read_window(priya)
    await priya.fill({ABOUT: FACT, WRONG: "Ruth rang: the night figure is wrong"})
    assert (await priya.submit()).ok
    await house.settle()

    [kept] = await challenges(house)
    assert "is recorded" in (await joanne.direct_messages())[-1]
    assert "you can withdraw it there" in (await joanne.direct_messages())[-1]
    assert (await tom.direct_messages())[-1].startswith(f"*Please decide {kept.reference}")
    events = await house.handrail.services.database.read(
        lambda work: [entry.event for entry in work.chronology.of(kept.id)]
    )
    assert events == [Event.CHALLENGE_OPENED]
