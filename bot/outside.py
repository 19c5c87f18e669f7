"""The ways outside Slack: e-mail by SMTP, and a signed webhook behind which a gateway sends texts or rings.

Slack wakes nobody (practice.md 1.4). What goes this way is a reference and where to look, and nothing more: neither
a mail server nor a gateway may learn what a record says. Nobody's address is ever written to a log.
"""

import asyncio
import hashlib
import hmac
import json
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import urlsplit

import aiohttp
import aiosmtplib

from bot.settings import MailSecurity, Settings
from domain.notices import Outcome
from domain.routes import Means

OF_THE_NUMBER = frozenset({400, 422})
"""What a gateway answers that takes what we say, but nothing to this number (docs/install.md)."""

OF_US = frozenset({401, 402, 403})
"""What it answers that takes nothing from us: our secret, what is to be paid, what we may do."""

TIMESTAMP, SIGNATURE, DELIVERY = "X-Handrail-Timestamp", "X-Handrail-Signature", "Idempotency-Key"


@dataclass(frozen=True)
class Letter:
    """One message to one address. `text` begins with its subject; `id` stays the same when it is sent again."""

    to: str
    text: str
    id: str


class OutsideFault(Exception):
    """An attempt that did not end well. `code` is ours and says nothing about whom it was for."""

    def __init__(self, outcome: Outcome, code: str, retry_after: float = 0) -> None:
        super().__init__(code)
        self.outcome = outcome
        self.code = code
        self.retry_after = retry_after


class Way(Protocol):
    """One way outside Slack."""

    async def send(self, letter: Letter, at: datetime) -> None:
        """Send a letter; `at` is what the machine's clock shows. Raises OutsideFault."""
        ...

    async def look(self) -> None:
        """Go as far as one may without sending anything. Raises OutsideFault."""
        ...

    async def close(self) -> None:
        """Close what is open."""
        ...


