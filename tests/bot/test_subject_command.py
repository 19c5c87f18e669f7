"""`python -m bot subject`: the signed answer to a request for personal data, and that it was taken."""

import asyncio
import json
import stat
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from secrets import choice

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.casework.concerns import log_concern
from bot.casework.safeguarding import raise_safeguarding
from bot.casework.subject_items import compile_items, decide_item, sign_off
from bot.casework.subject_requests import NewRequest, record_request
from domain.chronology import Event
from domain.concerns import Kind, NewConcern
from domain.people import Role
from domain.subject_requests import Exemption, HowReceived, ItemDecision
from playground import alderwick
from playground.keys import KEYS
from storage.chronology import ChronologyEntry
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.bot.test_command_line import enough
from tests.casework.evaluated_records import person
from tests.conftest import Furnished

NOW = datetime(2026, 9, 8, 9, tzinfo=UTC)
GAPS, HURT = "Gaps in the charts that Priya Nair keeps", "Bed three was shouted at all night"


def ask_for_data(work: UnitOfWork) -> str:
    """Tom has reported two things, and asks for his data; everything but the safeguarding concern is to be given."""
    tom, grace = person(work, alderwick.TOM), person(work, alderwick.GRACE)
    work.people.give(grace.id, Role.RECORDS_OFFICER, None, NOW)
    contract_id = alderwick.contract_id(work)
    log_concern(work, tom, NewConcern(Kind.QUALITY, GAPS, "", ""), contract_id, NOW, choice)
    raise_safeguarding(work, tom, NewConcern(Kind.AT_RISK, HURT, "", ""), contract_id, NOW, choice)
    new = NewRequest(HowReceived.LETTER, NOW.date(), NOW.date(), tom.id)
    request = record_request(work, grace, new, NOW, choice)
    compile_items(work, grace, request.id, NOW)
    return request.reference


def decide(work: UnitOfWork) -> None:
    """The records officer gives what she reads, the second line withholds the rest, and the director signs it off."""
    grace, helen, anita = (person(work, who) for who in (alderwick.GRACE, alderwick.HELEN, alderwick.ANITA))
    [request] = work.subject_requests.open()
    for item in work.subject_requests.items(request.id):
        if item.is_held_back:
            decide_item(work, helen, item.id, ItemDecision.WITHHOLD, NOW, exemption=Exemption.THIRD_PARTY)
        else:
            decide_item(work, grace, item.id, ItemDecision.GIVE, NOW)
    sign_off(work, anita, request.id, agrees=True, now=NOW)


def taken(work: UnitOfWork) -> list[ChronologyEntry]:
    """What is on the record of files that were taken away."""
    [request] = work.subject_requests.open()
    return [entry for entry in work.chronology.of(request.id) if entry.event is Event.EXPORT_MADE]


@pytest.mark.criterion("CPC424-P8")
def test_the_operator_takes_the_signed_answer_away_once_for_each_name_and_that_stays_on_the_record(
    furnished_sqlite: Furnished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = enough(Path(furnished_sqlite.url.removeprefix("sqlite:///")))
    database, out = Database(furnished_sqlite.url, KEYS), tmp_path / "answer.zip"

    def said_by(reference: str) -> tuple[int, str, str]:
        found = CliRunner().invoke(app, ("subject", reference, "--out", str(out)), env=settings)
        return found.exit_code, found.stdout, found.stderr

    reference = asyncio.run(database.write(ask_for_data))
    assert said_by("SR-0000") == (2, "", "There is no request SR-0000.\n")
    code, _said, refused = said_by(reference)
    assert code == 2
    assert "Nobody has signed this answer off yet" in refused
    assert not out.exists(), "nothing is left of what was refused"
    asyncio.run(database.write(decide))
    code, said, refused = said_by(reference.lower())

    assert (code, refused) == (0, ""), refused
    assert "that it was taken stays on the record" in said
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with zipfile.ZipFile(out) as file:
        whole, page = json.loads(file.read("data.json")), file.read("data.html").decode()
    assert whole["request"] == reference
    assert any(GAPS in each.get("words", "") for each in whole["items"])
    assert {each["why"] for each in whole["items"] if each["decision"] == "withhold"} == {"third_party"}
    assert HURT not in page + json.dumps(whole)
    [entry] = asyncio.run(database.read(taken))
    database.close()
    assert (entry.actor_id, entry.facts["by"]) == (None, "operator")
    assert entry.facts["digest"] == sha256(out.read_bytes()).hexdigest()
    assert said_by(reference) == (2, "", f"{out} is there already. Please choose another name.\n")
