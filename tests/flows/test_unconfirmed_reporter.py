"""Somebody nobody has confirmed finds what they reported again, and reads nothing else."""

import re

import pytest

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from playground.workspace import Person
from tests.flows.action_story import read_window
from tests.flows.reporting import CONTRACT, GAPS, INTERNAL, KIND, QUALITY, RISK, WHAT, report

SEEN = "Somebody shouted at bed 3 all night"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough: what is shown is the same on each."""
    return sqlite_house


@pytest.fixture
def nina(house: House) -> Visitor:
    """New at the council: in Slack and in the internal channel, and nobody has confirmed who she is."""
    workspace = house.playground.workspace
    workspace.add(Person("U0NINA", alderwick.COUNCIL, "Nina New"))
    workspace.channels[alderwick.INTERNAL].members.append("U0NINA")
    return Visitor(house.playground.control_url, "U0NINA")


async def test_an_unconfirmed_reporter_finds_their_own_report_of_a_risk_again_and_nobody_elses(
    house: House, nina: Visitor, tom: Visitor
) -> None:
    await report(tom, RISK, "Tom saw a fall")
    await report(tom)
    await house.settle()
    assert (await report(nina, RISK, SEEN)).ok
    await nina.close()
    await nina.open_home()

    assert (await nina.press("My open items", "home")).ok
    listed = await read_window(nina)
    await nina.press("Open")

    assert len(set(re.findall(r"SG-\w+", listed))) == 1
    assert SEEN in await read_window(nina)
    for kept in ("Tom saw a fall", GAPS, "C-", "I have this", "Alderwick House"):
        assert kept not in await read_window(nina)
        assert kept not in listed


async def test_the_list_of_an_unconfirmed_reporter_names_no_contract(nina: Visitor) -> None:
    await nina.command("/concern", INTERNAL)
    await nina.fill({KIND: QUALITY, WHAT: SEEN, CONTRACT: "The contract of this channel"})
    assert (await nina.submit()).errors == {}
    await nina.open_home()
    await nina.press("My open items", "home")

    listed = await read_window(nina)
    assert "*C-" in listed
    assert "Alderwick House" not in listed
