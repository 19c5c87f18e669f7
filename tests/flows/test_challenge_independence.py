"""Who decides a challenge had no part in what is judged; what is put right stands in the head line for everybody."""

import pytest

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.flows.action_story import press, read_window
from tests.flows.evaluation_play import BECAUSE, JUDGEMENT
from tests.flows.evaluation_story import (
    HOW,
    IN_WORDS,
    INSTEAD,
    REASONS,
    SUMMARY,
    challenge,
    share,
)
from tests.flows.reporting import INTERNAL, QUALITY, report
from tests.flows.setting_up import GENERAL

SHOULD_BE = "If the judgement should be another: which?"
WHY = "Nights were looked at together, and what was found is put right already"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is told here does not depend on the database."""
    return sqlite_house


async def test_another_judgement_than_suggested_is_shared_with_what_the_figures_suggest_and_why(
    house: House, priya: Visitor, joanne: Visitor
) -> None:
    await priya.command("/evaluate", INTERNAL)
    await priya.submit()
    await priya.fill({JUDGEMENT: "Close to target", BECAUSE: WHY, SUMMARY: IN_WORDS})
    await priya.submit()
    await press(house, priya, "Share with all parties")
    await priya.submit()
    await house.settle()

    said = (await joanne.direct_messages())[-1]
    assert "judges: close to target." in said
    assert "The figures alone suggested: cannot tell. Priya Nair chose close to target; press Open" in said
    assert WHY not in said, "what was typed is read in the window"
    await joanne.press("Open", "direct")
    assert WHY in await read_window(joanne)


@pytest.mark.criterion("CPC305-P31")
async def test_whoever_recorded_what_is_judged_does_not_decide_and_the_senior_contact_is_asked(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor, anita: Visitor
) -> None:
    await report(tom, QUALITY)
    await share(house, priya)
    await challenge(house, joanne)

    asked = (await anita.direct_messages())[-1]
    assert asked.startswith("*Please decide CH-")
    assert "It is for Anita Cole to decide" in (await tom.direct_messages())[-1]

    await anita.press("Decide", "direct")
    shown = await read_window(anita)
    assert "Priya Nair judged “cannot tell”; the figures suggested “cannot tell”." in shown
    assert IN_WORDS in shown
    await anita.fill(
        {HOW: "They are right", SHOULD_BE: "Close to target", INSTEAD: "86 nights", REASONS: "The rota"}
    )
    assert (await anita.submit()).ok
    await house.settle()

    [said] = [each for each in await joanne.direct_messages() if "judged: cannot tell." in each]
    assert "Put right on Tuesday 8 September 2026:* close to target." in said
    assert "This is not right" not in said


@pytest.mark.criterion("CPC305-P31")
async def test_with_nobody_free_to_decide_an_administrator_names_an_independent_reviewer(
    house: House, tom: Visitor, priya: Visitor, joanne: Visitor, anita: Visitor
) -> None:
    for who in (tom, anita):
        await report(who, QUALITY)
    await share(house, priya)
    await challenge(house, joanne)

    asked = (await anita.direct_messages())[-1]
    assert asked.startswith("*Please name an independent reviewer: nobody here is free to decide CH-")

    await anita.command("/contract", GENERAL, "route")
    await anita.fill({"Independent reviewers": [alderwick.HELEN.user_id]})
    assert (await anita.submit()).ok
    await house.settle()
    helen = house.visitor(alderwick.HELEN)
    assert (await helen.direct_messages())[-1].startswith("*Please decide CH-")
    await helen.press("Decide", "direct")
    await helen.fill({HOW: "It stays as it is", REASONS: "The rota shows it"})
    assert (await helen.submit()).ok
