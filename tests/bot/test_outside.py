"""The ways outside Slack, one letter at a time: what each answer means, and that a repeat is recognised."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.outside import Letter, Outside, OutsideFault, signature
from bot.settings import Settings
from domain.notices import Outcome
from domain.routes import Means
from playground.keys import CHAIN_KEY, NARRATIVE_KEYS, SPEAK_UP_KEYS
from tests.receivers import NOBODYS_PORT, PASSWORD, SECRET, USER, Gateway, MailServer

REAL = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LETTER = Letter("grace@westermere.example", "Urgent SG-K7QP: nobody has picked this up.\nOpen Slack.", "d1")


def ways(**about: Any) -> Outside:
    """The ways as an operator has set them up."""
    given: dict[str, Any] = {
        "slack_bot_token": "xoxb-1",
        "slack_app_token": "xapp-1",
        "post_timeout_seconds": 0.5,
    }
    keys = {"narrative_keys": NARRATIVE_KEYS, "speak_up_keys": SPEAK_UP_KEYS, "chain_key": CHAIN_KEY}
    return Outside(Settings(_env_file=None, **(given | keys | about)))


def mail(port: int, **about: Any) -> Outside:
    """E-mail by a server on this machine."""
    set_up = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_tls": "none",
        "smtp_from": "bot@here.example",
    }
    return ways(**(set_up | about))


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    """A mail server."""
    async with MailServer() as server:
        yield server


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    """A gateway for texts and calls."""
    async with Gateway() as gateway:
        yield gateway


async def fault_of(outside: Outside, means: Means = Means.EMAIL) -> tuple[Outcome, str]:
    """How an attempt fails."""
    try:
        with pytest.raises(OutsideFault) as fault:
            await outside.send(means, LETTER, REAL)
    finally:
        await outside.close()
    return fault.value.outcome, fault.value.code


async def test_a_letter_arrives_with_its_delivery_id_for_a_message_id(server: MailServer) -> None:
    outside = mail(server.port, smtp_user=USER, smtp_password=PASSWORD)
    for _ in range(2):
        await outside.send(Means.EMAIL, LETTER, REAL)

    first, second = server.letters
    assert first["Message-ID"] == second["Message-ID"] == "<d1@here.example>"
    assert first["Subject"] == "Urgent SG-K7QP: nobody has picked this up."
    assert first["Auto-Submitted"] == "auto-generated"
    assert server.recipients == ["grace@westermere.example"] * 2


@pytest.mark.parametrize(
    ("mode", "meaning"),
    [
        ("busy", (Outcome.NOT_REACHED, "mail_later")),
        ("slow", (Outcome.NOT_REACHED, "mail_not_reached")),
        ("refuses", (Outcome.REFUSED, "mail_address")),
        ("drops_after_data", (Outcome.AMBIGUOUS, "mail_no_answer")),
    ],
)
async def test_what_a_mail_servers_answer_means(
    server: MailServer, mode: str, meaning: tuple[Outcome, str]
) -> None:
    server.mode = mode
    assert await fault_of(mail(server.port)) == meaning


async def test_a_mail_server_that_is_down_was_not_reached() -> None:
    assert await fault_of(mail(NOBODYS_PORT)) == (Outcome.NOT_REACHED, "mail_not_reached")


async def test_a_wrong_password_needs_a_person(server: MailServer) -> None:
    outside = mail(server.port, smtp_user=USER, smtp_password="guessed")
    assert await fault_of(outside) == (Outcome.REFUSED, "mail_password")
    assert server.letters == []


async def test_a_server_that_cannot_keep_it_secret_gets_nothing(server: MailServer) -> None:
    assert await fault_of(mail(server.port, smtp_tls="starttls")) == (Outcome.REFUSED, "mail_security")
    assert (await fault_of(mail(server.port, smtp_tls="tls")))[0] in {Outcome.REFUSED, Outcome.NOT_REACHED}
    assert (server.letters, server.recipients) == ([], [])


async def test_the_gateway_can_tell_that_it_was_us_and_the_same_text_by_its_key(gateway: Gateway) -> None:
    outside = ways(webhook_url=gateway.url, webhook_secret=SECRET)
    for _ in range(2):
        await outside.send(Means.WEBHOOK, LETTER, REAL)
    await outside.close()

    assert gateway.taken[0] == {"to": LETTER.to, "text": LETTER.text, "id": "d1"}
    assert gateway.texts() == {"d1": LETTER.text}
    assert gateway.forged == 0


async def test_another_secret_is_found_out(gateway: Gateway) -> None:
    outside = ways(webhook_url=gateway.url, webhook_secret="somebody else's secret")
    assert await fault_of(outside, Means.WEBHOOK) == (Outcome.REFUSED, "webhook_denied")
    assert gateway.taken == []


def test_a_signature_is_of_this_moment_and_this_body() -> None:
    signed = signature(b"secret", "1700000000", b"{}")
    assert signed.startswith("v1=")
    assert (
        len({signed, signature(b"secret", "1700000001", b"{}"), signature(b"secret", "1700000000", b"[]")})
        == 3
    )


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (400, (Outcome.REFUSED, "webhook_number")),
        (422, (Outcome.REFUSED, "webhook_number")),
        (402, (Outcome.REFUSED, "webhook_denied")),
        (404, (Outcome.REFUSED, "webhook_refused")),
        (302, (Outcome.REFUSED, "webhook_refused")),
        (429, (Outcome.WAIT, "webhook_later")),
        (500, (Outcome.AMBIGUOUS, "webhook_no_answer")),
        (408, (Outcome.AMBIGUOUS, "webhook_no_answer")),
    ],
)
async def test_what_a_gateways_answer_means(
    gateway: Gateway, status: int, meaning: tuple[Outcome, str]
) -> None:
    gateway.answers = [status]
    outside = ways(webhook_url=gateway.url, webhook_secret=SECRET)
    assert await fault_of(outside, Means.WEBHOOK) == meaning


async def test_a_gateway_that_says_nothing_may_have_taken_it(gateway: Gateway) -> None:
    gateway.is_slow = True
    outside = ways(webhook_url=gateway.url, webhook_secret=SECRET)
    assert await fault_of(outside, Means.WEBHOOK) == (Outcome.AMBIGUOUS, "webhook_no_answer")


async def test_a_gateway_that_is_down_was_not_reached() -> None:
    async with Gateway() as gone:
        url = gone.url
    outside = ways(webhook_url=url, webhook_secret=SECRET)
    assert await fault_of(outside, Means.WEBHOOK) == (Outcome.NOT_REACHED, "webhook_not_reached")


async def test_a_way_that_nobody_has_set_up_is_none() -> None:
    assert not ways().has(Means.EMAIL)
    assert await fault_of(ways(), Means.WEBHOOK) == (Outcome.REFUSED, "no_way")
