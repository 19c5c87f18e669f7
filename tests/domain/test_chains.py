"""A chain that was altered is found broken, at the entry where it was, whatever was done to it."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.chains import Break, Broken, Chain, Link
from domain.chronology import GENESIS, digest_of

STREAM = "a1de0000"
BEGAN = datetime(2026, 9, 8, 9, 30, tzinfo=UTC)


def a_chain(length: int) -> list[Link]:
    links, digest = list[Link](), GENESIS
    for number in range(1, length + 1):
        at, content = (
            BEGAN + timedelta(minutes=number),
            {"event": "concern_logged", "facts": {"count": number}},
        )
        entry = digest_of(digest, STREAM, number, at, content)
        links.append(Link(number, number, at, content, digest, entry))
        digest = entry
    return links


def first_break(links: list[Link], head: Link) -> Break | None:
    chain = Chain(STREAM, (head.number, head.digest))
    return next((broken for link in links if (broken := chain.take(link))), None) or chain.end()


def change(link: Link, place: int) -> Link:
    """Change one thing that an entry holds, another at each place."""
    return (
        replace(link, content={**link.content, "facts": {"count": -1}}),
        replace(link, at=link.at + timedelta(microseconds=1)),
        replace(link, digest="f" * 64),
        replace(link, previous="f" * 64),
        replace(link, content={**link.content, "event": "concern_withdrawn"}),
    )[place % 5]


def swap(links: list[Link], one: int, other: int) -> list[Link]:
    """Let two entries change places, with everything that they hold except their numbers."""
    swapped, a, b = list(links), links[one], links[other]
    swapped[one] = replace(b, row=a.row, number=a.number)
    swapped[other] = replace(a, row=b.row, number=b.number)
    return swapped


def tampered(links: list[Link], place: int) -> dict[str, tuple[list[Link], int]]:
    """Return the chain changed, shortened and swapped at one place, each with the number at which it breaks."""
    other = place + 1 if place + 1 < len(links) else place - 1
    changed = [*links[:place], change(links[place], place), *links[place + 1 :]]
    return {
        "changed": (changed, place + 1),
        "removed": ([*links[:place], *links[place + 1 :]], place + 1),
        "swapped": (swap(links, place, other), min(place, other) + 1),
    }


@pytest.mark.criterion("CPC424-P8")
@pytest.mark.criterion("CPC424-P11")
def test_three_hundred_entries_changed_removed_and_swapped_at_every_one_of_them_are_found_each_time() -> None:
    links = a_chain(300)
    assert first_break(links, links[-1]) is None

    for place in range(len(links)):
        for how, (altered, number) in tampered(links, place).items():
            broken = first_break(altered, links[-1])
            assert broken is not None, (how, place)
            assert broken.number == number, (how, place)


@pytest.mark.criterion("CPC424-P11")
def test_ten_thousand_entries_altered_at_two_hundred_places_are_found_each_time() -> None:
    links = a_chain(10_000)
    assert first_break(links, links[-1]) is None
    places = random.Random(424).sample(range(len(links)), 200)  # noqa: S311  the same places each time

    for turn, place in enumerate(places):
        how, (altered, number) = list(tampered(links, place).items())[turn % 3]
        # What stands before the place is as it was, and has been gone along above.
        begin = max(place - 2, 0)
        chain = Chain(STREAM, (len(links), links[-1].digest))
        if begin:
            chain.number, chain.digest, chain.row = begin, links[begin - 1].digest, begin
        broken = next((found for link in altered[begin:] if (found := chain.take(link))), None) or chain.end()
        assert broken is not None, (how, place)
        assert broken.number == number, (how, place)


def test_each_kind_of_break_is_named() -> None:
    links = a_chain(5)
    head = links[-1]
    beside = replace(links[2], row=9, number=6, previous=head.digest)

    assert first_break([], head) == Break(STREAM, 1, Broken.MISSING)
    assert first_break(links[:-1], head) == Break(STREAM, 5, Broken.MISSING)
    assert first_break([*links, beside], head) == Break(STREAM, 6, Broken.ADDED)
    assert first_break(links, replace(head, digest="0" * 64)) == Break(STREAM, 5, Broken.HEAD_ALTERED)
    assert first_break([replace(links[0], row=3), *links[1:]], head) == Break(STREAM, 2, Broken.OUT_OF_PLACE)
    assert Chain(STREAM, None).take(links[0]) == Break(STREAM, 1, Broken.HEAD_MISSING)


def test_a_chain_reckoned_anew_is_whole_in_itself_and_differs_from_what_was_sealed() -> None:
    links, anew = a_chain(5), a_chain(0)
    digest = GENESIS
    for link in links:
        content = {**link.content, "facts": {"count": 0}}
        entry = digest_of(digest, STREAM, link.number, link.at, content)
        anew.append(replace(link, content=content, previous=digest, digest=entry))
        digest = entry

    assert first_break(anew, anew[-1]) is None
    chain = Chain(STREAM, (5, digest), sealed={3: links[2].digest})
    found = [broken for link in anew[:3] if (broken := chain.take(link))]
    assert found == [Break(STREAM, 3, Broken.NOT_AS_SEALED)]


def test_a_chain_that_ends_before_what_was_sealed_misses_the_next_entry() -> None:
    links = a_chain(3)
    chain = Chain(STREAM, (3, links[-1].digest), sealed={5: "5" * 64})
    for link in links:
        assert chain.take(link) is None

    assert chain.end() == Break(STREAM, 4, Broken.MISSING)
