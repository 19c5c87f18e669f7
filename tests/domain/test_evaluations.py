"""What is counted, what the figures suggest, and which words name a period."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import LONDON, Nation, WorkingCalendar
from domain.errors import NotAllowed
from domain.evaluation_actions import Standing, standing
from domain.evaluation_counts import count
from domain.evaluation_evidence import Before, Evidence, HowMissing, Missing
from domain.evaluation_figures import (
    ActionFact,
    ConcernFact,
    DutyFact,
    ExtensionFact,
    Figures,
    HandOffFact,
    LookFact,
    SideFigures,
    told,
)
from domain.evaluation_period import NotReadable, days_of_contract, period_of, read_words, suggested_days
from domain.evaluations import (
    LONGEST_SUMMARY,
    NEXT,
    EvaluationState,
    Judgement,
    Reason,
    Suggestion,
    Verdict,
    move,
    require_reason_for_change,
    suggest,
)
from domain.monitoring import ActivityState, Met
from domain.people import Party
from domain.placements import Position

ENGLAND = WorkingCalendar(Nation.ENGLAND)
TODAY = date(2027, 1, 28)
NOON = datetime.combine(TODAY, time(12), tzinfo=LONDON)
AUTUMN = period_of((date(2026, 9, 1), date(2026, 11, 30)), ENGLAND, NOON)


def at(month: int, day: int, hour: int = 12, year: int = 2026) -> datetime:
    """A moment on London clocks."""
    return datetime(year, month, day, hour, tzinfo=LONDON)


def action(due_on: date, submitted_at: datetime | None = None, party: Party = Party.PROVIDER) -> ActionFact:
    """An action agreed on the first of September."""
    return ActionFact(party, due_on, at(9, 1), at(9, 1), submitted_at)


def asking(
    past: ActionFact, asked_at: datetime, answered_at: datetime | None = None, *, agreed: bool = False
) -> ActionFact:
    """The same, with more time asked for."""
    return replace(past, extensions=(ExtensionFact(past.due_on, asked_at, answered_at, agreed),))


# -- what is counted ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handed_in", "stood"),
    [
        (at(9, 22, 23), Standing.ON_TIME),
        (at(9, 23, 0), Standing.DONE_LATE),
        (None, Standing.LATE),
        (at(12, 1), Standing.LATE),  # after the period: as it stood when it ended
    ],
)
def test_an_action_is_on_time_all_of_its_day_on_london_clocks(
    handed_in: datetime | None, stood: Standing
) -> None:
    assert standing(action(date(2026, 9, 22), handed_in), AUTUMN) is stood


def test_an_action_due_today_is_not_late_yet() -> None:
    today = period_of((date(2027, 1, 1), TODAY), ENGLAND, NOON)

    assert standing(action(TODAY), today) is Standing.TO_COME
    assert standing(action(TODAY - timedelta(days=1)), today) is Standing.LATE


def test_what_waits_for_an_answer_is_not_late_and_what_nobody_confirmed_is_only_unconfirmed() -> None:
    past = action(date(2026, 9, 22))

    assert standing(asking(past, at(9, 22)), AUTUMN) is Standing.WAITING
    assert standing(replace(past, agreed_at=None), AUTUMN) is Standing.UNCONFIRMED
    asks_for_a_date = replace(asking(past, at(9, 3)), agreed_at=None)
    assert standing(asks_for_a_date, AUTUMN) is Standing.WAITING, "they wait for us to answer about the date"
    assert standing(replace(past, proposed_at=at(12, 1), agreed_at=at(12, 1)), AUTUMN) is Standing.NOT_YET


def test_asking_for_more_time_after_the_date_takes_no_lateness_away() -> None:
    past = action(date(2026, 9, 22))

    assert standing(asking(past, at(9, 23, 9)), AUTUMN) is Standing.LATE
    assert standing(asking(replace(past, keeps_safe_now=True), at(9, 21)), AUTUMN) is Standing.LATE


def test_more_time_agreed_after_the_date_is_judged_against_the_date_that_stood_and_counted() -> None:
    given = ExtensionFact(date(2026, 9, 22), at(10, 20), at(10, 21), is_agreed=True)
    moved = replace(action(date(2026, 11, 20), at(11, 19)), extensions=(given,))
    in_time = replace(moved, extensions=(replace(given, asked_at=at(9, 22)),))
    figures = count(AUTUMN, [], [moved, in_time], [], [])

    assert (figures.actions_done_late, figures.actions_on_time) == (1, 1)
    assert (figures.actions_extended, figures.actions_extended_late) == (2, 1)


def test_more_time_agreed_in_winter_changes_nothing_that_autumn_counted() -> None:
    past = replace(
        action(date(2027, 1, 20)),
        extensions=(ExtensionFact(date(2026, 11, 12), at(11, 20), at(12, 8), is_agreed=True),),
    )
    winter = period_of((date(2026, 12, 10), TODAY), ENGLAND, NOON)

    assert standing(past, AUTUMN) is Standing.LATE
    assert standing(replace(past, submitted_at=at(1, 15, year=2027)), winter) is Standing.ON_TIME


def test_withdrawing_what_is_late_leaves_it_counted_and_what_is_not_yet_due_counts_for_nothing() -> None:
    safety = replace(action(date(2026, 9, 22)), keeps_safe_now=True)
    late, in_time = replace(safety, withdrawn_at=at(9, 30)), replace(safety, withdrawn_at=at(9, 22))
    figures = count(AUTUMN, [], [late, in_time, action(date(2026, 9, 22), at(9, 20))], [], [])

    assert (figures.actions_due, figures.actions_late, figures.actions_withdrawn_late) == (2, 0, 1)
    assert (figures.their_safety_late, figures.their_safety_withdrawn) == (1, 1)
    assert suggest(figures).judgement is Judgement.WELL_BELOW


def test_a_past_period_says_the_same_after_its_late_action_was_withdrawn() -> None:
    past = action(date(2026, 9, 22))
    winter = period_of((date(2026, 12, 1), TODAY), ENGLAND, NOON)

    assert standing(past, AUTUMN) is standing(replace(past, withdrawn_at=at(12, 20)), AUTUMN) is Standing.LATE
    assert standing(replace(past, withdrawn_at=at(10, 20)), winter) is Standing.WITHDRAWN


def test_what_was_handed_in_before_the_period_counts_in_the_one_in_which_it_was() -> None:
    early = action(date(2026, 9, 22), at(9, 10))
    october = period_of((date(2026, 10, 1), date(2026, 10, 31)), ENGLAND, NOON)

    assert standing(early, AUTUMN) is Standing.ON_TIME
    assert standing(early, october) is Standing.EARLIER


def test_evidence_that_waits_for_the_council_counts_as_done_when_it_was_handed_in() -> None:
    figures = count(AUTUMN, [], [action(date(2026, 9, 22), at(9, 20))], [], [])

    assert (figures.actions_on_time, figures.actions_waiting, figures.actions_late) == (1, 1, 0)


def test_an_open_concern_has_one_state_and_one_age() -> None:
    concerns = [
        ConcernFact(at(11, 20)),
        ConcernFact(at(10, 20), acknowledged_at=at(10, 21)),
        ConcernFact(at(9, 2), acknowledged_at=at(9, 2), triaged_at=at(9, 3)),
        ConcernFact(at(9, 2), closed_at=at(9, 4)),
        ConcernFact(at(12, 20)),
    ]
    figures = count(AUTUMN, concerns, [], [], [])

    assert (figures.concerns_new, figures.concerns_closed, figures.concerns_open) == (4, 1, 3)
    assert (figures.concerns_waiting, figures.concerns_undecided, figures.concerns_decided) == (1, 1, 1)
    assert (figures.concerns_young, figures.concerns_older, figures.concerns_oldest) == (1, 1, 1)


def test_to_the_provider_a_concern_begins_when_they_were_told_and_before_that_there_is_none() -> None:
    concerns = [ConcernFact(at(9, 2), told_at=at(11, 20)), ConcernFact(at(9, 2))]
    figures = count(AUTUMN, told(concerns), [], [], [])

    assert (figures.concerns_open, figures.concerns_young, figures.concerns_oldest) == (1, 1, 0)


def test_our_own_answers_are_counted_as_strictly() -> None:
    duties = [
        DutyFact(at(9, 1), at(9, 8), at(9, 8)),
        DutyFact(at(9, 1), at(9, 8), at(9, 9)),
        DutyFact(at(9, 1), at(9, 8)),
        DutyFact(at(9, 1), at(9, 8), is_paused=True),
        DutyFact(at(11, 25), at(12, 8)),
        DutyFact(at(9, 1), at(9, 8), ended_at=at(9, 20)),
        DutyFact(at(9, 1), at(9, 8), ended_at=at(9, 7)),
    ]
    figures = count(AUTUMN, [], [], duties, [])

    assert (figures.our_answers_on_time, figures.our_answers_given_late, figures.our_answers_late) == (
        1,
        1,
        1,
    )
    assert figures.our_answers_missed == 1, "they stopped waiting, and it was late by then"


@pytest.mark.criterion("CPC424-P13")
def test_a_look_that_was_missed_is_a_gap_and_not_a_nought() -> None:
    looks = [
        LookFact(Party.PROVIDER, date(2026, 9, 15), ActivityState.DONE, at(9, 15, 23)),
        LookFact(Party.PROVIDER, date(2026, 10, 15), ActivityState.DONE, at(10, 16, 9)),
        LookFact(Party.PROVIDER, date(2026, 11, 16), ActivityState.NOT_DONE, at(11, 16)),
        LookFact(Party.OWN, date(2026, 11, 17), ActivityState.PLANNED, None),
    ]
    figures = count(AUTUMN, [], [], [], looks)

    assert (figures.looks_planned, figures.looks_done, figures.looks_done_late) == (4, 2, 1)
    assert (figures.looks_not_done, figures.looks_missed, figures.looks_missing) == (1, 1, 2)
    assert figures.our_looks_missed == 1


# -- what the figures suggest ---------------------------------------------------------------------------------------


def figures_of(
    on_time: int, done_late: int = 0, late: int = 0, *, safety: int = 0, looks: int = 3
) -> Figures:
    """The provider's actions, and looks of which all were done."""
    due = on_time + done_late + late
    return Figures(
        their_due=due,
        their_on_time=on_time,
        their_late=late,
        their_safety_late=safety,
        their_looks_done=looks,
    )


