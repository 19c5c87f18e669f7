"""One table of steps for each kind of record: what may follow what, and the sentence when it may not."""

from collections.abc import Mapping
from enum import StrEnum

import pytest

from domain import actions, concerns, deadlines, notices, safeguarding
from domain.concerns import ConcernState, Kind, NewConcern, Route, TellProvider, Triage
from domain.deadlines import DeadlineKind, DeadlineState
from domain.errors import NotAllowed
from domain.profiles import LADDERS

TABLES = {
    "concerns": concerns.NEXT,
    "deadlines": deadlines.NEXT,
    "actions": actions.NEXT,
    "notices": notices.NEXT,
    "safeguarding": safeguarding.NEXT,
}


@pytest.mark.parametrize("name", TABLES)
def test_every_state_stands_in_its_table_and_every_one_but_the_first_can_be_reached(name: str) -> None:
    table: Mapping[StrEnum, frozenset[StrEnum]] = TABLES[name]  # type: ignore[assignment]  # tables of several kinds
    kind = type(next(iter(table)))
    reached = frozenset[StrEnum]().union(*table.values())

    assert set(table) == set(kind)
    assert len(set(kind) - reached) <= 1


@pytest.mark.parametrize(
    ("state", "wanted", "words"),
    [
        (ConcernState.ACKNOWLEDGED, ConcernState.ACKNOWLEDGED, "Somebody has already taken this concern"),
        (ConcernState.TRIAGED, ConcernState.TRIAGED, "This concern has already been decided"),
        (ConcernState.WITHDRAWN, ConcernState.WITHDRAWN, "This concern is already closed"),
        (ConcernState.RESOLVED, ConcernState.ACKNOWLEDGED, "Somebody has already taken this concern"),
    ],
)
def test_a_concern_that_is_past_a_step_says_so_in_words(
    state: ConcernState, wanted: ConcernState, words: str
) -> None:
    with pytest.raises(NotAllowed, match=words):
        concerns.move(state, wanted)


def test_a_duty_waits_runs_again_and_ends_once() -> None:
    paused = deadlines.move(DeadlineState.OPEN, DeadlineState.PAUSED)
    running = deadlines.move(paused, DeadlineState.OPEN)
    met = deadlines.move(running, DeadlineState.MET)

    for wanted in DeadlineState:
        with pytest.raises(NotAllowed, match="This has already been answered"):
            deadlines.move(met, wanted)


def test_our_own_duties_are_chased_as_visibly_as_the_providers() -> None:
    assert all(len(LADDERS[kind]) >= 3 for kind in deadlines.OURS)
    assert DeadlineKind.ACTION_DUE not in deadlines.OURS


@pytest.mark.parametrize(
    ("kind", "restricted"), [(Kind.DANGER_NOW, True), (Kind.AT_RISK, True), (Kind.QUALITY, False)]
)
def test_danger_and_risk_are_safeguarding_from_the_first_second(kind: Kind, restricted: bool) -> None:
    assert kind.is_safeguarding is restricted


def test_a_concern_needs_one_line_and_is_never_cut() -> None:
    with pytest.raises(NotAllowed, match="in a line what happened"):
        NewConcern(Kind.QUALITY, "  ")
    with pytest.raises(NotAllowed, match="Nothing has been saved or cut"):
        NewConcern(Kind.QUALITY, "x" * (concerns.LONGEST_TEXT + 1))


def test_telling_the_provider_needs_a_text_and_on_a_date_that_date() -> None:
    with pytest.raises(NotAllowed, match="what the provider may read"):
        Triage(Route.SUPPORT, TellProvider.NOW)
    with pytest.raises(NotAllowed, match="choose the date"):
        Triage(Route.SUPPORT, TellProvider.ON_DATE, for_provider="Please look at the charts")
    assert Triage(Route.SUPPORT, TellProvider.NOT_YET).for_provider == ""
