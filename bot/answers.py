"""What a flow may answer. The flow says what; one place acknowledges, after the record is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

View = dict[str, Any]
Blocks = list[dict[str, Any]]


@dataclass(frozen=True)
class Nothing:
    """Only acknowledge. A form closes."""


@dataclass(frozen=True)
class Note:
    """A few words that only the person who acted sees."""

    text: str
    blocks: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class OpenForm:
    """Open a form, or lay one over the form at hand."""

    view: View


@dataclass(frozen=True)
class ShowInstead:
    """Put another view in place of the form at hand."""

    view: View


@dataclass(frozen=True)
class DrawAgain(ShowInstead):
    """The form at hand, with the fields that what was chosen in it calls for; nothing was kept.

    So the same form may be sent again. Where it shows something newer by the time this arrives, that stays: drawn over
    what says that it is kept, an empty form would ask for it once more.
    """


@dataclass(frozen=True)
class CloseAll:
    """Close the form and every window beneath it, since they now show something old."""


@dataclass(frozen=True)
class FieldErrors:
    """Words beside fields; the form stays open and nothing was kept."""

    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShowHome:
    """Draw the person's home tab."""

    view: View


@dataclass(frozen=True)
class ReplyInThread:
    """Answer somebody who mentioned us, in the thread of what they wrote, where anybody may read along.

    It goes at once and asks no gate, so by its shape it can say nothing of any record: the words are a prompt's that
    takes no facts, and below them stand buttons alone.
    """

    channel: str
    thread_ts: str
    prompt: str
    below: Sequence[dict[str, Any]] = ()

    def __post_init__(self) -> None:
        if any(block["type"] != "actions" for block in self.below):
            raise ValueError("a reply in a channel has buttons below its words, and nothing else")


@dataclass(frozen=True)
class ReplyInPrivate:
    """Answer somebody who wrote us a direct message; shown only where they did, to nobody but them."""

    thread_ts: str
    text: str
    blocks: Sequence[dict[str, Any]] = ()


Answer = (
    Nothing
    | Note
    | OpenForm
    | ShowInstead
    | CloseAll
    | FieldErrors
    | ShowHome
    | ReplyInThread
    | ReplyInPrivate
)
