"""A copy may end before the seals outside it, but as far as it goes it agrees with them."""

from dataclasses import replace

from domain.chronology import GENESIS
from domain.held_seals import held_against
from domain.seals import SealMade

KEY, STREAM = b"k" * 32, "organisation"


def seal(
    before: SealMade | None, day: int, head: int, way: str, let_go: tuple[SealMade, ...] = ()
) -> SealMade:
    """A seal of one chain; `way` tells apart the entries of the same number on two ways on from one backup."""
    made = SealMade(
        number=before.number + 1 if before else 1,
        sealed_on=f"2026-09-{day:02}",
        sealed_at=f"2026-09-{day:02}T00:00:05.000000+00:00",
        heads={STREAM: [head, f"{head}{way}"]},
        previous=before.signed if before else GENESIS,
        signed="",
        answers={"restored": True, "let_go": [each.signed for each in let_go]} if let_go else {},
    )
    return replace(made, signed=made.sign(KEY))


FIRST = seal(None, 1, 10, "a")
SECOND = seal(FIRST, 2, 20, "a")
THIRD = seal(SECOND, 3, 30, "a")
RESTORED = seal(FIRST, 4, 13, "b", let_go=(SECOND, THIRD))
AFTER = seal(RESTORED, 5, 25, "b")


def held(table: list[SealMade], written: list[SealMade]) -> dict[int, set[str]]:
    found = held_against(table, [each.to_line() for each in written], KEY).points
    return {number: set(digests) for number, digests in found.get(STREAM, {}).items()}


def test_a_copy_whose_seals_were_taken_out_is_held_against_every_one_that_stands_outside_it() -> None:
    written = [FIRST, SECOND, THIRD]

    assert held([], written) == {10: {"10a"}, 20: {"20a"}, 30: {"30a"}}
    assert held([FIRST], written) == {20: {"20a"}, 30: {"30a"}}
    assert held(written, written) == {}
    forged = replace(SECOND, heads={STREAM: [20, "20x"]})
    assert held([], [FIRST, forged]) == {10: {"10a"}}, "a line that we did not sign says nothing"


def test_after_a_restore_a_copy_is_held_against_the_way_that_it_was_on() -> None:
    written = [FIRST, SECOND, THIRD, RESTORED, AFTER]

    assert held([FIRST, RESTORED, AFTER], written) == {}
    assert held([FIRST, RESTORED], written) == {25: {"25b"}}
    assert held([FIRST, SECOND], written) == {30: {"30a"}}, "a backup from before that restore"
    assert held([], written) == {10: {"10a"}, 13: {"13b"}, 25: {"25b"}}, "nothing that was let go excuses it"


def test_a_database_put_back_after_another_had_served_is_vouched_for_by_its_own_earlier_seals() -> None:
    meanwhile = seal(FIRST, 4, 15, "c")
    written = [FIRST, SECOND, THIRD, meanwhile]

    assert held([FIRST, SECOND, THIRD], written) == {}


def test_a_database_sealed_anew_after_its_seals_were_taken_out_is_held_against_those() -> None:
    anew = seal(None, 6, 30, "x")
    written = [FIRST, SECOND, THIRD, anew]

    assert held([anew], written) == {10: {"10a"}, 20: {"20a"}, 30: {"30a"}}
