"""Whatever happens to the people of a route: while a case is open, a next step is planned, and it is soon."""

import asyncio
import secrets
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.casework import safeguarding
from bot.casework.asking import on_duty_now
from bot.casework.deadlines import climb
from bot.casework.route import is_named
from bot.casework.unreached import bring_forward
from bot.engine.audit import start_what_stopped
from domain.concerns import Kind, NewConcern
from domain.deadlines import DeadlineState
from domain.notices import NoticeKind, NoticeState
from domain.routes import ROLE_OF_LEVEL, Level
from playground import alderwick
from playground.alderwick import ANITA, GRACE, HELEN, LEAH, NADIA, PRIYA, TOM
from playground.keys import KEYS
from storage.database import Database
from storage.deadlines import Deadline
from storage.unit_of_work import UnitOfWork
from tests.engine.stage import known
from tests.journeys.days import at

ROUTE = (GRACE, NADIA, HELEN, LEAH, ANITA, PRIYA)
LATE_AFTER = timedelta(minutes=15)
LOOKS = 4  # of the self-audit, a minute apart


class OpenCase(RuleBasedStateMachine):
    """One urgent case, and a route whose people come and go while Slack takes some messages and refuses others."""

    template: Path
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        copy = self.folder / f"{uuid4().hex}.db"
        shutil.copy(self.template / "handrail.db", copy)
        self.url = f"sqlite:///{copy}"
        self.database = Database(self.url, KEYS)
        self.now = at("2026-09-12", "02:00")
        self.gone: set[str] = set()
        self.no_way: set[str] = set()

    @initialize(
        begins=st.sampled_from(
            ["2026-09-12 02:00", "2026-09-15 10:30", "2026-10-24 23:50", "2026-12-25 12:00"]
        ),
        plan=st.dictionaries(st.sampled_from(Level), st.sets(st.sampled_from(ROUTE), max_size=3)),
    )
    def it_is_raised(self, begins: str, plan: dict[Level, set[alderwick.Character]]) -> None:
        """At any hour, with whatever people an administrator has put on the route, nobody among them."""
        self.now = at(*begins.split())

        def put_on(work: UnitOfWork) -> None:
            for level, people in plan.items():
                work.people.take_organisation_role(ROLE_OF_LEVEL[level])
                for who in sorted(people, key=lambda each: each.user_id):
                    work.people.give(known(work, who).id, ROLE_OF_LEVEL[level], None, self.now)

        self.do(put_on)
        new = NewConcern(Kind.DANGER_NOW, "A resident is hurt")
        self.concern_id = self.do(
            lambda work: (
                safeguarding.raise_safeguarding(
                    work,
                    known(work, TOM),
                    new,
                    alderwick.contract_id(work),
                    self.now,
                    secrets.choice,
                ).id
            )
        )
        self.go_round()

    def do(self, task: Callable[[UnitOfWork], Any]) -> Any:
        """One unit of work."""
        return asyncio.run(self.database.write(task, within=10))

    def teardown(self) -> None:
        self.database.close()

    def go_round(self) -> None:
        """What the engine does at one moment, and then its self-audit a few times, a minute apart."""
        for _ in range(LOOKS):
            self.do(self._climb_and_send)
            self.do(lambda work: start_what_stopped(work, "999", self.now))
            self.do(self._climb_and_send)
            self.now += timedelta(minutes=1)

    def _climb_and_send(self, work: UnitOfWork) -> None:
        for deadline in work.deadlines.never_silent():
            if deadline.next_step_at is not None and deadline.next_step_at <= self.now:
                climb(work, deadline, self.now, LATE_AFTER)
            while self._send(work, deadline):
                bring_forward(work, deadline.id, self.now)

    def _send(self, work: UnitOfWork, deadline: Deadline) -> bool:
        owed = [each for each in work.notices.of_deadline(deadline.id) if each.state is NoticeState.OWED]
        for notice in owed:
            assert notice.person_id is not None
            user = work.people.get(notice.person_id).user_id
            if user in self.gone:
                notice.state, notice.error = NoticeState.CANCELLED, "user_disabled"
            elif user in self.no_way:
                notice.state, notice.error = NoticeState.PARKED, "channel_not_found"
            else:
                notice.state, notice.posted_ts = NoticeState.SENT, "1.0"
        return bool(owed)

    @rule(minutes=st.sampled_from([1, 14, 15, 29, 31, 95, 60 * 30]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.go_round()

    @rule(minutes=st.sampled_from([2, 45, 60 * 72]))
    def the_bot_is_down_and_comes_back(self, minutes: int) -> None:
        self.database.close()
        self.database = Database(self.url, KEYS)
        self.now += timedelta(minutes=minutes)
        self.go_round()

    @rule(who=st.sampled_from(ROUTE))
    def somebody_leaves_slack(self, who: alderwick.Character) -> None:
        self.gone.add(who.user_id)
        self.go_round()

    @rule(who=st.sampled_from(ROUTE))
    def slack_has_no_way_to_somebody(self, who: alderwick.Character) -> None:
        self.no_way.add(who.user_id)
        self.go_round()

    @rule(who=st.sampled_from(ROUTE), is_active=st.booleans())
    def somebody_is_switched(self, who: alderwick.Character, *, is_active: bool) -> None:
        self.do(lambda work: setattr(known(work, who), "is_active", is_active))
        self.go_round()

    @rule(who=st.sampled_from(ROUTE), level=st.sampled_from(Level))
    def somebody_joins(self, who: alderwick.Character, level: Level) -> None:
        def join(work: UnitOfWork) -> None:
            work.people.give(known(work, who).id, ROLE_OF_LEVEL[level], None, self.now)
            safeguarding.tell_new_leads(work, self.now)

        self.do(join)
        self.go_round()

    @rule(level=st.sampled_from(Level))
    def a_level_is_emptied(self, level: Level) -> None:
        self.do(lambda work: work.people.take_organisation_role(ROLE_OF_LEVEL[level]))
        self.go_round()

    @precondition(lambda self: not self.is_taken())
    @rule(who=st.sampled_from(ROUTE))
    def somebody_has_it(self, who: alderwick.Character) -> None:
        def take(work: UnitOfWork) -> None:
            person, concern = known(work, who), work.safeguarding.get(self.concern_id)
            if is_named(work, person, concern):
                safeguarding.acknowledge_safeguarding(work, person, concern.id, self.now)

        self.do(take)

    def is_taken(self) -> bool:
        """Whether somebody has it."""
        return bool(self.do(lambda work: work.safeguarding.get(self.concern_id).lead_id is not None))

    @invariant()
    def an_open_case_has_a_next_step_soon(self) -> None:
        def check(work: UnitOfWork) -> None:
            for deadline in work.deadlines.urgent_open():
                assert deadline.next_step_at is not None
                assert deadline.next_step_at - self.now <= timedelta(minutes=30)

        self.do(check)

    @invariant()
    def whoever_can_be_reached_is_enough(self) -> None:
        def check(work: UnitOfWork) -> None:
            for deadline in work.deadlines.urgent_open():
                present = on_duty_now(work, deadline, self.now).values()
                users = {person.user_id for people in present for person in people}
                asked = work.notices.of_deadline(deadline.id)
                heard = [
                    each
                    for each in asked
                    if each.kind is NoticeKind.SAFEGUARDING_RAISED and each.state is NoticeState.SENT
                ]
                assert heard or not users - self.gone - self.no_way

        self.do(check)

    @invariant()
    def what_is_answered_is_silent(self) -> None:
        def check(work: UnitOfWork) -> None:
            if work.safeguarding.get(self.concern_id).lead_id is None:
                return
            assert work.deadlines.urgent_open() == []
            for notice in work.notices.about(self.concern_id):
                if notice.deadline_id is None or notice.state is not NoticeState.OWED:
                    continue
                assert work.deadlines.get(notice.deadline_id).state is DeadlineState.OPEN

        self.do(check)


@pytest.mark.criterion("CPC424-P2")
def test_an_open_urgent_case_always_has_a_next_step(furnished_sqlite_template: Path, tmp_path: Path) -> None:
    case = type("Case", (OpenCase,), {"template": furnished_sqlite_template, "folder": tmp_path})

    run_state_machine_as_test(
        case,
        settings=settings(
            max_examples=10,
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
