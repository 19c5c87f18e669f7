"""Speaking up with a sealed name: the code, how an answer stands, and what wrong codes come to (practice.md 1.8)."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import scrypt, sha256

from domain.steps import step

SEALED_NAME = "Somebody whose name is sealed"
"""What the stand-in is called, wherever a record names who raised it."""

ACKNOWLEDGE_WITHIN = 2  # working days, until the code's page says that somebody looks into it
ANSWER_WITHIN = 20  # working days from being sealed, until the code's page says what became of it

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty-two signs, five bits each, none of which is mistaken for another: a code of sixteen carries eighty bits."""

MISREAD = str.maketrans("OILU", "011V")
CODE_BYTES, GROUP = 10, 4

# What is random to eighty bits is found by no guessing, so that one salt serves all and a code is looked up at once.
_SALT = b"handrail: the code of a sealed name"
_COST = {"n": 2**14, "r": 8, "p": 1}  # 16 megabytes and some fifty milliseconds for each try

MOST_WRONG = 5
WITHIN = timedelta(minutes=15)


class AnswerState(StrEnum):
    """What the code's page says by now. Whoever adds to it after the answer waits for one again."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"


NEXT: dict[AnswerState, frozenset[AnswerState]] = {
    AnswerState.WAITING: frozenset({AnswerState.ACKNOWLEDGED, AnswerState.ANSWERED}),
    AnswerState.ACKNOWLEDGED: frozenset({AnswerState.ACKNOWLEDGED, AnswerState.ANSWERED}),
    AnswerState.ANSWERED: frozenset({AnswerState.ANSWERED, AnswerState.WAITING}),
}


def move(current: AnswerState, wanted: AnswerState) -> AnswerState:
    """Return the wanted state, or refuse when there is no such step."""
    return step(NEXT, current, wanted, "This has already been answered on the code's page.")


def code_of(secret: bytes) -> str:
    """Return ten secret bytes as a code to be written down, such as 7Q2K-0D4M-XVB9-31TC."""
    number = int.from_bytes(secret[:CODE_BYTES], "big")
    signs = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(16))
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))


def digest_of_code(typed: str) -> str:
    """Return what is kept of a code. It takes as long for what is no code, so that nothing can be learnt from that."""
    signs = "".join(each for each in typed.upper().translate(MISREAD) if each in ALPHABET)
    return scrypt(signs.encode(), salt=_SALT, dklen=32, **_COST).hex()


class WrongCodes:
    """Counts wrong codes by who tried them; in memory alone, since a row would say who may have spoken up.

    After five in a quarter of an hour nothing more is tried for that person until one of the five is older.
    """

    def __init__(self) -> None:
        self._tried: dict[bytes, list[datetime]] = {}

    def is_barred(self, who: str, now: datetime) -> bool:
        """Say whether nothing more is tried for somebody at the moment."""
        return len(self._recent(who, now)) >= MOST_WRONG

    def count(self, who: str, now: datetime) -> None:
        """Count one wrong code; whoever has tried none for a quarter of an hour is forgotten."""
        self._tried = {each: times for each, times in self._tried.items() if times[-1] > now - WITHIN}
        self._tried[_forgotten_name(who)] = [*self._recent(who, now), now]

    def _recent(self, who: str, now: datetime) -> list[datetime]:
        return [at for at in self._tried.get(_forgotten_name(who), []) if at > now - WITHIN]


def _forgotten_name(who: str) -> bytes:
    """No name stands even in memory."""
    return sha256(who.encode()).digest()
