"""Action plans: all that is missing is named at once, and two versions are read beside each other."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from domain.action_plans import (
    Change,
    Difference,
    Draft,
    Missing,
    PlannedAction,
    Watching,
    compare,
    day_to_begin,
    missing,
    require_answered_feedback,
    require_known_measures,
    require_room_for_action,
    require_room_for_measure,
)
from domain.errors import NotAllowed
from domain.monitoring import Interval
from domain.people import Party

MEDICINES, FAMILIES = uuid4(), uuid4()
JOANNE, LEAH = uuid4(), uuid4()


def action(area: UUID | None, side: Party, owner: UUID, due_on: str = "2026-12-10") -> PlannedAction:
    return PlannedAction(uuid4(), area, side, owner, date.fromisoformat(due_on))


TRAIN = action(MEDICINES, Party.PROVIDER, JOANNE)
REASSESS = action(MEDICINES, Party.OWN, LEAH, "2026-12-17")
RING = action(FAMILIES, Party.PROVIDER, JOANNE)
PLAN = Draft(
    areas={MEDICINES: "medicines", FAMILIES: "telling families"},
    sides=(Party.OWN, Party.PROVIDER),
    actions=[TRAIN, REASSESS, RING],
    has_measure=True,
    has_interval=True,
    has_exit_criteria=True,
)


@pytest.mark.criterion("CPC424-P9")
def test_an_area_without_an_action_and_a_side_without_an_owner_are_named() -> None:
    assert missing(PLAN) == []
    assert missing(replace(PLAN, actions=[TRAIN])) == [
        (Missing.AREA_WITHOUT_ACTION, "telling families"),
        (Missing.SIDE_WITHOUT_OWNER, "own"),
    ]


def test_a_day_that_has_passed_and_an_owner_who_has_left_are_named() -> None:
    plan = replace(PLAN, over=["Train the staff"], left=["Ring the families"])

    assert missing(plan) == [
        (Missing.DAY_OVER, "Train the staff"),
        (Missing.OWNER_LEFT, "Ring the families"),
    ]
    today, later = date(2026, 12, 11), date(2026, 12, 18)
    assert day_to_begin(TRAIN.due_on, today, later) == later
    assert day_to_begin(TRAIN.due_on, TRAIN.due_on, later) == TRAIN.due_on


def test_a_plan_says_how_and_when_progress_is_looked_at_and_when_it_is_enough() -> None:
    bare = replace(PLAN, has_measure=False, has_interval=False, has_exit_criteria=False)

    assert missing(bare) == [(Missing.MEASURE, ""), (Missing.INTERVAL, ""), (Missing.EXIT_CRITERIA, "")]


@pytest.mark.criterion("CPC424-P15")
def test_the_next_version_says_what_is_new_left_out_moved_and_in_other_hands() -> None:
    coach = action(MEDICINES, Party.PARTNER, uuid4(), "2027-03-02")
    moved = replace(TRAIN, due_on=date(2027, 1, 14))
    handed = replace(RING, owner_id=LEAH)

    assert compare([TRAIN, REASSESS, RING], [moved, handed, coach]) == [
        Difference(Change.MOVED, TRAIN.action_id, date(2026, 12, 10), date(2027, 1, 14)),
        Difference(Change.OTHER_OWNER, RING.action_id),
        Difference(Change.ADDED, coach.action_id, after=date(2027, 3, 2)),
        Difference(Change.LEFT_OUT, REASSESS.action_id, before=date(2026, 12, 17)),
    ]
    assert compare([TRAIN, RING], [TRAIN, RING]) == []


@pytest.mark.criterion("CPC424-P15")
@pytest.mark.parametrize(
    ("unanswered", "words"), [(1, "One piece of feedback has"), (2, "2 pieces of feedback have")]
)
def test_a_plan_is_not_revised_past_what_people_said(unanswered: int, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        require_answered_feedback(unanswered)
    require_answered_feedback(0)


@pytest.mark.criterion("CPC424-P10")
def test_when_it_is_enough_is_said_by_measures_of_this_plan_and_a_number_of_readings() -> None:
    monthly = Watching(Interval.MONTHLY, date(2026, 11, 30), "Doses are given", 2, [MEDICINES])
    with pytest.raises(NotAllowed, match="no measure of this plan"):
        require_known_measures(monthly.measures, [uuid4()])
    with pytest.raises(NotAllowed, match="a number from 1 to 12"):
        replace(monthly, hold_readings=13)
    with pytest.raises(NotAllowed, match="at least one measure"):
        replace(monthly, measures=[])
    with pytest.raises(NotAllowed, match="what has to be reached"):
        replace(monthly, exit_criteria=" ")


def test_what_nobody_could_keep_in_view_is_refused_in_words() -> None:
    require_room_for_action(39)
    require_room_for_measure(6)
    with pytest.raises(NotAllowed, match="at the most 40 actions"):
        require_room_for_action(40)
    with pytest.raises(NotAllowed, match="at the most 7 measures"):
        require_room_for_measure(7)
