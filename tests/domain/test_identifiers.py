"""What looks like somebody's number, birthday or address is asked about once; what only resembles it is left alone."""

from datetime import date

import pytest

from domain.identifiers import Identifier, identifiers_in

TODAY = date(2026, 9, 8)
OURS = ("01632 960 404", "999")

NHS, BORN, POSTCODE = Identifier.NHS_NUMBER, Identifier.BIRTH_DATE, Identifier.POSTCODE
INSURANCE, TELEPHONE, EMAIL = Identifier.INSURANCE_NUMBER, Identifier.TELEPHONE, Identifier.EMAIL

FOUND = {
    "Her number is 943 476 5919.": NHS,
    "9434765919": NHS,
    "see 943-476-5919 please": NHS,
    "DOB 3/4/41": BORN,
    "d.o.b. 03.04.1941": BORN,
    "She was born on 3 April 2020": BORN,
    "date of birth: 1941-04-03": BORN,
    "since 29 February 1948": BORN,
    "April 3rd, 1941": BORN,
    "lives at 4 High Street, LS1 4AP": POSTCODE,
    "EC1A1BB": POSTCODE,
    "from sw1a 2aa": POSTCODE,
    "NI AB 12 34 56 C": INSURANCE,
    "ab123456c": INSURANCE,
    "ring 01632 960 001": TELEPHONE,
    "her mobile is 07700 900123": TELEPHONE,
    "+44 7700 900 123": TELEPHONE,
    "(020) 7946 0018": TELEPHONE,
    "write to jo.field@example.org": EMAIL,
}

LEFT_ALONE = (
    "943 476 5918 has a wrong last digit",
    "order 0000000000",
    "PO9434765919-2",
    "Contract ALD-2024-17, concern C-7Q2K, safeguarding SG-K7QP, evaluation EV-B2K9",
    "Meeting on 8 September 2026 at 14:00, the last one on 12/03/2024",
    "From 1 April 2024 to 31 March 2029",
    "Born in the north; the plan is of 3/4/26",
    "It costs £1,234.50 a week, £9434765919 a year",
    "Six of 42 beds, 3-4 staff, room 12B, 7am to 2pm",
    "Go off the M25 at 7AM and the A4 at 2PM, then B2 3rd floor",
    "Sent back s2 3rd time",
    "Ring the duty team on 01632 960 404 or (01632) 960404, NHS 111, 0300 123 4567 or 0800 1111",
    "02 10 2026 09:30 and 01-02-2026 10:00",
    "Write to contracts@westermere.example or info@alderwick.example",
    "Regulation 17(2)(b), standard NG67, section 42, KPI 98.5 %",
    "Batch AB 12 34 56 Z, H1N1, Grade B2",
    "31/02/1941 is no day",
    "",
)


@pytest.mark.parametrize(("text", "kind"), FOUND.items())
def test_it_is_found_and_taken_for_nothing_else(text: str, kind: Identifier) -> None:
    assert identifiers_in(text, TODAY, OURS) == (kind,)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_only_resembles_it_is_left_alone(text: str) -> None:
    assert identifiers_in(text, TODAY, OURS) == ()


def test_a_date_is_a_birthday_from_the_day_it_lies_fifteen_years_back() -> None:
    assert identifiers_in("8 September 2011", TODAY) == (BORN,)
    assert identifiers_in("9 September 2011", TODAY) == ()


def test_every_kind_in_a_text_is_named_once() -> None:
    text = "943 476 5919, 943 476 5919, born 3/4/41, LS1 4AP, AB123456C, 07700 900123, jo@example.org"

    assert identifiers_in(text, TODAY) == tuple(each for each in Identifier if each is not Identifier.NAME)