@pytest.mark.parametrize(
    ("figures", "judgement"),
    [
        (figures_of(9, 1), Judgement.ON_TARGET),
        (figures_of(8, 2), Judgement.CLOSE),
        (figures_of(3, 1), Judgement.CLOSE),
        (figures_of(2, 1), Judgement.BELOW),
        (figures_of(1, 1), Judgement.BELOW),
        (figures_of(1, 2), Judgement.WELL_BELOW),
        (figures_of(9, 0, 1), Judgement.CLOSE),  # something is late now
        (figures_of(9, 0, 1, safety=1), Judgement.WELL_BELOW),
        (figures_of(0), Judgement.CLOSE),  # looks alone do not say that what was agreed was done
        (figures_of(0, looks=2), Judgement.CANNOT_TELL),
        (figures_of(2, looks=0), Judgement.CANNOT_TELL),
        (figures_of(3, looks=0), Judgement.ON_TARGET),
        (Figures(), Judgement.CANNOT_TELL),
    ],
)
def test_the_word_follows_from_the_share_done_by_its_date(figures: Figures, judgement: Judgement) -> None:
    assert suggest(figures).judgement is judgement


@pytest.mark.criterion("CPC424-P13")
def test_a_missing_look_keeps_it_from_on_target_and_is_said_as_a_reason() -> None:
    missing = replace(figures_of(10), their_looks_missed=1)

    assert suggest(figures_of(10)).judgement is Judgement.ON_TARGET
    assert suggest(missing).judgement is Judgement.CLOSE
    assert Reason.GAPS in suggest(missing).reasons


