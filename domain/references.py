"""References that people read out: random, never run-on numbers, since gaps tell (practice.md 1.2)."""

import secrets
from collections.abc import Callable, Sequence

# No vowels (no words by accident), and nothing that is mistaken for another when read aloud or over the telephone.
ALPHABET = "23456789CDFGHJKMPQRTVWX"
LENGTH = 4

Choose = Callable[[Sequence[str]], str]


def new_reference(
    prefix: str, is_taken: Callable[[str], bool], choose: Choose = secrets.choice, length: int = LENGTH
) -> str:
    """Return a reference such as `C-7Q2K` that is not taken; longer ones once short ones run out."""
    for attempt in range(100):
        body = "".join(choose(ALPHABET) for _ in range(length + attempt // 20))
        reference = f"{prefix}-{body}"
        if not is_taken(reference):
            return reference
    raise RuntimeError(f"no free reference with prefix {prefix}")
