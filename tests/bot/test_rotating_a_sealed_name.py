"""`python -m bot keys rotate` with a sealed name: sealed anew, shown nowhere, and opened by the new key alone."""

import asyncio
from pathlib import Path
from secrets import choice

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.casework.speak_up import Raised, seal_and_raise
from bot.casework.speak_up_reveal import reveal
from bot.inbound import Actor
from domain.concerns import Kind, NewConcern
from domain.people import Role
from playground import alderwick
from playground.keys import KEYS, NARRATIVE_KEYS, SPEAK_UP_KEYS
from storage.database import Database
from storage.sealing import CannotOpen, Keyring, Keys, new_key
from storage.speak_up import Identity
from storage.unit_of_work import UnitOfWork
from tests.bot.test_command_line import enough
from tests.casework.evaluated_records import person
from tests.conftest import Furnished

NOW = alderwick.BEGINS
JOANNE = alderwick.JOANNE


def seal(work: UnitOfWork) -> None:
    """Joanne raises something with her name sealed; Leah is a speak-up lead."""
    actor = Actor(team_id=JOANNE.team_id, user_id=JOANNE.user_id, name=JOANNE.name)
    raised = Raised(NewConcern(Kind.QUALITY, "The lift has stood for a week", "", ""), None)
    seal_and_raise(work, actor, person(work, JOANNE), raised, "ABCD-EFGH", NOW, choice)
    work.people.give(person(work, alderwick.LEAH).id, Role.SPEAK_UP_LEAD, None, NOW)


def revealed(work: UnitOfWork) -> Identity:
    """Who it was, as Leah learns it."""
    [sealed] = work.speak_up.newest(2)
    return reveal(work, person(work, alderwick.LEAH), sealed.id, "The police ask for a witness", NOW)


@pytest.mark.criterion("CPC424-P11")
def test_a_sealed_name_is_sealed_with_the_new_key_and_opens_with_it_alone(
    furnished_sqlite: Furnished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database, new = Database(furnished_sqlite.url, KEYS), f"new:{new_key()}"
    asyncio.run(database.write(seal))
    database.close()
    settings = enough(Path(furnished_sqlite.url.removeprefix("sqlite:///")))
    only_new = Keys(KEYS.narratives, Keyring.read(new), KEYS.chain)

    before = Database(furnished_sqlite.url, only_new)
    with pytest.raises(CannotOpen, match="the key named demo is not set"):
        asyncio.run(before.write(revealed))
    before.close()
    code, said, refused = rotated(settings | {"SPEAK_UP_KEYS": new})
    assert code == 1
    assert "1 stay as they are: the key named demo is not set." in refused

    code, said, refused = rotated(settings | {"SPEAK_UP_KEYS": f"{new},{SPEAK_UP_KEYS}"})

    assert (code, refused) == (0, "")
    assert "speak_up_identity.token: 1 sealed with the first key" in said
    assert "SPEAK_UP_KEYS: demo may be dropped here" in said
    for secret in (JOANNE.name, JOANNE.user_id, new.partition(":")[2], NARRATIVE_KEYS.partition(":")[2]):
        assert secret not in said
    after = Database(furnished_sqlite.url, only_new)
    assert asyncio.run(after.write(revealed)).user_id == JOANNE.user_id
    after.close()
    old = Database(furnished_sqlite.url, KEYS)
    with pytest.raises(CannotOpen, match="the key named new is not set"):
        asyncio.run(old.write(revealed))
    old.close()


def rotated(settings: dict[str, str]) -> tuple[int, str, str]:
    """How the command ended, what it said, and what it complained of."""
    found = CliRunner().invoke(app, ("keys", "rotate"), env=settings)
    return found.exit_code, found.stdout, found.stderr
