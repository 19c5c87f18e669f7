"""The answer to a request for one's own data as one file: for reading in a browser, and for other programs."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO
from typing import Any

from bot.templates import words

FIXED = (1980, 1, 1, 0, 0, 0)


def subject_archive(reference: str, items: Sequence[Mapping[str, str]]) -> bytes:
    """Return a zip with `data.json` and `data.html`; what is made twice from the same decisions is the same."""
    whole = {"request": reference, "items": [dict(item) for item in items]}
    files = {
        "data.html": _page(reference, items).encode(),
        "data.json": (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode(),
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, FIXED)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            packed.writestr(entry, content)
    return file.getvalue()


def _page(reference: str, items: Sequence[Mapping[str, str]]) -> str:
    label = words("subject_request_forms")
    rows = "".join(
        f"<tr><th scope='row'>{escape(item['number'])}</th><td>{escape(_said(item, label))}</td></tr>"
        for item in items
    )
    heading = escape(f"{label.file_heading} ({reference})")
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{heading}</title></head>'
        f"<body><main><h1>{heading}</h1><p>{escape(label.file_rights)}</p><table>{rows}</table></main></body></html>\n"
    )


def _said(item: Mapping[str, str], label: Any) -> str:
    if "words" in item:
        return item["words"]
    why = getattr(label, f"exemption_{item['why']}")
    return f"{label.file_withheld}: {why}"
