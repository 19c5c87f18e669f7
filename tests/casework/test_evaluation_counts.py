"""Three contracts whose records are written down as data and were counted by hand; the figures must say the same."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from bot.casework.evaluation_evidence import gather
from bot.casework.evaluation_reading import facts_of
from bot.casework.evaluations import compile_evaluation, confirm_evaluation, evaluate
from bot.casework.monitoring_figures import figures as monitoring_figures
from bot.casework.notices import calendar_of
from bot.casework.safeguarding import raise_safeguarding
from domain.concerns import Kind, NewConcern
from domain.evaluation_evidence import Evidence
from domain.evaluation_figures import Figures
from domain.evaluation_period import period_of
from domain.evaluations import Judgement, Verdict
from domain.monitoring import ActivityState
from playground import alderwick
from playground.keys import KEYS
from storage.contracts import Contract
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.casework.evaluated_records import NAMES, Filing, Json, moment, person, read


def file_all(work: UnitOfWork) -> None:
    """Alderwick House, with the three contracts beside it, so that each could be taken for another."""
    alderwick.set_up(work, alderwick.BEGINS)
    for name in NAMES:
        Filing.of(work, name).file(read(name))


@pytest.fixture
async def record(sqlite_url: str) -> AsyncIterator[Database]:
    """The three contracts on SQLite: that both databases count alike is proven by the figures themselves."""
    database = Database(sqlite_url, KEYS)
    await database.write(file_all, within=20)
    yield database
    database.close()


def contract(work: UnitOfWork, name: str) -> Contract:
    """The contract of that data."""
    found = work.contracts.referenced(f"EVAL-{name}")
    assert found is not None
    return found


def contract_id(work: UnitOfWork, name: str) -> UUID:
    """Its id."""
    return contract(work, name).id


def days_of(data: Json) -> tuple[date, date]:
    """The period of that data."""
    return date.fromisoformat(data["first"]), date.fromisoformat(data["last"])


def now_of(data: Json) -> datetime:
    """The moment at which that data is looked at."""
    return moment(data["now"])


def evidence_of(work: UnitOfWork, name: str) -> Evidence:
    """What an evaluation of that data finds."""
    data = read(name)
    about, now = contract_id(work, name), now_of(data)
    return gather(work, about, period_of(days_of(data), calendar_of(work, about), now), now)


@pytest.mark.criterion("CPC424-P13")
async def test_the_figures_are_those_counted_by_hand_on_each_database(database: Database) -> None:
    await database.write(file_all, within=20)

    for name in NAMES:
        data, evidence = read(name), await database.read(partial(evidence_of, name=name))
        assert evidence.own == Figures(**data["own"]), name
        assert evidence.shared == Figures(**data["shared"]), name
        assert evidence.suggestion.judgement == data["suggested"], name


@pytest.mark.criterion("CPC424-P13")
@pytest.mark.parametrize("name", NAMES)
async def test_what_is_missing_is_named_by_what_was_planned_and_when(record: Database, name: str) -> None:
    def named(work: UnitOfWork) -> list[list[str]]:
        found = []
        for gap in evidence_of(work, name).missing:
            schedule = work.monitoring.find_schedule(gap.schedule_id)
            assert schedule is not None
            found.append([schedule.title, gap.planned_on.isoformat(), gap.how.value])
        return found

    assert await record.read(named) == read(name)["missing"]


async def test_monitoring_is_counted_as_on_its_own_list(record: Database) -> None:
    """Where the period reaches up to today both count the same records."""

    def both(work: UnitOfWork) -> tuple[Figures, tuple[int, ...]]:
        data = read("alderwick")
        listed = monitoring_figures(work, contract_id(work, "alderwick"), *days_of(data), now_of(data))
        counts = (listed.planned, listed.done, listed.done_late, listed.not_done, listed.missed)
        return evidence_of(work, "alderwick").own, counts

    own, listed = await record.read(both)
    assert (
        own.looks_planned,
        own.looks_done,
        own.looks_done_late,
        own.looks_not_done,
        own.looks_missed,
    ) == listed


async def test_safeguarding_changes_no_figure_and_no_word(record: Database) -> None:
    before = await record.read(lambda work: evidence_of(work, "thornfield").to_data())

    def raise_one(work: UnitOfWork) -> None:
        about, reporter = contract_id(work, "thornfield"), person(work, alderwick.JOANNE)
        new = NewConcern(Kind.DANGER_NOW, "Somebody was hurt in the night")
        raise_safeguarding(work, reporter, new, about, now_of(read("thornfield")), lambda signs: signs[0])

    await record.write(raise_one)

    assert await record.read(lambda work: evidence_of(work, "thornfield").to_data()) == before


async def test_kept_evidence_is_read_unchanged_when_the_record_moves_on(record: Database) -> None:
    data = read("alderwick")

    def keep(work: UnitOfWork) -> tuple[UUID, Json]:
        priya = person(work, alderwick.PRIYA)
        kept = compile_evaluation(
            work, priya, contract_id(work, "alderwick"), days_of(data), now_of(data), lambda signs: signs[0]
        )
        verdict = Verdict(Judgement.CLOSE, "Charts are kept well. Nights come next.")
        confirm_evaluation(work, priya, kept.id, verdict, now_of(data))
        return kept.id, facts_of(work, kept)

    kept_id, said = await record.write(keep)

    def move_on(work: UnitOfWork) -> None:
        for activity in work.monitoring.activities(contract_id(work, "alderwick")):
            if activity.state is ActivityState.PLANNED:
                activity.state, activity.answered_at = ActivityState.DONE, now_of(data)
        for action in work.actions.open_in([contract_id(work, "alderwick")]):
            action.submitted_at = now_of(data)

    await record.write(move_on)

    def read_again(work: UnitOfWork) -> tuple[Json, Evidence, Evidence]:
        kept = work.evaluations.find(kept_id)
        assert kept is not None
        return facts_of(work, kept), Evidence.from_data(kept.evidence), evidence_of(work, "alderwick")

    said_again, kept_evidence, found_now = await record.read(read_again)
    assert said_again == said
    assert kept_evidence.own == Figures(**data["own"])
    assert found_now.own != kept_evidence.own


async def test_what_may_be_said_to_all_parties_counts_only_what_they_know_of(record: Database) -> None:
    data = read("thornfield")

    def share(work: UnitOfWork) -> dict[str, object]:
        priya = person(work, alderwick.PRIYA)
        kept = compile_evaluation(
            work, priya, contract_id(work, "thornfield"), days_of(data), now_of(data), lambda signs: signs[0]
        )
        verdict = Verdict(Judgement.BELOW, "Nights are not safe yet.", because="The visit of 12 October")
        confirm_evaluation(work, priya, kept.id, verdict, now_of(data))
        return facts_of(work, kept)

    facts = await record.write(share)

    shared = Figures(**data["shared"])
    assert {name: facts[name] for name in vars(shared)} == vars(shared)
    assert facts["summary"] == "Nights are not safe yet."
    assert facts["judgement"] == "below"
    assert facts["is_as_suggested"] is False
    assert facts["suggested"] != facts["judgement"]
    assert not any("12 October" in str(value) for value in facts.values())


async def test_the_next_one_begins_where_the_last_confirmed_one_ended_and_says_what_changed(
    record: Database,
) -> None:
    data = read("alderwick")
    first, _ = days_of(data)

    def twice(work: UnitOfWork) -> tuple[Evidence, Evidence]:
        priya, about, now = person(work, alderwick.PRIYA), contract_id(work, "alderwick"), now_of(data)
        kept = compile_evaluation(
            work, priya, about, (first, date(2026, 11, 30)), now, lambda signs: signs[0]
        )
        unconfirmed = evaluate(work, priya, about, None, now)
        confirm_evaluation(work, priya, kept.id, Verdict(kept.suggested, "It goes well."), now)
        return unconfirmed, evaluate(work, priya, about, None, now)

    unconfirmed, confirmed = await record.write(twice)
    assert (unconfirmed.first, unconfirmed.own_before) == (date(2026, 10, 29), None)
    assert confirmed.first == date(2026, 12, 1)
    assert confirmed.own_before is not None
    assert confirmed.own_before.figures.concerns_open == 3
    assert confirmed.shared_before is None, "only what was shared with them is compared with for them"


async def test_a_past_period_is_compared_with_what_was_confirmed_before_it_ended_and_never_with_what_came_later(
    record: Database,
) -> None:
    data = read("alderwick")

    def look_back(work: UnitOfWork) -> tuple[Evidence, Evidence]:
        priya, about, now = person(work, alderwick.PRIYA), contract_id(work, "alderwick"), now_of(data)
        kept = compile_evaluation(work, priya, about, days_of(data), now, lambda signs: signs[0])
        confirm_evaluation(work, priya, kept.id, Verdict(kept.suggested, "It goes well."), now)
        past = evaluate(work, priya, about, (date(2026, 9, 1), date(2026, 11, 30)), now)
        return past, evaluate(work, priya, about, None, now + timedelta(hours=4))

    past, afternoon = await record.write(look_back)

    assert past.own_before is None
    assert afternoon.own_before is not None
    assert (afternoon.first, afternoon.follows) == (days_of(data)[1], now_of(data))
    assert (afternoon.own.actions_on_time, afternoon.own.looks_done) == (0, 0)


async def test_of_what_the_council_looks_at_no_party_learns_the_title_or_a_day(record: Database) -> None:
    def said(work: UnitOfWork) -> tuple[Evidence, dict[str, object]]:
        priya, data = person(work, alderwick.PRIYA), read("brook")
        about, now = contract_id(work, "brook"), now_of(data)
        for each in work.monitoring.activities(about)[-1:]:
            each.planned_on = each.counts_on = date(2026, 12, 14)
        kept = compile_evaluation(work, priya, about, days_of(data), now, lambda signs: signs[0])
        confirm_evaluation(work, priya, kept.id, Verdict(kept.suggested, "Little is known yet."), now)
        return Evidence.from_data(kept.evidence), facts_of(work, kept)

    evidence, shared = await record.write(said)

    assert (evidence.has_schedules, evidence.next_look_on) == (True, date(2026, 12, 14))
    assert (shared["has_schedules"], shared["next_look_on"], shared["gaps"]) == (False, None, [])
    assert (shared["looks_planned"], shared["our_looks_missed"]) == (0, 1)


async def test_a_period_before_the_contract_began_is_cut_and_the_day_asked_for_is_kept(
    record: Database,
) -> None:
    def look(work: UnitOfWork) -> Evidence:
        asked = (date(2024, 1, 1), date(2024, 6, 30))
        priya, now = person(work, alderwick.PRIYA), now_of(read("brook"))
        return evaluate(work, priya, contract_id(work, "brook"), asked, now)

    evidence = await record.read(look)

    assert (evidence.first, evidence.asked_from) == (date(2024, 4, 1), date(2024, 1, 1))


async def test_ten_times_the_records_take_no_more_questions(record: Database) -> None:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await record.read(lambda work: evidence_of(work, "thornfield"))
        few = len(asked)
        tenfold = read("thornfield")
        for kind in ("concerns", "actions", "duties", "looks"):
            tenfold[kind] = tenfold[kind] * 10
        await record.write(lambda work: Filing(work, contract(work, "thornfield")).file(tenfold), within=20)
        asked.clear()
        await record.read(lambda work: evidence_of(work, "thornfield"))
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert len(asked) == few
