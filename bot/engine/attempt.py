"""One attempt at one message: settle what is uncertain, put it into words, ask the gate, post, keep the answer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

import structlog

from bot.blocks import context, paragraphs
from bot.engine.claim import Claim, clocks_apart
from bot.engine.gate import Gate, Known, known_of
from bot.engine.outcome import (
    keep_another_begun,
    keep_cancelled,
    keep_edit_refused,
    keep_fault,
    keep_left,
    keep_redrawn,
    keep_refused_by_gate,
    keep_sent,
)
from bot.engine.outside import AttemptOutside
from bot.engine.pictures import Pictures, without_pictures
from bot.engine.reconcile import leave_to_a_person
from bot.messages import Message
from bot.passing_on import around, below
from bot.services import Services
from bot.slack import Posted, SlackFault
from bot.templates import render
from domain.confidentiality import Verdict
from domain.notices import PINNED, Outcome, Unproven, without_proof
from domain.routes import Means
from storage.database import NotRecorded, Unsure
from storage.notices import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

GONE = frozenset({"user_disabled", "user_not_found", "user_not_visible"})
"""Slack's words for somebody whom we cannot write to any more."""

LOOK_BACK = timedelta(hours=2)
"""So much before the first attempt the search for it begins: our clock may be ahead unknown to us.

The delivery id decides and not the moment, so looking further back costs pages only.
"""


class _Next(Enum):
    """What remains to be done with a message that may have arrived."""

    POST = "post"
    REPEAT = "repeat"
    NOTHING = "nothing"


@dataclass(frozen=True)
class _Found:
    """What one look into our tables says of a message: its words, who may have them, and whom it is for."""

    message: Message | None
    known: Known | None = None
    person: Person | None = None


@dataclass(frozen=True)
class _Ready:
    """Everything decided: what is said, and where."""

    channel: str
    text: str
    blocks: list[dict[str, Any]]
    is_repeat: bool


