"""*I need help now*: one press, somebody named within fifteen minutes, and nobody asks why (CPC305-P27)."""

import asyncio
from datetime import datetime, timedelta

import pytest

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from tests.conftest import on_both_databases
from tests.engine.leavers import empty_the_route, switch_off
from tests.flows.hearing import Hearing
from tests.flows.pam import PAM, invite_pam
from tests.flows.setting_up import happened

SHARED = "alderwick-shared"
NIGHT = datetime.fromisoformat("2026-09-12T02:00:00+01:00")
PRESS = "Ring me, please: I need somebody to talk to"
BLAME = ("why did", "fault", "mistake", "should have", "failed", "explain")


@pytest.fixture
def helen(house: House) -> Visitor:
    """The head of safeguarding: the second line."""
    return house.visitor(alderwick.HELEN)


async def ask_from_the_help_window(who: Visitor) -> None:
    """*Ask for help* under the hub message, and the button in its window."""
    assert (await who.press("Ask for help", SHARED)).ok
    assert (await who.press(PRESS)).ok
    assert (await who.submit()).ok


async def window_of(who: Visitor) -> str:
    """What the topmost window says."""
    window = await who.modal()
    assert window is not None
    return "\n".join(window.texts)


async def latest(who: Visitor) -> str:
    """The newest direct message."""
    return (await who.direct_messages())[-1]


@pytest.mark.criterion("CPC305-P27")
async def test_one_press_at_night_pings_the_first_line_at_once_and_a_named_person_answers(
    house: House, tom: Visitor, grace: Visitor, helen: Visitor
) -> None:
    await house.move_to(NIGHT)
    helens = await helen.direct_messages()
    await tom.press("Ask for help", SHARED)
    await tom.press(PRESS)
    assert "*Somebody rings you: Grace Obi or Nadia Shah.*" in await window_of(tom)
    assert "asks for support" not in await grace.sees()
    await tom.submit()
    assert "*2 people have been asked to ring you now.*" in await window_of(tom)
    await house.settle()

    asked = await latest(grace)
    assert asked.startswith("*Tom Hadley asks for support now. Please ring them.*")
    assert await helen.direct_messages() == helens

    await house.move_to(NIGHT + timedelta(minutes=4))
    assert (await grace.press("I will help", "direct")).ok
    await house.settle()

    assert (await latest(tom)).startswith("*Grace Obi will help you, and rings you now.*")
    assert (await latest(grace)).startswith("*You are helping Tom Hadley. Please ring them now:*")
    nadia = await latest(house.visitor(alderwick.NADIA))
    assert nadia.startswith("*Grace Obi is helping Tom Hadley, since 02:04.* Nothing is asked of you now.")
    await house.move_to(NIGHT + timedelta(hours=3))
    assert await helen.direct_messages() == helens


@pytest.mark.criterion("CPC305-P27")
async def test_unanswered_for_fifteen_minutes_the_second_line_is_asked_and_the_person_reads_whom_to_ring(
    house: House, tom: Visitor, grace: Visitor, helen: Visitor
) -> None:
    await house.move_to(NIGHT)
    await ask_from_the_help_window(tom)
    await house.move_to(NIGHT + timedelta(minutes=14))
    helens, toms = await helen.direct_messages(), await tom.direct_messages()

    await house.move_to(NIGHT + timedelta(minutes=15))

    assert len(await helen.direct_messages()) == len(helens) + 1
    assert "Tom Hadley asks for support now" in await latest(helen)
    assert len(await tom.direct_messages()) == len(toms) + 1
    assert (await latest(tom)).startswith(
        "*Nobody has answered yet. Please ring the emergency duty team on 01632 960 404 now.*"
    )
    assert (await helen.press("I will help", "direct")).ok
    await house.settle()
    told = await tom.direct_messages()
    assert told[-2].startswith("*Helen Marsh is helping you, since 02:15.*")
    assert told[-1].startswith("*Helen Marsh will help you")
    assert "Helen Marsh is helping Tom Hadley" in await latest(grace)


