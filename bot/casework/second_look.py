"""A second look at words for every party: what reads like a number or an address of a person is asked about once."""

from collections.abc import Collection, Mapping
from uuid import UUID

from domain.errors import NotAllowed
from domain.identifiers import Identifier, identifiers_in
from domain.names import name_in
from storage.unit_of_work import UnitOfWork


class LookAgain(NotAllowed):
    """Words for every party look as if they named a person. Nothing was kept; the same words again are.

    `found` says which kinds in which field; `texts` are the words themselves, and stay out of every log.
    """

    def __init__(self, found: Mapping[str, tuple[Identifier, ...]], texts: Mapping[str, str]) -> None:
        super().__init__("")
        self.found = dict(found)
        self.texts = {field: texts[field] for field in found}


def require_second_look(
    work: UnitOfWork, about: UUID, texts: Mapping[str, str], names: Collection[str] = ()
) -> None:
    """Let words for every party pass that name nobody, or whose author has been asked and sends them again.

    Only what is typed into a form is looked at, with `names` for these as well, and in small letters too: whoever typed
    it is asked, not refused. Raises LookAgain for what nobody has
    been asked about yet.
    """
    if work.second_looks.asked_at is None:
        return
    kept, calendar = work.organisations.settings(), work.organisations.calendar(None)
    ours = [kept.emergency_number, kept.duty_number] if kept is not None else []
    today = calendar.local(work.second_looks.asked_at).date()
    new: dict[str, tuple[Identifier, ...]] = {}
    for field, text in texts.items():
        kinds = identifiers_in(text, today, ours)
        if names and name_in(text, names, in_small_letters=True) is not None:
            kinds = (*kinds, Identifier.NAME)
        if kinds and work.second_looks.was_asked(text):
            work.second_looks.kept[field] = [kind.value for kind in kinds], about
        elif kinds:
            new[field] = kinds
    if new:
        raise LookAgain(new, texts)