class Attempt:
    """Makes attempts. Only a timestamp makes a message sent."""

    def __init__(self, services: Services, gate: Gate) -> None:
        self._services = services
        self._gate = gate
        self._outside = AttemptOutside(services, gate)
        self._pictures = Pictures(services)

    async def make(self, claim: Claim) -> None:
        """Make one attempt and keep how it ended. Raises NotRecorded or Unsure when that could not be kept."""
        try:
            if claim.notice.means is not Means.SLACK:
                await self._outside.make(claim)
                return
            if claim.is_edit:
                await self._redraw(claim)
                return
            ready = await self._prepare(claim)
        except SlackFault as fault:
            await keep_fault(self._services, claim, fault)
        except (NotRecorded, Unsure):
            raise
        except Exception as error:  # noqa: BLE001  one message that cannot be said must not silence the rest
            kind = type(error).__name__
            log.error("notice parked", notice=claim.notice.id.hex, error=kind)  # noqa: TRY400  its trace may quote
            unsayable = SlackFault(Outcome.REFUSED, "cannot_be_said", claim.notice.kind.value)
            await keep_fault(self._services, claim, unsayable)
        else:
            if ready is not None:
                await self._post(claim, ready)

    async def _prepare(self, claim: Claim) -> _Ready | None:
        """Decide everything before the post; None when nothing is to be posted. Nothing here can have arrived."""
        notice = claim.notice
        following = await self._settle(claim) if claim.may_have_arrived else _Next.POST
        if following is _Next.NOTHING:
            return None
        is_repeat = following is _Next.REPEAT
        found = await self._compose(notice)
        if (message := found.message) is None:
            await keep_cancelled(self._services, claim)
            return None
        verdict = await self._gate.verdict(notice, afresh=is_repeat, known=found.known)
        if verdict is not Verdict.SEND:
            await keep_refused_by_gate(self._services, claim, verdict)
            return None
        try:
            channel = await self._channel(notice, found.person)
        except SlackFault as fault:
            if fault.code not in GONE:
                raise
            await keep_left(self._services, claim, fault)
            return None
        below = await self._pictures.blocks(message)
        self._require_lease(claim)
        if claim.may_have_arrived and not await keep_another_begun(
            self._services, claim, is_repeat=is_repeat
        ):
            return None
        text, blocks = _marked(notice, message)
        return _Ready(channel, text, [*blocks, *below], is_repeat)

    async def _post(self, claim: Claim, ready: _Ready) -> None:
        notice = claim.notice
        said = (ready.channel, ready.text)
        try:
            try:
                posted = await self._services.slack.post(*said, ready.blocks, notice.id.hex)
            except SlackFault as fault:
                words = without_pictures(fault, ready.blocks)
                posted = await self._services.slack.post(*said, words, notice.id.hex)
        except SlackFault as fault:
            await keep_fault(self._services, claim, fault, posted=True, is_repeat=ready.is_repeat)
            return
        await keep_sent(self._services, claim, posted)

    def _require_lease(self, claim: Claim) -> None:
        """A post must end before the claim lapses by anybody's clock, else another may be posting the same by then."""
        lease_until = claim.notice.lease_until
        limit = timedelta(seconds=self._services.settings.post_timeout_seconds) + clocks_apart(self._services)
        if lease_until is None or self._services.clock.real() + limit > lease_until:
            raise SlackFault(Outcome.NOT_REACHED, "too_slow", "chat.postMessage")

    async def _compose(self, notice: Notice) -> _Found:
        now = self._services.clock.now()

        def look(work: UnitOfWork) -> _Found:
            message = self._services.messages.compose(work, notice, now)
            if message is None:
                return _Found(None)
            person = work.people.get(notice.person_id) if notice.person_id else None
            return _Found(message, known_of(work, notice), person)

        return await self._services.database.read(look)

    async def _pin(self, notice: Notice, posted: Posted) -> None:
        """Pin it if we may; without permission the message stands unpinned, and an administrator is told."""
        try:
            await self._services.slack.pin(posted)
        except SlackFault as fault:
            log.info("not pinned", notice=notice.id.hex, error=fault.code)
            if fault.code != "already_pinned":
                self._services.report(fault.needed or fault.code, fault.method)

    async def _channel(self, notice: Notice, person: Person | None = None) -> str:
        if notice.to_channel is not None:
            return notice.to_channel
        assert notice.person_id is not None
        person_id = notice.person_id
        if person is None:
            person = await self._services.database.read(lambda work: work.people.get(person_id))
        if person.user_id is None:
            # Of somebody whose name is sealed not even the conversation is kept: it would lead to them.
            return await self._services.slack.open_direct(await self._sealed_user(person_id))
        if person.direct_channel is None:
            channel = await self._services.slack.open_direct(person.user_id)
            await self._services.database.write(lambda work: _keep_channel(work, person_id, channel))
            return channel
        return person.direct_channel

    async def _sealed_user(self, stand_in_id: UUID) -> str:
        user_id = await self._services.database.read(lambda work: work.speak_up.slack_user(stand_in_id))
        if user_id is None:
            raise SlackFault(Outcome.REFUSED, "user_not_found", "conversations.open")
        return user_id

    async def _redraw(self, claim: Claim) -> None:
        notice = claim.notice
        found = await self._compose(notice)
        if (message := found.message) is not None and notice.posted_channel and notice.posted_ts:
            where = Posted(notice.posted_channel, notice.posted_ts)
            verdict = await self._gate.verdict(notice, afresh=True, known=found.known)
            if verdict is not Verdict.SEND:
                await keep_edit_refused(self._services, claim, verdict)
                return
            text, blocks = _marked(notice, message)
            shown = [*blocks, *await self._pictures.blocks(message)]
            try:
                await self._services.slack.edit(where, text, shown)
            except SlackFault as fault:
                await self._services.slack.edit(where, text, without_pictures(fault, shown))
            if notice.kind in PINNED and not notice.redraws_done:
                await self._pin(notice, where)  # the first time only: what people have unpinned stays so
        await keep_redrawn(self._services, claim)

    async def _settle(self, claim: Claim) -> _Next:
        """Settle an uncertain message by proof; without proof, by its class."""
        notice = claim.notice
        try:
            proof = await self._look(notice)
        except SlackFault as fault:
            if fault.outcome is not Outcome.REFUSED or fault.code in GONE:
                raise
            self._services.report(fault.needed or fault.code, fault.method)
        else:
            if proof is not None:
                await keep_sent(self._services, claim, proof)
                return _Next.NOTHING
            if notice.to_channel is None:
                return _Next.POST
        if without_proof(notice.content_class, notice.speed, notice.repeats) is Unproven.REPEAT:
            return _Next.REPEAT
        await leave_to_a_person(self._services, claim)
        return _Next.NOTHING

    async def _look(self, notice: Notice) -> Posted | None:
        """Look in our direct messages; channels we may not read, and there a receipt is the only proof."""
        if notice.to_channel is not None:
            return None
        channel = await self._channel(notice)
        first = notice.first_attempt_at
        since = first - LOOK_BACK if first is not None else datetime.fromtimestamp(0, UTC)
        return await self._services.slack.find_delivery(channel, notice.id.hex, since)


def _keep_channel(work: UnitOfWork, person_id: UUID, channel: str) -> None:
    work.people.get(person_id).direct_channel = channel


def _marked(notice: Notice, message: Message) -> tuple[str, list[dict[str, Any]]]:
    """Put around a message what is true of this sending: that it repeats, is late, or is to be passed on."""
    passing, row = around(notice, message)
    mark = render(
        "marks",
        {
            "is_repeat": notice.repeats > 0,
            "is_late": notice.is_late and notice.kind not in PINNED,
            **passing,
        },
    )
    last = below(passing)
    text = "\n".join(part for part in (mark, message.text, last) if part)
    first = [context(mark)] if mark else []
    return text, [*first, *message.blocks, *(paragraphs(last) if last else ()), *row]
