"""Reasons side by side, areas by what stands behind them, and options weighed by everybody (CPC424-P3, P4, P5)."""

import pytest

from bot.casework.improvements import Sources, link_sources
from domain.patterns import Theme
from playground import alderwick, screen
from playground.house import House
from playground.visitor import Visitor
from storage.concerns import Concern
from storage.unit_of_work import UnitOfWork
from tests.flows.evidence_play import FOR_ALL, KEEPING, READERS, RECORD, SHOWS, WORDS_TOO
from tests.flows.improvement_story import (
    explain,
    give_reason,
    open_from_messages,
    open_window,
)
from tests.flows.reporting import SHARED


@pytest.mark.criterion("CPC424-P3")
async def test_every_party_adds_reasons_and_reads_the_others_but_not_our_note(sqlite_house: House) -> None:
    house = sqlite_house
    priya = await explain(house)
    joanne, sam = house.visitor(alderwick.JOANNE), house.visitor(alderwick.SAM)

    await open_window(priya)
    await give_reason(house, priya, "Our reassessments are late", note="PLANTED: money is short here")
    await open_from_messages(joanne)
    assert "Your side has not said yet: press Add a reason." in await read(joanne)
    assert "Not heard yet: Westermere Integrated Care Board, Westermere Advocacy." in await read(joanne)
    in_a_row = (
        "Nights are on agency staff",
        "The charts are long",
        "Two posts are empty",
        "The trainer left",
    )
    for why in in_a_row:  # each form is opened from the window that the one before it has left
        await give_reason(house, joanne, why)
        assert "The reason is kept" in (await read(joanne)).split("\n")[0]
    await joanne.close()
    assert await joanne.modal() is None, "what lies beneath shows something old, and goes with it"
    await open_from_messages(sam)
    await give_reason(house, sam, "The pharmacy changed its packs")

    await open_from_messages(joanne)
    await joanne.press("Read the reasons")
    window = await joanne.modal()
    assert window is not None
    board = "\n".join(window.texts)
    assert board.index("Westermere Council") < board.index("Alderwick Care")
    for said in ("Our reassessments are late", *in_a_row, "The pharmacy changed its packs"):
        assert said in board
    assert "Westermere Advocacy" in board
    assert "PLANTED" not in board


async def link_eight_concerns(house: House) -> None:
    """Three concerns about medicines and two about what families are told stand behind the process.

    Three more about families the provider has not been told of.
    """
    now = house.clock.now()
    told = [Theme.COMMUNICATION, Theme.MEDICINES, Theme.COMMUNICATION, Theme.MEDICINES, Theme.MEDICINES]
    themes = [*told, *[Theme.COMMUNICATION] * 3]

    def link(work: UnitOfWork) -> None:
        contract_id = alderwick.contract_id(work)
        [improvement] = work.improvements.in_contracts([contract_id])
        tom = work.people.in_slack(alderwick.COUNCIL, alderwick.TOM.user_id)
        assert tom is not None
        concerns = [
            work.concerns.add(
                Concern(
                    reference=f"C-22{number}2",
                    contract_id=contract_id,
                    reporter_id=tom.id,
                    logged_at=now,
                    theme=theme,
                    provider_told_at=now if number < 2 + len(told) else None,
                )
            )
            for number, theme in enumerate(themes, start=2)
        ]
        link_sources(work, improvement, Sources(concerns=tuple(each.id for each in concerns)), tom, now)

    await house.handrail.services.database.write(link)


async def name_area(house: House, priya: Visitor, title: str, theme: str) -> None:
    """Name an area as the lead, from the list of processes."""
    await open_window(priya)
    if "Read the areas" in await read(priya):
        await priya.press("Read the areas")
    assert (await priya.press("Name an area")).ok
    await priya.fill(
        {
            "What is the area of concern, in one line?": title,
            "What are the concerns about that stand behind it?": theme,
        }
    )
    assert (await priya.submit()).ok
    await house.settle()


@pytest.mark.criterion("CPC424-P4")
async def test_areas_are_ranked_by_what_stands_behind_them_and_a_reply_is_kept_as_something_learned(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya = await explain(house)
    joanne, tom = house.visitor(alderwick.JOANNE), house.visitor(alderwick.TOM)
    await link_eight_concerns(house)
    await name_area(house, priya, "Families hear late", "Telling and listening")
    await open_window(priya)
    assert "Linked concerns in no area yet: Medicines (3)" in await read(priya)
    await name_area(house, priya, "Tablets in the night", "Medicines")

    await open_from_messages(joanne)
    part = await read(joanne)
    assert part.index("1. Tablets in the night") < part.index("2. Families hear late")
    await joanne.close()
    opened = next(each for each in await joanne.messages(SHARED) if "Tablets in the night" in each)
    assert "reply in the thread of this message" in opened
    assert "C-2" not in opened

    thread = await root_of(joanne, "Tablets in the night")
    await joanne.say(SHARED, "A second pair of eyes at ten o'clock caught four gaps", thread)
    assert (await tom.message_shortcut("keep_evidence", SHARED, "second pair of eyes")).ok
    form = await tom.modal()
    assert form is not None
    area = next(each for each in form.choices(RECORD) if "Tablets in the night" in each)
    assert (await tom.choose("kept_evidence_record", area)).ok
    await tom.fill(
        {
            SHOWS: "A second check works",
            KEEPING: WORDS_TOO,
            "Is it something we learned?": ["This is something we learned"],
            READERS: FOR_ALL,
        }
    )
    assert (await tom.submit()).ok, await tom.sees()
    await tom.close()

    await open_from_messages(joanne)
    await joanne.press("Read the areas")
    said = await read(joanne)
    assert "Behind it: 3 concerns" in said
    assert "Behind it: 2 concerns" in said
    assert said.index("Learned") < said.index("A second check works") < said.index("caught four gaps")
    assert f"<@{alderwick.JOANNE.user_id}>" in said

    await open_window(priya)
    await priya.press("Read the areas")
    assert "Behind it: 5 concerns" in await read(priya)
    await priya.press("Put it in another place")
    await priya.fill({"Which place is it to have?": "2", WHY_THERE: " "})
    assert "Please say why" in str((await priya.submit()).errors)
    await priya.fill({WHY_THERE: "Families cannot wait for anything else"})
    assert (await priya.submit()).ok
    await open_from_messages(joanne)
    assert "1. Families hear late" in await read(joanne)


WHY_THERE = "Why is it there, though the figures say something else?"


async def read(visitor: Visitor) -> str:
    """What stands in the window that is open."""
    form = await visitor.modal()
    assert form is not None
    return "\n".join(form.texts)


async def root_of(visitor: Visitor, containing: str) -> str:
    """The id of the message in the shared channel under which people talk."""
    conversation = screen.conversation(await visitor.view(), SHARED)
    return str(screen.message_with(conversation, containing)["ts"])
