"""Alderwick House, copied as often as somebody dies in it: from an SQLite file, or inside a PostgreSQL server."""

import os
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from playground.house import House, seals_file_of
from playground.server import Pace
from playground.workspace import Workspace
from storage.schema import migrate
from tests.conftest import Furnished
from tests.postgres import PostgresServer


class Houses(Protocol):
    """Where a house comes from that nobody has died in yet."""

    def one(self, folder: Path) -> AbstractAsyncContextManager[Furnished]:
        """Give one for as long as its `async with` lasts; whatever it keeps beside a server is in the folder."""
        ...


@dataclass(frozen=True)
class SqliteHouses:
    """Copies of the house in a folder."""

    template: Path

    @asynccontextmanager
    async def one(self, folder: Path) -> AsyncIterator[Furnished]:
        """Give a copy of the file, and of the seals beside it."""
        for name in ("handrail.db", "handrail.db.seals"):
            shutil.copy(self.template / name, folder / name)
        url = f"sqlite:///{folder / 'handrail.db'}"
        yield Furnished(url, Workspace.load(self.template / "workspace.json"))


@dataclass(frozen=True)
class PostgresHouses:
    """Copies of the house in a database."""

    server: PostgresServer
    template: str
    workspace: Path

    @asynccontextmanager
    async def one(self, _folder: Path) -> AsyncIterator[Furnished]:
        """Give a copy of the database, and of the seals that belong to it."""
        name = f"{self.template}_{secrets.token_hex(4)}"
        url = self.server.create_database(name, self.template)
        seals = shutil.copy(seals_file_of(self.server.url_of(self.template)), seals_file_of(url))
        try:
            yield Furnished(url, Workspace.load(self.workspace))
        finally:
            self.server.drop_database(name)
            os.remove(seals)  # noqa: PTH107  nothing here waits for a disc any longer than for the copy above


async def build(url: str, workspace: Path) -> None:
    """Set Alderwick House up in an empty database."""
    migrate(url)
    async with House(url, pace=Pace(burst=None)) as house:
        await house.set_up()
        house.playground.workspace.save(workspace)
