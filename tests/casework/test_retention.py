"""What has been kept long enough: listed by the clock, erased by two people, held back by a legal hold."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from secrets import choice
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from bot.casework import retention
from bot.casework.concerns import log_concern
from bot.casework.contract_end import end_contract
from bot.casework.legal_holds import NewHold, lift_hold, place_hold
from bot.casework.records import record
from bot.casework.retention_periods import set_periods
from bot.casework.safeguarding import raise_safeguarding
from domain.chronology import Event, SubjectKind
from domain.concerns import Kind, NewConcern
from domain.errors import NotAllowed, NotYours
from domain.people import Role
from domain.retention import HoldGround, HoldScope, RetentionClass
from domain.safeguarding import SafeguardingState
from playground import alderwick
from playground.keys import KEYS
from storage.database import Database
from storage.people import Person
from storage.retention import RetentionItem
from storage.unit_of_work import UnitOfWork
from storage.verification import verify
from tests.casework.evaluated_records import person

NOW = alderwick.BEGINS
LATER = NOW + timedelta(days=366 * 10)
TYPED, HURT = "planted: the night charts had gaps", "planted: bed three was shouted at all night"


def begin(work: UnitOfWork) -> UUID:
    """A contract that has ended, with a concern, and a safeguarding record of it that was closed."""
    alderwick.set_up(work, NOW)
    tom, priya = person(work, alderwick.TOM), person(work, alderwick.PRIYA)
    work.people.give(person(work, alderwick.GRACE).id, Role.RECORDS_OFFICER, None, NOW)
    contract_id = alderwick.contract_id(work)
    log_concern(work, tom, NewConcern(Kind.QUALITY, TYPED, "", ""), contract_id, NOW, choice)
    raised = raise_safeguarding(work, tom, NewConcern(Kind.AT_RISK, HURT, "", ""), contract_id, NOW, choice)
    raised.state, raised.closed_at = SafeguardingState.CLOSED, NOW
    end_contract(work, priya, contract_id, NOW.date(), "It ran out", NOW)
    return raised.id


def rows(work: UnitOfWork) -> dict[str, int]:
    """How many rows each table has."""
    session = work.people._session
    tables = SQLModel.metadata.sorted_tables
    return {
        each.name: session.connection().execute(select(func.count()).select_from(each)).scalar_one()
        for each in tables
    }


def listed(work: UnitOfWork, kind: SubjectKind) -> RetentionItem:
    """What waits for a decision, of one kind."""
    [found] = [each for each in retention.waiting(work) if each.subject_kind is kind]
    return found


def grace(work: UnitOfWork) -> Person:
    return person(work, alderwick.GRACE)


def propose(kind: SubjectKind) -> Callable[[UnitOfWork], UUID]:
    """Grace, records officer here, proposes to erase what waits."""

    def run(work: UnitOfWork) -> UUID:
        item = listed(work, kind)
        retention.propose_erasing(work, grace(work), item.id, "Kept for long enough", LATER)
        return item.id

    return run


def in_file(path: str) -> bytes:
    """Every byte of the database, once what was written beside it is in it."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(path).read_bytes()


@pytest.mark.criterion("CPC424-P8")
async def test_ten_years_on_everything_is_listed_and_nothing_is_gone(sqlite: Database) -> None:
    await sqlite.write(begin)
    before = await sqlite.read(rows)

    assert await sqlite.write(lambda work: retention.list_reached(work, LATER)) == 2
    assert await sqlite.write(lambda work: retention.list_reached(work, LATER + timedelta(days=900))) == 0

    after = await sqlite.read(rows)
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "retention_item": 2,
        "deadline": 1,
    }
    texts = await sqlite.read(
        lambda work: [
            each.erased_at
            for each in work.narratives.about(
                {each.subject_id for each in work.subject_requests.texts_by(person(work, alderwick.TOM).id)}
            )
        ]
    )
    assert texts
    assert set(texts) == {None}


async def test_a_period_that_the_organisation_set_counts_and_use_starts_it_again(sqlite: Database) -> None:
    raised = await sqlite.write(begin)
    years = {RetentionClass.CONTRACT: 11, RetentionClass.SAFEGUARDING: 8}
    await sqlite.write(lambda work: set_periods(work, grace(work), years, None, NOW))

    def use(work: UnitOfWork) -> None:
        subject = (SubjectKind.SAFEGUARDING, raised)
        at = NOW + timedelta(days=366 * 3)
        record(work, Event.SAFEGUARDING_ADDED_TO, subject, person(work, alderwick.HELEN), at)

    await sqlite.write(use)
    assert await sqlite.write(lambda work: retention.list_reached(work, LATER)) == 0
    assert await sqlite.write(lambda work: retention.list_reached(work, LATER + timedelta(days=366 * 2))) == 2


