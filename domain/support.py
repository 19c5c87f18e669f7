"""*I need help now*: how somebody who asks for support would like to be answered (CPC305-P27)."""

from datetime import timedelta
from enum import StrEnum


class Way(StrEnum):
    """How the person who asked would like to hear. Unanswered, they are rung."""

    RING = "ring"
    WRITE = "write"


ONE_CALL = timedelta(hours=1)
"""Asking again within the hour is the same call: nobody is pinged twice for it."""

IN_TOUCH_WITHIN = timedelta(minutes=15)
"""Pressing again so long after somebody took the call says that they were not in touch: others are asked."""
