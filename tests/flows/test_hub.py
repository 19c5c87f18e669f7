"""The message with buttons in every channel of a contract, and asking for help there."""

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from playground.workspace import Person
from tests.flows.action_story import TITLE, agree
from tests.flows.hearing import Hearing
from tests.flows.reporting import DANGER_OR_RISK, GAPS, RISK, WHAT
from tests.flows.setting_up import (
    INTERNAL,
    NAME,
    ROLE,
    SHARED,
    WHO,
    add,
    comes_in,
    happened,
    nia,
    window,
)


async def test_every_linked_channel_has_one_pinned_message_with_the_five_buttons(
    house: House, joanne: Visitor, tom: Visitor
) -> None:
    for visitor, channel in ((joanne, SHARED), (tom, INTERNAL)):
        [hub] = await visitor.messages(channel)

        assert hub.splitlines()[-5:] == [
            "Report a concern",
            "Someone may be at risk",
            "My open items",
            "Ask for help",
            "I have a code",
        ]
        assert hub.startswith("*Report a concern about Alderwick House here")
        assert "A concern is read by Priya Nair." in hub
        assert "only the safeguarding leads read it" in hub
    for channel in (alderwick.SHARED, alderwick.INTERNAL):
        assert len(house.playground.slack.workspace.channels[channel].pins) == 1


async def test_a_new_lead_is_named_in_the_hub_message_that_stands_there(
    house: House, anita: Visitor, joanne: Visitor
) -> None:
    await add(anita, {WHO: alderwick.LEAH.user_id, ROLE: "contract lead"})
    await house.settle()

    [hub] = await joanne.messages(SHARED)
    assert "A concern is read by Leah Brand or Priya Nair." in hub


async def test_help_says_what_can_be_done_whom_to_ask_and_what_to_ring(joanne: Visitor) -> None:
    await joanne.press("Ask for help", SHARED)

    said = await window(joanne)
    assert (
        "If someone is in danger now, ring 999 first.* The emergency duty team is on 01632 960 404." in said
    )
    assert "Whom to ask about Alderwick House*: Priya Nair." in said
    assert "/concern" not in said


async def test_our_own_people_are_told_of_the_commands_too(tom: Visitor) -> None:
    await tom.press("Ask for help", INTERNAL)

    assert "*/concern*, */action* and */contract* do the same" in await window(tom)


async def test_one_can_report_straight_from_the_help(joanne: Visitor) -> None:
    await joanne.press("Ask for help", SHARED)
    await joanne.press("Report a concern")

    assert (await window(joanne)).startswith("Log a concern")


async def test_an_unknown_person_in_the_shared_channel_is_helped_to_report_and_reads_no_name(
    house: House,
) -> None:
    stranger = await comes_in(house, nia())
    await stranger.press("Ask for help", SHARED)

    said = await window(stranger)
    assert "ring 999 first" in said
    assert "Priya" not in said
    assert "Alderwick" not in said
    assert "My open items" not in said


async def test_an_unknown_person_reads_nothing_and_is_shown_how_to_report(house: House) -> None:
    stranger = await comes_in(house, nia())
    await stranger.press("My open items", SHARED)

    [said] = await stranger.ephemerals(SHARED)
    assert said.startswith("*You are not known here yet*, so nothing can be shown to you.")
    assert said.endswith("Someone may be at risk\nReport a concern\nI have a code\nAsk to be added")
    assert await stranger.modal() is None
    assert await happened(house, Event.REFUSED) == 1


async def test_an_unknown_persons_report_is_taken_and_they_still_read_nothing(
    house: House, hearing: Hearing, grace: Visitor
) -> None:
    stranger = await comes_in(house, nia())
    await stranger.press("My open items", SHARED)
    await stranger.press("Someone may be at risk", SHARED)
    await stranger.fill({DANGER_OR_RISK: RISK, WHAT: GAPS})
    assert (await stranger.submit()).ok
    await house.settle()

    assert "Saved as SG-" in await window(stranger)
    assert "SG-" in (await grace.direct_messages())[-1]
    await stranger.close()
    await stranger.press("My open items", SHARED)
    assert "You are not known here yet" in (await stranger.ephemerals(SHARED))[-1]
    assert GAPS not in hearing.outside_forms()
    assert "SG-" not in hearing.in_channel(alderwick.SHARED)


async def test_a_new_carer_of_the_provider_does_not_silence_the_channel_and_a_guest_does(
    house: House, tom: Visitor, joanne: Visitor
) -> None:
    await comes_in(house, nia())
    await agree(house, tom, joanne)
    before = await joanne.messages(SHARED)
    assert any(TITLE in said for said in before)

    guest = Person("U0GUEST", alderwick.COUNCIL, "Gil Frost", is_restricted=True)
    await comes_in(house, guest)
    await agree(house, tom, joanne, title="Ask the pharmacy for a second delivery")

    assert await joanne.messages(SHARED) == before


async def test_being_added_comes_with_the_buttons_and_the_home_tab_for_our_own_people(
    house: House, priya: Visitor
) -> None:
    cara = house.visitor(alderwick.CARA)
    await add(priya, {WHO: alderwick.CARA.user_id, ROLE: "colleague"})
    await house.settle()

    [told] = await cara.direct_messages()
    assert "You now take part in Alderwick House as colleague." in told
    assert "Home tab of Handrail" in told
    assert told.endswith("My open items\nAsk for help\nI have a code")


async def test_somebody_without_slack_is_sent_nothing_about_being_added(house: House, priya: Visitor) -> None:
    before = await priya.direct_messages()
    await add(priya, {NAME: "Olive Byrne", ROLE: "senior or nominated person of the provider"})
    await house.settle()

    assert await priya.direct_messages() == before
