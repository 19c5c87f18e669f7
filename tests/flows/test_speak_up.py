"""Speaking up with a sealed name: the form, the code and its page, who answers, and who alone can open the name."""

import re
from datetime import datetime

import pytest

from domain.chronology import Event
from domain.people import Role
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import read_window
from tests.flows.reporting import CONTRACT, DANGER, GAPS, INTERNAL, KIND, QUALITY, RISK, SHARED, WHAT
from tests.flows.setting_up import happened

SEAL, SEND_CODE, CODE = "Keep my name sealed", "I have a code", "Your code"
KEPT_FROM = "Is one of them the person this is about, or close to them?"
MAY_WRITE = "May we write to you in Slack when there is an answer?"
MAY_WRITE_TICK = "My employer may see messages sent to me"
MORE, NOTHING_DONE = "Do you want to add something?", "Has nothing been done?"
NOTHING_DONE_TICK = "Nothing has been done: ask somebody else to look"
ANSWER, WHICH = "What do they read on their page?", "What is it?"
LOOKING, THE_ANSWER = "We have it and are looking into it", "The answer: what became of it"
HURT = "Bed 7 was pushed and nobody wrote it down"
CONTRACT_OF_DEMO = "Alderwick House (ALD-2024-17)"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough: what is asked of the database itself is proved in test_speak_up_traces."""
    return sqlite_house


@pytest.fixture
def helen(house: House) -> Visitor:
    """The second line."""
    return house.visitor(alderwick.HELEN)


async def seal(who: Visitor, kind: str = QUALITY, what: str = HURT, **more: object) -> str:
    """Open the form by the hub, ask for a sealed name, send it, and return the code that is shown."""
    assert (
        await who.press(
            "Report a concern", SHARED if "Report" in str(await who.messages(SHARED)) else INTERNAL
        )
    ).ok
    return await seal_from_form(who, kind, what, **more)


async def seal_from_form(who: Visitor, kind: str, what: str = HURT, **more: object) -> str:
    """Ask for a sealed name in the form at hand, send it, and return the code that is shown."""
    assert (await who.press(SEAL)).ok
    await who.fill({KIND: kind, WHAT: what} | more)
    assert (await who.submit()).response_action == "update"
    found = re.search(r"Your code is ([0-9A-Z-]{19})\.", await read_window(who))
    assert found is not None, await read_window(who)
    return found[1]


async def open_page(who: Visitor, code: str) -> str:
    """Come back with a code by the home tab, and read the page."""
    await who.open_home()
    assert (await who.press(SEND_CODE, "home")).ok
    await who.fill({CODE: code})
    await who.submit()
    return await read_window(who)


async def test_the_form_says_what_sealing_means_and_keeps_what_was_typed(joanne: Visitor) -> None:
    await joanne.press("Report a concern", SHARED)
    await joanne.fill({KIND: QUALITY, WHAT: GAPS})
    await joanne.press(SEAL)

    form = await joanne.modal()
    assert form is not None
    assert form.labels == [KIND, WHAT, KEPT_FROM, MAY_WRITE, CONTRACT]
    assert form.input(WHAT)["element"]["initial_value"] == GAPS
    said = "\n".join(form.texts)
    assert "We cannot promise that nobody works out who you are" in said
    assert "confidential" not in said.lower()
    assert "ring 999 first" in said
    assert "the Care Quality Commission" in said
    assert "Public Interest Disclosure Act 1998" in said


async def test_an_answer_reaches_the_code_and_the_page_can_be_added_to(
    house: House, joanne: Visitor, priya: Visitor
) -> None:
    code = await seal(joanne, **{CONTRACT: CONTRACT_OF_DEMO})
    await joanne.close()
    await house.settle()

    await priya.press("Open", "direct")
    assert "The name of whoever raised this is sealed" in await read_window(priya)
    assert HURT in await read_window(priya)
    await priya.press("Answer on their page")
    await priya.fill({ANSWER: "We are looking at the night shifts.", WHICH: LOOKING})
    assert (await priya.submit()).ok
    await house.settle()

    assert "Code" not in "\n".join(await joanne.direct_messages())
    page = await open_page(joanne, code.lower().replace("-", " "))
    assert "We are looking at the night shifts." in page
    await joanne.fill({MORE: "It was the agency nurse"})
    await joanne.submit()
    assert "It was the agency nurse" in await read_window(joanne)
    await house.settle()
    assert any("has added to it" in said for said in await priya.direct_messages())
    assert "My open items" not in page
    await joanne.close()
    await joanne.press("My open items", "home")
    assert "C-" not in await read_window(joanne)


async def test_risk_pings_the_leads_as_ever_and_what_the_reporter_is_asked_is_asked_on_the_page(
    house: House, dele: Visitor, grace: Visitor, helen: Visitor
) -> None:
    await house.move_to(datetime.fromisoformat("2026-09-08T15:30:00+01:00"))
    code = await seal(dele, RISK)

    assert "Nobody has picked it up yet" in await read_window(dele)
    await dele.fill({"Is the person safe until Wednesday 9 September 2026?": "No"})
    await dele.submit()
    await house.settle()
    assert any("Urgent SG-" in said for said in await grace.direct_messages())
    await house.move_to(datetime.fromisoformat("2026-09-08T15:50:00+01:00"))
    assert any("SG-" in said for said in await helen.direct_messages())
    assert "SG-" not in "\n".join(await dele.direct_messages())

    await grace.press("I have this", "direct")
    await grace.press("Open", "direct")
    read = await read_window(grace)
    assert "last looked at on Tuesday 8 September 2026" in read
    assert "sender unconfirmed" not in read
    assert "A safeguarding lead has it." in await open_page(dele, code)
    await dele.fill({NOTHING_DONE: [NOTHING_DONE_TICK]})
    await dele.submit()
    await house.settle()
    assert any("says that nothing has been done" in said for said in await grace.direct_messages())
    assert await happened(house, Event.SAFEGUARDING_REVIEW_ASKED) == 1


async def test_five_wrong_codes_end_the_trying_and_no_answer_tells_whether_a_code_exists(
    house: House, joanne: Visitor
) -> None:
    code = await seal(joanne)
    await joanne.close()
    answers = set()
    for _ in range(5):
        await open_page(joanne, "AAAA-BBBB-CCCC-DDDD")
        form = await joanne.modal()
        assert form is not None
        answers.add(form.faults[CODE])
        await joanne.close()

    await open_page(joanne, code)
    form = await joanne.modal()
    assert form is not None
    assert {form.faults[CODE]} == answers
    await joanne.close()
    await house.move_to(datetime.fromisoformat("2026-09-08T10:40:00+01:00"))
    assert "which you raised with a sealed name" in await open_page(joanne, code)


@pytest.mark.criterion("CPC305-K16")
async def test_a_speak_up_lead_alone_opens_the_name_with_a_reason_and_the_others_are_told(
    house: House, joanne: Visitor, priya: Visitor, anita: Visitor, grace: Visitor, helen: Visitor
) -> None:
    leah, tom = house.visitor(alderwick.LEAH), house.visitor(alderwick.TOM)
    await make_speak_up_lead(house, alderwick.TOM)
    await seal(joanne, DANGER, **{KEPT_FROM: ["The designated safeguarding leads"]})
    await house.settle()
    assert any("a name was sealed" in said for said in await leah.direct_messages())

    for other in (priya, anita, grace, helen):
        await other.command("/concern", INTERNAL if other in {priya, anita} else "general", "sealed")
        assert "N-" not in await other.sees()
    await leah.command("/concern", "general", "sealed")
    await leah.press("Open the name", "general")
    await leah.fill({"Why is the name needed?": "The police ask for a witness"})
    await leah.submit()
    assert "was raised by Joanne Field*, Alderwick Care" in await read_window(leah)
    assert "do not write to them in Slack" in await read_window(leah)
    await house.settle()

    assert any("Leah Brand opened a sealed name" in said for said in await tom.direct_messages())
    assert "Joanne" not in "\n".join(await tom.direct_messages())
    assert await happened(house, Event.SPEAK_UP_REVEALED) == 1


async def make_speak_up_lead(house: House, who: alderwick.Character) -> None:
    """Make somebody a speak-up lead."""
    now = house.clock.now()

    def give(work: UnitOfWork) -> None:
        known = work.people.in_slack(who.team_id, who.user_id)
        assert known is not None
        work.people.give(known.id, Role.SPEAK_UP_LEAD, None, now)

    await house.handrail.services.database.write(give)
