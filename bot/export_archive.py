"""A copy of the record as one file: the files in it, their digests, and whether it is whole (practice.md 1.9)."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.escaping import as_plain
from bot.export_document import document
from bot.export_workbook import workbook
from bot.templates import render
from domain.chronology import digest_of
from domain.exports import Cell, RecordCopy, Table

JSON, WORKBOOK, DOCUMENT, README, DIGESTS = (
    "record.json",
    "record.xlsx",
    "record.docx",
    "README.txt",
    "digests.txt",
)
IN_ALL = (README, DIGESTS, DOCUMENT, JSON, WORKBOOK)
FIXED = (1980, 1, 1, 0, 0, 0)
"""The time that every file in the archive bears: what is made twice from the same record is the same."""


@dataclass(frozen=True)
class Archive:
    """The finished file and what is written down of it."""

    name: str
    content: bytes
    digests: Mapping[str, str]
    counts: Mapping[str, int]
    media_type: str = "application/zip"


def archive(copy: RecordCopy, made_at: datetime, template: Path | None) -> Archive:
    """Write all files of a copy. `template` is an organisation's own Word template, None for ours."""
    files = {
        JSON: _json(copy),
        WORKBOOK: workbook(copy, made_at),
        DOCUMENT: repacked(document(copy, made_at, template)),
        README: _readme(copy),
    }
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    files[DIGESTS] = _digests_text(digests, json.loads(files[JSON]))
    packed = _packed(files)
    digests[DIGESTS] = hashlib.sha256(files[DIGESTS]).hexdigest()
    return Archive(_name(copy, made_at), packed, digests, copy.counts)


def _readme(copy: RecordCopy) -> bytes:
    facts = {"readers": "", **copy.about, "has_chain": copy.chain is not None}
    return (as_plain(render("export_readme", facts)) + "\n").encode()


def _name(copy: RecordCopy, made_at: datetime) -> str:
    reference = "".join(
        sign if sign.isalnum() and sign.isascii() else "-" for sign in str(copy.about["contract"])
    )
    return f"handrail-{reference}-{copy.about['kind']}-{made_at:%Y%m%d}.zip"


def _packed(files: Mapping[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, content)
    return file.getvalue()


def repacked(content: bytes) -> bytes:
    """Return an Office file with the times of its parts taken out; the parts stay in their order."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            entry = zipfile.ZipInfo(part.filename, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(part.filename))
    return file.getvalue()


def _json(copy: RecordCopy) -> bytes:
    whole = {
        "about": {name: _plain(value) for name, value in copy.about.items()},
        "chain": vars(copy.chain) if copy.chain else None,
        "entries": list(copy.entries),
        "tables": {table.name: _rows(table) for table in copy.tables},
    }
    return (json.dumps(whole, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def _rows(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows]


def _plain(value: Cell) -> Any:
    return (
        value.isoformat() if isinstance(value, date) else value
    )  # moments are dates too, and say their zone


def _digests_text(digests: Mapping[str, str], record: Mapping[str, Any]) -> bytes:
    lines = [f"{digest}  {name}" for name, digest in sorted(digests.items())]
    if chain := record.get("chain"):
        lines.append(f"{chain['digest']}  chain of the contract at entry {chain['number']}")
    return ("\n".join(lines) + "\n").encode()


def faults_of(content: bytes) -> list[str]:
    """Say, one a line, how a copy differs from what it was when it was made; nothing when it is whole."""
    try:
        files = _unpacked(content)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError):
        return ["This is not a copy made by Handrail, or it was damaged as a whole."]
    faults = [f"{name} cannot be read: it was damaged." for name, found in files.items() if found is None]
    faults += [f"{name} is missing." for name in IN_ALL if name not in files]
    faults += [f"{name} was added." for name in sorted(files.keys() - set(IN_ALL))]
    return faults or _faults_within({name: found or b"" for name, found in files.items()})


def _unpacked(content: bytes) -> dict[str, bytes | None]:
    """Return every file; None for one that cannot be read."""
    found: dict[str, bytes | None] = {}
    with zipfile.ZipFile(BytesIO(content)) as packed:
        for part in packed.infolist():
            if part.filename in found:
                raise ValueError("a name stands twice")
            try:
                found[part.filename] = packed.read(part.filename)
            except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError):
                found[part.filename] = None
    return found


def _faults_within(files: Mapping[str, bytes]) -> list[str]:
    stated = {
        name: digest
        for digest, _, name in (
            line.partition("  ") for line in files[DIGESTS].decode(errors="replace").splitlines()
        )
    }
    found = {name: hashlib.sha256(files[name]).hexdigest() for name in IN_ALL if name != DIGESTS}
    faults = [
        f"{name} is not the file it was: its digest differs."
        for name in found
        if stated.get(name) != found[name]
    ]
    try:
        record = json.loads(files[JSON])
        if not faults and files[DIGESTS] != _digests_text(found, record):
            faults.append(f"{DIGESTS} is not the file it was.")
        return faults + _broken_entries(record)
    except (ValueError, KeyError, TypeError, AttributeError):
        return faults or [f"{JSON} cannot be read."]


def _broken_entries(record: Mapping[str, Any]) -> list[str]:
    """Go along the entries of the chronology again: each digest, and each link to the one before it."""
    faults, before = list[str](), dict[str, Any]()
    for entry in record["entries"]:
        at = datetime.fromisoformat(entry["at"])
        made = digest_of(entry["previous"], entry["stream"], entry["number"], at, entry["content"])
        follows = before.get("stream") == entry["stream"] and before["number"] + 1 == entry["number"]
        if made != entry["digest"] or (follows and before["digest"] != entry["previous"]):
            faults.append(f"Entry {entry['number']} of the chronology was altered.")
        before = entry
    chain = record.get("chain")
    if chain and before and before["number"] == chain["number"] and before["digest"] != chain["digest"]:
        faults.append("The chronology does not end where the chain did.")
    return faults