async def test_nothing_is_asked_about_why_and_nothing_blames(
    house: House, hearing: Hearing, tom: Visitor, grace: Visitor
) -> None:
    await tom.open_home()
    assert (await tom.press(PRESS, "home")).ok
    assert (await tom.submit()).ok
    window = await tom.modal()
    assert window is not None
    assert window.labels == []
    await house.move_to(house.clock.now() + timedelta(minutes=30))
    await grace.press("I will help", "direct")
    await house.settle()

    said = "\n".join(str(heard.body) for heard in hearing.from_the_bot()).lower()
    assert [word for word in BLAME if word in said] == []
    for channel in (alderwick.SHARED, alderwick.INTERNAL, alderwick.LEADS):
        assert hearing.in_channel(channel) == ""


async def test_who_cannot_speak_asks_to_be_written_to_and_the_ping_says_so(
    house: House, tom: Visitor, grace: Visitor
) -> None:
    await ask_from_the_help_window(tom)
    await house.settle()

    assert (await tom.press("Please write to me")).ok
    await house.settle()

    assert "They know that you would like them to write." in await window_of(tom)
    assert "*Tom Hadley asks for support now. Please write to them in Slack.*" in await latest(grace)
    assert (await tom.press("Please ring me")).ok
    await house.settle()
    assert "Please ring them.*" in await latest(grace)


async def test_pressing_twice_within_the_hour_is_one_call_and_after_it_another(
    house: House, tom: Visitor, grace: Visitor
) -> None:
    before = await grace.direct_messages()
    await asyncio.gather(tom.press("Ask for help", SHARED), tom.open_home())
    await asyncio.gather(tom.press(PRESS), tom.press(PRESS, "home"))
    sent = [await tom.submit()]
    await tom.close()
    await tom.press(PRESS, "home")
    sent.append(await tom.submit())
    assert all(answer.ok for answer in sent)
    await house.settle()
    assert len(await grace.direct_messages()) == len(before) + 1

    await grace.press("I will help", "direct")
    await house.move_to(house.clock.now() + timedelta(minutes=14))
    await tom.open_home()
    await tom.press(PRESS)
    assert (await tom.submit()).ok
    assert "*Grace Obi is helping you" in await window_of(tom)
    await tom.close()
    await house.move_to(house.clock.now() + timedelta(minutes=47))
    await tom.press(PRESS, "home")
    assert (await tom.submit()).ok
    await house.settle()
    assert (await latest(grace)).startswith("*Tom Hadley asks for support now")
    assert await happened(house, Event.SUPPORT_ASKED) == 2


@pytest.mark.parametrize("by_button", [True, False])
async def test_whoever_took_it_and_never_rang_is_not_waited_for(sqlite_house: House, by_button: bool) -> None:
    house, tom = sqlite_house, sqlite_house.visitor(alderwick.TOM)
    grace, nadia, helen = map(house.visitor, (alderwick.GRACE, alderwick.NADIA, alderwick.HELEN))
    await house.move_to(NIGHT)
    await ask_from_the_help_window(tom)
    await house.settle()
    await grace.press("I will help", "direct")
    await house.settle()
    helens = await helen.direct_messages()

    if by_button:
        await tom.press("Nobody has rung me", "direct")
    else:
        await house.move_to(NIGHT + timedelta(minutes=15))
        await tom.open_home()
        await tom.press(PRESS, "home")
        assert (await tom.submit()).ok
        assert "*3 people have been asked to ring you now.*" in await window_of(tom)
    await house.settle()

    for who in (grace, nadia, helen):
        assert (await latest(who)).startswith("*Tom Hadley asks for support now.")
    assert len(await helen.direct_messages()) == len(helens) + 1
    told = "\n".join(await tom.direct_messages())
    assert "*We are asking again who can help you" in told
    assert "ring the emergency duty team on 01632 960 404 now.* More people here are being asked" in told
    assert (await helen.press("I will help", "direct")).ok
    await house.settle()
    assert "*Helen Marsh will help you, and rings you now.*" in await latest(tom)
    assert "You are helping Tom Hadley" not in await grace.sees()


