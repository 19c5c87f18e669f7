"""What is said about a safeguarding concern after it was raised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from domain.concerns import LONGEST_TEXT
from domain.errors import NotAllowed
from domain.safeguarding import AbuseType, Advocate, Consent

TYPED = ("already_told", "where_it_happened", "wishes", "their_record")
"""The fields of the details that are typed; each is kept as a narrative, by version."""

LONGEST_RECORD_NUMBER = 60


@dataclass(frozen=True)
class Details:
    """What somebody knows about a concern that was raised already. Everything may stay empty (practice.md 1.3).

    `texts` holds what was typed, under the names in `TYPED`; `their_record` among them is the person's number in the
    service's own records, asked for instead of a name (practice.md 1.9). `why_taken_back` says why it is no allegation
    against somebody who works with children after all. `may_write` is what the reporter says of messages to them;
    None where they are not asked.
    Raises NotAllowed, beside the field, for a text that does not fit; nothing of it is cut.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    area_id: UUID | None = None
    types: frozenset[AbuseType] = frozenset()
    is_allegation: bool = False
    works_with_children: bool = False
    is_about_a_child: bool = False
    consent: Consent | None = None
    advocate: Advocate | None = None
    may_write: bool | None = None
    why_taken_back: str = ""

    def __post_init__(self) -> None:
        for name, text in self.texts.items():
            longest = LONGEST_RECORD_NUMBER if name == "their_record" else LONGEST_TEXT
            if len(text) > longest:
                raise NotAllowed(
                    f"Please shorten this to {longest:,} characters. Nothing has been saved or cut.", name
                )
