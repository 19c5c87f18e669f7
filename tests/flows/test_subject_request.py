"""A person's request for their own data, from the day it comes to the file that goes out."""

import json
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from secrets import choice

import pytest

from bot.casework.concerns import log_concern
from bot.casework.safeguarding import raise_safeguarding
from bot.casework.subject_items import given
from bot.subject_archive import subject_archive
from domain.chronology import Event
from domain.concerns import Kind, NewConcern
from playground import alderwick
from playground.house import House
from playground.visitor import Visitor
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person
from tests.flows.records_play import name_officer, record_request
from tests.flows.reporting import GAPS, report
from tests.flows.setting_up import happened, window

NAMES = "Priya Nair wrote the chart of that night"
HURT = "planted: bed three was shouted at all night"
DECISION, SAY = "What happens to it?", "What do you say?"


@pytest.fixture
def house(sqlite_house: House) -> House:
    """One database is enough."""
    return sqlite_house


def raise_two(work: UnitOfWork, now: datetime) -> None:
    """Tom logs a concern that names a colleague, and a safeguarding one."""
    tom = person(work, alderwick.TOM)
    contract_id = alderwick.contract_id(work)
    log_concern(work, tom, NewConcern(Kind.QUALITY, NAMES, "", ""), contract_id, now, choice)
    raise_safeguarding(work, tom, NewConcern(Kind.AT_RISK, HURT, "", ""), contract_id, now, choice)


def made(work: UnitOfWork) -> bytes:
    """The file that goes out for the one request."""
    [request] = work.subject_requests.open()
    return subject_archive(request.reference, given(work, request))


async def decide_everything(who: Visitor, most: int = 60) -> int:
    """Withhold what others are named in, item by item; return how many there were."""
    for count in range(most):
        form = await who.modal()
        if form is None or "Nothing is left" in await window(who):
            return count
        await who.fill(
            {DECISION: "Withhold it", "Why, if it is withheld?": "About somebody else (Sch 2 para 16)"}
        )
        assert (await who.submit()).ok
    raise AssertionError("there is no end of items")


@pytest.mark.criterion("CPC424-P8")
async def test_a_request_is_recorded_found_decided_signed_by_another_and_answered(
    house: House, grace: Visitor, tom: Visitor, anita: Visitor
) -> None:
    helen = house.visitor(alderwick.HELEN)
    await report(tom)
    await house.settle()
    await house.handrail.services.database.write(lambda work: raise_two(work, house.clock.now()))
    await name_officer(house)
    await record_request(house)
    assert "answer by Thursday 8 October 2026" in await window(grace)
    await grace.press("Take more time")
    await grace.fill({"What do you tell whoever asked?": "There is much to go through"})
    assert (await grace.submit()).ok
    await grace.command("/contract", "general", "subject")
    assert "Tuesday 8 December 2026" in await window(grace)
    await grace.press("Open")
    await grace.press("Find the data")
    assert "Please check first who asks" not in await window(grace)
    assert "still to decide" in await window(grace)
    await grace.press("Give what names nobody else")
    await grace.press("Next item")
    seen = await window(grace)
    assert NAMES in seen
    assert "Others in it: Priya Nair" in seen
    await grace.fill({DECISION: "Give it with names covered"})
    assert (await grace.submit()).ok
    assert await decide_everything(grace) == 0
    assert HURT not in await grace.sees()
    await helen.command("/contract", "general", "subject")
    await helen.press("Open")
    await helen.press("Next item")
    assert await decide_everything(helen) > 1
    await house.settle()

    assert "sign it off" in (await anita.direct_messages())[-1]
    with pytest.raises(Exception, match="signed"):
        await house.handrail.services.database.read(made)
    await anita.press("Look and sign off", "direct")
    await anita.fill({SAY: "I agree: it can go out like this"})
    assert (await anita.submit()).ok
    content = await house.handrail.services.database.read(made)
    with zipfile.ZipFile(BytesIO(content)) as file:
        items = json.loads(file.read("data.json"))["items"]
        page = file.read("data.html").decode()
    told = [each.get("words", "") for each in items]
    assert any(alderwick.TOM.name in each for each in told)
    assert any(GAPS in each for each in told)
    assert any("[another person] wrote the chart" in each for each in told)
    assert "Withheld: About somebody else" in page
    assert "Priya" not in page
    assert HURT not in page
    await grace.command("/contract", "general", "subject")
    await grace.press("Open")
    await grace.press("It was answered")
    assert (await grace.submit()).ok
    assert await happened(house, Event.SUBJECT_REQUEST_ANSWERED) == 1
    assert "personal data" not in "\n".join(await grace.direct_messages())


async def test_a_late_request_climbs_to_the_administrators_and_nobody_else_hears_of_it(
    house: House, grace: Visitor, tom: Visitor, anita: Visitor, priya: Visitor
) -> None:
    await name_officer(house)
    await record_request(house)
    for who in (tom, priya):
        await who.command("/contract", "general", "subject")
        assert "SR-" not in await who.sees()

    await house.move_to(house.clock.now() + timedelta(days=35))

    assert "a request for personal data is late" in "\n".join(await grace.direct_messages())
    assert "a request for personal data is late" in "\n".join(await anita.direct_messages())
    assert "personal data" not in "\n".join(await priya.direct_messages())
