"""What a message's arrival means for the record, and that whoever presses at that moment is not in its way."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import date
from secrets import choice
from uuid import UUID

import pytest

from bot.casework.deliveries import keep_posted
from bot.casework.evaluation_receipts import receive
from bot.casework.evaluation_sharing import share_evaluation
from bot.casework.evaluations import compile_evaluation, confirm_evaluation
from domain.evaluations import Verdict
from domain.notices import NoticeKind, NoticeState
from playground import alderwick
from storage.database import Database
from storage.evaluations import Evaluation
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person
from tests.storage.samples import beside, wait_until_somebody_waits

NOW = alderwick.BEGINS
PERIOD = date(2026, 7, 1), date(2026, 9, 8)


def shared(work: UnitOfWork) -> Evaluation:
    """An evaluation of Alderwick House, shared with every party; nothing of it has arrived."""
    if work.organisations.own() is None:
        alderwick.set_up(work, NOW)
    priya, contract_id = person(work, alderwick.PRIYA), alderwick.contract_id(work)
    kept = compile_evaluation(work, priya, contract_id, PERIOD, NOW, choice)
    confirm_evaluation(work, priya, kept.id, Verdict(kept.suggested, "Nights are steadier"), NOW)
    return share_evaluation(work, priya, kept.id, NOW)


def on_its_way(work: UnitOfWork, evaluation_id: UUID, who: alderwick.Character) -> Notice:
    """The message about it to somebody, taken up by a courier."""
    reader = person(work, who)
    [notice] = [
        each
        for each in work.notices.about(evaluation_id)
        if each.kind is NoticeKind.EVALUATION_SHARED
        and each.person_id == reader.id
        and not each.facts.get("pass_on_to")
    ]
    notice.state = NoticeState.CLAIMED
    return notice


@pytest.fixture
def postgresql(postgres_url: str) -> Iterator[Database]:
    """A fresh PostgreSQL database, where two are at work at once."""
    database = Database(postgres_url)
    yield database
    database.close()


async def test_the_courier_and_whoever_presses_received_at_the_same_moment_are_both_recorded_at_once(
    postgresql: Database, postgres_url: str
) -> None:
    evaluation_id = (await postgresql.write(shared, within=20)).id
    number = (await postgresql.write(lambda work: on_its_way(work, evaluation_id, alderwick.DELE))).number
    has_begun, tries = threading.Event(), []

    def press(work: UnitOfWork) -> None:
        tries.append("press")
        joanne = person(work, alderwick.JOANNE)
        assert joanne.organisation_id is not None
        work.evaluations.receipt_to_change(evaluation_id, joanne.organisation_id)
        has_begun.set()
        wait_until_somebody_waits(beside(postgres_url))
        receive(work, joanne, evaluation_id, NOW)

    def arrive(work: UnitOfWork) -> None:
        tries.append("arrive")
        keep_posted(work, work.notices.get(number or 0), "D01", "1789.0001", NOW)

    pressing = asyncio.create_task(postgresql.write(press, within=20))
    assert await asyncio.to_thread(has_begun.wait, 10)
    await postgresql.write(arrive, within=20)
    await pressing

    assert sorted(tries) == ["arrive", "press"], "neither stood in the other's way, so nothing was done twice"
    sent = await postgresql.read(lambda work: work.notices.get(number or 0))
    assert (sent.state, sent.posted_ts) == (NoticeState.SENT, "1789.0001")
