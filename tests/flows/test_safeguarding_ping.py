"""Danger and risk: the safeguarding leads are pinged at once, and nobody else learns that there is anything."""

import asyncio
import re
from datetime import datetime, timedelta

import pytest

from bot.casework.organisation import make_administrator
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.conftest import on_both_databases
from tests.flows.conftest import UNHURRIED
from tests.flows.deciding import decide, hand_over, taken
from tests.flows.hearing import Hearing
from tests.flows.reporting import DANGER, QUALITY, RISK, SHARED, fill_in, report, report_by_hub, send_again

HURT = "Bed 7 was pushed and has a broken wrist"


@pytest.fixture
def helen(house: House) -> Visitor:
    """The head of safeguarding."""
    return house.visitor(alderwick.HELEN)


async def make_second_lead(house: House) -> None:
    """Helen, beside Grace, is a lead of the first line."""

    def give(work: UnitOfWork) -> None:
        helen = work.people.in_slack(alderwick.COUNCIL, alderwick.HELEN.user_id)
        grace = work.people.in_slack(alderwick.COUNCIL, alderwick.GRACE.user_id)
        assert helen is not None
        assert grace is not None
        (role,) = work.people.roles(grace.id, None)
        work.people.give(helen.id, role, None, house.clock.now())

    await house.handrail.services.database.write(give)


@pytest.mark.parametrize("kind", [DANGER, RISK])
async def test_at_two_on_a_saturday_night_the_lead_is_pinged_at_once_and_nobody_else_sees_anything(
    house: House, hearing: Hearing, tom: Visitor, grace: Visitor, priya: Visitor, joanne: Visitor, kind: str
) -> None:
    await house.move_to(datetime.fromisoformat("2026-09-12T02:00:00+01:00"))
    first_line = {alderwick.GRACE, alderwick.NADIA}
    others = [house.visitor(who) for who in alderwick.CAST if who not in first_line | {alderwick.TOM}]
    homes = [await who.home() for who in (priya, joanne)]
    before = [await who.sees() for who in others]
    hearing.heard.clear()

    assert (await report(tom, kind, HURT)).response_action == "update"
    await house.settle()

    pinged = (await grace.direct_messages())[-1]
    assert pinged.startswith("*Urgent SG-" if kind == DANGER else "*SG-")
    assert ": open.*" in pinged.splitlines()[0]
    assert [await who.sees() for who in others] == before
    assert [await who.home() for who in (priya, joanne)] == homes
    assert len([heard for heard in hearing.heard if heard.what == "chat.postMessage"]) == len(first_line)
    assert HURT not in hearing.outside_forms()
    for channel in (alderwick.SHARED, alderwick.INTERNAL, alderwick.LEADS):
        assert hearing.in_channel(channel) == ""


async def test_the_reporter_reads_whom_to_ring_and_that_this_is_not_a_referral(
    house: House, dele: Visitor
) -> None:
    await dele.press("Someone may be at risk", SHARED)
    await fill_in(dele, DANGER, HURT)

    window = await dele.modal()
    assert window is not None
    text = "\n".join(window.texts)
    assert text.startswith("*Saved as SG-")
    for words in ("ring 999", "01632 960 404", "*This is not a referral.*", "within 15 minutes, ring"):
        assert words in text
    assert "do not question or alert the person" in text
    await house.settle()


async def test_a_safeguarding_record_leaves_no_trace_where_the_contract_lead_reads(
    house: House, tom: Visitor, priya: Visitor
) -> None:
    def entries(work: UnitOfWork) -> list[str]:
        return [entry.event.value for entry in work.chronology.stream(alderwick.contract_id(work))]

    database = house.handrail.services.database
    before = await database.read(entries)
    await report(tom, DANGER, HURT)
    await house.settle()
    await priya.press("My open items", "direct")

    assert await database.read(entries) == before
    assert "SG-" not in await priya.sees()
    assert "SG-" not in await priya.home()


@on_both_databases
async def test_two_leads_press_at_once_and_one_has_it(
    house: House, tom: Visitor, grace: Visitor, helen: Visitor
) -> None:
    await make_second_lead(house)
    await report(tom, DANGER, HURT)
    await house.settle()

    answers = await asyncio.gather(grace.press("I have this"), helen.press("I have this"))
    assert [answer.ok for answer in answers] == [True, True]
    await house.settle()

    screens = [await grace.sees(), await helen.sees()]
    winner = next(
        name for name in ("Grace Obi", "Helen Marsh") if f"{name} already has SG-" in "".join(screens)
    )
    first, second = screens if winner == "Grace Obi" else reversed(screens)
    assert "*You have SG-" in first
    assert f"{winner} has this since 10:15 on Tuesday 8 September 2026.*" in second
    assert "I have this\n" not in "".join(screens)


