"""The end of a process lived through, so that everybody has been offered every button and every form of it."""

from datetime import date, timedelta

from bot.casework.deadlines import Duty, start
from bot.casework.explaining import PARTS
from bot.casework.improvement_access import subject_of
from bot.casework.improvements import Sources, open_improvement
from bot.casework.records import keep_texts
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.deadlines import DeadlineKind
from domain.improvements import ImprovementState, NewImprovement, Route
from domain.people import Party
from playground import alderwick
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.engine.stage import known
from tests.flows.action_story import SHOWN_BY, WHAT, WHO
from tests.flows.ending_story import (
    LESSON,
    LETTERS_ASKED,
    ask_formally,
    look_back,
    record_service,
    set_letters,
    shut,
    watch_until,
)
from tests.flows.improvement_story import open_window, press_more
from tests.flows.reporting import INTERNAL

REASON = "As we said on the telephone"


async def play_ending(house: House) -> None:
    """A formal step asked for, refused, taken back and served; that it lasts; looking back; and closing."""
    await followed(house)
    await play_formal(house)
    await play_lasting(house)
    await play_looking_back(house)


async def followed(house: House) -> None:
    """A light process whose progress is looked at: how one comes there is played elsewhere."""
    now, choose = house.clock.now(), house.handrail.services.choose

    def make(work: UnitOfWork) -> None:
        priya, contract_id = known(work, alderwick.PRIYA), alderwick.contract_id(work)
        new = NewImprovement("Quiet nights", "The rota is thin", Route.LIGHT)
        improvement = open_improvement(work, priya, contract_id, new, Sources(), now, choose)
        improvement.explanation_version, improvement.state = 1, ImprovementState.MONITORING
        improvement.explained_by, improvement.explained_at = priya.id, now
        explained = dict.fromkeys(PARTS, "Nights are too loud to sleep")
        keep_texts(work, subject_of(improvement), ContentClass.SHARED, priya, now, explained)

    await house.handrail.services.database.write(make, within=10)
    await house.settle()


async def play_formal(house: House) -> None:
    """The letters of a contract, and a step that is asked for again and again."""
    priya, anita = house.visitor(alderwick.PRIYA), house.visitor(alderwick.ANITA)
    await anita.command("/contract", "general", "notices")
    if LETTERS_ASKED not in (await anita.modal()).labels:  # type: ignore[union-attr]
        await anita.submit()
    await shut(anita)
    await set_letters(priya)
    await ask_formally(house, priya)
    await anita.press("Do not approve", "direct")
    await anita.fill({"Why is it not approved?": REASON})
    await anita.submit()
    await house.settle()
    await ask_formally(house, priya)
    await open_window(priya)
    await priya.press("Open the formal step")
    await priya.press("Take it back")
    await priya.fill({"Why is it taken back?": REASON})
    await priya.submit()
    await house.settle()
    await ask_formally(house, priya)
    await anita.press("Approve", "direct")
    await house.settle()
    await shut(anita)
    await record_service(house, priya, house.clock.now().date())
    await open_window(priya)
    await press_more(priya, "Back to what was agreed")
    await priya.fill({"Why?": "The plan has come and is good"})
    await priya.submit()
    await house.settle()


async def play_lasting(house: House) -> None:
    """Not yet, then watched, then it lasted."""
    priya, now = house.visitor(alderwick.PRIYA), house.clock.now()

    def ask(work: UnitOfWork) -> None:
        improvement = work.improvements.in_contracts([alderwick.contract_id(work)])[0]
        duty = Duty(
            kind=DeadlineKind.IMPROVEMENT_HOLD,
            subject=(SubjectKind.IMPROVEMENT, improvement.id),
            contract_id=improvement.contract_id,
            owner=known(work, alderwick.PRIYA),
            party=Party.OWN,
            due_at=now + timedelta(days=7),
            basis="the last reading",
        )
        start(work, duty, now)

    await house.handrail.services.database.write(ask, within=10)
    await open_window(priya)
    await priya.press("Not yet")
    await priya.fill({"Why is it not watched yet?": REASON})
    await priya.submit()
    tomorrow = house.clock.now().date() + timedelta(days=1)
    await watch_until(house, priya, tomorrow, "The charts of a week are whole")

    def come(work: UnitOfWork) -> None:
        improvement = work.improvements.in_contracts([alderwick.contract_id(work)])[0]
        improvement.hold_until = date(2026, 9, 1)

    await house.handrail.services.database.write(come, within=10)
    await open_window(priya)
    await priya.press("It lasted: look back")
    await house.settle()
    await shut(priya)


async def play_looking_back(house: House) -> None:
    """Written, read, asked for once more, recommended and closed; and the lesson read."""
    priya, joanne = house.visitor(alderwick.PRIYA), house.visitor(alderwick.JOANNE)
    await look_back(house, joanne, "The nights are calm now")
    await open_window(priya)
    await press_more(priya, "Ask once more")
    await house.settle()
    await priya.press("Read what was written")
    await shut(priya)
    await open_window(priya)
    await press_more(priya, "Recommend an action")
    await priya.fill(
        {WHAT: "Answer evidence sooner", WHO: "Leah Brand, Westermere Council", SHOWN_BY: "Dates"}
    )
    await priya.submit()
    await house.settle()
    await open_window(priya)
    await priya.press("Close this")
    await priya.fill({LESSON: "Evidence wants an answer while it is fresh"})
    await priya.submit()
    await house.settle()
    await priya.command("/contract", INTERNAL, "lessons")
    await shut(priya)
