"""Ladders as tables: who hears what, how long before or after, and what is frozen onto a record."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest

from domain.calendar import LONDON, Nation, WorkingCalendar
from domain.deadlines import NEVER_SILENT, DeadlineKind
from domain.ladders import (
    Hears,
    Step,
    Unit,
    applicable,
    moment_of,
    steps_from_data,
    steps_to_data,
    to_come,
)
from domain.notices import NoticeKind
from domain.profiles import LADDERS, SAFETY_ACTION, SAFETY_CONFIRM, THEIR_CHECK
from domain.rhythm import OWN_RHYTHM, PROVIDER_RHYTHM, Rhythm, Speed
from domain.safeguarding_ladders import AT_RISK_ACKNOWLEDGE, AT_RISK_DECIDE, DISAGREEMENT

ENGLAND = WorkingCalendar(Nation.ENGLAND)
NEVER_ENDING = [*(LADDERS[kind] for kind in sorted(NEVER_SILENT)), AT_RISK_ACKNOWLEDGE, AT_RISK_DECIDE]
URGENT_KINDS = {
    NoticeKind.SAFEGUARDING_RAISED,
    NoticeKind.SAFEGUARDING_UNANSWERED,
    NoticeKind.SAFEGUARDING_UNDECIDED,
    NoticeKind.SAFEGUARDING_REVIEW,
    NoticeKind.SAFEGUARDING_NOT_LOOKED_AT,
    NoticeKind.SAFEGUARDING_HANDED,
    NoticeKind.SUPPORT_ASKED,
    NoticeKind.SUPPORT_UNANSWERED,
}
EVERY_LADDER = [*LADDERS.values(), SAFETY_ACTION, SAFETY_CONFIRM, THEIR_CHECK]


def test_every_duty_has_a_ladder_and_every_step_a_name_of_its_own() -> None:
    assert set(LADDERS) == set(DeadlineKind)
    for ladder in EVERY_LADDER:
        assert len({step.name for step in ladder}) == len(ladder)


@pytest.mark.parametrize(
    ("is_requirement", "working_days", "heard"),
    [
        (True, 11, [-3, 0, 1, 3, 3, 5, 10]),
        (True, 10, [0, 1, 3, 3, 5, 10]),
        (False, 11, [-3, 0, 1, 3]),
        (False, 3, [0, 1, 3]),
    ],
)
def test_an_action_climbs_by_its_basis_and_its_length(
    is_requirement: bool, working_days: int, heard: list[int]
) -> None:
    ladder = applicable(
        LADDERS[DeadlineKind.ACTION_DUE], is_requirement=is_requirement, working_days=working_days
    )

    assert [step.offset for step in ladder] == heard


def test_only_requirements_are_told_to_the_senior_contact_and_their_owner_hears_of_it_before() -> None:
    ladder = LADDERS[DeadlineKind.ACTION_DUE]
    seniors = [step for step in ladder if step.hears is Hears.OWNER_SENIOR]

    assert all(step.only_requirements for step in seniors)
    for senior in seniors:
        assert any(
            step.hears is Hears.OWNER and step.only_requirements and step.offset < senior.offset
            for step in ladder
        )


def test_safeguarding_and_a_call_for_support_alone_are_told_at_any_hour() -> None:
    for step in chain.from_iterable(EVERY_LADDER):
        is_urgent = step.speed is Speed.URGENT
        assert is_urgent == (step.kind in URGENT_KINDS)
        assert not (step.unit is Unit.MINUTES and step.speed is Speed.DIGEST)


@pytest.mark.parametrize("ladder", NEVER_ENDING)
def test_what_must_never_be_silent_is_said_again_for_as_long_as_nobody_answers(
    ladder: tuple[Step, ...],
) -> None:
    climbed: list[str] = []
    for _ in range(100):
        steps = to_come(ladder, climbed)
        assert steps != ()
        climbed.append(steps[0].name)
    assert any(step.every and step.is_ask for step in ladder)


def rungs(ladder: Sequence[Step]) -> list[tuple[int, Hears, int]]:
    """When who hears, and how often again."""
    return [(step.offset, step.hears, step.every) for step in ladder]


@pytest.mark.criterion("CPC424-P2")
def test_the_urgent_ladder_is_the_one_agreed() -> None:
    ladder = LADDERS[DeadlineKind.SAFEGUARDING_ACKNOWLEDGE]

    assert rungs(ladder) == [
        (0, Hears.LEVEL_1, 0),
        (0, Hears.ON_CALL, 0),
        (15, Hears.LEVEL_2, 0),
        (15, Hears.REPORTER, 0),
        (30, Hears.LEVEL_3, 0),
        (30, Hears.REPORTER, 0),
        (60, Hears.ON_DUTY, 30),
        (120, Hears.DIRECTOR, 0),
    ]
    assert {step.unit for step in ladder} == {Unit.MINUTES}


@pytest.mark.criterion("CPC424-P2")
def test_a_second_look_that_nobody_takes_is_told_to_whoever_asked_and_to_the_director() -> None:
    ladder = LADDERS[DeadlineKind.SAFEGUARDING_REVIEW]

    assert rungs(ladder) == [
        (0, Hears.LEVEL_2, 0),
        (15, Hears.REPORTER, 0),
        (30, Hears.LEVEL_3, 0),
        (30, Hears.REPORTER, 0),
        (60, Hears.ON_DUTY, 0),
        (90, Hears.ON_DUTY, 0),
        (120, Hears.DIRECTOR, 0),
        (120, Hears.ON_DUTY, 120),
        (1, Hears.ON_DUTY, 8),  # in working hours: each working day, once it was asked all through the first
    ]
    at_work = [(step.offset, step.unit) for step in DISAGREEMENT if step.hears is Hears.REPORTER]
    assert at_work == [(2, Unit.WORKING_HOURS), (4, Unit.WORKING_HOURS)]


def test_minutes_are_real_ones_through_the_night_on_which_an_hour_comes_twice() -> None:
    first_pass = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    step = Step("x", 60, Hears.LEVEL_1, NoticeKind.SAFEGUARDING_RAISED, unit=Unit.MINUTES)

    moment = moment_of(step, first_pass, ENGLAND, OWN_RHYTHM)

    assert moment == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert moment.astimezone(LONDON).replace(tzinfo=None) == first_pass.replace(tzinfo=None)


@pytest.mark.parametrize("ladder", EVERY_LADDER)
def test_a_frozen_ladder_reads_back_as_it_was(ladder: tuple[Step, ...]) -> None:
    assert steps_from_data(json.loads(json.dumps(steps_to_data(ladder)))) == ladder


@pytest.mark.parametrize(
    ("due_on", "offset", "rhythm", "reached"),
    [
        (date(2026, 9, 22), 0, OWN_RHYTHM, "2026-09-22 00:00"),
        (date(2026, 9, 22), -3, OWN_RHYTHM, "2026-09-17 00:00"),
        (date(2026, 9, 22), 1, OWN_RHYTHM, "2026-09-23 00:00"),
        (date(2026, 9, 25), 0, PROVIDER_RHYTHM, "2026-09-24 00:00"),  # a Friday: the Thursday before
        (date(2026, 9, 24), 1, PROVIDER_RHYTHM, "2026-09-29 00:00"),  # the Friday after: the next Tuesday
        (
            date(2026, 12, 24),
            1,
            OWN_RHYTHM,
            "2026-12-29 00:00",
        ),  # Christmas Day, Saturday, Sunday, Boxing Day
        (date(2026, 10, 23), 1, OWN_RHYTHM, "2026-10-26 00:00"),  # across the change of clocks
    ],
)
def test_a_step_is_reached_at_midnight_of_the_day_whose_digest_carries_it(
    due_on: date, offset: int, rhythm: Rhythm, reached: str
) -> None:
    step = Step("step", offset, Hears.OWNER, NoticeKind.ACTION_LINE)

    moment = moment_of(step, ENGLAND.at(due_on, ENGLAND.closes), ENGLAND, rhythm)

    assert moment == datetime.fromisoformat(reached).replace(tzinfo=LONDON)


def test_minutes_are_minutes_and_working_hours_are_working_hours() -> None:
    friday = datetime(2026, 9, 11, 16, 0, tzinfo=LONDON)
    minutes = Step("x", 15, Hears.LEVEL_1, NoticeKind.SAFEGUARDING_RAISED, unit=Unit.MINUTES)
    hours = Step("y", 2, Hears.CONTRACT_LEAD, NoticeKind.ACTION_LINE, unit=Unit.WORKING_HOURS)

    assert moment_of(minutes, friday, ENGLAND, OWN_RHYTHM) == friday + timedelta(minutes=15)
    assert moment_of(hours, friday, ENGLAND, OWN_RHYTHM) == datetime(2026, 9, 14, 10, 0, tzinfo=LONDON)
