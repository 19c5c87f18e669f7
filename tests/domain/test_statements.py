"""Recording for somebody: the guards, each with its sentence, and the steps of a dispute."""

from datetime import date, timedelta

import pytest

from domain.chronology import Event, SubjectKind
from domain.errors import NotAllowed, NotYours
from domain.statements import (
    NEVER_FOR_OTHERS,
    OPENINGS,
    StatementState,
    move,
    require_asked,
    require_no_safeguarding_role,
    require_not_own_action,
    require_not_own_record,
    require_recordable,
    require_said_on,
    require_settled_by_another,
    require_somebody_else,
    require_speaks_through_others,
)

TODAY = date(2026, 9, 8)


def test_somebody_with_slack_is_spoken_for_only_when_they_asked() -> None:
    require_asked("Ruth", is_in_slack=False, has_asked=False)
    require_asked("Joanne", is_in_slack=True, has_asked=True)
    with pytest.raises(NotAllowed, match="tick that they did"):
        require_asked("Joanne", is_in_slack=True, has_asked=False)


def test_nobody_is_spoken_for_who_is_oneself_leads_here_or_holds_a_safeguarding_role() -> None:
    with pytest.raises(NotAllowed, match="What you say yourself"):
        require_somebody_else(True)
    with pytest.raises(NotAllowed, match="does this themselves"):
        require_speaks_through_others("Priya", does_it_themselves=True)
    with pytest.raises(NotAllowed, match="holds a safeguarding role"):
        require_no_safeguarding_role("Grace", holds_one=True)


@pytest.mark.parametrize("kind", sorted(NEVER_FOR_OTHERS))
def test_nothing_of_safeguarding_or_speaking_up_is_recorded_for_others(kind: SubjectKind) -> None:
    with pytest.raises(NotYours, match="never done in somebody else"):
        require_recordable(kind, is_of_contract=True)


def test_only_what_is_of_the_contract_is_recorded_for_others() -> None:
    require_recordable(SubjectKind.ACTION, is_of_contract=True)
    with pytest.raises(NotAllowed, match="about one contract"):
        require_recordable(SubjectKind.ACTION, is_of_contract=False)


def test_nobody_records_for_their_own_advantage() -> None:
    with pytest.raises(NotYours, match="somebody else looks at it"):
        require_not_own_record(typed_it=True)
    with pytest.raises(NotYours, match="your own action"):
        require_not_own_action(is_own=True)
    with pytest.raises(NotYours, match="somebody else settles it"):
        require_settled_by_another(typed_it=True)


@pytest.mark.parametrize("day", [TODAY + timedelta(1), TODAY - timedelta(367)])
def test_the_day_it_was_said_is_neither_to_come_nor_long_ago(day: date) -> None:
    require_said_on(TODAY, TODAY)
    with pytest.raises(NotAllowed):
        require_said_on(day, TODAY)


def test_a_dispute_is_settled_once_and_may_come_again() -> None:
    state = move(StatementState.RECORDED, StatementState.DISPUTED)
    with pytest.raises(NotAllowed, match="already noted"):
        move(state, StatementState.DISPUTED)
    settled = move(state, StatementState.STANDS)
    with pytest.raises(NotAllowed, match="nothing to settle"):
        move(settled, StatementState.CORRECTED)
    assert move(settled, StatementState.DISPUTED) is StatementState.DISPUTED


def test_looking_is_nothing_that_somebody_said_and_opening_a_challenge_is() -> None:
    assert Event.ACTION_OPENED in OPENINGS
    assert Event.CHALLENGE_OPENED not in OPENINGS
