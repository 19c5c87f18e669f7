"""Settings, read once from the environment. Everything missing or wrong is named at once, and no secret is echoed."""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Transport(StrEnum):
    """How Slack reaches us."""

    SOCKET = "socket"
    HTTP = "http"


def _filled(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().strip():
        raise ValueError("is empty")
    return value


Secret = Annotated[SecretStr, AfterValidator(_filled)]


class Settings(BaseSettings):
    """Every setting. Names in the environment are the field names in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True
    )

    slack_bot_token: Secret
    slack_signing_secret: Secret | None = None
    slack_app_token: Secret | None = None
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite:///handrail.db"
    handrail_transport: Transport = Transport.SOCKET
    handrail_host: str = "0.0.0.0"  # noqa: S104  a container is reached from outside itself
    handrail_port: int = Field(default=3000, ge=0, le=65535)
    handrail_admins: Annotated[frozenset[str], NoDecode] = frozenset()
    tick_seconds: float = Field(default=1.0, gt=0)
    lease_seconds: float = Field(default=30.0, gt=0)
    settle_seconds: float = Field(default=8.0, ge=0)
    pace_seconds: float = Field(default=1.0, ge=0)
    post_timeout_seconds: float = Field(default=10.0, gt=0)
    posts_at_once: int = Field(default=8, ge=1)
    posts_per_minute: int = Field(default=200, ge=1)
    late_after_minutes: float = Field(default=15.0, gt=0)

    @model_validator(mode="before")
    @classmethod
    def _split_admins(cls, values: dict[str, object]) -> dict[str, object]:
        admins = values.get("handrail_admins")
        if isinstance(admins, str):
            values["handrail_admins"] = frozenset(part.strip() for part in admins.split(",") if part.strip())
        return values

    @model_validator(mode="after")
    def _transport_has_its_secret(self) -> "Settings":
        if self.handrail_transport is Transport.HTTP and self.slack_signing_secret is None:
            raise ValueError("SLACK_SIGNING_SECRET is needed when HANDRAIL_TRANSPORT is http")
        if self.handrail_transport is Transport.SOCKET and self.slack_app_token is None:
            raise ValueError("SLACK_APP_TOKEN is needed when HANDRAIL_TRANSPORT is socket")
        if self.lease_seconds <= self.post_timeout_seconds:
            raise ValueError("LEASE_SECONDS must be longer than POST_TIMEOUT_SECONDS")
        return self

    @property
    def lease(self) -> timedelta:
        """How long a claim holds, in real time; longer than the client's own time-out."""
        return timedelta(seconds=self.lease_seconds)

    @property
    def settle(self) -> timedelta:
        """How long to wait before an uncertain message is looked for, in real time."""
        return timedelta(seconds=self.settle_seconds)

    @property
    def pace(self) -> timedelta:
        """The least time between two posts to one destination, in real time."""
        return timedelta(seconds=self.pace_seconds)


class SettingsRefused(Exception):
    """The settings cannot be used; the message lists every fault, one a line, and no value."""


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings, or raise SettingsRefused with every fault at once."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        faults = [_fault(row["loc"], row["type"], row["msg"]) for row in error.errors(include_input=False)]
        raise SettingsRefused("\n".join(faults)) from None


def _fault(where: tuple[int | str, ...], kind: str, message: str) -> str:
    if not where:
        return message.removeprefix("Value error, ")
    name = str(where[0]).upper()
    if kind == "missing":
        return f"{name} is not set."
    return f"{name} {message.removeprefix('Value error, ')}."
