"""What a contract is, and what must be said when one is set up."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.calendar import Nation
from domain.errors import NotAllowed


class ChannelPurpose(StrEnum):
    """What a linked channel is for. It is routing; who can see the channel is read from Slack at send time."""

    SHARED = "shared"
    INTERNAL = "internal"


@dataclass(frozen=True)
class NewContract:
    """The facts of a contract."""

    reference: str
    title: str
    provider: str
    service: str
    nation: Nation
    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        for name, words in (
            ("reference", "Please give the contract's reference."),
            ("title", "Please give the contract a title people know it by."),
            ("provider", "Please name the provider."),
            ("service", "Please say what service it is."),
        ):
            if not getattr(self, name).strip():
                raise NotAllowed(words, name)
        if self.ends_on <= self.starts_on:
            raise NotAllowed(
                "The end of the contract comes after its start. Please check both dates.", "ends_on"
            )
