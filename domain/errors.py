"""Refusals that a person is meant to read."""


class NotAllowed(Exception):
    """An expected refusal, in words for the person it answers: what is wrong and what to do instead.

    `field` names the form field the words belong beside; without it they answer the whole request.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotYours(NotAllowed):
    """Refused because of who asks. Such refusals are recorded (practice.md 1.5: refuse reading, never reporting)."""
