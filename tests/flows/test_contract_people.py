"""Who takes part: a lead changed once the new one accepts, a role ended, a contract ended, how people are reached."""

from datetime import date, timedelta

from bot.casework.role_reasons import FIELD
from domain.chronology import Event
from playground import alderwick, screen
from playground.house import House
from playground.visitor import Visitor
from storage.narratives import words_of
from storage.unit_of_work import UnitOfWork
from tests.flows.action_story import hand_in
from tests.flows.evaluation_story import challenge, decide, share
from tests.flows.people_play import end_roles_of
from tests.flows.reporting import report_by_hub
from tests.flows.setting_up import INTERNAL, ROLE, SHARED, WHO, add, happened, window
from tests.flows.test_leavers import DELE, agrees

WHO_LEADS, LAST_DAY, WHY = "Who is to lead it?", "Last day", "Why does it end?"


async def test_a_contract_changes_hands_once_the_new_lead_accepts_and_everybody_sees_it(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    tom, priya, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE))
    await report_by_hub(joanne)
    await priya.command("/contract", INTERNAL, "lead")
    await priya.fill({WHO_LEADS: alderwick.TOM.user_id})
    assert (await priya.submit()).errors == {}
    await house.settle()
    assert "read by Priya Nair" in await joanne.sees()

    await tom.press("I will lead this", "direct")
    await house.settle()

    seen = await joanne.sees()
    assert "read by Tom Hadley" in seen
    assert "*Tom Hadley leads Alderwick House from now on.*" in seen
    assert await happened(house, Event.CONTRACT_LEAD_CHANGED) == 1
    assert await happened(house, Event.DUTY_HANDED_ON) >= 1
    await priya.command("/contract", INTERNAL, "add")
    assert "People are added by" in (await priya.ephemerals(INTERNAL))[-1]

    anita = house.visitor(alderwick.ANITA)  # choosing oneself is accepting
    await anita.command("/contract", INTERNAL, "lead")
    await anita.fill({WHO_LEADS: anita.user_id})
    assert (await anita.submit()).errors == {}
    kept = await window(anita)
    assert "You lead this contract from now on" in kept
    assert "They are asked" not in kept


async def test_whoever_is_asked_to_lead_and_says_nothing_is_reminded_then_who_asked_and_administrators_hear(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    tom, priya, anita = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.ANITA))
    await priya.command("/contract", INTERNAL, "lead")
    await priya.fill({WHO_LEADS: alderwick.TOM.user_id})
    await priya.submit()
    await house.move_to(house.clock.now() + timedelta(days=2, hours=4))
    assert "please say whether you will lead it. Priya Nair asked you on Tuesday 8 September 2026" in (
        await tom.sees()
    )
    nothing_said = "please ask Tom Hadley, or somebody else, to lead it"
    assert nothing_said not in await priya.sees() + await anita.sees()

    await house.move_to(house.clock.now() + timedelta(days=1))
    assert nothing_said in await priya.sees()
    assert nothing_said in await anita.sees()

    await tom.press("Not me", "direct")
    await house.settle()
    assert "please say whether you will lead it" not in (await tom.direct_messages())[-1]
    before = await priya.direct_messages()
    await house.move_to(house.clock.now() + timedelta(days=30))
    assert len([said for said in await priya.direct_messages() if nothing_said in said]) <= len(
        [said for said in before if nothing_said in said]
    )


async def test_a_role_is_ended_and_what_was_theirs_is_asked_about(sqlite_house: House) -> None:
    house = sqlite_house
    tom, priya, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE))
    await agrees(house, tom, joanne)
    await priya.command("/contract", INTERNAL, "people")
    said = await window(priya)
    assert "*Joanne Field*, Alderwick Care (Provider)." in said
    assert "since Tuesday 8 September 2026" in said
    await press_beside(priya, "Joanne Field", "End role")
    assert "They still have 1 thing to do" in await window(priya)
    await priya.fill({"Why does it end?": "  "})
    refused = await priya.submit()
    assert refused.errors == {"reason": "Please say in a line why it ends."}
    await priya.fill({"Why does it end?": "She moves to another home"})
    assert (await priya.submit()).errors == {}
    assert "the contract lead is asked to hand it on" in await window(priya)
    await house.settle()

    assert "*Please hand on what Joanne Field had to do" in await priya.sees()
    assert await happened(house, Event.ROLE_ENDED) == 1


