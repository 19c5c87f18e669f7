"""Looking back: everybody is asked, may leave out their name, and nobody who stays silent holds the others up."""

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from domain.improvements import ImprovementState
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import SHOWN_BY, WHAT, WHO, press
from tests.flows.ending_story import (
    CHANGE,
    LESSON,
    NOTHING_BECAUSE,
    PEOPLE_SAY,
    WELL,
    look_back,
    process_of,
    reflect,
    shut,
)
from tests.flows.hearing import Hearing
from tests.flows.improvement_story import open_window, press_more
from tests.flows.on_behalf_story import record_for
from tests.flows.placement_story import read
from tests.flows.reporting import INTERNAL

BETTER_NIGHTS, THEY_RING = "The nights are calm now", "They ring me now"
ANSWER_SOONER = "Answer evidence within five working days"
OPENLY = ("The meetings were too long", "We were asked too late", "Nobody read the first plan")


@pytest.fixture
def house(sqlite_house: House) -> House:
    """What is told here does not depend on the database."""
    return sqlite_house


@pytest.mark.criterion("CPC424-P16")
async def test_all_look_back_and_a_lesson_for_our_own_side_becomes_an_action_before_it_is_closed(
    house: House, hearing: Hearing, joanne: Visitor
) -> None:
    priya, yusuf = await reflect(house), house.visitor(alderwick.YUSUF)
    await open_window(priya)
    await priya.press("Close this")
    assert "Nobody has looked back on it yet." in await read(priya)
    await shut(priya)
    assert "Please look back with us" in (await yusuf.direct_messages())[-1]
    assert any("please ask Ruth Keane to look back" in each for each in await priya.direct_messages())

    await priya.press("Copy as a letter", "direct")
    assert "would you look back with us?" in await read(priya)
    assert "Ruth Keane" in await read(priya)
    await shut(priya)

    assert (await look_back(house, joanne, BETTER_NIGHTS)).ok
    assert (await look_back(house, yusuf, "", {PEOPLE_SAY: THEY_RING, CHANGE: "Tell families sooner"})).ok
    await open_window(priya)
    await priya.press("Close this")
    assert "was asked only once" in await read(priya)
    await press(house, priya, "Ask once more")
    assert any("please ask Ruth Keane" in each for each in (await priya.direct_messages())[-2:])
    window = await read(priya)
    assert "asked only once" not in window
    assert "Ask once more" not in window

    await press_more(priya, "Recommend an action")
    await priya.fill({WHAT: ANSWER_SOONER, WHO: "Priya Nair, Westermere Council", SHOWN_BY: "The dates"})
    assert (await priya.submit()).ok
    await house.settle()
    await open_window(priya)
    await priya.press("Close this")
    form = await priya.modal()
    assert form is not None
    assert NOTHING_BECAUSE not in form.labels, "something is recommended"
    await priya.fill({LESSON: "Evidence wants an answer while it is fresh"})
    assert (await priya.submit()).ok
    await house.settle()

    assert (await process_of(house)).state is ImprovementState.CLOSED
    told = (await joanne.direct_messages())[-1]
    assert "is closed" in told
    assert "one action that was recommended is done" in told
    assert "Evidence wants an answer while it is fresh" not in hearing.in_channel(alderwick.SHARED)
    await press(house, joanne, "Read what was written", "direct")
    for written in (BETTER_NIGHTS, THEY_RING, ANSWER_SOONER, "Yusuf Ali, Westermere Advocacy"):
        assert written in await read(joanne)
    await priya.command("/contract", INTERNAL, "lessons")
    assert "Evidence wants an answer while it is fresh" in await priya.sees()
    [action] = await house.handrail.services.database.read(
        lambda work: work.actions.open_in([alderwick.contract_id(work)])
    )
    assert action.title == ANSWER_SOONER
    assert await house.handrail.services.database.read(
        lambda work: [each.subject_id for each in work.deadlines.live_in(alderwick.contract_id(work))]
    ) == [action.id], "what is recommended goes on being chased, and nothing else of it"


@pytest.mark.criterion("CPC424-P16")
async def test_what_is_written_without_a_name_is_shown_from_three_on_and_nothing_kept_says_whose_it_is(
    house: House, joanne: Visitor, sam: Visitor
) -> None:
    priya, dele = await reflect(house), house.visitor(alderwick.DELE)
    for writer, words in zip((joanne, sam), OPENLY, strict=False):
        assert (await look_back(house, writer, words, nameless=True)).ok
        assert "kept without your name" in await read(writer)
        assert words not in await read(writer)
    await open_window(priya)
    await priya.press("Read what was written")
    assert "It is shown once there are 3 such" in await read(priya)
    seen = await priya.sees()
    assert not any(words in seen for words in OPENLY)
    assert await kept_of(house) == set()

    assert (await look_back(house, dele, OPENLY[2], nameless=True)).ok
    await shut(priya)
    await open_window(priya)
    await priya.press("Read what was written")
    window = await read(priya)
    assert all(words in window for words in OPENLY)
    assert not any(name in window for name in ("Joanne", "Sam", "Dele", "Alderwick Care"))
    assert await kept_of(house) == set()
    await joanne.press("Look back", "direct")
    assert "What is written without a name stays as it is" in await joanne.sees()


async def kept_of(house: House) -> set[str]:
    """The tables in which a row about a nameless reflection leads to somebody who takes part."""

    def found(work: UnitOfWork) -> set[str]:
        session = work.people._session.connection()
        tables = SQLModel.metadata.tables
        nameless = {
            each.id.hex
            for each in work.reflections.of(
                work.improvements.in_contracts([alderwick.contract_id(work)])[0].id
            )
            if each.is_anonymous
        }
        people = {each.id.hex for each in work.people.of_contract(alderwick.contract_id(work))}
        leads = set()
        for name, table in tables.items():
            for row in session.execute(select(table)):
                words = str(tuple(row)).replace("-", "")
                is_about = any(each in words for each in nameless)
                if is_about and any(person in words for person in people):
                    leads.add(name)
        return leads

    return await house.handrail.services.database.read(found)


async def test_what_carries_a_name_can_be_written_differently_and_names_of_others_are_refused(
    house: House, joanne: Visitor
) -> None:
    priya = await reflect(house)
    await look_back(house, joanne, "Priya Nair was patient")
    form = await joanne.modal()
    assert form is not None
    assert "What went well?" in form.faults
    await joanne.fill({"What went well?": "The council was patient"})
    assert (await joanne.submit()).ok
    await house.settle()
    assert "thank you for looking back" in (await joanne.direct_messages())[-1]
    await press(house, joanne, "Open", "direct")
    await press_more(joanne, "Write it differently")
    await joanne.fill({"What went well?": "The council was patient with us"})
    assert (await joanne.submit()).ok
    await open_window(priya)
    await priya.press("Read what was written")
    assert "The council was patient with us" in await read(priya)


async def test_what_ruth_writes_in_an_email_is_recorded_under_her_name_and_never_without_it(
    house: House, tom: Visitor
) -> None:
    priya = await reflect(house)
    await record_for(house, tom)
    await tom.press("Open")
    await tom.press("Look back")
    form = await tom.modal()
    assert form is not None
    assert "Your name" not in form.labels
    await tom.fill({WELL: "Our night staff know the charts now"})
    assert (await tom.submit()).ok
    await house.settle()

    await open_window(priya)
    await priya.press("Read what was written")
    window = await read(priya)
    assert "Ruth Keane, Alderwick Care" in window
    assert "Our night staff know the charts now" in window
    told = "\n".join(await tom.direct_messages())
    assert "recorded" in told
