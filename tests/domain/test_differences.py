"""What changed between two versions, in words."""

from hypothesis import given
from hypothesis import strategies as st

from domain.differences import Difference, differences, shortened_same


def test_a_change_of_words_is_one_change_with_what_was_and_what_is() -> None:
    found = differences("Two checks each night by the nurse", "Two checks each morning by the senior nurse")

    assert [each for each in found if not each.is_same] == [
        Difference("night", "morning"),
        Difference("", "senior "),
    ]


def test_words_changed_side_by_side_are_read_as_one_change() -> None:
    assert differences("done by Friday noon", "done by Monday evening") == [
        Difference("done by ", "done by "),
        Difference("Friday noon", "Monday evening"),
    ]


def test_of_a_long_stretch_that_stayed_the_middle_is_passed_over() -> None:
    said = shortened_same("word " * 500)

    assert len(said) < 200
    assert "…" in said
    assert shortened_same("short") == "short"


@given(st.text(), st.text())
def test_nothing_of_either_version_is_lost(before: str, after: str) -> None:
    found = differences(before, after)

    assert "".join(each.was for each in found) == before
    assert "".join(each.now for each in found) == after
