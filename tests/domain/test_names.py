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
        ("MRS FERNCOMBE IS CALM", "MRS FERNCOMBE"),
        ("MISS AHMED IS CALM", "MISS AHMED"),
        ("mrs ferncombe's tablets", "mrs ferncombe's"),
        ("Mr and Mrs Dunn agree", "Mrs Dunn"),
        ("Dr Dunn signed", "Dr Dunn"),
        ("So said Prof. Dunn", "Prof. Dunn"),
        ("Sr Dunn is on nights", "Sr Dunn"),
        ("The Rev Dunn calls on Sundays", "Rev Dunn"),
    ],
)
def test_a_name_is_found_as_it_is_written(text: str, found: str) -> None:
    assert name_in(text, NAMES) == found


@pytest.mark.parametrize(
    "text",
    [
        "A field visit in March",
        "No doses were missed",
        "Lee Road is closed",
        "Joannes",
        "Fieldwork began",
        "Staff miss Monday's call",
        "People with MS and Parkinson's",
        "A talk on MS Teams",
        "A dr appointment was missed",
    ],
)
def test_what_is_only_a_word_is_left_alone(text: str) -> None:
    assert name_in(text, NAMES) is None


@pytest.mark.parametrize(("text", "found"), [("joanne signed", "joanne"), ("a field visit", "field")])
def test_in_small_letters_it_is_found_where_somebody_can_be_asked_whether_it_is_a_name(
    text: str, found: str
) -> None:
    assert name_in(text, NAMES) is None
    assert name_in(text, NAMES, in_small_letters=True) == found


def test_the_refusal_says_what_was_found_and_what_to_do_beside_its_field() -> None:
    with pytest.raises(NotAllowed, match="“Field” reads as a name here") as refused:
        require_no_name("Ask Field again", NAMES, "title")
    assert refused.value.field == "title"
