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
    """Answer somebody who wrote to us, in the thread of what they wrote; plainly when `thread_ts` is empty.

    SHARED words only: it does not pass the gate.
    """

    channel: str
    thread_ts: str
    text: str
    blocks: Sequence[dict[str, Any]] = ()


Answer = Nothing | Note | OpenForm | ShowInstead | CloseAll | FieldErrors | ShowHome | ReplyInThread
