"""The weekly list of the contract lead's senior contact: what waits for our own side, plainly and without blame."""

from datetime import date, time
from uuid import uuid4

import pytest

from domain.chronology import SubjectKind
from domain.deadlines import DeadlineKind, DeadlineState
from domain.people import Party
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.deadlines import Deadline
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import agree, hand_in, london
from tests.flows.evaluation_story import challenge, share
from tests.flows.hearing import Hearing
from tests.flows.reporting import GAPS, RISK, report
from tests.flows.setting_up import BIRCH, set_up_contract


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is told here does not depend on the database."""
    return sqlite_house


async def lists(senior: Visitor) -> list[str]:
    """The weekly lists somebody has had."""
    return [said for said in await senior.direct_messages() if "This list comes once a week" in said]


async def test_with_nothing_waiting_nothing_is_said(house: House, anita: Visitor) -> None:
    await house.move_to(london(22, at=time(12)))

    assert await lists(anita) == []


async def test_on_monday_at_digest_time_what_nobody_has_taken_is_listed_by_its_reference(
    house: House, hearing: Hearing, tom: Visitor, anita: Visitor
) -> None:
    await house.move_to(london(11, at=time(16)))
    await report(tom)
    await house.settle()
    await house.move_to(london(14, at=time(9, 29)))
    assert await lists(anita) == []

    await house.move_to(london(14, at=time(9, 31)))

    [said] = await lists(anita)
    assert said.startswith("*1 thing waits for Westermere Council.* Next:")
    assert "*Alderwick House* (ALD-2024-17)" in said
    assert "to be taken by 17:00 on Monday 14 September 2026." in said
    assert GAPS not in said
    for name in ("Priya", "Tom", "Joanne"):
        assert name not in said
    assert hearing.complaints() == []


async def test_what_is_late_on_our_own_side_is_said_and_what_is_the_providers_is_not(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor, anita: Visitor
) -> None:
    await agree(house, tom, joanne, by=date(2026, 9, 17))
    await agree(house, tom, joanne, by=date(2026, 9, 16), title="Ring each family weekly")
    await hand_in(house, joanne)
    await share(house, priya)
    await challenge(house, joanne)

    await house.move_to(london(28, at=time(12)))

    week_1, week_2 = await lists(anita)
    assert "to be looked at, whether it is done" in week_1
    assert "said not to be right" not in week_1, "it is not late yet on the first Monday"
    assert "to be looked at, whether it is done" in week_2
    assert "CH-" in week_2
    assert "said not to be right, to be decided by 17:00 on Tuesday 22 September 2026, and late." in week_2
    assert "A-" in week_2
    assert week_2.count("A-") == 1, "what the provider is late with is chased elsewhere"


async def test_nothing_about_safeguarding_is_ever_in_it(house: House, tom: Visitor, anita: Visitor) -> None:
    await report(tom, RISK)
    await tom.close()
    await house.move_to(london(14, at=time(12)))

    assert await lists(anita) == []


async def test_all_contracts_of_one_senior_contact_are_in_one_message(
    house: House, tom: Visitor, anita: Visitor
) -> None:
    await set_up_contract(anita, **{"Senior contacts": [alderwick.ANITA.user_id]})
    await house.settle()
    await report(tom)
    await report(tom, channel="general", contract=f"{BIRCH} (BIR-2026-02)")
    await house.settle()

    await house.move_to(london(14, at=time(12)))

    [said] = await lists(anita)
    assert said.startswith("*2 things wait for Westermere Council.*")
    assert said.index("Alderwick House") < said.index(BIRCH)


async def test_after_a_bank_holiday_monday_it_goes_out_on_the_tuesday(
    house: House, tom: Visitor, anita: Visitor
) -> None:
    await house.move_to(london(28, 5, at=time(16), year=2027))
    await report(tom)
    await house.settle()
    before = len(await lists(anita))
    await house.move_to(london(31, 5, at=time(12), year=2027))
    assert len(await lists(anita)) == before

    await house.move_to(london(1, 6, at=time(9, 31), year=2027))

    assert len(await lists(anita)) == before + 1


async def test_weeks_that_were_missed_come_as_one_list(house: House, tom: Visitor, anita: Visitor) -> None:
    await report(tom)
    await house.settle()

    house.clock.set(london(30, at=time(12)))  # three Mondays pass while the bot is down
    await house.settle()

    [said] = await lists(anita)
    assert said.startswith("This is late")
    assert "and late." in said


async def test_what_came_in_after_monday_waits_for_the_next_list(
    house: House, tom: Visitor, anita: Visitor
) -> None:
    await house.move_to(london(16, at=time(10)))
    await report(tom)
    await house.settle()

    await house.move_to(london(18, at=time(16)))
    assert await lists(anita) == []
    await house.move_to(london(21, at=time(12)))
    assert len(await lists(anita)) == 1


async def test_a_long_list_is_cut_and_the_rest_is_counted(house: House, anita: Visitor) -> None:
    now = house.clock.now()

    def many(work: UnitOfWork) -> None:
        contract = alderwick.contract_id(work)
        for _ in range(60):
            work.deadlines.add(
                Deadline(
                    kind=DeadlineKind.CONCERN_TRIAGE,
                    state=DeadlineState.OPEN,
                    subject_kind=SubjectKind.CONCERN,
                    subject_id=uuid4(),
                    contract_id=contract,
                    party=Party.OWN,
                    basis="2 working days",
                    started_at=now,
                    due_at=now,
                    original_due_at=now,
                )
            )

    await house.handrail.services.database.write(many)
    await house.move_to(london(14, at=time(12)))

    [said] = await lists(anita)
    assert said.startswith("*60 things wait for Westermere Council.*")
    assert "- and 40 more." in said
