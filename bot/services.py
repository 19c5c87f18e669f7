"""What flows and the engine are given: the parts of one running bot."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.messages import Messages
from bot.outside import Outside
from bot.settings import Settings
from bot.slack import Slack
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
    own_team: str = ""
    close_gate: Callable[[str], None] = lambda _channel: None
    report: Callable[[str, str], None] = lambda _kind, _detail: None
