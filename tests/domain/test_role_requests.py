"""Which roles nobody gives themselves alone, and which are never changed unseen."""

from domain.people import MATRIX, SAFEGUARDING_ROLES, Act, Role
from domain.role_requests import SECONDED, WATCHED, needs_a_second


def test_whatever_opens_sealed_names_or_restricted_copies_takes_two_people() -> None:
    opens = {Act.REVEAL_SPEAK_UP, Act.EXPORT_RESTRICTED}
    assert {role for role in Role if opens & MATRIX[role]} == SECONDED
    assert all(needs_a_second(role, is_for_oneself=True) for role in SECONDED)
    assert not any(needs_a_second(role, is_for_oneself=False) for role in Role)


def test_a_safeguarding_lead_is_named_at_once_and_never_unseen() -> None:
    assert SAFEGUARDING_ROLES <= WATCHED
    assert not any(needs_a_second(role, is_for_oneself=True) for role in SAFEGUARDING_ROLES)