async def test_every_role_of_somebody_can_be_ended_and_who_gave_and_ended_it_and_why_is_read(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    priya = house.visitor(alderwick.PRIYA)
    answers = {WHO: alderwick.TOM.user_id, ROLE: "senior contact", "Why, or on whose word?": "Helen is away"}
    assert (await add(priya, answers)).ok
    await priya.close()
    await priya.command("/contract", INTERNAL, "people")
    await press_beside(priya, "Tom Hadley", "End role")
    form = await priya.modal()
    assert form is not None
    assert form.choices("Which role ends?") == ["quality officer", "senior contact"]
    await priya.fill(
        {"Which role ends?": ["quality officer", "senior contact"], "Why does it end?": "Helen is back"}
    )
    assert (await priya.submit()).errors == {}

    await priya.command("/contract", INTERNAL, "people")
    await priya.press("Changes of roles")
    said = await window(priya)
    assert "*Tom Hadley* is no longer senior contact. Priya Nair ended it." in said
    assert "*Tom Hadley* became senior contact. Priya Nair added them." in said
    assert "*Tom Hadley* is no longer quality officer. Priya Nair ended it." in said
    assert said.count("Helen is back") == 2
    assert said.rindex("Helen is back") < said.index("Helen is away")
    assert await house.handrail.services.database.read(_reasons_about_tom) == [
        "Helen is away",
        "Helen is back",
    ]


def _reasons_about_tom(work: UnitOfWork) -> list[str]:
    """Every reason kept about a role of Tom's, each once however many roles it is about."""
    tom = work.people.in_slack(alderwick.TOM.team_id, alderwick.TOM.user_id)
    assert tom is not None
    return [words_of(text) for text in work.narratives.versions(tom.id, FIELD)]


async def test_whose_role_has_ended_is_not_sent_what_was_owed_to_them(sqlite_house: House) -> None:
    house = sqlite_house
    priya, joanne = house.visitor(alderwick.PRIYA), house.visitor(alderwick.JOANNE)
    await house.move_to(
        house.clock.now().replace(hour=16, minute=30)
    )  # too late in the day to write to a home
    await share(house, priya)
    before = await joanne.direct_messages()
    await end_roles_of(house, alderwick.JOANNE)

    await house.move_to(house.clock.now() + timedelta(days=2))

    assert await joanne.direct_messages() == before


async def test_whose_role_has_ended_keeps_messages_as_they_were_then(sqlite_house: House) -> None:
    house = sqlite_house
    priya, joanne = house.visitor(alderwick.PRIYA), house.visitor(alderwick.JOANNE)
    await share(house, priya)
    before = await joanne.direct_messages()
    await end_roles_of(house, alderwick.JOANNE)

    await challenge(house, house.visitor(alderwick.DELE))
    await decide(house, house.visitor(alderwick.TOM))

    assert await joanne.direct_messages() == before


async def press_beside(who: Visitor, name: str, label: str) -> None:
    """Press the button of that label which stands beside somebody in the list."""
    form = await who.modal()
    assert form is not None
    blocks = form.view["blocks"]
    place = next(at for at, block in enumerate(blocks) if f"*{name}*" in str(block.get("text")))
    wanted = blocks[place + 1]["block_id"]
    view = await who.view()
    spot = next(
        each
        for each in screen.spots(view, None)
        if each.block_id == wanted and each.element["text"]["text"] == label
    )
    await who._use(spot)


async def test_the_end_of_a_contract_says_what_is_open_stops_reminders_and_keeps_the_record(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    tom, priya, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE))
    await agrees(house, tom, joanne)
    await priya.command("/contract", INTERNAL, "end")
    await priya.submit()
    assert "1 action." in await window(priya)
    await priya.fill({LAST_DAY: date(2026, 9, 10), WHY: "The home closes"})
    assert (await priya.submit()).errors == {}
    await house.settle()
    assert "*Alderwick House ends on Thursday 10 September 2026.*" in await joanne.sees()
    assert "The home closes" not in await joanne.sees()
    await house.move_to(house.clock.now() + timedelta(days=3))
    before = await joanne.direct_messages()

    await house.move_to(house.clock.now() + timedelta(days=40))

    assert await joanne.direct_messages() == before
    await joanne.press("Open", "direct")
    assert "Four weeks of charts" in await window(joanne)
    await joanne.close()


async def test_an_ended_contract_begins_nothing_new_and_takes_reports_and_finishes_what_is_open(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    tom, priya, joanne = (house.visitor(who) for who in (alderwick.TOM, alderwick.PRIYA, alderwick.JOANNE))
    await agrees(house, tom, joanne)
    await priya.command("/contract", INTERNAL, "end")
    await priya.submit()
    await priya.fill({LAST_DAY: house.clock.now().date(), WHY: "The home closes"})
    assert (await priya.submit()).errors == {}
    await house.settle()

    for command, words, said in (
        ("/action", "new", "no new action can be agreed in it"),
        ("/monitor", "schedule", "nothing new can be planned to be looked at in it"),
        (
            "/evaluate",
            "",
            "it is evaluated up to that day. Please type the days, such as /evaluate Alderwick",
        ),
    ):
        await priya.command(command, INTERNAL, words)
        assert said in (await priya.ephemerals(INTERNAL))[-1], command
    await priya.command("/evaluate", INTERNAL, "from 1 September 2026 to 8 September 2026")
    assert "Alderwick House" in await window(priya), "what came before its end can be evaluated"
    await priya.close()

    await report_by_hub(joanne)
    await house.settle()
    assert await happened(house, Event.CONCERN_LOGGED) == 1
    await joanne.press("Open", "direct")
    await joanne.press("Somebody else does it")
    await joanne.fill({"Who takes it on?": DELE})
    assert (await joanne.submit()).ok
    await house.settle()
    assert await happened(house, Event.DUTY_HANDED_ON) == 1, "what is open can be handed on"
    dele = house.visitor(alderwick.DELE)
    await dele.press("Open", SHARED)
    await hand_in(house, dele)
    assert await happened(house, Event.ACTION_SUBMITTED) == 1, "and finished"
