"""Patterns: three of one theme in ninety days are worth a look; honesty and size are not held against anybody."""

from datetime import date, timedelta

import pytest

from domain.patterns import Heard, Theme, pattern, places_in, threshold

TODAY = date(2026, 9, 28)
MEDICINES = Theme.MEDICINES


def heard(*days_ago: int, theme: Theme = MEDICINES, own: bool = False) -> list[Heard]:
    return [Heard(theme, TODAY - timedelta(days=days), own) for days in days_ago]


def test_the_third_concern_of_one_theme_in_ninety_days_is_a_pattern() -> None:
    assert pattern(heard(20, 12), MEDICINES, TODAY, 20) == 0
    assert pattern(heard(20, 12, 0), MEDICINES, TODAY, 20) == 3
    assert pattern(heard(90, 12, 0), MEDICINES, TODAY, 20) == 0


def test_what_the_home_reports_of_itself_is_not_held_against_it() -> None:
    assert pattern(heard(20, 12) + heard(0, own=True), MEDICINES, TODAY, 20) == 0


def test_other_themes_and_no_theme_say_too_little() -> None:
    assert pattern(heard(20, 12, 0, theme=Theme.OTHER), Theme.OTHER, TODAY, 20) == 0
    assert pattern(heard(20, 12, 0, theme=Theme.FALLS), MEDICINES, TODAY, 20) == 0
    assert pattern(heard(20, 12, 0), None, TODAY, 20) == 0


@pytest.mark.parametrize(("places", "fewest"), [(None, 3), (1, 3), (42, 3), (60, 3), (61, 4), (121, 5)])
def test_of_a_larger_service_more_is_heard_before_it_is_a_pattern(places: int | None, fewest: int) -> None:
    assert threshold(places) == fewest


@pytest.mark.parametrize(
    ("service", "places"),
    [
        ("Residential dementia care, 42 beds", 42),
        ("Supported living, 8 flats", 8),
        ("Home care for 120 people", 120),
        ("Home care", None),
    ],
)
def test_the_size_of_a_service_is_read_from_its_description(service: str, places: int | None) -> None:
    assert places_in(service) == places
