"""Telephone numbers that people are told to ring: they must be able to be rung."""

import re

from domain.errors import NotAllowed

_MARKS = re.compile(r"[\s().+-]")
SHORTEST, LONGEST = 3, 15  # digits: 999, and the longest that the international numbering plan allows


def require_number(text: str, field: str) -> str:
    """Return a telephone number as it was written, or refuse beside the field what cannot be rung; empty is allowed."""
    number = text.strip()
    digits = _MARKS.sub("", number)
    if number and not (digits.isdecimal() and SHORTEST <= len(digits) <= LONGEST):
        raise NotAllowed("Please give a telephone number, in digits: people ring it in an emergency.", field)
    return number
