"""Sealing with another key goes on beside the bot, can be broken off, and leaves nothing readable behind."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bot.casework.records import erase_texts, keep_texts, record
from domain.actions import Basis
from domain.calendar import Nation
from domain.chronology import Event, SubjectKind
from domain.confidentiality import ContentClass
from domain.people import Party
from playground.keys import CHAIN_KEY, KEYS, NARRATIVE_KEYS, SPEAK_UP_KEYS
from storage import resealing
from storage.actions import Action
from storage.contracts import Contract
from storage.database import Database
from storage.people import Person
from storage.sealed_columns import NOT_READABLE
from storage.sealing import CannotOpen, Keyring, Keys, new_key, secret_bytes
from storage.unit_of_work import UnitOfWork
from storage.verification import verify
from tests.storage.samples import MORNING, a_person, beside
from tests.storage.tampering import alter

NEW = f"new:{new_key()}"
BOTH = Keys(Keyring.read(f"{NEW},{NARRATIVE_KEYS}"), KEYS.speak_up, KEYS.chain)
ONLY_NEW = Keys(Keyring.read(NEW), Keyring.read(SPEAK_UP_KEYS), secret_bytes(CHAIN_KEY))
ABOUT = (SubjectKind.CONCERN, UUID("c0ce0000-0000-4000-8000-000000000001"))
TYPED, TITLE = "planted words of a concern", "planted words of a title"


def keep(work: UnitOfWork, number: int = 1) -> Person:
    author = work.people.add(a_person())
    for each in range(number):
        texts = {"what_happened": f"{TYPED} {each}"}
        keep_texts(work, ABOUT, ContentClass.SHARED, author, MORNING, texts)
    record(work, Event.CONCERN_LOGGED, ABOUT, author, MORNING)
    return author


def keep_action(work: UnitOfWork) -> UUID:
    author = work.people.add(a_person("Tom Hadley"))
    contract = Contract(
        reference="CW-1",
        title="Alderwick House",
        service="Care home",
        nation=Nation.ENGLAND,
        starts_on=MORNING.date(),
        ends_on=MORNING.date(),
        created_at=MORNING,
    )
    work._session.add(contract)
    work._session.flush()
    action = Action(
        reference=f"A-{uuid4().hex[:6]}",
        contract_id=contract.id,
        title=TITLE,
        basis=Basis.REQUIREMENT,
        owner_id=author.id,
        owner_party=Party.OWN,
        proposed_by=author.id,
        proposed_at=MORNING,
        due_on=MORNING.date(),
        original_due_on=MORNING.date(),
    )
    return work.actions.add(action).id


async def reseal(database: Database) -> int:
    done = 0
    for place in resealing.Resealing.places():
        after: UUID | None = None
        while True:
            batch = await database.write(lambda work: work.resealing.reseal(place, after, MORNING))  # noqa: B023
            done, after = done + batch.sealed, batch.after
            if after is None:
                break
    return done


def raw(path: Path) -> bytes:
    """Every byte that SQLite keeps on the disk, its log included."""
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*") if each.is_file())


async def test_with_the_old_key_gone_everything_is_read_with_the_new_one(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await database.write(lambda work: keep(work, 3))
    action_id = await database.write(keep_action)
    two = Database(database_url, BOTH)
    assert await reseal(two) == 4
    used = await two.read(lambda work: work.resealing.keys_in_use())
    two.close()
    assert used["NARRATIVE_KEYS"] == {"new"}

    one = Database(database_url, ONLY_NEW)
    texts = await one.read(lambda work: [each.body for each in work.narratives.of(ABOUT[1])])
    title = await one.read(lambda work: work.actions.get(action_id).title)
    one.close()

    assert texts == [f"{TYPED} {each}" for each in range(3)]
    assert title == TITLE
    assert verify(database_url, ONLY_NEW, tmp_path / "none").is_whole


async def test_broken_off_half_way_it_is_begun_again_and_two_at_once_seal_each_text_once(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "BATCH", 5)
    await database.write(lambda work: keep(work, 23))
    two, another = Database(database_url, BOTH), Database(database_url, BOTH)

    begun = await two.write(lambda work: work.resealing.reseal(resealing.TEXTS, None, MORNING))
    assert begun.sealed == 5
    readable = await two.read(lambda work: len(work.narratives.of(ABOUT[1])))
    assert readable == 23  # half of them with each key

    assert sum(await asyncio.gather(reseal(two), reseal(another))) == 18
    left = await two.read(lambda work: work.resealing.keys_in_use())
    two.close()
    another.close()
    assert left["NARRATIVE_KEYS"] == {"new"}


async def test_a_text_whose_key_is_not_set_says_so_and_stays_as_it_is(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await database.write(keep)
    action_id = await database.write(keep_action)
    one = Database(database_url, ONLY_NEW)

    with pytest.raises(CannotOpen, match="What was typed cannot be read: the key named demo is not set"):
        await one.read(lambda work: work.narratives.of(ABOUT[1]))
    assert await one.read(lambda work: work.actions.get(action_id).title) == NOT_READABLE
    assert await reseal(one) == 0
    found = await one.read(lambda work: work.resealing.newest_unreadable())
    one.close()

    assert found is not None
    assert found[0] == "demo"
    assert not verify(database_url, ONLY_NEW, tmp_path / "none").is_whole
    assert len(await database.read(lambda work: work.narratives.of(ABOUT[1]))) == 1


async def test_a_sealed_title_put_into_another_row_or_replaced_by_plain_words_does_not_open(
    sqlite: Database, sqlite_url: str, tmp_path: Path
) -> None:
    action_id = await sqlite.write(keep_action)
    moved = "UPDATE action SET id = :other"
    other = uuid4()
    alter(beside(sqlite_url), moved, other=other.hex)
    assert await sqlite.read(lambda work: work.actions.get(other).title) == NOT_READABLE
    broken = verify(sqlite_url, KEYS, tmp_path / "none").columns.broken
    assert broken == [f"action.title {other.hex}", f"action.title {action_id.hex}"], (
        "moved, and gone from its row"
    )

    alter(beside(sqlite_url), "UPDATE action SET id = :id, title = 'Nothing to do'", id=action_id.hex)
    assert await sqlite.read(lambda work: work.actions.get(action_id).title) == NOT_READABLE


@pytest.mark.criterion("CPC424-P8")
async def test_a_title_emptied_or_put_back_as_it_stood_earlier_in_its_own_row_is_named(
    sqlite: Database, sqlite_url: str, tmp_path: Path
) -> None:
    action_id = await sqlite.write(keep_action)
    with beside(sqlite_url).connect() as connection:
        earlier = connection.execute(text("SELECT title FROM action")).scalar_one()

    def change(work: UnitOfWork) -> None:
        action = work.actions.find_to_change(action_id)
        assert action is not None
        action.title = "Another title"

    await sqlite.write(change)
    named = [f"action.title {action_id.hex}"]
    assert verify(sqlite_url, KEYS, tmp_path / "none").columns.broken == []
    alter(beside(sqlite_url), "UPDATE action SET title = :title", title=earlier)
    assert verify(sqlite_url, KEYS, tmp_path / "none").columns.broken == named
    alter(beside(sqlite_url), "UPDATE action SET title = ''")
    assert verify(sqlite_url, KEYS, tmp_path / "none").columns.broken == named
    await sqlite.write(change)
    assert verify(sqlite_url, KEYS, tmp_path / "none").columns.broken == []
    assert await sqlite.write(lambda work: work.resealing.erase_columns(action_id)) == 1
    assert verify(sqlite_url, KEYS, tmp_path / "none").columns.broken == [], "erased by us, and spoken of"


async def test_changing_something_else_of_an_action_leaves_its_sealed_title_as_it_was(
    database: Database, database_url: str
) -> None:
    action_id = await database.write(keep_action)
    held = text("SELECT title FROM action")
    with beside(database_url).connect() as connection:
        before = connection.execute(held).scalar_one()

    def hold(work: UnitOfWork) -> str:
        action = work.actions.find_to_change(action_id)
        assert action is not None
        action.escalation_held = True
        work._session.flush()
        return action.title

    assert await database.write(hold) == TITLE
    with beside(database_url).connect() as connection:
        assert connection.execute(held).scalar_one() == before


async def test_erased_and_resealed_texts_are_nowhere_in_the_file(sqlite: Database, sqlite_url: str) -> None:
    """What was kept before texts were sealed is sealed, and then even its old page is gone; so is what was erased."""
    path = Path(str(sqlite.url.database))
    author = await sqlite.write(keep)
    action_id = await sqlite.write(keep_action)
    plain = "UPDATE narrative SET key_id = '', salt = NULL, body = :typed"
    alter(beside(sqlite_url), plain, "UPDATE action SET title = :title", typed=TYPED, title=TITLE)
    assert await sqlite.read(lambda work: work.resealing.is_any_plain())
    assert TYPED.encode() in raw(path)
    assert TITLE.encode() in raw(path)

    assert await reseal(sqlite) == 2
    assert sqlite.let_go_of_old_pages()
    assert b"planted words" not in raw(path)
    assert not await sqlite.read(lambda work: work.resealing.is_any_plain())
    assert await sqlite.read(lambda work: work.actions.get(action_id).title) == TITLE
    spoken = await sqlite.read(lambda work: work.chronology.of(ABOUT[1])[-1])
    assert spoken.event is Event.TEXTS_KEPT

    now = datetime(2027, 1, 5, 10, tzinfo=UTC)
    with beside(sqlite_url).connect() as connection:
        sealed = connection.execute(text("SELECT body FROM narrative")).scalar_one()
    assert sealed.encode() in raw(path)
    assert await sqlite.write(lambda work: erase_texts(work, ABOUT, author, now)) == 1
    assert sqlite.let_go_of_old_pages()
    assert sealed.encode() not in raw(path)
