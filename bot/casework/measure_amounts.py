"""Numbers of measures as people read them: without idle noughts, with their unit."""

from decimal import Decimal


def amount(value: Decimal, unit: str = "") -> str:
    """Return a number with its unit: 93 %, 1,250, 0.5 hours."""
    return f"{value.normalize():,f} {unit}".strip()
