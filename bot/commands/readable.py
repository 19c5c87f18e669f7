"""Whether what was typed can be read with the keys that are set: asked before the bot serves anybody."""

from bot.settings import Settings
from storage.database import Database
from storage.sealing import CannotOpen
from storage.unit_of_work import UnitOfWork

WITHIN = 30.0  # seconds


class NotReadable(Exception):
    """What was typed last cannot be read. The text says what to do."""


async def require_readable(settings: Settings) -> None:
    """Raise NotReadable when the texts kept last need a key that is not set, or are not sealed yet."""
    database = Database(settings.database_url, settings.keys)
    try:
        fault = await database.read(_fault, WITHIN)
    finally:
        database.close()
    if fault is not None:
        raise NotReadable(fault)


def _fault(work: UnitOfWork) -> str | None:
    if work.resealing.is_any_plain():
        return "Some texts are not sealed yet. Please run: python -m bot migrate"
    found = work.resealing.newest_unreadable()
    return _words_for(*found) if found else None


def _words_for(key_id: str, error: CannotOpen) -> str:
    if error.key_id:
        return (
            f"NARRATIVE_KEYS has no key named {key_id}, and what was typed last is sealed with it. "
            "Please set it again, after the others."
        )
    return (
        f"What was typed last does not open with the key named {key_id} in NARRATIVE_KEYS: it is another key, or the "
        "database was altered. To find out, please run: python -m bot records verify"
    )
