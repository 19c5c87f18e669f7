"""How somebody is best written to and met (domain.md 2.8): asked of nobody twice, shown to whoever writes or meets."""

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """The forms in which something can reach somebody."""

    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"
    TELEPHONE = "telephone"
    LETTER = "letter"
    OTHER_LANGUAGE = "other_language"


@dataclass(frozen=True)
class Needs:
    """What somebody needs; `detail` says which language, who the advocate is, and the like."""

    formats: tuple[Format, ...] = ()
    interpreter: bool = False
    advocate: bool = False
    detail: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.formats or self.interpreter or self.advocate or self.detail)
