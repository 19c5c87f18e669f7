"""Settings, read once from the environment. Everything missing or wrong is named at once, and no secret is echoed."""

from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.address import require_address
from storage.sealing import Keyring, Keys, secret_bytes


class Transport(StrEnum):
    """How Slack reaches us."""

    SOCKET = "socket"
    HTTP = "http"


class LogLevel(StrEnum):
    """How much is written out. At every level it is kinds, ids and counts alone."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class MailSecurity(StrEnum):
    """How the connection to the mail server is kept secret: from its first byte, after STARTTLS, or not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


SHORTEST_SECRET = 16
"""Characters: what is signed with less can be guessed."""

KEY_NAMES = frozenset({"NARRATIVE_KEYS", "SPEAK_UP_KEYS", "CHAIN_KEY"})
MAKE_KEYS = " Make it with: python -m bot keys make"

SECRET_OF = {Transport.HTTP: "slack_signing_secret", Transport.SOCKET: "slack_app_token"}


def _filled(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().strip():
        raise ValueError("is empty")
    return value


def _is_this_machine(host: str) -> bool:
    """Whether a host is loopback: nothing said to it crosses a network."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _parts(address: str) -> SplitResult:
    """Take a web address apart. Raises ValueError without a word of it, for it may hold a key."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # only now is it read as a number
    except ValueError:
        raise ValueError("cannot be read as an address: its port must be a number below 65536") from None
    return parts


def _is_a_keyring(value: SecretStr) -> SecretStr:
    Keyring.read(value.get_secret_value())
    return value


def _is_a_key(value: SecretStr) -> SecretStr:
    secret_bytes(value.get_secret_value())
    return value


Secret = Annotated[SecretStr, AfterValidator(_filled)]
SecretKeyring = Annotated[SecretStr, AfterValidator(_is_a_keyring)]
SecretKey = Annotated[SecretStr, AfterValidator(_is_a_key)]


class Settings(BaseSettings):
    """Every setting. Names in the environment are the field names in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True
    )

    handrail_transport: Transport = Transport.SOCKET  # before the secrets: which one is needed depends on it
    slack_bot_token: Secret
    slack_signing_secret: Secret | None = Field(default=None, validate_default=True)
    slack_app_token: Secret | None = Field(default=None, validate_default=True)
    slack_api_url: str = "https://slack.com/api/"
    narrative_keys: SecretKeyring
    speak_up_keys: SecretKeyring
    chain_key: SecretKey
    seals_file: Path = Path("handrail-seals.jsonl")
    database_url: str = "sqlite:///handrail.db"
    handrail_log_level: LogLevel = LogLevel.INFO
    handrail_host: str = "0.0.0.0"  # noqa: S104  a container is reached from outside itself
    handrail_port: int = Field(default=3000, ge=0, le=65535)
    handrail_admins: Annotated[frozenset[str], NoDecode] = frozenset()
    tick_seconds: float = Field(default=1.0, gt=0)
    post_timeout_seconds: float = Field(default=10.0, gt=0)
    lease_seconds: float = Field(default=30.0, gt=0, validate_default=True)
    settle_seconds: float = Field(default=8.0, ge=0)
    pace_seconds: float = Field(default=1.0, ge=0)
    posts_at_once: int = Field(default=8, ge=1)
    posts_per_minute: int = Field(default=200, ge=1)
    socket_silence_seconds: float = Field(default=20.0, gt=0, le=25)
    socket_heal_seconds: float = Field(default=30.0, gt=0)
    drain_seconds: float = Field(default=2.0, ge=0, le=3)
    complaint_acknowledge_days: int = Field(default=3, ge=1, le=60)
    late_after_minutes: float = Field(default=15.0, gt=0)
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = Field(default="", validate_default=True)
    smtp_tls: MailSecurity = Field(default=MailSecurity.STARTTLS, validate_default=True)
    webhook_url: str = ""
    webhook_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    public_url: str = ""
    heartbeat_url: str = ""
    export_template: Path | None = None
    report_template: Path | None = None
    subject_request_pause: bool = False

    @model_validator(mode="before")
    @classmethod
    def _split_admins(cls, values: dict[str, object]) -> dict[str, object]:
        admins = values.get("handrail_admins")
        if isinstance(admins, str):
            values["handrail_admins"] = frozenset(part.strip() for part in admins.split(",") if part.strip())
        return values

    @field_validator("slack_app_token", "slack_signing_secret")
    @classmethod
    def _is_there_for_its_transport(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """Each field is looked at whatever else is wrong, so that everything missing is named at once."""
        transport = info.data.get("handrail_transport")
        if secret is None and transport is not None and info.field_name == SECRET_OF[transport]:
            raise ValueError(f"is not set, and is needed when HANDRAIL_TRANSPORT is {transport.value}")
        return secret

    @field_validator("slack_api_url")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        parts = _parts(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("is not a web address")
        if "@" in parts.netloc:
            raise ValueError("must hold no name and no password: a token says who asks")
        return address if address.endswith("/") else f"{address}/"

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, address: str) -> str:
        require_address(address)
        return address

    @field_validator("lease_seconds")
    @classmethod
    def _outlasts_a_post(cls, seconds: float, info: ValidationInfo) -> float:
        if seconds <= info.data.get("post_timeout_seconds", 0):
            raise ValueError("must be longer than POST_TIMEOUT_SECONDS")
        return seconds

    @field_validator("smtp_from")
    @classmethod
    def _is_there_for_mail(cls, sender: str, info: ValidationInfo) -> str:
        if info.data.get("smtp_host") and "@" not in sender:
            raise ValueError("is no e-mail address, and is needed when SMTP_HOST is set")
        return sender

    @field_validator("smtp_tls")
    @classmethod
    def _is_secret_beyond_this_machine(cls, security: MailSecurity, info: ValidationInfo) -> MailSecurity:
        host = info.data.get("smtp_host") or "localhost"
        if security is MailSecurity.NONE and not _is_this_machine(host):
            raise ValueError("may only be none for a mail server on this machine")
        return security

    @field_validator("webhook_url", "public_url", "heartbeat_url")
    @classmethod
    def _is_a_safe_address(cls, address: str) -> str:
        parts = _parts(address)
        is_plain_and_near = parts.scheme == "http" and _is_this_machine(parts.hostname or "")
        if address and not (parts.hostname and (parts.scheme == "https" or is_plain_and_near)):
            raise ValueError("begins neither with https:// nor with http:// on this machine")
        return address

    @field_validator("export_template", "report_template", mode="before")
    @classmethod
    def _is_a_file(cls, place: object) -> object:
        if not place:
            return None
        if not Path(str(place)).is_file():
            raise ValueError("is no file")
        return place

    @field_validator("webhook_secret")
    @classmethod
    def _signs_what_is_sent(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        if info.data.get("webhook_url") and len(secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"needs at least {SHORTEST_SECRET} characters when WEBHOOK_URL is set")
        return secret

    @property
    def keys(self) -> Keys:
        """What the database is sealed with; never kept in it."""
        return Keys(
            Keyring.read(self.narrative_keys.get_secret_value()),
            Keyring.read(self.speak_up_keys.get_secret_value()),
            secret_bytes(self.chain_key.get_secret_value()),
        )

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
        rows = error.errors(include_input=False, include_url=False)
        faults = [_fault(row["loc"], row["type"], row["msg"]) for row in rows]
        raise SettingsRefused("\n".join(faults)) from None
    except UnicodeDecodeError:
        raise SettingsRefused(f"{env_file} is not text in UTF-8.") from None


def _fault(where: tuple[int | str, ...], kind: str, message: str) -> str:
    name = str(where[0]).upper()
    if kind == "missing":
        return f"{name} is not set.{MAKE_KEYS if name in KEY_NAMES else ''}"
    ours = message.removeprefix("Value error, ")
    return f"{name} {ours}." if ours != message else f"{name} is wrong: {message[:1].lower()}{message[1:]}."
