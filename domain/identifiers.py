"""What in a text looks like something that names a person: numbers, dates of birth, addresses (practice.md 1.9).

It is a guess that asks for a second look and never refuses: better one number too few than a form that always asks.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from enum import StrEnum

GROWN = 15
"""Years after which a date is more likely somebody's birthday than that of a meeting."""


class Identifier(StrEnum):
    """The kinds that are looked for."""

    NHS_NUMBER = "nhs_number"
    BIRTH_DATE = "birth_date"
    POSTCODE = "postcode"
    INSURANCE_NUMBER = "insurance_number"
    TELEPHONE = "telephone"
    EMAIL = "email"
    NAME = "name"
    """Found by domain/names.py, since only the names of people who are known can be looked for."""


_APART = r"(?<![\w£$/.-])"  # not inside a reference, a price or a longer number
_END = r"(?![\w/-]|\.\d)"

_TEN_DIGITS = re.compile(_APART + r"(\d{3})[ -]?(\d{3})[ -]?(\d{4})" + _END)
_WEIGHTS = range(10, 1, -1)

_INSURANCE = re.compile(
    _APART + r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d{2}){3} ?[A-D]" + _END,
    re.IGNORECASE,
)

_AREAS = frozenset(
    re.findall(
        "[A-Z]+",
        "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN "
        "EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML "
        "N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF "
        "TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE",
    )
)
_POSTCODE = re.compile(_APART + r"([A-Z]{1,2})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}" + _END)
_POSTCODE_TYPED_SMALL = re.compile(
    _APART + r"([a-z]{1,2})\d[a-z\d]? \d(?!st|nd|rd|th)[abd-hjlnp-uw-z]{2}" + _END
)

# Area codes and mobiles: 03, 05, 08 and 09 are the numbers of services. A day such as 02 10 2026 has no first group.
_TELEPHONE = re.compile(
    r"(?<![\w£$/.-])(?:(?:\+|00)44[ -]?(?:\(0\) ?)?|\(?0)[127]\d{1,4}\)?(?:[ -]?\d){5,8}" + _END
)
_NATIONAL = (10, 11)  # digits, the leading zero among them

_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]+)@[\w-]+(?:\.[\w-]+)+")
_OFFICES = frozenset(
    {
        "admin", "care", "commissioning", "complaints", "contact", "contracts", "enquiries", "feedback", "hello",
        "help", "info", "mail", "office", "quality", "reception", "safeguarding", "support", "team",
    }
)  # fmt: skip

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_BORN = re.compile(
    r"\b(?:born(?: on)?|d\.? ?o\.? ?b\.?|date of birth|birthday)\W{0,4}(?:(?:is|was|on)\W{1,2})?$",
    re.IGNORECASE,
)
_DATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\w/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\w/-])"), "dmy"),
    (re.compile(r"(?<![\w/.-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\w/-])"), "ymd"),
    (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH},? (\d{{4}})\b", re.IGNORECASE), "dmy"),
    (re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE), "mdy"),
)


def identifiers_in(text: str, today: date, ours: Collection[str] = ()) -> tuple[Identifier, ...]:
    """Return the kinds found in a text, each once. `ours` are telephone numbers that are nobody's own."""
    known = {_national(number) for number in ours}
    found: Mapping[Identifier, Callable[[], bool]] = {
        Identifier.NHS_NUMBER: lambda: any(
            _is_nhs_number("".join(each)) for each in _TEN_DIGITS.findall(text)
        ),
        Identifier.BIRTH_DATE: lambda: any(_birth_dates(text, today)),
        Identifier.POSTCODE: lambda: _has_postcode(text),
        Identifier.INSURANCE_NUMBER: lambda: _INSURANCE.search(text) is not None,
        Identifier.TELEPHONE: lambda: any(
            len(number) in _NATIONAL and number not in known
            for number in (_national(each[0]) for each in _TELEPHONE.finditer(text))
        ),
        Identifier.EMAIL: lambda: any(name.lower() not in _OFFICES for name in _EMAIL.findall(text)),
    }
    return tuple(kind for kind, is_there in found.items() if is_there())


def _is_nhs_number(digits: str) -> bool:
    """The tenth digit proves the first nine, modulus 11 (NHS Data Dictionary)."""
    check = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11
    return len(set(digits)) > 1 and check % 11 == int(digits[9]) and check != 10


def _has_postcode(text: str) -> bool:
    areas = [*_POSTCODE.findall(text), *_POSTCODE_TYPED_SMALL.findall(text)]
    return any(area.upper() in _AREAS for area in areas)


def _national(number: str) -> str:
    """A number as it is dialled in the United Kingdom, digits alone."""
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    return re.sub(r"^(?:00)?44", "0", digits) if number.lstrip(" (").startswith(("+", "00")) else digits


def _birth_dates(text: str, today: date) -> Iterator[bool]:
    grown = date(today.year - GROWN, today.month, min(today.day, 28))
    for pattern, order in _DATES:
        for match in pattern.finditer(text):
            parts = dict(zip(order, match.groups(), strict=True))
            is_near = _BORN.search(text[: match.start()][-25:]) is not None
            written = _day(parts)
            if written is not None and len(parts["y"]) == 4:
                yield is_near or written <= grown
            elif written is not None:
                yield is_near


def _day(parts: Mapping[str, str]) -> date | None:
    month = parts["m"].lower()[:3]
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    year = int(parts["y"]) + (1900 if len(parts["y"]) == 2 else 0)
    try:
        return date(year, number, int(parts["d"]))
    except ValueError:
        return None
