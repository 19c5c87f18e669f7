"""Whatever is pressed out of its turn in an improvement process is answered in a sentence, and breaks nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.casework.improvement_next import what_is_next
from bot.explanation_blocks import RECEIVED
from bot.listeners import Arrival
from domain.deadlines import DeadlineKind
from domain.improvements import ImprovementState, PauseReason
from domain.next_steps import ASKS_NOTHING
from playground import alderwick
from playground.alderwick import Character
from playground.house import House
from storage.improvements import Improvement, ImprovementPause
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import person
from tests.flows.conftest import UNHURRIED
from tests.flows.hearing import Hearing
from tests.flows.played import Played
from tests.flows.reporting import send_again
from tests.flows.test_strangers import kept
from tests.flows.thieves import as_a_thief, stolen_forms, stolen_presses

STORIES = (
    "action_plan",
    "agreement",
    "concern_area",
    "explanation",
    "feedback",
    "formal_step",
    "improvement",
    "improvement_option",
    "improvement_records",
    "improvement_step",
    "meeting",
    "pattern",
    "reading",
    "reason",
    "reflection",
    "sustaining",
)
"""The stories of an improvement process, by the names of their flows."""


S = ImprovementState
Json = dict[str, Any]
LATE = {
    "contract_notice",
    "deadline",
    "export",
    "feedback",
    "improvement",
    "improvement_source",
    "narrative",
    "notice",
    "receipt",
}
"""What may still be kept about a closed process: that something was received, a word to what was shared, a report; and
a new process, of course."""
LEFT_OUT = {"submission"}


def of_improvement(house: House) -> set[str]:
    """The names of the buttons and the forms that belong to an improvement process."""
    flows, kinds = house.handrail.listeners._flows.items(), {Arrival.PRESS, Arrival.SUBMISSION}
    return {name for (kind, name), each in flows if kind in kinds and module_of(each.flow) in STORIES}


def module_of(flow: Any) -> str:
    """The story that a flow belongs to."""
    told = flow.args[-1] if isinstance(flow, partial) and flow.args else flow
    return str(getattr(told, "__module__", "")).rpartition(".")[2]


def a_rest(improvement: Improvement, now: datetime) -> ImprovementPause:
    """A rest that began just now, for an outbreak."""
    return ImprovementPause(
        improvement_id=improvement.id,
        reason=PauseReason.OUTBREAK,
        was=improvement.state,
        paused_by=improvement.opened_by,
        paused_at=now,
        review_on=now.date() + timedelta(days=14),
    )


def put_all_in(state: ImprovementState, now: datetime) -> Callable[[UnitOfWork], None]:
    """Put every process into one state, whatever it was in."""

    def put(work: UnitOfWork) -> None:
        for each in work.improvements.in_contracts([contract.id for contract in work.contracts.all()]):
            improvement = work.improvements.get(each.id)
            if state is S.PAUSED and improvement.state is not S.PAUSED:
                work.improvements.add(a_rest(improvement, now))
            improvement.state = state

    return put


async def record_of(house: House) -> dict[str, list[str]]:
    """What is kept, but for which forms have been sent and what was read."""
    record = await kept(house)
    return {name: rows for name, rows in record.items() if name not in LEFT_OUT}


def untold(work: UnitOfWork, now: datetime) -> list[tuple[str, str, str, list[str]]]:
    """The processes that tell somebody that nothing waits while a duty of theirs waits in it."""
    found = []
    for each in work.improvements.in_contracts([contract.id for contract in work.contracts.all()]):
        for who in (alderwick.PRIYA, alderwick.JOANNE):
            said = what_is_next(work, person(work, who), each, now)
            # The stories that begin in the middle leave open what is owed at the beginning.
            waits = [
                duty.kind.value
                for duty in said.item.mine
                if duty.kind is not DeadlineKind.IMPROVEMENT_EXPLAIN or each.state is S.OPENED
            ]
            if waits and said.step in ASKS_NOTHING:
                found.append((each.reference, who.name, said.step.value, waits))
    return found


async def pressed_by(house: House, hearing: Hearing, body: Json, who: Character) -> str:
    """All that somebody is shown after a press or a form."""
    before = len(hearing.heard)
    answer = await send_again(house, as_a_thief(house, body, who.user_id, who.team_id))
    return f"{answer} {[each.body for each in Hearing(hearing.heard[before:]).from_the_bot()]}"


@pytest.mark.parametrize("state", [S.OPENED, S.MONITORING, S.PAUSED, S.CLOSED])
async def test_what_is_pressed_out_of_its_turn_is_answered_in_a_sentence(
    played: Played, tmp_path: Path, state: ImprovementState
) -> None:
    async with played.go_on(tmp_path, pace=UNHURRIED) as house:
        await house.settle()
        database, now = house.handrail.services.database, house.clock.now()
        assert await database.write(partial(untold, now=now)) == []
        hearing = Hearing.of(house)
        hearing.heard += played.heard
        names = of_improvement(house)
        everything = stolen_presses(house, hearing) | stolen_forms(hearing)
        assert names <= everything.keys()
        await database.write(put_all_in(state, now))
        before = await record_of(house)

        answers = {
            (name, number, who.name): await pressed_by(house, hearing, body, who)
            for name in names
            for number, body in enumerate(everything[name])
            for who in (alderwick.PRIYA, alderwick.JOANNE)
        }
        after = await record_of(house)

    assert [pressed for pressed, said in answers.items() if "Something went wrong" in said] == []
    silent = {name for (name, _, _), said in answers.items() if said == "{} []"}
    assert silent <= {RECEIVED}
    if state is S.CLOSED:
        assert {name for name in before if before[name] != after[name]} <= LATE
        assert set(before["improvement"]) <= set(after["improvement"])
