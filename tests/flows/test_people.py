"""Adding people to a contract: from Slack, or by name and e-mail address, each on their own side."""

import pytest

from domain.chronology import Event
from domain.people import Role
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.conftest import on_both_databases
from tests.flows.hearing import Hearing
from tests.flows.setting_up import (
    BRYN,
    EMAIL,
    GENERAL,
    INTERNAL,
    NAME,
    ORGANISATION,
    REPRESENTATIVE,
    ROLE,
    SENIOR_OF_PROVIDER,
    SHARED,
    WHO,
    add,
    comes_in,
    happened,
    nia,
    open_birch,
    send_again,
    window,
)

NIA = {WHO: "U0NIA", ROLE: REPRESENTATIVE}


async def test_somebody_of_the_provider_is_added_told_and_can_do_what_is_theirs(
    house: House, priya: Visitor
) -> None:
    carer = await comes_in(house, nia())
    answer = await add(priya, NIA)
    await house.settle()

    assert answer.ok, answer
    assert "Nia Price (Alderwick Care) takes part in Alderwick House" in await window(priya)
    [told] = await carer.direct_messages()
    assert told.startswith(f"*You now take part in Alderwick House as {REPRESENTATIVE}.*")
    assert "Priya Nair can tell you more." in told
    await carer.press("My open items", "direct")
    assert "Nothing waits for you now." in await window(carer)


async def test_the_contract_of_the_channel_is_chosen_already(priya: Visitor) -> None:
    await priya.command("/contract", SHARED, "add")

    form = await priya.modal()
    assert form is not None
    chosen = form.input("To which contract?")["element"]["initial_option"]["text"]["text"]
    assert chosen == "Alderwick House (ALD-2024-17)"


async def test_somebody_without_slack_is_added_by_name_and_their_messages_go_to_the_lead(
    priya: Visitor,
) -> None:
    name, email = "Olive Byrne", "olive@alderwick.example"
    answer = await add(priya, {NAME: name, EMAIL: email, ROLE: SENIOR_OF_PROVIDER})

    assert answer.ok, answer
    said = await window(priya)
    assert "Olive Byrne (Alderwick Care) takes part in Alderwick House" in said
    assert "what is for them goes to Priya Nair" in said
    await priya.close()
    await priya.command("/contract", INTERNAL)
    listed = (await priya.ephemerals(INTERNAL))[-1]
    assert f"Olive Byrne, {SENIOR_OF_PROVIDER} (Alderwick Care), not in Slack." in listed
    assert email not in listed


@on_both_databases
async def test_somebody_known_by_name_who_comes_to_slack_later_is_the_same_person(
    house: House, priya: Visitor
) -> None:
    await comes_in(house, nia())
    await add(priya, {NAME: "nia price", ROLE: SENIOR_OF_PROVIDER})
    await priya.close()

    await add(priya, NIA)

    assert await people_called(house, "nia price") == 1
    await priya.close()
    await priya.command("/contract", INTERNAL)
    listed = (await priya.ephemerals(INTERNAL))[-1]
    assert f"nia price, {REPRESENTATIVE}, {SENIOR_OF_PROVIDER} (Alderwick Care)." in listed


async def people_called(house: House, name: str) -> int:
    """How many people of the provider have that name."""
    return await house.handrail.services.database.read(
        lambda work: sum(
            person.name.casefold() == name
            for person in work.people.of_organisation(work.organisations.named("Alderwick Care").id)
        )
    )


@on_both_databases
async def test_the_same_person_added_twice_is_added_and_told_once(
    house: House, hearing: Hearing, priya: Visitor
) -> None:
    carer = await comes_in(house, nia())
    before = await happened(house, Event.PERSON_ADDED)

    await add(priya, NIA)
    await send_again(house, hearing)
    await priya.close()
    await add(priya, NIA)
    await house.settle()

    assert await happened(house, Event.PERSON_ADDED) == before + 1
    assert len(await carer.direct_messages()) == 1


@pytest.mark.parametrize("role", ["contract lead", "quality officer", "senior contact", "colleague"])
async def test_nobody_of_the_provider_can_have_a_role_of_ours(priya: Visitor, role: str) -> None:
    answer = await add(priya, {WHO: alderwick.JOANNE.user_id, ROLE: role})

    assert "Joanne Field is not one of your own organisation's people" in answer.errors["role"]


