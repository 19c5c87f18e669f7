"""What a contract is, and what must be said when one is set up."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.calendar import Nation, words_for_day
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


class NewWork(StrEnum):
    """What is begun only while a contract runs. Reports, safety and what is open already go on after its end."""

    ACTION = "action"
    MONITORING = "monitoring"


_REFUSED = {
    NewWork.ACTION: "no new action can be agreed in it. What is open can still be finished",
    NewWork.MONITORING: "nothing new can be planned to be looked at in it. What was planned can still be recorded",
}


def is_over(ended_on: date | None, today: date) -> bool:
    """Say whether a contract's last day has come, as it was recorded; both are local days of its nation."""
    return ended_on is not None and ended_on <= today


def require_running(title: str, ended_on: date | None, today: date, what: NewWork) -> None:
    """Raise NotAllowed for what cannot be begun once a contract is over (docs/decisions/0024)."""
    if ended_on is not None and is_over(ended_on, today):
        raise NotAllowed(
            f"{title} ended on {words_for_day(ended_on)}, so {_REFUSED[what]}. "
            "If you are worried about people there, please report a concern: that is always taken."
        )


def require_within(title: str, ended_on: date | None, today: date, last: date | None) -> None:
    """Raise NotAllowed for a period that reaches beyond the end of a contract; what came before it can be evaluated."""
    if ended_on is not None and is_over(ended_on, today) and (last is None or last > ended_on):
        first, until = (_as_typed(day) for day in (ended_on.replace(day=1), ended_on))
        raise NotAllowed(
            f"{title} ended on {words_for_day(ended_on)}, so it is evaluated up to that day. "
            f"Please type the days, such as /evaluate {title} from {first} to {until}."
        )


def _as_typed(day: date) -> str:
    """A day as it is read after a command, without its weekday: 9 September 2026."""
    return words_for_day(day).partition(" ")[2]
