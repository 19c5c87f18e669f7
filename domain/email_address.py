"""E-mail addresses that people write down: they must be able to be written to."""

import re

from domain.errors import NotAllowed

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")


def require_email(text: str, field: str) -> str:
    """Return an e-mail address as it was written, or refuse beside the field what is none; empty is allowed."""
    address = text.strip()
    if address and not _ADDRESS.fullmatch(address):
        raise NotAllowed("This is not an e-mail address. Please check it, or leave it empty.", field)
    return address
