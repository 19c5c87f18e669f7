"""Somebody with no business here, and somebody nobody knows: they may report, and they read nothing."""

import pytest

from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from playground.workspace import Json, Person
from tests.flows.hearing import Hearing
from tests.flows.reporting import (
    DANGER,
    GAPS,
    INTERNAL,
    SHARED,
    as_somebody_else,
    decide,
    fill_in,
    report,
    send_again,
)

HURT = "Somebody shouted at bed 3 all night"
PAM = "U0PAM"  # works for the provider, is in the shared channel, and nobody has added her


@pytest.fixture
def pam(house: House) -> Visitor:
    """Somebody of the provider whom nobody has added to the contract."""
    workspace = house.playground.workspace
    workspace.add(Person(PAM, alderwick.PROVIDER, "Pam Stone"))
    workspace.channels[alderwick.SHARED].members.append(PAM)
    return Visitor(house.playground.control_url, PAM)


async def a_shared_concern(house: House, tom: Visitor, priya: Visitor) -> None:
    """A concern that the provider has been told of."""
    await report(tom)
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await priya.press("Decide what happens")
    await decide(priya, "Now", "Please look at the charts")
    await house.settle()


def presses_heard(hearing: Hearing) -> list[Json]:
    """Every press that Slack has told the bot of, one for each button."""
    pressed = [heard.body for heard in hearing.heard if heard.body.get("type") == "block_actions"]
    return list({body["actions"][0]["action_id"]: body for body in pressed}.values())


async def test_cara_tries_everything_there_is_and_sees_nothing(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor, cara: Visitor
) -> None:
    await a_shared_concern(house, tom, priya)
    await priya.press("Open", "direct")
    await priya.press("Put right")
    await priya.close()
    await priya.press("Withdraw")
    before = await cara.sees()
    assert GAPS not in before

    for name in ("/concern", "/action", "/contract"):
        for text in ("", "mine", "new", "setup", "help"):
            await cara.command(name, "general", text)
    await cara.home()
    for body in presses_heard(hearing):
        await send_again(house, as_somebody_else(house, body, alderwick.CARA.user_id, alderwick.COUNCIL))
    await house.settle()

    seen = await cara.sees()
    for kept in (GAPS, "C-", "SG-", "Alderwick House", "ALD-2024-17", "Please look at the charts"):
        assert kept not in seen.replace("alderwick", "")
    assert len(presses_heard(hearing)) >= 5


async def test_permission_is_asked_again_when_a_form_is_sent(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor, cara: Visitor
) -> None:
    await report(tom)
    await house.settle()
    await tom.command("/concern", INTERNAL, "mine")
    await tom.press("Open", INTERNAL)
    await tom.press("Put right")
    await tom.fill({"What happened": GAPS})
    await tom.submit()
    sent = next(h.body for h in reversed(hearing.heard) if h.body.get("type") == "view_submission")
    state = sent["view"]["state"]["values"]
    state["what_happened"]["what_happened"]["value"] = "Nothing happened at all"
    forged = {**sent, "view": {**sent["view"], "id": "V0FORGED"}}

    answer = await send_again(house, as_somebody_else(house, forged, cara.user_id, alderwick.COUNCIL))

    assert answer["response_action"] == "update"
    await priya.press("Open", "direct")
    assert "Nothing happened at all" not in await priya.sees()


async def test_an_unknown_persons_stolen_presses_open_nothing(
    house: House, hearing: Hearing, tom: Visitor, priya: Visitor, pam: Visitor
) -> None:
    await a_shared_concern(house, tom, priya)
    await priya.press("Open", "direct")
    for body in presses_heard(hearing):
        await send_again(house, as_somebody_else(house, body, PAM, alderwick.PROVIDER))
    await pam.press("Open", SHARED)

    seen = await pam.sees()
    assert GAPS not in seen
    assert "Please look at the charts" not in seen
    assert "You are not known here yet" in seen
    assert "Someone may be at risk" in seen


async def test_somebody_unknown_in_the_shared_channel_can_report_danger(
    house: House, pam: Visitor, grace: Visitor, priya: Visitor
) -> None:
    before = await priya.sees()
    await pam.press("Someone may be at risk", SHARED)
    form = await pam.modal()
    assert form is not None
    assert "Alderwick House" not in "\n".join(form.texts)
    await fill_in(pam, DANGER, HURT)

    window = await pam.modal()
    assert window is not None
    assert "ring 999" in window.texts[0]
    await house.settle()
    await grace.press("Open", "direct")
    read = await grace.modal()
    assert read is not None
    assert "*sender unconfirmed*" in read.texts[0]
    assert HURT in read.texts
    assert await priya.sees() == before


async def test_somebody_unknown_can_log_a_concern_and_read_their_own_words_and_nothing_else(
    house: House, pam: Visitor, priya: Visitor
) -> None:
    await pam.press("Report a concern", SHARED)
    await fill_in(pam, what="The boiler is out")
    await house.settle()
    await priya.press("I will take this")
    await house.settle()
    await pam.press("Open", "direct")

    window = await pam.modal()
    assert window is not None
    assert "The boiler is out" in window.texts
    assert "Alderwick House" not in "\n".join(window.texts)
    assert "Put right" not in window.texts


async def test_an_outsider_has_no_commands_and_no_shortcuts(house: House, joanne: Visitor) -> None:
    assert not (await joanne.command("/concern", SHARED)).ok
    assert not (await joanne.shortcut("log_concern")).ok
    assert not (await joanne.message_shortcut("make_concern", SHARED, "Report a concern")).ok
    assert INTERNAL not in await joanne.sees()
    await house.settle()
