"""What each answer to a post means: sent, wait, refused, not reached, or that nobody knows."""

import asyncio

import pytest

from bot.slack import Slack, SlackFault
from domain.notices import Outcome

REFUSED = '{"ok": false, "error": "channel_not_found"}'


async def fault_of(status: str, kind: str, body: str, *headers: str) -> SlackFault:
    """What becomes of a post that is answered so."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
        writer.write(("\r\n".join([*lines, "Connection: close", "", ""]) + body).encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        return await _fault_at(port)


async def _fault_at(port: int) -> SlackFault:
    slack = Slack("xoxb-x", f"http://127.0.0.1:{port}/api/", 5)
    try:
        with pytest.raises(SlackFault) as fault:
            await slack.post("C1", "words", [], "0" * 32)
    finally:
        await slack.close()
    return fault.value


@pytest.mark.parametrize(
    ("status", "kind", "body", "outcome"),
    [
        ("200 OK", "application/json", REFUSED, Outcome.REFUSED),
        ("200 OK", "application/json", '{"ok": false, "error": "internal_error"}', Outcome.AMBIGUOUS),
        ("200 OK", "application/json", '{"ok": true, "channel', Outcome.AMBIGUOUS),
        ("200 OK", "text/html", "<p>Sign in to the network</p>", Outcome.AMBIGUOUS),
        ("500 Oops", "text/html", "<p>Sorry</p>", Outcome.AMBIGUOUS),
        ("502 Bad Gateway", "application/json", "not json", Outcome.AMBIGUOUS),
        ("503 Busy", "application/json", REFUSED, Outcome.AMBIGUOUS),
        ("413 Too large", "text/html", "<p>No</p>", Outcome.REFUSED),
    ],
)
async def test_only_slacks_own_word_is_a_refusal(status: str, kind: str, body: str, outcome: Outcome) -> None:
    assert (await fault_of(status, kind, body)).outcome is outcome


@pytest.mark.parametrize(("said", "seconds"), [("7", 7), ("soon", 1)])
async def test_too_many_requests_says_how_long_to_wait(said: str, seconds: int) -> None:
    fault = await fault_of("429 Slow down", "application/json", '{"ok": false}', f"Retry-After: {said}")

    assert (fault.outcome, fault.retry_after) == (Outcome.WAIT, seconds)


async def test_where_nobody_listens_nothing_can_have_arrived(unused_tcp_port: int) -> None:
    assert (await _fault_at(unused_tcp_port)).outcome is Outcome.NOT_REACHED