async def test_only_leads_and_the_window_hold_what_was_said(
    house: House, hearing: Hearing, tom: Visitor, grace: Visitor, helen: Visitor
) -> None:
    await report(tom, RISK, HURT, told_by="The night nurse")
    await house.settle()
    await grace.press("Open", "direct")

    window = await grace.modal()
    assert window is not None
    assert {HURT, "The night nurse"} <= set(window.texts)
    assert "Nobody has it yet." in window.texts[0]
    assert "The night nurse" not in hearing.outside_forms()
    assert "SG-" not in await helen.sees()


@on_both_databases
async def test_the_same_report_sent_twice_is_one_and_both_times_shows_the_numbers(
    house: House, hearing: Hearing, tom: Visitor, grace: Visitor
) -> None:
    await report(tom, DANGER, HURT)
    await house.settle()
    sent = next(h.body for h in hearing.heard if h.body.get("type") == "view_submission")

    again = await send_again(house, sent)
    await house.settle()

    assert again["response_action"] == "update"
    assert "01632 960 404" in str(again["view"])
    assert len([m for m in await grace.direct_messages() if "SG-" in m]) == 1


async def test_where_no_lead_is_set_the_reporter_is_told_that_nobody_was_told(sqlite_url: str) -> None:
    async with House(sqlite_url, pace=UNHURRIED) as house:
        hearing = Hearing.of(house)
        await house.handrail.greeted()
        await house.handrail.services.database.write(
            lambda work: make_administrator(
                work, alderwick.COUNCIL, alderwick.ANITA.user_id, "Anita Cole", house.clock.now()
            )
        )
        tom = house.visitor(alderwick.TOM)
        await report(tom, DANGER, HURT)
        window = await tom.modal()
        assert window is not None
        assert "nobody has been told by this form" in "\n".join(window.texts)
        assert "ring 999" in window.texts[0]
        assert hearing.complaints() == []


async def test_quality_said_by_the_hub_pings_no_safeguarding_lead(
    house: House, joanne: Visitor, grace: Visitor
) -> None:
    before = await grace.direct_messages()
    await report_by_hub(joanne, QUALITY)
    await house.settle()

    assert await grace.direct_messages() == before


async def test_a_lock_screen_shows_that_it_is_open_and_no_more(sqlite_house: House) -> None:
    house = sqlite_house
    await report(house.visitor(alderwick.TOM), DANGER, "Bed 9 was hurt")
    await house.settle()
    direct = house.playground.workspace.direct_messages(alderwick.GRACE.user_id)
    assert direct is not None
    assert re.fullmatch(r"Urgent SG-\w+: open", direct.messages[-1].text)


async def test_taking_it_inside_its_window_shows_there_who_has_it(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await report(house.visitor(alderwick.TOM), DANGER, "Bed 9 was hurt")
    await house.settle()
    await grace.press("Open", "direct")
    await grace.press("I have this")
    window = await grace.modal()
    assert window is not None
    top = "\n".join(window.texts)
    assert "Grace Obi has it" in top
    assert "Ring Tom Hadley, if nobody has yet: they were told to expect a call by 10:30" in top
    assert "I have this" not in window.texts


async def test_the_lead_reads_about_what_and_from_whom_so_that_she_can_ring_back(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    await report(house.visitor(alderwick.TOM), DANGER, "Bed 9 was hurt")
    await house.settle()
    await grace.press("Open", "direct")
    window = await grace.modal()
    assert window is not None
    top = "\n".join(window.texts)
    for words in (
        "Reported as: somebody is in danger now",
        "About: Alderwick House",
        "Reported by Tom Hadley",
    ):
        assert words in top
    assert "Tom Hadley" not in "\n".join(await grace.direct_messages())


async def test_no_later_message_tells_a_lock_screen_what_it_is_about_either(sqlite_house: House) -> None:
    house, grace = sqlite_house, sqlite_house.visitor(alderwick.GRACE)
    hearing = Hearing.of(house)
    await taken(house, grace)
    await decide(house, grace)
    await hand_over(house, grace, "Helen Marsh, head of safeguarding")
    await house.move_to(house.clock.now() + timedelta(days=2))

    for who in (alderwick.GRACE, alderwick.HELEN):
        direct = house.playground.workspace.direct_messages(who.user_id)
        assert direct is not None
        sent = [
            each.body for each in hearing.heard if each.what == "chat.postMessage"
        ]  # an edit lights no screen
        rang = [body["text"] for body in sent if body["channel"] in {direct.id, who.user_id}]
        lines = [line for text in rang for line in text.splitlines() if "SG-" in line]
        assert len(lines) > 2
        assert not [
            line
            for line in lines
            if not re.fullmatch(r"(Urgent )?SG-\w+: (open|something is due\. Open it\.)", line)
        ]
    assert hearing.complaints() == []
