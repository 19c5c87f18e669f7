"""What flows and the engine are given: the parts of one running bot."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.messages import Messages
from bot.outside import Outside
from bot.patience import ANSWER_WITHIN
from bot.pulse import Pulse
from bot.settings import Settings
from bot.slack import Slack, SlackFault
from domain.confidentiality import Audience
from domain.notices import Outcome
from domain.references import Choose
from storage.database import Database
from storage.organisations import OrganisationSettings


@dataclass
class Emergency:
    """The numbers to ring, held in memory so that they can be shown when the database cannot be asked."""

    emergency_number: str = "999"
    duty_number: str = ""

    def learn(self, kept: OrganisationSettings | None) -> None:
        """Take the numbers over from what the organisation has set up; 999 until it has."""
        if kept is not None:
            self.emergency_number = kept.emergency_number or "999"
            self.duty_number = kept.duty_number


async def _nobody_to_ask(_channel: str) -> Audience:
    raise SlackFault(Outcome.NOT_REACHED, "no_engine", "conversations.info")


@dataclass
class Services:
    """The parts of one running bot. Nothing here is global: tests run two side by side."""

    settings: Settings
    clock: Clock
    database: Database
    slack: Slack
    outside: Outside
    messages: Messages = field(default_factory=Messages)
    emergency: Emergency = field(default_factory=Emergency)
    choose: Choose = secrets.choice
    pulse: Pulse = field(default_factory=Pulse)
    own_team: str = ""
    answer_within: float = ANSWER_WITHIN
    own_user: str = ""
    """The bot itself in Slack."""
    workspace_url: str = ""
    """Where Slack shows our own workspace, such as https://westermere.slack.com/; empty until we are greeted."""
    close_gate: Callable[[str], None] = lambda _channel: None
    ask_audience: Callable[[str], Awaitable[Audience]] = _nobody_to_ask
    report: Callable[[str, str], None] = lambda _kind, _detail: None
