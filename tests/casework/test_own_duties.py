"""Evaluations and challenges among one's own open items, and what is late in a contract; as visible as an action."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from secrets import choice

import pytest

from bot.casework.challenges import Said, open_challenge
from bot.casework.contracts import create_contract
from bot.casework.deliveries import keep_posted
from bot.casework.evaluations import compile_evaluation
from bot.casework.items import items_of
from bot.casework.senior_week import readers, waiting_for
from bot.contract_blocks import contract_blocks
from bot.item_blocks import count_for, item_blocks, late_for
from domain.calendar import Nation
from domain.challenges import Grounds
from domain.contracts import NewContract
from domain.people import Role
from playground import alderwick
from playground.keys import KEYS
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person
from tests.casework.test_deliveries import NOW, PERIOD, on_its_way, shared

LATE = NOW + timedelta(days=30)


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """A fresh SQLite database, where it makes no difference."""
    database = Database(sqlite_url, KEYS)
    yield database
    database.close()


def counted(work: UnitOfWork, who: alderwick.Character, now: datetime) -> tuple[int, int]:
    """How many things wait for somebody on the home tab, and how many of them are late."""
    items = items_of(work, person(work, who), now)
    return count_for(work, items, now), late_for(work, items, now)


def drawn(work: UnitOfWork, who: alderwick.Character, now: datetime) -> str:
    """The lists of somebody's home tab."""
    reader = person(work, who)
    return json.dumps(
        item_blocks(work, reader, items_of(work, reader, now), now, on_a_standing_screen=True),
        ensure_ascii=False,
    )


def compiled(work: UnitOfWork) -> str:
    """An evaluation that Tom has kept; its judgement is for the lead to confirm."""
    alderwick.set_up(work, NOW)
    tom, contract_id = person(work, alderwick.TOM), alderwick.contract_id(work)
    return compile_evaluation(work, tom, contract_id, PERIOD, NOW, choice).reference


def challenged(work: UnitOfWork) -> str:
    """A shared evaluation of which the provider says that it is not right."""
    evaluation = shared(work)
    keep_posted(work, on_its_way(work, evaluation.id, alderwick.DELE), "D01", "1789.0001", NOW)
    said = Said(Grounds.FACTUAL, "The night figure is wrong")
    return open_challenge(work, person(work, alderwick.JOANNE), evaluation.id, said, NOW, choice).reference


async def test_an_evaluation_to_confirm_waits_for_the_lead_and_once_late_for_the_senior_contact(
    database: Database,
) -> None:
    reference = await database.write(compiled, within=20)

    def ask(work: UnitOfWork) -> None:
        assert counted(work, alderwick.PRIYA, NOW) == (1, 0)
        assert counted(work, alderwick.TOM, NOW) == (0, 0)
        assert counted(work, alderwick.ANITA, NOW) == (0, 0)
        assert counted(work, alderwick.PRIYA, LATE) == (1, 1)
        assert counted(work, alderwick.ANITA, LATE) == (1, 1)
        shown = drawn(work, alderwick.PRIYA, LATE)
        assert f"*{reference}*: please confirm the judgement, or change it (Alderwick House)." in shown
        assert "It was to be answered by 17:00 on Tuesday 15 September 2026." in shown
        assert '"action_id": "evaluation_open"' in shown

    await database.read(ask, within=20)


async def test_a_challenge_waits_for_whoever_may_decide_it_and_for_nobody_who_had_a_part_in_it(
    database: Database,
) -> None:
    reference = await database.write(challenged, within=20)

    def ask(work: UnitOfWork) -> None:
        assert counted(work, alderwick.TOM, NOW) == (1, 0)
        assert counted(work, alderwick.PRIYA, LATE) == (0, 0)
        assert counted(work, alderwick.TOM, LATE) == (1, 1)
        assert f"*{reference}*: please decide it (Alderwick House)." in drawn(work, alderwick.TOM, LATE)

    await database.read(ask, within=20)


async def test_what_is_late_of_ours_makes_its_contract_late(database: Database) -> None:
    await database.write(compiled, within=20)

    def late(work: UnitOfWork, now: datetime) -> str:
        priya = person(work, alderwick.PRIYA)
        return json.dumps(contract_blocks(work, priya, work.contracts.of_person(priya.id), now))

    before, after = await database.read(lambda work: (late(work, NOW), late(work, LATE)), within=20)

    assert "Nothing is late." in before
    assert "1 thing is late." in after


async def test_of_a_contract_without_a_senior_contact_the_administrators_hear_what_waits(
    database: Database,
) -> None:
    def without_senior(work: UnitOfWork) -> None:
        compiled(work)
        priya, leah = person(work, alderwick.PRIYA), person(work, alderwick.LEAH)
        new = NewContract(
            reference="ROW-1",
            title="Rowan Court",
            provider=alderwick.ORGANISATIONS[alderwick.PROVIDER],
            service="Care",
            nation=Nation.ENGLAND,
            starts_on=PERIOD[0],
            ends_on=LATE.date(),
        )
        other = create_contract(work, person(work, alderwick.ANITA), new, priya.id, (), NOW)
        work.people.give(leah.id, Role.ADMINISTRATOR, None, NOW)
        compile_evaluation(work, priya, other.id, PERIOD, NOW, choice)

    await database.write(without_senior, within=20)

    def ask(work: UnitOfWork) -> tuple[set[str], list[tuple[str, bool]], list[tuple[str, bool]]]:
        leah, anita = (
            [(each.title, each.has_senior) for each in waiting_for(work, person(work, who), LATE)]
            for who in (alderwick.LEAH, alderwick.ANITA)
        )
        return {each.name for each in readers(work)}, leah, anita

    who_reads, leah, anita = await database.read(ask, within=20)

    assert who_reads == {"Anita Cole", "Leah Brand"}
    assert leah == [("Rowan Court", False)]
    assert anita == [("Alderwick House", True), ("Rowan Court", False)]
