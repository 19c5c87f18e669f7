"""`python -m bot export`: a copy for whoever runs Handrail, and whether one is whole."""

import asyncio
import json
import stat
from pathlib import Path

from sqlalchemy.engine import make_url

from playground.keys import KEYS
from storage.database import Database
from tests.bot.test_command_line import enough, said_by
from tests.bot.test_record_commands import Said
from tests.bot.test_record_commands import said_by as said_without_a_process
from tests.conftest import Furnished
from tests.flows.export_story import unpacked

FOR = ("--for", "Asked for by the records team")


async def said_here(*words: str, **settings: str) -> Said:
    """The same without another process for each: they all begin alike."""
    return await asyncio.to_thread(said_without_a_process, *words, **settings)


async def test_the_operator_takes_a_copy_away_which_stays_on_the_record_and_finds_what_was_altered(
    furnished_sqlite: Furnished, tmp_path: Path
) -> None:
    settings = enough(Path(str(make_url(furnished_sqlite.url).database)))
    out = tmp_path / "copy.zip"
    code, said, complained = await said_by(
        "export", "contract", "ALD-2024-17", *FOR, "--out", str(out), **settings
    )

    assert (code, complained) == (0, ""), complained
    assert "stays on the record" in said
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert json.loads(unpacked(out.read_bytes())["record.json"])["about"]["class"] == "internal"
    assert (await said_here("export", "verify", str(out)))[0] == 0
    code, _said, complained = await said_here(
        "export", "contract", "ALD-2024-17", *FOR, "--out", str(out), **settings
    )
    assert (code, complained) == (2, f"{out} is there already. Please choose another name.\n")

    altered = bytearray(out.read_bytes())
    altered[len(altered) // 2] ^= 1
    out.write_bytes(altered)
    code, _said, complained = await said_here("export", "verify", str(out))
    assert code == 1
    assert "The copy is NOT whole" in complained

    database = Database(furnished_sqlite.url, KEYS)
    [contract] = await database.read(lambda work: work.contracts.all())
    entries = await database.read(lambda work: work.chronology.stream(contract.id))
    database.close()
    [made] = [entry for entry in entries if entry.event.value == "export_made"]
    assert made.actor_id is None
    assert made.facts["by"] == "operator"
    assert set(made.facts["digests"]) == {
        "README.txt",
        "digests.txt",
        "record.docx",
        "record.json",
        "record.xlsx",
    }
    assert made.facts["counts"]["people"] > 0


async def test_a_contract_that_is_not_there_leaves_no_file_behind(
    furnished_sqlite: Furnished, tmp_path: Path
) -> None:
    settings = enough(Path(str(make_url(furnished_sqlite.url).database)))
    out = tmp_path / "copy.zip"
    code, _said, complained = await said_here(
        "export", "contract", "NO-SUCH", *FOR, "--out", str(out), **settings
    )

    assert (code, complained) == (2, "There is no contract NO-SUCH.\n")
    assert not out.exists()
