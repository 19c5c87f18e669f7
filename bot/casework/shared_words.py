"""Words that every party of a contract reads are kept free of its people's names (practice.md 2.6)."""

from collections.abc import Mapping
from uuid import UUID

from bot.casework.second_look import require_second_look
from domain.errors import NotAllowed
from domain.kept_evidence import speaks_of_safeguarding
from domain.names import require_no_name
from storage.unit_of_work import UnitOfWork


def require_no_names(work: UnitOfWork, contract_id: UUID, texts: Mapping[str, str]) -> None:
    """Refuse the first text, by the name of its field, in which somebody of the contract is named.

    Raises LookAgain for what looks like a number or an address of a person, the first time.
    """
    names = [person.name for person in work.people.of_contract(contract_id)]
    for field, text in texts.items():
        require_no_name(text, names, field)
    require_second_look(work, contract_id, texts)


def require_words_for_all(work: UnitOfWork, contract_id: UUID, texts: Mapping[str, str]) -> None:
    """Refuse words for every party that name somebody, or that speak of a safeguarding record (practice.md 1.2)."""
    for field, text in texts.items():
        if speaks_of_safeguarding(text):
            raise NotAllowed(
                "This speaks of a safeguarding record, and nothing of that is written here. "
                "Please open that record and add what you know there.",
                field,
            )
    require_no_names(work, contract_id, texts)
