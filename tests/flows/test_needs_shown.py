"""How somebody is best written to stands in every form in which words for them are typed, and beside their letters."""

import pytest

from bot.casework.needs import set_needs
from domain.communication import Format, Needs
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.engine.stage import known
from tests.flows.action_story import JOANNE, RUTH, agree, hand_in, propose
from tests.flows.deciding import close_all, decide, in_window, press
from tests.flows.evaluation_story import challenge, share
from tests.flows.raising import raise_by_hub
from tests.flows.reporting import INTERNAL, QUALITY, RISK, SHARED, report_by_hub
from tests.flows.setting_up import window

HELPS = "Before you write to or meet somebody, this is what helps"
JOANNES, RUTHS, DELES = (
    "Joanne Field: large print",
    "Ruth Keane: easy read",
    "Dele Akande: an interpreter, Yoruba",
)


@pytest.fixture
async def house(sqlite_house: House) -> House:
    """Three of the provider have said what helps them."""
    now = sqlite_house.clock.now()

    def keep(work: UnitOfWork) -> None:
        ruth = next(
            each for each in work.people.of_contract(alderwick.contract_id(work)) if each.name == "Ruth Keane"
        )
        joanne, dele, priya = (
            known(work, who) for who in (alderwick.JOANNE, alderwick.DELE, alderwick.PRIYA)
        )
        set_needs(work, priya, joanne.id, Needs((Format.LARGE_PRINT,)), now)
        set_needs(work, priya, ruth.id, Needs((Format.EASY_READ,)), now)
        set_needs(work, priya, dele.id, Needs(interpreter=True, detail="Yoruba"), now)

    await sqlite_house.handrail.services.database.write(keep)
    return sqlite_house


async def shown(who: Visitor, label: str, in_: str | None = None) -> str:
    """Open a form and read it; it is closed again."""
    assert (await who.press(label, in_)).ok
    said = await window(who)
    await who.close()
    return said


async def test_a_letter_for_somebody_says_what_helps_them_and_ones_own_does_not(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    await propose(house, tom, RUTH)
    assert RUTHS in await shown(priya, "Copy as a letter", "direct")
    await propose(house, tom, JOANNE)
    assert HELPS not in await shown(joanne, "Copy as a letter", "direct")


async def test_whoever_writes_about_an_action_reads_what_helps_its_owner(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor
) -> None:
    await agree(house, tom, joanne)
    await hand_in(house, joanne)
    assert JOANNES in await shown(priya, "Not yet", "direct")
    await priya.press("Open", SHARED)
    assert JOANNES in await shown(priya, "Withdraw")


async def test_whoever_writes_what_the_provider_reads_sees_what_helps_its_people(
    house: House, priya: Visitor
) -> None:
    for command, label in (("placement", "Decide"), ("handoffs", "Pass on to …")):
        await priya.command("/contract", INTERNAL, command)
        said = await shown(priya, label)
        assert (JOANNES in said, RUTHS in said, DELES in said) == (True, True, True), label
        await close_all(priya)
    await report_by_hub(house.visitor(alderwick.JOANNE), QUALITY)
    await house.settle()
    await priya.press("I will take this", "direct")
    await house.settle()
    assert DELES in await shown(priya, "Decide what happens", "direct")


async def test_whoever_answers_somebody_reads_what_helps_them(
    house: House, priya: Visitor, tom: Visitor, joanne: Visitor, grace: Visitor
) -> None:
    await share(house, priya)
    await challenge(house, joanne)
    assert JOANNES in await shown(tom, "Decide", "direct")
    await raise_by_hub(house.visitor(alderwick.DELE), RISK)
    await house.settle()
    await press(house, grace, "I have this", "direct")
    await decide(house, grace)
    await in_window(grace, "Tell the person who raised it")
    assert DELES in await window(grace)
