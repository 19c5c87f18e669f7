"""The matrix of roles and acts: what a side can never hold, whatever else changes."""

from domain.confidentiality import ContentClass, may_read
from domain.people import MATRIX, ROLES_OF_PARTY, Act, Party, Role


def test_an_advocate_and_a_family_read_what_is_shared_say_what_they_see_and_decide_nothing() -> None:
    for role in ROLES_OF_PARTY[Party.OTHER]:
        assert MATRIX[role] == {Act.READ_CONTRACT, Act.TAKE_PART}
    assert [each for each in ContentClass if may_read(Party.OTHER, each)] == [ContentClass.SHARED]


def test_an_administrator_reads_no_case_by_being_one() -> None:
    assert Act.READ_CONTRACT not in MATRIX[Role.ADMINISTRATOR]
    assert Act.NAME_OWNER not in MATRIX[Role.ADMINISTRATOR]


def test_every_role_for_a_contract_belongs_to_one_side() -> None:
    listed = [role for roles in ROLES_OF_PARTY.values() for role in roles]

    assert len(listed) == len(set(listed))
    assert {role for role in Role if Act.READ_CONTRACT in MATRIX[role]} == set(listed)
