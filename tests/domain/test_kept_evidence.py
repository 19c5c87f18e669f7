"""What may be kept as evidence, and who can be chosen to read it."""

import pytest

from domain.confidentiality import ContentClass
from domain.errors import NotAllowed
from domain.kept_evidence import (
    classes_offered,
    require_class,
    speaks_of_safeguarding,
    without_mentions,
)
from domain.people import Party

SHARED, PARTNERS, INTERNAL = ContentClass.SHARED, ContentClass.PARTNERS, ContentClass.INTERNAL


@pytest.mark.parametrize(
    ("party", "offered"),
    [
        (Party.OWN, (SHARED, PARTNERS, INTERNAL)),
        (Party.PARTNER, (SHARED, PARTNERS)),
        (Party.PROVIDER, (SHARED,)),
        (Party.OTHER, (SHARED,)),
    ],
)
def test_each_side_chooses_among_those_who_read_what_it_reads(
    party: Party, offered: tuple[ContentClass, ...]
) -> None:
    assert classes_offered(party, provider_knows=True) == offered
    assert classes_offered(party, provider_knows=False) == (INTERNAL,)
    assert ContentClass.RESTRICTED not in classes_offered(party, provider_knows=True)


def test_a_class_that_is_not_offered_is_refused_and_the_only_one_needs_no_choosing() -> None:
    assert require_class("", (INTERNAL,), "choose", "not known") is INTERNAL
    assert require_class("partners", (SHARED, PARTNERS), "choose", "not known") is PARTNERS
    for chosen, offered, words in (
        ("shared", (INTERNAL,), "not known"),
        ("", (SHARED, PARTNERS), "choose"),
        ("restricted", (SHARED, PARTNERS, INTERNAL), "choose"),
    ):
        with pytest.raises(NotAllowed, match=words) as refused:
            require_class(chosen, offered, "choose", "not known")
        assert refused.value.field == "content_class"


def test_the_reference_of_a_safeguarding_record_is_seen_and_nothing_else_is_taken_for_one() -> None:
    assert speaks_of_safeguarding("as in SG-K7QP, on Monday")
    assert speaks_of_safeguarding("(SG-K7QPX)")
    for other in ("A-K7QP", "MSG-K7QP", "SG-1 visit", "sg-team", "the SG group"):
        assert not speaks_of_safeguarding(other)


def test_whoever_is_addressed_in_a_message_stands_in_no_copy_of_it() -> None:
    assert without_mentions("<@U0TOM> and <@W12|ada>: see <#C0SHARED>") == (
        "@somebody and @somebody: see <#C0SHARED>"
    )
