"""Evidence kept beside a record: a pointer to where it can be seen, and its words only where somebody chooses to.

Practice.md 1.9: evidence is a pointer, not a copy. Nothing that names somebody is kept, and nothing of safeguarding.
"""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

from domain.confidentiality import ContentClass
from domain.errors import NotAllowed
from domain.identifiers import Identifier
from domain.people import Party


class Keeping(StrEnum):
    """What is kept of a message: where it stands, or its words too."""

    POINTER = "pointer"
    WORDS = "words"


PERSONAL = frozenset(
    {
        Identifier.NHS_NUMBER,
        Identifier.BIRTH_DATE,
        Identifier.POSTCODE,
        Identifier.INSURANCE_NUMBER,
    }
)
"""What in a message names somebody as surely as a name does. A telephone number may be that of an office."""

_SAFEGUARDING = re.compile(r"(?<!\w)SG-[2-9A-Z]{4,}(?!\w)")
_MENTION = re.compile(r"<@[UW]\w*(?:\|[^>]*)?>")


def speaks_of_safeguarding(text: str) -> bool:
    """Say whether a text gives the reference of a safeguarding record."""
    return _SAFEGUARDING.search(text) is not None


def require_nothing_of_safeguarding(texts: Mapping[str, str]) -> None:
    """Refuse the first text, by the name of its field, that gives the reference of a safeguarding record."""
    for field, text in texts.items():
        if speaks_of_safeguarding(text):
            raise NotAllowed(
                "This speaks of a safeguarding record, and nothing of that is kept here. "
                "Please open that record and add what you know there.",
                field,
            )


def without_mentions(text: str) -> str:
    """Return a message without the Slack ids of whoever is addressed in it: *@somebody* stands for each."""
    return _MENTION.sub("@somebody", text)


def classes_offered(party: Party, *, provider_knows: bool) -> tuple[ContentClass, ...]:
    """Return who can be chosen to read evidence of a record, widest first.

    What the other sides do not know of yet has no readers there: it is for our own side and whoever keeps it.
    """
    if not provider_knows:
        return (ContentClass.INTERNAL,)
    match party:
        case Party.OWN:
            return (ContentClass.SHARED, ContentClass.PARTNERS, ContentClass.INTERNAL)
        case Party.PARTNER:
            return (ContentClass.SHARED, ContentClass.PARTNERS)
        case _:
            return (ContentClass.SHARED,)


def require_class(
    chosen: str, offered: Collection[ContentClass], missing: str, not_known: str
) -> ContentClass:
    """Return the class chosen, or the only one there is. Raises NotAllowed beside the field `content_class`."""
    if len(offered) == 1:
        (only,) = offered
        if chosen not in {"", only}:
            raise NotAllowed(not_known, "content_class")
        return only
    if chosen not in set(offered):
        raise NotAllowed(missing, "content_class")
    return ContentClass(chosen)
