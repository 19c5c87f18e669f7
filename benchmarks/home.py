"""How long the home tab takes with 200 open items: from the event to its acknowledgement, the tab drawn before it."""

import statistics
import tempfile
from datetime import timedelta
from pathlib import Path

import aiohttp

from benchmarks.asking import JSON, answered, home_opened
from domain.actions import ActionState, Basis
from domain.improvements import ImprovementState, Route
from domain.people import Party
from playground import alderwick
from playground.house import House
from playground.server import Pace
from storage.actions import Action
from storage.concerns import Concern
from storage.improvements import Improvement
from storage.schema import migrate
from storage.unit_of_work import UnitOfWork

ACTIONS, CONCERNS, PROCESSES, ROUNDS, WARM_UP = 150, 38, 12, 60, 5
STATES = (ImprovementState.EXPLAINED, ImprovementState.REASONED, ImprovementState.CHOSEN)


def fill(work: UnitOfWork) -> None:
    """Give the contract lead 200 open items: actions of theirs, some late, concerns, and processes that they lead."""
    contract_id, now = alderwick.contract_id(work), alderwick.BEGINS
    known = {who.user_id: work.people.in_slack(who.team_id, who.user_id) for who in alderwick.CAST}
    priya, tom = known[alderwick.PRIYA.user_id], known[alderwick.TOM.user_id]
    assert priya is not None
    assert tom is not None
    for number in range(CONCERNS):
        work.concerns.add(
            Concern(reference=f"C-H{number}", contract_id=contract_id, reporter_id=tom.id, logged_at=now)
        )
    for number in range(ACTIONS):
        due = (now + timedelta(days=number - 30)).date()
        action = Action(
            reference=f"A-H{number}",
            contract_id=contract_id,
            title="Something is to be done",
            basis=Basis.RECOMMENDATION,
            keeps_safe_now=False,
            state=ActionState.AGREED,
            owner_id=priya.id,
            owner_party=Party.OWN,
            proposed_by=tom.id,
            proposed_at=now,
            due_on=due,
            original_due_on=due,
            agreed_at=now,
        )
        work.actions.add(action)
    for number in range(PROCESSES):
        process = Improvement(
            reference=f"IP-H{number}",
            contract_id=contract_id,
            title="Something is to improve",
            route=Route.FULL,
            state=STATES[number % len(STATES)],
            lead_id=priya.id,
            explanation_version=1,
            opened_by=tom.id,
            opened_at=now + timedelta(minutes=number),
        )
        work.improvements.add(process)


async def measure() -> dict[str, str]:
    """Return the figures by name, each with its unit."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(url)
        async with House(url, pace=Pace(burst=None)) as house, aiohttp.ClientSession() as session:
            await house.set_up()
            await house.handrail.services.database.write(fill, within=60)
            taken = [
                (await answered(session, house.request_url, home_opened(n, alderwick.PRIYA), JSON))[0]
                for n in range(ROUNDS)
            ]
            tab = house.playground.workspace.homes[alderwick.PRIYA.user_id]
    if len(tab.body["blocks"]) < 20:
        raise RuntimeError("the tab does not show what is open")
    return {"home_p50_ms": f"{statistics.median(taken[WARM_UP:]) * 1000:.1f} ms"}
