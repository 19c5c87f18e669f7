"""How people of Alderwick House ask for a copy of the record and fetch it, and how a test reads what they got."""

import json
import re
import zipfile
from io import BytesIO
from typing import Any

import aiohttp
from openpyxl import load_workbook

from playground.house import House
from playground.visitor import Visitor
from tests.flows.reporting import INTERNAL

OF, FOR, KIND = "Of which contract?", "What is it for?", "What of it?"
READERS, FROM, UNTIL = "Who will read it?", "From which day?", "Until which day?"
REASON = "Handing the contract over to the new lead"
LINK = re.compile(r"<(http[^|>]+)\|")


async def ask(house: House, who: Visitor, in_: str = INTERNAL, **answers: object) -> str:
    """Ask for a copy with `/contract export`, and return the address that is shown."""
    opened = await who.command("/contract", in_, "export")
    assert opened.ok, opened
    return await ask_on_form(house, who, **answers)


async def ask_on_form(house: House, who: Visitor, **answers: object) -> str:
    """Fill in the form that is open, and return the address that is shown."""
    await who.fill({FOR: REASON, **answers})
    sent = await who.submit()
    assert sent.ok, sent
    await house.settle()
    form = await who.modal()
    assert form is not None
    found = LINK.search(json.dumps((await who.view())["modals"]))
    assert found, form.texts
    return found[1]


async def fetch(address: str, method: str = "POST") -> tuple[int, dict[str, str], bytes]:
    """Open the page, or press its button: the status, what the answer says of itself, and what came."""
    async with aiohttp.ClientSession() as web, web.request(method, address) as answer:
        return answer.status, dict(answer.headers), await answer.read()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of a copy, as any zip program reads them."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    """Return files put together by somebody else."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return file.getvalue()


def record_of(content: bytes) -> dict[str, Any]:
    """Return the whole record as another program reads it."""
    record: dict[str, Any] = json.loads(unpacked(content)["record.json"])
    return record


def sheet_of(content: bytes, name: str) -> list[dict[str, Any]]:
    """Return the rows of one sheet by their headings, as another program reads them."""
    book = load_workbook(BytesIO(unpacked(content)["record.xlsx"]))
    headings, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def everything_in(content: bytes) -> str:
    """Return every word of every file of a copy, taken out of its wrappings."""
    files = unpacked(content)
    inner = [unpacked(files[name]) for name in ("record.xlsx", "record.docx")]
    parts = [*files.values(), *(part for each in inner for part in each.values())]
    return "\n".join(part.decode(errors="replace") for part in parts)
