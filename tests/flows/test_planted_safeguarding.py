"""Fifty marked texts through every form of safeguarding: none of them stands where anybody but named people reads."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import text

from playground import alderwick
from playground.house import House
from storage.unit_of_work import UnitOfWork
from tests.flows.deciding import london
from tests.flows.hearing import Hearing
from tests.flows.planted_safeguarding import WORDS, plant
from tests.flows.raising import raise_it
from tests.flows.reporting import DANGER
from tests.storage.dump import dumped


def all_that_was_typed(work: UnitOfWork) -> str:
    records = work.people._session.connection().execute(text("SELECT DISTINCT subject_id FROM narrative"))
    return "\n".join(each.body for row in records.all() for each in work.narratives.of(UUID(str(row[0]))))


@pytest.mark.criterion("CPC424-P2")
async def test_fifty_marked_texts_of_safeguarding_stand_in_no_message_figure_or_evaluation(
    sqlite_house: House,
) -> None:
    house, hearing = sqlite_house, Hearing.of(sqlite_house)

    planted = await plant(house)
    await house.move_to(london("2026-09-09T12:00"))
    priya = house.visitor(alderwick.PRIYA)
    await priya.command("/evaluate", alderwick.INTERNAL)
    await priya.open_home()
    async with aiohttp.ClientSession() as session, session.get(f"{house.bot_url}/metrics") as figures:
        said = await figures.text()

    assert set(planted) == set(WORDS), "every marked text was typed"
    seen_by_others = [
        await house.visitor(who).sees()
        for who in (alderwick.PRIYA, alderwick.JOANNE, alderwick.CARA, alderwick.SAM)
    ]
    elsewhere = "\n".join([hearing.outside_forms(), said, *seen_by_others])
    assert [word for word in WORDS if word in elsewhere] == []
    kept = await house.handrail.services.database.read(all_that_was_typed)
    assert [word for word in WORDS if word not in kept] == [], "and every one of them is kept"
    database = dumped(house.handrail.services.settings.database_url)
    assert [word for word in WORDS if word in database] == [], "where nobody reads it without the key"


async def test_the_logs_at_their_most_talkative_hold_nothing_of_safeguarding(
    sqlite_template: Path, tmp_path: Path
) -> None:
    path = shutil.copy(sqlite_template, tmp_path / "handrail.db")
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.flows.planted_safeguarding",
        str(path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, err = await program.communicate()
    written = (out + err).decode()

    assert program.returncode == 0, written[-2000:]
    assert [word for word in WORDS if word in written] == []
    assert "library message left out" in written


async def test_nothing_of_safeguarding_is_in_the_contracts_chronology_or_its_evaluation(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    await raise_it(house.visitor(alderwick.TOM), DANGER)
    await house.settle()

    def contract_says(work: Any) -> list[str]:
        stream = work.chronology.stream(alderwick.contract_id(work))
        return [
            entry.event.value for entry in stream if "safeguarding" in f"{entry.event} {entry.subject_kind}"
        ]

    assert await house.handrail.services.database.read(contract_says) == []
    priya = house.visitor(alderwick.PRIYA)
    await priya.command("/evaluate", alderwick.INTERNAL)
    form = await priya.modal()
    assert form is not None
    shown = "\n".join(form.texts)
    assert "SG-" not in shown
    assert "afeguarding" not in shown
    assert "anger" not in shown
