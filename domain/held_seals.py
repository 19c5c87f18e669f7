"""What a copy of the database is held against beside its own seals: those that stand outside it alone.

A copy has fewer seals than SEALS_FILE, lawfully, since it was taken earlier; and so has one whose seals somebody took
out to hide what he altered. What tells them apart is that an honest copy, as far as it goes, agrees with every seal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.seals import SealMade, read_lines


@dataclass(frozen=True)
class HeldAgainst:
    """The digests that the entries of each chain may have, by their numbers, and when the last such seal was made.

    An entry made after `until` may differ: the bot wrote it once an older database had been put in place.
    """

    points: Mapping[str, Mapping[int, frozenset[str]]] = field(default_factory=dict)
    until: datetime | None = None


def held_against(table: Sequence[SealMade], lines: Sequence[str], key: bytes) -> HeldAgainst:
    """Return what the signed lines say that a copy with these seals does not have, and nobody answered for.

    Left out is what does not bind the copy: lines that an answered restore let go, those of a restore that let go
    seals of this very copy (it stems from before that restore), and numbers that a seal of its own vouched for before.
    """
    own = {seal.signed: seal for seal in table if seal.is_signed_with(key)}
    let_go = frozenset[str]().union(*(seal.let_go for seal in own.values()))
    elsewhere, vouched = set[str](), dict[str, int]()
    held = list[tuple[SealMade, dict[str, int]]]()
    for seal in read_lines(lines):
        if seal is None or not seal.is_signed_with(key):
            continue
        if seal.signed in own:
            vouched |= {stream: number for stream, (number, _digest) in seal.heads.items()}
        elif seal.previous in elsewhere or seal.let_go & own.keys():
            elsewhere.add(seal.signed)
        elif seal.signed not in let_go:
            held.append((seal, dict(vouched)))
    let_go = frozenset[str]().union(*(seal.let_go for seal, _ in held))
    return _points([(seal, before) for seal, before in held if seal.signed not in let_go])


def _points(held: Sequence[tuple[SealMade, Mapping[str, int]]]) -> HeldAgainst:
    points: dict[str, dict[int, frozenset[str]]] = {}
    for seal, vouched in held:
        for stream, (number, digest) in seal.heads.items():
            if number > vouched.get(stream, 0):
                of_stream = points.setdefault(stream, {})
                of_stream[number] = of_stream.get(number, frozenset()) | {digest}
    made = [datetime.fromisoformat(seal.sealed_at) for seal, _ in held]
    return HeldAgainst(points, max(made, default=None))
