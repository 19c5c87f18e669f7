"""The app that the workspace hosts: its manifest, its credentials, and what both allow."""

from dataclasses import dataclass
from typing import Any

from playground.workspace import Json


@dataclass(frozen=True)
class InstalledApp:
    """An app as installed in the home team.

    `optional_scopes` are those of the manifest's `bot_optional` that the installing person granted; None grants
    them all. Raises ValueError when the manifest contradicts itself in a way that Slack would not install.
    """

    manifest: Json
    bot_token: str
    app_token: str
    signing_secret: str
    optional_scopes: frozenset[str] | None = None
    app_id: str = "A0PLAYGROUND"
    bot_id: str = "B0PLAYGROUND"
    bot_user_id: str = "U0PLAYGROUND"

    def __post_init__(self) -> None:
        if not self.signing_secret:
            raise ValueError("An empty signing secret would let anybody sign.")
        if "message_metadata_posted" in self.bot_events and not self.metadata_subscriptions:
            raise ValueError(
                "The manifest subscribes to message_metadata_posted, but settings.event_subscriptions"
                ".metadata_subscriptions names no event_type: Slack would never send one."
            )

    @property
    def name(self) -> str:
        bot_user = self.manifest.get("features", {}).get("bot_user", {})
        display = self.manifest.get("display_information", {})
        return str(bot_user.get("display_name") or display.get("name") or "App")

    @property
    def scopes(self) -> frozenset[str]:
        asked = self.manifest.get("oauth_config", {}).get("scopes", {})
        optional = frozenset(asked.get("bot_optional", ()))
        granted = optional if self.optional_scopes is None else optional & self.optional_scopes
        # A manifest may name an optional scope among the others too: it is optional all the same.
        return (frozenset(asked.get("bot", ())) - optional) | granted

    @property
    def commands(self) -> list[Json]:
        return list(self.manifest.get("features", {}).get("slash_commands", ()))

    @property
    def shortcuts(self) -> list[Json]:
        return list(self.manifest.get("features", {}).get("shortcuts", ()))

    @property
    def bot_events(self) -> frozenset[str]:
        return frozenset(self._subscriptions.get("bot_events", ()))

    @property
    def metadata_subscriptions(self) -> list[Json]:
        return list(self._subscriptions.get("metadata_subscriptions", ()))

    @property
    def has_home(self) -> bool:
        return bool(self.manifest.get("features", {}).get("app_home", {}).get("home_tab_enabled", True))

    @property
    def _subscriptions(self) -> dict[str, Any]:
        return dict(self.manifest.get("settings", {}).get("event_subscriptions", {}))

    def command(self, name: str) -> Json | None:
        return next((command for command in self.commands if command["command"] == name), None)

    def shortcut(self, callback_id: str, kind: str) -> Json | None:
        """The shortcut of that name; `kind` is `global` or `message`."""
        return next(
            (
                s
                for s in self.shortcuts
                if s["callback_id"] == callback_id and s.get("type", "global") == kind
            ),
            None,
        )
