"""What each nation gives for safeguarding: a clock where one is known, and nothing invented where none is."""

from datetime import UTC, datetime

import pytest

from domain.calendar import LONDON, Nation, WorkingCalendar
from domain.nations import PROFILES, allegation_due_at, enquiry_due_at


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("nation", "said", "due"),
    [
        (Nation.ENGLAND, "2026-09-08T10:00", "2026-09-09T17:00"),
        (Nation.ENGLAND, "2026-09-11T18:00", "2026-09-15T17:00"),
        (Nation.ENGLAND, "2026-12-24T10:00", "2026-12-29T17:00"),
        (Nation.WALES, "2026-09-08T10:00", "2026-09-09T10:00"),
        (Nation.WALES, "2026-09-11T22:00", "2026-09-14T17:00"),
        (Nation.WALES, "2026-12-25T09:00", "2026-12-29T17:00"),
        (Nation.SCOTLAND, "2026-09-08T10:00", None),
        (Nation.NORTHERN_IRELAND, "2026-09-08T10:00", None),
    ],
)
def test_an_allegation_is_told_by_the_nations_own_clock(nation: Nation, said: str, due: str | None) -> None:
    expected = london(due).astimezone(UTC) if due else None
    assert allegation_due_at(london(said), WorkingCalendar(nation)) == expected


def test_only_wales_says_how_long_an_enquiry_takes() -> None:
    received = london("2026-09-08T10:00")
    found = {nation: enquiry_due_at(received, WorkingCalendar(nation)) for nation in Nation}
    assert found.pop(Nation.WALES) == london("2026-09-17T17:00")
    assert set(found.values()) == {None}


def test_every_nation_has_a_profile_and_only_england_the_three_questions() -> None:
    assert PROFILES.keys() == set(Nation)
    assert [nation for nation, profile in PROFILES.items() if profile.has_three_tests] == [Nation.ENGLAND]
