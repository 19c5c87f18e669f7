"""How one improvement process stands: its measures against their targets, a gap as a gap, judged by a named person."""

from datetime import date

import pytest

from domain.evaluations import EvaluationState, Judgement
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.evaluations import Evaluation
from tests.conftest import Furnished
from tests.flows.action_story import london
from tests.flows.evaluation_story import IN_WORDS, SUMMARY
from tests.flows.monitoring_story import read
from tests.flows.reading_story import DOSES, FAMILIES, NIGHTS, PROCESS, SURVEY, monitored, read_out
from tests.flows.reporting import INTERNAL, SHARED

WHAT = "What is looked at?"
BECAUSE = "If you chose another than suggested: why? (Everybody on the contract reads this)"


@pytest.fixture
def furnished(furnished_sqlite: Furnished) -> Furnished:
    """One database is enough for words and figures."""
    return furnished_sqlite


async def three_months(house: House, joanne: Visitor) -> str:
    """Record November and January; of December the families' survey is missing. Return the process's reference."""
    improvement_id, _ = await monitored(house)
    for day, values, because in (
        (london(26, 11), ("93", "61", "52"), ""),
        (london(29, 12), ("95", "70"), SURVEY),
        (london(26, 1, year=2027), ("96", "78", "71"), ""),
    ):
        await house.move_to(day)
        await read_out(house, joanne, *values, because=because)
        await joanne.close()
    await house.move_to(london(28, 1, year=2027))
    return await house.handrail.services.database.read(
        lambda work: work.improvements.get(improvement_id).reference
    )


async def look(visitor: Visitor, reference: str) -> str:
    """Ask how a process stands, and read the window."""
    assert (await visitor.command("/evaluate", INTERNAL, reference)).ok
    return await read(visitor)


async def newest(house: House) -> Evaluation:
    """The evaluation kept last."""
    found = await house.handrail.services.database.read(
        lambda work: work.evaluations.of_contract(alderwick.contract_id(work))
    )
    return found[-1]


@pytest.mark.criterion("CPC424-P13")
async def test_the_figures_of_a_process_are_those_counted_by_hand_and_a_missing_reading_is_a_gap(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    reference = await three_months(house, joanne)
    await priya.command("/evaluate", INTERNAL)
    await priya.fill({WHAT: f"{reference}: {PROCESS}"})
    await priya.submit()
    window = await read(priya)

    assert f"{reference}, “{PROCESS}” (Alderwick House): the figures suggest “close to target”." in window
    assert "Tuesday 8 September 2026 to Thursday 28 January 2027." in window, "since it was opened"
    assert (
        f"“{DOSES}”: 96 % on Tuesday 26 January 2027 (started at 91 %, target 98 %). That is close to target."
        " Better than the time before." in window
    )
    assert f"“{NIGHTS}”: 78 % on Tuesday 26 January 2027 (started at 55 %, target 85 %)." in window
    assert f"“{FAMILIES}”: 71 %" in window
    assert window.count("Missing, which is a gap and not a nought: Tuesday 29 December 2026.") == 1
    assert "The whole stands no better than its weakest measure" in window
    assert "What people who use the service, and their families, say: nothing is recorded here yet." in window


async def test_where_the_last_reading_of_most_is_missing_nobody_can_tell(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    improvement_id, _ = await monitored(house)
    await house.move_to(london(26, 11))
    await read_out(house, joanne, "93", because=SURVEY)
    reference = await house.handrail.services.database.read(
        lambda work: work.improvements.get(improvement_id).reference
    )

    window = await look(priya, reference)

    assert "the figures suggest “cannot tell”" in window
    assert f"“{NIGHTS}”: no reading yet (started at 55 %, target 85 %). Nobody can tell" in window


@pytest.mark.criterion("CPC424-P13")
@pytest.mark.criterion("CPC424-P14")
async def test_a_named_person_may_differ_on_one_measure_and_says_why_and_all_parties_read_both(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    reference = await three_months(house, joanne)
    await look(priya, reference)
    await priya.submit()
    await priya.fill({NIGHTS: "Below target", SUMMARY: IN_WORDS})
    answer = await priya.submit()
    assert list(answer.errors) == ["because"]
    await priya.fill({BECAUSE: "Two of the agency nights were counted twice"})
    await priya.submit()
    kept = await newest(house)
    assert (kept.state, kept.judgement) == (EvaluationState.CONFIRMED, Judgement.CLOSE)
    assert sorted((kept.measures_judged or {}).values()) == ["below", "close", "close"]

    await priya.press("Share with all parties")
    await priya.submit()
    await house.settle()

    assert "please open" in (await joanne.messages(SHARED))[-1]
    said = (await joanne.direct_messages())[-1]
    assert f"{reference}, “{PROCESS}” (Alderwick House)" in said
    assert "Judged below target; the readings alone suggest close to target." in said
    await joanne.press("Open", "direct")
    assert "Two of the agency nights were counted twice" in await read(joanne)


async def test_a_process_that_was_not_explained_is_not_shared_and_the_contract_is_evaluated_apart(
    house: House, priya: Visitor
) -> None:
    improvement_id, _ = await monitored(house)

    def hide(work: object) -> str:
        improvement = work.improvements.get(improvement_id)  # type: ignore[attr-defined]
        improvement.explanation_version = 0
        return str(improvement.reference)

    reference = await house.handrail.services.database.write(hide, within=10)
    await look(priya, reference)
    await priya.submit()
    await priya.fill({SUMMARY: IN_WORDS})
    await priya.submit()
    await priya.press("Share with all parties")
    assert "has not been explained to the others yet" in await read(priya)
    await priya.close()
    await priya.close()

    window = await look(priya, "Alderwick House")

    if "What is looked at?" in window:
        await priya.fill({WHAT: "Alderwick House"})
        await priya.submit()
        window = await read(priya)
    assert "there is nothing to compare it with" in window, "the one of the process is no earlier one of it"
    assert DOSES not in window
    assert (await newest(house)).period_from == date(2026, 9, 8)
