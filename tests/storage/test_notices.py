"""Messages owed: once each, urgent first, one at a time for each destination, and never by two couriers at once."""

import asyncio
import threading
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from domain.notices import NoticeKind, NoticeState
from domain.rhythm import Speed
from storage.database import Database
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import MORNING, REAL, a_notice, beside, wait_until_somebody_waits

LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)


async def owe(database: Database, *notices: Notice) -> None:
    def task(work: UnitOfWork) -> None:
        for notice in notices:
            assert work.notices.owe(notice)

    await database.write(task)


async def claim(
    database: Database, now: datetime = MORNING, real: datetime = REAL, token: UUID | None = None
) -> str | None:
    """Take the next message as the courier does, and return its key."""

    def task(work: UnitOfWork) -> str | None:
        notice = work.claims.take(now, real, token or uuid4(), LEASE)
        if notice is None:
            return None
        notice.state = NoticeState.CLAIMED
        return notice.key

    return await database.write(task)


async def kept(database: Database, notice: Notice) -> Notice:
    assert notice.number is not None
    number = notice.number
    return await database.read(lambda work: work.notices.get(number))


async def mark_sent(database: Database, *notices: Notice) -> None:
    def task(work: UnitOfWork) -> None:
        for notice in notices:
            row = work.notices.get(notice.number or 0)
            row.state, row.posted_ts, row.posted_channel = NoticeState.SENT, "1789.0001", "D01"

    await database.write(task)


async def test_urgent_messages_go_first_and_then_in_the_order_owed(database: Database) -> None:
    await owe(
        database,
        a_notice("person:tom", Speed.DIGEST, key="digest"),
        a_notice("person:leah", Speed.PROMPT, key="second"),
        a_notice("person:priya", Speed.PROMPT, key="first", send_from=MORNING - SECOND),
        a_notice("person:anita", Speed.PROMPT, key="third"),
        a_notice("person:grace", Speed.URGENT, key="urgent"),
    )

    order = [await claim(database) for _ in range(6)]

    assert order == ["urgent", "first", "second", "third", "digest", None]


async def test_a_message_waits_for_its_hour_and_for_its_next_attempt(database: Database) -> None:
    await owe(database, a_notice(key="later", send_from=MORNING + SECOND, next_attempt_at=REAL + SECOND))

    assert await claim(database, MORNING, REAL + SECOND) is None
    assert await claim(database, MORNING + SECOND, REAL) is None
    assert await claim(database, MORNING + SECOND, REAL + SECOND) == "later"


async def test_one_destination_has_one_message_in_flight(database: Database) -> None:
    token = uuid4()
    await owe(database, a_notice("person:priya", key="one"), a_notice("person:priya", key="two"))

    assert await claim(database, token=token) == "one"
    assert await claim(database) is None

    await database.write(lambda work: work.claims.release("person:priya", token, REAL + SECOND))
    assert await claim(database) is None
    assert await claim(database, real=REAL + SECOND) == "two"


async def test_only_whoever_holds_a_destination_can_give_it_back(database: Database) -> None:
    await owe(database, a_notice("person:priya", key="one"), a_notice("person:priya", key="two"))
    await claim(database)

    await database.write(lambda work: work.claims.release("person:priya", uuid4(), REAL))

    assert await claim(database) is None


async def test_a_claim_past_its_lease_shows_as_overdue_and_is_not_taken_again(database: Database) -> None:
    notice = a_notice(key="lost")
    await owe(database, notice)
    await claim(database)
    lapsed = REAL + LEASE

    async def overdue(real: datetime) -> list[str]:
        return await database.read(lambda work: [row.key for row in work.claims.overdue_claims(real)])

    assert await overdue(lapsed - SECOND) == []
    assert await overdue(lapsed) == ["lost"]
    assert await claim(database, real=lapsed) is None


async def test_of_ten_couriers_at_once_one_gets_the_message(database: Database) -> None:
    await owe(database, a_notice(key="only"))

    answers = await asyncio.gather(*(claim(database) for _ in range(10)))

    assert sorted(answers, key=str) == [None] * 9 + ["only"]


async def test_a_courier_passes_by_what_another_is_taking_and_does_not_wait(postgresql: Database) -> None:
    await owe(
        postgresql,
        a_notice("person:priya", key="first"),
        a_notice("person:priya", key="behind the first"),
        a_notice("person:tom", key="second"),
    )
    together = threading.Barrier(3)

    def claim_and_linger(work: UnitOfWork) -> str | None:
        notice = work.claims.take(MORNING, REAL, uuid4(), LEASE)
        together.wait(30)  # nobody ends a transaction before all three have asked
        return notice.key if notice else None

    answers = await asyncio.gather(*(postgresql.write(claim_and_linger, within=60) for _ in range(3)))

    assert sorted(answers, key=str) == [None, "first", "second"]


async def test_the_same_message_is_owed_once(database: Database) -> None:
    await owe(database, a_notice(key="the same"))

    assert not await database.write(lambda work: work.notices.owe(a_notice(key="the same")))
    assert await database.read(lambda work: work.notices.counts()) == {"owed": 1}


async def test_the_same_message_owed_by_two_at_once_is_owed_once_and_neither_fails(
    postgresql: Database, postgres_url: str
) -> None:
    owed = threading.Event()

    def owe_and_linger(work: UnitOfWork) -> bool:
        new = work.notices.owe(a_notice("channel:new", key="the same"))
        owed.set()
        wait_until_somebody_waits(beside(postgres_url))
        return new

    lingering = asyncio.create_task(postgresql.write(owe_and_linger, within=60))
    assert await asyncio.to_thread(owed.wait, 30)

    again = a_notice("channel:new", key="the same")
    assert not await postgresql.write(lambda work: work.notices.owe(again), within=60)
    assert await lingering
    assert await postgresql.read(lambda work: work.notices.counts()) == {"owed": 1}


