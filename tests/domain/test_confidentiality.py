"""Content class against audience, as tables."""

from itertools import product
from uuid import UUID

import pytest

from domain.confidentiality import (
    Audience,
    ContentClass,
    Verdict,
    allowed_organisations,
    may_read,
    verdict_for_channel,
    verdict_for_person,
)
from domain.people import Party

OWN, PARTNER, PROVIDER, OTHER = (UUID(int=number) for number in range(4))
PARTIES = {OWN: Party.OWN, PARTNER: Party.PARTNER, PROVIDER: Party.PROVIDER, OTHER: Party.OTHER}


@pytest.mark.parametrize(
    ("content_class", "readers"),
    [
        (ContentClass.SHARED, {Party.OWN, Party.PARTNER, Party.PROVIDER, Party.OTHER}),
        (ContentClass.PARTNERS, {Party.OWN, Party.PARTNER}),
        (ContentClass.INTERNAL, {Party.OWN}),
        (ContentClass.RESTRICTED, set()),
    ],
)
def test_each_class_is_for_certain_parties(content_class: ContentClass, readers: set[Party]) -> None:
    assert {party for party in Party if may_read(party, content_class)} == readers


@pytest.mark.parametrize(
    ("content_class", "seen_by", "verdict"),
    [
        (ContentClass.SHARED, {OWN, PARTNER, PROVIDER, OTHER}, Verdict.SEND),
        (ContentClass.PARTNERS, {OWN, PARTNER}, Verdict.SEND),
        (ContentClass.PARTNERS, {OWN, PROVIDER}, Verdict.NAMED_PEOPLE),
        (ContentClass.INTERNAL, {OWN}, Verdict.SEND),
        (ContentClass.INTERNAL, {OWN, PARTNER}, Verdict.NAMED_PEOPLE),
        (ContentClass.SHARED, {OWN, UUID(int=9)}, Verdict.STUB),
        (ContentClass.SHARED, set(), Verdict.STUB),
        (ContentClass.INTERNAL, set(), Verdict.NAMED_PEOPLE),
        (ContentClass.RESTRICTED, {OWN}, Verdict.NAMED_PEOPLE),
    ],
)
def test_a_channel_reads_what_everybody_who_sees_it_may_read(
    content_class: ContentClass, seen_by: set[UUID], verdict: Verdict
) -> None:
    allowed = allowed_organisations(content_class, PARTIES)

    assert verdict_for_channel(content_class, Audience(frozenset(seen_by)), allowed) is verdict


@pytest.mark.parametrize(
    ("content_class", "unknown", "changing"), list(product(ContentClass, [True, False], [True, False]))
)
def test_on_any_doubt_nothing_is_posted(content_class: ContentClass, unknown: bool, changing: bool) -> None:
    allowed = allowed_organisations(content_class, PARTIES)
    audience = Audience(frozenset({OWN}), unknown, changing)

    verdict = verdict_for_channel(content_class, audience, allowed)

    is_sure = not unknown and not (changing and content_class is not ContentClass.SHARED)
    assert (verdict is Verdict.SEND) == (is_sure and content_class is not ContentClass.RESTRICTED)


def test_a_person_reads_what_names_them_or_what_their_organisation_may_read() -> None:
    allowed = allowed_organisations(ContentClass.PARTNERS, PARTIES)

    assert verdict_for_person(PROVIDER, allowed, named=True) is Verdict.SEND
    assert verdict_for_person(PARTNER, allowed, named=False) is Verdict.SEND
    assert verdict_for_person(PROVIDER, allowed, named=False) is Verdict.NAMED_PEOPLE
    assert verdict_for_person(None, allowed, named=False) is Verdict.NAMED_PEOPLE