def test_with_most_looks_missing_nobody_can_tell() -> None:
    unseen = replace(figures_of(10, looks=1), their_looks_missed=2)

    assert suggest(unseen).judgement is Judgement.CANNOT_TELL
    assert suggest(unseen).reasons[0] is Reason.MOSTLY_UNSEEN


def test_looks_alone_say_close_where_most_were_done_and_a_gap_is_said() -> None:
    told = suggest(replace(figures_of(0), their_looks_not_done=1))
    few = suggest(replace(figures_of(0), their_looks_missed=2))

    assert (told.judgement, told.reasons) == (Judgement.CLOSE, (Reason.LOOKS_ALONE, Reason.GAPS))
    assert few.judgement is Judgement.CANNOT_TELL


def test_what_the_council_did_not_look_at_is_its_own_gap_and_never_the_providers() -> None:
    on_time = [action(date(2026, 10, day), at(10, day, 9)) for day in (1, 5, 6)]
    ours = [LookFact(Party.OWN, date(2026, 10, day), ActivityState.PLANNED, None) for day in (1, 2, 5)]
    figures = count(AUTUMN, [], on_time, [], ours)

    assert figures.our_looks_missed == 3
    assert suggest(figures) == suggest(replace(figures, our_looks_missed=0, looks_missed=0))
    assert suggest(figures).judgement is Judgement.ON_TARGET


