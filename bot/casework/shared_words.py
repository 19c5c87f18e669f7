"""Words that every party of a contract reads name nobody and speak of no safeguarding record (practice.md 1.2, 2.6)."""

from collections.abc import Mapping
from uuid import UUID

from bot.casework.second_look import require_second_look
from domain.kept_evidence import require_nothing_of_safeguarding
from domain.names import require_no_name
from storage.unit_of_work import UnitOfWork


def require_words_for_all(work: UnitOfWork, contract_id: UUID, texts: Mapping[str, str]) -> None:
    """Refuse the first text, by the name of its field, that speaks of a safeguarding record or names somebody.

    Raises LookAgain for what looks like a number or an address of a person, the first time.
    """
    require_nothing_of_safeguarding(texts)
    names = [person.name for person in work.people.of_contract(contract_id)]
    for field, text in texts.items():
        require_no_name(text, names, field)
    require_second_look(work, contract_id, texts)