async def test_a_message_that_is_wrong_is_not_taken_for_one_owed_already(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await owe(database, a_notice(contract_id=uuid4()))


async def test_lines_wait_for_their_digest_and_are_never_sent_alone(database: Database) -> None:
    line = a_notice("person:priya", Speed.DIGEST, key="line", is_line=True)
    early = a_notice("person:priya", Speed.DIGEST, key="later", is_line=True, send_from=MORNING + SECOND)
    await owe(database, line, early)

    assert await claim(database) is None
    assert not await database.read(lambda work: work.claims.anything_to_send(MORNING, REAL))
    due = await database.read(lambda work: [row.key for row in work.notices.lines_due(MORNING)])
    assert due == ["line"]


async def test_what_answers_a_duty_cancels_its_messages_in_the_same_unit_of_work(database: Database) -> None:
    about = uuid4()
    pending, sent = a_notice("person:priya", subject_id=about), a_notice("person:tom", subject_id=about)
    other_kind = a_notice("person:leah", subject_id=about, kind=NoticeKind.CONCERN_OUTCOME)
    await owe(database, pending, sent, other_kind)
    await mark_sent(database, sent)

    def answer_and_stumble(work: UnitOfWork) -> None:
        work.notices.cancel_about(about, [NoticeKind.CONCERN_LOGGED])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(answer_and_stumble)
    assert (await kept(database, pending)).state is NoticeState.OWED

    await database.write(lambda work: work.notices.cancel_about(about, [NoticeKind.CONCERN_LOGGED]))

    states = [(await kept(database, notice)).state for notice in (pending, sent, other_kind)]
    assert states == [NoticeState.CANCELLED, NoticeState.SENT, NoticeState.OWED]


async def test_a_message_already_taken_stays_with_its_courier_when_its_duty_is_answered(
    postgresql: Database, postgres_url: str
) -> None:
    notice = a_notice()
    await owe(postgresql, notice)
    taken = threading.Event()

    def take_and_linger(work: UnitOfWork) -> None:
        found = work.claims.take(MORNING, REAL, uuid4(), LEASE)
        assert found is not None
        taken.set()
        wait_until_somebody_waits(beside(postgres_url))
        found.state = NoticeState.CLAIMED

    taking = asyncio.create_task(postgresql.write(take_and_linger, within=60))
    assert await asyncio.to_thread(taken.wait, 30)
    await postgresql.write(
        lambda work: work.notices.cancel_about(notice.subject_id, [notice.kind]), within=60
    )
    await taking

    assert (await kept(postgresql, notice)).state is NoticeState.CLAIMED


async def test_what_was_sent_is_owed_an_edit_when_its_record_changes(database: Database) -> None:
    sent, waiting = a_notice("person:priya", key="sent"), a_notice("person:tom", key="waiting")
    await owe(database, sent)
    await mark_sent(database, sent)
    await owe(database, waiting)
    woken: list[str] = []
    database.on_owed = lambda: woken.append("woken")

    await database.write(lambda work: work.notices.redraw(sent.subject_id))

    assert woken == ["woken"]
    assert not (await kept(database, waiting)).is_stale
    assert [await claim(database) for _ in range(3)] == ["waiting", "sent", None]


async def test_a_change_in_one_line_is_an_edit_of_the_digest_that_carried_it(database: Database) -> None:
    digest = a_notice("person:priya", Speed.DIGEST, kind=NoticeKind.DIGEST)
    line = a_notice("person:priya", Speed.DIGEST, is_line=True, carrier_id=digest.id)
    await owe(database, digest, line)
    await mark_sent(database, digest, line)

    await database.write(lambda work: work.notices.redraw(line.subject_id))

    assert (await kept(database, digest)).is_stale
    assert not (await kept(database, line)).is_stale


async def test_a_digest_that_arrives_while_one_of_its_lines_is_answered_waits_for_that_line_first(
    postgresql: Database, postgres_url: str
) -> None:
    digest = a_notice("person:priya", Speed.DIGEST, kind=NoticeKind.DIGEST, state=NoticeState.CLAIMED)
    line = a_notice("person:priya", Speed.DIGEST, is_line=True, carrier_id=digest.id)
    await owe(postgresql, line, digest)
    answered, tries = threading.Event(), []

    def answer(work: UnitOfWork) -> None:
        tries.append("answer")
        work.notices.cancel_about(line.subject_id, (line.kind,))
        answered.set()
        wait_until_somebody_waits(beside(postgres_url))
        work.notices.redraw(line.subject_id)

    def arrive(work: UnitOfWork) -> None:
        tries.append("arrive")
        work.notices.get_to_change(digest.number or 0).state = NoticeState.SENT
        work.notices.cancel_about(line.subject_id, (line.kind,))

    answering = asyncio.create_task(postgresql.write(answer, within=60))
    assert await asyncio.to_thread(answered.wait, 30)
    await postgresql.write(arrive, within=60)
    await answering

    assert sorted(tries) == ["answer", "arrive"], (
        "neither stood in the other's way, so nothing was done twice"
    )
    assert (await kept(postgresql, digest)).redraws_owed == 1