async def test_where_nobody_can_be_told_nothing_says_that_help_comes(sqlite_house: House) -> None:
    house, tom = sqlite_house, sqlite_house.visitor(alderwick.TOM)
    await empty_the_route(house)
    await tom.open_home()
    await tom.press(PRESS, "home")
    assert (await tom.submit()).ok

    screen = await tom.sees()
    assert "Nobody could be told by this button. Please ring the emergency duty team" in screen
    for promise in ("on its way", "Please ring me", "others are asked"):
        assert promise not in screen
    await tom.close()
    await house.move_to(house.clock.now() + timedelta(minutes=15))
    assert (await latest(tom)).startswith("*Nobody has answered yet. Please ring the emergency duty team")
    assert "Nobody here could be asked." in await latest(tom)


async def test_with_one_line_only_nobody_is_promised_more_people(sqlite_house: House) -> None:
    house, tom = sqlite_house, sqlite_house.visitor(alderwick.TOM)
    await switch_off(house, alderwick.HELEN, alderwick.LEAH, alderwick.ANITA)
    await ask_from_the_help_window(tom)
    assert "If nobody has answered in 15 minutes, you are told." in await window_of(tom)
    await tom.close()

    await house.move_to(house.clock.now() + timedelta(minutes=15))

    assert "More people here" not in await latest(tom)
    assert "The same people are being asked again" in await latest(tom)


async def test_a_call_that_nobody_answers_is_asked_for_once_each_working_day_after_the_first_hours(
    sqlite_house: House,
) -> None:
    house, tom = sqlite_house, sqlite_house.visitor(alderwick.TOM)
    grace = house.visitor(alderwick.GRACE)
    await house.move_to(NIGHT)
    before = len(await grace.direct_messages())
    await ask_from_the_help_window(tom)
    await house.move_to(NIGHT + timedelta(hours=4))
    first_night = len(await grace.direct_messages())
    assert 1 <= first_night - before <= 10

    await house.move_to(NIGHT + timedelta(days=9))

    working_days = 5  # from Monday to Friday; the ninth day is a Monday at two in the morning
    assert len(await grace.direct_messages()) == first_night + working_days
    assert "It is still asked for, once each working day, until somebody answers." in await latest(tom)
    assert "Please ring the emergency duty team on 01632 960 404 now." in await latest(tom)


@on_both_databases
async def test_two_people_press_at_once_and_one_helps(house: House, tom: Visitor, grace: Visitor) -> None:
    nadia = house.visitor(alderwick.NADIA)
    await ask_from_the_help_window(tom)
    await house.settle()

    await asyncio.gather(grace.press("I will help", "direct"), nadia.press("I will help", "direct"))
    await house.settle()

    screens = [await grace.sees(), await nadia.sees()]
    assert sum("You are helping Tom Hadley" in screen for screen in screens) == 1
    assert sum("is already helping Tom Hadley, so nothing" in screen for screen in screens) == 1
    assert len([text for text in await tom.direct_messages() if "will help you" in text]) == 1
    assert await happened(house, Event.SUPPORT_TAKEN) == 1


async def test_a_lead_who_asks_is_not_pinged_herself(house: House, grace: Visitor) -> None:
    nadia = house.visitor(alderwick.NADIA)
    before = await grace.direct_messages()
    await grace.open_home()
    await grace.press(PRESS, "home")
    assert (await grace.submit()).ok
    assert "*1 person has been asked" in await window_of(grace)
    await house.settle()

    assert await grace.direct_messages() == before
    assert "Grace Obi asks for support now" in await latest(nadia)


async def test_the_providers_manager_may_ask_and_a_stranger_in_the_channel_reports_instead(
    house: House, joanne: Visitor, grace: Visitor
) -> None:
    await ask_from_the_help_window(joanne)
    await house.settle()
    assert "Joanne Field asks for support now" in await latest(grace)

    invite_pam(house)
    pam = Visitor(house.playground.control_url, PAM)
    await pam.press("Ask for help", SHARED)
    with pytest.raises(LookupError):
        await pam.press(PRESS)


async def test_one_of_our_own_people_whom_nobody_added_may_ask_too(
    house: House, cara: Visitor, grace: Visitor
) -> None:
    await cara.open_home()
    assert (await cara.press(PRESS, "home")).ok
    assert (await cara.submit()).ok
    await house.settle()
    assert "cara.lund asks for support now" in await latest(grace)
    await grace.press("I will help", "direct")
    await house.settle()
    assert "*Grace Obi will help you" in await latest(cara)
