"""How soon something urgent is with Slack while a thousand ordinary messages wait, at the pace and budget of service.

The ordinary ones wait for everybody, the safeguarding leads among them. Every second and a bit somebody reports danger;
what is measured of each ping is from the moment it was owed to the timestamp that Slack gave it.
"""

import asyncio
import statistics
import tempfile
from pathlib import Path

import aiohttp
from sqlalchemy import create_engine
from sqlmodel import Session, select

from benchmarks.asking import answered, submission
from bot.casework.notices import Owed, owe_people
from bot.clock import MachineClock
from bot.settings import Settings
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.notices import NoticeKind
from domain.rhythm import Speed
from domain.routes import Means
from playground import alderwick
from playground.house import House
from storage.notices import Notice
from storage.schema import migrate
from storage.unit_of_work import UnitOfWork

WAITING, REPORTS, EVERY = 1_000, 50, 1.2
IN_SERVICE = {name: Settings.model_fields[name].default for name in ("pace_seconds", "posts_per_minute")}


def owe_ordinary(work: UnitOfWork) -> None:
    """Owe a thousand messages that can wait, in turn to everybody whom we know in Slack."""
    contract_id, now = alderwick.contract_id(work), alderwick.BEGINS
    known = [work.people.in_slack(who.team_id, who.user_id) for who in alderwick.CAST]
    people = [person for person in known if person is not None]
    for number in range(WAITING):
        owed = Owed(
            kind=NoticeKind.FAULT,
            subject=(SubjectKind.CONTRACT, contract_id),
            content_class=ContentClass.SHARED,
            speed=Speed.PROMPT,
            event=f"ordinary:{number}",
            contract_id=contract_id,
            facts={"code": "ordinary", "detail": "a benchmark"},
        )
        owe_people(work, owed, [people[number % len(people)]], now)


def waits(url: str) -> list[float]:
    """Return how many seconds each urgent message took from being owed to Slack's timestamp."""
    engine = create_engine(url)
    with Session(engine) as session:
        rows = session.exec(
            select(Notice).where(Notice.speed == Speed.URGENT, Notice.means == Means.SLACK)
        ).all()
    engine.dispose()
    return [float(row.posted_ts or "inf") - row.owed_at.timestamp() for row in rows]


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    clock = MachineClock()
    clock.set(alderwick.BEGINS)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(url)
        async with (
            House(url, clock=clock, ticking=True, **IN_SERVICE) as house,
            aiohttp.ClientSession() as session,
        ):
            await house.set_up()
            database = house.handrail.services.database
            await database.write(owe_ordinary, within=60)
            for number in range(REPORTS):
                await answered(session, house.request_url, submission(number, "danger_now"))
                await asyncio.sleep(EVERY)
            await asyncio.sleep(3)
            taken = waits(url)
            left = (await database.read(lambda work: work.notices.counts()))["owed"]
    if len(taken) < REPORTS or not left:
        raise RuntimeError("not everything urgent was owed, or nothing ordinary was waiting any more")
    return {
        "urgent_p99_s": f"{statistics.quantiles(taken, n=100, method='inclusive')[98]:.2f} s",
        "urgent_p50_s": f"{statistics.median(taken):.2f} s",
        "urgent_count": f"{len(taken)} pings, {left} ordinary messages still waiting at the end",
    }
