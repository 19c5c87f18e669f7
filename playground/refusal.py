"""What the Web API says no with."""

from playground.workspace import Json


class RefusedError(Exception):
    """A call that Slack refuses, with Slack's own error code and whatever else its answer carries."""

    def __init__(
        self, code: str, *, status: int = 200, retry_after: int | None = None, **details: object
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.retry_after = retry_after
        self.details = details

    def answer(self) -> Json:
        return {"ok": False, "error": self.code, **self.details}


def refuse_payload(code: str, faults: list[str]) -> RefusedError:
    """A refusal of blocks or arguments that tells the developer each fault, as Slack does."""
    return RefusedError(code, response_metadata={"messages": faults})
