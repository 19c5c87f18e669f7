"""What a lock screen shows of a message about safeguarding or support: that something is open, and no more."""

from bot.templates import render


def lock_screen_words(reference: str, *, is_urgent: bool, is_due: bool = False) -> str:
    """Return the push text of a message to somebody on the route, such as "Urgent SG-K7QP: open" (practice.md 4).

    `is_due`: a line of the day's digest, which each morning says the same of a duty that nobody has answered.
    Whoever sees the telephone lying there must not learn what it is about.
    """
    return render("lock_screen", {"reference": reference, "is_urgent": is_urgent, "is_due": is_due})
