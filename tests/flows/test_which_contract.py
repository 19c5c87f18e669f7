"""Which contract a concern is about: known where the channel says it, asked anywhere else, never cut."""

from collections.abc import Sequence
from datetime import date

import pytest

from domain.calendar import Nation
from domain.people import Party, Role
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from playground.workspace import Person
from storage.contracts import Contract, ContractChannel
from storage.unit_of_work import UnitOfWork
from tests.flows.reporting import CONTRACT, GAPS, INTERNAL, KIND, QUALITY, RISK, SHARED, WHAT

ALDERWICK = "Alderwick House (ALD-2024-17)"
NONE = "Not about one contract"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough: what is asked is the same on each."""
    return sqlite_house


async def with_more(house: House, titles: Sequence[str]) -> None:
    """Tom takes part in more contracts of the council."""
    now = house.clock.now()

    def add(work: UnitOfWork) -> None:
        tom = work.people.in_slack(alderwick.TOM.team_id, alderwick.TOM.user_id)
        assert tom is not None
        assert tom.organisation_id is not None
        for number, title in enumerate(titles):
            contract = work.contracts.add(
                Contract(
                    reference=f"R-{number}",
                    title=title,
                    service="Residential care",
                    nation=Nation.ENGLAND,
                    starts_on=date(2024, 4, 1),
                    ends_on=date(2029, 3, 31),
                    created_at=now,
                )
            )
            work.contracts.add_party(contract.id, tom.organisation_id, Party.OWN)
            work.people.give(tom.id, Role.QUALITY_OFFICER, contract.id, now)

    await house.handrail.services.database.write(add, within=20)


async def asked(who: Visitor) -> tuple[str, list[str]]:
    """What is filled in for the contract, and everything there is to choose from."""
    form = await who.modal()
    assert form is not None
    chosen = form.input(CONTRACT)["element"].get("initial_option")
    return (chosen["text"]["text"] if chosen else ""), form.choices(CONTRACT)


async def test_the_form_fills_in_the_contract_of_the_channel_and_asks_anywhere_else(
    house: House, tom: Visitor
) -> None:
    await with_more(house, ["Aaron Court"])

    await tom.command("/concern", INTERNAL)
    assert await asked(tom) == (ALDERWICK, [ALDERWICK, "Aaron Court (R-0)", NONE])
    await tom.close()
    for where in ("general", "shortcut"):
        await (tom.shortcut("log_concern") if where == "shortcut" else tom.command("/concern", where))
        assert await asked(tom) == ("", ["Aaron Court (R-0)", ALDERWICK, NONE])
        await tom.close()


async def test_a_quality_concern_waits_for_the_answer_and_a_risk_does_not(tom: Visitor) -> None:
    await tom.shortcut("log_concern")
    await tom.fill({KIND: QUALITY, WHAT: GAPS})
    assert "choose the contract" in (await tom.submit()).errors["contract"]

    await tom.fill({KIND: RISK})
    assert (await tom.submit()).errors == {}
    window = await tom.modal()
    assert window is not None
    assert window.texts[0].startswith("*Saved as SG-")


async def test_somebody_unknown_in_a_channel_of_several_contracts_is_not_taken_to_mean_the_first(
    house: House,
) -> None:
    workspace = house.playground.workspace
    workspace.add(Person("U0PAM", alderwick.PROVIDER, "Pam Stone"))
    workspace.channels[alderwick.SHARED].members.append("U0PAM")
    pam = Visitor(house.playground.control_url, "U0PAM")
    await pam.press("Report a concern", SHARED)
    assert (await asked(pam))[0] == "The contract of this channel"
    await pam.close()
    await with_more(house, ["Aaron Court"])

    await house.handrail.services.database.write(_link_the_other)
    await pam.press("Report a concern", SHARED)

    assert await asked(pam) == (NONE, [NONE])


def _link_the_other(work: UnitOfWork) -> None:
    other = work.contracts.referenced("R-0")
    assert other is not None
    [link] = [
        each
        for each in work.contracts.channels(alderwick.contract_id(work))
        if each.slack_channel == alderwick.SHARED
    ]
    work.contracts.link(
        ContractChannel(
            contract_id=other.id,
            slack_channel=link.slack_channel,
            purpose=link.purpose,
            linked_at=link.linked_at,
        )
    )


async def test_of_many_contracts_none_is_missing_from_the_list(house: House, tom: Visitor) -> None:
    titles = [f"Home {number:03}" for number in range(120)]
    await with_more(house, titles)
    await tom.command("/concern", INTERNAL)

    chosen, choices = await asked(tom)

    assert chosen == choices[0] == ALDERWICK
    assert len(choices) == len(titles) + 2
    await tom.fill({KIND: QUALITY, WHAT: GAPS, CONTRACT: "Home 119 (R-119)"})
    assert (await tom.submit()).errors == {}
