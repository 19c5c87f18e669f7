"""The refusals of reasons, areas, options and agreements, each with its sentence (CPC424-P3 to P6)."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from domain.agreements import (
    ASKED_AT_LEAST,
    Outcome,
    Standing,
    WayForward,
    needs_way_forward,
    require_still_asked,
    require_time_given,
    require_way_asked,
    require_way_forward,
)
from domain.errors import NotAllowed
from domain.improvements import ImprovementState as S
from domain.improvements import Route
from domain.options import (
    MOST,
    letter,
    require_changeable,
    require_complete,
    require_one_nothing,
    require_proposer,
    require_room,
    require_this_option,
    require_weighing,
)
from domain.reasons import (
    NewArea,
    is_talking,
    require_naming,
    require_own,
    require_place,
    require_ranking_reason,
    require_reason,
    require_talking,
)


@pytest.mark.parametrize(
    ("state", "route", "sentence"),
    [
        (S.OPENED, Route.FULL, "explain first"),
        (S.EXPLAINED, Route.LIGHT, "light route"),
        (S.CHOSEN, Route.FULL, "no longer collected"),
        (S.MONITORING, Route.FULL, "no longer collected"),
        (S.PAUSED, Route.FULL, "paused"),
        (S.CLOSED, Route.FULL, "closed"),
    ],
)
def test_reasons_are_taken_between_the_explanation_and_an_agreed_option(
    state: S, route: Route, sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        require_talking(state, route)
    assert not is_talking(state, route)


def test_reasons_are_still_taken_while_options_are_weighed_and_areas_until_a_plan_is_agreed() -> None:
    for state in (S.EXPLAINED, S.REASONED):
        require_talking(state, Route.FULL)
        assert is_talking(state, Route.FULL)
    require_naming(S.CHOSEN, Route.FULL)
    with pytest.raises(NotAllowed):
        require_naming(S.MONITORING, Route.FULL)


@pytest.mark.parametrize(
    ("state", "route", "sentence"),
    [
        (S.EXPLAINED, Route.FULL, "Reasons come first"),
        (S.EXPLAINED, Route.LIGHT, "light route"),
        (S.CHOSEN, Route.FULL, "change that one"),
        (S.MONITORING, Route.FULL, "no more options"),
        (S.PAUSED, Route.FULL, "paused"),
    ],
)
def test_options_are_weighed_after_reasons_and_before_one_is_agreed(
    state: S, route: Route, sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        require_weighing(state, route)


def test_an_agreed_option_may_be_changed_until_a_plan_follows_from_it() -> None:
    require_changeable(S.REASONED, Route.FULL)
    require_changeable(S.CHOSEN, Route.FULL)
    with pytest.raises(NotAllowed, match="no more options"):
        require_changeable(S.MONITORING, Route.FULL)


def test_all_that_options_do_not_say_is_named_at_once() -> None:
    require_complete([("option A", [])])
    with pytest.raises(NotAllowed) as refused:
        require_complete(
            [("option A", ["what it costs", "what support it needs"]), ("option B", ["what it costs"])]
        )
    assert refused.value.message == (
        "Please complete these first: option A does not say yet what it costs or what support it needs; "
        "option B does not say yet what it costs."
    )


def test_each_refusal_says_what_to_do_instead() -> None:
    refused: list[Callable[[], object]] = [
        lambda: require_reason(0),
        lambda: require_own(is_own=False, what="reason"),
        lambda: require_place(4, 1, 3),
        lambda: require_place(2, 2, 3),
        lambda: require_ranking_reason(" "),
        lambda: NewArea(" "),
        lambda: require_room(MOST),
        lambda: require_one_nothing(has_one=True),
        lambda: require_proposer(may=False),
        lambda: require_this_option(1, 2),
        lambda: require_still_asked(1, is_settled=True, is_voided=False),
        lambda: require_still_asked(1, is_settled=False, is_voided=True),
        lambda: require_time_given(datetime(2026, 10, 27, 17, tzinfo=UTC)),
        lambda: require_way_asked(is_asked=False),
        lambda: WayForward("", "why"),
        lambda: WayForward("clause 7", " "),
    ]
    for refuse in refused:
        with pytest.raises(NotAllowed) as found:
            refuse()
        assert found.value.message.endswith(".")
    assert letter(2) == "B"


def test_a_way_forward_waits_for_a_no_or_for_two_askings_of_whoever_is_silent() -> None:
    us, provider, partner = uuid4(), uuid4(), uuid4()
    a_no = Standing(Outcome.DISAGREED, (us,), (provider,), (partner,))
    only_silence = Standing(Outcome.WAITING, (us, provider), (), (partner,))
    everybody = Standing(Outcome.AGREED, (us, provider, partner), (), ())

    for standing in (a_no, only_silence):
        assert not needs_way_forward(standing, {partner: 1})
        with pytest.raises(NotAllowed, match="asked only once"):
            require_way_forward(standing, {partner: 1})
        require_way_forward(standing, {partner: ASKED_AT_LEAST})
    with pytest.raises(NotAllowed, match="Everybody has agreed"):
        require_way_forward(everybody, {})
