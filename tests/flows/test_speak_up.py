"""Speaking up with a sealed name: the form, the code and its page, who answers, and who alone can open the name."""

from datetime import datetime, timedelta

import pytest

from domain.chronology import Event
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import read_window
from tests.flows.hearing import Hearing
from tests.flows.reporting import (
    CONTRACT,
    DANGER,
    GAPS,
    INTERNAL,
    KIND,
    QUALITY,
    RISK,
    SHARED,
    WHAT,
    as_somebody_else,
    send_again,
)
from tests.flows.setting_up import happened
from tests.flows.speaking_up import (
    CODE,
    CONTRACT_OF_DEMO,
    HURT,
    KEPT_FROM,
    LOOKING,
    MAY_WRITE,
    MORE,
    NOTHING_DONE,
    NOTHING_DONE_TICK,
    SEAL,
    THE_ANSWER,
    answer_it,
    make_speak_up_lead,
    open_page,
    open_the_name,
    seal,
)


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough: what is asked of the database itself is proved in test_speak_up_traces."""
    return sqlite_house


@pytest.fixture
def helen(house: House) -> Visitor:
    """The second line."""
    return house.visitor(alderwick.HELEN)


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


async def test_whoever_has_left_reads_no_names_of_ours_in_the_forms_that_stay_open_to_them(
    house: House,
) -> None:
    tom = house.visitor(alderwick.TOM)

    def leave(work: UnitOfWork) -> None:
        known = work.people.in_slack(alderwick.TOM.team_id, alderwick.TOM.user_id)
        assert known is not None
        known.is_active = False

    await house.handrail.services.database.write(leave)
    for opens in ("Report a concern", "Someone may be at risk"):
        await tom.press(opens, SHARED)
        await tom.press(SEAL)
        form = await tom.modal()
        assert form is not None
        assert not [name for name in form.choices(KEPT_FROM) if "Helen" in name or "Leah" in name]
        await tom.close()
    await tom.press("Someone may be at risk", SHARED)
    form = await tom.modal()
    assert form is not None
    assert not [name for name in form.choices(KEPT_FROM) if "Helen" in name]


async def test_an_answer_reaches_the_code_and_the_page_can_be_added_to(
    house: House, joanne: Visitor, priya: Visitor
) -> None:
    code = await seal(joanne, more={CONTRACT: CONTRACT_OF_DEMO})
    await joanne.close()
    await house.settle()

    await priya.press("Open", "direct")
    assert "The name of whoever raised this is sealed" in await read_window(priya)
    assert HURT in await read_window(priya)
    await answer_it(priya, LOOKING, "We are looking at the night shifts.")
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


@pytest.mark.criterion("CPC424-K17")
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


@pytest.mark.criterion("CPC424-K16")
async def test_a_speak_up_lead_alone_opens_the_name_with_a_reason_and_the_others_are_told(
    house: House,
    hearing: Hearing,
    joanne: Visitor,
    priya: Visitor,
    anita: Visitor,
    grace: Visitor,
    helen: Visitor,
) -> None:
    leah, tom = house.visitor(alderwick.LEAH), house.visitor(alderwick.TOM)
    await make_speak_up_lead(house, alderwick.TOM)
    await seal(joanne, DANGER, {KEPT_FROM: ["The designated safeguarding leads"]})
    await house.settle()
    assert any("a name was sealed" in said for said in await leah.direct_messages())

    for other in (priya, anita, grace, helen):
        await other.command("/concern", INTERNAL if other in {priya, anita} else "general", "sealed")
        assert "N-" not in await other.sees()
    name = await open_the_name(leah)
    assert "was raised by Joanne Field*, Alderwick Care" in name
    assert "do not write to them in Slack" in name
    await house.settle()

    sent = next(h.body for h in reversed(hearing.heard) if h.body.get("type") == "view_submission")
    again = str(await send_again(house, sent))
    assert "Next: please close this and begin again." in again
    assert "Joanne" not in again
    for who in (alderwick.GRACE, alderwick.HELEN, alderwick.ANITA, alderwick.JOANNE):
        forged = {**sent, "view": {**sent["view"], "id": f"V0FORGED{who.user_id}"}}
        refused = await send_again(house, as_somebody_else(house, forged, who.user_id, who.team_id))
        assert "not yours to open" in str(refused)
        assert "Joanne" not in str(refused)
    assert any("Leah Brand opened a sealed name" in said for said in await tom.direct_messages())
    assert "Joanne" not in "\n".join(await tom.direct_messages())
    assert await happened(house, Event.SPEAK_UP_REVEALED) == 1


async def test_whom_the_reporter_keeps_from_it_neither_opens_the_name_nor_has_the_concern(
    house: House, joanne: Visitor, priya: Visitor
) -> None:
    leah = house.visitor(alderwick.LEAH)
    before = await priya.sees()
    whom = ["The speak-up leads", "The contract lead"]
    await seal(joanne, more={KEPT_FROM: whom, CONTRACT: CONTRACT_OF_DEMO})
    await house.settle()

    await leah.command("/concern", INTERNAL, "sealed")
    assert "No name is sealed that you could open" in await leah.sees()
    assert "a name was sealed" not in await leah.sees()
    assert await priya.sees() == before
    assert any("C-" in said for said in await house.visitor(alderwick.ANITA).direct_messages())


async def test_a_speak_up_lead_who_is_kept_from_it_is_not_told_of_danger_by_another_role_either(
    house: House, joanne: Visitor, grace: Visitor
) -> None:
    leah = house.visitor(alderwick.LEAH)
    await seal(joanne, DANGER, {KEPT_FROM: ["The speak-up leads"]})
    await house.move_to(house.clock.now() + timedelta(minutes=40))

    assert "SG-" in "\n".join(await grace.direct_messages())
    assert "SG-" not in "\n".join(await leah.direct_messages()), "the senior on call is the speak-up lead"


async def test_a_contract_lead_who_is_kept_from_it_cannot_open_the_name_by_another_role(
    house: House, joanne: Visitor, priya: Visitor
) -> None:
    await make_speak_up_lead(house, alderwick.PRIYA)
    await seal(joanne, more={KEPT_FROM: ["The contract lead"], CONTRACT: CONTRACT_OF_DEMO})
    await house.settle()

    await priya.command("/concern", INTERNAL, "sealed")

    assert "No name is sealed that you could open" in await priya.sees()


async def test_a_late_answer_is_chased_and_the_last_one_says_what_became_of_it(
    house: House, joanne: Visitor, priya: Visitor
) -> None:
    code = await seal(joanne, more={CONTRACT: CONTRACT_OF_DEMO})
    await joanne.close()
    await house.move_to(datetime.fromisoformat("2026-09-11T10:00:00+01:00"))
    assert any("say on their page that it is looked into" in said for said in await priya.direct_messages())

    for which, words in ((LOOKING, "We have begun"), (THE_ANSWER, "Two night shifts have changed")):
        await answer_it(priya, which, words, "direct")
    await house.settle()
    page = await open_page(joanne, code)
    assert "The answer stands below." in page
    assert page.index("We have begun") < page.index("Two night shifts have changed")
    assert await happened(house, Event.SPEAK_UP_ANSWERED) == 2


async def test_a_page_stolen_from_whoever_showed_the_code_takes_nothing_from_anybody_else(
    house: House, hearing: Hearing, joanne: Visitor
) -> None:
    await seal(joanne)
    await joanne.fill({MORE: "It was the agency nurse"})
    await joanne.submit()
    sent = next(h.body for h in reversed(hearing.heard) if h.body.get("type") == "view_submission")

    stolen = as_somebody_else(house, sent, alderwick.CARA.user_id, alderwick.COUNCIL)
    answer = await send_again(house, stolen)

    assert "enter your code again" in answer["errors"]["more"]
    assert await happened(house, Event.SPEAK_UP_ADDED_TO) == 1
    again = await send_again(house, sent)
    assert again["response_action"] == "update", "the same page sent twice is one message"
    assert await happened(house, Event.SPEAK_UP_ADDED_TO) == 1
    assert await happened(house, Event.REFUSED) == 0


async def test_without_a_speak_up_lead_sealing_says_so_and_the_administrators_hear_that_one_is_missing(
    house: House, joanne: Visitor, anita: Visitor
) -> None:
    await anita.command("/contract", INTERNAL, "route")
    await anita.fill({"Speak-up leads": []})
    await anita.submit()
    assert "nobody, so nobody can open a sealed name" in await read_window(anita)

    await joanne.press("Report a concern", SHARED)
    await joanne.press(SEAL)
    assert "At present nobody can open it" in await read_window(joanne)
    await joanne.fill({KIND: QUALITY, WHAT: HURT})
    await joanne.submit()
    await house.settle()
    assert any("Please choose a speak-up lead" in said for said in await anita.direct_messages())
    await anita.open_home()
    assert "Please choose a speak-up lead" in await anita.home()
