"""Numbers of measures as people read them: without idle noughts, with their unit."""

from decimal import Decimal


def amount(value: Decimal, unit: str = "") -> str:
    """Return a number with its unit: 93 %, 1,250, 0.5 hours."""
    return f"{value.normalize():,f} {unit}".strip()


def amount_beside(value: Decimal, unit: str = "") -> str:
    """Return a number that stands beside another of the same unit: a sign is said again (98 %), a word is not (1).

    A unit is typed once for every number, so that a word of it would go wrong with one: 1 rounds.
    """
    return amount(value, "" if any(each.isalpha() for each in unit) else unit)
