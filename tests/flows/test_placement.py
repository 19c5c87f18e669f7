"""Admissions: decided with a reason, suspended by two people, paused by the provider itself, and in no channel."""

from datetime import date, time

import pytest

from domain.chronology import Event
from domain.placements import DecisionState, Position
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.placements import PlacementDecision
from tests.flows.action_story import london, press
from tests.flows.hearing import Hearing
from tests.flows.placement_story import (
    BECAUSE,
    LETTER_WORDS,
    LIMIT,
    LIMITED,
    LINE,
    ONE_A_WEEK,
    OPEN,
    OUR_REASON,
    SUSPENDED,
    decide,
    open_admissions,
    read,
)
from tests.flows.reporting import INTERNAL, SHARED


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is told here does not depend on the database."""
    return sqlite_house


async def decisions(house: House) -> list[PlacementDecision]:
    """Every decision on admissions, oldest first."""
    return await house.handrail.services.database.read(
        lambda work: list(work.placements.of_contract(alderwick.contract_id(work)))
    )


@pytest.mark.criterion("CPC424-P2")
@pytest.mark.criterion("CPC424-P11")
async def test_a_limit_reaches_partners_and_the_provider_each_in_their_words_and_no_channel(
    house: House, hearing: Hearing, priya: Visitor, joanne: Visitor, sam: Visitor
) -> None:
    yusuf = house.visitor(alderwick.YUSUF)
    before = await yusuf.direct_messages()
    await decide(house, priya)

    [decision] = await decisions(house)
    assert (decision.position, decision.state) == (Position.LIMITED, DecisionState.STANDS)
    theirs, partners = (await joanne.direct_messages())[-1], (await sam.direct_messages())[-1]
    assert theirs.startswith(
        f"*Admissions to Alderwick House are limited: {ONE_A_WEEK}, from Tuesday 8 September 2026*"
    )
    assert LETTER_WORDS in theirs
    assert f"limited: {ONE_A_WEEK}" in partners
    assert LETTER_WORDS not in partners
    for told in (theirs, partners):
        assert OUR_REASON not in told
    await press(house, sam, "Open", "direct")
    assert LETTER_WORDS in await read(sam)
    assert OUR_REASON not in await read(sam)
    assert OUR_REASON not in await open_admissions(joanne)
    assert await yusuf.direct_messages() == before, "an advocate reads no placement position"
    for channel in (alderwick.SHARED, alderwick.INTERNAL):
        assert "dmission" not in hearing.in_channel(channel)

    await priya.command("/contract", INTERNAL, "placement")
    window = await read(priya)
    assert OUR_REASON in window
    assert "Sam Whitlock: by message, Tuesday 8 September 2026" in window
    assert "Ruth Keane: not yet" in window
    await priya.press("Somebody was told")
    await priya.fill({"Who was told?": "Ruth Keane (not in Slack)", "How?": "by telephone"})
    await priya.submit()
    await priya.command("/contract", INTERNAL, "placement")
    assert "Ruth Keane: by telephone, Tuesday 8 September 2026" in await read(priya)
    told_of = await house.handrail.services.database.read(
        lambda work: [each.event for each in work.chronology.stream(alderwick.contract_id(work))]
    )
    assert told_of.count(Event.PLACEMENT_TOLD) >= 4


@pytest.mark.criterion("CPC424-P2")
async def test_suspending_takes_two_people_and_until_then_nothing_changes(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    anita = house.visitor(alderwick.ANITA)
    before = await joanne.direct_messages()
    await decide(house, priya, SUSPENDED)

    assert [each.state for each in await decisions(house)] == [DecisionState.ASKED]
    assert await joanne.direct_messages() == before
    await priya.command("/contract", INTERNAL, "placement")
    assert "It waits for Anita Cole. Until then nothing changes." in await read(priya)
    assert "Suspend admissions" not in await read(priya)

    await press(house, anita, "Suspend admissions", "direct")

    [decision] = await decisions(house)
    assert decision.state is DecisionState.STANDS
    assert decision.answered_by != decision.decided_by
    assert "are suspended, from Tuesday 8 September 2026" in (await joanne.direct_messages())[-1]


async def test_a_limit_without_words_or_on_a_day_off_is_sent_back_beside_its_field(
    house: House, priya: Visitor
) -> None:
    await decide(house, priya, LIMITED, date(2026, 9, 29), **{LIMIT: " "})
    form = await priya.modal()
    assert form is not None
    assert form.faults == {LIMIT: "Please say what the limit is, such as “one admission a week”."}

    await priya.close()
    await priya.close()
    await decide(house, priya, review_on=date(2026, 9, 26))
    assert "Saturday 26 September 2026 is not a working day" in str((await priya.modal()).faults)  # type: ignore[union-attr]
    assert await decisions(house) == []


async def test_the_provider_pauses_and_lifts_its_own_pause_and_our_limit_goes_on(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await decide(house, priya)
    await open_admissions(joanne)
    await joanne.press("We are pausing admissions")
    await joanne.fill({"Until when?": date(2026, 9, 15), BECAUSE: LINE})
    assert (await joanne.submit()).ok
    await house.settle()

    told = (await priya.direct_messages())[-1]
    assert told.startswith("*Alderwick Care has paused admissions to Alderwick House by its own decision*")
    await priya.command("/contract", INTERNAL, "placement")
    await priya.press("Decide")
    form = await priya.modal()
    assert form is not None
    assert form.choices("What is the position?") == [LIMITED, SUSPENDED], "only the provider lifts its pause"
    await priya.close()
    await priya.close()

    await open_admissions(joanne)
    await joanne.press("Lift our pause")
    await joanne.fill({"Why is it lifted, in a line?": "Nobody is ill any more"})
    assert (await joanne.submit()).ok
    await house.settle()

    standing = (await decisions(house))[-1]
    assert standing.position is Position.LIMITED
    assert f"admissions to Alderwick House are limited: {ONE_A_WEEK}" in (await priya.direct_messages())[-1]


async def test_a_review_is_chased_and_nothing_changes_by_itself(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await decide(house, priya)
    await house.move_to(london(29, at=time(9, 31)))
    await house.settle()
    assert "please look at admissions again" in (await priya.direct_messages())[-1]

    await house.move_to(london(30, at=time(9, 31)))
    await house.settle()
    assert [each.state for each in await decisions(house)] == [DecisionState.STANDS]
    await decide(house, priya, OPEN, review_on=None)

    assert [each.state for each in await decisions(house)] == [DecisionState.ENDED, DecisionState.STANDS]
    assert "are open, from Wednesday 30 September 2026" in (await joanne.direct_messages())[-1]
    assert "please look at admissions again" not in await priya.sees()


async def test_the_letter_for_whoever_has_no_slack_is_plain_and_holds_what_the_provider_may_read(
    house: House, priya: Visitor
) -> None:
    await decide(house, priya)
    await priya.press("Copy as a letter", "direct")

    letter = await read(priya)
    assert LETTER_WORDS in letter
    assert ONE_A_WEEK in letter
    assert OUR_REASON not in letter
    assert SHARED not in letter
