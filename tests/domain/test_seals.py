"""Seals show when one of them was altered or taken away, and when the database is older than they are."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.chronology import GENESIS
from domain.seals import (
    SealBreak,
    SealFault,
    SealMade,
    check_seals,
    gone_back,
    is_due,
    lines_as_of,
    older_than_sealed,
)

KEY, ANOTHER = b"k" * 32, b"x" * 32


def made(count: int, key: bytes = KEY) -> list[SealMade]:
    """Seals of so many days, one after the other; each day one entry was added."""
    seals = list[SealMade]()
    for number in range(1, count + 1):
        unsigned = SealMade(
            number=number,
            sealed_on=f"2026-09-{number:02}",
            sealed_at=f"2026-09-{number:02}T00:00:05.000000+00:00",
            heads={"organisation": [number, f"{number:064}"]},
            previous=seals[-1].signed if seals else GENESIS,
            signed="",
        )
        seals.append(replace(unsigned, signed=unsigned.sign(key)))
    return seals


def lines(seals: list[SealMade]) -> list[str]:
    return [seal.to_line() for seal in seals]


def faults(table: list[SealMade], written: list[str] | None) -> set[SealFault]:
    return {each.how for each in check_seals(table, written, KEY).breaks}


def test_seals_that_nobody_touched_are_in_order_and_say_what_every_chain_must_have() -> None:
    checked = check_seals(made(9), lines(made(9)), KEY)

    assert checked.breaks == []
    assert (checked.count, checked.latest) == (9, "2026-09-09 01:00")
    assert checked.heads["organisation"] == {number: f"{number:064}" for number in range(1, 10)}


@pytest.mark.parametrize("place", range(9))
def test_a_line_of_the_file_altered_or_taken_away_is_found_wherever_it_stood(place: int) -> None:
    seals, written = made(9), lines(made(9))
    forged = replace(seals[place], heads={"organisation": [place + 1, "f" * 64]}).to_line()
    removed = [*written[:place], *written[place + 1 :]]

    assert SealFault.LINE_ALTERED in faults(seals, [*written[:place], forged, *written[place + 1 :]])
    assert SealFault.LINE_ALTERED in faults(seals, [*written[:place], "nonsense", *written[place + 1 :]])
    assert faults(seals, removed) & {SealFault.LINE_MISSING, SealFault.FILE_BEHIND}
    assert faults(seals, None) == {SealFault.FILE_MISSING}


@pytest.mark.parametrize("place", range(9))
def test_a_seal_of_the_database_altered_or_taken_away_is_found_wherever_it_stood(place: int) -> None:
    seals, written = made(9), lines(made(9))
    forged = replace(seals[place], sealed_on="2026-08-01")
    removed = [*seals[:place], *seals[place + 1 :]]

    assert SealFault.ROW_ALTERED in faults([*seals[:place], forged, *seals[place + 1 :]], written)
    assert faults(removed, written) & {SealFault.ROW_MISSING, SealFault.OLDER_DATABASE}


@pytest.mark.parametrize(("before", "after"), [(2, 2), (2, 3), (2, 4), (3, 3), (3, 4)])
def test_a_day_sealed_while_the_record_is_checked_is_no_fault(before: int, after: int) -> None:
    table, written = made(3), lines(made(4))

    found = faults(table, lines_as_of(table, written[:before], written[:after]))

    assert found == ({SealFault.FILE_BEHIND} if after < 3 else set())


def test_whoever_has_no_key_of_ours_cannot_make_seals_that_pass() -> None:
    assert faults(made(3, ANOTHER), lines(made(3, ANOTHER))) == {SealFault.OTHER_KEY}
    forged = [*made(2), *made(3, ANOTHER)[2:]]
    assert {SealFault.ROW_MISSING, SealFault.LINE_ALTERED} <= faults(forged, lines(forged))


def test_an_older_database_is_told_by_the_seals_that_it_does_not_know() -> None:
    written = lines(made(9))
    older = SealBreak(SealFault.OLDER_DATABASE, since="2026-09-04 01:00", until="2026-09-09 01:00")

    assert check_seals(made(4), written, KEY).breaks == [older]
    assert older_than_sealed(made(4), written, {"organisation": [4, f"{4:064}"]}, KEY) == older
    assert older_than_sealed(made(9), written, {"organisation": [9, f"{9:064}"]}, KEY) is None
    assert older_than_sealed(made(9), written, {"organisation": [12, "a" * 64]}, KEY) is None


def test_an_empty_database_in_place_of_a_sealed_one_is_older_than_its_first_seal() -> None:
    found = older_than_sealed([], lines(made(2)), {}, KEY)

    assert found == SealBreak(SealFault.OLDER_DATABASE, since="", until="2026-09-02 01:00")


def test_chains_that_end_before_what_was_sealed_are_older_though_every_seal_was_put_back() -> None:
    found = older_than_sealed(made(9), lines(made(9)), {"organisation": [7, f"{7:064}"]}, KEY)

    assert found is not None
    assert found.how is SealFault.OLDER_DATABASE


def test_going_on_from_a_restored_backup_stays_visible_and_is_no_altered_line() -> None:
    written = lines(made(6))
    restored = made(3)
    unsigned = SealMade(4, "2026-09-20", "2026-09-20T00:00:05", {}, restored[-1].signed, "")
    restored.append(replace(unsigned, signed=unsigned.sign(KEY)))

    found = check_seals(restored, [*written, restored[-1].to_line()], KEY).breaks

    assert [each.how for each in found] == [SealFault.OLDER_DATABASE]
    assert (found[0].since, found[0].until) == ("2026-09-03 01:00", "2026-09-06 01:00")


def restored(seals: list[SealMade], let_go: list[SealMade], key: bytes = KEY) -> list[SealMade]:
    """A backup that knows these seals, and the seal that answers for those which it does without."""
    answers = {"restored": True, "gone": {"organisation": [4, 6]}, "let_go": [each.signed for each in let_go]}
    heads = {"organisation": [4, "a" * 64]}
    unsigned = SealMade(
        len(seals) + 1, "2026-09-20", "2026-09-20T00:00:05.000000+00:00", heads, seals[-1].signed, "", answers
    )
    return [*seals, replace(unsigned, signed=unsigned.sign(key))]


@pytest.mark.criterion("CPC424-P11")
def test_a_restore_that_was_answered_for_with_the_key_is_no_fault_and_says_what_is_gone() -> None:
    every = made(6)
    table = restored(every[:3], every[3:])

    checked = check_seals(table, lines([*every, table[-1]]), KEY)

    assert checked.breaks == []
    assert [(each.is_restore, each.gone) for each in checked.answered] == [(True, {"organisation": [4, 6]})]
    assert checked.heads["organisation"] == {n: f"{n:064}" for n in range(1, 4)} | {4: "a" * 64}
    assert older_than_sealed(table, lines(every), {"organisation": [4, "a" * 64]}, KEY) is None


def test_nobody_answers_for_a_rollback_without_the_key_nor_twice_with_the_same_answer() -> None:
    every = made(6)
    forged = restored(every[:3], every[3:], ANOTHER)
    lawful = restored(every[:3], every[3:])
    written = lines([*every, lawful[-1]])

    assert SealFault.OLDER_DATABASE in faults(forged, lines(every))
    assert faults(every[:3], written) == {SealFault.OLDER_DATABASE}, "the same backup, put back once more"
    assert faults(every, written) == {SealFault.OLDER_DATABASE}, "nor what was there before it was restored"
    unanswered = restored(every[:2], every[3:])
    assert faults(unanswered, [*lines(every), unanswered[-1].to_line()]) == {SealFault.OLDER_DATABASE}


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC)


def test_what_moved_is_sealed_within_the_hour_or_by_the_hundredth_entry_and_each_day_at_least() -> None:
    latest = replace(made(1)[0], sealed_at="2026-09-01T10:00:00.000000+00:00")
    stood, moved = {"organisation": [1, "a"]}, {"organisation": [100, "b"]}

    assert is_due(None, moved, {}, at(10))
    assert not is_due(None, {}, {}, at(10))
    assert not is_due(latest, moved, stood, at(10, 59))
    assert is_due(latest, moved, stood, at(11))
    assert is_due(latest, {"organisation": [101, "b"]}, stood, at(10, 1))
    assert is_due(latest, {"new": [100, "b"]}, stood, at(10, 1))
    assert not is_due(latest, {}, stood, at(22))
    assert is_due(latest, {}, stood, at(23, 30)), "a new day in London"


def test_a_chain_that_ends_before_where_it_was_seen_has_gone_back() -> None:
    seen = {"organisation": [5, "a"], "contract": [2, "b"]}

    assert not gone_back({}, seen)
    assert not gone_back(seen, {"organisation": [6, "c"], "contract": [2, "b"], "new": [1, "d"]})
    for heads in (
        {"organisation": [4, "a"], "contract": [2, "b"]},
        {"organisation": [5, "z"], "contract": [2, "b"]},
        {"organisation": [5, "a"]},
    ):
        assert gone_back(seen, heads)
