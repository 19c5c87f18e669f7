"""Files that the app gave to Slack; they last as long as the stand-in runs."""

from dataclasses import dataclass


@dataclass
class File:
    """One file. It is there once its bytes have arrived and the app has said that this was all."""

    name: str
    length: int
    ticket: str
    title: str = ""
    content: bytes = b""
    is_complete: bool = False


class Files:
    """Every file of the stand-in, by its id."""

    def __init__(self) -> None:
        self.by_id: dict[str, File] = {}

    def shown(self, file_id: str) -> File | None:
        """A file that a message may show; None for one that never arrived."""
        found = self.by_id.get(file_id)
        return found if found is not None and found.is_complete else None
