"""The courier: claims a message, asks the gate, posts it, and keeps what Slack said. Only a timestamp makes it sent."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog

from bot.engine.gate import Gate
from bot.engine.outcome import keep_cancelled, keep_fault, keep_redrawn, keep_refused_by_gate, keep_sent
from bot.messages import Message
from bot.services import Services
from bot.slack import Posted, SlackFault
from bot.templates import render
from domain.confidentiality import Verdict
from domain.notices import NoticeState, Outcome, Unproven, move, without_proof
from storage.notices import Notice
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()


@dataclass(frozen=True)
class Claim:
    """A message we hold, as it was before we took it."""

    notice: Notice
    token: UUID
    was: NoticeState


class Courier:
    """Sends what is owed: at most one message in flight to a destination, urgent first."""

    def __init__(self, services: Services, gate: Gate) -> None:
        self._services = services
        self._gate = gate

    async def drain(self) -> None:
        """Send everything that may be sent now."""
        now, real = self._services.clock.now(), self._services.clock.real()
        if not await self._services.database.read(lambda work: work.notices.anything_to_send(now, real)):
            return
        async with asyncio.TaskGroup() as tasks:
            for _ in range(self._services.settings.posts_at_once):
                tasks.create_task(self._send_until_done())

    async def _send_until_done(self) -> None:
        while (claim := await self._claim()) is not None:
            await self._deliver(claim)

    async def _claim(self) -> Claim | None:
        now, real = self._services.clock.now(), self._services.clock.real()
        token, lease = uuid4(), self._services.settings.lease

        def take(work: UnitOfWork) -> Claim | None:
            notice = work.notices.claim(now, real, token, lease)
            if notice is None:
                return None
            was = notice.state
            if was is not NoticeState.SENT:
                notice.state = move(was, NoticeState.CLAIMED)
                notice.attempts += 1
                notice.first_attempt_at = notice.first_attempt_at or now
            return Claim(notice, token, was)

        return await self._services.database.write(take)

    async def _deliver(self, claim: Claim) -> None:
        try:
            if claim.was is NoticeState.SENT:
                await self._redraw(claim)
            elif claim.was is not NoticeState.UNCERTAIN or not await self._settled(claim):
                await self._post(claim)
        except SlackFault as error:
            await self._keep(claim, error)
        except Exception as error:  # noqa: BLE001  one bad message must not silence the rest
            kind = type(error).__name__
            log.error("notice parked", notice=claim.notice.id.hex, error=kind)  # noqa: TRY400
            await self._keep(claim, SlackFault(Outcome.REFUSED, "cannot_be_said", kind))

    async def _keep(self, claim: Claim, fault: SlackFault) -> None:
        was_sent = claim.was is NoticeState.SENT
        await keep_fault(self._services, claim.notice, claim.token, fault, was_sent=was_sent)

    async def _compose(self, notice: Notice) -> Message | None:
        now = self._services.clock.now()
        return await self._services.database.read(
            lambda work: self._services.messages.compose(work, notice, now)
        )

    async def _post(self, claim: Claim) -> None:
        notice = claim.notice
        message = await self._compose(notice)
        if message is None:
            await keep_cancelled(self._services, notice, claim.token)
            return
        verdict = await self._gate.verdict(notice)
        if verdict is not Verdict.SEND:
            await keep_refused_by_gate(self._services, notice, claim.token, verdict)
            return
        channel = await self._channel(notice)
        text, blocks = _marked(notice, message)
        posted = await self._services.slack.post(channel, text, blocks, notice.id.hex)
        await keep_sent(self._services, notice, claim.token, posted)
        if self._services.messages.is_pinned(notice.kind):
            await self._pin(notice, posted)

    async def _pin(self, notice: Notice, posted: Posted) -> None:
        """Pin it if we may; without permission the message stands unpinned, and an administrator is told."""
        try:
            await self._services.slack.pin(posted)
        except SlackFault as fault:
            log.info("not pinned", notice=notice.id.hex, error=fault.code)
            if fault.code != "already_pinned":
                self._services.report(fault.code, fault.method)

    async def _channel(self, notice: Notice) -> str:
        if notice.to_channel is not None:
            return notice.to_channel
        assert notice.person_id is not None
        person_id = notice.person_id
        person = await self._services.database.read(lambda work: work.people.get(person_id))
        if person.direct_channel is None:
            assert person.user_id is not None
            channel = await self._services.slack.open_direct(person.user_id)
            await self._services.database.write(lambda work: _keep_channel(work, person_id, channel))
            return channel
        return person.direct_channel

    async def _redraw(self, claim: Claim) -> None:
        notice = claim.notice
        message = await self._compose(notice)
        if message is not None and notice.posted_channel and notice.posted_ts:
            where = Posted(notice.posted_channel, notice.posted_ts)
            text, blocks = _marked(notice, message)
            await self._services.slack.edit(where, text, blocks)
        await keep_redrawn(self._services, notice, claim.token)

    async def _settled(self, claim: Claim) -> bool:
        """Settle an uncertain message by proof; without proof, by its class. True when it needs no sending."""
        notice = claim.notice
        try:
            proof = await self._look(notice)
        except SlackFault as fault:
            if fault.outcome is not Outcome.REFUSED:
                raise
            self._services.report(fault.code, fault.method)
        else:
            if proof is not None:
                await keep_sent(self._services, notice, claim.token, proof)
                return True
            if notice.to_channel is None:
                return False
        if without_proof(notice.content_class, notice.speed, notice.repeats) is Unproven.REPEAT:
            notice.repeats += 1
            await self._services.database.write(lambda work: _count_repeat(work, notice))
            return False
        await self._keep(claim, SlackFault(Outcome.REFUSED, "unproven", "chat.postMessage"))
        return True

    async def _look(self, notice: Notice) -> Posted | None:
        """Look in our direct messages; channels we may not read, and there a receipt is the only proof."""
        if notice.to_channel is not None:
            return None
        channel = await self._channel(notice)
        since = notice.first_attempt_at or datetime.fromtimestamp(0, UTC)
        return await self._services.slack.find_delivery(channel, notice.id.hex, since)


def _keep_channel(work: UnitOfWork, person_id: UUID, channel: str) -> None:
    work.people.get(person_id).direct_channel = channel


def _count_repeat(work: UnitOfWork, notice: Notice) -> None:
    assert notice.number is not None
    work.notices.get(notice.number).repeats = notice.repeats


def _marked(notice: Notice, message: Message) -> tuple[str, list[dict[str, object]]]:
    """Put before a message what is true of this sending: that it repeats, is late, or is to be passed on."""
    mark = render(
        "marks",
        {
            "is_repeat": notice.repeats > 0,
            "is_late": notice.is_late,
            "pass_on_to": notice.facts.get("pass_on_to", ""),
        },
    )
    if not mark:
        return message.text, list(message.blocks)
    first = {"type": "context", "elements": [{"type": "mrkdwn", "text": mark, "verbatim": True}]}
    return f"{mark}\n{message.text}", [first, *message.blocks]