def test_a_look_that_falls_short_keeps_from_on_target_and_counts_for_no_more_than_that() -> None:
    on_time = [action(date(2026, 10, day), at(10, day, 9)) for day in (1, 5, 6)]
    seen = at(10, 12, 9)

    def judged(*met: Met) -> Suggestion:
        looks = [LookFact(Party.PROVIDER, date(2026, 10, 12), ActivityState.DONE, seen, each) for each in met]
        return suggest(count(AUTUMN, [], on_time, [], looks))

    assert judged(Met.MET, Met.UNCLEAR).judgement is Judgement.ON_TARGET
    for short in (Met.PARTLY, Met.NOT_MET):
        assert judged(Met.MET, short) == judged(*[short] * 9)
        assert judged(short).judgement is Judgement.CLOSE
        assert judged(short).reasons == (Reason.BY_DATE, Reason.SHORT)


def test_each_sides_actions_are_counted_apart_and_old_evidence_says_only_what_it_counted() -> None:
    due = date(2026, 10, 5)
    late, in_time = at(10, 8, 9), at(10, 2, 9)
    figures = count(
        AUTUMN,
        [],
        [
            action(due, in_time),
            action(due, late),
            replace(action(due, late), party=Party.OWN),
            replace(action(due), party=Party.PARTNER),
        ],
        [],
        [],
    )

    assert figures.sides == {
        Party.PROVIDER: SideFigures(due=2, on_time=1, done_late=1, late=0, withdrawn_late=0),
        Party.OWN: SideFigures(due=1, on_time=0, done_late=1, late=0, withdrawn_late=0),
        Party.PARTNER: SideFigures(due=1, on_time=0, done_late=0, late=1, withdrawn_late=0),
    }
    assert replace(figures, our_due=0, partners_due=0).sides == {}


def test_what_was_passed_on_is_counted_as_it_stood_when_the_period_ended() -> None:
    passed_on = [
        HandOffFact(at(10, 1, 9), date(2026, 10, 5), at(10, 3, 9), is_answered=True),
        HandOffFact(at(10, 1, 9), date(2026, 10, 5), at(10, 3, 9)),
        HandOffFact(at(10, 1, 9), date(2026, 10, 5)),
        HandOffFact(at(10, 1, 9), AUTUMN.as_of, AUTUMN.ends_at + timedelta(days=1), is_answered=True),
    ]
    figures = count(AUTUMN, [], [], [], [], passed_on)

    assert (figures.hand_offs_made, figures.hand_offs_answered) == (4, 1)
    assert (figures.hand_offs_waiting, figures.hand_offs_late) == (2, 1)


SEEN = ("their_looks_done", "their_looks_not_done", "their_looks_missed", "their_looks_short")
COUNTS = st.builds(
    Figures,
    **{name: st.integers(0, 40) for name in asdict(Figures()) if not name.startswith("their_")},
    **{name: st.integers(0, 6) for name in SEEN},
    their_due=st.just(0),
)
SHARES = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
ORDER = [Judgement.WELL_BELOW, Judgement.BELOW, Judgement.CLOSE, Judgement.ON_TARGET]


def with_share(figures: Figures, share: tuple[int, int, int], safety: int = 0) -> Figures:
    """The same with these of the provider's actions on time, done late, and late now."""
    on_time, done_late, late = share
    return replace(
        figures,
        their_due=on_time + done_late + late,
        their_on_time=on_time,
        their_late=late,
        their_safety_late=min(safety, late),
    )


@given(COUNTS, SHARES, st.integers(0, 2))
def test_the_same_evidence_always_suggests_the_same_with_a_reason(
    figures: Figures, share: tuple[int, int, int], safety: int
) -> None:
    shared = with_share(figures, share, safety)

    assert suggest(shared) == suggest(replace(shared))
    assert suggest(shared).reasons