class Mail:
    """E-mail over SMTP: one connection for each letter, since they are few and none may wait for another."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, letter: Letter, at: datetime) -> None:
        """Send it. Its Message-ID is the delivery id, so that a repeat is recognised. Raises OutsideFault.

        Until its text is handed over nothing can have arrived; after that only the server's answer says.
        """
        limit = self._settings.post_timeout_seconds
        client = self._client(limit)
        handed_over = False
        try:
            async with asyncio.timeout(limit):
                await self._begin(client)
                await client.mail(self._settings.smtp_from)
                await client.rcpt(letter.to)
                handed_over = True
                await client.data(self._written(letter, at).as_bytes(policy=SMTP))
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise _fault_of_mail(error, handed_over=handed_over) from None
        finally:
            client.close()

    async def look(self) -> None:
        """Connect, make the connection secret, log in, and leave. Raises OutsideFault."""
        client = self._client(self._settings.post_timeout_seconds)
        try:
            async with asyncio.timeout(self._settings.post_timeout_seconds):
                await self._begin(client)
                await client.noop()
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise _fault_of_mail(error, handed_over=False) from None
        finally:
            client.close()

    def _client(self, limit: float) -> aiosmtplib.SMTP:
        security = self._settings.smtp_tls
        return aiosmtplib.SMTP(
            hostname=self._settings.smtp_host,
            port=self._settings.smtp_port,
            timeout=limit,
            use_tls=security is MailSecurity.TLS,
            start_tls=False,  # below, where its absence can be told from other failures
        )

    async def _begin(self, client: aiosmtplib.SMTP) -> None:
        """Connect, make the connection secret, and only then say who we are."""
        await client.connect()
        if self._settings.smtp_tls is MailSecurity.STARTTLS:
            await client.ehlo()
            if not client.supports_extension("starttls"):
                raise aiosmtplib.SMTPNotSupported("STARTTLS")
            await client.starttls()
        if self._settings.smtp_user:
            await client.login(self._settings.smtp_user, self._settings.smtp_password.get_secret_value())

    def _written(self, letter: Letter, at: datetime) -> EmailMessage:
        message = EmailMessage()
        sender = self._settings.smtp_from
        message["From"], message["To"] = sender, letter.to
        message["Subject"] = letter.text.splitlines()[0]
        message["Date"] = format_datetime(at)
        message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message

    async def close(self) -> None:
        """Nothing stays open."""


def _fault_of_mail(error: Exception, *, handed_over: bool) -> OutsideFault:
    """Tell what a failure means: a refusal needs a person, what was not reached is tried again."""
    match error:
        case aiosmtplib.SMTPAuthenticationError() if error.code >= 500:
            return OutsideFault(Outcome.REFUSED, "mail_password")
        case aiosmtplib.SMTPNotSupported() | ssl.SSLError():
            return OutsideFault(Outcome.REFUSED, "mail_security")
        case aiosmtplib.SMTPRecipientRefused() if error.code >= 500:
            return OutsideFault(Outcome.REFUSED, "mail_address")
        case aiosmtplib.SMTPConnectError() if isinstance(error.__cause__, ssl.SSLError):
            return OutsideFault(Outcome.REFUSED, "mail_security")
        case aiosmtplib.SMTPResponseException() if error.code >= 500:
            return OutsideFault(Outcome.REFUSED, "mail_refused")
        case aiosmtplib.SMTPResponseException() if error.code >= 400:
            return OutsideFault(Outcome.NOT_REACHED, "mail_later")  # it says itself that it has not taken it
    if handed_over:
        return OutsideFault(Outcome.AMBIGUOUS, "mail_no_answer")
    return OutsideFault(Outcome.NOT_REACHED, "mail_not_reached")


class Hook:
    """A POST to the organisation's own gateway for text messages or calls, signed so that it can trust it."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.webhook_url
        self._secret = settings.webhook_secret.get_secret_value().encode()
        self._timeout = settings.post_timeout_seconds
        self._session: aiohttp.ClientSession | None = None

    async def send(self, letter: Letter, at: datetime) -> None:
        """Send it, signed over timestamp and body; the delivery id is its idempotency key. Raises OutsideFault."""
        body = json.dumps({"to": letter.to, "text": letter.text, "id": letter.id}).encode()
        timestamp = str(int(at.timestamp()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP: timestamp,
            SIGNATURE: signature(self._secret, timestamp, body),
            DELIVERY: letter.id,
        }
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with (
                asyncio.timeout(self._timeout),
                # Whoever answers with another address is not whom the operator has named.
                self._session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                status, retry_after = answer.status, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError):
            raise OutsideFault(Outcome.REFUSED, "webhook_security") from None
        except aiohttp.ClientConnectorError:
            raise OutsideFault(Outcome.NOT_REACHED, "webhook_not_reached") from None
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise OutsideFault(Outcome.AMBIGUOUS, "webhook_no_answer") from None
        _require_taken(status, retry_after)

    async def look(self) -> None:
        """Open a connection and close it again: no request is made, nothing is said. Raises OutsideFault."""
        try:
            await go_up_to(self._url, self._timeout)
        except ssl.SSLError:
            raise OutsideFault(Outcome.REFUSED, "webhook_security") from None
        except (TimeoutError, OSError):
            raise OutsideFault(Outcome.NOT_REACHED, "webhook_not_reached") from None

    async def close(self) -> None:
        """Close the HTTP session."""
        if self._session is not None:
            await self._session.close()


async def go_up_to(address: str, within: float) -> None:
    """Open a connection to a web address and close it again: no request is made. Raises TimeoutError or OSError."""
    parts = urlsplit(address)
    is_secret = parts.scheme == "https"
    port = parts.port or (443 if is_secret else 80)
    async with asyncio.timeout(within):
        _reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=is_secret or None)
    writer.close()


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """Return what stands in X-Handrail-Signature: `v1=` and the HMAC-SHA256 (hex) over timestamp, a dot and body."""
    return "v1=" + hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _require_taken(status: int, retry_after: str) -> None:
    if status < 300:
        return
    if status == 429:
        wait = float(retry_after) if retry_after.isdigit() else 1.0
        raise OutsideFault(Outcome.WAIT, "webhook_later", wait)
    if status >= 500 or status == 408:
        raise OutsideFault(Outcome.AMBIGUOUS, "webhook_no_answer")
    if status in OF_US:
        raise OutsideFault(Outcome.REFUSED, "webhook_denied")
    code = "webhook_number" if status in OF_THE_NUMBER else "webhook_refused"
    raise OutsideFault(Outcome.REFUSED, code)


class Outside:
    """The ways that the operator has set up, by means."""

    def __init__(self, settings: Settings) -> None:
        self._ways: dict[Means, Way] = {}
        if settings.smtp_host:
            self._ways[Means.EMAIL] = Mail(settings)
        if settings.webhook_url:
            self._ways[Means.WEBHOOK] = Hook(settings)

    def has(self, means: Means) -> bool:
        """Say whether this way is set up."""
        return means in self._ways

    async def send(self, means: Means, letter: Letter, at: datetime) -> None:
        """Send a letter. Raises OutsideFault; `no_way` where the operator has set none up."""
        if means not in self._ways:
            raise OutsideFault(Outcome.REFUSED, "no_way")
        await self._ways[means].send(letter, at)

    async def look(self, means: Means) -> None:
        """See whether a way that is set up could be gone, and send nothing. Raises OutsideFault."""
        await self._ways[means].look()

    async def close(self) -> None:
        """Close every way."""
        for way in self._ways.values():
            await way.close()