async def test_a_guest_in_our_workspace_counts_as_an_outsider_and_can_be_of_the_provider(
    house: House, priya: Visitor
) -> None:
    guest = await comes_in(house, nia(alderwick.COUNCIL, guest=True), alderwick.SHARED)
    answer = await add(priya, {WHO: "U0NIA", ROLE: "colleague"})
    assert "a guest counts as an outsider" in answer.errors["role"]

    await priya.fill({ROLE: REPRESENTATIVE})
    assert (await priya.submit()).errors == {}
    await house.settle()

    assert "(Alderwick Care)" in await window(priya)
    assert "Alderwick House" not in await guest.home()
    assert await people_called(house, "nia price") == 1


async def test_one_of_our_own_people_cannot_be_put_on_the_providers_side(priya: Visitor) -> None:
    answer = await add(priya, {WHO: alderwick.CARA.user_id, ROLE: REPRESENTATIVE})

    assert "Cara Lund is one of your own people" in answer.errors["role"]


async def test_an_organisation_is_on_one_side_of_a_contract_only(priya: Visitor) -> None:
    answer = await add(
        priya, {NAME: "Olive Byrne", ORGANISATION: "alderwick care", ROLE: "commissioning partner"}
    )

    assert answer.errors == {"organisation": "That organisation is on another side of this contract."}


async def test_whoever_slack_says_belongs_elsewhere_is_not_taken_for_the_provider(
    house: House, priya: Visitor
) -> None:
    await comes_in(house, nia(alderwick.HEALTH))
    answer = await add(priya, {**NIA, ORGANISATION: "Alderwick Care"})

    assert "belongs to Westermere Integrated Care Board" in answer.errors["organisation"]


async def test_somebody_must_be_picked_or_named(priya: Visitor) -> None:
    answer = await add(priya, {ROLE: REPRESENTATIVE})

    assert answer.errors == {"name": "Please choose somebody in Slack, or write their name."}


async def test_an_address_that_is_none_is_said_beside_it(priya: Visitor) -> None:
    answer = await add(priya, {NAME: "Olive Byrne", EMAIL: "olive at home", ROLE: REPRESENTATIVE})

    assert "not an e-mail address" in answer.errors["email"]


async def test_a_partner_needs_the_name_of_their_organisation(priya: Visitor) -> None:
    answer = await add(priya, {NAME: "Olive Byrne", ROLE: "commissioning partner"})

    assert answer.errors == {"organisation": "Please name the person's organisation."}


async def test_apps_are_nobody_to_add(priya: Visitor) -> None:
    answer = await add(priya, {WHO: alderwick.BOT, ROLE: "colleague"})

    assert "is not a person at work" in answer.errors["who"]


async def test_somebody_whom_slack_does_not_show_has_to_be_brought_into_a_channel_first(
    house: House, priya: Visitor
) -> None:
    open_birch(house)
    await Visitor(house.playground.control_url, alderwick.BOT)._act("leave", channel="C0BIRCH")

    answer = await add(priya, {WHO: BRYN, ROLE: REPRESENTATIVE})

    assert "bring them into a channel with Handrail first" in answer.errors["who"]


async def test_only_the_lead_or_an_administrator_adds_people(
    house: House, tom: Visitor, cara: Visitor
) -> None:
    await tom.command("/contract", INTERNAL, "add")
    await house.visitor(alderwick.HELEN).command("/contract", GENERAL, "add")
    await cara.command("/contract", GENERAL, "add")

    assert "People are added by a contract's lead" in (await tom.ephemerals(INTERNAL))[-1]
    assert "You are not known here yet" in (await cara.ephemerals(GENERAL))[-1]
    for visitor in (tom, cara, house.visitor(alderwick.HELEN)):
        assert await visitor.modal() is None
    assert await happened(house, Event.REFUSED) == 3


async def test_an_administrator_whose_role_ends_while_the_form_is_open_adds_nobody(
    house: House, anita: Visitor
) -> None:
    await anita.command("/contract", INTERNAL, "add")
    await anita.fill({NAME: "Olive Byrne", ROLE: REPRESENTATIVE})
    await house.handrail.services.database.write(
        lambda work: work.people.take_organisation_role(Role.ADMINISTRATOR)
    )

    await anita.submit()

    assert "People are added by the contract lead." in await window(anita)
    assert await people_called(house, "olive byrne") == 0