@given(COUNTS, SHARES)
def test_one_more_action_done_by_its_date_never_makes_it_worse(
    figures: Figures, share: tuple[int, int, int]
) -> None:
    on_time, done_late, late = share
    before = suggest(with_share(figures, share)).judgement
    after = suggest(with_share(figures, (on_time + 1, done_late, late))).judgement

    if before in ORDER:
        assert ORDER.index(after) >= ORDER.index(before)


@given(COUNTS, COUNTS, SHARES)
def test_concerns_and_what_waits_for_the_council_or_was_not_seen_by_it_count_against_nobody(
    figures: Figures, others: Figures, share: tuple[int, int, int]
) -> None:
    looks = {name: getattr(figures, name) for name in SEEN}

    assert suggest(with_share(figures, share)) == suggest(with_share(replace(others, **looks), share))


# -- a named person's own judgement ---------------------------------------------------------------------------------


def test_another_judgement_needs_a_reason_and_the_suggested_one_does_not() -> None:
    require_reason_for_change(Judgement.CLOSE, Verdict(Judgement.CLOSE, "It stands well."))
    require_reason_for_change(
        Judgement.CLOSE, Verdict(Judgement.BELOW, "It does not.", because="Seen myself")
    )

    with pytest.raises(NotAllowed, match="Please say why") as refused:
        require_reason_for_change(Judgement.CLOSE, Verdict(Judgement.BELOW, "It does not.", because="  "))
    assert refused.value.field == "because"


def test_a_judgement_comes_with_words_that_fit_a_message() -> None:
    with pytest.raises(NotAllowed, match="two or three sentences"):
        Verdict(Judgement.CLOSE, "  ")
    with pytest.raises(NotAllowed, match="shorten") as refused:
        Verdict(Judgement.CLOSE, "Well.", voice="x" * (LONGEST_SUMMARY + 1))
    assert refused.value.field == "voice"


@pytest.mark.parametrize("current", list(EvaluationState))
@pytest.mark.parametrize("wanted", list(EvaluationState))
def test_only_what_a_named_person_confirmed_is_shared_and_what_is_shared_stays(
    current: EvaluationState, wanted: EvaluationState
) -> None:
    if wanted in NEXT[current]:
        assert move(current, wanted) is wanted
        assert (current, wanted) != (EvaluationState.COMPILED, EvaluationState.SHARED)
    else:
        with pytest.raises(NotAllowed):
            move(current, wanted)


# -- the evidence ---------------------------------------------------------------------------------------------------


@given(COUNTS, COUNTS, SHARES, st.booleans())
def test_evidence_is_read_again_as_it_was_kept(
    own: Figures, others: Figures, share: tuple[int, int, int], has_before: bool
) -> None:
    shared = with_share(others, share)
    evidence = Evidence(
        first=AUTUMN.first,
        last=AUTUMN.last,
        compiled_at=NOON.astimezone(UTC),
        own=own,
        shared=shared,
        suggestion=suggest(shared),
        position=Position.LIMITED if has_before else None,
        position_from=TODAY if has_before else None,
        missing=(Missing(UUID(int=7), date(2026, 11, 16), HowMissing.MISSED),),
        next_look_on=TODAY if has_before else None,
        own_before=Before("EV-7Q2K", date(2026, 8, 31), others) if has_before else None,
    )

    assert Evidence.from_data(evidence.to_data()) == evidence
    later = replace(evidence, compiled_at=evidence.compiled_at + timedelta(days=1))
    assert later.signature == evidence.signature
    assert (
        replace(evidence, own=replace(own, concerns_new=own.concerns_new + 1)).signature != evidence.signature
    )


def test_a_figure_that_was_not_counted_then_is_read_as_nought() -> None:
    evidence = Evidence(
        AUTUMN.first, AUTUMN.last, NOON, Figures(concerns_new=3), Figures(), suggest(Figures())
    )
    data = evidence.to_data()
    del data["own"]["concerns_voice"]
    data["own"]["counted_once"] = 4

    assert Evidence.from_data(data).own == Figures(concerns_new=3)