async def test_two_people_erase_a_safeguarding_record_and_its_words_are_nowhere_while_its_chain_holds(
    sqlite: Database, sqlite_url: str
) -> None:
    raised = await sqlite.write(begin)
    await sqlite.write(lambda work: retention.list_reached(work, LATER))
    tokens = await sqlite.read(
        lambda work: [
            row.body
            for row in work.subject_requests.texts_by(person(work, alderwick.TOM).id)
            if row.subject_id == raised
        ]
    )
    path = sqlite_url.removeprefix("sqlite:///")
    assert all(token.encode() in in_file(path) for token in tokens)
    item_id = await sqlite.write(propose(SubjectKind.SAFEGUARDING))

    for who in (alderwick.GRACE, alderwick.PRIYA, alderwick.TOM):
        with pytest.raises(NotYours):
            await sqlite.write(lambda work: retention.agree_to_erase(work, person(work, who), item_id, LATER))  # noqa: B023
    erased = await sqlite.write(
        lambda work: retention.agree_to_erase(work, person(work, alderwick.HELEN), item_id, LATER)
    )

    assert erased == len(tokens) > 0
    sqlite.close()
    content = in_file(path)
    assert not [token for token in tokens if token.encode() in content]
    assert verify(sqlite_url, KEYS, Path(path).with_suffix(".seals")).is_whole
    again = Database(sqlite_url, KEYS)
    shown = await again.read(lambda work: work.narratives.latest(raised))
    assert shown["what_happened"].startswith("The words of this record were erased on ")
    events = await again.read(lambda work: [each.event for each in work.chronology.of(raised)])
    assert events[-2:] == [Event.TEXTS_ERASED, Event.RETENTION_REVIEWED]
    contract = await again.read(lambda work: work.chronology.stream(alderwick.contract_id(work)))
    assert Event.TEXTS_ERASED not in {each.event for each in contract}
    again.close()


@pytest.mark.parametrize("scope", list(HoldScope))
async def test_a_hold_of_any_scope_blocks_erasing_until_it_is_lifted(
    sqlite: Database, scope: HoldScope
) -> None:
    await sqlite.write(begin)
    await sqlite.write(lambda work: retention.list_reached(work, LATER))
    item_id = await sqlite.write(propose(SubjectKind.CONTRACT))

    def hold(work: UnitOfWork) -> UUID:
        [concern] = work.exports.concerns(alderwick.contract_id(work))
        tom = person(work, alderwick.TOM)
        new = NewHold(
            scope,
            HoldGround.COVID_INQUIRY,
            "The inquiry asks",
            concern.contract_id,
            concern.reference,
            tom.id,
        )
        return place_hold(work, person(work, alderwick.ANITA), new, LATER).id

    hold_id = await sqlite.write(hold)
    with pytest.raises(NotAllowed, match=r"A legal hold \(covid inquiry\) has stood on this since"):
        await sqlite.write(
            lambda work: retention.agree_to_erase(work, person(work, alderwick.PRIYA), item_id, LATER)
        )

    await sqlite.write(lambda work: lift_hold(work, grace(work), hold_id, "It is over", LATER))
    erased = await sqlite.write(
        lambda work: retention.agree_to_erase(work, person(work, alderwick.PRIYA), item_id, LATER)
    )
    assert erased > 0
    kinds = await sqlite.read(lambda work: {each.event for each in work.chronology.stream(None)})
    assert {Event.LEGAL_HOLD_SET, Event.LEGAL_HOLD_LIFTED} <= kinds


async def test_a_hold_on_another_record_blocks_nothing_and_only_the_right_people_place_one(
    sqlite: Database,
) -> None:
    raised = await sqlite.write(begin)
    await sqlite.write(lambda work: retention.list_reached(work, LATER))

    def hold(work: UnitOfWork, who: alderwick.Character) -> None:
        found = work.safeguarding.get(raised).reference
        new = NewHold(HoldScope.RECORD, HoldGround.LITIGATION, "A claim", reference=found)
        place_hold(work, person(work, who), new, LATER)

    with pytest.raises(NotYours):
        await sqlite.write(lambda work: hold(work, alderwick.PRIYA))
    await sqlite.write(lambda work: hold(work, alderwick.ANITA))
    await sqlite.write(propose(SubjectKind.CONTRACT))
    with pytest.raises(NotAllowed, match="A legal hold"):
        await sqlite.write(propose(SubjectKind.SAFEGUARDING))


async def test_kept_for_longer_it_comes_back_on_that_day(sqlite: Database) -> None:
    await sqlite.write(begin)
    await sqlite.write(lambda work: retention.list_reached(work, LATER))
    until = LATER.date() + timedelta(days=700)

    def keep(work: UnitOfWork) -> None:
        for item in retention.waiting(work):
            retention.keep_for(work, grace(work), item.id, "A review is under way", until, LATER)

    await sqlite.write(keep)
    assert await sqlite.read(lambda work: len(retention.waiting(work))) == 0
    assert await sqlite.write(lambda work: retention.list_reached(work, LATER + timedelta(days=600))) == 0
    assert await sqlite.write(lambda work: retention.list_reached(work, LATER + timedelta(days=701))) == 2
