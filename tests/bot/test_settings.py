"""Settings: everything missing or wrong is named at once, in words, and no value is shown."""

import os
from pathlib import Path

import pytest

from bot.export_link import address
from bot.settings import Settings, SettingsRefused, Transport, read_settings
from playground.keys import CHAIN_KEY, NARRATIVE_KEYS, SPEAK_UP_KEYS

KEYS = {"NARRATIVE_KEYS": NARRATIVE_KEYS, "SPEAK_UP_KEYS": SPEAK_UP_KEYS, "CHAIN_KEY": CHAIN_KEY}
ENOUGH = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", **KEYS}
NAMES = (
    "SLACK_",
    "DATABASE_",
    "HANDRAIL_",
    "LEASE_",
    "POST",
    "TICK_",
    "SETTLE_",
    "PACE_",
    "SMTP_",
    "WEBHOOK_",
    "HEARTBEAT_",
    "PUBLIC_",
    *KEYS,
    "SEALS_",
)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which nothing is set."""
    for name in [name for name in os.environ if name.startswith(NAMES)]:
        monkeypatch.delenv(name)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def refused(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[str]:
    """What is said of these settings, line by line."""
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused) as refusal:
        read_settings(None)
    return str(refusal.value).splitlines()


def test_with_nothing_set_everything_needed_is_named_at_once(bare: pytest.MonkeyPatch) -> None:
    assert refused(bare) == [
        "SLACK_BOT_TOKEN is not set.",
        "SLACK_APP_TOKEN is not set, and is needed when HANDRAIL_TRANSPORT is socket.",
    ]


def test_missing_keys_are_named_with_the_command_that_makes_them(bare: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        bare.delenv(name)

    assert refused(bare, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1") == [
        f"{name} is not set. Make it with: python -m bot keys make" for name in KEYS
    ]


def test_keys_that_are_none_are_refused_and_not_shown(bare: pytest.MonkeyPatch) -> None:
    wrong = {"NARRATIVE_KEYS": "one:hunter2", "SPEAK_UP_KEYS": "no-name", "CHAIN_KEY": "hunter2"}

    said = refused(bare, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", **wrong)

    assert [line.split()[0] for line in said] == list(KEYS)
    assert "hunter2" not in "\n".join(said)


def test_over_http_the_signing_secret_is_needed_instead(bare: pytest.MonkeyPatch) -> None:
    assert refused(bare, HANDRAIL_TRANSPORT="http") == [
        "SLACK_BOT_TOKEN is not set.",
        "SLACK_SIGNING_SECRET is not set, and is needed when HANDRAIL_TRANSPORT is http.",
    ]


def test_every_wrong_value_is_named_and_none_is_shown(bare: pytest.MonkeyPatch) -> None:
    said = refused(
        bare,
        SLACK_BOT_TOKEN="xoxb-hunter2",
        SLACK_APP_TOKEN="  ",
        SLACK_API_URL="hunter2",
        DATABASE_URL="mysql://root:hunter2@somewhere/db",
        HANDRAIL_PORT="hunter2",
        LEASE_SECONDS="2",
        POSTS_AT_ONCE="0",
    )

    named = [line.split()[0] for line in said]
    assert sorted(named) == [
        "DATABASE_URL",
        "HANDRAIL_PORT",
        "LEASE_SECONDS",
        "POSTS_AT_ONCE",
        "SLACK_API_URL",
        "SLACK_APP_TOKEN",
    ]
    assert "hunter2" not in "\n".join(said)
    assert "SLACK_APP_TOKEN is empty." in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARTBEAT_URL", "http://127.0.0.1:hunter2/ping"),
        ("HEARTBEAT_URL", "https://[hunter2]/ping"),
        ("PUBLIC_URL", "https://me:hunter2/x@handrail.example"),
        ("WEBHOOK_URL", "https://gateway.example:hunter2/"),
        ("SLACK_API_URL", "https://me:hunter2@slack.example/"),
        ("SLACK_API_URL", "https://slack.example:hunter2/"),
        ("DATABASE_URL", "postgresql://me:hunter2@127.0.0.1:hunter2/x"),
        ("DATABASE_URL", "postgresql+psycopg://me:at@hunter2:hunter2@127.0.0.1:9/x"),
        ("DATABASE_URL", "postgresql://me:at@hunter2@127.0.0.1/x"),
        ("DATABASE_URL", "postgresql://me:hunter2@127.0.0.1/x?hunter2=hunter2"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_before_anybody_asks_it_and_is_not_shown(
    bare: pytest.MonkeyPatch, name: str, value: str
) -> None:
    (said,) = refused(bare, **{name: value, "WEBHOOK_SECRET": "long enough to be one"}, **ENOUGH)

    assert said.startswith(f"{name} ")
    assert "hunter2" not in said


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////srv/handrail.db",
        "postgresql://me:a%40b%3Ac@[::1]:5432/x?sslmode=require&connect_timeout=5",
        "postgresql+psycopg:///handrail?host=/run/postgresql",
    ],
)
def test_a_database_is_taken_by_any_address_that_its_driver_takes(bare: pytest.MonkeyPatch, url: str) -> None:
    for name, value in (ENOUGH | {"DATABASE_URL": url}).items():
        bare.setenv(name, value)

    assert read_settings(None).database_url == url


def test_an_empty_secret_is_refused_like_a_missing_one(bare: pytest.MonkeyPatch) -> None:
    assert refused(bare, SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="xapp-1") == ["SLACK_BOT_TOKEN is empty."]


def test_an_unknown_transport_is_refused_with_the_two_there_are(bare: pytest.MonkeyPatch) -> None:
    (said,) = refused(bare, HANDRAIL_TRANSPORT="pigeon", **ENOUGH)

    assert said == "HANDRAIL_TRANSPORT is wrong: input should be 'socket' or 'http'."


def test_enough_is_enough_and_the_rest_has_defaults(bare: pytest.MonkeyPatch) -> None:
    for name, value in {**ENOUGH, "HANDRAIL_ADMINS": "U0ANITA, U0PRIYA"}.items():
        bare.setenv(name, value)
    settings = read_settings(None)

    assert settings.handrail_transport is Transport.SOCKET
    assert settings.handrail_port == 3000
    assert settings.database_url.startswith("sqlite:///")
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.handrail_admins == {"U0ANITA", "U0PRIYA"}


def test_secrets_do_not_show_when_settings_are_written_out(bare: pytest.MonkeyPatch) -> None:
    for name, value in {**ENOUGH, "SLACK_SIGNING_SECRET": "hunter2"}.items():
        bare.setenv(name, value)
    settings = read_settings(None)

    for secret in ("xoxb-1", "xapp-1", "hunter2"):
        assert secret not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_a_mail_server_needs_a_sender_and_a_secret_connection_unless_it_is_on_this_machine(
    bare: pytest.MonkeyPatch,
) -> None:
    assert refused(bare, SMTP_HOST="mail.example", SMTP_TLS="none", **ENOUGH) == [
        "SMTP_FROM is no e-mail address, and is needed when SMTP_HOST is set.",
        "SMTP_TLS may only be none for a mail server on this machine.",
    ]
    bare.setenv("SMTP_HOST", "127.0.0.1")
    bare.setenv("SMTP_FROM", "handrail@council.example")
    assert read_settings(None).smtp_host == "127.0.0.1"


@pytest.mark.parametrize("url", ["http://gateway.example/hunter2", "ftp://localhost/hunter2", "hunter2"])
def test_a_gateway_is_reached_securely_or_on_this_machine_and_its_address_is_never_shown(
    bare: pytest.MonkeyPatch, url: str
) -> None:
    (said,) = refused(bare, WEBHOOK_URL=url, WEBHOOK_SECRET="long enough to be one", **ENOUGH)

    assert said == "WEBHOOK_URL begins neither with https:// nor with http:// on this machine."


@pytest.mark.parametrize(
    "url", ["http://handrail.example", "ftp://localhost", "handrail.example", "https://"]
)
def test_copies_of_the_record_are_fetched_securely_or_on_this_machine(
    bare: pytest.MonkeyPatch, url: str
) -> None:
    (said,) = refused(bare, PUBLIC_URL=url, **ENOUGH)

    assert said == "PUBLIC_URL begins neither with https:// nor with http:// on this machine."


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://handrail.example", "https://handrail.example/exports/abc"),
        ("https://council.example/handrail/", "https://council.example/handrail/exports/abc"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000/exports/abc"),
    ],
)
def test_a_copy_is_fetched_below_the_address_that_is_set(
    bare: pytest.MonkeyPatch, url: str, page: str
) -> None:
    for name, value in (ENOUGH | {"PUBLIC_URL": url}).items():
        bare.setenv(name, value)

    assert address(read_settings(None), "abc") == page


def test_what_is_sent_to_a_gateway_is_signed_with_a_secret_nobody_guesses(bare: pytest.MonkeyPatch) -> None:
    (said,) = refused(bare, WEBHOOK_URL="https://gateway.example/texts", WEBHOOK_SECRET="hunter2", **ENOUGH)

    assert said == "WEBHOOK_SECRET needs at least 16 characters when WEBHOOK_URL is set."


def test_the_example_names_every_setting_there_is() -> None:
    named = {
        line.partition("=")[0]
        for line in Path(".env.example").read_text().splitlines()
        if "=" in line and line[0] != "#"
    }

    assert {name.upper() for name in Settings.model_fields} == named
