"""Slack's own escaping, undone."""


def as_plain(text: str) -> str:
    """Return escaped words as they read: for plain text, which Slack does not undo, and for messages it hands us."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
