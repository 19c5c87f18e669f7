"""The seals outside the database: a file to which one line is added for each, so that an older database shows."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from domain.seals import SealMade, lines_as_of, read_lines

ONLY_OURS = 0o600


class SealsFile:
    """A file of seals, a line each. It is only ever added to, by any number of processes on one machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Say whether there is such a file."""
        return self.path.exists()

    def is_empty(self) -> bool:
        """Say whether nothing stands in it; a device that keeps nothing is no such file."""
        return self.path.is_file() and self.path.stat().st_size == 0

    def begin(self) -> None:
        """Make the file, empty, where there is none: done once, before the first seal, so that a lost one shows."""
        os.close(os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, ONLY_OURS))

    def set_aside(self, moment: str) -> Path | None:
        """Give the file another name, so that one can be begun anew; nothing is deleted. None where there is none."""
        if not self.exists():
            return None
        aside = self.path.with_name(f"{self.path.name}.until-{moment}")
        self.path.rename(aside)
        return aside

    def lines(self) -> list[str]:
        """Return what stands in it, line by line; a last line that was broken off is not there yet."""
        if not self.exists():
            return []
        return _whole_lines(self.path.read_bytes())

    def lines_as_of(self, made: Sequence[SealMade], before: Sequence[str]) -> list[str] | None:
        """Return its lines as of the moment at which these seals were read, `before` being read just before them.

        None where there is no file.
        """
        return lines_as_of(made, before, self.lines()) if self.exists() else None

    def catch_up(self, seals: Sequence[SealMade]) -> int:
        """Add the seals that came after the newest one it has, and return how many; on the disk when this returns."""
        with self._held() as descriptor:
            held = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
            known = {seal.signed for seal in read_lines(_whole_lines(held)) if seal is not None}
            missing = _after_the_last_known(seals, known)
            if missing:
                if held and not held.endswith(b"\n"):  # a line that was broken off by a crash is written anew
                    os.ftruncate(descriptor, held.rfind(b"\n") + 1)
                os.write(descriptor, "".join(f"{seal.to_line()}\n" for seal in missing).encode())
                os.fsync(descriptor)
        return len(missing)

    @contextmanager
    def _held(self) -> Iterator[int]:
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, ONLY_OURS)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)


def _whole_lines(held: bytes) -> list[str]:
    return held[: held.rfind(b"\n") + 1].decode(errors="replace").splitlines()


def _after_the_last_known(seals: Sequence[SealMade], known: set[str]) -> Sequence[SealMade]:
    for number in range(len(seals), 0, -1):
        if seals[number - 1].signed in known:
            return seals[number:]
    return seals
