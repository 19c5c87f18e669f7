"""Every way there is of doing what the matrix speaks about."""

from tests.flows import (
    ways_of_admissions,
    ways_of_cases,
    ways_of_contracts,
    ways_of_ending,
    ways_of_records,
    ways_of_talking,
)
from tests.flows.a_way import WAYS

__all__ = [
    "WAYS",
    "ways_of_admissions",
    "ways_of_cases",
    "ways_of_contracts",
    "ways_of_ending",
    "ways_of_records",
    "ways_of_talking",
]
