"""Which words are taken for names where every party reads them."""

import pytest

from domain.errors import NotAllowed
from domain.names import name_in, require_no_name

NAMES = ("Joanne Field", "Tom Reed", "Dele O'Brien", "Amy Lee")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("joanne field keeps the charts", "joanne field"),
        ("Nights are better since Joanne came", "Joanne"),
        ("Ask Field's team", "Field"),
        ("It is for Dele to say", "Dele"),
        ("As Mrs Dunn says, nights are calm", "Mrs Dunn"),
        ("Ms. Field agrees", "Ms. Field"),
        ("Miss Ahmed and her sister", "Miss Ahmed"),
    ],
)
def test_a_name_is_found_as_it_is_written(text: str, found: str) -> None:
    assert name_in(text, NAMES) == found


@pytest.mark.parametrize(
    "text",
    ["A field visit in March", "No doses were missed", "Lee Road is closed", "Joannes", "Fieldwork began"],
)
def test_what_is_only_a_word_is_left_alone(text: str) -> None:
    assert name_in(text, NAMES) is None


def test_the_refusal_says_what_was_found_and_what_to_do_beside_its_field() -> None:
    with pytest.raises(NotAllowed, match="“Field” reads as a name here") as refused:
        require_no_name("Ask Field again", NAMES, "title")
    assert refused.value.field == "title"
