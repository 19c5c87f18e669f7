"""Whoever raises danger from outside our organisation is written to only if they allow it (practice.md 1.8)."""

from datetime import timedelta

import pytest

from playground.house import House
from playground.visitor import Visitor
from tests.flows.deciding import close_all, decide, in_window, press, the_concern
from tests.flows.hearing import Hearing
from tests.flows.raising import MAY_BE_AT_RISK, MAY_WRITE, MAY_WRITE_TICK, pings, raise_by_hub
from tests.flows.reporting import SHARED
from tests.flows.setting_up import window

NOT_ALLOWED = "*We will not write to you in Slack unless you allow it*"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """Alderwick House on SQLite: nothing here depends on the database."""
    return sqlite_house


async def heard(dele: Visitor) -> int:
    """How many messages name the concern to whoever raised it."""
    return len(pings(await dele.direct_messages()))


async def open_mine(who: Visitor) -> str:
    """Read one's own report under *My open items*."""
    await who.open_home()
    await who.press("My open items", "home")
    await who.press("Open")
    return await window(who)


async def test_whoever_has_not_allowed_it_is_not_written_to_and_reads_it_among_their_own_items(
    house: House, hearing: Hearing, dele: Visitor, grace: Visitor
) -> None:
    saved = await raise_by_hub(dele, may_write=False)
    assert NOT_ALLOWED in saved
    assert (
        "*if nobody has rung you within 15 minutes, ring the emergency duty team on 01632 960 404.*" in saved
    )
    await close_all(dele)
    await house.move_to(house.clock.now() + timedelta(minutes=40))
    await press(house, grace, "I have this", "direct")
    await decide(house, grace)
    await house.move_to(house.clock.now() + timedelta(days=10))

    assert await heard(dele) == 0
    own = await open_mine(dele)
    assert "decided on" in own
    assert "since you have not allowed it: look here." in own
    await press(house, dele, "I would like to talk")
    assert "You would like to talk: somebody will ring you." in await window(dele)
    assert any("would like to talk" in each for each in await grace.direct_messages())
    assert hearing.complaints() == []


async def test_the_lead_is_told_to_ring_whoever_has_not_allowed_messages(
    house: House, dele: Visitor, grace: Visitor
) -> None:
    await raise_by_hub(dele, may_write=False)
    await close_all(dele)
    await house.settle()
    await press(house, grace, "I have this", "direct")
    await decide(house, grace)

    await in_window(grace, "Tell the person who raised it")

    form = await grace.modal()
    assert form is not None
    assert "ring the person who raised it, then record it here" in "\n".join(form.texts)
    assert form.choices("How are they told?") == ["I have told them myself"]
    await grace.fill({"If you told them yourself: how?": "By telephone, at home"})
    assert (await grace.submit()).ok
    assert (await the_concern(house)).reporter_told_at is not None
    assert await heard(dele) == 0


async def test_it_can_be_allowed_later_and_taken_back(house: House, dele: Visitor, grace: Visitor) -> None:
    await raise_by_hub(dele, may_write=False)
    await dele.press("Add what you know")
    await dele.fill({MAY_WRITE: [MAY_WRITE_TICK]})
    assert (await dele.submit()).ok
    await close_all(dele)
    await house.move_to(house.clock.now() + timedelta(minutes=20))
    assert await heard(dele) == 1
    assert not any("added" in each for each in await grace.direct_messages())

    await open_mine(dele)
    await dele.press("Add what you know")
    await dele.fill({MAY_WRITE: []})
    assert (await dele.submit()).ok
    await house.move_to(house.clock.now() + timedelta(minutes=20))
    assert await heard(dele) == 1


async def test_our_own_staff_are_not_asked(tom: Visitor) -> None:
    await tom.press(MAY_BE_AT_RISK, SHARED)
    form = await tom.modal()
    assert form is not None
    assert MAY_WRITE not in form.labels
