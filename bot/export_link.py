"""Where a copy of the record is fetched: the bot's own web address (practice.md 1.9)."""

from bot.settings import Settings


def address(settings: Settings, token: str) -> str:
    """Return the address of one link. It is shown to whoever asked and nowhere else; no log ever has it."""
    return f"{settings.public_url.rstrip('/')}/exports/{token}"
