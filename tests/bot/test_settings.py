"""Settings: everything missing or wrong is named at once, in words, and no value is shown."""

import os

import pytest

from bot.settings import SettingsRefused, Transport, read_settings

ENOUGH = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
NAMES = ("SLACK_", "DATABASE_", "HANDRAIL_", "LEASE_", "POST", "TICK_", "SETTLE_", "PACE_")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which nothing is set."""
    for name in [name for name in os.environ if name.startswith(NAMES)]:
        monkeypatch.delenv(name)
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