# -- the period -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "contract", "days"),
    [
        ("", "", None),
        ("Alderwick House", "Alderwick House", None),
        ("since 1 September", "", (date(2026, 9, 1), TODAY)),
        ("since 1st sept 2026", "", (date(2026, 9, 1), TODAY)),
        ("ALD-2024-17 since 3/9/2026", "ALD-2024-17", (date(2026, 9, 3), TODAY)),
        ("3 months", "", (date(2026, 10, 29), TODAY)),
        ("alderwick the last 6 weeks", "alderwick", (date(2026, 12, 18), TODAY)),
        ("1 year", "", (date(2026, 1, 29), TODAY)),
        ("2026-09-01 to 2026-11-30", "", (date(2026, 9, 1), date(2026, 11, 30))),
        ("from 1.9.2026 until 30 November", "", (date(2026, 9, 1), date(2026, 11, 30))),
        ("1 December to 15 January", "", (date(2026, 12, 1), date(2027, 1, 15))),
        ("since 1 January to 1 March", "", (date(2026, 1, 1), date(2026, 3, 1))),
        ("1 January 2027 to 1 March 2027", "", (date(2027, 1, 1), TODAY)),
    ],
)
def test_a_period_is_read_in_british_order(typed: str, contract: str, days: tuple[date, date] | None) -> None:
    asked = read_words(typed, TODAY)

    assert (asked.contract, asked.days) == (contract, days)


@pytest.mark.parametrize("typed", ["since tuesday", "since 31 February", "1 September", "from the start"])
def test_what_cannot_be_read_is_never_guessed(typed: str) -> None:
    with pytest.raises(NotReadable):
        read_words(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("since 1 March 2027", "begins after today"),
        ("2026-11-30 to 2026-09-01", "ends before it begins"),
        ("since 1 March 1999", "more than 15 years ago"),
        ("40 years", "more than 15 years ago"),
    ],
)
def test_a_period_nobody_can_mean_is_refused_in_words(typed: str, refusal: str) -> None:
    with pytest.raises(NotAllowed, match=refusal):
        read_words(typed, TODAY)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str) -> None:
    try:
        asked = read_words(typed, TODAY)
    except NotAllowed:
        return
    assert asked.days is None or asked.days[0] <= asked.days[1] <= TODAY


def test_without_words_it_is_what_came_since_the_last_one_and_three_months_for_the_first() -> None:
    autumn_ended = AUTUMN.ends_at

    assert suggested_days(None, ENGLAND, NOON) == (date(2026, 10, 29), TODAY)
    assert suggested_days(autumn_ended, ENGLAND, NOON) == (date(2026, 12, 1), TODAY)
    assert suggested_days(NOON, ENGLAND, NOON) == (TODAY, TODAY)


def test_what_happens_in_the_afternoon_of_an_evaluation_counts_in_the_next_one_and_only_there() -> None:
    looked_at = at(9, 8, 10)
    first = period_of((date(2026, 6, 9), date(2026, 9, 8)), ENGLAND, looked_at)
    next_one = period_of(suggested_days(looked_at, ENGLAND, NOON), ENGLAND, NOON, looked_at)
    morning, afternoon = at(9, 8, 9), at(9, 8, 14)
    actions = [action(date(2026, 9, 8), each) for each in (morning, afternoon)]
    looks = [
        LookFact(Party.PROVIDER, date(2026, 9, 8), ActivityState.DONE, each) for each in (morning, afternoon)
    ]
    then, later = (count(each, [], actions, [], looks) for each in (first, next_one))

    assert (next_one.first, next_one.follows) == (date(2026, 9, 8), looked_at)
    assert (then.actions_on_time, then.looks_done) == (1, 1)
    assert (later.actions_on_time, later.looks_done, later.looks_planned) == (1, 1, 1)


def test_a_period_begins_no_earlier_than_the_contract() -> None:
    began = date(2026, 9, 10)

    assert days_of_contract((date(2026, 9, 1), TODAY), began) == (began, TODAY)
    with pytest.raises(NotAllowed, match="began on"):
        days_of_contract((date(2026, 1, 1), date(2026, 3, 31)), began)


def test_a_period_ends_with_its_last_day_or_now_also_when_the_clocks_change() -> None:
    october = period_of((date(2026, 10, 1), date(2026, 10, 25)), ENGLAND, NOON)

    assert october.starts_at == datetime(2026, 9, 30, 23, tzinfo=UTC)
    assert october.ends_at == datetime(2026, 10, 25, 23, 59, 59, 999999, tzinfo=UTC)
    assert october.as_of == date(2026, 10, 25)
    assert period_of((TODAY, TODAY), ENGLAND, NOON).ends_at == NOON
